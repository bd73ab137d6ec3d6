"""Notifications as the screen shows them: a sentence in the reader's language, its age, and where it leads."""

from dataclasses import dataclass

from leadx_app.domain.event_kinds import NOTICES, EventKind
from leadx_app.domain.notifications import NEWS_OUT_OF_SIGHT, OUT_OF_SIGHT, TICKET_OUT_OF_SIGHT, said_of
from leadx_app.queries.notifications import COUNTED, NotificationRow
from leadx_app.state.format import Look

TICKETS = frozenset(kind for kind in NOTICES if kind.startswith("ticket."))
DRAWINGS: dict[EventKind, str] = {
    EventKind.LEAD_HANDED_OVER: "send",
    EventKind.HANDOVER_ACCEPTED: "user-check",
    EventKind.LEAD_ASSIGNED: "user-plus",
    EventKind.LEAD_RETURNED: "corner-up-left",
    EventKind.LEAD_SENT: "arrow-right-left",
    EventKind.LEAD_RECEIVED: "arrow-right-left",
    EventKind.LEAD_SENT_BACK: "corner-up-left",
    EventKind.TRANSFER_ACCEPTED: "user-check",
    EventKind.LEAD_WON: "trophy",
    EventKind.LEAD_CLOSED: "circle-x",
    EventKind.LEAD_REOPENED: "rotate-ccw",
    EventKind.NOTE_ADDED: "message-square",
    EventKind.NOTE_MENTIONED: "message-square",
    EventKind.HANDOVER_OVERDUE: "clock",
    EventKind.BELL_RUNG: "bell",
    EventKind.MILESTONE_REACHED: "trophy",
    EventKind.TASK_ASSIGNED: "list-checks",
    EventKind.TASK_DUE: "clock",
    EventKind.LEADS_ASSIGNED: "user-plus",
    EventKind.LEADS_CLOSED: "circle-x",
    EventKind.LEADS_REOPENED: "rotate-ccw",
    EventKind.IMPORT_DONE: "upload",
    EventKind.JOIN_ASKED: "user-plus",
    EventKind.JOIN_DONE: "user-check",
    EventKind.SUBSCRIPTION_ENDING: "calendar-days",
    **dict.fromkeys(TICKETS, "life-buoy"),
    EventKind.TICKET_RESPONSE_OVERDUE: "clock",
    EventKind.TICKET_RESOLUTION_OVERDUE: "clock",
}
NEWS = frozenset(
    {
        EventKind.NEWS_PUBLISHED,
        EventKind.NEWS_CHANGED,
        EventKind.NEWS_REMOVED,
        EventKind.NEWS_RESTORED,
        EventKind.NEWS_COMMENTED,
    }
)
TASKS = frozenset({EventKind.TASK_ASSIGNED, EventKind.TASK_DUE})
LEADS = frozenset({EventKind.LEADS_ASSIGNED, EventKind.LEADS_CLOSED, EventKind.LEADS_REOPENED})
PEOPLE = frozenset({EventKind.JOIN_ASKED, EventKind.JOIN_DONE})
FEED = frozenset({EventKind.BELL_RUNG, EventKind.MILESTONE_REACHED})


@dataclass(frozen=True)
class NoticeLine:
    """A notification; `lead_id` is "" when it opens no lead, `href` "" when it opens nothing."""

    id: str
    sentence: str
    drawing: str
    age: str
    moment: str
    lead_id: str
    href: str
    is_unread: bool


def notice_line(row: NotificationRow, look: Look, name: str, *, reads_feed: bool) -> NoticeLine:
    """A row as the person of this name reads it."""
    kind = EventKind(row.kind)
    return NoticeLine(
        id=str(row.id),
        sentence=_sentence(row, kind, look, name),
        drawing="newspaper" if kind in NEWS else DRAWINGS[kind],
        age=look.age(row.created_at),
        moment=look.moment(row.created_at),
        lead_id=str(row.lead_id) if row.lead_id else "",
        href=_address(row, kind, reads_feed=reads_feed),
        is_unread=not row.is_read,
    )


def _sentence(row: NotificationRow, kind: EventKind, look: Look, name: str) -> str:
    if not row.is_visible and kind not in FEED:
        unseen = TICKET_OUT_OF_SIGHT if kind in TICKETS else OUT_OF_SIGHT
        return look.say(NEWS_OUT_OF_SIGHT if kind in NEWS else unseen, actor=row.actor)
    words = look.with_days({key: value for key, value in row.payload.items() if isinstance(value, str)})
    return look.say(said_of(kind, words, name), **{**words, "actor": row.actor, "lead": row.lead})


def _address(row: NotificationRow, kind: EventKind, *, reads_feed: bool) -> str:
    if row.lead_id:
        return f"/leads/{row.lead_id}"
    if row.news_id:
        return f"/news?item={row.news_id}"
    if row.ticket_id:
        return f"/support/tickets/{row.ticket_id}"
    if kind in TASKS:
        return "/activities"
    if kind in LEADS:
        return "/pipeline"
    if kind == EventKind.IMPORT_DONE:
        return "/import"
    if kind in PEOPLE:
        return "/admin/users"
    if kind == EventKind.SUBSCRIPTION_ENDING:
        return "/admin/organization"
    return "/feed" if kind in FEED and reads_feed else ""


def count_words(count: int) -> str:
    """The number on the bell: "" for none, "99+" for very many."""
    return "99+" if count >= COUNTED else str(count or "")

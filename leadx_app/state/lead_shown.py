"""A lead as the View Lead popup shows it: every value in the reader's words, made once per read."""

from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from leadx_app import i18n
from leadx_app.domain.event_kinds import SENTENCES, EventKind
from leadx_app.models import HandoverState, SubStage
from leadx_app.queries.lead_detail import FileRow, HistoryRow, JourneyStep, LeadDetail, NoteRow
from leadx_app.state.format import DASH, NBSP, Look, call_to, initials, mail_to, phone, photo_of, tint
from leadx_app.state.tag_lines import TagLine, tag_lines


@dataclass(frozen=True, slots=True)
class LeadShown:
    """The lead's fields as text, and what the reader may do."""

    id: str = ""
    version: int = 0
    title: str = ""
    description: str = ""
    organization: str = ""
    company: str = ""
    company_id: str = ""
    person: str = ""
    person_id: str = ""
    person_title: str = ""
    person_email: str = ""
    person_mail: str = ""
    person_phone: str = ""
    person_call: str = ""
    value: str = ""
    base_value: str = ""
    closing: str = ""
    category: str = ""
    source: str = ""
    tags: list[TagLine] = field(default_factory=list)
    stage_id: str = ""
    stage: str = ""
    stage_color: str = ""
    sub_stage: str = "open"
    outcome: str = ""
    lost_reason: str = ""
    ended: str = ""
    handover: str = "none"
    handover_line: str = ""
    answer_due: str = ""
    answer_due_words: str = ""
    sent_from: str = ""
    return_reason: str = ""
    returned_words: str = ""
    creator: str = ""
    creator_initials: str = ""
    creator_photo: str = ""
    creator_tint: int = 0
    owner: str = ""
    owner_initials: str = ""
    owner_photo: str = ""
    owner_tint: int = 0
    created: str = ""
    is_locked: bool = False
    may_act: bool = False
    may_edit: bool = False
    may_hand_over: bool = False
    may_answer: bool = False
    may_assign: bool = False
    may_return: bool = False
    may_qualify: bool = False
    may_send: bool = False
    may_send_across: bool = False
    may_withdraw: bool = False
    may_resume: bool = False
    may_reopen: bool = False
    may_ring: bool = False
    may_note: bool = False
    may_attach: bool = False


@dataclass(frozen=True, slots=True)
class StepShown:
    """A stage on the journey bar."""

    id: str
    name: str
    color: str
    place: str
    days: str
    spoken: str
    position: int


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file with its addresses; `thumbnail` is "" for what has no picture."""

    id: str
    name: str
    about: str
    href: str
    thumbnail: str


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """A field that was changed."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EntryShown:
    """A note or an event on the timeline."""

    id: str
    kind: str
    drawing: str
    initials: str
    photo: str
    tint: int
    sentence: str
    text: str
    changes: list[ChangeShown]
    age: str
    moment: str
    is_fresh: bool = False


FIELDS = {
    "title": "Lead title",
    "company": "Company name",
    "person": "Contact person",
    "person_email": "Email",
    "person_phone": "Phone",
    "description": "Description",
    "value": "Lead value",
    "currency": "Currency",
    "expected_closing_on": "Expected closing date",
    "category_id": "Category",
    "source_id": "Source",
    "tags": "Tags",
}
"""The labels of the fields in events and conflicts."""

OUTCOMES = {SubStage.OPEN: "", SubStage.WON: "Won", SubStage.CLOSED: "Closed", SubStage.PARKED: "Parked"}

DRAWINGS = {
    EventKind.LEAD_CREATED: "plus",
    EventKind.LEAD_UPDATED: "pencil",
    EventKind.LEAD_HANDED_OVER: "send",
    EventKind.HANDOVER_ACCEPTED: "user-check",
    EventKind.LEAD_ASSIGNED: "user-plus",
    EventKind.LEAD_RETURNED: "corner-up-left",
    EventKind.LEAD_SENT: "arrow-right-left",
    EventKind.LEAD_SENT_BACK: "corner-up-left",
    EventKind.LEAD_WITHDRAWN: "undo-2",
    EventKind.STAGE_MOVED: "arrow-right",
    EventKind.LEAD_PARKED: "circle-pause",
    EventKind.LEAD_RESUMED: "play",
    EventKind.LEAD_WON: "trophy",
    EventKind.LEAD_CLOSED: "circle-x",
    EventKind.LEAD_REOPENED: "rotate-ccw",
    EventKind.NOTE_ADDED: "message-square",
    EventKind.FILE_ADDED: "paperclip",
    EventKind.FILE_REMOVED: "trash-2",
    EventKind.BELL_RUNG: "bell",
    EventKind.HANDOVER_OVERDUE: "clock",
    EventKind.ACTIVITY_LOGGED: "phone",
    EventKind.ACTIVITY_CHANGED: "pencil",
    EventKind.ACTIVITY_REMOVED: "trash-2",
    EventKind.ACTIVITY_RESTORED: "rotate-ccw",
    EventKind.TASK_CREATED: "list-checks",
    EventKind.TASK_CHANGED: "pencil",
    EventKind.TASK_ASSIGNED: "user-plus",
    EventKind.TASK_DONE: "circle-check",
    EventKind.TASK_REOPENED: "rotate-ccw",
    EventKind.TASK_REMOVED: "trash-2",
    EventKind.TASK_RESTORED: "rotate-ccw",
}


def lead_shown(detail: LeadDetail, look: Look) -> LeadShown:
    """The fields in the reader's words."""
    same = {f.name: getattr(detail, f.name) for f in fields(LeadShown) if f.name in _AS_THEY_ARE}
    return LeadShown(
        **same,
        id=str(detail.id),
        tags=tag_lines(detail.tags),
        person_mail=mail_to(detail.person_email),
        company_id=str(detail.company_id),
        person_id=str(detail.person_id or ""),
        person_phone=phone(detail.person_phone),
        person_call=call_to(detail.person_phone),
        stage_id=str(detail.stage_id),
        value=look.money(detail.value, detail.currency) if detail.value is not None else "",
        base_value=_in_base(detail, look),
        closing=look.date(detail.expected_closing_on) if detail.expected_closing_on else "",
        sub_stage=detail.sub_stage.value,
        outcome=i18n.say(look.language, OUTCOMES[detail.sub_stage]) if OUTCOMES[detail.sub_stage] else "",
        ended=look.moment(detail.ended_at) if detail.ended_at else "",
        handover=detail.handover_state.value,
        handover_line=_handover_line(detail, look),
        answer_due=detail.answer_due_at.isoformat() if detail.answer_due_at else "",
        answer_due_words=look.near_moment(detail.answer_due_at) if detail.answer_due_at else "",
        returned_words=_returned_words(detail, look),
        creator_initials=initials(detail.creator),
        creator_photo=photo_of(detail.creator_photo_id),
        creator_tint=tint(detail.creator_id),
        owner_initials=initials(detail.owner),
        owner_photo=photo_of(detail.owner_photo_id),
        owner_tint=tint(detail.owner_id),
        created=look.date(detail.created_at),
        may_act=any(getattr(detail, name) for name in _ACTS),
        is_locked=not detail.may_edit and detail.sub_stage == SubStage.OPEN,
    )


_ACTS = (
    "may_hand_over",
    "may_answer",
    "may_assign",
    "may_return",
    "may_qualify",
    "may_withdraw",
    "may_resume",
    "may_reopen",
    "may_ring",
)

_AS_THEY_ARE = {
    "version", "title", "description", "organization", "company", "person", "person_title", "person_email",
    "category", "source", "stage", "stage_color", "lost_reason", "return_reason", "creator",
    "owner", "may_edit", "may_hand_over", "may_answer", "may_assign", "may_return", "may_qualify", "may_resume",
    "may_send", "may_send_across", "may_withdraw", "sent_from",
    "may_reopen", "may_ring", "may_note", "may_attach",
}  # fmt: skip


def _in_base(detail: LeadDetail, look: Look) -> str:
    if detail.currency == detail.base_currency or detail.base_value is None:
        return ""
    return look.money(detail.base_value, detail.base_currency)


def _handover_line(detail: LeadDetail, look: Look) -> str:
    if detail.sent_from and detail.handed_over_at:
        words = "From {origin}, waiting for {organization}, {age}"
        names = {"origin": detail.sent_from, "organization": detail.organization}
        return i18n.say(look.language, words, **names, age=look.ago(detail.handed_over_at))
    if detail.handover_state == HandoverState.WAITING and detail.handed_over_at:
        return i18n.say(look.language, "Waiting for sales, {age}", age=look.ago(detail.handed_over_at))
    if detail.handover_state == HandoverState.ACCEPTED and detail.handshake_at:
        return i18n.say(look.language, "Handshake, {day}", day=look.date(detail.handshake_at))
    return ""


def _returned_words(detail: LeadDetail, look: Look) -> str:
    """Who gave the lead back; "" for a lead that is not back with its creator."""
    if not detail.return_reason or detail.handover_state != HandoverState.NONE:
        return ""
    returned = next((row for row in detail.history if row.kind == EventKind.LEAD_RETURNED), None)
    return i18n.say(
        look.language,
        "{name} returned this lead",
        name=returned.actor if returned else i18n.say(look.language, "sales"),
    )


def journey_shown(steps: list[JourneyStep], look: Look, planned_id: str = "") -> list[StepShown]:
    """The stages with the time in each; `planned_id` is the stage that the reader moved to and did not save yet."""
    current = next(step for step in steps if (str(step.stage_id) == planned_id if planned_id else step.is_current))
    return [_step(step, current.position, look) for step in steps]


def _step(step: JourneyStep, current: int, look: Look) -> StepShown:
    place = "current" if step.position == current else "past" if step.position < current else "future"
    days = "" if step.spent is None else _spent(step.spent, look)
    spoken = i18n.say(look.language, "{stage}: {time}", stage=step.name, time=days) if days else step.name
    return StepShown(str(step.stage_id), step.name, step.color, place, days, spoken, step.position)


def _spent(spent: timedelta, look: Look) -> str:
    return look.age(look.now - spent) if spent >= timedelta(minutes=1) else i18n.say(look.language, "< 1 min")


def size_shown(size_bytes: int, look: Look) -> str:
    """How large a file is: "830 kB", "2.4 MB"."""
    if size_bytes < 1_000_000:
        return f"{look.number(max(1, round(size_bytes / 1000)))}{NBSP}kB"
    return f"{look.number(size_bytes / 1_000_000, 1)}{NBSP}MB"


def file_shown(row: FileRow, look: Look) -> FileShown:
    """A file with its addresses."""
    href = f"/files/{row.id}"
    about = f"{size_shown(row.size_bytes, look)} · {row.uploader}"
    return FileShown(str(row.id), row.name, about, href, f"{href}/thumbnail" if row.has_thumbnail else "")


def timeline_shown(detail: LeadDetail, look: Look, known: frozenset[str] | None = None) -> list[EntryShown]:
    """Notes and history, newest first; entries that are not among the `known` ids are fresh."""
    notes = [(row.created_at, True, str(row.id), _note(row, look)) for row in detail.notes]
    events = [
        (row.occurred_at, row.kind != EventKind.LEAD_CREATED, str(row.id), _event(row, look))
        for row in detail.history
        if row.kind != EventKind.NOTE_ADDED
    ]
    entries = [one[-1] for one in sorted([*notes, *events], key=lambda one: one[:3], reverse=True)]
    if known is None:
        return entries
    return [_fresh(entry) if entry.id not in known else entry for entry in entries]


def _fresh(entry: EntryShown) -> EntryShown:
    values = {f.name: getattr(entry, f.name) for f in fields(EntryShown)}
    return EntryShown(**values | {"is_fresh": True})


def _note(row: NoteRow, look: Look) -> EntryShown:
    return EntryShown(
        id=str(row.id),
        kind="note",
        drawing="message-square",
        initials=initials(row.author),
        photo=photo_of(row.author_photo_id),
        tint=tint(row.author_id),
        sentence=row.author,
        text=row.text,
        changes=[],
        age=look.age(row.created_at),
        moment=look.moment(row.created_at),
    )


def _event(row: HistoryRow, look: Look) -> EntryShown:
    names = {name: value for name, value in row.payload.items() if isinstance(value, str)}
    kind = EventKind(row.kind)
    return EntryShown(
        id=str(row.id),
        kind="event",
        drawing=DRAWINGS[kind],
        initials=initials(row.actor),
        photo="",
        tint=0,
        sentence=i18n.say(look.language, SENTENCES[kind], **{**names, "actor": row.actor}),
        text="",
        changes=[change_shown(change, look) for change in row.changes],
        age=look.age(row.occurred_at),
        moment=look.moment(row.occurred_at),
    )


def change_shown(change: dict[str, Any], look: Look) -> ChangeShown:
    """A change of an event in the reader's words: label, from, to."""
    name = change["field"]
    label = i18n.say(look.language, FIELDS[name]) if name in FIELDS else name
    return ChangeShown(label, value_shown(name, change["from"], look), value_shown(name, change["to"], look))


def value_shown(name: str, value: object, look: Look) -> str:
    """A field's value as events and conflicts keep it, as people write it; "–" for nothing."""
    if value in (None, "", []):
        return DASH
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if name == "value":
        return _amount(str(value), look)
    if name == "expected_closing_on":
        return _day(str(value), look)
    return str(value)


def _amount(text: str, look: Look) -> str:
    try:
        return look.number(Decimal(text), 0 if Decimal(text) == int(Decimal(text)) else 2)
    except InvalidOperation:
        return text


def _day(text: str, look: Look) -> str:
    try:
        return look.date(date.fromisoformat(text))
    except ValueError:
        return text

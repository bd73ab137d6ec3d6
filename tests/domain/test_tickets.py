"""Tickets: the flow with its clocks, who does what, who is told, and what strangers get (product.md section 11)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain import files
from leadx_app.domain.errors import Conflict, Invalid, InvalidDraft, NotFound, NotPermitted, Refusal
from leadx_app.domain.files import StoredFile
from leadx_app.domain.find import find_file
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.permissions import Actor
from leadx_app.domain.support.desk import SupportHoursDraft, hours_of, set_hours
from leadx_app.domain.support.draft import ReplyDraft, TicketDraft
from leadx_app.domain.support.tickets import judge, move, raise_ticket, reply, take
from leadx_app.models import Event, Notification, Organization, Role, Severity, Ticket, TicketKind, TicketStatus, new_id
from leadx_app.queries.notifications import notification_page
from leadx_app.queries.support import TicketFilter, TicketsShown, support_figures, ticket_detail, ticket_page
from tests.cast import NOW, Cast
from tests.support.statements import statements_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CLOSING = NOW + 6 * HOUR  # NOW is a Monday, 10:00 in Oslo; support closes at 16.
TUESDAY = NOW + 22 * HOUR  # 08:00 in Oslo.
S = TicketStatus


def a_ticket(session: Session, actor: Actor, now: datetime = NOW, **fields: Any) -> Ticket:
    said = {
        "kind": "incident",
        "severity": "s2",
        "subject": "The board is empty",
        "text": "Since this morning",
        **fields,
    }
    return session.get_one(Ticket, raise_ticket(session, actor, parse_draft(TicketDraft, said), now=now))


def said(text: str = "Which browser?", **fields: Any) -> ReplyDraft:
    return parse_draft(ReplyDraft, {"text": text, **fields})


def worked(session: Session, helper: Actor, ticket: Ticket, *to: TicketStatus, now: datetime = NOW) -> Ticket:
    for status in to:
        move(session, helper, ticket.id, status, now=now)
    return ticket


def told(session: Session, kind: str) -> set[UUID]:
    query = select(Notification.user_id).join(Event, Event.id == Notification.event_id).where(Event.kind == kind)
    return set(session.exec(query))


@pytest.mark.parametrize("who", ["lite", "basic", "professional", "manager", "admin"])
def test_everybody_raises_tickets_and_the_admins_are_told(session: Session, cast: Cast, who: str) -> None:
    ticket = a_ticket(session, getattr(cast, who), page="/pipeline?stage=new")
    assert (ticket.status, ticket.page, ticket.assignee_id) == (S.NEW, "/pipeline?stage=new", None)
    assert told(session, "ticket.raised") == {cast.admin.user_id} - {ticket.reporter_id}


def test_a_childs_ticket_is_worked_by_the_parents_admin(session: Session, cast: Cast) -> None:
    ticket = a_ticket(session, cast.child_basic)
    assert told(session, "ticket.raised") == {cast.admin.user_id}
    worked(session, cast.admin, ticket, S.ACKNOWLEDGED)
    assert ticket.assignee_id == cast.admin.user_id


def test_the_same_draft_makes_one_ticket_and_one_reply(session: Session, cast: Cast) -> None:
    draft_id = new_id()
    assert a_ticket(session, cast.basic, draft_id=draft_id).id == a_ticket(session, cast.basic, draft_id=draft_id).id
    ticket = a_ticket(session, cast.basic)
    for _ in range(2):
        reply(session, cast.admin, ticket.id, said(draft_id=str(draft_id)), now=NOW)
    assert [entry.text for entry in ticket_detail(session, cast.basic, ticket.id, now=NOW).entries] == [
        "Since this morning",
        "Which browser?",
    ]


@pytest.mark.parametrize(
    "page", ["https://evil.example", "//evil.example", "javascript:alert(1)", "news", "/a b", "/<"]
)
def test_the_page_of_a_ticket_is_one_of_ours(session: Session, cast: Cast, page: str) -> None:
    with pytest.raises(InvalidDraft) as refused:
        a_ticket(session, cast.basic, page=page)
    assert [error.field for error in refused.value.errors] == ["page"]


# The clocks.


@pytest.mark.parametrize(
    ("severity", "due"),
    [("s1", NOW + HOUR), ("s2", NOW + 4 * HOUR), ("s3", TUESDAY + 2 * HOUR), ("s4", TUESDAY + 26 * HOUR)],
)
def test_the_first_response_is_due_after_its_support_hours(
    session: Session, cast: Cast, severity: str, due: datetime
) -> None:
    ticket = a_ticket(session, cast.basic, severity=severity)
    assert (ticket.due_at, ticket.respond_due_at) == (due, due)


def test_after_the_first_response_the_resolution_is_due_counted_from_the_beginning(
    session: Session, cast: Cast
) -> None:
    ticket = a_ticket(session, cast.basic, severity="s1")
    worked(session, cast.admin, ticket, S.ACKNOWLEDGED, now=NOW + HOUR)
    assert (ticket.responded_at, ticket.is_response_late) == (NOW + HOUR, False)
    assert ticket.due_at == TUESDAY + 2 * HOUR  # 8 h: 6 on Monday, 2 on Tuesday.


def test_a_response_is_late_after_its_time(session: Session, cast: Cast) -> None:
    ticket = a_ticket(session, cast.basic, severity="s1")
    reply(session, cast.admin, ticket.id, said(), now=NOW + HOUR + timedelta(seconds=1))
    assert (ticket.status, ticket.is_response_late) == (S.ACKNOWLEDGED, True)


def test_the_clock_stands_while_waiting_for_the_customer(session: Session, cast: Cast) -> None:
    ticket = a_ticket(session, cast.basic, severity="s1")
    worked(session, cast.admin, ticket, S.ACKNOWLEDGED, S.IN_PROGRESS)
    worked(session, cast.admin, ticket, S.WAITING, now=NOW + 2 * HOUR)
    assert (ticket.due_at, ticket.used_seconds) == (None, 2 * 3600)
    assert told(session, "ticket.waiting") == {cast.basic.user_id}
    answered = NOW + 9 * DAY  # Wednesday of the week after, 10:00.
    reply(session, cast.basic, ticket.id, said("Firefox"), now=answered)
    assert (ticket.status, ticket.due_at) == (S.IN_PROGRESS, answered + 6 * HOUR)
    worked(session, cast.admin, ticket, S.RESOLVED, now=answered + 6 * HOUR)
    assert (ticket.used_seconds, ticket.is_resolution_late, ticket.due_at) == (8 * 3600, False, None)


def test_a_second_more_than_the_target_is_late(session: Session, cast: Cast) -> None:
    ticket = worked(session, cast.admin, a_ticket(session, cast.basic, severity="s1"), S.ACKNOWLEDGED, S.IN_PROGRESS)
    worked(session, cast.admin, ticket, S.RESOLVED, now=TUESDAY + 2 * HOUR + timedelta(seconds=1))
    assert ticket.is_resolution_late is True


def test_the_clock_goes_on_where_it_stood_when_a_ticket_is_reopened(session: Session, cast: Cast) -> None:
    ticket = worked(session, cast.admin, a_ticket(session, cast.basic, severity="s1"), S.ACKNOWLEDGED, S.IN_PROGRESS)
    worked(session, cast.admin, ticket, S.RESOLVED, now=NOW + HOUR)
    move(session, cast.basic, ticket.id, S.IN_PROGRESS, now=TUESDAY)
    assert (ticket.resolved_at, ticket.is_resolution_late, ticket.due_at) == (None, None, TUESDAY + 7 * HOUR)
    assert told(session, "ticket.reopened") == {cast.admin.user_id}


def test_another_severity_moves_what_is_due(session: Session, cast: Cast) -> None:
    ticket = a_ticket(session, cast.basic, severity="s4")
    judge(session, cast.admin, ticket.id, TicketKind.QUESTION, Severity.S1, now=NOW + HOUR)
    assert (ticket.kind, ticket.due_at) == (TicketKind.QUESTION, NOW + HOUR)
    worked(session, cast.admin, ticket, S.ACKNOWLEDGED, now=NOW + 2 * HOUR)
    judge(session, cast.admin, ticket.id, TicketKind.QUESTION, Severity.S2, now=NOW + 3 * HOUR)
    assert ticket.due_at == NOW + 3 * DAY  # 24 h: 6 + 8 + 8 + 2.


def test_other_support_hours_leave_what_was_used_and_move_what_is_due(session: Session, cast: Cast) -> None:
    ticket = a_ticket(session, cast.child_basic, severity="s1")
    worked(session, cast.admin, ticket, S.ACKNOWLEDGED)
    draft = parse_draft(
        SupportHoursDraft, {"opens": "00:00", "closes": "24:00", "weekdays": [0, 1, 2, 3, 4, 5, 6], "country": ""}
    )
    set_hours(session, cast.admin, draft, now=NOW + 2 * HOUR)
    session.expire_all()
    ticket = session.get_one(Ticket, ticket.id)
    assert (ticket.used_seconds, ticket.due_at) == (2 * 3600, NOW + 8 * HOUR)
    assert hours_of(session, cast.child_basic).closes == 24 * 60
    assert hours_of(session, cast.stranger_basic).closes == 16 * 60


def test_hours_are_counted_in_the_parents_time_zone(session: Session, cast: Cast) -> None:
    session.get_one(Organization, cast.admin.organization_id).time_zone = "America/New_York"
    session.flush()
    ticket = a_ticket(session, cast.child_basic, severity="s1")  # 04:00 in New York, opening at 8.
    assert ticket.due_at == datetime(2026, 3, 2, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("closes", {"opens": "16:00", "closes": "08:00"}),
        ("opens", {"opens": "8"}),
        ("closes", {"closes": "25:00"}),
        ("weekdays", {"weekdays": []}),
        ("weekdays", {"weekdays": [7]}),
        ("country", {"country": "XX"}),
    ],
)
def test_wrong_support_hours_are_refused_by_field(session: Session, cast: Cast, field: str, fields: dict) -> None:
    usual = {"opens": "08:00", "closes": "16:00", "weekdays": [0], "country": "NO"}
    with pytest.raises((Invalid, InvalidDraft)) as refused:
        set_hours(session, cast.admin, parse_draft(SupportHoursDraft, usual | fields), now=NOW)
    error: Any = refused.value
    assert [one.field for one in getattr(error, "errors", [error])] == [field]


# The flow.

PATHS: dict[TicketStatus, tuple[TicketStatus, ...]] = {
    S.NEW: (),
    S.ACKNOWLEDGED: (S.ACKNOWLEDGED,),
    S.IN_PROGRESS: (S.ACKNOWLEDGED, S.IN_PROGRESS),
    S.WAITING: (S.ACKNOWLEDGED, S.IN_PROGRESS, S.WAITING),
    S.RESOLVED: (S.ACKNOWLEDGED, S.IN_PROGRESS, S.RESOLVED),
    S.CLOSED: (S.ACKNOWLEDGED, S.IN_PROGRESS, S.RESOLVED, S.CLOSED),
}
LEADS_TO = {
    S.NEW: {S.ACKNOWLEDGED},
    S.ACKNOWLEDGED: {S.IN_PROGRESS},
    S.IN_PROGRESS: {S.WAITING, S.RESOLVED},
    S.WAITING: {S.IN_PROGRESS, S.RESOLVED},
    S.RESOLVED: {S.CLOSED, S.IN_PROGRESS},
    S.CLOSED: {S.IN_PROGRESS},
}


@pytest.mark.parametrize("status", list(TicketStatus))
def test_a_ticket_goes_only_where_the_flow_leads(session: Session, cast: Cast, status: TicketStatus) -> None:
    for to in TicketStatus:
        ticket = worked(session, cast.admin, a_ticket(session, cast.basic), *PATHS[status])
        if to == status or to in LEADS_TO[status]:
            move(session, cast.admin, ticket.id, to, now=NOW)
            assert ticket.status == to
        else:
            with pytest.raises(Conflict):
                move(session, cast.admin, ticket.id, to, now=NOW)


def test_its_reporter_only_closes_and_reopens(session: Session, cast: Cast) -> None:
    ticket = a_ticket(session, cast.basic)
    with pytest.raises(NotPermitted):
        move(session, cast.basic, ticket.id, S.ACKNOWLEDGED, now=NOW)
    with pytest.raises(NotPermitted):
        judge(session, cast.basic, ticket.id, TicketKind.QUESTION, Severity.S1, now=NOW)
    with pytest.raises(NotPermitted):
        take(session, cast.basic, ticket.id, now=NOW)
    worked(session, cast.admin, ticket, S.ACKNOWLEDGED, S.IN_PROGRESS, S.RESOLVED)
    assert ticket_detail(session, cast.basic, ticket.id, now=NOW).moves == (S.CLOSED, S.IN_PROGRESS)
    move(session, cast.basic, ticket.id, S.CLOSED, now=NOW)
    with pytest.raises(Conflict):
        reply(session, cast.basic, ticket.id, said(), now=NOW)


def test_a_closed_ticket_is_reopened_for_14_days(session: Session, cast: Cast) -> None:
    ticket = worked(session, cast.admin, a_ticket(session, cast.basic), *PATHS[S.CLOSED])
    with pytest.raises(Conflict):
        move(session, cast.basic, ticket.id, S.IN_PROGRESS, now=NOW + 14 * DAY)
    assert ticket_detail(session, cast.admin, ticket.id, now=NOW + 14 * DAY).moves == ()
    move(session, cast.basic, ticket.id, S.IN_PROGRESS, now=NOW + 14 * DAY - timedelta(seconds=1))
    assert ticket.status == S.IN_PROGRESS


def test_an_answer_on_a_resolved_ticket_reopens_it(session: Session, cast: Cast) -> None:
    ticket = worked(session, cast.admin, a_ticket(session, cast.basic), *PATHS[S.RESOLVED])
    reply(session, cast.basic, ticket.id, said("It is back"), now=NOW)
    assert ticket.status == S.IN_PROGRESS
    last = ticket_detail(session, cast.basic, ticket.id, now=NOW).entries[-1]
    assert (last.text, last.from_status, last.to_status) == ("It is back", S.RESOLVED, S.IN_PROGRESS)


def test_only_the_helper_of_a_ticket_hears_of_its_answers(session: Session, cast: Cast) -> None:
    ticket = worked(session, cast.admin, a_ticket(session, cast.basic), S.ACKNOWLEDGED)
    reply(session, cast.basic, ticket.id, said(), now=NOW)
    assert told(session, "ticket.replied") == {cast.admin.user_id}
    assert told(session, "ticket.acknowledged") == {cast.basic.user_id}


# Files.


def stored() -> StoredFile:
    return StoredFile("log.txt", "text/plain", 12, "ab" * 32, f"tenant/{new_id()}", None)


def test_a_file_goes_with_what_is_said_and_is_seen_by_reporter_and_helpers_alone(session: Session, cast: Cast) -> None:
    file_id = files.add_file(session, cast.basic, stored(), None, now=NOW)
    ticket = a_ticket(session, cast.basic, file_ids=[str(file_id)])
    session.expire_all()
    assert [file.name for file in ticket_detail(session, cast.admin, ticket.id, now=NOW).entries[0].files] == [
        "log.txt"
    ]
    for who in (cast.basic, cast.admin):
        assert find_file(session, who, file_id, now=NOW).id == file_id
    for who in (cast.other_basic, cast.manager, cast.child_manager, cast.stranger_admin):
        with pytest.raises(NotFound):
            find_file(session, who, file_id, now=NOW)
    with pytest.raises(NotPermitted):
        files.remove_file(session, cast.basic, file_id, now=NOW)
    with pytest.raises(Invalid):
        reply(session, cast.basic, ticket.id, said(file_ids=[str(file_id)]), now=NOW)
    assert files.take_expired(session, now=NOW + 2 * DAY) == []


def test_nobody_gives_away_another_persons_upload(session: Session, cast: Cast) -> None:
    file_id = files.add_file(session, cast.basic, stored(), None, now=NOW)
    with pytest.raises(Invalid) as refused:
        a_ticket(session, cast.stranger_basic, file_ids=[str(file_id)])
    assert refused.value.field == "file_ids"


# Whose they are.

ACTS = {
    "read": lambda session, who, one: ticket_detail(session, who, one, now=NOW),
    "reply": lambda session, who, one: reply(session, who, one, said(), now=NOW),
    "move": lambda session, who, one: move(session, who, one, S.ACKNOWLEDGED, now=NOW),
    "judge": lambda session, who, one: judge(session, who, one, TicketKind.QUESTION, Severity.S1, now=NOW),
    "take": lambda session, who, one: take(session, who, one, now=NOW),
}


@pytest.mark.parametrize("act", list(ACTS))
def test_a_ticket_of_others_is_like_one_that_never_was(session: Session, cast: Cast, act: str) -> None:
    ticket = a_ticket(session, cast.basic)
    for who in (cast.other_basic, cast.manager, cast.child_manager, cast.sibling_manager, cast.stranger_admin):
        answers = []
        for one in (ticket.id, new_id()):
            with pytest.raises(Refusal) as refused:
                ACTS[act](session, who, one)
            answers.append((type(refused.value), str(refused.value)))
        assert answers == [(NotFound, "We could not find that.")] * 2


def test_lists_and_figures_hold_what_one_sees(session: Session, cast: Cast) -> None:
    for who in (cast.basic, cast.child_basic, cast.stranger_basic):
        a_ticket(session, who)
    counts = {
        name: len(ticket_page(session, actor, now=NOW).rows)
        for name, actor in cast.everybody().items()
        if ticket_page(session, actor, now=NOW).rows
    }
    assert counts == {"basic": 1, "admin": 2, "child_basic": 1, "stranger_basic": 1, "stranger_admin": 1}
    assert support_figures(session, cast.manager, now=NOW).open[Severity.S2] == 0
    assert support_figures(session, cast.admin, now=NOW).open[Severity.S2] == 2


def test_who_helps_no_longer_is_told_nothing_of_what_they_were_told(session: Session, cast: Cast) -> None:
    ticket = a_ticket(session, cast.basic)
    for who, words in ((cast.admin, ticket.subject), (replace(cast.admin, role=Role.BASIC), None)):
        row = notification_page(session, who, now=NOW).rows[0]
        assert (row.is_visible, row.payload.get("title")) == (words is not None, words)
        assert row.ticket_id == (ticket.id if words else None)


# Lists and figures.


def test_overdue_ones_come_first_then_what_is_due_soonest_then_those_that_wait(session: Session, cast: Cast) -> None:
    waits = worked(session, cast.admin, a_ticket(session, cast.basic, subject="waits"), *PATHS[S.WAITING])
    a_ticket(session, cast.basic, subject="later", severity="s4")
    a_ticket(session, cast.basic, subject="soon", severity="s2")
    a_ticket(session, cast.basic, subject="overdue", severity="s1")
    worked(session, cast.admin, a_ticket(session, cast.basic, subject="done"), *PATHS[S.RESOLVED])
    at = NOW + 2 * HOUR
    page = ticket_page(session, cast.admin, now=at)
    assert [(row.subject, row.is_overdue) for row in page.rows] == [
        ("overdue", True),
        ("soon", False),
        ("later", False),
        ("waits", False),
    ]
    pieces, cursor = [], None
    for _ in range(4):
        piece = ticket_page(session, cast.admin, TicketFilter(), cursor, 1, now=at)
        pieces += [row.subject for row in piece.rows]
        cursor = piece.next_cursor
    assert (pieces, cursor) == (["overdue", "soon", "later", "waits"], None)
    mine = TicketFilter(TicketsShown.ALL, severity=Severity.S2, mine=True)
    assert [row.subject for row in ticket_page(session, cast.admin, mine, now=at).rows] == ["done", "waits"]
    assert waits.assignee_id == cast.admin.user_id
    with pytest.raises(Invalid):
        ticket_page(session, cast.admin, cursor="x~y", now=at)


def test_the_figures_by_hand(session: Session, cast: Cast) -> None:
    assert support_figures(session, cast.admin, now=NOW).within_percent is None
    a_ticket(session, cast.basic, severity="s1")
    a_ticket(session, cast.basic, severity="s3")
    path = PATHS[S.RESOLVED]
    worked(session, cast.admin, a_ticket(session, cast.basic, severity="s1"), *path, now=NOW + HOUR)
    worked(
        session, cast.admin, a_ticket(session, cast.basic, severity="s1"), *path, now=NOW + 2 * HOUR
    )  # Answered late.
    worked(session, cast.admin, a_ticket(session, cast.basic, severity="s4"), *path, now=NOW + 2 * HOUR)
    old = a_ticket(session, cast.basic, now=NOW - 100 * DAY)
    worked(session, cast.admin, old, *path, now=NOW - 91 * DAY)
    figures = support_figures(session, cast.admin, now=NOW + 2 * HOUR)
    assert figures.open == {Severity.S1: 1, Severity.S2: 0, Severity.S3: 1, Severity.S4: 0}
    assert (figures.overdue, figures.resolved, figures.within) == (1, 3, 2)
    assert figures.within_percent == pytest.approx(66.67, abs=0.01)


def test_what_the_screens_cost(session: Session, cast: Cast) -> None:
    engine: Any = session.get_bind()
    ticket = a_ticket(session, cast.basic)
    for _ in range(5):
        reply(session, cast.basic, a_ticket(session, cast.basic).id, said(), now=NOW)
    with statements_of(engine.engine if isinstance(engine, sa.Connection) else engine) as sent:
        ticket_page(session, cast.admin, now=NOW)
        support_figures(session, cast.admin, now=NOW)
        assert len(sent) == 2
        ticket_detail(session, cast.admin, ticket.id, now=NOW)
    assert len(sent) == 6

"""Tickets are answered and resolved in time, or those who help there hear of it, once per clock (product.md 11)."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.db import Database
from leadx_app.domain.events import MESSAGES
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.notices import Channel, Notice
from leadx_app.domain.notifications import prefer
from leadx_app.domain.permissions import Actor
from leadx_app.domain.support.desk import SupportHoursDraft, set_hours
from leadx_app.domain.support.draft import ReplyDraft, TicketDraft
from leadx_app.domain.support.overdue import overdue_tickets, tell_overdue
from leadx_app.domain.support.tickets import judge, move, raise_ticket, reply
from leadx_app.models import (
    Event,
    Membership,
    Notification,
    OutboxMail,
    Role,
    Severity,
    Ticket,
    TicketKind,
    TicketStatus,
)
from leadx_app.queries.notifications import notification_page
from leadx_app.rounds import tell_overdue_tickets
from tests.cast import NOW, Cast

HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
TUESDAY = NOW + 22 * HOUR  # NOW is a Monday, 10:00 in Oslo; support is open from 8 to 16.
FRIDAY = NOW + 4 * DAY + 5 * HOUR  # 15:00.
RESPONSE, RESOLUTION = "ticket.response_overdue", "ticket.resolution_overdue"
WORKED = (TicketStatus.ACKNOWLEDGED, TicketStatus.IN_PROGRESS)


def a_ticket(session: Session, actor: Actor, severity: str = "s2", now: datetime = NOW) -> UUID:
    said = {"kind": "incident", "severity": severity, "subject": "The board is empty", "text": "Since this morning"}
    return raise_ticket(session, actor, parse_draft(TicketDraft, said), now=now)


def moved(session: Session, actor: Actor, ticket_id: UUID, *to: TicketStatus, now: datetime) -> None:
    for status in to:
        move(session, actor, ticket_id, status, now=now)


def tell_all(session: Session, now: datetime) -> int:
    return sum(tell_overdue(session, ticket_id, now=now) for ticket_id in overdue_tickets(session, now=now))


def told(session: Session, kind: str) -> list[UUID]:
    query = select(Notification.user_id).join(Event, Event.id == Notification.event_id).where(Event.kind == kind)
    return list(session.exec(query))


def mailed(session: Session, kind: str) -> list[UUID]:
    return list(session.exec(select(OutboxMail.user_id).where(OutboxMail.kind == kind)))


def test_the_helpers_hear_once_that_nobody_answered_in_time(session: Session, cast: Cast) -> None:
    a_ticket(session, cast.basic)  # S2: 4 h.
    assert tell_all(session, NOW + 4 * HOUR) == 0
    assert [tell_all(session, NOW + 4 * HOUR + later) for later in (SECOND, 2 * SECOND, DAY, 30 * DAY)] == [1, 0, 0, 0]
    assert told(session, RESPONSE) == mailed(session, RESPONSE) == [cast.admin.user_id]
    (row,) = (one for one in notification_page(session, cast.admin, now=NOW).rows if one.kind == RESPONSE)
    assert (row.actor, row.payload["title"]) == ("Bjørn Basic", "The board is empty")
    message = session.info[MESSAGES][-1]
    assert (message.kind, message.people) == (RESPONSE, {cast.basic.user_id, cast.admin.user_id})


def test_the_clock_of_the_resolution_is_told_of_besides(session: Session, cast: Cast) -> None:
    ticket_id = a_ticket(session, cast.basic)
    assert tell_all(session, NOW + 5 * HOUR) == 1
    moved(session, cast.admin, ticket_id, *WORKED, now=NOW + 5 * HOUR)
    due = NOW + 3 * DAY  # 24 h: 6 on Monday, 8 + 8, 2 on Thursday.
    assert [tell_all(session, due + later) for later in (-DAY, 0 * DAY, SECOND, HOUR, DAY)] == [0, 0, 1, 0, 0]
    assert (told(session, RESPONSE), told(session, RESOLUTION)) == ([cast.admin.user_id], [cast.admin.user_id])


@pytest.mark.parametrize(
    ("severity", "raised", "due"),
    [
        ("s3", NOW, TUESDAY + 2 * HOUR),  # 8 h: 6 on Monday, 2 on Tuesday.
        ("s2", FRIDAY, FRIDAY + 2 * DAY + 20 * HOUR),  # 4 h: 1 on Friday, 3 on Monday.
        ("s1", datetime(2026, 4, 1, 15, 30, tzinfo=NOW.tzinfo), datetime(2026, 4, 7, 7, tzinfo=NOW.tzinfo)),  # Easter.
    ],
)
def test_nights_weekends_and_holidays_are_nobodys_delay(
    session: Session, cast: Cast, severity: str, raised: datetime, due: datetime
) -> None:
    a_ticket(session, cast.basic, severity, now=raised)
    assert [tell_all(session, due + later) for later in (-HOUR, 0 * HOUR, SECOND)] == [0, 0, 1]


def test_the_clock_stands_while_it_waits_for_the_customer_and_is_told_of_once_all_the_same(
    session: Session, cast: Cast
) -> None:
    ticket_id = a_ticket(session, cast.basic, "s1")
    moved(session, cast.admin, ticket_id, *WORKED, TicketStatus.WAITING, now=NOW + HOUR)
    assert tell_all(session, NOW + 9 * DAY) == 0
    answered = NOW + 9 * DAY  # A Wednesday, 10:00; 7 of the 8 h are left: 6 today, 1 tomorrow.
    reply(session, cast.basic, ticket_id, ReplyDraft(text="Firefox"), now=answered)
    assert [tell_all(session, answered + later) for later in (23 * HOUR, 23 * HOUR + SECOND)] == [0, 1]
    moved(session, cast.admin, ticket_id, TicketStatus.WAITING, now=answered + DAY)
    reply(session, cast.basic, ticket_id, ReplyDraft(text="Still"), now=answered + 2 * DAY)
    assert tell_all(session, answered + 3 * DAY) == 0
    assert told(session, RESOLUTION) == [cast.admin.user_id]


def test_what_is_answered_or_ended_in_time_is_never_told_of(session: Session, cast: Cast) -> None:
    ended, answered = a_ticket(session, cast.basic), a_ticket(session, cast.basic)
    moved(session, cast.admin, ended, *WORKED, TicketStatus.RESOLVED, now=NOW + HOUR)
    reply(session, cast.admin, answered, ReplyDraft(text="Which browser?"), now=NOW + 4 * HOUR)
    assert tell_all(session, NOW + 2 * DAY) == 0
    assert not tell_overdue(session, ended, now=NOW + 300 * DAY)


def test_another_severity_or_other_hours_give_the_clock_time_that_is_told_of_when_it_is_over(
    session: Session, cast: Cast
) -> None:
    ticket_id = a_ticket(session, cast.basic, "s1")
    assert tell_all(session, NOW + 2 * HOUR) == 1
    judge(session, cast.admin, ticket_id, TicketKind.INCIDENT, Severity.S2, now=NOW + 2 * HOUR)
    assert [tell_all(session, NOW + 4 * HOUR + later) for later in (0 * HOUR, SECOND, HOUR)] == [0, 1, 0]
    weekends = {"opens": "00:00", "closes": "24:00", "weekdays": list(range(7)), "country": ""}
    set_hours(session, cast.admin, parse_draft(SupportHoursDraft, weekends), now=NOW + 5 * HOUR)
    judge(session, cast.admin, ticket_id, TicketKind.QUESTION, Severity.S2, now=NOW + 5 * HOUR)
    assert tell_all(session, NOW + 6 * HOUR) == 0  # Still as overdue as before.
    assert told(session, RESPONSE) == [cast.admin.user_id] * 2


def test_whoever_works_it_and_everybody_else_who_helps_there_hear_of_it(session: Session, cast: Cast) -> None:
    ticket_id = a_ticket(session, cast.child_basic)
    moved(session, cast.admin, ticket_id, *WORKED, now=NOW)
    another = sa.update(Membership).where(Membership.user_id == cast.child_manager.user_id).values(role=Role.ADMIN)
    session.execute(another)
    assert tell_all(session, NOW + 10 * DAY) == 1
    assert set(told(session, RESOLUTION)) == {cast.admin.user_id, cast.child_manager.user_id}


def test_each_hears_of_it_in_the_ways_that_they_chose(session: Session, cast: Cast) -> None:
    for who, channel in ((cast.admin, Channel.EMAIL), (cast.stranger_admin, Channel.IN_APP)):
        prefer(session, who, Notice.SUPPORT, channel, False, now=NOW)
    for reporter in (cast.basic, cast.stranger_basic):
        a_ticket(session, reporter)
    assert tell_all(session, NOW + DAY) == 2
    assert told(session, RESPONSE) == [cast.admin.user_id]
    assert mailed(session, RESPONSE) == [cast.stranger_admin.user_id]


def test_two_processes_and_a_third_after_a_restart_tell_of_each_ticket_once(database: Database, home: Cast) -> None:
    draft = TicketDraft(kind=TicketKind.QUESTION, severity=Severity.S4, subject="Why?", text="I wonder")
    for _ in range(6):
        database.act(home.credential(home.basic), raise_ticket, draft)
    database.system(_due_yesterday)

    def process(_: int) -> None:
        runtime: Any = SimpleNamespace(database=database)
        asyncio.run(tell_overdue_tickets(runtime))

    with ThreadPoolExecutor(2) as processes:
        list(processes.map(process, range(2)))
    process(3)
    assert database.system(_told_of_each, writes=False) == [1] * 6


def _due_yesterday(session: Session, *, now: datetime) -> None:
    session.execute(sa.update(Ticket).values(due_at=now - DAY))


def _told_of_each(session: Session, *, now: datetime) -> list[int]:
    payloads = list(session.exec(select(Event.payload).where(Event.kind == RESPONSE)))
    ids = [str(one) for one in session.exec(select(Ticket.id))]
    return [sum(payload["ticket_id"] == one for payload in payloads) for one in ids]

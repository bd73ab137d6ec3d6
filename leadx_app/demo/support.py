"""Support of the demo: articles in both languages, and tickets in every state, one of them overdue and told of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from leadx_app.domain.permissions import Actor
from leadx_app.domain.support.articles import write_article
from leadx_app.domain.support.draft import ArticleDraft, ReplyDraft, TicketDraft
from leadx_app.domain.support.overdue import overdue_tickets, tell_overdue
from leadx_app.domain.support.tickets import move, raise_ticket, reply
from leadx_app.models import Severity, Ticket, TicketKind, TicketStatus

from . import support_words
from .support_words import Asked

HOUR = timedelta(hours=1)
LOOKED_AT = timedelta(seconds=10)
WRITTEN_AGO = timedelta(days=200)
PATHS: dict[TicketStatus, tuple[TicketStatus, ...]] = {
    TicketStatus.NEW: (),
    TicketStatus.ACKNOWLEDGED: (TicketStatus.ACKNOWLEDGED,),
    TicketStatus.IN_PROGRESS: (TicketStatus.ACKNOWLEDGED, TicketStatus.IN_PROGRESS),
    TicketStatus.WAITING: (TicketStatus.ACKNOWLEDGED, TicketStatus.IN_PROGRESS, TicketStatus.WAITING),
    TicketStatus.RESOLVED: (TicketStatus.ACKNOWLEDGED, TicketStatus.IN_PROGRESS, TicketStatus.RESOLVED),
    TicketStatus.CLOSED: (
        TicketStatus.ACKNOWLEDGED,
        TicketStatus.IN_PROGRESS,
        TicketStatus.RESOLVED,
        TicketStatus.CLOSED,
    ),
}


@dataclass(frozen=True, slots=True)
class HelpDesk:
    """Who helps whom at a customer."""

    session: Session
    admin: Actor
    people: Mapping[str, Actor]
    until: datetime


def help_people(desk: HelpDesk, asked: tuple[Asked, ...]) -> None:
    """The Admin writes articles down, people ask, and most are helped."""
    for number, (language, title, html) in enumerate(support_words.ARTICLES):
        draft = ArticleDraft(language=language, title=title, html=html)
        write_article(desk.session, desk.admin, draft, now=desk.until - WRITTEN_AGO + number * HOUR)
    for one in asked:
        _help(desk, one)
    for ticket_id in overdue_tickets(desk.session, now=desk.until):
        due_at = desk.session.get_one(Ticket, ticket_id).due_at or desk.until
        tell_overdue(desk.session, ticket_id, now=min(due_at + LOOKED_AT, desk.until))


def _help(desk: HelpDesk, asked: Asked) -> None:
    """One ticket from when it was raised to where it stands."""
    session, admin, reporter = desk.session, desk.admin, desk.people[asked.email]
    at = _at_work(desk.until - timedelta(hours=asked.hours_ago))
    draft = TicketDraft(
        kind=TicketKind(asked.kind),
        severity=Severity(asked.severity),
        subject=asked.subject,
        text=asked.text,
        page=asked.page or None,
    )
    ticket_id = raise_ticket(session, reporter, draft, now=at)
    step = min(HOUR / 2, (desk.until - at) / 12)
    for to in PATHS[TicketStatus(asked.status)]:
        at += step
        if to == TicketStatus.IN_PROGRESS and asked.answer:
            reply(session, admin, ticket_id, ReplyDraft(text=asked.answer), now=at)
            at += step
        move(session, admin, ticket_id, to, now=at)


def _at_work(moment: datetime) -> datetime:
    """The same moment, or the noon before when it is a weekend."""
    while moment.weekday() > 4:
        moment = moment.replace(hour=11) - timedelta(days=1)
    return moment

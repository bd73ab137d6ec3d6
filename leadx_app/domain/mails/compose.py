"""Making letters: what waits for one person becomes one mail in their words, once the first has waited a while."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain.accounts import actor_in
from leadx_app.domain.errors import Stale
from leadx_app.domain.notifications import TOLD
from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import sees_lead, sees_news, sees_ticket
from leadx_app.models import Company, Event, Lead, MailState, News, OutboxMail, Ticket, User

from .changed import say_changed

MOST_TOLD = 100
"""More than this in one letter nobody reads; the rest makes the next letter."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to tell: the event, and the lead that it is about if it is about one."""

    kind: str
    actor: str
    payload: dict
    lead_id: UUID | None
    title: str
    company: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in its reader's words."""

    subject: str
    text: str
    html: str


WriteLetter = Callable[[Actor, list[Item]], Letter]


def is_collected(session: Session, wait: timedelta, *, now: datetime) -> bool:
    """Whether there is a letter to be written."""
    return _first(session, wait, now) is not None


def compose_next(session: Session, write: WriteLetter, wait: timedelta, mail_domain: str, *, now: datetime) -> bool:
    """Write the letter of the person who has waited longest; what they may not see any more is left out.

    Args:
        wait: how long the first notice waits for others to join it.
        mail_domain: what stands behind the @ of Message-IDs.

    Returns:
        Whether there was one to be written.

    Raises:
        Stale: another process is writing the same letter; try again.
    """
    first = _first(session, wait, now)
    if first is None:
        return False
    rows = _of_same_person(session, first)
    reader = actor_in(session, first.user_id, first.organization_id)
    items = _items(session, reader, [row.event_id for row in rows], now) if reader else []
    if not reader or not items:
        _remove(session, rows)
        return True
    carrier = rows[0]
    _remove(session, rows[1:])
    letter = write(reader, items)
    _fill(session, carrier, reader, letter, len(items), f"<{carrier.id}@{mail_domain}>", now)
    say_changed(session, carrier)
    return True


def _first(session: Session, wait: timedelta, now: datetime) -> OutboxMail | None:
    query = (
        select(OutboxMail)
        .where(OutboxMail.state == MailState.COLLECTING, OutboxMail.due_at <= now - wait)
        .order_by(OutboxMail.due_at, OutboxMail.id)
        .limit(1)
    )
    return session.exec(query).first()


def _of_same_person(session: Session, first: OutboxMail) -> list[OutboxMail]:
    query = (
        select(OutboxMail)
        .where(
            OutboxMail.state == MailState.COLLECTING,
            OutboxMail.user_id == first.user_id,
            OutboxMail.organization_id == first.organization_id,
        )
        .order_by(OutboxMail.created_at, OutboxMail.id)
        .limit(MOST_TOLD)
    )
    return list(session.exec(query))


def _items(session: Session, reader: Actor, event_ids: list[UUID], now: datetime) -> list[Item]:
    """The events in the order in which they happened, without what the reader does not see."""
    query = (
        sa.select(Event, User.name, Lead.title, Company.name)
        .join(User, User.id == Event.actor_id)
        .outerjoin(Lead, sa.and_(Lead.id == Event.lead_id, sees_lead(reader)))
        .outerjoin(Company, Company.id == Lead.company_id)
        .where(
            Event.id.in_(event_ids),
            Event.tenant_id == reader.tenant_id,
            Event.kind.in_([kind.value for kind in TOLD]),
            sa.or_(Event.lead_id.is_(None), Lead.id.is_not(None)),
        )
        .order_by(Event.occurred_at, Event.id)
    )
    items = [
        Item(event.kind, name, event.payload, event.lead_id, title or "", company or "", event.occurred_at)
        for event, name, title, company in session.execute(query)
    ]
    shown = {None, *_shown_news(session, reader, items, now), *_shown_tickets(session, reader, items)}
    return [item for item in items if {_id_in(item, "news_id"), _id_in(item, "ticket_id")} <= shown]


def _shown_news(session: Session, reader: Actor, items: list[Item], now: datetime) -> set[UUID]:
    """Which of the news that the items tell of the reader may read at this moment."""
    told = {news_id for item in items if (news_id := _id_in(item, "news_id"))}
    if not told:
        return set()
    return set(session.exec(select(News.id).where(News.id.in_(told), sees_news(reader, now))))


def _shown_tickets(session: Session, reader: Actor, items: list[Item]) -> set[UUID]:
    """Which of the tickets that the items tell of the reader may read."""
    told = {ticket_id for item in items if (ticket_id := _id_in(item, "ticket_id"))}
    if not told:
        return set()
    return set(session.exec(select(Ticket.id).where(Ticket.id.in_(told), sees_ticket(reader))))


def _id_in(item: Item, name: str) -> UUID | None:
    found = item.payload.get(name)
    return UUID(found) if found else None


def _remove(session: Session, rows: list[OutboxMail]) -> None:
    """Take rows away that are told of elsewhere; Stale when another process took one of them meanwhile."""
    if rows:
        ids = [row.id for row in rows]
        still = sa.and_(OutboxMail.id.in_(ids), OutboxMail.state == MailState.COLLECTING)
        if session.connection().execute(sa.delete(OutboxMail).where(still)).rowcount != len(ids):
            raise Stale()


def _fill(
    session: Session, carrier: OutboxMail, reader: Actor, letter: Letter, told: int, message_id: str, now: datetime
) -> None:
    still = sa.and_(OutboxMail.id == carrier.id, OutboxMail.state == MailState.COLLECTING)
    values = {
        "state": MailState.WAITING,
        "address": sa.select(User.email).where(User.id == reader.user_id).scalar_subquery(),
        "language": reader.language,
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "told": told,
        "message_id": message_id,
        "queued_at": now,
        "due_at": now,
    }
    if session.connection().execute(sa.update(OutboxMail).where(still).values(values)).rowcount != 1:
        raise Stale()

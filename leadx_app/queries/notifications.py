"""A person's notifications: how many are unread, a page of them, and how they want them (product.md section 10)."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import Invalid
from leadx_app.domain.event_kinds import NOTICES
from leadx_app.domain.notices import DEFAULTS, Channel, Notice
from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import sees_lead, sees_news, sees_notification, sees_ticket
from leadx_app.models import Event, Lead, News, Notification, NotificationPreference, Ticket, User

COUNTED = 100
"""Unread ones are counted up to here: 99 and more look the same."""

PAGE_SIZE = 30
MAX_PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class NotificationRow:
    """One notification.

    Attributes:
        kind: what happened (EventKind), and `payload` what its sentence needs.
        lead_id, lead: the lead that it is about; None and "" for other things.
        news_id, ticket_id: the news or the ticket that it is about.
        is_visible: False when the actor may no longer see what it is about: then its title, words and id are left out.
    """

    id: UUID
    kind: str
    actor: str
    payload: dict[str, Any]
    lead_id: UUID | None
    lead: str
    news_id: UUID | None
    ticket_id: UUID | None
    is_visible: bool
    created_at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True)
class NotificationPage:
    """Notifications, newest first; `next_cursor` is None on the last page."""

    rows: list[NotificationRow]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class PreferenceRow:
    """How the actor hears of one kind."""

    notice: Notice
    channels: tuple[Channel, ...]


def unread_count(session: Session, actor: Actor) -> int:
    """How many the actor has not read; 100 for more than 99."""
    unread = sa.select(Notification.id).where(sees_notification(actor), Notification.read_at.is_(None)).limit(COUNTED)
    return session.execute(sa.select(sa.func.count()).select_from(unread.subquery())).scalar_one()


def notification_page(
    session: Session,
    actor: Actor,
    *,
    unread_only: bool = False,
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
    now: datetime,
) -> NotificationPage:
    """A page of the actor's notifications, newest first.

    Raises:
        Invalid: on `cursor`, when it cannot be read.
    """
    limit = max(1, min(limit, MAX_PAGE_SIZE))
    mine = [sees_notification(actor), *([Notification.read_at.is_(None)] if unread_only else []), *_beyond(cursor)]
    query = (
        sa.select(
            Notification.id,
            Notification.created_at,
            Notification.read_at,
            Event.kind,
            Event.payload,
            Event.lead_id,
            User.name.label("actor"),
            Lead.id.label("seen_id"),
            Lead.title,
        )
        .join(Event, Event.id == Notification.event_id)
        .join(User, User.id == Event.actor_id)
        .outerjoin(Lead, sa.and_(Lead.id == Event.lead_id, sees_lead(actor)))
        .where(*mine)
        .order_by(Notification.created_at.desc(), Notification.id.desc())
        .limit(limit + 1)
    )
    found = session.execute(query).all()
    more, found = len(found) > limit, found[:limit]
    shown = _visible_news(session, actor, found, now) | _visible_tickets(session, actor, found)
    return NotificationPage([_row(row, shown) for row in found], _cursor(found[-1]) if more else None)


def preferences(session: Session, actor: Actor) -> list[PreferenceRow]:
    """How the actor hears of each kind that can come, in the order of the table of kinds."""
    query = sa.select(
        NotificationPreference.notice, NotificationPreference.channel, NotificationPreference.is_wanted
    ).where(NotificationPreference.user_id == actor.user_id)
    said = {(notice, channel): is_wanted for notice, channel, is_wanted in session.execute(query)}
    can_come = set(NOTICES.values())
    return [
        PreferenceRow(
            notice,
            tuple(one for one in Channel if said.get((notice.value, one.value), one in DEFAULTS[notice])),
        )
        for notice in Notice
        if notice in can_come
    ]


def _visible_news(session: Session, actor: Actor, found: Sequence[sa.Row], now: datetime) -> set[UUID]:
    """Which of the news that the rows are about the actor may read at this moment."""
    ids = {one for row in found if (one := _id_in(row, "news_id"))}
    if not ids:
        return set()
    return set(session.scalars(sa.select(News.id).where(News.id.in_(ids), sees_news(actor, now))))


def _visible_tickets(session: Session, actor: Actor, found: Sequence[sa.Row]) -> set[UUID]:
    """Which of the tickets that the rows are about the actor may read."""
    ids = {one for row in found if (one := _id_in(row, "ticket_id"))}
    if not ids:
        return set()
    return set(session.scalars(sa.select(Ticket.id).where(Ticket.id.in_(ids), sees_ticket(actor))))


def _id_in(row: sa.Row, name: str) -> UUID | None:
    """What the row is about, as its payload says."""
    return UUID(row.payload[name]) if name in row.payload else None


def _row(row: sa.Row, shown: set[UUID]) -> NotificationRow:
    news_id, ticket_id = _id_in(row, "news_id"), _id_in(row, "ticket_id")
    is_visible = (row.lead_id is None or row.seen_id is not None) and {news_id, ticket_id} <= {None, *shown}
    return NotificationRow(
        id=row.id,
        kind=row.kind,
        actor=row.actor,
        payload=row.payload if is_visible else {},
        lead_id=row.seen_id,
        lead=row.title or "",
        news_id=news_id if is_visible else None,
        ticket_id=ticket_id if is_visible else None,
        is_visible=is_visible,
        created_at=row.created_at,
        is_read=row.read_at is not None,
    )


def _cursor(row: sa.Row) -> str:
    place = json.dumps([row.created_at.isoformat(), str(row.id)])
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _beyond(cursor: str | None) -> list[sa.ColumnElement[bool]]:
    """What is older than the cursor."""
    if not cursor:
        return []
    try:
        moment, last = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        created_at, last_id = datetime.fromisoformat(moment).astimezone(UTC), UUID(last)
    except (ValueError, TypeError, AttributeError, OverflowError, binascii.Error, RecursionError):
        raise Invalid("Start again from the first page.", field="cursor") from None
    older = Notification.created_at < created_at
    tie = sa.and_(Notification.created_at == created_at, Notification.id < last_id)
    return [sa.or_(older, tie)]

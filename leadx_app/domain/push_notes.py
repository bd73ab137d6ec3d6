"""What a push says to whom, as the receiver's rights are at the moment of sending."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app import i18n
from leadx_app.format import look_for
from leadx_app.models import Event, Lead, News, OutboxPush, PushSubscription, Ticket, User, UserSession

from .accounts import Credential, SessionLimits, resolve_actor
from .errors import SignedOut
from .event_kinds import EventKind
from .notifications import NEWS_OUT_OF_SIGHT, OUT_OF_SIGHT, TICKET_OUT_OF_SIGHT, said_of
from .permissions import Actor
from .pushes import Device
from .scope import hears_bell, sees_lead, sees_news, sees_ticket

# A device is not used like a page: being idle does not sign it out, its session's end does.
_LIMITS = SessionLimits(idle=timedelta(days=3650), absolute=timedelta(days=3650))


@dataclass(frozen=True, slots=True)
class PushNote:
    """A note for one device: `title` and `text` in the receiver's language, `page` that a click leads to."""

    device: Device
    event_id: UUID
    title: str
    text: str
    page: str


def push_note(session: Session, push_id: UUID, *, now: datetime) -> PushNote | None:
    """The note of a push that was claimed; None when its receiver is not signed in on the device any more."""
    found = session.execute(
        sa.select(PushSubscription, UserSession.token_hash, Event, User.name.label("actor"))
        .select_from(OutboxPush)
        .join(PushSubscription, PushSubscription.id == OutboxPush.subscription_id)
        .join(UserSession, UserSession.id == PushSubscription.session_id)
        .join(Event, Event.id == OutboxPush.event_id)
        .join(User, User.id == Event.actor_id)
        .where(OutboxPush.id == push_id)
    ).first()
    if found is None:
        return None
    subscription, token_hash, event, name = found
    try:
        reader = resolve_actor(session, Credential(session_hash=token_hash), now=now, limits=_LIMITS)
    except SignedOut:
        return None
    device = Device(subscription.endpoint, subscription.p256dh, subscription.auth)
    return _note(session, reader, device, event, name, now)


def _note(session: Session, reader: Actor, device: Device, event: Event, actor: str, now: datetime) -> PushNote:
    kind = EventKind(event.kind)
    if kind == EventKind.BELL_RUNG:
        return PushNote(
            device, event.id, _say(reader, kind, event, actor), _rung_for(session, reader, event), "/notifications"
        )
    title = _title(session, reader, event)
    if event.lead_id and title is None:
        return PushNote(device, event.id, i18n.say(reader.language, OUT_OF_SIGHT, actor=actor), "", "/notifications")
    news_id = event.payload.get("news_id")
    if news_id and not _is_shown(session, reader, UUID(news_id), now):
        text = i18n.say(reader.language, NEWS_OUT_OF_SIGHT, actor=actor)
        return PushNote(device, event.id, text, "", "/notifications")
    ticket_id = event.payload.get("ticket_id")
    if ticket_id and not _is_seen(session, reader, UUID(ticket_id)):
        text = i18n.say(reader.language, TICKET_OUT_OF_SIGHT, actor=actor)
        return PushNote(device, event.id, text, "", "/notifications")
    return PushNote(device, event.id, _say(reader, kind, event, actor, title or ""), "", _page(event))


def _say(reader: Actor, kind: EventKind, event: Event, actor: str, title: str = "") -> str:
    words = {name: value for name, value in event.payload.items() if isinstance(value, str)}
    look = look_for(reader, event.occurred_at)
    return look.say(said_of(kind, words, reader.name), **{**look.with_days(words), "actor": actor, "lead": title})


def _page(event: Event) -> str:
    """Where to read of it."""
    if event.lead_id:
        return f"/leads/{event.lead_id}"
    if ticket_id := event.payload.get("ticket_id"):
        return f"/support/tickets/{ticket_id}"
    news_id = event.payload.get("news_id")
    return f"/news?item={news_id}" if news_id else "/notifications"


def _is_shown(session: Session, reader: Actor, news_id: UUID, now: datetime) -> bool:
    return session.execute(sa.select(News.id).where(News.id == news_id, sees_news(reader, now))).first() is not None


def _is_seen(session: Session, reader: Actor, ticket_id: UUID) -> bool:
    return session.execute(sa.select(Ticket.id).where(Ticket.id == ticket_id, sees_ticket(reader))).first() is not None


def _title(session: Session, reader: Actor, event: Event) -> str | None:
    return session.execute(sa.select(Lead.title).where(Lead.id == event.lead_id, sees_lead(reader))).scalar()


def _rung_for(session: Session, reader: Actor, event: Event) -> str:
    """What the bell rang for: everybody of the organization may know it."""
    heard = sa.and_(Event.id == event.id, hears_bell(reader))
    query = sa.select(Lead.title).join(Event, Event.lead_id == Lead.id).where(heard)
    return session.execute(query).scalar() or ""

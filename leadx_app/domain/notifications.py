"""Notifications of one person: reading them, and how each kind should come (product.md sections 4 and 12).

They are written by the act that they tell of (events.py).
"""

from collections.abc import Mapping, Set
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.models import Notification, NotificationPreference

from .errors import NotFound
from .event_kinds import NOTICES, EventKind
from .events import Message, announce
from .notices import DEFAULTS, Channel, Notice, wanted_channels
from .permissions import Actor
from .scope import sees_notification

TOLD: dict[EventKind, str] = {
    EventKind.LEAD_HANDED_OVER: "{actor} handed over “{lead}”",
    EventKind.HANDOVER_ACCEPTED: "{actor} accepted “{lead}”",
    EventKind.LEAD_ASSIGNED: "{actor} assigned “{lead}” to {owner}",
    EventKind.LEAD_RETURNED: "{actor} returned “{lead}”: {reason}",
    EventKind.LEAD_SENT: "{actor} sent “{lead}” to {to}",
    EventKind.LEAD_RECEIVED: "{actor} of {origin} sent “{lead}”",
    EventKind.LEAD_SENT_BACK: "{actor} of {origin} returned “{lead}”: {reason}",
    EventKind.TRANSFER_ACCEPTED: "{actor} accepted “{title}” for {to}",
    EventKind.LEAD_WON: "{actor} won “{lead}”",
    EventKind.LEAD_CLOSED: "{actor} closed “{lead}”: {reason}",
    EventKind.LEAD_REOPENED: "{actor} reopened “{lead}”: {reason}",
    EventKind.NOTE_ADDED: "{actor} wrote a note on “{lead}”",
    EventKind.NOTE_MENTIONED: "{actor} mentioned you in a note on “{lead}”",
    EventKind.HANDOVER_OVERDUE: "“{lead}” from {actor} has waited too long for an answer",
    EventKind.BELL_RUNG: "{actor} rang the bell",
    EventKind.MILESTONE_REACHED: "{actor} reached a milestone: {milestone}",
    EventKind.NEWS_PUBLISHED: "{actor} published the news “{title}”",
    EventKind.NEWS_CHANGED: "{actor} changed the news “{title}”",
    EventKind.NEWS_REMOVED: "{actor} removed the news “{title}”",
    EventKind.NEWS_RESTORED: "{actor} brought the news “{title}” back",
    EventKind.NEWS_COMMENTED: "{actor} commented on the news “{title}”",
    EventKind.TASK_ASSIGNED: "{actor} gave you the task “{title}”",
    EventKind.TASK_DUE: "Reminder: {title}",
    EventKind.LEADS_ASSIGNED: "{actor} assigned {count} leads to {owner}",
    EventKind.LEADS_CLOSED: "{actor} closed {count} of your leads: {reason}",
    EventKind.LEADS_REOPENED: "{actor} reopened {count} of your leads: {reason}",
    EventKind.IMPORT_DONE: "{actor} imported {count} rows from “{title}”",
    EventKind.JOIN_ASKED: "{name} asks to join {organization}",
    EventKind.JOIN_DONE: "{name} registered at {organization}",
    EventKind.SUBSCRIPTION_ENDING: "{name} has a subscription whose last day is {ends_on}",
    EventKind.TICKET_RAISED: "{actor} asks support: “{title}”",
    EventKind.TICKET_REPLIED: "{actor} answered on “{title}”",
    EventKind.TICKET_ACKNOWLEDGED: "{actor} has seen your ticket “{title}”",
    EventKind.TICKET_STARTED: "{actor} works on your ticket “{title}”",
    EventKind.TICKET_WAITING: "{actor} waits for your answer on “{title}”",
    EventKind.TICKET_RESOLVED: "{actor} resolved “{title}”",
    EventKind.TICKET_CLOSED: "{actor} closed “{title}”",
    EventKind.TICKET_REOPENED: "{actor} reopened “{title}”",
    EventKind.TICKET_RESPONSE_OVERDUE: "“{title}” from {actor} has waited too long for a first answer",
    EventKind.TICKET_RESOLUTION_OVERDUE: "“{title}” from {actor} is not resolved in time",
}
"""What each kind says to the person who is told; `lead` is its title, everything else stands in the payload."""

TO_YOU: dict[EventKind, str] = {
    EventKind.LEAD_ASSIGNED: "{actor} assigned “{lead}” to you",
    EventKind.LEADS_ASSIGNED: "{actor} assigned {count} leads to you",
}
"""What a kind says to the person to whom something was given."""
OUT_OF_SIGHT = "{actor} did something with a lead that you no longer see"
NEWS_OUT_OF_SIGHT = "{actor} wrote of news that you no longer see"
TICKET_OUT_OF_SIGHT = "{actor} did something with a ticket that you no longer see"


def said_of(kind: EventKind, payload: Mapping[str, Any], name: str) -> str:
    """The English of what happened, as it is said to the person of this name."""
    is_theirs = kind in TO_YOU and payload.get("owner") == name
    return TO_YOU[kind] if is_theirs else TOLD[kind]


def channels_for(session: Session, kind: EventKind, people: Set[UUID]) -> dict[UUID, frozenset[Channel]]:
    """Through what each of these people wants to hear of this kind of event; one statement."""
    return wanted_channels(session, NOTICES[kind], people)


def mark_read(session: Session, actor: Actor, notification_id: UUID, *, now: datetime) -> None:
    """Note that the actor has read one of their notifications; harmless when repeated.

    Raises:
        NotFound: absent, or somebody else's.
    """
    mine = (Notification.id == notification_id, sees_notification(actor))
    if _set_read(session, *mine, Notification.read_at.is_(None), read_at=now):
        _tell_own_pages(session, actor)
    elif session.exec(select(Notification.id).where(*mine)).first() is None:
        raise NotFound()


def mark_all_read(session: Session, actor: Actor, *, now: datetime) -> datetime | None:
    """Note that the actor has read all; returns the moment that `mark_unread_again` takes back, None for nothing."""
    if not _set_read(session, sees_notification(actor), Notification.read_at.is_(None), read_at=now):
        return None
    _tell_own_pages(session, actor)
    return now


def mark_unread_again(session: Session, actor: Actor, read_at: datetime, *, now: datetime) -> None:
    """Take back what the actor marked as read at exactly this moment; harmless when repeated."""
    if _set_read(session, sees_notification(actor), Notification.read_at == read_at, read_at=None):
        _tell_own_pages(session, actor)


def prefer(session: Session, actor: Actor, notice: Notice, channel: Channel, is_wanted: bool, *, now: datetime) -> None:
    """Choose whether a kind should come through a channel; what is the default anyway is not kept."""
    mine = (
        NotificationPreference.user_id == actor.user_id,
        NotificationPreference.notice == notice.value,
        NotificationPreference.channel == channel.value,
    )
    session.exec(sa.delete(NotificationPreference).where(*mine))
    if is_wanted != (channel in DEFAULTS[notice]):
        session.add(
            NotificationPreference(
                tenant_id=actor.tenant_id,
                user_id=actor.user_id,
                notice=notice.value,
                channel=channel.value,
                is_wanted=is_wanted,
            )
        )


def _set_read(session: Session, *where: sa.ColumnElement[bool], read_at: datetime | None) -> int:
    change = sa.update(Notification).where(*where).values(read_at=read_at)
    return session.connection().execute(change).rowcount


def _tell_own_pages(session: Session, actor: Actor) -> None:
    """The actor's other open pages count anew."""
    nowhere: frozenset[UUID] = frozenset()
    mine = frozenset({actor.user_id})
    announce(session, Message(actor.tenant_id, nowhere, None, mine, EventKind.NOTIFICATIONS_READ, actor.user_id))

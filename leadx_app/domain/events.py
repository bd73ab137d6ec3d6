"""What can happen: one kind per act, with its sentence and its recipients, and the function that writes it down."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.models import Event, Lead, Membership, Notification, Role, User, new_id

from .permissions import Actor


class EventKind(StrEnum):
    """An act that is kept for ever."""

    LEAD_CREATED = "lead.created"
    LEAD_UPDATED = "lead.updated"
    LEAD_HANDED_OVER = "lead.handed_over"
    HANDOVER_ACCEPTED = "handover.accepted"
    LEAD_ASSIGNED = "lead.assigned"
    LEAD_RETURNED = "lead.returned"
    STAGE_MOVED = "lead.stage_moved"
    LEAD_PARKED = "lead.parked"
    LEAD_RESUMED = "lead.resumed"
    LEAD_WON = "lead.won"
    LEAD_CLOSED = "lead.closed"
    LEAD_REOPENED = "lead.reopened"
    NOTE_ADDED = "note.added"
    FILE_ADDED = "file.added"
    FILE_REMOVED = "file.removed"


SENTENCES: dict[EventKind, str] = {
    EventKind.LEAD_CREATED: "{actor} created the lead",
    EventKind.LEAD_UPDATED: "{actor} changed the lead",
    EventKind.LEAD_HANDED_OVER: "{actor} handed the lead over to sales",
    EventKind.HANDOVER_ACCEPTED: "{actor} accepted the lead",
    EventKind.LEAD_ASSIGNED: "{actor} assigned the lead to {owner}",
    EventKind.LEAD_RETURNED: "{actor} returned the lead: {reason}",
    EventKind.STAGE_MOVED: "{actor} moved the lead from {from_stage} to {to_stage}",
    EventKind.LEAD_PARKED: "{actor} parked the lead",
    EventKind.LEAD_RESUMED: "{actor} resumed the lead",
    EventKind.LEAD_WON: "{actor} won the lead",
    EventKind.LEAD_CLOSED: "{actor} closed the lead: {reason}",
    EventKind.LEAD_REOPENED: "{actor} reopened the lead: {reason}",
    EventKind.NOTE_ADDED: "{actor} wrote a note",
    EventKind.FILE_ADDED: "{actor} added the file {file}",
    EventKind.FILE_REMOVED: "{actor} removed the file {file}",
}


class Recipient(StrEnum):
    """A party of a lead that is told of an event, unless they did it themselves."""

    MANAGERS = "managers"
    CREATOR = "creator"
    OWNER = "owner"


RECIPIENTS: dict[EventKind, frozenset[Recipient]] = {
    EventKind.LEAD_CREATED: frozenset(),
    EventKind.LEAD_UPDATED: frozenset(),
    EventKind.LEAD_HANDED_OVER: frozenset({Recipient.MANAGERS}),
    EventKind.HANDOVER_ACCEPTED: frozenset({Recipient.CREATOR}),
    EventKind.LEAD_ASSIGNED: frozenset({Recipient.CREATOR, Recipient.OWNER}),
    EventKind.LEAD_RETURNED: frozenset({Recipient.CREATOR}),
    EventKind.STAGE_MOVED: frozenset(),
    EventKind.LEAD_PARKED: frozenset(),
    EventKind.LEAD_RESUMED: frozenset(),
    EventKind.LEAD_WON: frozenset({Recipient.CREATOR}),
    EventKind.LEAD_CLOSED: frozenset({Recipient.CREATOR}),
    EventKind.LEAD_REOPENED: frozenset({Recipient.CREATOR, Recipient.OWNER}),
    EventKind.NOTE_ADDED: frozenset({Recipient.CREATOR, Recipient.OWNER}),
    EventKind.FILE_ADDED: frozenset(),
    EventKind.FILE_REMOVED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Message:
    """Says to open pages *that* something changed, whose it is and who did it; carries no content."""

    tenant_id: UUID
    organization_id: UUID
    lead_id: UUID | None
    people: frozenset[UUID]
    kind: EventKind
    actor_id: UUID | None = None

    def to_json(self) -> str:
        """As text for a database notification (at most 8,000 bytes: ids only)."""
        ids = [str(self.tenant_id), str(self.organization_id), str(self.lead_id) if self.lead_id else None]
        people = sorted(str(person) for person in self.people)
        return json.dumps([*ids, people, self.kind.value, str(self.actor_id) if self.actor_id else None])

    @classmethod
    def from_json(cls, text: str) -> "Message":
        tenant, organization, lead, people, kind, actor = json.loads(text)
        return cls(
            UUID(tenant),
            UUID(organization),
            UUID(lead) if lead else None,
            frozenset(UUID(person) for person in people),
            EventKind(kind),
            UUID(actor) if actor else None,
        )


MESSAGES = "leadx.messages"

# Facts are written once and never changed, so that they need no objects.
_EVENT = sa.insert(Event)
_NOTIFICATION = sa.insert(Notification)


def record(
    session: Session,
    actor: Actor,
    kind: EventKind,
    lead: Lead,
    *,
    now: datetime,
    payload: dict | None = None,
    also: frozenset[UUID] = frozenset(),
) -> None:
    """Write the event and its notifications, and queue the message that is sent after the commit.

    Args:
        payload: what the sentence and the history need, JSON values only.
        also: people besides creator and owner whose pages change, such as the owner before.
    """
    facts = {"tenant_id": lead.tenant_id, "organization_id": lead.organization_id}
    event_id = new_id()
    session.flush()
    connection = session.connection()
    connection.execute(
        _EVENT,
        {
            **facts,
            "id": event_id,
            "kind": kind.value,
            "actor_id": actor.user_id,
            "lead_id": lead.id,
            "payload": {"version": lead.version, **(payload or {})},
            "occurred_at": now,
        },
    )
    told = sorted(_told(session, kind, lead) - {actor.user_id})
    if told:
        notice = {**facts, "event_id": event_id, "created_at": now, "read_at": None}
        connection.execute(_NOTIFICATION, [{**notice, "id": new_id(), "user_id": user_id} for user_id in told])
    people = frozenset({lead.creator_id, actor.user_id} | ({lead.owner_id} if lead.owner_id else set()) | also)
    message = Message(lead.tenant_id, lead.organization_id, lead.id, people, kind, actor.user_id)
    session.info.setdefault(MESSAGES, []).append(message)


def _told(session: Session, kind: EventKind, lead: Lead) -> set[UUID]:
    told: set[UUID] = set()
    if Recipient.CREATOR in RECIPIENTS[kind]:
        told.add(lead.creator_id)
    if Recipient.OWNER in RECIPIENTS[kind] and lead.owner_id:
        told.add(lead.owner_id)
    if Recipient.MANAGERS in RECIPIENTS[kind]:
        managers = (
            select(Membership.user_id)
            .join(User, User.id == Membership.user_id)
            .where(
                Membership.organization_id == lead.organization_id,
                Membership.role == Role.MANAGER,
                Membership.is_active,
                User.is_active,
            )
        )
        told.update(session.exec(managers))
    return told

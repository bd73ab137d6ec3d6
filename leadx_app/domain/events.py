"""Writing down what happens (event_kinds.py says what can), and telling people and open pages of it."""

import json
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.models import Event, Lead, Membership, Notification, Role, User, new_id

from . import audit, bulk, pushes
from .event_kinds import NOTICES, RECIPIENTS, EventKind, Recipient, feed_kind
from .mails.collect import collect
from .notices import Channel, wanted_channels
from .permissions import Actor
from .webhooks.queue import queue as tell_webhooks

MOST_ORGANIZATIONS = 80
MOST_PEOPLE = 80
MOST_LEADS = 80


@dataclass(frozen=True, slots=True)
class Message:
    """Says to open pages *that* something changed, whose it is and who did it; carries no content.

    Attributes:
        organization_ids: whose it is; None is every organization of the tenant.
        people: whom it concerns wherever they work; None is everybody of those organizations.
        lead_ids: the leads, when it is about several at once; at most `MOST_LEADS`.
    """

    tenant_id: UUID
    organization_ids: frozenset[UUID] | None
    lead_id: UUID | None
    people: frozenset[UUID] | None
    kind: EventKind
    actor_id: UUID | None = None
    lead_ids: frozenset[UUID] = frozenset()

    @property
    def leads(self) -> frozenset[UUID]:
        """The leads that it is about, be it one or several."""
        return self.lead_ids | ({self.lead_id} if self.lead_id else frozenset())

    def to_json(self) -> str:
        """As text for a database notification (at most 8,000 bytes): ids only, and none where they are too many."""
        organizations = _few(self.organization_ids, MOST_ORGANIZATIONS)
        people = _few(self.people, MOST_PEOPLE)
        lead = str(self.lead_id) if self.lead_id else None
        actor = str(self.actor_id) if self.actor_id else None
        leads = sorted(str(one) for one in self.lead_ids)
        return json.dumps([str(self.tenant_id), organizations, lead, people, self.kind.value, actor, leads])

    @classmethod
    def from_json(cls, text: str) -> "Message":
        tenant, organizations, lead, people, kind, actor, leads = json.loads(text)
        return cls(
            UUID(tenant),
            _ids(organizations),
            UUID(lead) if lead else None,
            _ids(people),
            EventKind(kind),
            UUID(actor) if actor else None,
            frozenset(UUID(one) for one in leads),
        )


def _few(ids: frozenset[UUID] | None, most: int) -> list[str] | None:
    return None if ids is None or len(ids) > most else sorted(str(one) for one in ids)


def _ids(texts: list[str] | None) -> frozenset[UUID] | None:
    return None if texts is None else frozenset(UUID(text) for text in texts)


MESSAGES = "leadx.messages"
HELD = "leadx.held"


@dataclass(frozen=True, slots=True)
class Held:
    """What people and pages would have heard of an act that is one of many (digests.py)."""

    event_id: UUID
    payload: dict
    told: Set[UUID]
    message: Message


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
    told: frozenset[UUID] = frozenset(),
    untold: frozenset[UUID] = frozenset(),
    shown_in: frozenset[UUID] = frozenset(),
) -> UUID:
    """Write an event of a lead and its notifications, and queue the message that is sent after the commit.

    Args:
        payload: what the sentence and the history need, JSON values only.
        also: people besides creator and owner whose pages change, such as the owner before.
        told: people who get a notification besides the recipients of the kind.
        untold: people who get none, because they hear of the same by another one.
        shown_in: further organizations whose pages change.

    Returns:
        The event's id.
    """
    session.flush()
    told = (told | _told(session, kind, lead)) - untold - {actor.user_id}
    held: list[Held] | None = session.info.get(HELD)
    payload = {"version": lead.version, **(payload or {})}
    event_id = _write(
        session,
        {"tenant_id": lead.tenant_id, "organization_id": lead.organization_id},
        kind,
        actor,
        told if held is None else frozenset(),
        lead_id=lead.id,
        payload=payload,
        now=now,
    )
    parties = {lead.creator_id, actor.user_id} | ({lead.owner_id} if lead.owner_id else set())
    people = frozenset(parties | told | also)
    here = shown_in | {lead.organization_id}
    message = Message(lead.tenant_id, here, lead.id, people, kind, actor.user_id)
    if held is None:
        announce(session, message)
    else:
        held.append(Held(event_id, payload, told, message))
    return event_id


def record_about(
    session: Session,
    actor: Actor,
    kind: EventKind,
    organization_id: UUID,
    *,
    now: datetime,
    payload: dict,
    told: Set[UUID] = frozenset(),
    shown_in: frozenset[UUID] | None = frozenset(),
    also: frozenset[UUID] = frozenset(),
    by_clock: bool = False,
) -> UUID:
    """`record` for what is not about a lead, such as news.

    Args:
        organization_id: whose act it is.
        payload: what the sentence needs and the id of what it is about, JSON values only.
        told: people who get a notification; the actor never does.
        shown_in: further organizations whose pages change; None is all of the tenant.
        also: further people whose pages change.
        by_clock: nobody acts, so that the actor, on whose behalf it is, may be told too.

    Returns:
        The event's id.
    """
    session.flush()
    told = set(told) - (set() if by_clock else {actor.user_id})
    facts = {"tenant_id": actor.tenant_id, "organization_id": organization_id}
    event_id = _write(session, facts, kind, actor, told, lead_id=None, payload=payload, now=now)
    where = None if shown_in is None else shown_in | {organization_id}
    people = frozenset(told | also | {actor.user_id})
    announce(session, Message(actor.tenant_id, where, None, people, kind, actor.user_id))
    return event_id


def note(session: Session, actor: Actor, kind: EventKind, *, now: datetime, payload: dict) -> UUID:
    """`record_about` for what changes no page and concerns nobody else, such as an export; returns the event's id."""
    facts = {"tenant_id": actor.tenant_id, "organization_id": actor.organization_id}
    return _write(session, facts, kind, actor, set(), lead_id=None, payload=payload, now=now)


def record_history(
    session: Session, actor: Actor, acts: Sequence[tuple[UUID | None, EventKind, dict]], *, now: datetime
) -> None:
    """Write events of many leads or contacts for their history alone: no feed, no notification, no message of each.

    Args:
        acts: the lead, or None for what is about none, the kind and the payload.
    """
    rows = [
        {
            "id": new_id(),
            "tenant_id": actor.tenant_id,
            "organization_id": actor.organization_id,
            "kind": kind.value,
            "actor_id": actor.user_id,
            "feed": None,
            "lead_id": lead_id,
            "payload": payload,
            "occurred_at": now,
        }
        for lead_id, kind, payload in acts
    ]
    if rows:
        bulk.write(session, _EVENT, rows)


def announce(session: Session, message: Message) -> None:
    """Queue a message to open pages, sent after the commit; what is kept nowhere needs no event."""
    session.info.setdefault(MESSAGES, []).append(message)


def _write(
    session: Session,
    facts: dict[str, UUID],
    kind: EventKind,
    actor: Actor,
    told: Set[UUID],
    *,
    lead_id: UUID | None,
    payload: dict,
    now: datetime,
) -> UUID:
    event_id = new_id()
    event = {"id": event_id, "kind": kind.value, "actor_id": actor.user_id, "lead_id": lead_id}
    event["feed"] = feed_kind(kind, payload)
    session.connection().execute(_EVENT, {**facts, **event, "payload": payload, "occurred_at": now})
    audit.keep(session, facts, kind.value, actor.user_id, payload, now=now, entry_id=event_id)
    tell_webhooks(session, facts, kind.value, event_id, now=now)
    tell(session, facts, kind, event_id, told, now=now)
    return event_id


def tell(
    session: Session, facts: dict[str, UUID], kind: EventKind, event_id: UUID, told: Set[UUID], *, now: datetime
) -> None:
    """Let these people hear of an event, each in the ways that they chose; nothing for nobody.

    Args:
        facts: tenant and organization of the event.
    """
    if not told:
        return
    connection = session.connection()
    channels = wanted_channels(session, NOTICES[kind], told)
    notice = {**facts, "event_id": event_id, "created_at": now, "read_at": None}
    shown = sorted(one for one, wanted in channels.items() if Channel.IN_APP in wanted)
    if shown:
        connection.execute(_NOTIFICATION, [{**notice, "id": new_id(), "user_id": one} for one in shown])
    mailed = [one for one, wanted in channels.items() if Channel.EMAIL in wanted]
    collect(connection, facts, event_id, kind.value, mailed, now=now)
    pushed = {one for one, wanted in channels.items() if Channel.PUSH in wanted}
    pushes.queue(connection, facts, event_id, pushed, now=now)


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

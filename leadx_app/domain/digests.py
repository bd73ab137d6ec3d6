"""Many acts at once: each keeps its own event, and people and pages hear of all of them together."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from .event_kinds import EventKind
from .events import HELD, MOST_LEADS, Held, Message, announce, record_about, tell
from .permissions import Actor

DIGESTS: dict[EventKind, EventKind] = {
    EventKind.LEAD_ASSIGNED: EventKind.LEADS_ASSIGNED,
    EventKind.LEAD_CLOSED: EventKind.LEADS_CLOSED,
    EventKind.LEAD_REOPENED: EventKind.LEADS_REOPENED,
}
"""What a person is told of when several of a kind concern them."""


@contextmanager
def together(session: Session, actor: Actor, *, now: datetime) -> Iterator[None]:
    """Within, acts on leads hold back what they tell; at the end each person hears once of each kind, and each page.

    All acts within are of one kind and say the same, such as who the new owner is.
    """
    held: list[Held] = []
    session.info[HELD] = held
    try:
        yield
    finally:
        del session.info[HELD]
    _tell_people(session, actor, held, now)
    _tell_pages(session, held)


def _tell_people(session: Session, actor: Actor, held: list[Held], now: datetime) -> None:
    concerned: dict[tuple[UUID, EventKind], list[Held]] = defaultdict(list)
    for one in held:
        for user_id in one.told:
            concerned[user_id, one.message.kind].append(one)
    alike: dict[tuple[EventKind, int], set[UUID]] = defaultdict(set)
    for (user_id, kind), acts in concerned.items():
        if len(acts) > 1:
            alike[kind, len(acts)].add(user_id)
        else:
            facts = {"tenant_id": actor.tenant_id, "organization_id": actor.organization_id}
            tell(session, facts, kind, acts[0].event_id, {user_id}, now=now)
    for (kind, count), people in sorted(alike.items()):
        said = next(one.payload for one in held if one.message.kind == kind)
        words = {name: said[name] for name in ("owner", "reason") if name in said}
        payload = {"count": str(count), **words}
        record_about(session, actor, DIGESTS[kind], actor.organization_id, now=now, payload=payload, told=people)


def _tell_pages(session: Session, held: list[Held]) -> None:
    by_kind: dict[EventKind, list[Message]] = defaultdict(list)
    for one in held:
        by_kind[one.message.kind].append(one.message)
    for kind, messages in by_kind.items():
        for first in range(0, len(messages), MOST_LEADS):
            announce(session, _joined(kind, messages[first : first + MOST_LEADS]))


def _joined(kind: EventKind, messages: list[Message]) -> Message:
    """One message for what several say."""
    first = messages[0]
    where = frozenset().union(*(message.organization_ids or () for message in messages))
    people = frozenset().union(*(message.people or () for message in messages))
    leads = frozenset().union(*(message.leads for message in messages))
    return Message(first.tenant_id, where, None, people, kind, first.actor_id, leads)

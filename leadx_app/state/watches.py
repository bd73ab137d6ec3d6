"""What an open screen shows, and what was noted for it: the subscriptions that the hub serves."""

import asyncio
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from uuid import UUID

from reflex.state import BaseState

from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message

MOST_MESSAGES = 64
OF_FRAMES = frozenset({EventKind.NOTIFICATIONS_READ, EventKind.PREFERENCES_CHANGED, EventKind.PLACE_CHANGED})
CROWD = 20


@dataclass(frozen=True, slots=True)
class Topics:
    """What a screen shows: everything of these organizations, of this lead, of this person.

    Attributes:
        kinds: what may change on the screen; None is everything.
        home: the organization that the person works in, for messages that name no people.
    """

    tenant_id: UUID
    organization_ids: frozenset[UUID] = frozenset()
    lead_id: UUID | None = None
    user_id: UUID | None = None
    kinds: frozenset[EventKind] | None = None
    home: UUID | None = None

    def hear(self, message: Message) -> bool:
        """Whether the message is of this tenant and of a kind that may change the screen."""
        return message.tenant_id == self.tenant_id and self._shows(message.kind)

    def concern(self, message: Message) -> bool:
        """Whether the message is about something that the screen may show."""
        if not self.hear(message):
            return False
        if self.lead_id is not None:
            return self.lead_id in message.leads
        if message.people is not None and self.user_id in message.people:
            return True
        mine = self.organization_ids
        if message.people is None and self.home is not None:
            mine = mine | {self.home}
        return bool(mine) if message.organization_ids is None else not mine.isdisjoint(message.organization_ids)

    def _shows(self, kind: EventKind) -> bool:
        """Whether the screen may change by this kind; what concerns a person's frame alone changes no page of leads."""
        return kind not in OF_FRAMES if self.kinds is None else kind in self.kinds


@dataclass(slots=True)
class Watch:
    """One screen of one tab, as long as the socket is the one that it was subscribed on.

    Attributes:
        session: the hash of the session that the tab belongs to; as long as the socket stays, so does its cookie.
        is_frame: a part of the frame, which stays when the page is left, and lets the pages go first in a crowd.
        looks_alike: it is served in rounds with others; the hub says so.
        noted_at: when the last message came (`time.monotonic()`); settled_at: when the screen read by itself.
    """

    token: str
    socket: str
    screen: type[BaseState]
    topics: Topics
    path: str
    session: str = ""
    is_frame: bool = False
    looks_alike: bool = False
    waiting: list[Message] = field(default_factory=list)
    is_due: bool = False
    noted_at: float = 0.0
    settled_at: float = 0.0
    task: asyncio.Task[None] | None = None

    def note(self, message: Message | None) -> None:
        """Remember that the screen must be read again; None says that anything may have changed."""
        self.is_due, self.noted_at = True, time.monotonic()
        if message is not None and len(self.waiting) < MOST_MESSAGES:
            self.waiting.append(message)

    def take(self) -> tuple[Message, ...]:
        """What waited; the screen is being read for it now."""
        messages, self.waiting, self.is_due = tuple(self.waiting), [], False
        return messages

    def give_back(self, messages: tuple[Message, ...]) -> None:
        """It was not read after all: it is due again."""
        self.is_due, self.waiting = True, [*messages, *self.waiting][:MOST_MESSAGES]

    def settle(self) -> None:
        """The screen reads by itself right now: what was noted until now needs no further reading."""
        self.is_due, self.waiting, self.settled_at = False, [], time.monotonic()

    def is_in_crowd(self) -> bool:
        """Whether what came concerns very many people at once."""
        return any(message.people is None or len(message.people) > CROWD for message in self.waiting)


class _Hearers:
    """Watches whose topics differ in the person alone: what concerns everybody of them is asked once."""

    def __init__(self, topics: Topics) -> None:
        self._topics = topics
        self._of: dict[UUID | None, dict[int, Watch]] = {}

    def add(self, watch: Watch) -> None:
        self._of.setdefault(watch.topics.user_id, {})[id(watch)] = watch

    def remove(self, watch: Watch) -> bool:
        """Whether nobody is left."""
        of_person = self._of.get(watch.topics.user_id, {})
        of_person.pop(id(watch), None)
        if not of_person:
            self._of.pop(watch.topics.user_id, None)
        return not self._of

    def concerned(self, message: Message) -> Iterator[Watch]:
        """Those whose `topics.concern(message)`."""
        if self._topics.concern(message):
            people: Iterable[UUID | None] = self._of
        elif self._topics.lead_id is None and message.people and self._topics.hear(message):
            people = self._of.keys() & message.people
        else:
            return
        for person in people:
            yield from self._of[person].values()


class Register:
    """All watches of a process, by what they want to hear of."""

    def __init__(self) -> None:
        self._hearers: dict[UUID, dict[Topics, _Hearers]] = {}

    def add(self, watch: Watch) -> None:
        """From now on the watch is told."""
        topics = replace(watch.topics, user_id=None)
        of_tenant = self._hearers.setdefault(topics.tenant_id, {})
        of_tenant.setdefault(topics, _Hearers(topics)).add(watch)

    def remove(self, watch: Watch) -> None:
        """From now on it is not; harmless when repeated."""
        topics = replace(watch.topics, user_id=None)
        of_tenant = self._hearers.get(topics.tenant_id, {})
        if topics in of_tenant and of_tenant[topics].remove(watch):
            del of_tenant[topics]
            if not of_tenant:
                del self._hearers[topics.tenant_id]

    def note(self, messages: Iterable[Message]) -> list[Watch]:
        """Note each message at every watch that it concerns; returns those watches, each once."""
        told: dict[int, Watch] = {}
        for message in messages:
            for hearers in self._hearers.get(message.tenant_id, {}).values():
                for watch in hearers.concerned(message):
                    watch.note(message)
                    told[id(watch)] = watch
        return list(told.values())

"""The subscriptions of this process: which tab shows what, and the work of letting each read again.

At once, then at most every 300 ms; not while the tab is hidden; only as long as its socket is the one that subscribed,
so that nothing reaches whoever takes over a tab's name.
"""

import asyncio
import logging
import random
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import reflex as rx
from reflex.istate.manager.token import BaseStateToken
from reflex.state import BaseState, StateUpdate
from reflex_base.event import Event

from leadx_app.addresses import SIGN_IN
from leadx_app.db import Unavailable
from leadx_app.domain.errors import Refusal, SignedOut
from leadx_app.domain.events import EventKind, Message
from leadx_app.state import errors
from leadx_app.state.audience import needed_since
from leadx_app.state.session import forget_everything

log = logging.getLogger("leadx.live")

EVERY_SECONDS = 0.3
BUSY_SECONDS = 3.0
AT_ONCE = 32
MOST_MESSAGES = 64
OF_FRAMES = frozenset({EventKind.NOTIFICATIONS_READ, EventKind.PREFERENCES_CHANGED})
CROWD = 20
CROWD_SECONDS = 1.5


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

    def concern(self, message: Message) -> bool:
        """Whether the message is about something that the screen may show."""
        if message.tenant_id != self.tenant_id or not self._shows(message.kind):
            return False
        if self.lead_id is not None:
            return message.lead_id == self.lead_id or self.lead_id in message.lead_ids
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

    `is_frame`: a part of the frame, which stays when the page is left, and lets the pages go first in a crowd.
    """

    token: str
    socket: str
    screen: type[BaseState]
    topics: Topics
    path: str
    is_frame: bool = False
    waiting: list[Message] = field(default_factory=list)
    is_due: bool = False
    noted_at: float = 0.0
    task: asyncio.Task[None] | None = None

    def note(self, message: Message | None) -> None:
        """Remember that the screen must be read again; None says that anything may have changed."""
        self.is_due, self.noted_at = True, time.monotonic()
        if message is not None and len(self.waiting) < MOST_MESSAGES:
            self.waiting.append(message)

    def is_in_crowd(self) -> bool:
        """Whether what came concerns very many people at once."""
        return any(message.people is None or len(message.people) > CROWD for message in self.waiting)


class Hub:
    """The subscriptions of this process, and the work of serving them."""

    def __init__(self) -> None:
        self.app: Any = None
        self._watches: dict[str, dict[type[BaseState], Watch]] = {}
        self._hidden: set[str] = set()
        self._slots = asyncio.Semaphore(AT_ONCE)

    def subscribe(self, watch: Watch, keep: Iterable[type[BaseState]] = ()) -> None:
        """Add a screen of a tab; screens of the page that the tab has left are dropped, but those to keep."""
        kept = set(keep)
        of_tab = self._watches.get(watch.token, {})
        still = {
            screen: other
            for screen, other in of_tab.items()
            if screen is not watch.screen
            and other.socket == watch.socket
            and (other.path == watch.path or screen in kept or other.is_frame)
        }
        self._watches[watch.token] = still | {watch.screen: watch}

    def show(self, token: str, visible: bool) -> None:
        """A hidden tab waits; what it missed is read when it is looked at."""
        if not visible:
            self._hidden.add(token)
            return
        self._hidden.discard(token)
        for watch in self._watches.get(token, {}).values():
            self._serve_soon(watch)

    def publish(self, messages: Iterable[Message]) -> None:
        """Note the messages at every screen that they concern, and serve those."""
        messages = list(messages)
        for watch in list(self._all()):
            concerned = [message for message in messages if watch.topics.concern(message)]
            for message in concerned:
                watch.note(message)
            if concerned:
                self._serve_soon(watch)

    def settle(self, token: str, screen: type[BaseState]) -> None:
        """The screen is being read right now: what was noted until now needs no further reading."""
        watch = self._watches.get(token, {}).get(screen)
        if watch:
            watch.is_due, watch.waiting = False, []

    def sweep(self) -> None:
        """Forget the tabs that are gone."""
        self._hidden &= self.app.event_namespace._token_manager.token_to_socket.keys()
        for watch in list(self._all()):
            if not self._is_current(watch):
                self._drop(watch)

    def refresh_all(self) -> None:
        """Read every screen again: messages may have been missed."""
        for watch in list(self._all()):
            watch.note(None)
            self._serve_soon(watch)

    def refresh_tab(self, token: str) -> None:
        """Read every screen of a tab again: its person reads another language now."""
        for watch in self._watches.get(token, {}).values():
            watch.note(None)
            self._serve_soon(watch)

    def count(self) -> int:
        """How many screens are watched."""
        return sum(1 for _ in self._all())

    def _all(self) -> Iterator[Watch]:
        for of_tab in self._watches.values():
            yield from of_tab.values()

    def _serve_soon(self, watch: Watch) -> None:
        if not watch.is_due or watch.token in self._hidden or (watch.task and not watch.task.done()):
            return
        watch.task = asyncio.get_running_loop().create_task(self._serve(watch))

    async def _serve(self, watch: Watch) -> None:
        """Refresh the screen, and again as long as something came in the meantime, with a pause between."""
        if watch.is_frame and watch.is_in_crowd():
            await asyncio.sleep(CROWD_SECONDS * random.uniform(0.5, 1))
        while watch.is_due and watch.token not in self._hidden:
            if not self._is_current(watch):
                self._drop(watch)
                return
            async with self._slots:
                is_done = await self._refresh(watch)
            await asyncio.sleep(EVERY_SECONDS if is_done else BUSY_SECONDS)

    def _is_current(self, watch: Watch) -> bool:
        """Whether the tab is still connected through the socket that subscribed, and still shows the screen."""
        record = self.app.event_namespace._token_manager.token_to_socket.get(watch.token)
        subscribed = self._watches.get(watch.token, {}).get(watch.screen)
        return record is not None and record.sid == watch.socket and subscribed is watch

    def _drop(self, watch: Watch) -> None:
        of_tab = self._watches.get(watch.token, {})
        if of_tab.get(watch.screen) is watch:
            del of_tab[watch.screen]
        if not of_tab:
            self._watches.pop(watch.token, None)
            self._hidden.discard(watch.token)

    async def _refresh(self, watch: Watch) -> bool:
        """Let the screen read again; False when the database was too busy and it is still due."""
        try:
            async with self.app.modify_state(BaseStateToken(ident=watch.token, cls=watch.screen)) as root:
                if not watch.is_due or not self._is_current(watch):
                    return True
                messages, watch.waiting, watch.is_due = tuple(watch.waiting), [], False
                with needed_since(watch.noted_at):
                    is_over = await self._read_again(root, watch.screen, messages)
            if is_over:
                await self._send_away(watch)
        except Unavailable:
            watch.note(None)
            return False
        except Exception as error:
            errors.report(error)
        return True

    async def _read_again(self, root: BaseState, screen: type[BaseState], messages: tuple[Message, ...]) -> bool:
        """Let the screen read again; True when its session has ended and everything was wiped."""
        try:
            await (await root.get_state(screen))._refresh_live(messages)
        except SignedOut:
            await forget_everything(root)
            return True
        except Refusal as refusal:
            log.debug("a live refresh was refused: %s", type(refusal).__name__)
        return False

    async def _send_away(self, watch: Watch) -> None:
        """The tab's session has ended: it watches nothing any more and leaves for the sign-in page."""
        self._watches.pop(watch.token, None)
        events = Event.from_event_type(rx.redirect(SIGN_IN, replace=True))
        await self.app.event_namespace.emit_update(StateUpdate(events=events), watch.token)


hub = Hub()

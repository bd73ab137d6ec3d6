"""The subscriptions of this process: which tab shows what, and the work of letting each read again.

At once, then at most every 300 ms; not while the tab is hidden; only as long as its socket is the one that subscribed,
so that nothing reaches whoever takes over a tab's name.
"""

import asyncio
import logging
import random
import time
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

import reflex as rx
from reflex.istate.manager.token import BaseStateToken
from reflex.state import BaseState, StateUpdate
from reflex_base.event import Event

from leadx_app.addresses import ENDED
from leadx_app.db import Unavailable
from leadx_app.domain.errors import Refusal, SignedOut
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.state import alike, errors
from leadx_app.state.audience import needed_since
from leadx_app.state.session import forget_everything
from leadx_app.state.watches import MOST_MESSAGES, Register, Topics, Watch

__all__ = ["MOST_MESSAGES", "Hub", "Topics", "Watch", "hub"]

log = logging.getLogger("leadx.live")

EVERY_SECONDS = 0.3
BUSY_SECONDS = 3.0
AT_ONCE = 32
CROWD_SECONDS = 1.5


Round = tuple[type[BaseState], UUID]
"""Screens of one kind, of one tenant."""


class Hub:
    """The subscriptions of this process, and the work of serving them."""

    def __init__(self) -> None:
        self.app: Any = None
        self._watches: dict[str, dict[type[BaseState], Watch]] = {}
        self._register = Register()
        self._rounds: dict[Round, dict[int, Watch]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
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
        for other in of_tab.keys() - still.keys():
            self._register.remove(of_tab[other])
        watch.looks_alike = bool(watch.session) and self._tabs.may_look_alike(watch.screen)
        self._watches[watch.token] = still | {watch.screen: watch}
        self._register.add(watch)

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
        for watch in self._register.note(messages):
            self._serve_soon(watch)

    def settle(self, token: str, screen: type[BaseState]) -> None:
        """The screen is being read right now: what was noted until now needs no further reading."""
        watch = self._watches.get(token, {}).get(screen)
        if watch:
            watch.settle()

    def screens(self, token: str, kinds: frozenset[EventKind]) -> list[type[BaseState]]:
        """The screens of a tab that say that they show what these change."""
        of_tab = self._watches.get(token, {}).values()
        return [watch.screen for watch in of_tab if watch.topics.kinds is not None and kinds <= watch.topics.kinds]

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

    @property
    def _tabs(self) -> alike.Tabs:
        return alike.Tabs(self.app)

    def _all(self) -> Iterator[Watch]:
        for of_tab in self._watches.values():
            yield from of_tab.values()

    def _serve_soon(self, watch: Watch) -> None:
        if not watch.is_due or watch.token in self._hidden or (watch.task and not watch.task.done()):
            return
        if watch.looks_alike:
            self._join_round(watch)
        else:
            self._serve_alone(watch)

    def _serve_alone(self, watch: Watch) -> None:
        watch.task = asyncio.get_running_loop().create_task(self._serve(watch))

    def _join_round(self, watch: Watch) -> None:
        """Let the screen be served with all others of its kind and tenant."""
        of_round = (watch.screen, watch.topics.tenant_id)
        if of_round in self._rounds:
            self._rounds[of_round][id(watch)] = watch
            return
        self._rounds[of_round] = {id(watch): watch}
        task = asyncio.get_running_loop().create_task(self._go_round(of_round))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _go_round(self, of_round: Round) -> None:
        """Serve everybody of a round, and again as long as somebody joins in the meantime, with a pause between.

        The pause is as long as the work was, so that half of the time is left to those who act.
        """
        try:
            while joined := self._rounds[of_round]:
                self._rounds[of_round] = {}
                began = time.monotonic()
                is_done = await self._serve_alike(joined.values())
                least = EVERY_SECONDS if is_done else BUSY_SECONDS
                await asyncio.sleep(max(least, time.monotonic() - began))
        finally:
            del self._rounds[of_round]

    async def _serve_alike(self, joined: Iterable[Watch]) -> bool:
        """Serve those who still want it; False when the database was too busy for some, who wait for the next round."""
        due = [watch for watch in joined if self._still_wants(watch)]
        served = await alike.serve(self._tabs, due)
        for watch in served.alone:
            self._serve_alone(watch)
        for missed, error in served.failed:
            self._take_failure(missed, error)
        return not any(isinstance(error, Unavailable) for _, error in served.failed)

    def _still_wants(self, watch: Watch) -> bool:
        if not self._is_current(watch):
            self._drop(watch)
            return False
        is_served = watch.task is not None and not watch.task.done()
        return watch.is_due and watch.token not in self._hidden and not is_served

    def _take_failure(self, missed: list[alike.Due], error: BaseException) -> None:
        """What could not be read stays as it is; a busy database is asked again."""
        if isinstance(error, Unavailable):
            for due in missed:
                due.watch.give_back(due.messages)
                self._join_round(due.watch)
        elif isinstance(error, Refusal):
            log.debug("a live refresh was refused: %s", type(error).__name__)
        elif isinstance(error, Exception):
            errors.report(error)

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
        return self._tabs.is_connected(watch) and self._watches.get(watch.token, {}).get(watch.screen) is watch

    def _drop(self, watch: Watch) -> None:
        of_tab = self._watches.get(watch.token, {})
        self._register.remove(watch)
        if of_tab.get(watch.screen) is watch:
            del of_tab[watch.screen]
        if not of_tab:
            self._watches.pop(watch.token, None)
            self._hidden.discard(watch.token)

    async def _refresh(self, watch: Watch) -> bool:
        """Let the screen read again; False when the database was too busy and it is still due."""
        messages: tuple[Message, ...] = ()
        try:
            async with self.app.modify_state(BaseStateToken(ident=watch.token, cls=watch.screen)) as root:
                if not watch.is_due or not self._is_current(watch):
                    return True
                messages = watch.take()
                with needed_since(watch.noted_at):
                    is_over = await self._read_again(root, watch.screen, messages)
            if is_over:
                await self._send_away(watch)
        except Unavailable:
            watch.give_back(messages)
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
        for other in self._watches.pop(watch.token, {}).values():
            self._register.remove(other)
        events = Event.from_event_type(rx.redirect(ENDED, replace=True))
        await self.app.event_namespace.emit_update(StateUpdate(events=events), watch.token)


hub = Hub()

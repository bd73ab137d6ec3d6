"""Live pages: what somebody does appears on the open pages of everybody whom it concerns.

A command's message says only *that* something changed and whose it is. Each tab that watches is told to read again with
its own rights: at once, then at most every 300 ms; not while it is hidden; only as long as its socket is the one that
subscribed.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg
import reflex as rx
from reflex.istate.delta import _resolve_delta
from reflex.istate.manager.token import BaseStateToken
from reflex.state import BaseState, State, StateUpdate, cache_initial_snapshot
from reflex_base.event import Event

from leadx_app.addresses import SIGN_IN
from leadx_app.db import CHANNEL
from leadx_app.domain.errors import Refusal, SignedOut
from leadx_app.domain.events import Message
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.runtime import get_runtime
from leadx_app.state import errors
from leadx_app.state.doors import handler
from leadx_app.state.session import SessionState, forget_everything

log = logging.getLogger("leadx.live")

EVERY_SECONDS = 0.3
AT_ONCE = 32
MOST_MESSAGES = 64
LISTEN_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Topics:
    """What a screen shows: everything of these organizations, of this lead, of this person."""

    tenant_id: UUID
    organization_ids: frozenset[UUID] = frozenset()
    lead_id: UUID | None = None
    user_id: UUID | None = None

    def concern(self, message: Message) -> bool:
        """Whether the message is about something that the screen may show."""
        if message.tenant_id != self.tenant_id:
            return False
        if self.lead_id is not None:
            return message.lead_id == self.lead_id
        return message.organization_id in self.organization_ids or self.user_id in message.people


@dataclass(slots=True)
class Watch:
    """One screen of one tab, as long as the socket is the one that it was subscribed on."""

    token: str
    socket: str
    screen: type[BaseState]
    topics: Topics
    path: str
    waiting: list[Message] = field(default_factory=list)
    is_due: bool = False
    task: asyncio.Task[None] | None = None

    def note(self, message: Message | None) -> None:
        """Remember that the screen must be read again; None says that anything may have changed."""
        self.is_due = True
        if message is not None and len(self.waiting) < MOST_MESSAGES:
            self.waiting.append(message)


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
            and (other.path == watch.path or screen in kept)
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

    def refresh_all(self) -> None:
        """Read every screen again: messages may have been missed."""
        for watch in list(self._all()):
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
        while watch.is_due and watch.token not in self._hidden:
            if not self._is_current(watch):
                self._drop(watch)
                return
            async with self._slots:
                messages, watch.waiting, watch.is_due = watch.waiting, [], False
                await self._refresh(watch, tuple(messages))
            await asyncio.sleep(EVERY_SECONDS)

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

    async def _refresh(self, watch: Watch, messages: tuple[Message, ...]) -> None:
        try:
            async with self.app.modify_state(BaseStateToken(ident=watch.token, cls=watch.screen)) as root:
                if not self._is_current(watch):
                    return
                is_over = await self._read_again(root, watch.screen, messages)
            if is_over:
                await self._send_away(watch)
        except Exception as error:
            errors.report(error)

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


async def watch(
    state: BaseState,
    *,
    lead_id: UUID | None = None,
    everybody: bool = False,
    keep: Iterable[type[BaseState]] = (),
) -> None:
    """Keep the screen of this state up to date; call it in the `on_load` handler, before the first read.

    The state class needs `async def _refresh_live(self, messages)`, which reads again. By default the screen shows what
    concerns the person: their own leads and, where their role sees the whole organization, that.

    Args:
        lead_id: the screen shows this one lead only.
        everybody: the screen shows everything of the person's organizations, whatever the role.
        keep: screens of the page before that stay visible behind this one.
    """
    session = await state.get_state(SessionState)
    if session._actor is None:
        raise SignedOut()
    hub.subscribe(
        Watch(
            token=state.router.session.client_token,
            socket=state.router.session.session_id,
            screen=type(state),
            topics=_topics(session._actor, lead_id, everybody),
            path=state.router.url.path,
        ),
        keep,
    )


def _topics(actor: Actor, lead_id: UUID | None, everybody: bool) -> Topics:
    whole = everybody or actor.may(Permission.LEADS_READ_ORGANIZATION)
    return Topics(actor.tenant_id, actor.organization_ids if whole else frozenset(), lead_id, actor.user_id)


class LiveState(rx.State):
    """Says whether the tab is looked at."""

    @handler
    async def look(self, visible: bool) -> None:
        """The tab was shown or hidden."""
        hub.show(self.router.session.client_token, visible)


@contextlib.asynccontextmanager
async def run_live(app: Any) -> AsyncIterator[None]:
    """Lifespan task: carry messages from the database to the hub."""
    hub.app = app
    database = get_runtime().database
    loop = asyncio.get_running_loop()
    database.on_commit = lambda messages: _hand_over(loop, messages)
    listening = None if database.is_sqlite else asyncio.create_task(_listen())
    try:
        yield
    finally:
        database.on_commit = lambda messages: None
        if listening:
            listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await listening


def _hand_over(loop: asyncio.AbstractEventLoop, messages: list[Message]) -> None:
    """From the writer's thread to the event loop; a server that is stopping has nobody to tell."""
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(hub.publish, messages)


async def _listen() -> None:
    """Listen to PostgreSQL for ever; after a lost connection everything is read again."""
    address = get_runtime().database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    pause, is_first = 0.5, True
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
                await connection.execute(f"LISTEN {CHANNEL}")
                if not is_first:
                    hub.refresh_all()
                pause, is_first = 0.5, False
                await _carry(connection)
        except (psycopg.Error, OSError) as error:
            log.warning("live updates wait for the database: %s", type(error).__name__)
        await asyncio.sleep(pause)
        pause = min(pause * 2, 10)


async def _carry(connection: psycopg.AsyncConnection[Any]) -> None:
    while True:
        async for notice in connection.notifies(timeout=LISTEN_SECONDS):
            try:
                message = Message.from_json(notice.payload)
            except (ValueError, TypeError):
                log.warning("a notification could not be read")
                continue
            hub.publish([message])
        await connection.execute("SELECT 1")


async def warm_up() -> None:
    """Lifespan task: make a first state tree, so that the first visitor does not wait for what it imports."""
    root = State(_reflex_internal_init=True)
    cache_initial_snapshot(State, await _resolve_delta(root.dict(initial=True)))

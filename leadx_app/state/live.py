"""Live pages: what somebody does appears on the open pages of everybody whom it concerns.

A command's message says only *that* something changed and whose it is (domain/events.py). It comes from the writer's
thread, and from other processes through LISTEN/NOTIFY; the hub (hub.py) lets each tab read again with its own rights.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterable
from typing import Any
from uuid import UUID

import psycopg
import reflex as rx
from reflex.istate.delta import _resolve_delta
from reflex.state import BaseState, State, cache_initial_snapshot

from leadx_app.collector import settle_down
from leadx_app.db import CHANNEL
from leadx_app.domain.errors import SignedOut
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.runtime import get_runtime
from leadx_app.state import wire
from leadx_app.state.doors import handler
from leadx_app.state.hub import Topics, Watch, hub
from leadx_app.state.session import SessionState, refresh_session

log = logging.getLogger("leadx.live")

LISTEN_SECONDS = 30
SWEEP_SECONDS = 60


async def refresh(state: BaseState) -> None:
    """Read the screen of this state again after the person's own act.

    What was noted so far is covered by it, so that the act's own message does not make the tab read a second time.
    """
    hub.settle(state.router.session.client_token, type(state))
    await state._refresh_live(())


async def refresh_screens(state: BaseState, kinds: frozenset[EventKind]) -> None:
    """As `refresh`, for whatever the tab shows of what these kinds change: an act that is offered in several places."""
    for screen in hub.screens(state.router.session.client_token, kinds):
        await refresh(await state.get_state(screen))


async def watch(
    state: BaseState,
    *,
    lead_id: UUID | None = None,
    everybody: bool = False,
    kinds: Iterable[EventKind] | None = None,
    keep: Iterable[type[BaseState]] = (),
    own: bool = False,
    is_frame: bool = False,
) -> None:
    """Keep the screen of this state up to date; call it in the `on_load` handler, before the first read.

    The state class needs `async def _refresh_live(self, messages)`, which reads again. By default the screen shows what
    concerns the person: their own leads and, where their role sees the whole organization, that.

    Args:
        lead_id: the screen shows this one lead only.
        everybody: the screen shows everything of the person's organizations, whatever the role.
        kinds: what may change on the screen; everything unless given.
        keep: screens of the page before that stay visible behind this one.
        own: the screen shows what concerns the person alone, whatever the role.
        is_frame: it is a part of the frame, which stays when another page is opened.
    """
    session = await state.get_state(SessionState)
    if session._actor is None:
        raise SignedOut()
    hub.subscribe(
        Watch(
            token=state.router.session.client_token,
            socket=state.router.session.session_id,
            screen=type(state),
            topics=_topics(session._actor, lead_id, everybody, kinds, own),
            path=state.router.url.path,
            session=session._session_hash,
            is_frame=is_frame,
        ),
        keep,
    )


def _topics(
    actor: Actor, lead_id: UUID | None, everybody: bool, kinds: Iterable[EventKind] | None, own: bool
) -> Topics:
    whole = not own and (everybody or actor.may(Permission.LEADS_READ_ORGANIZATION))
    return Topics(
        actor.tenant_id,
        actor.organization_ids if whole else frozenset(),
        lead_id,
        actor.user_id,
        None if kinds is None else frozenset(kinds),
        actor.organization_id,
    )


FOLLOWED = frozenset({EventKind.PREFERENCES_CHANGED, EventKind.PLACE_CHANGED})


class LiveState(rx.State):
    """The tab itself: whether it is looked at, and how its person wants to see it."""

    @handler
    async def follow(self) -> None:
        """On loading any page: follow the language, theme and organization that the person chooses elsewhere."""
        await watch(self, kinds=FOLLOWED, own=True, is_frame=True)

    @handler
    async def look(self, visible: bool) -> None:
        """The tab was shown or hidden."""
        hub.show(self.router.session.client_token, visible)

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        session = await self.get_state(SessionState)
        before = (session.language, session._date_format)
        await refresh_session(self)
        if (session.language, session._date_format) != before:
            hub.refresh_tab(self.router.session.client_token)


@contextlib.asynccontextmanager
async def run_live(app: Any) -> AsyncIterator[None]:
    """Lifespan task: carry messages from the database to the hub."""
    hub.app = app
    wire.write_with(app.sio)
    database = get_runtime().database
    loop = asyncio.get_running_loop()
    database.on_commit = lambda messages: _hand_over(loop, messages)
    tasks = [asyncio.create_task(_sweep())]
    if not database.is_sqlite:
        tasks.append(asyncio.create_task(_listen()))
    try:
        yield
    finally:
        database.on_commit = lambda messages: None
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _sweep() -> None:
    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        hub.sweep()


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
                await _carry(connection, get_runtime().database.mark)
        except (psycopg.Error, OSError) as error:
            log.warning("live updates wait for the database: %s", type(error).__name__)
        await asyncio.sleep(pause)
        pause = min(pause * 2, 10)


async def _carry(connection: psycopg.AsyncConnection[Any], own: str) -> None:
    """What this process did itself it heard of before the act was answered, so that an act's own page reads once."""
    while True:
        async for notice in connection.notifies(timeout=LISTEN_SECONDS):
            mark, _, text = notice.payload.partition(" ")
            if mark == own:
                continue
            try:
                message = Message.from_json(text)
            except (ValueError, TypeError):
                log.warning("a notification could not be read")
                continue
            hub.publish([message])
        await connection.execute("SELECT 1")


async def warm_up() -> None:
    """Lifespan task: make a first state tree, so that the first visitor does not wait for what it imports."""
    root = State(_reflex_internal_init=True)
    cache_initial_snapshot(State, await _resolve_delta(root.dict(initial=True)))
    settle_down()

"""The gate before every event: who is it, may this be called, is the payload what the handler expects.

Deny by default. Whatever is not a handler of ours (doors.py) or one of the few that Reflex itself needs does not run.
"""

import asyncio
import logging
import time
from typing import Any

from reflex.middleware import Middleware
from reflex.state import BaseState, StateUpdate
from reflex_base.event import Event

from leadx_app.db import Unavailable
from leadx_app.domain.accounts import Credential, touch_session
from leadx_app.domain.errors import SignedOut
from leadx_app.domain.permissions import Actor
from leadx_app.queries.session import session_frame, who_am_i
from leadx_app.runtime import get_runtime
from leadx_app.state import errors
from leadx_app.state.doors import credential, find_door
from leadx_app.state.session import SessionState, forget_everything, show_as
from leadx_app.state.toasts import toast

log = logging.getLogger("leadx.gate")

ROOT = "reflex___state____state"
ON_LOAD = f"{ROOT}.reflex___state____on_load_internal_state"
EXCEPTION = f"{ROOT}.reflex___state____frontend_event_exception_state.handle_frontend_exception"

# Handlers of Reflex that a page needs, and the parameters that we let through; `vars` would write client storage.
FRAMEWORK: dict[str, dict[str, type]] = {
    f"{ROOT}.hydrate_and_load": {"hashes": list},
    f"{ROOT}.hydrate": {},
    f"{ROOT}.set_is_hydrated": {"value": bool},
    f"{ON_LOAD}.on_load_internal": {},
    f"{ON_LOAD}.set_is_hydrated": {"value": bool},
    EXCEPTION: {"info": str, "component_stack": str},
}
HYDRATES = {f"{ROOT}.hydrate_and_load", f"{ROOT}.hydrate"}
# Those neither show nor change anything of ours: no need to look the session up.
NEUTRAL = FRAMEWORK.keys() - HYDRATES
MOST_HASHES = 500
LONGEST_REPORT = 2_000
REPORTS_PER_MINUTE = 30
TOUCH_SECONDS = 300


class Gate(Middleware):
    """Runs before every event that a browser or a handler sends."""

    def __init__(self) -> None:
        self._touched: dict[str, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._reports: list[float] = []

    async def preprocess(self, app: Any, state: BaseState, event: Event) -> StateUpdate | None:
        """None lets the event through; an update is sent instead of running it."""
        root = state._get_root_state()
        if event.name in NEUTRAL:
            return None if self._tame(event) else StateUpdate()
        session = await root.get_state(SessionState)
        before = (session._session_hash, session.place)
        try:
            actor = await self._bind(root)
        except Unavailable as busy:
            await errors.tell(root, busy)
            return await _answer(root)
        if event.name in FRAMEWORK:
            self._tame(event)
            return None
        door = find_door(event.name)
        if actor is None and (door is None or not door.public):
            return await _answer(root, errors.to_sign_in(root, ended=credential(root).session_hash is not None))
        if actor is not None and _has_moved(*before, session):
            return await _answer(root)  # It was meant for the organization that the page still showed.
        if door is None:
            log.warning("refused: no such handler")
            return await _answer(root)
        try:
            arguments = door.parse(event.payload)
        except (ValueError, RecursionError):
            log.warning("refused: wrong payload for %s", door.function.__qualname__)
            await toast(root, "problem", await errors.say(root, errors.NOT_UNDERSTOOD))
            return await _answer(root)
        event.payload.clear()
        event.payload.update(arguments)
        return None

    async def _bind(self, root: BaseState) -> Actor | None:
        """Look the session up and make the tab's state its own: another session, or none, starts from nothing."""
        shown = credential(root)
        actor = await _actor(shown)
        session = await root.get_state(SessionState)
        session_hash = shown.session_hash if actor and shown.session_hash else ""
        if session._session_hash != session_hash:
            if session._session_hash:
                await forget_everything(root)
            session._session_hash = session_hash
        if actor is None:
            if not session._is_greeted:
                session._become_nobody(root.router.headers.raw_headers.get("accept-language", ""))
        elif actor != session._actor:
            frame = await get_runtime().database.read_async(shown, session_frame)
            await show_as(root, session, actor, frame)
        if session_hash:
            self._touch(session_hash)
        return actor

    def _touch(self, session_hash: str) -> None:
        """Note in the database that the session is in use, at most every five minutes."""
        now = time.monotonic()
        if now - self._touched.get(session_hash, -TOUCH_SECONDS) < TOUCH_SECONDS:
            return
        if len(self._touched) > 50_000:
            self._touched.clear()
        self._touched[session_hash] = now
        task = asyncio.create_task(self._touch_now(session_hash))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _touch_now(self, session_hash: str) -> None:
        try:
            await get_runtime().database.system_async(touch_session, session_hash)
        except Exception as error:
            log.warning("could not note the use of a session: %s", type(error).__name__)

    def _tame(self, event: Event) -> bool:
        """Cut the payload of a framework event down to what we let through; False drops the event."""
        allowed = FRAMEWORK[event.name]
        kept = {name: value for name, value in event.payload.items() if type(value) is allowed.get(name)}
        if not all(type(one) is str for one in kept.get("hashes", [])) or len(kept.get("hashes", [])) > MOST_HASHES:
            del kept["hashes"]
        if event.name == EXCEPTION:
            kept = {name: str(kept.get(name, ""))[:LONGEST_REPORT] for name in allowed}
        event.payload.clear()
        event.payload.update(kept)
        is_whole = event.name in HYDRATES or kept.keys() == allowed.keys()
        return is_whole and (event.name != EXCEPTION or self._may_report())

    def _may_report(self) -> bool:
        now = time.monotonic()
        self._reports = [moment for moment in self._reports if moment > now - 60]
        self._reports.append(now)
        return len(self._reports) <= REPORTS_PER_MINUTE


async def _actor(shown: Credential) -> Actor | None:
    if shown.session_hash is None:
        return None
    try:
        return await get_runtime().database.read_async(shown, who_am_i)
    except SignedOut:
        return None


def _has_moved(session_hash: str, place: str, session: SessionState) -> bool:
    """Whether the same session works in another organization than the tab had shown so far."""
    return session._session_hash == session_hash and place not in ("", session.place)


async def _answer(root: BaseState, events: Any = None) -> StateUpdate:
    """What is sent instead of running the event: what the gate itself changed, and where to go."""
    delta = await root._get_resolved_delta()
    root._clean()
    return StateUpdate(delta=delta, events=Event.from_event_type(events))

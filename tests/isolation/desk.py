"""A tab without a socket: one person's states in this process, called as the gate lets a browser call them."""

import functools
import inspect
from typing import Any

from reflex.state import BaseState, State
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext
from reflex_base.utils.format import format_event_handler, json_dumps

from leadx_app.domain.events import Message
from leadx_app.domain.permissions import Actor
from leadx_app.leadx_app import app
from leadx_app.pages.screen import SCREENS, Screen
from leadx_app.queries.session import session_frame
from leadx_app.state.bell import RingState
from leadx_app.state.doors import Door, find_door
from leadx_app.state.live import LiveState
from leadx_app.state.notifications import BellState
from leadx_app.state.session import SessionState
from tests.isolation.world import World

FRAME = (LiveState.follow, BellState.load, RingState.listen)
MOST_CHAINED = 3


class Desk:
    """What one person has open; everything that would go to their browser comes back as text."""

    def __init__(self, world: World, actor: Actor) -> None:
        self.world, self.actor = world, actor
        self._frame = world.runtime.database.read(world.credential(actor), session_frame)
        self.root: State

    async def sit_down(self, address: str = "/no-page") -> None:
        """A fresh tab of the person at an address; nothing is loaded yet."""
        self.root = State(_reflex_internal_init=True)
        path, _, query = address.partition("?")
        pairs = dict(pair.split("=", 1) for pair in query.split("&") if "=" in pair)
        cookie = f"leadx_session={self.world.secrets[self.actor.user_id]}"
        place = {"pathname": path, "asPath": address, "query": pairs, "token": f"tab of {self.actor.user_id}"}
        router = place | {"sid": "socket", "headers": {"cookie": cookie, "origin": "http://localhost:8000"}}
        self.root.router_data = self.root._update_router_vars(router, {})
        session = await self.root.get_state(SessionState)
        session._session_hash = self.world.credential(self.actor).session_hash or ""
        session._become(self.actor, self._frame)
        self.root._clean()

    async def load(self, screen: Screen, address: str, *, frame: bool = False) -> str:
        """Open a page: everything that its load sends."""
        await self.sit_down(address)
        handlers = [*(FRAME if frame else ()), *screen.on_load]
        return "\n".join([await self.call(format_event_handler(one), {}) for one in handlers])

    async def hear(self, screen: Screen, messages: tuple[Message, ...]) -> str:
        """The page's screens read again, as after each of these messages."""
        for state_class in states_of(screen):
            if hasattr(state_class, "_refresh_live"):
                await (await self.root.get_state(state_class))._refresh_live(messages)
        return await self._sent([])

    async def call(self, name: str, payload: dict[str, Any], depth: int = 0) -> str:
        """Call a handler as a browser does, and what it lets follow."""
        registered = RegistrationContext.get().event_handlers[name]
        door = find_door(name)
        assert door is not None, name
        state = await self.root.get_state(registered.states[0])
        found = registered.handler.fn(state, **door.parse(payload))
        answers = [one async for one in found] if inspect.isasyncgen(found) else [await found]
        events = [event for one in answers if one is not None for event in Event.from_event_type(one)]
        text = await self._sent(events)
        for event in events:
            if find_door(event.name) and depth < MOST_CHAINED:
                text += await self.call(event.name, dict(event.payload), depth + 1)
        return text

    async def _sent(self, events: list[Event]) -> str:
        delta = await self.root._get_resolved_delta()
        self.root._clean()
        return json_dumps([delta, [[event.name, event.payload] for event in events]])


@functools.cache
def doors() -> dict[str, Door]:
    """Every handler of the application, by its full name; those of tests are left out."""
    assert app is not None, "importing the app registers its pages and handlers"
    names = [name for name in RegistrationContext.get().event_handlers if "leadx_app" in name]
    return {name: door for name in sorted(names) if (door := find_door(name))}


def state_of(name: str) -> type[BaseState]:
    """The state that a handler belongs to."""
    return RegistrationContext.get().event_handlers[name].states[0]


def states_of(screen: Screen) -> list[type[BaseState]]:
    """The states that a page loads, in order."""
    return list(dict.fromkeys(state_of(format_event_handler(one)) for one in screen.on_load))


@functools.cache
def schema_of(name: str) -> dict[str, Any]:
    """The parameters of a handler as JSON schema."""
    return doors()[name].parameters.model_json_schema()


@functools.cache
def handlers_of(route: str) -> list[str]:
    """The handlers that are called on a page: of the states that it loads; what no page loads is on the first one."""
    known = {state: screen.route for screen in reversed(SCREENS) for state in states_of(screen)}
    return [name for name in doors() if known.get(state_of(name), "/news") == route]

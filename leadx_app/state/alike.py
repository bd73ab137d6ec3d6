"""Open pages that show the same: read once, written once, and put into every tab in one go.

Of 500 open pages of one organization most show the same rows. A screen takes part by `_alike`, which says what it looks
at: tabs of an audience that look at the same get the same values, and those that showed the same before get the same
packet. A tab that is not as usual (it shows something of its own, a handler works on it, its session has ended) is left
to the hub, which lets it read by itself.
"""

import asyncio
import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from engineio.packet import MESSAGE
from engineio.packet import Packet as EnginePacket
from reflex.istate.manager.memory import StateManagerMemory
from reflex.istate.manager.token import BaseStateToken
from reflex.state import BaseState, StateUpdate
from reflex_base.constants.state import FIELD_MARKER
from socketio.packet import EVENT

from leadx_app.domain.events import Message
from leadx_app.domain.permissions import Actor
from leadx_app.state.audience import actors_of, audience, reading
from leadx_app.state.watches import Watch

TOGETHER = 40
"""After so many tabs the loop turns to others, so that whoever acts does not wait until a crowd is told."""


class View(Protocol):
    """What a screen looks at, hashable: tabs of an audience with equal views show the same."""

    @property
    def question(self) -> tuple[Callable[..., Any], tuple[Hashable, ...]]:
        """The query and its arguments."""

    def values(self, rows: Any) -> dict[str, Any]:
        """The screen's vars, made of the view and the query's answer alone. Nobody changes what they hold."""


class Tabs:
    """The tabs of this process, as Reflex and the sockets keep them."""

    def __init__(self, app: Any) -> None:
        self._app = app

    def may_look_alike(self, screen: type[BaseState]) -> bool:
        """Whether the screen takes part here: tabs in Redis are written by several processes and read one by one."""
        return hasattr(screen, "_alike") and isinstance(self._app.state_manager, StateManagerMemory)

    def is_connected(self, watch: Watch) -> bool:
        """Whether the tab is still connected through the socket that subscribed."""
        record = self._app.event_namespace._token_manager.token_to_socket.get(watch.token)
        return record is not None and record.sid == watch.socket

    def at_rest(self, watch: Watch) -> Any:
        """The screen's state, when no handler works on the tab and everything was sent; else None.

        Nothing else runs until the next `await`, so that what is written before it needs no lock.
        """
        manager = self._app.state_manager
        root, lock = manager.states.get(watch.token), manager._states_locks.get(watch.token)
        if root is None or root.dirty_vars or root.dirty_substates or (lock and lock.locked()):
            return None
        manager._track_token(BaseStateToken(ident=watch.token, cls=watch.screen))
        return root.substates.get(watch.screen.get_name())

    def packet(self, screen: type[BaseState], values: dict[str, Any]) -> EnginePacket:
        """The update that Reflex would send for these changes of one screen."""
        delta = {screen.get_full_name(): {name + FIELD_MARKER: value for name, value in values.items()}}
        sio, namespace = self._app.sio, self._app.event_namespace.namespace
        packet = sio.packet_class(EVENT, namespace=namespace, data=["event", StateUpdate(delta=delta)])
        return EnginePacket(MESSAGE, packet.encode())

    async def send(self, watch: Watch, packet: EnginePacket) -> None:
        """Put a packet behind what the tab's socket has to send; nothing happens when it has just gone."""
        address = self._app.sio.manager.eio_sid_from_sid(watch.socket, self._app.event_namespace.namespace)
        if address is not None:
            await self._app.sio.eio.send_packet(address, packet)


@dataclass
class Due:
    """A tab that is told, and the messages that it is told for."""

    watch: Watch
    messages: tuple[Message, ...]
    changed: frozenset[str] = frozenset()


@dataclass
class _Group:
    """Tabs of one audience that look at the same."""

    ours: Actor
    view: View
    tabs: list[Due] = field(default_factory=list)


@dataclass
class Served:
    """What is left of a round: who must read by themselves, and failures with those whom they hit."""

    alone: list[Watch] = field(default_factory=list)
    failed: list[tuple[list[Due], BaseException]] = field(default_factory=list)

    def leave(self, due: Due) -> None:
        """A tab is not as usual."""
        due.watch.give_back(due.messages)
        self.alone.append(due.watch)


async def serve(tabs: Tabs, watches: Iterable[Watch]) -> Served:
    """Let these screens, all of one kind, show what is true now."""
    began, served = time.monotonic(), Served()
    due = [Due(watch, watch.take()) for watch in watches]
    try:
        actors = await actors_of({one.watch.session for one in due})
    except Exception as error:
        served.failed.append((due, error))
        return served
    groups = _groups(tabs, due, actors, served)
    questions = [reading(group.ours, *group.view.question, since=began) for group in groups]
    for group, rows in zip(groups, await asyncio.gather(*questions, return_exceptions=True), strict=True):
        if isinstance(rows, BaseException):
            served.failed.append((group.tabs, rows))
        else:
            await _show(tabs, group, rows, began, served)
    return served


def _groups(tabs: Tabs, due: list[Due], actors: dict[str, Actor], served: Served) -> list[_Group]:
    """The tabs by audience and view."""
    groups: dict[Hashable, _Group] = {}
    audiences = {session: audience(actor) for session, actor in actors.items()}
    changes: dict[tuple[int, ...], _Changes] = {}
    for one in due:
        actor, state = actors.get(one.watch.session), tabs.at_rest(one.watch)
        view = None
        if actor is not None and state is not None:
            known = tuple(map(id, one.messages))
            if known not in changes:
                changes[known] = _Changes(one.messages)
            one.changed = changes[known].by_others(actor.user_id)
            view = state._alike(one.changed)
        if view is None:
            served.leave(one)
            continue
        ours = audiences[one.watch.session]
        groups.setdefault((ours, view), _Group(ours, view)).tabs.append(one)
    return list(groups.values())


async def _show(tabs: Tabs, group: _Group, rows: Any, began: float, served: Served) -> None:
    """Put the rows into the tabs of a group, and send to each what is new to it."""
    patch = _Patch(tabs, group.tabs[0].watch.screen, group.view.values(rows))
    for number, one in enumerate(group.tabs, 1):
        if number % TOGETHER == 0:
            await asyncio.sleep(0)
        if one.watch.settled_at > began or not tabs.is_connected(one.watch):
            continue
        state = tabs.at_rest(one.watch)
        if state is None or state._alike(one.changed) != group.view:
            served.leave(one)
        elif packet := patch.put_into(state):
            await tabs.send(one.watch, packet)


class _Changes:
    """Which leads messages are about, for those who have the same messages."""

    def __init__(self, messages: tuple[Message, ...]) -> None:
        self._messages = messages
        self._actors = {message.actor_id for message in messages}
        self._all = self._without(None)

    def by_others(self, person_id: UUID) -> frozenset[str]:
        """The ids of leads that somebody else than this person changed."""
        return self._without(person_id) if person_id in self._actors else self._all

    def _without(self, person_id: UUID | None) -> frozenset[str]:
        return frozenset(
            str(lead_id)
            for message in self._messages
            if person_id is None or message.actor_id != person_id
            for lead_id in message.leads
        )


class _Patch:
    """New values of a screen's vars, and the packets for those who lack the same of them."""

    def __init__(self, tabs: Tabs, screen: type[BaseState], values: dict[str, Any]) -> None:
        self._tabs, self._screen, self._values = tabs, screen, values
        self._compared: dict[tuple[int, int], tuple[Any, bool]] = {}
        self._packets: dict[tuple[str, ...], EnginePacket | None] = {}

    def put_into(self, state: BaseState) -> EnginePacket | None:
        """Write the values into a tab's state; the packet that tells the tab, None when nothing is new to it.

        What is equal is put in as well, so that tabs of an audience hold one copy, but not sent.
        """
        changes = []
        for name, value in self._values.items():
            before = state.get_value(name)
            if before is not value:
                state.__dict__[name] = value
                if not name.startswith("_") and not self._is_equal(before, value):
                    changes.append(name)
        return self._packet(tuple(changes))

    def _is_equal(self, before: Any, value: Any) -> bool:
        """Compared once for all tabs that hold the same object; it is kept, so that no other takes its place."""
        key = (id(before), id(value))
        known = self._compared.get(key)
        if known is None:
            known = self._compared[key] = (before, before == value)
        return known[1]

    def _packet(self, names: tuple[str, ...]) -> EnginePacket | None:
        if names and names not in self._packets:
            self._packets[names] = self._tabs.packet(self._screen, {name: self._values[name] for name in names})
        return self._packets.get(names)

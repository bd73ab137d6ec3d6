"""The hub alone, with an app that only counts: who is due, how often is read, what is shared."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from leadx_app.db import Unavailable
from leadx_app.domain.accounts import Credential
from leadx_app.domain.errors import NotFound, SignedOut
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.domain.permissions import Actor
from leadx_app.models import Role
from leadx_app.state import audience, hub
from leadx_app.state.hub import Hub, Topics, Watch
from leadx_app.state.watches import Register
from tests.support.rx_client import run

TENANT, OTHER_TENANT, NORDLYS, SERVICE = (UUID(int=number) for number in range(1, 5))
MONA, BASIC = UUID(int=11), UUID(int=12)


def message(*, tenant: UUID = TENANT, organization: UUID = NORDLYS, lead: int = 1, people: Any = (BASIC,)) -> Message:
    return Message(tenant, frozenset({organization}), UUID(int=lead), frozenset(people), EventKind.LEAD_CREATED)


class Screen:
    """A state class that notes what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[Message, ...]] = []
        self.begun = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()
        self.fails: list[Exception] = []

    async def get_state(self, screen: Any) -> "Screen":
        return self

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        self.told.append(messages)
        self.begun.set()
        await self.gate.wait()
        if self.fails:
            raise self.fails.pop()


class FakeApp:
    """What the hub needs of Reflex's app: which sockets are there, and the state of a tab."""

    def __init__(self, screens: dict[str, Screen]) -> None:
        self.screens = screens
        self.sockets = {token: SimpleNamespace(sid=f"socket of {token}") for token in screens}
        manager = SimpleNamespace(token_to_socket=self.sockets)
        self.event_namespace = SimpleNamespace(_token_manager=manager)

    @asynccontextmanager
    async def modify_state(self, token: Any) -> AsyncIterator[Screen]:
        yield self.screens[token.ident]


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "EVERY_SECONDS", 0)
    monkeypatch.setattr(hub, "BUSY_SECONDS", 0)


def a_hub(*tokens: str, topics: Topics | None = None) -> tuple[Hub, dict[str, Screen]]:
    """A hub with one watching tab per token."""
    one, screens = Hub(), {token: Screen() for token in tokens}
    one.app = FakeApp(screens)
    for token in tokens:
        one.subscribe(a_watch(token, topics=topics))
    return one, screens


def a_watch(token: str, *, screen: Any = Screen, path: str = "/pipeline", topics: Topics | None = None) -> Watch:
    all_of_it = topics or Topics(TENANT, frozenset({NORDLYS}), None, MONA)
    return Watch(token=token, socket=f"socket of {token}", screen=screen, topics=all_of_it, path=path)


async def idle(one: Hub) -> None:
    """Until every watch is served."""
    while tasks := [watch.task for watch in one._all() if watch.task and not watch.task.done()]:
        await asyncio.gather(*tasks)


def test_a_message_of_many_leads_concerns_the_screen_of_each() -> None:
    many = frozenset(UUID(int=number) for number in range(1, 4))
    message = Message(TENANT, frozenset({NORDLYS}), None, frozenset({BASIC}), EventKind.LEAD_PARKED, lead_ids=many)
    shown = [Topics(TENANT, lead_id=UUID(int=number)).concern(message) for number in range(5)]
    assert shown == [False, True, True, True, False]


@pytest.mark.parametrize(
    ("topics", "concerned"),
    [
        (Topics(TENANT, frozenset({NORDLYS})), True),
        (Topics(TENANT, frozenset({SERVICE})), False),
        (Topics(TENANT, user_id=BASIC), True),
        (Topics(TENANT, user_id=MONA), False),
        (Topics(TENANT, lead_id=UUID(int=1)), True),
        (Topics(TENANT, frozenset({NORDLYS}), lead_id=UUID(int=2)), False),
        (Topics(OTHER_TENANT, frozenset({NORDLYS}), UUID(int=1), BASIC), False),
    ],
)
def test_topics_say_what_concerns_a_screen(topics: Topics, concerned: bool) -> None:
    assert topics.concern(message()) is concerned


@pytest.mark.parametrize(
    ("topics", "concerned"),
    [
        (Topics(TENANT, user_id=MONA, home=NORDLYS), True),
        (Topics(TENANT, user_id=MONA, home=SERVICE), False),
        (Topics(TENANT, frozenset({NORDLYS}), kinds=frozenset({EventKind.BELL_RUNG})), True),
        (Topics(TENANT, frozenset({NORDLYS}), kinds=frozenset({EventKind.LEAD_WON})), False),
        (Topics(OTHER_TENANT, frozenset({NORDLYS}), home=NORDLYS), False),
    ],
)
def test_a_message_for_everybody_reaches_those_who_work_there(topics: Topics, concerned: bool) -> None:
    everybody = Message(TENANT, frozenset({NORDLYS}), None, None, EventKind.BELL_RUNG)
    assert topics.concern(everybody) is concerned


def test_a_message_for_the_whole_tenant_reaches_every_organization() -> None:
    everywhere = Message(TENANT, None, None, frozenset(), EventKind.NEWS_PUBLISHED)
    assert Topics(TENANT, frozenset({SERVICE})).concern(everywhere)
    assert not Topics(TENANT, user_id=MONA, home=SERVICE).concern(everywhere)
    assert not Topics(OTHER_TENANT, frozenset({SERVICE})).concern(everywhere)


KINDS: tuple[Any, ...] = (None, frozenset({EventKind.LEAD_CREATED}), frozenset({EventKind.BELL_RUNG}))
PLACES = (frozenset(), frozenset({NORDLYS}), frozenset({SERVICE, NORDLYS}))


def test_the_register_tells_exactly_those_whom_a_message_concerns() -> None:
    every = [
        Topics(tenant, places, lead, person, kinds, home)
        for tenant in (TENANT, OTHER_TENANT)
        for places in PLACES
        for lead in (None, UUID(int=1))
        for person in (None, MONA, BASIC)
        for kinds in KINDS
        for home in (None, NORDLYS)
    ]
    watches = [a_watch(f"tab {number}", topics=topics) for number, topics in enumerate(every)]
    register = Register()
    for watch in watches:
        register.add(watch)
    gone = watches[::7]
    for watch in gone * 2:
        register.remove(watch)
    for people in (None, frozenset(), frozenset({MONA}), frozenset({MONA, BASIC})):
        for places in (None, *PLACES):
            for kind in (EventKind.LEAD_CREATED, EventKind.BELL_RUNG, EventKind.NOTIFICATIONS_READ):
                told = Message(TENANT, places, UUID(int=1), people, kind)
                expected = [one.token for one in watches if one not in gone and one.topics.concern(told)]
                assert sorted(one.token for one in register.note([told])) == sorted(expected)
    for watch in watches:
        register.remove(watch)
    assert not register._hearers


def test_what_arrives_while_a_screen_reads_is_one_more_reading() -> None:
    async def go() -> None:
        one, screens = a_hub("tab")
        screens["tab"].gate.clear()
        one.publish([message()])
        await screens["tab"].begun.wait()
        for number in range(20):
            one.publish([message(lead=number)])
        screens["tab"].gate.set()
        await idle(one)
        assert [len(messages) for messages in screens["tab"].told] == [1, 20]

    run(go())


def test_a_flood_is_remembered_in_part_and_read_once() -> None:
    async def go() -> None:
        one, screens = a_hub("tab")
        one.publish(message(lead=number) for number in range(1_000))
        await idle(one)
        assert [len(messages) for messages in screens["tab"].told] == [hub.MOST_MESSAGES]

    run(go())


def test_tabs_that_are_gone_are_dropped() -> None:
    async def go() -> None:
        one, screens = a_hub("gone", "reconnected", "here")
        del one.app.sockets["gone"]
        one.app.sockets["reconnected"] = SimpleNamespace(sid="another socket")
        one.publish([message()])
        await idle(one)
        assert [token for token, screen in screens.items() if screen.told] == ["here"]
        assert one.count() == 1
        del one.app.sockets["here"]
        one.show("never watched", False)
        one.sweep()
        assert one.count() == 0
        assert not one._hidden

    run(go())


def test_an_own_act_that_was_read_already_is_not_read_again() -> None:
    async def go() -> None:
        one, screens = a_hub("actor", "colleague")
        one.publish([message()])
        one.settle("actor", Screen)  # The handler reads while it still holds the state.
        await idle(one)
        assert [token for token, screen in screens.items() if screen.told] == ["colleague"]

    run(go())


def test_a_busy_database_is_asked_again_and_a_refusal_is_not() -> None:
    async def go() -> None:
        one, screens = a_hub("busy", "refused")
        screens["busy"].fails = [Unavailable()]
        screens["refused"].fails = [NotFound()]
        one.publish([message()])
        await idle(one)
        first, again = screens["busy"].told
        assert first == again, "what the screen is told is not lost by asking again"
        assert len(screens["refused"].told) == 1

    run(go())


def test_a_failing_screen_does_not_stop_the_others() -> None:
    async def go() -> None:
        one, screens = a_hub("fails", "works")
        screens["fails"].fails = [RuntimeError()]
        one.publish([message()])
        await idle(one)
        one.publish([message()])
        await idle(one)
        assert len(screens["fails"].told) == len(screens["works"].told) == 2

    run(go())


def test_at_most_so_many_tabs_read_at_once() -> None:
    async def go() -> None:
        tokens = [f"tab {number}" for number in range(hub.AT_ONCE + 20)]
        one, screens = a_hub(*tokens)
        for screen in screens.values():
            screen.gate.clear()
        one.publish([message()])
        for _ in range(200):
            await asyncio.sleep(0)
        assert sum(bool(screen.told) for screen in screens.values()) == hub.AT_ONCE
        for screen in screens.values():
            screen.gate.set()
        await idle(one)
        assert all(screen.told for screen in screens.values())

    run(go())


# Shared reads.

RESOLVED: list[list[str]] = []
"""Who was asked about together."""


class Reading:
    """A query that counts, in place of the database."""

    def __init__(self) -> None:
        self.actors: list[Actor] = []

    def __call__(self, session: Any, actor: Actor, *filters: str) -> list[str]:
        self.actors.append(actor)
        return ["row", *filters]


def an_actor(**changes: Any) -> Actor:
    plain: dict[str, Any] = {
        "user_id": uuid4(),
        "tenant_id": TENANT,
        "organization_id": NORDLYS,
        "role": Role.MANAGER,
        "name": "Mona",
        "language": "en",
        "time_zone": "Europe/Oslo",
    }
    return Actor(**(plain | changes))


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch) -> dict[str, Actor]:
    """Who is behind which tab; reads run at once, without a database."""
    behind: dict[str, Actor] = {}

    class Database:
        limits = None

        def bind_tenant(self, session: Any, tenant_id: UUID) -> None:
            assert tenant_id in (TENANT, OTHER_TENANT)

        async def system_async(self, work: Any, *args: Any, writes: bool) -> Any:
            assert writes is False
            return work(None, *args, now=datetime(2026, 3, 2, tzinfo=UTC))

    async def read(state: str, query: Any) -> Actor:
        return behind[state]

    def resolve(session: Any, hashes: tuple[str, ...], **_: Any) -> dict[str, Actor]:
        RESOLVED.append(sorted(hashes))
        return {tab: behind[tab] for tab in hashes if tab in behind}

    RESOLVED.clear()
    monkeypatch.setattr(audience, "read", read)
    monkeypatch.setattr(audience, "credential", lambda state: Credential(session_hash=state))
    monkeypatch.setattr(audience, "resolve_sessions", resolve)
    monkeypatch.setattr(audience, "_people", {})
    monkeypatch.setattr(audience, "get_runtime", lambda: SimpleNamespace(database=Database()))
    monkeypatch.setattr(audience, "_readings", {})
    return behind


async def read_all(people: dict[str, Actor], query: Any, *filters: str) -> None:
    with audience.needed_since(time.monotonic()):
        for state in people:
            assert await audience.read_shared(state, query, *filters) == ["row", *filters]


def test_a_change_asks_about_everybody_at_once_and_sends_away_who_is_signed_out(people: dict[str, Actor]) -> None:
    people |= {f"tab {number}": an_actor() for number in range(20)}
    query = Reading()

    async def go() -> list[Any]:
        with audience.needed_since(time.monotonic()):
            tabs = [*people, "ended", *people]
            return await asyncio.gather(*(audience.read_shared(tab, query) for tab in tabs), return_exceptions=True)

    answers = run(go())
    assert [sorted([*people, "ended"])] == RESOLVED
    assert [isinstance(answer, SignedOut) for answer in answers].count(True) == 1
    assert len(query.actors) == 1


def test_a_later_change_asks_about_the_person_again(people: dict[str, Actor]) -> None:
    people["tab"] = an_actor()

    async def go() -> None:
        for _ in range(2):
            with audience.needed_since(time.monotonic()):
                await audience.read_shared("tab", Reading())

    run(go())
    assert RESOLVED == [["tab"], ["tab"]]


def test_one_audience_is_read_once(people: dict[str, Actor]) -> None:
    query = Reading()
    people.update({f"tab {number}": an_actor() for number in range(50)})
    run(read_all(people, query, "new"))

    assert len(query.actors) == 1
    assert query.actors[0].user_id == audience.NOBODY
    assert query.actors[0].tenant_id == TENANT


def test_every_other_audience_is_read_for_itself(people: dict[str, Actor]) -> None:
    query = Reading()
    people.update(
        base=an_actor(),
        tenant=an_actor(tenant_id=OTHER_TENANT),
        organization=an_actor(organization_id=SERVICE),
        children=an_actor(child_ids=frozenset({SERVICE})),
        role=an_actor(role=Role.PROFESSIONAL),
        language=an_actor(language="nb"),
        time_zone=an_actor(time_zone="UTC"),
    )
    run(read_all(people, query, "new"))

    assert len(query.actors) == len(people)


def test_other_filters_are_read_for_themselves(people: dict[str, Actor]) -> None:
    query = Reading()
    people["tab"] = an_actor()
    run(read_all(people, query, "new"))
    run(read_all(people, query, "won"))

    assert len(query.actors) == 2


def test_outside_of_a_live_round_every_read_is_fresh(people: dict[str, Actor]) -> None:
    query = Reading()
    people["tab"] = an_actor()

    async def go() -> None:
        await audience.read_shared("tab", query)
        await audience.read_shared("tab", query)

    run(go())
    assert len(query.actors) == 2


def test_a_later_change_is_not_answered_with_an_earlier_reading(people: dict[str, Actor]) -> None:
    query = Reading()
    people["tab"] = an_actor()
    run(read_all(people, query))
    run(read_all(people, query))

    assert len(query.actors) == 2


def test_reading_notifications_changes_no_page_of_leads() -> None:
    read = Message(TENANT, frozenset(), None, frozenset({MONA}), EventKind.NOTIFICATIONS_READ)
    assert not Topics(TENANT, frozenset({NORDLYS}), user_id=MONA).concern(read)
    assert Topics(TENANT, user_id=MONA, kinds=frozenset({EventKind.NOTIFICATIONS_READ})).concern(read)
    assert not Topics(TENANT, user_id=BASIC, kinds=frozenset({EventKind.NOTIFICATIONS_READ})).concern(read)


def test_the_frame_stays_when_another_page_is_opened() -> None:
    one, _ = a_hub("tab")
    frame = Watch("tab", "socket of tab", int, Topics(TENANT, user_id=MONA), "/pipeline", is_frame=True)
    one.subscribe(frame)
    one.subscribe(a_watch("tab", screen=str, path="/profile"))
    assert {watch.screen for watch in one._all()} == {int, str}


@pytest.mark.parametrize(("people", "waits"), [((MONA,), 0), (tuple(UUID(int=n) for n in range(21)), 1), (None, 1)])
def test_the_frame_lets_the_pages_go_first_in_a_crowd(people: Any, waits: int, monkeypatch) -> None:
    paused: list[float] = []

    async def pause(seconds: float) -> None:
        paused.append(seconds)

    async def go() -> None:
        one, screens = a_hub("tab")
        topics = Topics(TENANT, user_id=MONA, home=NORDLYS)
        one.subscribe(Watch("tab", "socket of tab", Screen, topics, "/pipeline", is_frame=True))
        told = None if people is None else frozenset({*people, MONA})
        monkeypatch.setattr(hub.asyncio, "sleep", pause)
        one.publish([Message(TENANT, frozenset({NORDLYS}), None, told, EventKind.NEWS_PUBLISHED)])
        await idle(one)
        assert len(screens["tab"].told) == 1

    run(go())
    assert len([seconds for seconds in paused if 0 < seconds <= hub.CROWD_SECONDS]) == waits

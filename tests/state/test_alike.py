"""Open pages that show the same are told in one go, and nobody is told what others may see."""

import asyncio
import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from reflex.istate.manager.memory import StateManagerMemory
from reflex.state import State, StateUpdate
from reflex_base.registry import RegistrationContext
from reflex_base.utils.format import json_dumps
from socketio.packet import Packet

from leadx_app.db import Unavailable
from leadx_app.domain.errors import NotPermitted
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.domain.permissions import Actor
from leadx_app.models import Role
from leadx_app.state import alike, hub
from leadx_app.state.alike import Tabs, serve
from leadx_app.state.community import CommunityState
from leadx_app.state.community_address import CommunityAddress
from leadx_app.state.community_lines import CommunityLine, CommunityShown
from leadx_app.state.hub import Hub, Topics, Watch
from leadx_app.state.wire import Shared, dumps
from tests.support.rx_client import run

TENANT, OTHER_TENANT, NORDLYS, LEAD = (UUID(int=number) for number in range(1, 5))
NAMESPACE = "/_event"


class PacketAsServed(Packet):
    """A packet with the writer of the server."""

    json = SimpleNamespace(dumps=dumps)


class Office:
    """Open Community pages of one process, without sockets and without a database."""

    def __init__(self) -> None:
        self.people: dict[str, Actor] = {}
        self.sent: dict[str, list[Any]] = {}
        self.readings: list[Actor] = []
        self.meanwhile: Any = lambda: None
        self.failure: Exception | None = None
        self.count = 0
        self.state_manager = StateManagerMemory()
        sockets: dict[str, Any] = {}
        self.event_namespace = SimpleNamespace(
            namespace=NAMESPACE, _token_manager=SimpleNamespace(token_to_socket=sockets)
        )
        manager = SimpleNamespace(eio_sid_from_sid=lambda sid, namespace: sid)
        self.sio = SimpleNamespace(manager=manager, eio=self, packet_class=PacketAsServed)

    def open(self, name: str, **changes: Any) -> Watch:
        """A page of somebody of their own."""
        plain: dict[str, Any] = {
            "user_id": uuid4(),
            "tenant_id": TENANT,
            "organization_id": NORDLYS,
            "role": Role.MANAGER,
            "name": name,
            "language": "en",
            "time_zone": "Europe/Oslo",
        }
        self.people[f"session of {name}"] = Actor(**(plain | changes))
        self.state_manager.states[name] = State(_reflex_internal_init=True)
        self.event_namespace._token_manager.token_to_socket[name] = SimpleNamespace(sid=f"socket of {name}")
        self.sent[name] = []
        topics = Topics(TENANT, frozenset({NORDLYS}))
        return Watch(name, f"socket of {name}", CommunityState, topics, "/community", f"session of {name}")

    def state(self, name: str) -> CommunityState:
        return self.state_manager.states[name].substates[CommunityState.get_name()]

    def rows(self, name: str) -> list[str]:
        return [row.title for row in self.state(name).get_value("rows")]

    def texts(self, name: str) -> list[str]:
        return [packet.encode() for packet in self.sent[name]]

    async def send_packet(self, address: str, packet: Any) -> None:
        self.sent[address.removeprefix("socket of ")].append(packet)

    async def actors_of(self, sessions: set[str]) -> dict[str, Actor]:
        return {session: self.people[session] for session in sessions if session in self.people}

    async def reading(self, ours: Actor, query: Any, arguments: Any, *, since: float) -> CommunityShown:
        self.readings.append(ours)
        self.count += 1
        self.meanwhile()
        if self.failure:
            raise self.failure
        title = f"{ours.tenant_id.int} {ours.role} {ours.language} {self.count}"
        return CommunityShown(rows=Shared([a_line(title)]), total="1", behind={"revenue": ("won", "")})


def a_line(title: str) -> CommunityLine:
    texts = dict.fromkeys(CommunityLine.__dataclass_fields__, "") | {"tint": 0, "finder_tint": 0}
    return CommunityLine(**(texts | {"id": str(LEAD), "title": title}))


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    one = Office()
    monkeypatch.setattr(alike, "actors_of", one.actors_of)
    monkeypatch.setattr(alike, "reading", one.reading)
    monkeypatch.setattr(hub, "EVERY_SECONDS", 0)
    monkeypatch.setattr(hub, "BUSY_SECONDS", 0)
    return one


def told(office: Office, *watches: Watch, actor: UUID | None = None) -> list[str]:
    """Tell these pages of a change; the names of those that must read by themselves."""
    message = Message(TENANT, frozenset({NORDLYS}), LEAD, frozenset(), EventKind.LEAD_WON, actor)
    for watch in watches:
        watch.note(message)
    served = run(serve(Tabs(office), watches))
    assert not served.failed
    return [watch.token for watch in served.alone]


def test_pages_of_an_audience_are_read_once_and_get_one_packet(office: Office) -> None:
    watches = [office.open(f"tab {number}") for number in range(alike.TOGETHER * 2 + 1)]
    assert told(office, *watches) == []
    assert len(office.readings) == 1
    assert {len(packets) for packets in office.sent.values()} == {1}
    assert len({id(packets[0]) for packets in office.sent.values()}) == 1
    assert not any(watch.is_due for watch in watches)


def test_what_is_sent_is_what_reflex_would_send(office: Office) -> None:
    watch = office.open("tab")
    told(office, watch)
    told(office, watch)
    twin = State(_reflex_internal_init=True)
    state = twin.substates[CommunityState.get_name()]
    for text, number in zip(office.texts("tab"), (1, 2), strict=True):
        shown = CommunityShown(rows=[a_line(f"1 manager en {number}")], total="1", behind={"revenue": ("won", "")})
        for name, value in state._alike(frozenset({str(LEAD)})).values(shown).items():
            state._set(name, value)
        event, update = json.loads(text.removeprefix(f"42{NAMESPACE},"))
        assert event == "event"
        assert update == json.loads(json_dumps(StateUpdate(delta=twin.get_delta())))
        twin._clean()
    assert "is_loaded" not in office.texts("tab")[1], "what is as it was is not sent again"
    assert office.state("tab").get_value("_behind") == {"revenue": ("won", "")}
    assert "behind" not in office.texts("tab")[0]


def test_two_audiences_never_share(office: Office) -> None:
    kinds: dict[str, dict[str, Any]] = {
        "manager": {},
        "stranger": {"tenant_id": OTHER_TENANT},
        "professional": {"role": Role.PROFESSIONAL},
        "norwegian": {"language": "nb"},
    }
    watches = [office.open(f"{name} {number}", **changes) for name, changes in kinds.items() for number in (1, 2)]
    told(office, *watches)
    assert len(office.readings) == len(kinds)
    titles = {name: office.rows(f"{name} 1")[0] for name in kinds}
    assert len(set(titles.values())) == len(kinds)
    for name, title in titles.items():
        assert office.sent[f"{name} 1"][0] is office.sent[f"{name} 2"][0]
        for other in kinds.keys() - {name}:
            assert title not in office.texts(f"{other} 1")[0]


def test_a_role_that_changes_between_two_pushes_counts_at_once(office: Office) -> None:
    watches = [office.open("stays"), office.open("changes")]
    told(office, *watches)
    session = "session of changes"
    office.people[session] = replace(office.people[session], role=Role.BASIC)
    told(office, *watches)
    assert "manager" in office.rows("stays")[0]
    assert "basic" in office.rows("changes")[0]
    assert "manager" not in office.texts("changes")[1]


def test_a_session_that_has_ended_is_left_to_be_sent_away(office: Office) -> None:
    watches = [office.open("here"), office.open("ended")]
    del office.people["session of ended"]
    assert told(office, *watches) == ["ended"]
    assert office.sent["ended"] == []
    assert watches[1].is_due
    assert [message.kind for message in watches[1].waiting] == [EventKind.LEAD_WON]


def test_a_tab_that_is_not_as_usual_reads_by_itself(office: Office) -> None:
    watches = [office.open(name) for name in ("usual", "looks", "works", "unsent", "gone")]
    office.state("looks").at = CommunityAddress(lead=str(LEAD))
    office.state_manager.states["looks"]._clean()
    office.state("unsent").query = "x"
    del office.state_manager.states["gone"]

    async def go() -> list[str]:
        lock = office.state_manager._states_locks["works"] = asyncio.Lock()
        async with lock:
            for watch in watches:
                watch.note(None)
            return [watch.token for watch in (await serve(Tabs(office), watches)).alone]

    assert sorted(run(go())) == ["gone", "looks", "unsent", "works"]
    assert [name for name, packets in office.sent.items() if packets] == ["usual"]


def test_what_a_tab_did_in_the_meantime_stays(office: Office) -> None:
    names = ("read itself", "filtered", "left", "as before")
    watches = [office.open(name) for name in names]

    def meanwhile() -> None:
        watches[0].settle()
        office.state("filtered").at = CommunityAddress(status="won")
        office.state_manager.states["filtered"]._clean()
        del office.event_namespace._token_manager.token_to_socket["left"]
        watches[3].note(None)

    office.meanwhile = meanwhile
    assert told(office, *watches) == ["filtered"]
    assert [name for name, packets in office.sent.items() if packets] == ["as before"]
    assert watches[3].is_due, "what came while it was read needs another reading"


def test_what_one_did_oneself_does_not_glow(office: Office) -> None:
    watches = [office.open("acts"), office.open("sees")]
    told(office, *watches, actor=office.people["session of acts"].user_id)
    assert office.state("acts").get_value("fresh") == []
    assert office.state("sees").get_value("fresh") == [str(LEAD)]
    assert len(office.readings) == 2, "each view is read for"


def test_tabs_hold_one_copy_of_what_they_show(office: Office) -> None:
    watches = [office.open("first"), office.open("second")]
    told(office, *watches)
    assert office.state("first").get_value("rows") is office.state("second").get_value("rows")


def test_the_hub_serves_pages_that_look_alike_together_and_again_when_told(office: Office) -> None:
    async def go() -> None:
        one = Hub()
        one.app = office
        watches = [office.open(f"tab {number}") for number in range(5)]
        for watch in watches:
            one.subscribe(watch)
        one.show("tab 4", visible=False)
        message = Message(TENANT, frozenset({NORDLYS}), LEAD, frozenset(), EventKind.LEAD_WON)
        office.failure = Unavailable()
        office.meanwhile = lambda: setattr(office, "failure", None) if office.count == 2 else None
        one.publish([message])
        await until_idle(one)
        assert [len(office.sent[watch.token]) for watch in watches] == [1, 1, 1, 1, 0]
        assert office.count == 2, "a busy database is asked again"
        one.show("tab 4", visible=True)
        await until_idle(one)
        assert [len(office.sent[watch.token]) for watch in watches] == [1, 1, 1, 1, 1]
        office.failure = NotPermitted()
        one.publish([message])
        await until_idle(one)
        assert not any(watch.is_due for watch in watches)

    async def until_idle(one: Hub) -> None:
        while one._tasks:
            await asyncio.gather(*one._tasks)

    run(go())


def test_screens_that_look_alike_stand_under_the_root_and_compute_nothing() -> None:
    screens = [state for state in RegistrationContext.get().base_states.values() if hasattr(state, "_alike")]
    assert CommunityState in screens
    for screen in screens:
        assert screen.get_parent_state() is State
        assert not screen.computed_vars
        assert not screen._var_dependencies
    # The root itself reckons the parts of an address with a place in it, which no screen's vars change.
    assert State._get_potentially_dirty_states() <= {State}
    assert set(State._var_dependencies) <= {"router", "rx_router_page", "rx_router_url"}

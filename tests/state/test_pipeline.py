"""My Pipeline through the socket: what the page gets, for whom, and what its handlers refuse."""

from collections.abc import Callable, Coroutine, Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from leadx_app.domain.leads.capture import capture
from leadx_app.domain.leads.handover import accept_handover
from leadx_app.domain.permissions import Actor
from leadx_app.models import HandoverState, Lead, SubStage
from leadx_app.state.list_views import ListViewsState
from leadx_app.state.lists import ListState
from leadx_app.state.pipeline import PipelineState
from leadx_app.state.pipeline_address import PipelineAddress
from leadx_app.state.pipeline_outcome import OutcomeState
from leadx_app.state.toasts import ToastState
from tests.cast import a_draft, a_lost_reason, stages
from tests.support.facts import forget_facts
from tests.support.house import House, open_house
from tests.support.lanes import SqliteLane
from tests.support.rx_client import Tab, run

PIPELINE = "/pipeline"


@pytest.fixture(scope="module")
def own_house(sqlite_lane: SqliteLane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One backend for this file, for leads of others would be in the way."""
    with sqlite_lane.migrated() as url, open_house(tmp_path_factory.mktemp("pipeline"), url) as house:
        yield house


@pytest.fixture
def house(own_house: House) -> House:
    """The backend without any lead."""

    own_house.database.system(forget_facts)
    return own_house


def make(house: House, actor: Actor, **fields: Any) -> str:
    """A lead of the actor's, committed; its id as text."""
    captured = house.database.act(house.cast.credential(actor), capture, a_draft(**fields))
    return str(captured.lead_id)


def lead(house: House, lead_id: str) -> Lead:
    return house.database.system(lambda session, **_: session.get_one(Lead, UUID(lead_id)), writes=False)


def stage_ids(house: House, actor: Actor) -> list[str]:
    def ids(session: Session, **_: object) -> list[str]:
        return [str(stage.id) for stage in stages(session, actor)]

    return house.database.system(ids, writes=False)


async def opened(tab: Tab) -> Tab:
    """The tab with its pipeline on the screen."""
    await tab.call(PipelineState.load)
    await tab.until(lambda: tab.value(PipelineState, "is_loaded"))
    return tab


def titles(tab: Tab, name: str = "rows") -> list[str]:
    return [row["title"] for row in tab.value(PipelineState, name) or []]


def toasts(tab: Tab) -> list[str]:
    return [toast["text"] for toast in tab.value(ToastState, "toasts") or []]


def with_tab(house: House, actor: Actor, path: str, work: Callable[[Tab], Coroutine[Any, Any, Any]]) -> Any:
    """Open the pipeline as the actor and work there."""

    async def inside() -> Any:
        async with house.tab(actor, path=path) as tab:
            await opened(tab)
            return await work(tab)

    return run(inside())


# What is shown


def test_the_page_is_read_with_the_rights_of_who_looks(house: House):
    cast = house.cast
    make(house, cast.basic, title="Basic's own")
    make(house, cast.basic, title="Waits", hand_over=True)
    make(house, cast.stranger_basic, title="Fjord's secret")

    async def see(tab: Tab) -> tuple[list[str], list[str], str]:
        assert not tab.saw("Fjord's")
        return sorted(titles(tab)), titles(tab, "waiting"), tab.value(PipelineState, "total")

    assert with_tab(house, cast.basic, PIPELINE, see) == (["Basic's own", "Waits"], [], "2")
    assert with_tab(house, cast.manager, PIPELINE, see) == ([], ["Waits"], "1")
    assert with_tab(house, cast.professional, PIPELINE, see) == ([], [], "0")
    assert with_tab(house, cast.sibling_manager, PIPELINE, see) == ([], [], "0")


def test_an_admin_has_no_pipeline_and_is_told_so(house: House):
    async def ask() -> list[str]:
        async with house.tab(house.cast.admin, path=PIPELINE) as tab:
            await tab.call(PipelineState.load)
            await tab.until(lambda: toasts(tab))
            assert not tab.value(PipelineState, "is_loaded")
            return toasts(tab)

    assert run(ask()) == ["You may not do this."]


def test_the_address_brings_everything_back(house: House):
    cast = house.cast
    make(house, cast.professional, title="Solar roof")
    make(house, cast.professional, title="Heat pump")

    async def see(tab: Tab) -> tuple[list[str], str]:
        return titles(tab), tab.value(PipelineState, "query")

    found = with_tab(house, cast.professional, f"{PIPELINE}?search=solar&sort=title", see)
    assert found == (["Solar roof"], "search=solar&sort=title")

    async def columns(tab: Tab) -> list[list[str]]:
        return [[card["title"] for card in column["cards"]] for column in tab.value(PipelineState, "columns")]

    assert sorted(with_tab(house, cast.professional, f"{PIPELINE}?view=board", columns)[0]) == [
        "Heat pump",
        "Solar roof",
    ]


@pytest.mark.parametrize(
    "query",
    [
        "view=nothing&status=nothing&sort=nothing&stage=x&person=x&organization=x&page=-1&handshakes=9",
        "after=garbage",
        "person=00000000-0000-7000-8000-000000000000",
        "organization=00000000-0000-7000-8000-000000000000",
        "a=1&b=2&view=board%00&search=%ff",
        "&".join(f"x{n}=1" for n in range(50)),
    ],
)
def test_an_address_that_makes_no_sense_shows_the_usual_page(house: House, query: str):
    async def see(tab: Tab) -> bool:
        return tab.value(PipelineState, "is_own")

    assert with_tab(house, house.cast.manager, f"{PIPELINE}?{query}", see) is True


def test_a_person_in_the_address_is_not_shown_to_who_may_not_look(house: House):
    cast = house.cast
    make(house, cast.professional, title="Not for Basic")

    async def ask() -> None:
        path = f"{PIPELINE}?person={cast.professional.user_id}"
        async with house.tab(cast.basic, path=path) as tab:
            await tab.call(PipelineState.load)
            await tab.settle()
            assert not tab.saw("Not for Basic")

    run(ask())


def test_a_manager_looks_at_a_colleague_and_can_do_nothing_there(house: House):
    cast = house.cast
    lead_id = make(house, cast.professional, title="Colleague's")
    offer = stage_ids(house, cast.professional)[3]

    async def look(tab: Tab) -> None:
        await tab.call(PipelineState.show_person, person=str(cast.professional.user_id))
        await tab.until(lambda: titles(tab) == ["Colleague's"])
        [row] = tab.value(PipelineState, "rows")
        assert (row["targets"], row["may_accept"], tab.value(PipelineState, "is_own")) == ([], False, False)
        assert tab.value(PipelineState, "person") == cast.professional.name
        await tab.call(PipelineState.move, lead_id=lead_id, target=offer)
        await tab.until(lambda: toasts(tab))
        assert toasts(tab) == ["Only the owner moves an open lead."]

    with_tab(house, cast.manager, PIPELINE, look)
    assert str(lead(house, lead_id).stage_id) != offer


# What can be done


def test_accepting_makes_the_lead_ones_own_at_once(house: House):
    cast = house.cast
    lead_id = make(house, cast.basic, title="Waits", hand_over=True)

    async def accept(tab: Tab) -> None:
        assert tab.value(PipelineState, "waiting")[0]["may_accept"]
        await tab.call(PipelineState.accept, lead_id=lead_id)
        await tab.until(lambda: titles(tab) == ["Waits"] and not titles(tab, "waiting"))
        [row] = tab.value(PipelineState, "rows")
        assert (row["hands"], row["owner"]) == ("accepted", cast.manager.name)
        assert toasts(tab) == ["Accepted. The lead is yours now."]

    with_tab(house, cast.manager, PIPELINE, accept)
    assert lead(house, lead_id).handover_state == HandoverState.ACCEPTED


def test_of_two_managers_the_second_is_told_who_was_first(house: House):
    cast = house.cast
    lead_id = make(house, cast.basic, title="Waits", hand_over=True)

    async def too_late(tab: Tab) -> None:
        house.database.act(cast.credential(cast.other_manager), accept_handover, UUID(lead_id))
        await tab.call(PipelineState.accept, lead_id=lead_id)
        await tab.until(lambda: toasts(tab))
        assert toasts(tab) == [f"{cast.other_manager.name} has this lead already."]
        await tab.until(lambda: not titles(tab, "waiting"))

    with_tab(house, cast.manager, PIPELINE, too_late)
    assert lead(house, lead_id).owner_id == cast.other_manager.user_id


def test_a_card_moves_forward_and_never_back(house: House):
    cast = house.cast
    lead_id = make(house, cast.professional, title="Moves")
    new, _, opportunity, _ = stage_ids(house, cast.professional)

    async def move(tab: Tab) -> None:
        await tab.call(PipelineState.move, lead_id=lead_id, target=opportunity)
        await tab.until(lambda: tab.value(PipelineState, "columns")[2]["cards"])
        await tab.call(PipelineState.move, lead_id=lead_id, target=new)
        await tab.until(lambda: toasts(tab))
        assert toasts(tab) == ["A lead never goes back to an earlier stage."]

    with_tab(house, cast.professional, f"{PIPELINE}?view=board", move)
    assert str(lead(house, lead_id).stage_id) == opportunity


def test_parking_can_be_taken_back(house: House):
    cast = house.cast
    lead_id = make(house, cast.professional, title="Rests")

    async def park(tab: Tab) -> None:
        await tab.call(PipelineState.move, lead_id=lead_id, target="parked")
        await tab.until(lambda: toasts(tab) and not titles(tab))
        assert lead(house, lead_id).sub_stage == SubStage.PARKED
        [offer] = tab.value(ToastState, "toasts")
        assert offer["action_label"] == "Undo"
        await tab.call(PipelineState.resume, lead_id=lead_id)
        await tab.until(lambda: titles(tab) == ["Rests"])

    with_tab(house, cast.professional, PIPELINE, park)
    assert lead(house, lead_id).sub_stage == SubStage.OPEN


def test_an_end_is_asked_about_before_it_happens(house: House):
    cast = house.cast
    won, closed = (make(house, cast.professional, title=title, value="5") for title in ("Wins", "Ends"))
    reason = house.database.system(lambda session, **_: str(a_lost_reason(session, cast.professional).id), writes=False)

    async def end(tab: Tab) -> None:
        await tab.call(PipelineState.move, lead_id=won, target="won")
        await tab.call(OutcomeState.ask, lead_id=won, kind="won")
        await tab.until(lambda: tab.value(OutcomeState, "kind") == "won")
        assert lead(house, won).sub_stage == SubStage.OPEN
        assert tab.value(OutcomeState, "title") == "Wins"
        await tab.call(OutcomeState.win)
        await tab.until(lambda: titles(tab) == ["Ends"])
        await tab.call(OutcomeState.ask, lead_id=closed, kind="closed")
        await tab.until(lambda: tab.value(OutcomeState, "kind") == "closed")
        assert tab.value(OutcomeState, "reasons")[0]["label"] == "Price"
        await tab.call(OutcomeState.close, reason_id=reason)
        await tab.until(lambda: not titles(tab))

    with_tab(house, cast.professional, PIPELINE, end)
    assert lead(house, won).sub_stage == SubStage.WON
    assert lead(house, closed).sub_stage == SubStage.CLOSED


def test_answering_a_question_that_was_not_asked_does_nothing(house: House):
    async def answer(tab: Tab) -> list[str]:
        await tab.call(OutcomeState.win)
        await tab.call(OutcomeState.close, reason_id="00000000-0000-7000-8000-000000000000")
        await tab.settle()
        return toasts(tab)

    assert with_tab(house, house.cast.professional, PIPELINE, answer) == []


def test_ids_out_of_reach_are_answered_like_ids_that_never_were(house: House):
    cast = house.cast
    theirs = make(house, cast.stranger_basic, title="Fjord's", hand_over=True)
    never = "01a207bc-0000-7000-8000-000000000000"
    offer = stage_ids(house, cast.manager)[3]

    async def try_all(tab: Tab) -> list[str]:
        said = []
        for lead_id in (theirs, never):
            for handler, more in (
                (PipelineState.accept, {}),
                (PipelineState.move, {"target": offer}),
                (PipelineState.move, {"target": "parked"}),
                (PipelineState.resume, {}),
                (OutcomeState.ask, {"kind": "won"}),
            ):
                await tab.call(handler, lead_id=lead_id, **more)
            await tab.settle()
            said.append(toasts(tab))
        return said

    first, second = with_tab(house, cast.manager, PIPELINE, try_all)
    assert first == second == ["We could not find that."]
    assert lead(house, theirs).handover_state == HandoverState.WAITING


@pytest.mark.parametrize(
    ("handler", "payload"),
    [
        (PipelineState.show_view, {"view": "table"}),
        (PipelineState.show_stage, {"stage": "x"}),
        (ListState.sort, {"sort": ["title"]}),
        (ListState.search, {"text": "x" * 2_001}),
        (ListState.search, {"text": {"$ne": ""}}),
        (ListState.choose, {"key": "status", "value": 7}),
        (ListState.bound, {"key": "value", "side": "middle", "value": "1"}),
        (ListViewsState.open_view, {"view_id": "x"}),
        (ListState.set_density, {"density": "tight"}),
        (PipelineState.show_behind, {"status": "won", "handshakes": "2"}),
        (PipelineState.show_person, {"person": 7}),
        (PipelineState.move, {"lead_id": "x", "target": "won"}),
        (PipelineState.move, {"lead_id": "00000000-0000-7000-8000-000000000000", "target": "lost"}),
        (PipelineState.accept, {"lead_id": "-" * 36}),
        (PipelineState.accept, {"lead_id": None}),
        (PipelineState.accept, {}),
        (PipelineState.load, {"extra": 1}),
        (OutcomeState.ask, {"lead_id": "00000000-0000-7000-8000-000000000000", "kind": "parked"}),
    ],
)
def test_payloads_of_another_kind_are_refused(house: House, handler: Any, payload: dict[str, Any]):
    async def send(tab: Tab) -> list[str]:
        await tab.call(handler, **payload)
        await tab.until(lambda: toasts(tab))
        return toasts(tab)

    said = with_tab(house, house.cast.manager, PIPELINE, send)
    assert said == ["This page sent something that we do not understand. Reload it and try again."]


# Pages


def test_pages_go_forth_and_back_and_the_first_begins_anew(house: House):
    cast = house.cast
    for number in range(53):
        make(house, cast.professional, title=f"Lead {number:02d}")

    async def turn(tab: Tab) -> None:
        assert (len(titles(tab)), tab.value(PipelineState, "place")) == (50, "1–50 of 53")
        first = titles(tab)
        await tab.call(PipelineState.next_page)
        await tab.until(lambda: tab.value(PipelineState, "place") == "51–53 of 53")
        assert sorted(first + titles(tab)) == [f"Lead {number:02d}" for number in range(53)]
        assert "page=2" in tab.value(PipelineState, "query")
        await tab.call(PipelineState.previous_page)
        await tab.until(lambda: tab.value(PipelineState, "place") == "1–50 of 53")
        assert (titles(tab), tab.value(PipelineState, "query")) == (first, "")
        await tab.call(PipelineState.next_page)
        await tab.call(ListState.search, text="Lead 07")
        await tab.until(lambda: titles(tab) == ["Lead 07"])
        assert tab.value(PipelineState, "query") == "search=Lead+07"

    with_tab(house, cast.professional, PIPELINE, turn)


def test_more_of_what_waits_is_shown_on_demand_with_the_full_count(house: House):
    for number in range(22):
        make(house, house.cast.basic, title=f"Waits {number}", hand_over=True)

    async def more(tab: Tab) -> None:
        assert (len(titles(tab, "waiting")), tab.value(PipelineState, "waiting_words")) == (20, "22")
        assert tab.value(PipelineState, "waiting_more") == "The 20 that wait longest of 22"
        await tab.call(PipelineState.more_waiting)
        await tab.until(lambda: len(titles(tab, "waiting")) == 22)
        assert (tab.value(PipelineState, "waiting_more"), tab.value(PipelineState, "query")) == ("", "waiting=40")

    with_tab(house, house.cast.manager, PIPELINE, more)


# Live


def test_what_somebody_else_does_appears_with_the_own_filters_kept_and_glows(house: House):
    cast = house.cast
    mine = make(house, cast.basic, title="Solar roof", hand_over=True)
    make(house, cast.basic, title="Heat pump")

    async def wait(tab: Tab) -> None:
        await tab.call(ListState.search, text="solar")
        await tab.until(lambda: titles(tab) == ["Solar roof"])
        async with house.tab(cast.manager, path=PIPELINE) as other:
            await opened(other)
            await other.call(PipelineState.accept, lead_id=mine)
            await tab.until(lambda: tab.value(PipelineState, "rows")[0]["hands"] == "accepted")
        [row] = tab.value(PipelineState, "rows")
        assert (row["title"], row["fresh"], row["owner"]) == ("Solar roof", True, cast.manager.name)

    with_tab(house, cast.basic, PIPELINE, wait)


def test_ones_own_change_does_not_glow(house: House):
    cast = house.cast
    lead_id = make(house, cast.basic, title="Solar roof", hand_over=True)

    async def accept(tab: Tab) -> None:
        await tab.call(PipelineState.accept, lead_id=lead_id)
        await tab.until(lambda: titles(tab) == ["Solar roof"])
        assert [row["fresh"] for row in tab.value(PipelineState, "rows")] == [False]

    with_tab(house, cast.manager, PIPELINE, accept)


# The address


def test_an_address_says_what_is_not_as_usual_and_reads_back():
    address = PipelineAddress(
        view="board", status="won", search="blåbær & 100%", handshakes="1", page=3, after="WyJ1cGRhdGVkIl0"
    )
    assert PipelineAddress.read(address.query()) == address
    assert PipelineAddress().query() == ""
    assert PipelineAddress.read("") == PipelineAddress()


def test_an_address_is_read_as_far_as_it_makes_sense():
    found = PipelineAddress.read("view=board&status=nothing&page=0&stage=not-an-id&search=" + "x" * 300)
    assert found == PipelineAddress(view="board", search="x" * 100)
    assert PipelineAddress.read("page=99999999999").page == 1
    assert PipelineAddress.read("view=board" + "&y=1" * 400).view == "list"

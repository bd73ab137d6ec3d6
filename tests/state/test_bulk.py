"""Many leads of the pipeline at once, through the socket: what is shown, done, taken back, and refused."""

from collections.abc import Callable, Coroutine, Iterator
from typing import Any
from uuid import UUID

import pytest

from leadx_app import i18n
from leadx_app.domain.leads.bulk_draft import REASONS, BulkAct, Why
from leadx_app.domain.leads.capture import capture
from leadx_app.domain.permissions import Actor
from leadx_app.models import Lead, SubStage, new_id
from leadx_app.state.bulk import NOTHING, SAID, SKIPPED, STAYS, BulkState
from leadx_app.state.lists import ListState
from leadx_app.state.pipeline import PipelineState
from leadx_app.state.toasts import ToastState
from tests.cast import a_draft
from tests.support.facts import forget_facts
from tests.support.house import House, open_house
from tests.support.lanes import SqliteLane
from tests.support.rx_client import Tab, run


@pytest.fixture(scope="module")
def own_house(sqlite_lane: SqliteLane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One backend for this file, for leads of others would be in the way."""
    with sqlite_lane.migrated() as url, open_house(tmp_path_factory.mktemp("bulk"), url) as house:
        yield house


@pytest.fixture
def house(own_house: House) -> House:
    """The backend without any lead."""
    own_house.database.system(forget_facts)
    return own_house


def make(house: House, actor: Actor, **fields: Any) -> str:
    """A lead of the actor's, committed; its id as text."""
    return str(house.database.act(house.cast.credential(actor), capture, a_draft(**fields)).lead_id)


def outcome(house: House, lead_id: str) -> SubStage:
    return house.database.system(lambda session, **_: session.get_one(Lead, UUID(lead_id)).sub_stage, writes=False)


def toasts(tab: Tab) -> list[dict[str, str]]:
    return tab.value(ToastState, "toasts") or []


async def turns(tab: Tab, name: str, value: Any) -> None:
    """Wait until a var of the selection is this."""
    await tab.until(lambda: tab.value(BulkState, name) == value)


async def hears(tab: Tab, text: str) -> None:
    """Wait until the newest toast says this."""
    await tab.until(lambda: bool(toasts(tab)) and toasts(tab)[-1]["text"] == text)


def with_tab(house: House, actor: Actor, work: Callable[[Tab], Coroutine[Any, Any, Any]]) -> Any:
    """Open the pipeline as the actor and work there."""

    async def inside() -> Any:
        async with house.tab(actor, path="/pipeline") as tab:
            await tab.call(PipelineState.load)
            await tab.until(lambda: tab.value(PipelineState, "is_loaded"))
            return await work(tab)

    return run(inside())


def test_every_word_has_its_norwegian():
    said = [text for one in SAID.values() for pair in (one.will, one.button, one.done) for text in pair]
    assert {*said, *REASONS.values(), NOTHING, SKIPPED, STAYS} <= i18n.NORWEGIAN.keys()
    assert set(SAID) == set(BulkAct)
    assert set(REASONS) == set(Why)


def test_leads_are_parked_as_the_preview_said_and_come_back(house: House):
    cast = house.cast
    mine = [make(house, cast.professional, title=f"Lead {number}") for number in range(3)]
    won = make(house, cast.professional, sub_stage="won")

    async def work(tab: Tab) -> None:
        await tab.call(BulkState.pick, ids=[*mine, won, str(new_id())])
        await turns(tab, "selected_words", "5 selected")
        await tab.call(BulkState.ask, act_name="park")
        await turns(tab, "confirm_words", "Park 3 leads")
        assert tab.value(BulkState, "will_words").startswith("3 leads will be parked.")
        assert tab.value(BulkState, "skipped_words") == [
            "1 skipped: not found, or not yours to see.",
            "1 skipped: won already.",
        ]
        await tab.call(BulkState.do)
        await hears(tab, "3 leads parked.")
        await tab.until(lambda: tab.value(PipelineState, "rows") == [])
        assert (tab.value(BulkState, "count"), tab.value(BulkState, "act")) == (0, "")
        assert {outcome(house, one) for one in mine} == {SubStage.PARKED}
        await tab.call(ToastState.take_action, toast_id=toasts(tab)[-1]["id"])
        await hears(tab, "3 leads taken back.")
        assert {outcome(house, one) for one in mine} == {SubStage.OPEN}

    with_tab(house, cast.professional, work)


def test_a_choice_comes_first_and_all_that_match_may_be_chosen(house: House):
    cast = house.cast
    for number in range(3):
        make(house, cast.manager, title=f"Solar {number}")
    make(house, cast.manager, title="Heat pump")

    async def work(tab: Tab) -> None:
        await tab.call(ListState.search, text="solar")
        await tab.call(BulkState.pick_all)
        await turns(tab, "count", 3)
        assert tab.value(BulkState, "is_all") is True
        await tab.call(BulkState.ask, act_name="assign")
        await turns(tab, "confirm_words", "Assign 3 leads")
        assert tab.value(BulkState, "may_confirm") in (False, None)
        await tab.call(BulkState.choose, value=str(cast.professional.user_id))
        await turns(tab, "may_confirm", True)
        await tab.call(BulkState.ask, act_name="tag")
        await turns(tab, "may_confirm", False)
        await tab.call(BulkState.choose, value="vinter, " + "x" * 41)
        await turns(tab, "problem", "Write at most 40 characters, not 41.")
        await tab.call(BulkState.choose, value="vinter, Enova")
        await turns(tab, "may_confirm", True)
        await tab.call(BulkState.do)
        await hears(tab, "3 leads tagged.")

    with_tab(house, cast.manager, work)


def test_a_finder_is_refused_and_a_strangers_lead_is_nobodys(house: House):
    cast = house.cast
    lead = make(house, cast.professional, title="Not yours")

    async def work(tab: Tab) -> None:
        await tab.call(BulkState.pick, ids=[lead])
        await tab.call(BulkState.ask, act_name="park")
        await hears(tab, "You may not do this.")
        await tab.call(BulkState.ask, act_name="tag")
        await tab.call(BulkState.choose, value="vinter")
        await turns(tab, "skipped_words", ["1 skipped: not found, or not yours to see."])
        await tab.call(BulkState.do)
        assert not tab.saw("Not yours")

    with_tab(house, cast.basic, work)
    assert outcome(house, lead) == SubStage.OPEN


def test_what_others_see_changes_by_a_bulk_too(house: House):
    cast = house.cast
    leads = [make(house, cast.basic, title=f"Tip {number}", hand_over=True) for number in range(3)]

    async def inside() -> None:
        async with (
            house.tab(cast.manager, path="/pipeline") as acting,
            house.tab(cast.professional, path="/pipeline") as watching,
        ):
            for tab in (acting, watching):
                await tab.call(PipelineState.load)
                await tab.until(lambda tab=tab: tab.value(PipelineState, "is_loaded"))
            await acting.call(BulkState.pick, ids=leads)
            await acting.call(BulkState.ask, act_name="assign")
            await acting.call(BulkState.choose, value=str(cast.professional.user_id))
            await acting.call(BulkState.do)
            await watching.until(lambda: len(watching.value(PipelineState, "rows") or []) == 3)
            assert all(row["fresh"] for row in watching.value(PipelineState, "rows"))

    run(inside())

"""Pulse through the socket: who gets it, what its address brings back, live, and what its handlers refuse."""

from collections.abc import Callable, Coroutine, Iterator
from typing import Any
from uuid import UUID

import pytest

from leadx_app.domain.leads.capture import capture
from leadx_app.domain.leads.close import close_won
from leadx_app.domain.permissions import Actor
from leadx_app.state.community import CommunityState
from leadx_app.state.lead_view import LeadViewState
from leadx_app.state.lists import ListState
from leadx_app.state.pulse import PulseState
from leadx_app.state.pulse_address import PulseAddress, read_address
from leadx_app.state.toasts import ToastState
from tests.cast import a_draft
from tests.support.house import House, open_house
from tests.support.lanes import SqliteLane
from tests.support.rx_client import Tab, run

PULSE = "/pulse"
NEVER = "01a207bc-0000-7000-8000-000000000000"


@pytest.fixture(scope="module")
def house(sqlite_lane: SqliteLane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A backend with a won lead of the parent's, and open ones of parent, child and stranger."""
    with sqlite_lane.migrated() as url, open_house(tmp_path_factory.mktemp("pulse"), url) as house:
        won = make(house, house.cast.professional, title="lead of the parent", value="100")
        house.database.act(house.cast.credential(house.cast.professional), close_won, UUID(won))
        make(house, house.cast.manager, title="open lead of the parent")
        make(house, house.cast.child_professional, title="lead of the child", value="7")
        make(house, house.cast.stranger_manager, title="lead of the stranger")
        yield house


def make(house: House, actor: Actor, **fields: Any) -> str:
    """A lead of the actor's, committed; its id as text."""
    return str(house.database.act(house.cast.credential(actor), capture, a_draft(**fields)).lead_id)


def value(tab: Tab, name: str) -> Any:
    return tab.value(PulseState, name)


def figures(tab: Tab) -> dict[str, str]:
    return {one["slug"]: one["figure"] for one in value(tab, "figures") or []}


def titles(tab: Tab) -> list[str]:
    return sorted(row["title"] for row in value(tab, "details") or [])


def toasts(tab: Tab) -> list[str]:
    return [toast["text"] for toast in tab.value(ToastState, "toasts") or []]


def with_tab(house: House, actor: Actor, path: str, work: Callable[[Tab], Coroutine[Any, Any, Any]]) -> Any:
    """Open Pulse as the actor and work there."""

    async def inside() -> Any:
        async with house.tab(actor, path=path) as tab:
            await tab.call(PulseState.load)
            await tab.until(lambda: value(tab, "is_loaded"))
            return await work(tab)

    return run(inside())


async def seen(tab: Tab) -> list[str]:
    return titles(tab)


def test_the_address_brings_everything_back_and_nonsense_the_usual_page(house: House):
    query = f"organization={NEVER}&year=2025&preset=custom&first=2025-01-02&last=2025-02-03&measure=revenue&compared=90"
    assert read_address(query).query() == query
    usual = PulseAddress()
    for nonsense in ("", "year=1&preset=x&first=2025-02-30&measure=9&compared=8&page=-1&stage=x", "year=٢٠٢٥", "%00=1"):
        assert read_address(nonsense) == usual

    async def address(tab: Tab) -> str:
        return value(tab, "query")

    assert with_tab(house, house.cast.manager, f"{PULSE}?organization={NEVER}&after=x", address) == ""
    assert with_tab(house, house.cast.manager, f"{PULSE}?preset=all&measure=hit_rate", address) == (
        "preset=all&measure=hit_rate"
    )


def test_everybody_who_may_gets_their_organizations_and_filters_them(house: House):
    cast = house.cast
    parent, child = ["lead of the parent", "open lead of the parent"], ["lead of the child"]
    assert with_tab(house, cast.child_manager, PULSE, seen) == child
    assert with_tab(house, cast.stranger_admin, PULSE, seen) == ["lead of the stranger"]

    async def filtered(tab: Tab) -> None:
        assert titles(tab) == sorted(parent + child)
        assert figures(tab)["revenue"] == "100"
        assert (figures(tab)["leads_total"], figures(tab)["hit_rate"]) == ("3", "33.3%")
        await tab.call(PulseState.show_person, person=str(cast.manager.user_id))
        await tab.until(lambda: titles(tab) == ["open lead of the parent"])
        linked = next(bar["href"] for bar in value(tab, "months") if bar["href"])
        assert f"person={cast.manager.user_id}" in linked
        await tab.call(PulseState.show_organization, organization=str(cast.child_manager.organization_id))
        await tab.until(lambda: titles(tab) == child)
        assert value(tab, "at")["person"] == ""
        await tab.call(PulseState.show_measure, measure="revenue")
        await tab.until(lambda: value(tab, "unit") == "Revenue, NOK")
        assert [bar["value"] for bar in value(tab, "months")] == ["0"] * 12

    with_tab(house, cast.manager, PULSE, filtered)


def test_a_bar_opens_exactly_the_leads_that_it_counts(house: House):
    async def links(tab: Tab) -> list[tuple[str, int]]:
        bars = [*value(tab, "months"), *value(tab, "compared")]
        return [(bar["href"], int(bar["value"])) for bar in bars if bar["href"]]

    async def count(path: str) -> tuple[int, bool]:
        async with house.tab(house.cast.manager, path=path) as tab:
            await tab.call(CommunityState.load)
            await tab.until(lambda: tab.value(CommunityState, "is_loaded"))
            made = next(line["is_shown"] for line in tab.value(ListState, "filters") if line["key"] == "made")
            return len(tab.value(CommunityState, "rows") or []), made

    found = with_tab(house, house.cast.manager, PULSE, links)
    assert len(found) >= 2
    for path, expected in found:
        assert run(count(path)) == (expected, True), path


def test_an_act_of_somebody_else_changes_the_open_page(house: House):
    cast = house.cast

    async def wait(tab: Tab) -> None:
        assert figures(tab)["leads_total"] == "1"
        await run_beside(tab)
        await tab.until(lambda: figures(tab)["hit_rate"] == "100.0%")

    lead_id = make(house, cast.sibling_manager, title="Solar roof", value="500")

    async def run_beside(tab: Tab) -> None:
        async with house.tab(cast.sibling_manager, path="/pipeline") as other:
            await other.call(LeadViewState.open_lead, lead_id=lead_id)
            await other.until(lambda: other.value(LeadViewState, "status") == "shown")
            await other.call(LeadViewState.win)
            await tab.until(lambda: figures(tab)["revenue"] == "500")

    with_tab(house, cast.sibling_manager, PULSE, wait)


@pytest.mark.parametrize("who", ["lite", "basic", "professional"])
def test_who_may_not_is_told_so_and_gets_nothing(house: House, who: str):
    async def ask() -> None:
        async with house.tab(getattr(house.cast, who), path=PULSE) as tab:
            for handler, payload in ((PulseState.load, {}), (PulseState.show_preset, {"preset": "all"})):
                await tab.call(handler, **payload)
            await tab.until(lambda: toasts(tab))
            await tab.settle()
            assert set(toasts(tab)) == {"You may not do this."}
            assert not tab.saw("lead of")

    run(ask())


def test_what_is_out_of_sight_is_as_what_never_was(house: House):
    cast = house.cast

    async def forge(tab: Tab) -> None:
        for organization in (str(cast.manager.organization_id), str(cast.stranger_manager.organization_id), NEVER):
            await tab.call(PulseState.show_organization, organization=organization)
            await tab.until(lambda: toasts(tab))
            await tab.settle()
        for person in (str(cast.manager.user_id), NEVER):
            await tab.call(PulseState.show_person, person=person)
            await tab.settle()
        assert set(toasts(tab)) == {"We could not find that."}
        assert (titles(tab), value(tab, "at")["organization"]) == (["lead of the child"], "")
        assert not tab.saw("of the parent")
        assert not tab.saw("stranger")

    with_tab(house, cast.child_manager, PULSE, forge)

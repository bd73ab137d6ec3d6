"""The Sales Feed through the socket: live, for whom, further down, and what its handlers refuse."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import Session

from leadx_app.domain.leads.capture import capture
from leadx_app.domain.leads.close import close_won, reopen
from leadx_app.domain.permissions import Actor
from leadx_app.queries.feed import PAGE_SIZE
from leadx_app.state.feed import MOST_SHOWN, FeedAsideState, FeedState
from leadx_app.state.toasts import ToastState
from tests.cast import a_draft
from tests.support.facts import forget_facts
from tests.support.house import House, open_house
from tests.support.lanes import SqliteLane
from tests.support.probes import ProbeState
from tests.support.rx_client import Tab, run


@pytest.fixture(scope="module")
def own_house(sqlite_lane: SqliteLane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One backend for this file, for what others do would be in the way."""
    with sqlite_lane.migrated() as url, open_house(tmp_path_factory.mktemp("feed"), url) as house:
        yield house


@pytest.fixture
def house(own_house: House) -> House:
    """The backend without anything that happened."""

    own_house.database.system(forget_facts)
    return own_house


def make(house: House, actor: Actor, **fields: Any) -> Any:
    return house.database.act(house.cast.credential(actor), capture, a_draft(**fields)).lead_id


async def bring_in(house: House, actor: Actor, title: str) -> None:
    """The same through the server, so that open pages hear of it."""
    async with house.tab(actor) as tab:
        await tab.call(ProbeState.capture, title=title, hand_over=False)
        await tab.until(lambda: tab.value(ProbeState, "text"))


def many(house: House, actor: Actor, count: int) -> None:
    def made(session: Session, actor: Actor, *, now: Any) -> None:
        for number in range(count):
            capture(session, actor, a_draft(title=f"lead {number}"), now=now)

    house.database.act(house.cast.credential(actor), made)


def lines(tab: Tab, state: Any = FeedState) -> list[dict[str, Any]]:
    return tab.value(state, "lines") or []


def sentences(tab: Tab, state: Any = FeedState) -> list[str]:
    return ["".join(piece["text"] for piece in line["pieces"]) for line in lines(tab, state)]


async def at_the_feed(tab: Tab) -> None:
    await tab.call(FeedState.load)
    await tab.until(lambda: tab.value(FeedState, "is_loaded"))


def test_an_entry_appears_on_open_pages_of_the_organization_and_the_parents_managers_only(house: House) -> None:
    cast = house.cast
    inside = (cast.child_manager, cast.child_professional, cast.manager, cast.admin)
    outside = (cast.basic, cast.sibling_manager, cast.stranger_manager, cast.stranger_admin)

    async def go() -> None:
        tabs = [house.tab(actor, path="/feed") for actor in (*inside, *outside)]
        for tab in tabs:
            await tab.__aenter__()
            await at_the_feed(tab)
        await bring_in(house, cast.child_basic, "canary of the child")
        for tab in tabs[: len(inside)]:
            await tab.until(lambda tab=tab: sentences(tab) == ["Bente Service brought in canary of the child"])
            assert lines(tab)[0]["fresh"]
        for tab in tabs[len(inside) :]:
            await tab.settle()
            assert not tab.saw("canary")
        for tab in tabs:
            await tab.close()

    run(go())


def test_only_who_may_open_the_lead_gets_its_id(house: House) -> None:
    cast = house.cast
    lead_id = str(make(house, cast.basic, title="Heat pumps"))

    async def go() -> None:
        for actor, expected in ((cast.basic, lead_id), (cast.manager, lead_id), (cast.other_basic, "")):
            async with house.tab(actor, path="/feed") as tab:
                await at_the_feed(tab)
                assert [line["lead_id"] for line in lines(tab)] == [expected]
                assert tab.saw(lead_id) == bool(expected)

    run(go())


def test_a_reopened_win_says_so_on_open_pages(house: House) -> None:
    cast = house.cast
    lead_id = make(house, cast.professional, title="Too early")

    async def go() -> None:
        async with house.tab(cast.basic, path="/feed?kind=won") as tab:
            await at_the_feed(tab)
            house.database.act(cast.credential(cast.professional), close_won, lead_id)
            await tab.call(FeedState.newest)
            await tab.until(lambda: sentences(tab) == ["Petter Professional won Too early"])
            assert lines(tab)[0]["note"] == ""

    run(go())
    house.database.act(cast.credential(cast.manager), reopen, lead_id, "Not signed")

    async def later() -> None:
        async with house.tab(cast.basic, path="/feed?kind=won") as tab:
            await at_the_feed(tab)
            assert lines(tab)[0]["note"] == "Reopened since"

    run(later())


def test_the_kind_is_taken_from_the_address_and_kept_in_it(house: House) -> None:
    make(house, house.cast.basic)

    async def go() -> None:
        async with house.tab(house.cast.manager, path="/feed?kind=won") as tab:
            await at_the_feed(tab)
            assert (tab.value(FeedState, "kind"), lines(tab)) == ("won", [])
            await tab.call(FeedState.show_kind, kind="created")
            await tab.until(lambda: len(lines(tab)) == 1)
            assert tab.value(FeedState, "query") == "kind=created"
            await tab.call(FeedState.show_kind, kind="gossip")
            await tab.until(lambda: tab.value(ToastState, "toasts"))
            assert tab.value(FeedState, "kind") == "created"
        async with house.tab(house.cast.manager, path="/feed?kind=<b>") as tab:
            await at_the_feed(tab)
            assert tab.value(FeedState, "kind") == ""

    run(go())


def test_older_entries_follow_until_the_end_and_new_ones_still_come_on_top(house: House) -> None:
    cast = house.cast
    many(house, cast.basic, PAGE_SIZE + 4)  # And a milestone.

    async def go() -> None:
        async with house.tab(cast.professional, path="/feed") as tab:
            await at_the_feed(tab)
            assert (len(lines(tab)), tab.value(FeedState, "has_more")) == (PAGE_SIZE, True)
            await tab.call(FeedState.more)
            await tab.until(lambda: len(lines(tab)) == PAGE_SIZE + 5)
            assert not tab.value(FeedState, "has_more")
            assert len({line["id"] for line in lines(tab)}) == PAGE_SIZE + 5
            await bring_in(house, cast.manager, "the newest")
            await tab.until(lambda: sentences(tab)[0] == "Mona Manager brought in the newest")
            assert len(lines(tab)) == PAGE_SIZE + 6

    run(go())


def test_far_below_the_top_a_page_holds_so_many_and_offers_the_way_back(house: House) -> None:
    cast = house.cast
    many(house, cast.basic, MOST_SHOWN + PAGE_SIZE)

    async def go() -> None:
        async with house.tab(cast.professional, path="/feed") as tab:
            await at_the_feed(tab)
            for _ in range(MOST_SHOWN // PAGE_SIZE):
                await tab.call(FeedState.more)
            await tab.until(lambda: tab.value(FeedState, "is_cut"))
            assert len(lines(tab)) == MOST_SHOWN
            await bring_in(house, cast.manager, "left alone")
            await tab.settle()
            assert not tab.saw("left alone")
            await tab.call(FeedState.newest)
            await tab.until(lambda: not tab.value(FeedState, "is_cut"))
            assert sentences(tab)[0] == "Mona Manager brought in left alone"

    run(go())


def test_the_column_shows_the_newest_live_and_nothing_to_lite(house: House) -> None:
    cast = house.cast
    many(house, cast.basic, 15)

    async def go() -> None:
        async with house.tab(cast.professional, path="/news") as tab, house.tab(cast.lite, path="/news") as lite:
            for one in (tab, lite):
                await one.call(FeedAsideState.load)
                await one.until(lambda one=one: one.value(FeedAsideState, "is_loaded"))
            assert len(lines(tab, FeedAsideState)) == 12
            await bring_in(house, cast.manager, "fresh")
            await tab.until(lambda: sentences(tab, FeedAsideState)[0] == "Mona Manager brought in fresh")
            assert len(lines(tab, FeedAsideState)) == 12
            await lite.settle()
            assert lines(lite, FeedAsideState) == []

    run(go())


def test_lite_users_are_refused_the_whole_feed(house: House) -> None:
    make(house, house.cast.basic, title="canary")

    async def go() -> None:
        async with house.tab(house.cast.lite, path="/feed") as tab:
            await tab.call(FeedState.load)
            await tab.until(lambda: tab.value(ToastState, "toasts"))
            for handler in (FeedState.newest, FeedState.more):
                await tab.call(handler)
            await tab.settle()
            assert not tab.saw("canary")

    run(go())


def test_many_open_pages_of_an_audience_are_served_by_one_read(house: House) -> None:
    cast = house.cast

    async def go() -> None:
        tabs = [house.tab(cast.other_professional, path="/feed") for _ in range(5)]
        for tab in tabs:
            await tab.__aenter__()
            await at_the_feed(tab)
        await bring_in(house, cast.basic, "seen by all")
        for tab in tabs:
            await tab.until(lambda tab=tab: sentences(tab) == ["Bjørn Basic brought in seen by all"])
            await tab.close()

    run(go())

"""What somebody does appears on the open pages of those whom it concerns, and on nobody else's."""

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace
from uuid import UUID

import pytest
import sqlalchemy as sa

from leadx_app.addresses import ENDED
from leadx_app.domain.accounts import close_session, hash_secret
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.models import new_id
from leadx_app.state import live
from leadx_app.state.live import LiveState
from tests.support.house import House
from tests.support.probes import OtherWatchState, ProbeState, WatchState
from tests.support.rx_client import Tab, run


async def watching(tab: Tab) -> None:
    await tab.call(WatchState.load)
    await tab.until(lambda: tab.value(WatchState, "who_reads"))


async def captured(tab: Tab, title: str, *, hand_over: bool = False) -> UUID:
    """Create a lead in this tab and return its id."""
    before = tab.value(ProbeState, "text")
    await tab.call(ProbeState.capture, title=title, hand_over=hand_over)
    await tab.until(lambda: tab.value(ProbeState, "text") not in (before, "", None))
    return UUID(tab.value(ProbeState, "text"))


def kinds(tab: Tab) -> list[str]:
    return tab.value(WatchState, "kinds") or []


def test_an_act_reaches_the_open_page_of_a_colleague(lane_house: House) -> None:
    cast = lane_house.cast

    async def go() -> None:
        async with lane_house.tab(cast.manager) as manager, lane_house.tab(cast.basic) as basic:
            await watching(manager)
            await captured(basic, "Heat pumps", hand_over=True)
            await manager.until(lambda: "lead.handed_over" in kinds(manager))
            assert manager.value(WatchState, "who_reads") == "Mona Manager"

    run(go())


def test_an_act_lets_its_own_page_read_once_and_tells_others_of_it_once(lane_house: House) -> None:
    acts = 8

    async def go() -> None:
        async with lane_house.tab(lane_house.cast.manager) as manager, lane_house.tab(lane_house.cast.basic) as basic:
            await watching(manager)
            await watching(basic)
            for number in range(acts):
                await basic.call(WatchState.capture, title=f"once {number}")
            await basic.until(lambda: basic.value(WatchState, "refreshes") == acts)
            await captured(basic, "the last")
            await manager.until(lambda: kinds(manager).count("lead.created") == acts + 1)
            await basic.until(lambda: kinds(basic))
            for tab in (manager, basic):
                await tab.settle()
            assert kinds(manager).count("lead.created") == acts + 1
            assert (kinds(basic).count("lead.created"), basic.value(WatchState, "refreshes")) == (1, acts + 1)

    run(go())


def test_a_process_does_not_hear_its_own_acts_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection is a fake: when a real one delivers is the database's choice."""
    told = [Message(new_id(), None, None, None, EventKind.NEWS_PUBLISHED) for _ in range(2)]
    heard: list[Message] = []
    monkeypatch.setattr(live.hub, "publish", heard.extend)

    class Connection:
        async def notifies(self, **_: float) -> AsyncIterator[SimpleNamespace]:
            for mark, message in zip(("own", "other"), told, strict=True):
                yield SimpleNamespace(payload=f"{mark} {message.to_json()}")
            yield SimpleNamespace(payload="nonsense")

        async def execute(self, statement: str) -> None:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        run(live._carry(Connection(), "own"))
    assert heard == told[1:]


def test_it_reaches_nobody_whom_it_does_not_concern(house: House) -> None:
    """The stranger, the sibling, the child and a colleague without rights stay as they are; the parent's Manager and
    the person themselves are told."""
    cast = house.cast
    outside = (cast.stranger_manager, cast.stranger_admin, cast.sibling_manager, cast.other_basic, cast.professional)

    async def go() -> None:
        tabs = [house.tab(actor) for actor in (*outside, cast.manager, cast.child_manager, cast.child_basic)]
        for tab in tabs:
            await tab.__aenter__()
            await watching(tab)
        *others, manager, child_manager, child_basic = tabs
        title = "canary-of-the-child"
        lead_id = await captured(child_basic, title)
        for told in (manager, child_manager, child_basic):
            await told.until(lambda told=told: "lead.created" in kinds(told))
        for tab in others:
            await tab.settle()
            assert tab.value(WatchState, "refreshes") == 0
            assert not tab.saw(str(lead_id))
            assert not tab.saw(title)
        for tab in tabs:
            await tab.close()

    run(go())


def test_a_page_of_one_lead_is_told_of_that_lead_only(house: House) -> None:
    cast = house.cast

    async def go() -> None:
        async with house.tab(cast.manager) as page, house.tab(cast.basic) as basic:
            first = await captured(basic, "first")
            second = await captured(basic, "second")
            await page.call(WatchState.load_lead, lead_id=str(first))
            await page.until(lambda: page.value(WatchState, "who_reads"))
            await basic.call(ProbeState.hand_over, lead_id=str(second))
            await basic.call(ProbeState.hand_over, lead_id=str(first))
            await page.until(lambda: kinds(page))
            await page.settle()
            assert kinds(page) == ["lead.handed_over"]

    run(go())


def test_a_hidden_tab_waits_until_it_is_looked_at(house: House) -> None:
    cast = house.cast

    async def go() -> None:
        hidden, seen, basic = (house.tab(one) for one in (cast.manager, cast.other_manager, cast.basic))
        async with hidden, seen, basic:
            await watching(hidden)
            await watching(seen)
            await hidden.call(LiveState.look, visible=False)
            await hidden.settle()
            for number in range(3):
                await captured(basic, f"while hidden {number}")
            await seen.until(lambda: kinds(seen).count("lead.created") == 3)
            await hidden.settle()
            assert hidden.value(WatchState, "refreshes") == 0
            await hidden.call(LiveState.look, visible=True)
            await hidden.until(lambda: hidden.value(WatchState, "refreshes"))
            assert kinds(hidden).count("lead.created") == 3
            assert hidden.value(WatchState, "refreshes") == 1

    run(go())


def test_the_page_that_was_left_is_not_read_any_more(house: House) -> None:
    cast = house.cast

    async def go() -> None:
        async with house.tab(cast.manager, path="/pipeline") as tab, house.tab(cast.basic) as basic:
            await watching(tab)
            tab.path = "/profile"
            await tab.call(OtherWatchState.load)
            await tab.settle()
            await captured(basic, "after the move")
            await tab.until(lambda: tab.value(OtherWatchState, "refreshes"))
            await tab.settle()
            assert tab.value(WatchState, "refreshes") == 0

    run(go())


def test_a_popup_keeps_the_page_behind_it(house: House) -> None:
    cast = house.cast

    async def go() -> None:
        async with house.tab(cast.manager, path="/pipeline") as tab, house.tab(cast.basic) as basic:
            await watching(tab)
            tab.path = "/leads/7"
            await tab.call(OtherWatchState.load_above)
            await tab.settle()
            await captured(basic, "behind the popup")
            await tab.until(lambda: tab.value(OtherWatchState, "refreshes"))
            await tab.until(lambda: tab.value(WatchState, "refreshes"))

    run(go())


def test_a_session_that_ended_is_sent_away_instead_of_read_for(lane_house: House) -> None:
    cast = lane_house.cast

    async def go() -> None:
        async with lane_house.tab(cast.other_manager) as manager, lane_house.tab(cast.basic) as basic:
            await watching(manager)
            secret = hash_secret(lane_house.cast.secret(cast.other_manager))
            await asyncio.to_thread(lane_house.database.system, close_session, secret)
            lead_id = await captured(basic, "after the end")
            await manager.until(manager.redirects)
            await manager.until(lambda: manager.value(WatchState, "who_reads") == "")
            assert manager.redirects() == [ENDED]
            assert not manager.saw(str(lead_id))

    run(go())


def test_whoever_takes_a_tabs_name_over_gets_none_of_its_news(house: House) -> None:
    cast = house.cast

    async def go() -> None:
        async with house.tab(cast.manager) as owner:
            await watching(owner)
        thief = house.tab(cast.stranger_manager, token=owner.token)
        await thief.connect(hydrate=False)
        async with house.tab(cast.other_manager) as seen, house.tab(cast.basic) as basic:
            await watching(seen)
            await captured(basic, "not for thieves")
            await seen.until(lambda: kinds(seen))
            await thief.call(ProbeState.greet)
            await thief.until(lambda: thief.value(ProbeState, "text") == "hello")
            assert thief.value(WatchState, "who_reads") in (None, "")
            assert thief.value(WatchState, "refreshes") in (None, 0)
        await thief.close()

    run(go())


def test_after_a_lost_connection_to_the_database_everything_is_read_again(lane_house: House) -> None:
    if lane_house.database.is_sqlite:
        pytest.skip("SQLite has no connection that can be lost")
    cast = lane_house.cast

    def cut() -> None:
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        cutting = sa.text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
        lane_house.database.system(lambda session, *, now: session.execute(cutting) and None)

    async def go() -> None:
        async with lane_house.tab(cast.manager) as manager, lane_house.tab(cast.basic) as basic:
            await watching(manager)
            await asyncio.to_thread(cut)
            await manager.until(lambda: manager.value(WatchState, "refreshes"))
            await captured(basic, "after the cut")
            await manager.until(lambda: "lead.created" in kinds(manager))

    run(go())

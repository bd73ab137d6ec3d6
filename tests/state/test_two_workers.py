"""Two server processes on one PostgreSQL and one Redis: what happens in one is seen in the other."""

import asyncio
from collections.abc import Iterator

import pytest

from leadx_app.domain.accounts import close_session, hash_secret
from leadx_app.state.session import SessionState
from tests.support.backend import Backend
from tests.support.house import House, open_house
from tests.support.lanes import Lane
from tests.support.probes import ProbeState, WatchState
from tests.support.rx_client import Tab, run


@pytest.fixture(scope="module")
def workers(
    lane: Lane, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[House, str]]:
    """A house whose state is in Redis, and the address of the other process."""
    if lane.__class__.__name__ == "SqliteLane":
        pytest.skip("several processes need PostgreSQL")
    redis = request.getfixturevalue("redis_url")
    folder = tmp_path_factory.mktemp("workers")
    with lane.migrated() as url, open_house(folder, url, LEADX_REDIS_URL=redis) as house:
        other = Backend(folder, url, LEADX_REDIS_URL=redis)
        try:
            yield house, other.start().url
        finally:
            other.stop()


def elsewhere(house: House, url: str, who: str) -> Tab:
    return Tab(url, cookie=house.cookie(getattr(house.cast, who)))


def test_an_act_in_one_process_reaches_a_page_of_the_other(workers: tuple[House, str]) -> None:
    house, other = workers

    async def go() -> None:
        async with house.tab(house.cast.basic) as basic, elsewhere(house, other, "manager") as manager:
            await manager.call(WatchState.load)
            await manager.until(lambda: manager.value(WatchState, "who_reads"))
            await basic.call(ProbeState.capture, title="from the other process")
            await manager.until(lambda: "lead.created" in (manager.value(WatchState, "kinds") or []))

    run(go())


def test_a_tab_that_comes_back_to_the_other_process_is_as_it_was(workers: tuple[House, str]) -> None:
    house, other = workers

    async def go() -> None:
        async with house.tab(house.cast.basic) as before:
            await before.call(ProbeState.write, text="kept")
            await before.until(lambda: before.value(ProbeState, "text") == "kept")
        async with Tab(other, cookie=house.cookie(house.cast.basic), token=before.token) as after:
            assert after.value(ProbeState, "text") == "kept"
            assert after.value(SessionState, "name") == "Bjørn Basic"

    run(go())


def test_a_session_that_ends_in_one_process_ends_in_the_other(workers: tuple[House, str]) -> None:
    house, other = workers

    async def go() -> None:
        async with elsewhere(house, other, "lite") as tab:
            await tab.call(ProbeState.write, text="before")
            await tab.until(lambda: tab.value(ProbeState, "text") == "before")
            await asyncio.to_thread(
                house.database.system, close_session, hash_secret(house.cast.secret(house.cast.lite))
            )
            await tab.call(ProbeState.write, text="after")
            await tab.until(tab.redirects)
            await tab.settle()
            assert tab.value(ProbeState, "text") == ""
            assert tab.value(SessionState, "is_signed_in") is False

    run(go())

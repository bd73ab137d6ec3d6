"""One hostile socket at full rate: it waits, the others do not."""

import asyncio
import statistics
import time

import pytest

from tests.support.house import House
from tests.support.probes import ProbeState
from tests.support.rx_client import Tab, run

CALLS = 60


async def round_trips(tab: Tab, first: int) -> list[float]:
    """Milliseconds of one read after the other."""
    taken = []
    for number in range(first, first + CALLS):
        began = time.perf_counter()
        await tab.call(ProbeState.count_up, number=number)
        await tab.until(lambda number=number: tab.value(ProbeState, "number") == number)
        taken.append((time.perf_counter() - began) * 1000)
    return taken


async def flood(tab: Tab) -> None:
    number = 0
    while True:
        number += 1
        await tab.call(ProbeState.count_up, number=number)


def test_a_flooding_socket_does_not_starve_another(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    cast = house.cast

    async def go() -> tuple[list[float], list[float], int]:
        hostile = house.tab(cast.other_basic)
        await hostile.connect()
        async with house.tab(cast.professional) as good:
            await round_trips(good, 1)
            calm = await round_trips(good, 1_000)
            flooding = asyncio.create_task(flood(hostile))
            stormy = await round_trips(good, 2_000)
            flooding.cancel()
            hostile.socket.transport.abort()
            await asyncio.gather(flooding, return_exceptions=True)
            return calm, stormy, hostile.value(ProbeState, "number") or 0

    calm, stormy, worked_off = run(go())
    with capsys.disabled():
        print(
            f"\n  round trip, median / p95: calm {statistics.median(calm):.1f} / {sorted(calm)[-3]:.1f} ms,"
            f" beside a flood {statistics.median(stormy):.1f} / {sorted(stormy)[-3]:.1f} ms"
            f" (×{statistics.median(stormy) / statistics.median(calm):.2f}); of the flood {worked_off} were worked off"
        )
    assert len(stormy) == CALLS, "every call was answered within the patience of the client"
    assert worked_off < 1_000

"""One act, many open pages: how long until the last one shows it, and what a storm of acts does to everybody."""

import asyncio
import gc
import time
from dataclasses import dataclass
from pathlib import Path

from bench.measure import percentile
from bench.seed import House, Person
from bench.sockets import server_cpu
from leadx_app.state.community import CommunityState
from leadx_app.state.pipeline import PipelineState
from tests.support.backend import Backend
from tests.support.rx_client import Tab

ACTS = 10
STORM_ACTS = 200
STORM_SECONDS = 5.0
STORM_PEOPLE = 20
OPENED_AT_ONCE = 10
PATIENCE_SECONDS = 30.0


@dataclass(frozen=True)
class Push:
    """Milliseconds from sending an act until pages show it, of the median and the last page: over all acts their
    median and the worst; server milliseconds of processor per page, the act itself and the reading included. In the
    storm: refreshes per page and second, milliseconds of the acting."""

    sessions: int
    median: float
    median_worst: float
    last: float
    last_worst: float
    cpu: float
    refreshes: float
    acting_p50: float
    acting_p95: float


class Reader(Tab):
    """A tab that, once it is open, only notes when something arrived."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.is_open = False
        self.count = 0
        self.heard: asyncio.Future[float] | None = None

    def _take(self, frame: str) -> None:
        if self.is_open:
            self.count += 1
            if self.heard and not self.heard.done():
                self.heard.set_result(time.perf_counter())
        else:
            super()._take(frame)
            self.frames.clear()


def push_load(database_url: str, house: House, folder: Path, sessions: int) -> Push:
    """Serve the database, open so many Community pages on it, and act."""
    backend = Backend(folder, database_url, LEADX_DEMO="0").start()
    try:
        return asyncio.run(_load(backend, house, sessions))
    finally:
        backend.stop()


async def _load(backend: Backend, house: House, sessions: int) -> Push:
    gate = asyncio.Semaphore(OPENED_AT_ONCE)
    readers = await asyncio.gather(*(_open_reader(backend, person, gate) for person in house.readers[:sessions]))
    actors = await asyncio.gather(*(_open_actor(backend, person) for person in house.sales[:STORM_PEOPLE]))
    await asyncio.sleep(3)
    gc.collect()
    gc.freeze()  # What the readers heard is not looked through while the clock runs.
    medians, lasts, spent = [], [], []
    for number in range(ACTS):
        before = server_cpu(backend)
        delays = await _one_act(readers, actors[0], number)
        spent.append((server_cpu(backend) - before) * 1000 / sessions)
        medians.append(percentile(delays, 50))
        lasts.append(max(delays))
    for reader in readers:
        reader.count = 0
    begun = time.perf_counter()
    answers = [
        one
        for of_actor in await asyncio.gather(*(_storm(tab, index) for index, tab in enumerate(actors)))
        for one in of_actor
    ]
    wall = time.perf_counter() - begun
    refreshes = sum(reader.count for reader in readers) / sessions / wall
    await asyncio.gather(*(tab.close() for tab in [*readers, *actors]))
    return Push(
        sessions,
        percentile(medians, 50),
        max(medians),
        percentile(lasts, 50),
        max(lasts),
        percentile(spent, 50),
        refreshes,
        percentile(answers, 50),
        percentile(answers, 95),
    )


async def _open_reader(backend: Backend, person: Person, gate: asyncio.Semaphore) -> Reader:
    reader = Reader(backend.url, cookie=f"leadx_session={person.secret}", path="/community")
    async with gate:
        await reader.__aenter__()
        await reader.call(CommunityState.load)
        await reader.until(lambda: reader.value(CommunityState, "is_loaded"), 60)
    reader.is_open = True
    return reader


async def _open_actor(backend: Backend, person: Person) -> Tab:
    tab = Tab(backend.url, cookie=f"leadx_session={person.secret}", path="/pipeline")
    await tab.__aenter__()
    await tab.call(PipelineState.load)
    await tab.until(lambda: tab.value(PipelineState, "is_loaded"))
    return tab


async def _one_act(readers: list[Reader], actor: Tab, number: int) -> list[float]:
    """Milliseconds until each reader heard of it."""
    loop = asyncio.get_running_loop()
    for reader in readers:
        reader.heard = loop.create_future()
    begun = time.perf_counter()
    await _park(actor, number)
    async with asyncio.timeout(PATIENCE_SECONDS):
        heard = await asyncio.gather(*(reader.heard for reader in readers))
    await asyncio.sleep(1)
    return [(moment - begun) * 1000 for moment in heard]


async def _park(actor: Tab, place: int) -> float:
    """Park a lead of the actor's list; milliseconds until their own page shows it."""
    rows = [row for row in actor.value(PipelineState, "rows") if row["targets"]]
    lead_id = rows[place % len(rows)]["id"]
    begun = time.perf_counter()
    await actor.call(PipelineState.move, lead_id=lead_id, target="parked")
    await actor.until(lambda: all(row["id"] != lead_id for row in actor.value(PipelineState, "rows")))
    actor.frames.clear()
    return (time.perf_counter() - begun) * 1000


async def _storm(actor: Tab, index: int) -> list[float]:
    """The acts of one person, spread over the time; milliseconds of each."""
    count = STORM_ACTS // STORM_PEOPLE
    pause = STORM_SECONDS / count
    await asyncio.sleep(pause * index / STORM_PEOPLE)
    spent = []
    begun = time.perf_counter()
    for number in range(count):
        await asyncio.sleep(max(0.0, begun + number * pause - time.perf_counter()))
        spent.append(await _park(actor, number + index))
    return spent

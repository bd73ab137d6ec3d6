"""Many people at work at the same time: lists, leads, searches and acts at a fixed rate, and what everybody waits."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.measure import percentile
from bench.seed import House, Person
from bench.sockets import _open, memory_mb, server_cpu
from leadx_app.queries.leads import Status
from leadx_app.state.lead_view import LeadViewState
from leadx_app.state.lists import ListState
from leadx_app.state.pipeline import PipelineState
from tests.support.backend import Backend
from tests.support.redis import RedisServer
from tests.support.rx_client import Tab

SEED = 20_261_129
SECONDS = 30.0
WARM_SECONDS = 10.0
OPENED_AT_ONCE = 10
PATIENCE_SECONDS = 30.0
WORDS = ("heat", "pump", "solar", "zzzz")

Event = Callable[[Tab, int], Awaitable[None]]


@dataclass(frozen=True)
class Worked:
    """Events that were answered, how many of them per second, and how many were not; milliseconds per answer of
    everything and of each kind (p95); the servers' processor seconds per second, and memory in MB at the beginning and
    the end, all processes together."""

    sessions: int
    workers: int
    answered: int
    per_second: float
    errors: int
    p50: float
    p95: float
    p95_of: dict[str, float]
    cpu: float
    memory: tuple[float, float]


def work_load(database_url: str, house: House, folder: Path, rate: float, workers: int) -> Worked:
    """Serve the database with so many processes and let `house.readers` work, so many events per second together."""
    folder.mkdir()
    with _serving(database_url, folder, workers) as backends:
        return asyncio.run(_measure(backends, house, rate))


@contextmanager
def _serving(database_url: str, folder: Path, workers: int) -> Iterator[list[Backend]]:
    """One process alone, or several that share their sessions through Redis."""
    with ExitStack() as kept:
        settings = {"LEADX_DEMO": "0"}
        if workers > 1:
            redis = RedisServer()
            redis.start()
            kept.callback(redis.remove)
            settings["LEADX_REDIS_URL"] = redis.url
        backends = [Backend(folder, database_url, **settings) for _ in range(workers)]
        for backend in backends:
            kept.callback(backend.stop)
            backend.start()
        yield backends


async def _measure(backends: list[Backend], house: House, rate: float) -> Worked:
    gate = asyncio.Semaphore(OPENED_AT_ONCE)

    async def opened(number: int, person: Person) -> Tab:
        async with gate:
            return await _open(backends[number % len(backends)], person)

    tabs = await asyncio.gather(*(opened(number, person) for number, person in enumerate(house.readers)))
    pause = len(tabs) / rate
    await _work(tabs, pause, WARM_SECONDS)
    memory, cpu, begun = _memory(backends), _cpu(backends), time.perf_counter()
    spent, errors = await _work(tabs, pause, SECONDS)
    wall, cpu = time.perf_counter() - begun, _cpu(backends) - cpu
    everything = [one for of_kind in spent.values() for one in of_kind]
    worked = Worked(
        sessions=len(tabs),
        workers=len(backends),
        answered=len(everything),
        per_second=len(everything) / wall,
        errors=errors,
        p50=percentile(everything, 50),
        p95=percentile(everything, 95),
        p95_of={kind: percentile(of_kind, 95) for kind, of_kind in spent.items()},
        cpu=cpu / wall,
        memory=(memory, _memory(backends)),
    )
    await asyncio.gather(*(tab.close() for tab in tabs))
    return worked


async def _work(tabs: list[Tab], pause: float, seconds: float) -> tuple[dict[str, list[float]], int]:
    """Let everybody ask every `pause` seconds, whether or not others still wait; returns what each kind of event took
    (ms) and how many got no answer."""
    spent: dict[str, list[float]] = {kind: [] for kind in _KINDS}
    errors = [0]
    until = time.perf_counter() + seconds
    await asyncio.gather(*(_ask(tab, number, pause, until, spent, errors) for number, tab in enumerate(tabs)))
    return spent, errors[0]


async def _ask(
    tab: Tab, number: int, pause: float, until: float, spent: dict[str, list[float]], errors: list[int]
) -> None:
    dice = random.Random(SEED + number)
    due = time.perf_counter() + dice.uniform(0, pause)
    turn = number
    while due < until:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        turn += 1
        kind = _KIND_OF[dice.randrange(len(_KIND_OF))]
        begun = time.perf_counter()
        try:
            await _KINDS[kind](tab, turn)
            spent[kind].append((time.perf_counter() - begun) * 1000)
        except TimeoutError:
            errors[0] += 1
        tab.frames.clear()
        due += pause * dice.uniform(0.5, 1.5)


async def _list(tab: Tab, turn: int) -> None:
    status = (Status.WON, Status.ONGOING, Status.COUNTED)[turn % 3].value
    await tab.call(ListState.choose, key="status", value=status)
    await tab.until(lambda: _at(tab, "status") == status, PATIENCE_SECONDS)


async def _search(tab: Tab, turn: int) -> None:
    word = WORDS[turn % len(WORDS)]
    word = "" if _at(tab, "search") == word else word
    await tab.call(ListState.search, text=word)
    await tab.until(lambda: _at(tab, "search") == word, PATIENCE_SECONDS)


async def _lead(tab: Tab, turn: int) -> None:
    rows = tab.value(PipelineState, "rows")
    if not rows:
        await _list(tab, turn)
        return
    lead_id = rows[turn % len(rows)]["id"]
    before = tab.value(LeadViewState, "opened") or 0
    await tab.call(LeadViewState.open_lead, lead_id=lead_id)
    await tab.until(
        lambda: (tab.value(LeadViewState, "opened") or 0) > before and _shows(tab, lead_id), PATIENCE_SECONDS
    )
    await tab.call(LeadViewState.close_lead)


async def _act(tab: Tab, turn: int) -> None:
    """Park a lead or take it up again."""
    rows = [row for row in tab.value(PipelineState, "rows") if row["targets"]]
    if not rows:
        await _list(tab, turn)
        return
    lead_id = rows[turn % len(rows)]["id"]
    await tab.call(PipelineState.move, lead_id=lead_id, target="parked")
    await tab.until(lambda: not _is_open(tab, lead_id), PATIENCE_SECONDS)


def _at(tab: Tab, name: str) -> str:
    return (tab.value(PipelineState, "at") or {}).get(name, "")


def _shows(tab: Tab, lead_id: str) -> bool:
    return tab.value(LeadViewState, "status") == "shown" and tab.value(LeadViewState, "lead")["id"] == lead_id


def _is_open(tab: Tab, lead_id: str) -> bool:
    return any(row["id"] == lead_id and row["targets"] for row in tab.value(PipelineState, "rows"))


_KINDS: dict[str, Event] = {"list": _list, "lead": _lead, "search": _search, "act": _act}
_KIND_OF = ("list",) * 4 + ("lead",) * 3 + ("search",) * 2 + ("act",)


def _memory(backends: list[Backend]) -> float:
    return sum(memory_mb(backend) for backend in backends)


def _cpu(backends: list[Backend]) -> float:
    return sum(server_cpu(backend) for backend in backends)

"""Pipeline pages through the real websocket: clients that ask again as soon as they have their answer."""

import asyncio
import os
import time
from dataclasses import dataclass
from pathlib import Path

from bench.measure import percentile
from bench.seed import House, Person
from leadx_app.queries.leads import Status
from leadx_app.state.lists import ListState
from leadx_app.state.pipeline import PipelineState
from tests.support.backend import Backend
from tests.support.rx_client import Tab


@dataclass(frozen=True)
class Load:
    """Answers per second over all clients, and milliseconds per answer; `cpu` is the server's per answer."""

    clients: int
    per_second: float
    p50: float
    p95: float
    cpu: float


def pipeline_loads(
    database_url: str, house: House, folder: Path, clients: tuple[int, ...], seconds: float
) -> list[Load]:
    """Serve the database and load it with so many clients, one number after the other."""
    backend = Backend(folder, database_url, LEADX_DEMO="0").start()
    try:
        return [asyncio.run(_load(backend, house, count, seconds)) for count in clients]
    finally:
        backend.stop()


async def _load(backend: Backend, house: House, clients: int, seconds: float) -> Load:
    people = [house.sales[number % len(house.sales)] for number in range(clients)]
    tabs = await asyncio.gather(*(_open(backend, person) for person in people))
    spent: list[float] = []
    before = server_cpu(backend)
    begun = time.perf_counter()
    await asyncio.gather(*(_ask(tab, begun + seconds, spent) for tab in tabs))
    wall = time.perf_counter() - begun
    cpu = (server_cpu(backend) - before) * 1000 / len(spent)
    await asyncio.gather(*(tab.close() for tab in tabs))
    return Load(clients, len(spent) / wall, percentile(spent, 50), percentile(spent, 95), cpu)


async def _open(backend: Backend, person: Person) -> Tab:
    tab = Tab(backend.url, cookie=f"leadx_session={person.secret}", path="/pipeline")
    await tab.__aenter__()
    await tab.call(PipelineState.load)
    await tab.until(lambda: tab.value(PipelineState, "is_loaded"))
    return tab


async def _ask(tab: Tab, until: float, spent: list[float]) -> None:
    """Switch the status filter to and fro, each answer a whole new list with its figures."""
    statuses = (Status.WON, Status.ONGOING)
    number = 0
    while time.perf_counter() < until:
        status = statuses[number % 2].value
        number += 1
        start = time.perf_counter()
        await tab.call(ListState.choose, key="status", value=status)
        await tab.until(lambda status=status: (tab.value(PipelineState, "at") or {}).get("status") == status)
        spent.append((time.perf_counter() - start) * 1000)
        tab.frames.clear()


def server_cpu(backend: Backend) -> float:
    """Seconds of processor that the server and its children have used."""
    assert backend.process is not None
    ticks = 0
    for pid in _family(backend.process.pid):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])

    return ticks / os.sysconf("SC_CLK_TCK")


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(relative for child in children for relative in _family(int(child)))]


def memory_mb(backend: Backend) -> float:
    """Memory of the server and its children that is in use now, in MB; what several share counts once."""
    assert backend.process is not None
    total = 0
    for pid in _family(backend.process.pid):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024

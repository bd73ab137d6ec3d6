"""A large file brought in while people work: how long it takes, what it does to them, and how much memory it needs."""

import asyncio
import io
import os
import random
import time
from dataclasses import dataclass
from pathlib import Path

import httpx
import xlsxwriter

from bench.measure import percentile
from bench.seed import House, Person
from bench.sockets import _open, memory_mb, server_cpu
from leadx_app.queries.leads import Status
from leadx_app.state.lists import ListState
from leadx_app.state.pipeline import PipelineState
from tests.support.backend import Backend
from tests.support.rx_client import Tab

SEED = 20_261_129
USERS = 50
EACH_SECONDS = 2.5
"""How often each of them asks for another list; every tenth time they make a lead instead."""
WRITES_EVERY = 10
QUIET_SECONDS = 10.0
PATIENCE_SECONDS = 600.0
HEADER = ("Title", "Company", "Contact person", "Email", "Phone", "Value", "Expected closing date", "Tags")


@dataclass(frozen=True)
class Imported:
    """Seconds of reading, of bringing in and of taking back, and of the server's processor for all of it; what people
    waited (ms) meanwhile and without an import; memory in MB before and at most; the machine's load meanwhile."""

    kind: str
    rows: int
    read: float
    run: float
    undo: float
    cpu: float
    p50: float
    p95: float
    quiet_p95: float
    memory_before: float
    memory_most: float
    load: float


def import_load(database_url: str, house: House, folder: Path, kind: str, rows: int) -> Imported:
    """Serve the database, let 50 people work, and bring a file in beside them."""
    folder.mkdir()
    backend = Backend(folder, database_url, LEADX_DEMO="0").start()
    try:
        return asyncio.run(_measure(backend, house, kind, rows))
    finally:
        backend.stop()


def table(rows: int) -> list[tuple[str, ...]]:
    """Leads of which every third is about a company of its own."""
    dice = random.Random(SEED)
    lines = [HEADER]
    for number in range(rows):
        person = f"Kari Nordmann {number % 5_000}"
        reach = f"kari{number % 5_000}@firma{number // 3}.example.com", f"+4722{number % 1_000_000:06d}"
        worth = str(dice.randrange(1_000, 900_000)), f"2027-{number % 12 + 1:02d}-15"
        lines.append((f"Imported {number}", f"Import {number // 3} AS", person, *reach, *worth, "imported, old"))
    return lines


def as_file(kind: str, rows: int) -> bytes:
    """The table as CSV or Excel."""
    if kind == "csv":
        return "\r\n".join(";".join(line) for line in table(rows)).encode()
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, line in enumerate(table(rows)):
        sheet.write_row(number, 0, line)
    book.close()
    return file.getvalue()


async def _measure(backend: Backend, house: House, kind: str, rows: int) -> Imported:
    people = [house.sales[number % len(house.sales)] for number in range(USERS)]
    tabs = await asyncio.gather(*(_open(backend, person) for person in people))
    quiet: list[float] = []
    await _work_until(tabs, quiet, lambda: asyncio.sleep(QUIET_SECONDS))
    busy: list[float] = []
    memory = [memory_mb(backend)]
    begun, took = server_cpu(backend), {}

    async def bring_in() -> None:
        took.update(await _bring_in(backend, house.sales[0], kind, rows, memory))

    await _work_until(tabs, busy, bring_in)
    cpu = server_cpu(backend) - begun
    await asyncio.gather(*(tab.close() for tab in tabs))
    return Imported(
        kind=kind,
        rows=rows,
        **took,
        cpu=cpu,
        p50=percentile(busy, 50),
        p95=percentile(busy, 95),
        quiet_p95=percentile(quiet, 95),
        memory_before=memory[0],
        memory_most=max(memory),
        load=os.getloadavg()[0],
    )


async def _work_until(tabs: list[Tab], spent: list[float], until: object) -> None:
    """Let people work until something is over."""
    working = [asyncio.create_task(_work(tab, number, spent)) for number, tab in enumerate(tabs)]
    await until()
    for task in working:
        task.cancel()
    for end in await asyncio.gather(*working, return_exceptions=True):
        if not isinstance(end, asyncio.CancelledError):
            raise RuntimeError("somebody could not work on") from end


async def _work(tab: Tab, number: int, spent: list[float]) -> None:
    dice = random.Random(SEED + number)
    statuses = (Status.WON, Status.ONGOING)
    await asyncio.sleep(dice.uniform(0, EACH_SECONDS))
    async with httpx.AsyncClient(base_url=tab.url.replace("ws", "http", 1), headers=tab.headers, timeout=60) as http:
        for turn in range(1_000_000):
            status = statuses[turn % 2].value
            start = time.perf_counter()
            if (turn + number) % WRITES_EVERY == 0:
                await _make_lead(http, f"Beside {number} {turn}")
            await tab.call(ListState.choose, key="status", value=status)
            await tab.until(lambda status=status: (tab.value(PipelineState, "at") or {}).get("status") == status)
            spent.append((time.perf_counter() - start) * 1000)
            tab.frames.clear()
            await asyncio.sleep(dice.uniform(0.5, 1.5) * EACH_SECONDS)


async def _make_lead(http: httpx.AsyncClient, title: str) -> None:
    draft = {"title": title, "company_name": "Beside AS", "value": "100"}
    (await http.post("/api/v1/leads", json=draft, headers={"X-LeadX": "1"})).raise_for_status()


async def _bring_in(backend: Backend, person: Person, kind: str, rows: int, memory: list[float]) -> dict[str, float]:
    cookie = {"Cookie": f"leadx_session={person.secret}", "X-LeadX": "1"}
    async with httpx.AsyncClient(base_url=backend.url, headers=cookie, timeout=60) as http:
        content = await asyncio.to_thread(as_file, kind, rows)
        sent = await http.post("/files", content=content, headers={"X-File-Name": f"leads.{kind}"})
        begun = time.perf_counter()
        new = await http.post("/api/v1/imports", json={"subject": "leads", "file_id": sent.json()["id"]})
        path = f"/api/v1/imports/{new.json()['id']}"
        await _until(http, path, "mapping", memory, backend)
        read = time.perf_counter()
        (await http.post(f"{path}/run")).raise_for_status()
        found = await _until(http, path, "done", memory, backend)
        assert found["counts"] == {"created": rows}, found["counts"]
        done = time.perf_counter()
        (await http.post(f"{path}/undo")).raise_for_status()
        await _until(http, path, "undone", memory, backend)
        return {"read": read - begun, "run": done - read, "undo": time.perf_counter() - done}


async def _until(http: httpx.AsyncClient, path: str, state: str, memory: list[float], backend: Backend) -> dict:
    until = time.perf_counter() + PATIENCE_SECONDS
    while time.perf_counter() < until:
        found = (await http.get(path)).json()
        if found["state"] == state:
            return found
        memory.append(memory_mb(backend))
        await asyncio.sleep(0.5)
    raise TimeoutError(f"the import is {found['state']}: {found['progress']}")

"""Pipeline and creation of leads at growing numbers of leads, on both databases, beside the marks.

Prints tables; nothing is kept. The marks and the figures of other products (Odoo 14, BottleCRM) were measured on a
2-core machine; compare ratios and processor time rather than single times.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import floors
from bench.measure import Timing, timed
from bench.seed import House, fill
from bench.sockets import Load, pipeline_loads
from leadx_app.db import Database
from leadx_app.domain.leads.capture import capture
from leadx_app.domain.leads.draft import LeadDraft, parse_draft
from leadx_app.models import utc_now
from leadx_app.queries.leads import LeadFilters
from leadx_app.queries.pipeline import View, pipeline
from tests.support import postgres

CALLS = 200
CLIENTS = (1, 10, 50)
MARK_PIPELINE_P95 = 25.0
MARK_PIPELINE_CPU = 15.0
MARK_GROWTH = 1.3
MARK_CREATE = 15.0
MARK_VIEWS_PER_SECOND = 60.0
MARK_STATEMENTS = 8

missed: list[str] = []


def main() -> None:
    """Run what the arguments ask for and say which marks were missed."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="leadx-bench-") as name:
        folder = Path(name)
        _print_floors(folder)
        for lane in options.lanes.split(","):
            _bench_lane(lane, [int(size) for size in options.sizes.split(",")], folder, options.seconds)
    print("\nmarks missed:" if missed else "\nno mark of these tables was missed")
    for line in missed:
        print("  " + line)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--lanes", default="sqlite,postgresql", help="databases, comma separated")
    parser.add_argument("--sizes", default="1000,10000,100000", help="numbers of leads, comma separated")
    parser.add_argument("--seconds", type=float, default=10, help="length of each load through the websocket")
    return parser.parse_args()


def _print_floors(folder: Path) -> None:
    print("what this machine needs for the least of the work (ms)")
    print(f"  80 rows of a user's 2,000 by index, plain SQLite  {floors.index_read_ms(folder):8.3f}")
    print(f"  write 300 bytes and fsync                         {floors.durable_write_ms(folder):8.3f}")
    print(f"  websocket frame there and back                    {floors.socket_round_trip_ms():8.3f}")


def _bench_lane(lane: str, sizes: list[int], folder: Path, seconds: float) -> None:
    print(f"\n{lane}: pipeline of one of 50 sales users, server time (marks: p95 ≤ 25 ms, CPU ≤ 15 ms, ≤ 8 statements)")
    print("  leads    what                 p50 ms   p95 ms   CPU ms  statements")
    loads: list[tuple[int, list[Load]]] = []
    medians: list[float] = []
    for size in sizes:
        with _database(lane, folder / f"{lane}-{size}") as url:
            database = Database(url)
            house = fill(database, size, now=utc_now())
            medians.append(_bench_size(lane, database, house, size))
            database.close()
            loads.append((size, pipeline_loads(url, house, folder / f"{lane}-{size}", CLIENTS, seconds)))
    growth = medians[-1] / medians[0]
    print(f"  growth of the list {sizes[0]:,} → {sizes[-1]:,} leads: ×{growth:.2f} (mark ≤ ×{MARK_GROWTH}; Odoo ×4.7)")
    _mark(growth <= MARK_GROWTH, f"{lane}: growth ×{growth:.2f} > ×{MARK_GROWTH}")
    print(f"\n{lane}: pipeline pages through the websocket (mark at 50 clients: ≥ 60/s, p95 < 1 s)")
    print("  leads    clients   answers/s   p50 ms   p95 ms   server CPU ms")
    for size, rows in loads:
        for load in rows:
            print(f"  {size:<8,} {load.clients:>6}   {load.per_second:>9.1f}", end="")
            print(f"  {load.p50:>7.1f}  {load.p95:>7.1f}  {load.cpu:>9.1f}")
    last = loads[-1][1][-1]
    _mark(last.per_second >= MARK_VIEWS_PER_SECOND, f"{lane}: {last.per_second:.0f} answers/s with 50 clients < 60")
    _mark(last.p95 < 1000, f"{lane}: p95 {last.p95:.0f} ms with 50 clients")


def _bench_size(lane: str, database: Database, house: House, size: int) -> float:
    people = [house.sales[number % len(house.sales)] for number in range(CALLS)]

    def view(kind: View, filters: LeadFilters) -> Timing:
        reads = [
            lambda person=person: database.read(person.credential, pipeline, kind, filters, with_choices=True)
            for person in people
        ]
        return timed(database, reads)

    drafts = [
        parse_draft(
            LeadDraft, {"title": f"Bench {number}", "company_name": f"Firma {number % 50:04d} AS", "value": "100"}
        )
        for number in range(CALLS)
    ]
    creates = [
        lambda person=person, draft=draft: database.act(person.credential, capture, draft)
        for person, draft in zip(people, drafts, strict=True)
    ]
    results = {
        "list + KPIs": view(View.LIST, LeadFilters()),
        "board + KPIs": view(View.BOARD, LeadFilters()),
        "search, common word": view(View.LIST, LeadFilters(search="heat")),
        "search, nothing": view(View.LIST, LeadFilters(search="zzzz")),
        "create a lead": timed(database, creates),
    }
    for name, timing in results.items():
        print(f"  {size:<8,} {name:<20} {timing.p50:>6.1f}", end="")
        print(f"  {timing.p95:>7.1f}  {timing.cpu:>7.1f}  {timing.statements:>6}")
    listed, created = results["list + KPIs"], results["create a lead"]
    _mark(listed.p95 <= MARK_PIPELINE_P95, f"{lane} {size:,}: pipeline p95 {listed.p95:.1f} ms > 25")
    _mark(listed.cpu <= MARK_PIPELINE_CPU, f"{lane} {size:,}: pipeline CPU {listed.cpu:.1f} ms > 15")
    _mark(listed.statements <= MARK_STATEMENTS, f"{lane} {size:,}: {listed.statements} statements > 8")
    _mark(created.p50 <= MARK_CREATE, f"{lane} {size:,}: create {created.p50:.1f} ms > 15")
    return listed.p50


def _mark(kept: bool, line: str) -> None:
    if not kept:
        missed.append(line)


@contextmanager
def _database(lane: str, folder: Path) -> Iterator[str]:
    """A migrated database that keeps what it acknowledges: fsync is on."""
    from leadx_app.migrations import upgrade

    folder.mkdir()
    if lane == "sqlite":
        url = f"sqlite:///{folder / 'bench.sqlite3'}"
        upgrade(url)
        yield url
        return
    postgres.FAST_AND_FORGETFUL.update(fsync="on", synchronous_commit="on", full_page_writes="on", autovacuum="on")
    server = postgres.PostgresServer()
    server.start()
    try:
        _make_database(server)
        url = server.url("bench")
        upgrade(url)
        yield url
    finally:
        server.remove()


def _make_database(server: postgres.PostgresServer) -> None:
    import psycopg

    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {postgres.APPLICATION_ROLE} LOGIN NOSUPERUSER NOBYPASSRLS")
        connection.execute(f"CREATE DATABASE bench OWNER {postgres.APPLICATION_ROLE}")


if __name__ == "__main__":
    sys.exit(main())

"""Timing: how long, how much processor, how many statements."""

import resource
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from leadx_app.db import Database


@dataclass(frozen=True)
class Timing:
    """Milliseconds per call: median, 95th percentile, processor time of this process; statements of one call."""

    p50: float
    p95: float
    cpu: float
    statements: int


def percentile(values: list[float], percent: int) -> float:
    """The smallest value that so many percent do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(percent / 100 * (len(ordered) - 1)))]


def timed(database: Database, calls: list[Callable[[], object]], *, warm: int = 5) -> Timing:
    """Run the calls one after the other; the first `warm` are run once before, not counted."""
    for call in calls[:warm]:
        call()
    with counted(database) as seen:
        calls[0]()
    spent: list[float] = []
    before = _cpu()
    for call in calls:
        start = time.perf_counter()
        call()
        spent.append((time.perf_counter() - start) * 1000)
    cpu = (_cpu() - before) * 1000 / len(calls)
    return Timing(statistics.median(spent), percentile(spent, 95), cpu, len(seen))


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The SQL statements that run inside, without BEGIN, COMMIT and the tenant's setting."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "SELECT set_config")):
            seen.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", note)


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime

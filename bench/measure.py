"""Timing: how long, how much processor, how many statements."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from leadx_app.db import Database


@dataclass(frozen=True)
class Timing:
    """Milliseconds per call: median, 95th percentile, median processor time of this process; statements of one call.

    Other programs on the machine make single calls slow, so that medians say more than sums.
    """

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
    busy: list[float] = []
    for call in calls:
        wall, cpu = _spent(call)
        spent.append(wall)
        busy.append(cpu)
    return Timing(statistics.median(spent), percentile(spent, 95), statistics.median(busy), len(seen))


def growth(small: list[Callable[[], object]], large: list[Callable[[], object]], *, by_cpu: bool) -> float:
    """How many times as much the calls on the large data cost: medians of calls in turns, so that both meet the same
    machine. `by_cpu`: of this process's processor time, where it does all the work."""
    costs: tuple[list[float], list[float]] = ([], [])
    for pair in zip(small, large, strict=True):
        for call, cost in zip(pair, costs, strict=True):
            wall, cpu = _spent(call)
            cost.append(cpu if by_cpu else wall)
    return statistics.median(costs[1]) / statistics.median(costs[0])


def _spent(call: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of the wall clock and of this process's processor time."""
    wall, cpu = time.perf_counter(), time.process_time()
    call()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


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

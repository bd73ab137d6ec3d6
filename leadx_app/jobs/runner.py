"""The lines of the jobs: take the next one, do it piece by piece, keep what became of it."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlmodel import Session

from leadx_app.db import Unavailable
from leadx_app.domain.errors import Refusal
from leadx_app.domain.jobs import run
from leadx_app.domain.jobs.run import Claimed, ClaimLost
from leadx_app.logs import report
from leadx_app.runtime import Runtime

R = TypeVar("R")

LINES = 2
"""Jobs at once per process: a long one holds up only its own line."""
BEAT_SECONDS = 30
MOST_REST = 0.5
"""After each piece the line rests for as long as people waited for the database meanwhile, at most for this share of
the time that the piece took: pages come first, and where nobody works it goes on at once."""
LONGEST_REST_SECONDS = 0.5
PIECE_SECONDS = 0.2
"""About how long a piece may take: with SQLite whoever else writes waits for it."""
LEAST, MOST = 50, 1_000
LAST_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Desk:
    """What a kind of job works with."""

    runtime: Runtime
    job: Claimed

    async def piece(self, work: Callable[..., R], *args: Any, **kwargs: Any) -> R:
        """Do a piece `work(session, job, …, now=…)` in a transaction of its own that holds the claim.

        Raises:
            ClaimLost: the job is not ours any more; nothing of the piece was written.
        """
        return (await self._timed(work, *args, **kwargs))[0]

    async def pieces(self, work: Callable[..., bool], first: int) -> None:
        """Do pieces `work(session, job, most, now=…)` until one says that nothing was left to do.

        `most` begins with `first` and becomes what a piece of `PIECE_SECONDS` can hold, on this machine at this hour.
        """
        most = first
        while True:
            goes_on, seconds = await self._timed(work, most)
            if not goes_on:
                return
            most = next_size(most, seconds)

    async def _timed(self, work: Callable[..., R], *args: Any, **kwargs: Any) -> tuple[R, float]:
        """Do a piece, then rest; returns also how long it took."""
        database = self.runtime.database
        before = database.waited
        result, seconds = await database.tenant_async(self.job.tenant_id, _held, self.job, work, *args, **kwargs)
        await asyncio.sleep(rest_after(seconds, database.waited - before))
        return result, seconds


def next_size(size: int, seconds: float) -> int:
    """How much the next piece takes on: at most twice as much, and half at once where it took too long."""
    wanted = size * PIECE_SECONDS / max(seconds, PIECE_SECONDS / 10)
    return max(LEAST, min(round(max(size / 2, min(wanted, size * 2))), MOST))


def rest_after(seconds: float, waited: float) -> float:
    """How long to rest after a piece of so many seconds, during which people waited so long."""
    return min(waited, seconds * MOST_REST, LONGEST_REST_SECONDS)


Work = Callable[[Desk], Awaitable[None]]


async def take_up(runtime: Runtime) -> None:
    """At the start of the server: with SQLite it is the only process, and what a killed one left goes on at once."""
    if runtime.database.is_sqlite:
        await runtime.database.system_async(run.take_up_again)


async def work_off(runtime: Runtime, kinds: Mapping[str, Work]) -> None:
    """Do every job that is due, one after the other."""
    database = runtime.database
    if not await database.system_async(run.is_due, list(kinds), writes=False):
        return
    while job := await database.system_async(run.claim_next, list(kinds)):
        await _to_its_end(Desk(runtime, job), kinds[job.kind])


async def _to_its_end(desk: Desk, work: Work) -> None:
    """Do one job; a server that stops gives it back."""
    doing = asyncio.create_task(_do(desk, work), name=f"job {desk.job.kind}")
    beating = asyncio.create_task(_beat(desk, doing), name="claim")
    try:
        await asyncio.wait({doing})
    except asyncio.CancelledError:
        doing.cancel()
        await asyncio.wait({doing}, timeout=LAST_SECONDS)
        with suppress(Unavailable, RuntimeError):
            await desk.runtime.database.system_async(run.give_back, desk.job)
        raise
    finally:
        beating.cancel()
    if not doing.cancelled():
        doing.result()


async def _do(desk: Desk, work: Work) -> None:
    database, job = desk.runtime.database, desk.job
    try:
        await work(desk)
        await database.system_async(run.finish, job)
    except ClaimLost:
        return
    except Refusal as refusal:
        await database.system_async(run.refuse, job, refusal)
    except Exception as error:
        await database.system_async(run.fail, job, report(error), chance=random.random())


async def _beat(desk: Desk, doing: asyncio.Task[None]) -> None:
    """Keep the claim through a piece that takes long, such as reading a large file."""
    while True:
        await asyncio.sleep(BEAT_SECONDS)
        try:
            await desk.runtime.database.system_async(run.hold, desk.job)
        except ClaimLost:
            doing.cancel()
            return
        except Unavailable:
            continue


def _held(
    session: Session, job: Claimed, work: Callable[..., R], *args: Any, now: Any, **kwargs: Any
) -> tuple[R, float]:
    begin = time.monotonic()
    run.hold(session, job, now=now)
    return work(session, job, *args, now=now, **kwargs), time.monotonic() - begin

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
REST = 0.5
"""After each piece the line rests for this share of the time that the piece took: pages come first."""
LONGEST_REST_SECONDS = 0.5
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
        begin = time.monotonic()
        result = await self.runtime.database.tenant_async(self.job.tenant_id, _held, self.job, work, *args, **kwargs)
        await asyncio.sleep(min((time.monotonic() - begin) * REST, LONGEST_REST_SECONDS))
        return result


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


def _held(session: Session, job: Claimed, work: Callable[..., R], *args: Any, now: Any, **kwargs: Any) -> R:
    run.hold(session, job, now=now)
    return work(session, job, *args, now=now, **kwargs)

"""The lines of the jobs: take the next one, do it piece by piece, keep what became of it."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

from sqlmodel import Session

from leadx_app.db import Unavailable
from leadx_app.domain.errors import Refusal
from leadx_app.domain.jobs import clock, run
from leadx_app.domain.jobs.clock import Turn
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
"""About how long a piece may take: whoever else writes waits for it, with SQLite everywhere."""
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
        await database.learn_growth_async()
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
        await runtime.database.system_async(clock.release)


async def work_off(runtime: Runtime, kinds: Mapping[str, Work]) -> None:
    """Do every job that is due, one after the other."""
    database = runtime.database
    if not await database.system_async(run.is_due, list(kinds), writes=False):
        return
    while job := await database.system_async(run.claim_next, list(kinds)):
        await _to_its_end(_JobClaim(runtime, job), partial(kinds[job.kind], Desk(runtime, job)))


async def do_turn(runtime: Runtime, name: str, work: Callable[[Runtime], Awaitable[None]]) -> bool:
    """Do a recurring job, unless another process does or it is not due; returns whether it was ours to do."""
    turn = await runtime.database.system_async(clock.take_turn, name)
    if turn is None:
        return False
    await _to_its_end(_TurnClaim(runtime, turn), partial(work, runtime))
    return True


class _Claim(Protocol):
    """What a process holds while it does something, and what it says of it in the end."""

    async def hold(self) -> None: ...

    async def finish(self) -> None: ...

    async def refuse(self, refusal: Refusal) -> None: ...

    async def fail(self, error_id: str) -> None: ...

    async def give_back(self) -> None: ...


@dataclass(frozen=True, slots=True)
class _JobClaim:
    runtime: Runtime
    job: Claimed

    async def hold(self) -> None:
        await self.runtime.database.system_async(run.hold, self.job)

    async def finish(self) -> None:
        await self.runtime.database.system_async(run.finish, self.job)

    async def refuse(self, refusal: Refusal) -> None:
        await self.runtime.database.system_async(run.refuse, self.job, refusal)

    async def fail(self, error_id: str) -> None:
        await self.runtime.database.system_async(run.fail, self.job, error_id, chance=random.random())

    async def give_back(self) -> None:
        await self.runtime.database.system_async(run.give_back, self.job)


@dataclass(frozen=True, slots=True)
class _TurnClaim:
    runtime: Runtime
    turn: Turn

    async def hold(self) -> None:
        await self.runtime.database.system_async(clock.hold_turn, self.turn)

    async def finish(self) -> None:
        await self.runtime.database.system_async(clock.end_turn, self.turn)

    async def refuse(self, refusal: Refusal) -> None:
        await self.fail(report(refusal))

    async def fail(self, error_id: str) -> None:
        await self.runtime.database.system_async(clock.fail_turn, self.turn, error_id, chance=random.random())

    async def give_back(self) -> None:
        await self.runtime.database.system_async(clock.give_turn_back, self.turn)


async def _to_its_end(claim: _Claim, work: Callable[[], Awaitable[None]]) -> None:
    """Do what was claimed; a server that stops gives it back."""
    doing = asyncio.create_task(_do(claim, work), name="work")
    beating = asyncio.create_task(_beat(claim, doing), name="claim")
    try:
        await asyncio.wait({doing})
    except asyncio.CancelledError:
        doing.cancel()
        await asyncio.wait({doing}, timeout=LAST_SECONDS)
        with suppress(Unavailable, RuntimeError):
            await claim.give_back()
        raise
    finally:
        beating.cancel()
    if not doing.cancelled():
        doing.result()


async def _do(claim: _Claim, work: Callable[[], Awaitable[None]]) -> None:
    try:
        await work()
        await claim.finish()
    except ClaimLost:
        return
    except Refusal as refusal:
        await claim.refuse(refusal)
    except Exception as error:
        await claim.fail(report(error))


async def _beat(claim: _Claim, doing: asyncio.Task[None]) -> None:
    """Keep the claim through a piece that takes long, such as reading a large file."""
    while True:
        await asyncio.sleep(BEAT_SECONDS)
        try:
            await claim.hold()
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

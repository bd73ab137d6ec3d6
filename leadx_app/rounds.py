"""Work that comes due by the clock: each round is called again and again, in every server process.

Two processes may be at the same round at once, and a process may be killed in the middle of one: a round claims what it
works on by a conditional write, and does no harm when it is repeated.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from leadx_app.domain.errors import Invalid
from leadx_app.domain.imports import clean
from leadx_app.domain.jobs import run
from leadx_app.domain.jobs.clock import RoundNote, note_rounds
from leadx_app.domain.leads.overdue import flag_overdue, overdue_handovers
from leadx_app.domain.ports import RatesUnavailable
from leadx_app.domain.rates import fetching_organizations, follow_clock, outdated_organizations, take_fetched
from leadx_app.domain.tasks.remind import due_reminders, remind
from leadx_app.goal_clock import notice_goals
from leadx_app.jobs import runner
from leadx_app.jobs.kinds import do_jobs
from leadx_app.logs import report
from leadx_app.mail import delivery
from leadx_app.models import utc_now
from leadx_app.news_clock import turn_news
from leadx_app.push.delivery import clear_away as clear_pushes
from leadx_app.push.delivery import send_pushes
from leadx_app.runtime import Runtime, get_runtime


@dataclass(frozen=True, slots=True)
class Round:
    """Work that is called once `every_seconds`; it looks by itself whether anything is due."""

    name: str
    every_seconds: float
    work: Callable[[Runtime], Awaitable[None]]


async def flag_overdue_handovers(runtime: Runtime) -> None:
    """Tell of handed-over leads that have waited too long, of each once."""
    database = runtime.database
    for lead_id in await database.system_async(overdue_handovers, writes=False):
        await database.system_async(flag_overdue, lead_id)


async def give_reminders(runtime: Runtime) -> None:
    """Remind people of their tasks, of each once."""
    database = runtime.database
    for task_id in await database.system_async(due_reminders, writes=False):
        await database.system_async(remind, task_id)


async def clear_away_jobs(runtime: Runtime) -> None:
    """Remove jobs and imports whose time of keeping is over."""
    await runtime.database.system_async(run.clean_up)
    while await runtime.database.system_async(clean.clean_up):
        pass


async def follow_rates(runtime: Runtime) -> None:
    """Where a new day has begun, let open leads be worth its exchange rate."""
    database = runtime.database
    for organization_id in await database.system_async(outdated_organizations, writes=False):
        await database.system_async(follow_clock, organization_id)


async def fetch_rates(runtime: Runtime) -> None:
    """Fetch exchange rates for the organizations whose Admin wants that, where the operator lets it happen at all."""
    database, source = runtime.database, runtime.rate_source
    if source is None or not (wanted := await database.system_async(fetching_organizations, writes=False)):
        return
    with suppress(RatesUnavailable):  # The log has it; the next round asks again.
        sheet = await source.latest()
        for organization_id in wanted:
            with suppress(Invalid):  # It knows nothing of this base currency.
                await database.system_async(take_fetched, organization_id, sheet)


async def write_down_rounds(runtime: Runtime) -> None:
    """Write down how the rounds of this process went, for the Admin."""
    notes = list(_notes.values())
    _notes.clear()
    await runtime.database.system_async(note_rounds, notes)


ROUNDS: tuple[Round, ...] = (
    Round("news", 1, turn_news),
    Round("letters", 2, delivery.write_letters),
    *(Round(f"mail line {number}", 2, delivery.send_mails) for number in range(delivery.LINES)),
    Round("old mail", 3600, delivery.clear_away),
    Round("push", 2, send_pushes),
    Round("old pushes", 3600, clear_pushes),
    Round("overdue handovers", 10, flag_overdue_handovers),
    Round("reminders", 5, give_reminders),
    Round("goals", 5, notice_goals),
    *(Round(f"job line {number}", 1, do_jobs) for number in range(runner.LINES)),
    Round("old jobs", 3600, clear_away_jobs),
    Round("exchange rates", 60, follow_rates),
    Round("fetch rates", 3600, fetch_rates),
    Round("round book", 30, write_down_rounds),
)

_notes: dict[str, RoundNote] = {}


@asynccontextmanager
async def run_rounds(app: Any) -> AsyncIterator[None]:
    """Lifespan task: all rounds, until the server stops."""
    await runner.take_up(get_runtime())
    tasks = [asyncio.create_task(go_round(each, get_runtime()), name=each.name) for each in ROUNDS]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def go_round(each: Round, runtime: Runtime) -> None:
    """Call one round for ever; a failure is reported and made up for by the next call."""
    while True:
        error_id = None
        try:
            await each.work(runtime)
        except Exception as error:
            error_id = report(error)
        _note(each, error_id)
        await asyncio.sleep(each.every_seconds)


def _note(each: Round, error_id: str | None) -> None:
    now = utc_now()
    before = _notes.get(each.name) or RoundNote(each.name, max(1, round(each.every_seconds)), now)
    failure = {"failed_at": now, "error_id": error_id} if error_id else {}
    _notes[each.name] = replace(before, ran_at=now, **failure)

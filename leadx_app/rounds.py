"""Work that comes due by the clock: recurring jobs, whose turn one server process takes, and each process's own lines.

A process looks once a second which turns can be taken (one read), and in each of these, as often as it says, whether
there is anything to do; only then the turn is taken, by a conditional write and for the time of a lease. A process may
be killed in the middle of one, or lose it: what it works on is claimed by conditional writes besides, and does no harm
when it is repeated.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from leadx_app.domain import pushes
from leadx_app.domain.errors import Invalid
from leadx_app.domain.imports import clean
from leadx_app.domain.jobs import clock, run
from leadx_app.domain.jobs.clock import RoundNote, note_rounds
from leadx_app.domain.leads.overdue import flag_overdue, overdue_handovers
from leadx_app.domain.mails.send import is_due
from leadx_app.domain.news.publish import due_news
from leadx_app.domain.ports import RatesUnavailable
from leadx_app.domain.rates import fetching_organizations, follow_clock, outdated_organizations, take_fetched
from leadx_app.domain.subscriptions import ending_subscriptions, tell_of_end
from leadx_app.domain.support.overdue import overdue_tickets, tell_overdue
from leadx_app.domain.tasks.remind import due_reminders, remind
from leadx_app.domain.webhooks.deliver import is_due as is_delivery_due
from leadx_app.goal_clock import has_goals_to_look_at, notice_goals
from leadx_app.jobs import runner
from leadx_app.jobs.kinds import do_jobs
from leadx_app.logs import report
from leadx_app.mail import delivery
from leadx_app.models import utc_now
from leadx_app.news_clock import turn_news
from leadx_app.push.delivery import clear_away as clear_pushes
from leadx_app.push.delivery import send_pushes
from leadx_app.runtime import Runtime, get_runtime
from leadx_app.webhooks import LINES as WEBHOOK_LINES
from leadx_app.webhooks import clear_away as clear_deliveries
from leadx_app.webhooks import send_deliveries


@dataclass(frozen=True, slots=True)
class Round:
    """Work that is called once `every_seconds`, where `is_due` says that there is anything to do; None: always."""

    name: str
    every_seconds: float
    work: Callable[[Runtime], Awaitable[None]]
    is_due: Callable[[Runtime], Awaitable[bool]] | None = None


def _finds(look: Callable[..., Any], *args: Any) -> Callable[[Runtime], Awaitable[bool]]:
    """Whether a read of all tenants' rows finds anything."""

    async def is_due(runtime: Runtime) -> bool:
        return bool(await runtime.database.system_async(look, *args, writes=False))

    return is_due


async def flag_overdue_handovers(runtime: Runtime) -> None:
    """Tell of handed-over leads that have waited too long, of each once."""
    database = runtime.database
    for lead_id in await database.system_async(overdue_handovers, writes=False):
        await database.system_async(flag_overdue, lead_id)


async def tell_overdue_tickets(runtime: Runtime) -> None:
    """Tell of tickets whose clock has run out, of each clock once."""
    database = runtime.database
    for ticket_id in await database.system_async(overdue_tickets, writes=False):
        await database.system_async(tell_overdue, ticket_id)


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


async def tell_of_ends(runtime: Runtime) -> None:
    """Tell Admins that the subscription of their organization comes to its end."""
    database = runtime.database
    for tenant_id in await database.system_async(ending_subscriptions, writes=False):
        await database.system_async(tell_of_end, tenant_id)


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
    Round("news", 1, turn_news, _finds(due_news)),
    Round("letters", 2, delivery.write_letters, delivery.has_letters),
    *(Round(f"mail line {line}", 2, delivery.send_mails, _finds(is_due, line)) for line in range(delivery.LINES)),
    Round("goals", 5, notice_goals, has_goals_to_look_at),
    Round("old mail", 3600, delivery.clear_away),
    Round("push", 2, send_pushes, _finds(pushes.is_due)),
    Round("old pushes", 3600, clear_pushes),
    *(
        Round(f"webhook line {line}", 2, send_deliveries, _finds(is_delivery_due, line))
        for line in range(WEBHOOK_LINES)
    ),
    Round("old deliveries", 3600, clear_deliveries),
    Round("overdue handovers", 10, flag_overdue_handovers, _finds(overdue_handovers)),
    Round("overdue tickets", 10, tell_overdue_tickets, _finds(overdue_tickets)),
    Round("reminders", 5, give_reminders, _finds(due_reminders)),
    Round("old jobs", 3600, clear_away_jobs),
    Round("subscriptions", 3600, tell_of_ends, _finds(ending_subscriptions)),
    Round("exchange rates", 60, follow_rates),
    Round("fetch rates", 3600, fetch_rates),
)
"""Recurring jobs: of each, one process takes the turn."""

LINES: tuple[Round, ...] = (
    *(Round(f"job line {number}", 1, do_jobs) for number in range(runner.LINES)),
    Round("round book", 30, write_down_rounds),
)
"""What every process does for itself."""

TICK_SECONDS = 1.0

_notes: dict[str, RoundNote] = {}


@asynccontextmanager
async def run_rounds(app: Any) -> AsyncIterator[None]:
    """Lifespan task: all rounds, until the server stops."""
    runtime = get_runtime()
    await runner.take_up(runtime)
    tasks = [asyncio.create_task(go_round(each, runtime), name=each.name) for each in LINES]
    tasks.append(asyncio.create_task(keep_clock(ROUNDS, runtime), name="clock"))
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def keep_clock(rounds: Sequence[Round], runtime: Runtime) -> None:
    """Look for ever which turns of recurring jobs can be taken, and take them, each in a task of its own."""
    looking = Looking(rounds)
    try:
        while True:
            try:
                await looking.look(runtime)
            except Exception as error:
                report(error)
            await asyncio.sleep(TICK_SECONDS)
    finally:
        await looking.stop()


class Looking:
    """What this process remembers of recurring jobs: when it looked last, and which turns it is at."""

    def __init__(self, rounds: Sequence[Round]) -> None:
        self.rounds = rounds
        self.is_entered = False
        self.next_look: dict[str, float] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    async def look(self, runtime: Runtime) -> None:
        """Begin whatever turn is open and was not looked at for its time; what an Admin asked for at once."""
        if not self.is_entered:
            seconds = {each.name: max(1, round(each.every_seconds)) for each in self.rounds}
            await runtime.database.system_async(clock.enter, seconds)
            self.is_entered = True
        turns = await runtime.database.system_async(clock.open_turns, writes=False)
        moment = time.monotonic()
        for each in self.rounds:
            task, is_asked = self.tasks.get(each.name), turns.get(each.name)
            if is_asked is None or (task and not task.done()):
                continue
            if is_asked or moment >= self.next_look.get(each.name, 0):
                self.next_look[each.name] = moment + each.every_seconds
                self.tasks[each.name] = asyncio.create_task(_look_and_do(each, runtime, is_asked), name=each.name)

    async def stop(self) -> None:
        """Give back what this process is at."""
        for task in self.tasks.values():
            task.cancel()
        await asyncio.gather(*self.tasks.values(), return_exceptions=True)


async def _look_and_do(each: Round, runtime: Runtime, is_asked: bool) -> None:
    """Take the turn if there is anything to do, or if somebody asked for it; a failed look is tried again."""
    error_id = None
    try:
        if is_asked or each.is_due is None or await each.is_due(runtime):
            await runner.do_turn(runtime, each.name, each.work)
    except Exception as error:
        error_id = report(error)
    _note(each, error_id)


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

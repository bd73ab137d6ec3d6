"""Background jobs and the rounds of the clock, for the Admin."""

from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

import reflex as rx
from pydantic import Field

from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.domain.jobs.clock import run_now
from leadx_app.domain.jobs.desk import cancel, retry
from leadx_app.models import JobState
from leadx_app.queries.jobs import PAGE_SIZE, JobPage, JobRow, RoundRow, job_page, round_rows
from leadx_app.state import live
from leadx_app.state.doors import act, handler, read
from leadx_app.state.format import Look
from leadx_app.state.look import look_of, say_done

Cursor = Annotated[str, Field(max_length=400)]
Name = Annotated[str, Field(max_length=40)]
KINDS: dict[str, str] = {
    "import.read": "Read a file",
    "import.check": "Check an import",
    "import.run": "Import",
    "import.undo": "Undo an import",
    "archive.make": "Make an archive",
    "leads.regroup": "Move the leads of a list",
}
STATES: dict[JobState, str] = {
    JobState.WAITING: "Waiting",
    JobState.RUNNING: "Running",
    JobState.DONE: "Done",
    JobState.FAILED: "Failed",
    JobState.CANCELLED: "Cancelled",
}
TONES: dict[JobState, str] = {
    JobState.WAITING: "neutral",
    JobState.RUNNING: "waiting",
    JobState.DONE: "won",
    JobState.FAILED: "closed",
    JobState.CANCELLED: "parked",
}
ROUNDS: dict[str, str] = {
    "news": "News come and go",
    "letters": "Letters are written",
    "mail line": "Mail is sent",
    "old mail": "Old mail is removed",
    "push": "Devices are notified",
    "old pushes": "Old notices to devices are removed",
    "webhook line": "Webhooks are told",
    "old deliveries": "Old deliveries to webhooks are removed",
    "overdue handovers": "Overdue handovers are told of",
    "overdue tickets": "Overdue tickets are told of",
    "reminders": "Reminders are given",
    "job line": "Jobs are done",
    "goals": "Goals are looked at",
    "old jobs": "Old jobs are removed",
    "subscriptions": "Admins hear of the end of the subscription",
    "exchange rates": "Open leads follow the exchange rate",
    "fetch rates": "Exchange rates are fetched",
    "round book": "This list is written",
}


@dataclass(frozen=True)
class JobLine:
    """A job in the list; `percent` is "" until it is known how much there is to do."""

    id: str
    kind: str
    state: str
    tone: str
    who: str
    progress: str
    percent: str
    trouble: str
    age: str
    moment: str
    may_cancel: bool
    may_retry: bool


@dataclass(frozen=True)
class RoundLine:
    """A recurring job, or a line; `id` is its name for the server, `state` "" while it waits for its time."""

    id: str
    name: str
    age: str
    moment: str
    took: str
    state: str
    trouble: str
    may_run: bool


class JobsState(rx.State):
    """The jobs that are shown, newest first, and the rounds."""

    shows: str = "all"
    rows: list[JobLine] = []
    rounds: list[RoundLine] = []
    next_cursor: str = ""
    is_loaded: bool = False

    @handler
    async def load(self) -> None:
        """On loading the page."""
        await live.watch(self, kinds={EventKind.JOB_CHANGED}, everybody=True)
        self.shows = "all"
        await self._read(0)

    @handler
    async def show(self, shows: Literal["all", "open", "done", "failed"]) -> None:
        """Jobs in this state only."""
        self.shows = shows
        await self._read(0)

    @handler
    async def show_more(self, cursor: Cursor) -> None:
        """Older ones, below those that are shown."""
        page = await read(self, job_page, self.shows, cursor)
        known = {row.id for row in self.rows}
        look = await look_of(self)
        self.rows = [*self.rows, *(job_line(row, look) for row in page.rows if str(row.id) not in known)]
        self.next_cursor = page.next_cursor or ""

    @handler
    async def cancel(self, job_id: UUID) -> None:
        """Stop a job."""
        try:
            await act(self, cancel, job_id)
            await say_done(self, "Stopped. What it did so far stays.")
        finally:
            await live.refresh(self)

    @handler
    async def retry(self, job_id: UUID) -> None:
        """Put a job back in the line."""
        try:
            await act(self, retry, job_id)
            await say_done(self, "It is in the line again.")
        finally:
            await live.refresh(self)

    @handler
    async def run_now(self, name: Name) -> None:
        """Let a recurring job be done at once."""
        try:
            await act(self, run_now, name)
            await say_done(self, "It is done within seconds.")
        finally:
            await live.refresh(self)

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        await self._read(len(self.rows))

    async def _read(self, at_least: int) -> None:
        page: JobPage = await read(self, job_page, self.shows, limit=max(PAGE_SIZE, at_least))
        look = await look_of(self)
        self.rows = [job_line(row, look) for row in page.rows]
        self.rounds = [round_line(row, look) for row in await read(self, round_rows)]
        self.next_cursor = page.next_cursor or ""
        self.is_loaded = True


def job_line(row: JobRow, look: Look) -> JobLine:
    """A row in the reader's words."""
    return JobLine(
        id=str(row.id),
        kind=look.say(KINDS.get(row.kind, row.kind)),
        state=look.say(STATES[row.state]),
        tone=TONES[row.state],
        who=row.name,
        progress=_progress(row, look),
        percent=str(min(100, row.done * 100 // row.total)) if row.total else "",
        trouble=_trouble(row, look),
        age=look.age(row.created_at),
        moment=look.moment(row.created_at),
        may_cancel=row.may_cancel,
        may_retry=row.may_retry,
    )


def round_line(row: RoundRow, look: Look) -> RoundLine:
    """A recurring job in the reader's words, with its last failure."""
    base, _, number = row.name.rpartition(" ")
    label = look.say(ROUNDS.get(row.name) or ROUNDS.get(base, row.name))
    trouble = ""
    if row.failed_at and row.error_id:
        ago = look.ago(row.failed_at)
        trouble = look.say("Failed {ago}. The log says more under {error_id}.", ago=ago, error_id=row.error_id)
    if trouble and row.tries and row.due_at and not row.held_until:
        trouble += " " + look.say("Tried again {moment}.", moment=look.moment(row.due_at))
    return RoundLine(
        id=row.name,
        name=f"{label} ({int(number) + 1})" if number.isdigit() else label,
        age=look.age(row.ran_at),
        moment=look.moment(row.ran_at),
        took=_took(row.took_ms, look),
        state=look.say("Running") if row.held_until else look.say("Asked for") if row.is_asked else "",
        trouble=trouble,
        may_run=row.may_run and not row.held_until and not row.is_asked,
    )


def _took(milliseconds: int | None, look: Look) -> str:
    """How long it took, in the unit that can be read."""
    if milliseconds is None:
        return ""
    if milliseconds < 1000:
        return look.say("{count} ms", count=look.number(milliseconds))
    return look.say("{count} s", count=look.number(round(milliseconds / 1000)))


def _progress(row: JobRow, look: Look) -> str:
    if row.total is None:
        return look.number(row.done) if row.done else ""
    return look.say("{done} of {total}", done=look.number(row.done), total=look.number(row.total))


def _trouble(row: JobRow, look: Look) -> str:
    if row.reason:
        return look.say(row.reason["template"], **row.reason["params"])
    if not row.error_id:
        return ""
    if row.state == JobState.WAITING:
        next_try = look.moment(row.due_at)
        return look.say("Failed ({error_id}). Tried again {moment}.", error_id=row.error_id, moment=next_try)
    return look.say("The log says more under {error_id}.", error_id=row.error_id)

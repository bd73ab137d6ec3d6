"""Activities: the tabs of what is planned, the calendar, and what can be done to each plan."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

import reflex as rx
from pydantic import Field

from leadx_app.domain.calendar_address import address_since, renew_address
from leadx_app.domain.days import today_in
from leadx_app.domain.errors import Invalid, NotFound
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.domain.permissions import Permission
from leadx_app.domain.quick_add import LONGEST, understand
from leadx_app.domain.tasks.finish import complete, reopen
from leadx_app.domain.tasks.plan import Snooze, snooze
from leadx_app.models import ListName, new_id
from leadx_app.queries.agenda import agenda_between, agenda_page, agenda_row
from leadx_app.queries.agenda_choices import plan_choices
from leadx_app.queries.agenda_filters import Tab, What, Whose
from leadx_app.queries.agenda_rows import AgendaRow
from leadx_app.queries.choices import colleagues, company_suggestions, person_suggestions
from leadx_app.runtime import get_runtime
from leadx_app.state import live
from leadx_app.state.agenda_acts import move_plan, quick_task, remove_plan, restore_plan, save_activity, save_task
from leadx_app.state.agenda_address import AgendaAddress, View
from leadx_app.state.agenda_lines import (
    DayLine,
    PlanForm,
    PlanLine,
    calendar_days,
    day_words,
    local_now,
    plan_form,
    plan_line,
    quick_words,
    range_words,
    shown_days,
    stepped,
)
from leadx_app.state.agenda_list import AGENDA_LIST
from leadx_app.state.doors import Form, act, attempt, handler, read
from leadx_app.state.export_links import export_query
from leadx_app.state.format import Look
from leadx_app.state.lead_choices import Choice as ContactChoice
from leadx_app.state.lead_choices import as_choices
from leadx_app.state.list_address import USUAL
from leadx_app.state.list_spec import list_of
from leadx_app.state.lists import moved, open_list, show_list
from leadx_app.state.look import look_of, say_done
from leadx_app.state.parameters import IdOrNothing, LeadId, name_of
from leadx_app.state.pipeline_lines import Choice
from leadx_app.state.session import SessionState

PLANS = frozenset(kind for kind in EventKind if kind.startswith(("activity.", "task.")))
"""What may change a plan on the screen."""

DAY_PATTERN = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
Target = Annotated[
    str,
    Field(pattern=f"^(edit|today|tomorrow|week|earlier|later|remind_hour|remind_tomorrow|remove|{DAY_PATTERN})$"),
]
Cursor = Annotated[str, Field(max_length=400)]
Line = Annotated[str, Field(max_length=2_000)]
TabName, ViewName = name_of(Tab), name_of(View)


@list_of(ListName.ACTIVITIES, **AGENDA_LIST)
class ActivitiesState(rx.State):
    """What the page shows; `at` is what its address says.

    Attributes:
        understood: what is read out of the line that is being typed.
        quick_key: changes when that line was taken, which empties it; `line_id` makes of a line one task only.
        form: the form that is open.
        companies, persons: suggestions for whom an activity is with.
        today: the day that the page was read on, by the reader's clock.
        link: a new calendar address, here only until the page is left; `link_since` when the present one was made.
    """

    at: AgendaAddress = AgendaAddress()
    query: str = ""
    is_loaded: bool = False
    is_own: bool = True
    rows: list[PlanLine] = []
    next_cursor: str = ""
    today_count: str = ""
    overdue_count: str = ""
    days: list[DayLine] = []
    day_ids: list[str] = []
    range_words: str = ""
    people: list[Choice] = []
    team: list[Choice] = []
    leads: list[Choice] = []
    understood: list[str] = []
    quick_key: int = 0
    line_id: str = ""
    quick_problem: str = ""
    _added: str = ""
    form: PlanForm = PlanForm()
    problems: dict[str, str] = {}
    answer_token: int = 0
    clear_token: int = 0
    companies: list[ContactChoice] = []
    persons: list[ContactChoice] = []
    today: str = ""
    link: str = ""
    link_since: str = ""
    export: str = ""

    _company_id: UUID | None = None

    @handler
    async def load(self) -> None:
        """On loading the page: what the address says."""
        await live.watch(self, kinds=PLANS)
        self.at = await open_list(self, AgendaAddress.read(self.router.url.query))
        self.link, self.form = "", PlanForm()
        if self.is_loaded:  # Whoever comes for the first time may have typed already.
            self.understood = []
        self.line_id = self.line_id or str(new_id())
        await self._load_choices()
        try:
            await self._read()
        except (NotFound, Invalid):
            self.at = AgendaAddress(view=self.at.view, saved=USUAL if self.at.saved else "")
            await self._read()

    @handler
    async def show_tab(self, tab: TabName) -> None:
        """Today, overdue, upcoming or done, as a list."""
        await self._go(tab=tab, view=View.LIST.value)

    @handler
    async def show_view(self, view: ViewName) -> None:
        """The list, a week or a month."""
        await self._go(view=view)

    @handler
    async def show_person(self, person: IdOrNothing) -> None:
        """A colleague's plans, or one's own."""
        await self._go(person=person)

    @handler
    async def turn_over(self) -> None:
        """Another day began while the page was open."""
        await self._read(at_least=len(self.rows))

    @handler
    async def step(self, steps: Literal[-1, 0, 1]) -> None:
        """The week or month before or after; 0 is the present one."""
        look = await look_of(self)
        day = stepped(self.at.view, self._day(look), steps).isoformat() if steps else ""
        await self._go(day=day)

    @handler
    async def show_more(self, cursor: Cursor) -> None:
        """Further rows, below those that are shown."""
        page = await read(self, agenda_page, self.at.filters(self._today(await look_of(self)), cursor))
        known = {row.id for row in self.rows}
        lines = await self._lines(page.rows)
        self.rows = [*self.rows, *(line for line in lines if line.id not in known)]
        self.next_cursor = page.next_cursor or ""

    # One line.

    @handler
    async def read_line(self, text: Line) -> None:
        """Show what is understood of the line so far; of a line that was just taken nothing any more."""
        added, self._added = self._added, ""
        if text == added:
            return
        look = await look_of(self)
        self.understood = quick_words(understand(text[:LONGEST], local_now(look)), look)
        self.quick_problem = ""

    @handler
    async def add_line(self, form: Form) -> None:
        """Plan what the line says."""
        text = str(form.get("line") or "")
        quick = understand(text, local_now(await look_of(self)))
        lead = "" if self.at.person else self.at.lead
        outcome = await attempt(self, quick_task, quick, lead, form.get("draft_id"))
        self.quick_problem = next(iter(outcome.problems.values()), "")
        if outcome.ok:
            self.quick_key += 1
            self.line_id = str(new_id())
            self.understood, self._added = [], text
            await live.refresh(self)

    # Each plan.

    @handler
    async def complete(self, task_id: UUID) -> None:
        """Do a task; it can be taken back."""
        await self._do(complete, task_id)
        await say_done(self, "Done.", undo=ActivitiesState.reopen(str(task_id)))

    @handler
    async def reopen(self, task_id: UUID) -> None:
        """Take the doing back."""
        await self._do(reopen, task_id)

    @handler
    async def pick(self, plan_id: LeadId, target: Target) -> None:
        """What the menu of a plan offers, and dropping it on a day."""
        if target == "edit":
            await self._open(UUID(plan_id))
        elif target == "remove":
            await self._do(remove_plan, UUID(plan_id))
            await say_done(self, "Removed.", undo=ActivitiesState.restore(plan_id))
        elif target.startswith("remind_"):
            await self._snooze(UUID(plan_id), Snooze(target.removeprefix("remind_")))
        else:
            await self._move(UUID(plan_id), target)

    @handler
    async def restore(self, plan_id: LeadId) -> None:
        """Take a removal back."""
        await self._do(restore_plan, UUID(plan_id))

    # Forms.

    @handler
    async def open_new(self, what: Literal["task", "activity"]) -> None:
        """A form for a new task or activity."""
        look = await look_of(self)
        now = local_now(look)
        await self._load_form()
        self._company_id = None
        self.form = PlanForm(what=what, day=now.date().isoformat(), moment=f"{now:%Y-%m-%dT%H:%M}")

    @handler
    async def open_plan(self, plan_id: LeadId) -> None:
        """A form that changes a plan."""
        await self._open(UUID(plan_id))

    @handler
    async def suggest_companies(self, text: Line) -> None:
        """Companies whose name holds the text."""
        self._company_id = None
        self.companies = as_choices(await read(self, company_suggestions, text))

    @handler
    async def pick_company(self, company_id: IdOrNothing, name: Line) -> None:
        """From now on persons of this company are suggested."""
        self._company_id = UUID(company_id) if company_id else None

    @handler
    async def suggest_persons(self, text: Line) -> None:
        """Persons whose name holds the text."""
        self.persons = as_choices(await read(self, person_suggestions, text, self._company_id))

    @handler
    async def close_form(self) -> None:
        """Close the form."""
        self.form, self.problems = PlanForm(), {}

    @handler
    async def save(self, form: Form) -> None:
        """Save the form that is open; what is wrong is said beside the fields."""
        self.answer_token += 1
        command = save_task if self.form.what == What.TASK.value else save_activity
        outcome = await attempt(self, command, self.form.id, form)
        self.problems = outcome.problems
        if outcome.ok:
            self.clear_token += 1
            self.form = PlanForm()
            await live.refresh(self)

    # The calendar of other programs.

    @handler
    async def look_at_link(self) -> None:
        """Whether there is a calendar address."""
        since = await read(self, address_since)
        self.link_since = (await look_of(self)).moment(since) if since else ""

    @handler
    async def renew_link(self) -> None:
        """A new calendar address, shown once; the one before leads nowhere from now on."""
        secret = await act(self, renew_address)
        self.link = f"{get_runtime().settings.address}/calendar/{secret}.ics"
        await self.look_at_link()

    # Behind the handlers.

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        """Somebody planned or did something."""
        await self._read(at_least=len(self.rows))

    async def _go(self, **changes: str) -> None:
        self.at = await moved(self, **changes)
        await self._read()

    async def _do(self, command: Any, *args: Any) -> Any:
        """Run a command and show what stands then, also when it was refused."""
        try:
            return await act(self, command, *args)
        finally:
            await live.refresh(self)

    async def _move(self, plan_id: UUID, target: str) -> None:
        look = await look_of(self)
        day = await self._target_day(plan_id, target, look)
        before = await self._do(move_plan, plan_id, day)
        if before != day:
            undo = ActivitiesState.pick(str(plan_id), before.isoformat())
            await say_done(self, look.say("Moved to {day}.", day=day_words(day, look)), undo=undo)

    async def _target_day(self, plan_id: UUID, target: str, look: Look) -> date:
        today = today_in(look.time_zone, look.now)
        ahead = {"today": 0, "tomorrow": 1, "week": 7 - today.weekday()}
        if target in ahead:
            return today + timedelta(days=ahead[target])
        if target in ("earlier", "later"):
            return (await self._plan(plan_id)).day + timedelta(days=1 if target == "later" else -1)
        try:
            return date.fromisoformat(target)
        except ValueError:
            raise NotFound() from None

    async def _snooze(self, plan_id: UUID, until: Snooze) -> None:
        later = await self._do(snooze, plan_id, until)
        look = await look_of(self)
        await say_done(self, look.say("You will be reminded {moment}.", moment=look.moment(later)))

    async def _plan(self, plan_id: UUID) -> AgendaRow:
        row = await read(self, agenda_row, plan_id)
        if row is None:
            raise NotFound()
        return row

    async def _open(self, plan_id: UUID) -> None:
        row = await self._plan(plan_id)
        await self._load_form()
        self._company_id = row.company_id
        self.form = plan_form(row, await look_of(self))

    async def _load_choices(self) -> None:
        session = await self.get_state(SessionState)
        if session._actor and session.may[Permission.PIPELINE_COLLEAGUES.name.lower()]:
            look = await look_of(self)
            found = await read(self, colleagues, session._actor.organization_id)
            others = [Choice(str(row.id), row.name) for row in found if row.id != session._actor.user_id]
            self._set("people", [Choice("", look.say("Me")), *others])

    async def _load_form(self) -> None:
        choices = await read(self, plan_choices)
        self.problems = {}
        self._set("team", [Choice(str(row.id), row.name) for row in choices.team])
        self._set("leads", [Choice(str(row.id), row.name) for row in choices.leads])

    def _day(self, look: Look) -> date:
        return date.fromisoformat(self.at.day) if self.at.day else self._today(look)

    def _today(self, look: Look) -> date:
        return today_in(look.time_zone, look.now)

    async def _read(self, at_least: int = 0) -> None:
        """Read what the address says, with the rights of the person behind the tab, and show it."""
        look = await look_of(self)
        limit = {"limit": at_least} if at_least else {}
        filters = self.at.filters(self._today(look))
        page = await read(self, agenda_page, filters, **limit)
        self._set("export", export_query(filters))
        self._set("today", today_in(look.time_zone, look.now).isoformat())
        self._set("is_own", not self.at.person)
        self._set("today_count", look.number(page.today) if page.today else "")
        self._set("overdue_count", look.number(page.overdue) if page.overdue else "")
        if self.at.view == View.LIST.value:
            self._set("rows", await self._lines(page.rows))
            self._set("next_cursor", page.next_cursor or "")
        else:
            await self._read_calendar(look)
        await show_list(self)
        self._set("query", self.at.query())
        self._set("is_loaded", True)

    async def _read_calendar(self, look: Look) -> None:
        at, view = self._day(look), self.at.view
        rows = await read(self, agenda_between, self.at.filters(self._today(look)), *shown_days(view, at))
        days = calendar_days(view, at, self._looked_at(rows), look, shows_person=self.at.whose == Whose.GIVEN.value)
        self._set("days", days)
        self._set("day_ids", [day.id for day in days])
        self._set("range_words", range_words(view, at, look))

    async def _lines(self, rows: list[AgendaRow]) -> list[PlanLine]:
        look = await look_of(self)
        given = self.at.whose == Whose.GIVEN.value
        return [plan_line(row, look, shows_person=given) for row in self._looked_at(rows)]

    def _looked_at(self, rows: list[AgendaRow]) -> list[AgendaRow]:
        """A colleague's plans are only looked at, also those that one gave them, which stand under one's own too."""
        return [replace(row, may_change=False) for row in rows] if self.at.person else rows

    def _set(self, name: str, value: Any) -> None:
        """Write a var only when it changed, so that nothing is sent for nothing."""
        if getattr(self, name) != value:
            setattr(self, name, value)

"""The form of a task or an activity, new or changed."""

from dataclasses import replace
from typing import Literal
from uuid import UUID

import reflex as rx

from leadx_app.domain.errors import Conflict, NotFound
from leadx_app.queries.agenda import agenda_row
from leadx_app.queries.agenda_choices import plan_choices
from leadx_app.queries.agenda_filters import What
from leadx_app.queries.choices import company_suggestions, person_suggestions
from leadx_app.state import live
from leadx_app.state.agenda_acts import PLANS, save_activity, save_task
from leadx_app.state.agenda_lines import PlanForm, local_now, plan_form, plan_line
from leadx_app.state.doors import Form, attempt, handler, read
from leadx_app.state.lead_choices import Choice as ContactChoice
from leadx_app.state.lead_choices import as_choices
from leadx_app.state.look import look_of
from leadx_app.state.parameters import DayName, IdOrNothing, LeadId, Line, chosen
from leadx_app.state.pipeline_lines import Choice

BESIDE = {"company_id": "company_name", "person_id": "person_name", "lead_id": "form"}
"""Beside which field stands what is wrong with what was picked in it."""


class PlanFormState(rx.State):
    """The form that is open, wherever. `clear_token` empties it (saved, thrown away), `answer_token` unlocks it.

    Attributes:
        companies, persons: suggestions for whom an activity is with.
        overtaken: how the plan stands now that somebody changed it while it was in the form.
    """

    form: PlanForm = PlanForm()
    problems: dict[str, str] = {}
    team: list[Choice] = []
    leads: list[Choice] = []
    companies: list[ContactChoice] = []
    persons: list[ContactChoice] = []
    answer_token: int = 0
    clear_token: int = 0
    was_kept: bool = False
    overtaken: str = ""
    _company_id: UUID | None = None

    @handler
    async def open_new(self, what: Literal["task", "activity"]) -> None:
        """A form for a new task or activity."""
        await self._begin(what)

    @handler
    async def open_on(self, day: DayName) -> None:
        """A form for a new task on a day."""
        await self._begin("task", about=day, day=day)

    @handler
    async def open_with(self, company_id: IdOrNothing, company: Line, person_id: IdOrNothing, person: Line) -> None:
        """A form for a new activity with a contact."""
        contact = {"company_id": company_id, "company": company, "person_id": person_id, "person": person}
        await self._begin("activity", about=person_id or company_id, **contact)

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
        """Close the form, also when its page is left; what was typed stays kept in the browser."""
        self._leave()

    @handler
    async def restored(self) -> None:
        """The browser put back what was typed before."""
        self.was_kept = True

    @handler
    async def discard(self) -> None:
        """Throw away what was kept."""
        self.clear_token += 1
        self.was_kept, self.problems = False, {}

    @handler
    async def save(self, form: Form) -> None:
        """Save the form that is open; what is wrong is said beside the fields."""
        self.answer_token += 1
        command = save_task if self.form.what == What.TASK.value else save_activity
        try:
            outcome = await attempt(self, command, self.form.id, form)
        except Conflict:
            await self._catch_up()
            return
        self.problems = {BESIDE.get(name, name): words for name, words in outcome.problems.items()}
        if outcome.ok:
            self.clear_token += 1
            self._show(PlanForm())
            await live.refresh_screens(self, PLANS)

    # Behind the handlers.

    def _leave(self) -> None:
        if self.form.what:
            self._show(PlanForm())

    async def _begin(self, what: str, **fields: str) -> None:
        now = local_now(await look_of(self))
        await self._load_choices()
        fields = {"day": now.date().isoformat(), "moment": f"{now:%Y-%m-%dT%H:%M}"} | fields
        self._show(PlanForm(what=what, **fields))

    async def _catch_up(self) -> None:
        """Somebody was first: say so, keep what is typed, and let the next save count."""
        row = await read(self, agenda_row, chosen(self.form.id))
        if row is None:
            raise NotFound()
        self.form = replace(self.form, version=str(row.version))
        theirs = plan_line(row, await look_of(self), shows_person=False)
        self.overtaken = " · ".join((theirs.title, theirs.when))

    def _show(self, form: PlanForm) -> None:
        """Show a form; one that is of nothing is closed."""
        self.form, self.problems, self.was_kept, self.overtaken = form, {}, False, ""
        self._company_id = UUID(form.company_id) if form.company_id else None

    async def _open(self, plan_id: UUID) -> None:
        row = await read(self, agenda_row, plan_id)
        if row is None:
            raise NotFound()
        await self._load_choices()
        self._show(plan_form(row, await look_of(self)))

    async def _load_choices(self) -> None:
        choices = await read(self, plan_choices)
        self.team = [Choice(str(row.id), row.name) for row in choices.team]
        self.leads = [Choice(str(row.id), row.name) for row in choices.leads]

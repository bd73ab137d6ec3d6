"""The form of a task or an activity, new or changed."""

from typing import Literal
from uuid import UUID

import reflex as rx

from leadx_app.domain.errors import NotFound
from leadx_app.queries.agenda import agenda_row
from leadx_app.queries.agenda_choices import plan_choices
from leadx_app.queries.agenda_filters import What
from leadx_app.queries.choices import company_suggestions, person_suggestions
from leadx_app.state import live
from leadx_app.state.activities import ActivitiesState, Line
from leadx_app.state.agenda_acts import save_activity, save_task
from leadx_app.state.agenda_lines import PlanForm, local_now, plan_form
from leadx_app.state.doors import Form, attempt, handler, read
from leadx_app.state.lead_choices import Choice as ContactChoice
from leadx_app.state.lead_choices import as_choices
from leadx_app.state.look import look_of
from leadx_app.state.parameters import IdOrNothing, LeadId
from leadx_app.state.pipeline_lines import Choice


class PlanFormState(rx.State):
    """The form that is open. `clear_token` empties it (saved), `answer_token` unlocks it (refused).

    Attributes:
        companies, persons: suggestions for whom an activity is with.
    """

    form: PlanForm = PlanForm()
    problems: dict[str, str] = {}
    team: list[Choice] = []
    leads: list[Choice] = []
    companies: list[ContactChoice] = []
    persons: list[ContactChoice] = []
    answer_token: int = 0
    clear_token: int = 0
    _company_id: UUID | None = None

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
            await live.refresh(await self.get_state(ActivitiesState))

    # Behind the handlers.

    async def _open(self, plan_id: UUID) -> None:
        row = await read(self, agenda_row, plan_id)
        if row is None:
            raise NotFound()
        await self._load_form()
        self._company_id = row.company_id
        self.form = plan_form(row, await look_of(self))

    async def _load_form(self) -> None:
        choices = await read(self, plan_choices)
        self.problems = {}
        self.team = [Choice(str(row.id), row.name) for row in choices.team]
        self.leads = [Choice(str(row.id), row.name) for row in choices.leads]

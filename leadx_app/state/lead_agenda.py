"""What is planned and was done on the lead that is looked at."""

from uuid import UUID

import reflex as rx

from leadx_app.domain.errors import NotFound
from leadx_app.domain.events import Message
from leadx_app.domain.permissions import Permission
from leadx_app.domain.quick_add import LONGEST, understand
from leadx_app.models import new_id
from leadx_app.queries.agenda import lead_agenda
from leadx_app.queries.agenda_rows import AgendaRow
from leadx_app.state import live
from leadx_app.state.agenda_acts import PLANS, quick_task, save_activity
from leadx_app.state.agenda_lines import PlanLine, local_now, plan_line, quick_words
from leadx_app.state.doors import Form, attempt, handler, read
from leadx_app.state.look import look_of
from leadx_app.state.parameters import Line
from leadx_app.state.session import SessionState


class LeadAgendaState(rx.State):
    """The plans of one lead; `may_plan` says whether the role plans at all, the lead's own rule is beside it."""

    rows: list[PlanLine] = []
    is_loaded: bool = False
    may_plan: bool = False
    understood: list[str] = []
    line_key: int = 0
    line_id: str = ""
    problem: str = ""
    _lead_id: UUID | None = None
    _added: str = ""

    @handler
    async def show(self, lead_id: UUID) -> None:
        """A lead is being looked at."""
        self._lead_id, self.rows, self.is_loaded = lead_id, [], False
        self.understood, self.problem, self.line_id = [], "", str(new_id())
        self.may_plan = (await self.get_state(SessionState)).may[Permission.ACTIVITIES.name.lower()]
        await live.watch(self, lead_id=lead_id, kinds=PLANS)
        await self._read()

    @handler
    async def read_line(self, text: Line) -> None:
        """Show what is understood of the line so far; of a line that was just taken nothing any more."""
        added, self._added = self._added, ""
        if text == added:
            return
        look = await look_of(self)
        self.understood = quick_words(understand(text[:LONGEST], local_now(look)), look)
        self.problem = ""

    @handler
    async def add_task(self, form: Form) -> None:
        """Plan what the line says, on the lead."""
        text = str(form.get("line") or "")
        quick = understand(text, local_now(await look_of(self)))
        outcome = await attempt(self, quick_task, quick, str(self._here()), form.get("draft_id"))
        if outcome.ok:
            self._added = text
        await self._taken(outcome.problems)

    @handler
    async def log(self, form: Form) -> None:
        """Keep an activity that just was, on the lead."""
        said: Form = {name: form.get(name) for name in ("kind", "title", "draft_id")}
        said["lead_id"] = str(self._here())
        outcome = await attempt(self, save_activity, "", said)
        await self._taken(outcome.problems)

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        """Somebody planned or did something on the lead."""
        await self._read()

    async def _taken(self, problems: dict[str, str]) -> None:
        self.problem = next(iter(problems.values()), "")
        if not problems:
            self.line_key += 1
            self.line_id = str(new_id())
            self.understood = []
            await self._read()

    async def _read(self) -> None:
        if self._lead_id is None:
            return
        look = await look_of(self)
        try:
            rows: list[AgendaRow] = await read(self, lead_agenda, self._lead_id)
        except NotFound:
            rows = []
        self.rows = [plan_line(row, look, shows_person=True) for row in rows]
        self.is_loaded = True

    def _here(self) -> UUID:
        if self._lead_id is None:
            raise NotFound()
        return self._lead_id

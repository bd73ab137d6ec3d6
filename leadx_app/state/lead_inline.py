"""A lead changed in its row of the pipeline: title, value, closing date and category."""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

import reflex as rx

from leadx_app.domain.errors import EditConflict
from leadx_app.queries.lead_inline import LeadFields, lead_fields
from leadx_app.state import live
from leadx_app.state.doors import Form, attempt, handler, read
from leadx_app.state.lead_choices import Choice, as_choices, load_choices
from leadx_app.state.lead_edit import ConflictShown, conflict_shown, edit_lead
from leadx_app.state.look import look_of
from leadx_app.state.parameters import LeadId, chosen
from leadx_app.state.pipeline import PipelineState


@dataclass(frozen=True, slots=True)
class InlineFields:
    """What the form in the row begins with."""

    title: str = ""
    value: str = ""
    expected_closing_on: str = ""
    category_id: str = ""


class LeadInlineState(rx.State):
    """The row that is a form, or the sheet of a phone: `lead_id` is "" when none is. `conflict` is what somebody else
    changed meanwhile."""

    lead_id: str = ""
    in_sheet: bool = False
    fields: InlineFields = InlineFields()
    currency: str = ""
    categories: list[Choice] = []
    problems: dict[str, str] = {}
    conflict: list[ConflictShown] = []
    conflict_by: str = ""

    _version: int = 0
    _wanted: dict[str, Any] = {}

    @handler
    async def open(self, lead_id: LeadId) -> None:
        """Turn the row of a lead that one may edit into a form."""
        await self._open(lead_id)

    @handler
    async def open_sheet(self, lead_id: LeadId) -> None:
        """Open the same form as a sheet over the list."""
        await self._open(lead_id)
        self.in_sheet = True

    @handler
    async def save(self, form: Form) -> None:
        """Save what was changed; a conflict is shown, and nothing is lost."""
        before = asdict(self.fields)
        data = {name: str(form.get(name) or "") for name in before}
        self._wanted = {name: text for name, text in data.items() if text.strip() != before[name]}
        await self._save()

    @handler
    async def save_mine(self) -> None:
        """Save on top of what somebody else wrote."""
        await self._save()

    @handler
    async def cancel(self) -> None:
        """The row is a row again; nothing is saved."""
        self._forget()

    async def _open(self, lead_id: str) -> None:
        found = await read(self, lead_fields, UUID(lead_id))
        self._forget()
        self.fields, self._version = _fields(found), found.version
        self.currency, self.categories = found.currency, as_choices(found.categories)
        self.lead_id = lead_id

    async def _save(self) -> None:
        if not self.lead_id:
            return
        outcome = await attempt(self, edit_lead, chosen(self.lead_id), self._version, self._wanted)
        self.problems = outcome.problems
        if outcome.conflict is not None:
            await self._show(outcome.conflict)
        elif outcome.ok:
            self._forget()
            await live.refresh(await self.get_state(PipelineState))

    async def _show(self, conflict: EditConflict) -> None:
        choices = await load_choices(self)
        self._version = conflict.version
        self.conflict = conflict_shown(conflict, self._wanted, choices, await look_of(self))
        self.conflict_by = conflict.by

    def _forget(self) -> None:
        self.lead_id, self.problems, self.conflict, self.conflict_by = "", {}, [], ""
        self._wanted, self.in_sheet = {}, False


def _fields(found: LeadFields) -> InlineFields:
    return InlineFields(
        title=found.title,
        value="" if found.value is None else f"{found.value:f}".removesuffix(".00"),
        expected_closing_on=found.expected_closing_on.isoformat() if found.expected_closing_on else "",
        category_id=str(found.category_id or ""),
    )

"""What the lead forms offer, read when a form is opened."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import reflex as rx

from leadx_app.queries.choices import LeadChoices, lead_choices
from leadx_app.runtime import get_runtime
from leadx_app.state.doors import read


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose, as fields take it."""

    value: str = ""
    label: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class StageChoice:
    """A stage to choose, in the order of the journey."""

    value: str = ""
    label: str = ""
    color: str = ""
    position: int = 0


class LeadChoicesState(rx.State):
    """Stages, categories, sources, reasons, tags, currencies (the base currency first) and the sales team."""

    stages: list[StageChoice] = []
    categories: list[Choice] = []
    sources: list[Choice] = []
    lost_reasons: list[Choice] = []
    tags: list[str] = []
    currencies: list[Choice] = []
    owners: list[Choice] = []
    file_limit_mb: int = 0

    def _show(self, choices: LeadChoices) -> None:
        self.stages = [StageChoice(str(row.id), row.name, row.color, row.position) for row in choices.stages]
        self.categories = as_choices(choices.categories)
        self.sources = as_choices(choices.sources)
        self.lost_reasons = as_choices(choices.lost_reasons)
        self.tags = choices.tags
        self.currencies = [Choice(code, code) for code in choices.currencies]
        self.owners = as_choices(choices.owners)
        most = get_runtime().settings.file_limit_mb
        self.file_limit_mb = min(choices.file_limit_mb or most, most)


async def load_choices(
    state: rx.State, *, category_id: UUID | None = None, source_id: UUID | None = None
) -> LeadChoicesState:
    """Read what the actor may choose from, and what the lead has; also for the handlers that need names of choices."""
    choices = await state.get_state(LeadChoicesState)
    choices._show(await read(state, lead_choices, category_id, source_id))
    return choices


def as_choices(rows: list[Any]) -> list[Choice]:
    """Rows with `id` and `name` as choices."""
    return [Choice(str(row.id), row.name) for row in rows]

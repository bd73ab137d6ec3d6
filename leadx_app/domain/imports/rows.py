"""A row of cells as the draft that a person would have filled in, or what is wrong with it, cell by cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from pydantic import BaseModel, ValidationError

from leadx_app.domain.contacts.draft import CompanyDraft, PersonDraft
from leadx_app.domain.errors import Invalid
from leadx_app.domain.leads.capture import check_outcome
from leadx_app.domain.leads.draft import LeadDraft, invalid_of
from leadx_app.domain.permissions import Actor
from leadx_app.domain.text import BadInput, checked_line
from leadx_app.models import DateFormat, Import, ImportSubject

from . import cells
from .lists import Lists

KEY_LENGTH = 100
DRAFTS: dict[ImportSubject, type[BaseModel]] = {
    ImportSubject.LEADS: LeadDraft,
    ImportSubject.COMPANIES: CompanyDraft,
    ImportSubject.PERSONS: PersonDraft,
}
_DRAFT_NAMES = {"owner": "owner_id", "stage": "stage_id", "category": "category_id", "source": "source_id"} | {
    "lost_reason": "lost_reason_id"
}
_CELL_NAMES = {name: cell for cell, name in _DRAFT_NAMES.items()}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field ("" for the row as a whole): an English template and its parameters."""

    field: str
    template: str
    params: dict[str, str] = dataclass_field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {"field": self.field, "template": self.template, "params": self.params}


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as it will be used; `draft` is None where there are problems, `given` the fields that say something."""

    number: int
    draft: Any
    given: frozenset[str]
    external_key: str | None
    problems: tuple[Problem, ...]


class RowReader:
    """Reads the rows of one import: its mapping, its decimal mark, the lists that its words are found in."""

    def __init__(self, actor: Actor, found: Import, lists: Lists) -> None:
        self.subject = found.subject
        self.draft = DRAFTS[found.subject]
        self.columns = [(place, name) for place, name in enumerate(found.mapping) if name]
        self.width = len(found.headers)
        self.lists = lists
        month_first = actor.date_format == DateFormat.MONTH_FIRST
        self.readers: dict[str, tuple[str, Callable[[str], Any]]] = {
            "value": ("value", lambda text: cells.amount(text, found.decimal_mark)),
            "expected_closing_on": ("expected_closing_on", lambda text: cells.day(text, month_first=month_first)),
            "tags": ("tags", cells.tags),
            "sub_stage": ("sub_stage", cells.outcome),
            "stage": ("stage_id", lists.stage),
            "category": ("category_id", lists.category),
            "source": ("source_id", lists.source),
            "lost_reason": ("lost_reason_id", lists.reason),
            "owner": ("owner_id", lists.owner),
            "currency": ("currency", self._currency),
        }

    def read(self, number: int, values: Sequence[str], *, is_garbled: bool = False) -> ReadRow:
        """Read one row."""
        problems: list[Problem] = []
        if is_garbled:
            problems.append(Problem("", "Some letters cannot be read in the file's encoding."))
        if len(values) > self.width:
            problems.append(Problem("", "The row has more cells than there are columns."))
        data: dict[str, Any] = {}
        for place, name in self.columns:
            text = values[place] if place < len(values) else ""
            if text.strip():
                self._put(data, name, text, problems)
        external_key = data.pop("external_key", None)
        draft = None if problems and not data else self._drafted(_joined_name(data), problems)
        given = frozenset(data)
        return ReadRow(number, None if problems else draft, given, external_key, tuple(problems))

    def _put(self, data: dict[str, Any], name: str, text: str, problems: list[Problem]) -> None:
        target, read = self.readers.get(name, (name, str))
        try:
            data[target] = checked_line(text, KEY_LENGTH) if name == "external_key" else read(text)
        except BadInput as refusal:
            problems.append(_problem(name, refusal.template, refusal.params))

    def _drafted(self, data: dict[str, Any], problems: list[Problem]) -> Any:
        """The draft, or None with further problems; of a cell that was refused already nothing more is said."""
        refused = {problem.field for problem in problems}
        wrong = self._lacking(data) if self.subject == ImportSubject.LEADS else []
        draft = None
        try:
            draft = self.draft.model_validate(data)
            if isinstance(draft, LeadDraft) and not refused & {"lost_reason", "sub_stage"}:
                check_outcome(draft)
        except ValidationError as error:
            wrong += [invalid_of(detail) for detail in error.errors(include_url=False, include_input=False)]
        except Invalid as refusal:
            wrong.append(refusal)
        for invalid in wrong:
            name = _CELL_NAMES.get(invalid.field, invalid.field)
            if name not in refused:
                refused.add(name)
                problems.append(_problem(name, invalid.template, invalid.params))
        return draft

    @staticmethod
    def _lacking(data: dict[str, Any]) -> list[Invalid]:
        """What a lead needs besides its draft's own rules, as `capture` asks for it."""
        lacking = []
        if not data.get("company_name"):
            lacking.append(Invalid("Fill in this field.", field="company_name"))
        if not data.get("person_name") and (data.get("person_email") or data.get("person_phone")):
            lacking.append(Invalid("Write the name of the contact person too.", field="person_name"))
        return lacking

    def _currency(self, text: str) -> str:
        code = text.strip().upper()
        code = "NOK" if code in {"KR", "KR."} else code
        if code not in self.lists.rates:
            raise BadInput("Choose one of the organization's currencies.")
        return code


def _problem(name: str, template: str, params: dict[str, Any]) -> Problem:
    return Problem(name, template, {key: str(value) for key, value in params.items()})


def _joined_name(data: dict[str, Any]) -> dict[str, Any]:
    """First and last name as one name, unless there is a whole one."""
    parts = [data.pop(part).strip() for part in ("given_name", "family_name") if part in data]
    if parts and "name" not in data:
        data["name"] = " ".join(parts)
    return data

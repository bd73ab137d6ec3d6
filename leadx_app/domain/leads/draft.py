"""What people write about a lead: the input of creating and of editing one (product.md section 5)."""

from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from leadx_app.domain.contacts.draft import CompanyFacts
from leadx_app.domain.errors import Invalid, InvalidDraft
from leadx_app.domain.text import (
    BadInput,
    CurrencyCode,
    EmailAddress,
    IsoDate,
    MoneyAmount,
    PhoneNumber,
    line,
    optional,
    paragraph,
)
from leadx_app.models import SubStage

MAX_TAGS = 20
MAX_FILES = 20


class _Fields(BaseModel):
    """The fields that a lead is made with and that can be changed later.

    `company_facts` belong to a `company_name` that is typed; a company that is picked keeps what it has.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    company_id: optional(UUID) = None
    company_facts: optional(CompanyFacts) = None
    person_id: optional(UUID) = None
    person_name: optional(line(200)) = None
    person_email: optional(EmailAddress) = None
    person_phone: optional(PhoneNumber) = None
    description: optional(paragraph(5000)) = None
    value: optional(MoneyAmount) = None
    currency: optional(CurrencyCode) = None
    expected_closing_on: optional(IsoDate) = None
    category_id: optional(UUID) = None
    source_id: optional(UUID) = None
    tags: tuple[line(40), ...] = Field(default=(), max_length=MAX_TAGS)


class LeadDraft(_Fields):
    """A new lead. Basic and LITE leave out everything from `owner_id` on, except `hand_over`."""

    title: line(200)
    company_name: optional(line(200)) = None
    draft_id: optional(UUID) = None
    file_ids: tuple[UUID, ...] = Field(default=(), max_length=MAX_FILES)
    hand_over: bool = False
    owner_id: optional(UUID) = None
    stage_id: optional(UUID) = None
    sub_stage: SubStage = SubStage.OPEN
    lost_reason_id: optional(UUID) = None

    def qualifies(self) -> bool:
        """Whether the draft uses what only sales may: assignment, stage, sub-stage."""
        return bool(self.owner_id or self.stage_id or self.lost_reason_id or self.sub_stage != SubStage.OPEN)


class LeadEdit(_Fields):
    """Changes to a lead; only the fields that were set count. `version` is the one that the editor read."""

    version: int
    title: line(200) = ""
    company_name: optional(line(200)) = None
    stage_id: optional(UUID) = None


Draft = TypeVar("Draft", bound=BaseModel)


def parse_draft(model: type[Draft], data: dict[str, Any], *, time_zone: str | None = None) -> Draft:
    """Make a draft of what a form or the API sent.

    Args:
        time_zone: by whose clock moments are written.

    Raises:
        InvalidDraft: with one Invalid per wrong field, in the order of the fields.
    """
    try:
        return model.model_validate(data, context={"time_zone": time_zone} if time_zone else None)
    except ValidationError as error:
        raise InvalidDraft(
            [invalid_of(detail) for detail in error.errors(include_url=False, include_input=False)]
        ) from None


def invalid_of(detail: Any) -> Invalid:
    """One error of pydantic's, as what people are told about the field that its `loc` begins with."""
    field = str(detail["loc"][0]) if detail["loc"] else "form"
    cause = (detail.get("ctx") or {}).get("error")
    if isinstance(cause, BadInput):
        return Invalid(cause.template, field=field, **cause.params)
    if detail["type"] == "missing":
        return Invalid("Fill in this field.", field=field)
    if detail["type"] == "extra_forbidden":
        return Invalid("This field is not known.", field=field)
    if detail["type"] == "too_long":
        return Invalid("Use at most {max}.", field=field, max=detail["ctx"]["max_length"])
    return Invalid("Choose one from the list." if field.endswith("_id") else "This value cannot be used.", field=field)

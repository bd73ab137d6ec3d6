"""The few fields of a lead that are changed in its row (product.md section 5)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlmodel import Session

from leadx_app.domain.errors import NotPermitted
from leadx_app.domain.find import find_lead
from leadx_app.domain.leads import rules
from leadx_app.domain.leads.changes import is_new
from leadx_app.domain.permissions import Actor
from leadx_app.queries.choices import Option, categories


@dataclass(frozen=True, slots=True)
class LeadFields:
    """The fields as they stand at a version, and the categories that may be chosen."""

    version: int
    title: str
    value: Decimal | None
    currency: str
    expected_closing_on: date | None
    category_id: UUID | None
    categories: list[Option]


def lead_fields(session: Session, actor: Actor, lead_id: UUID) -> LeadFields:
    """What the form in the row begins with.

    Raises:
        NotFound: absent, or not the actor's to see.
        NotPermitted: a lead that the actor may not edit.
    """
    lead = find_lead(session, actor, lead_id)
    if not rules.may_edit(actor, lead, is_new=is_new(session, lead)):
        raise NotPermitted("This lead is locked for you.")
    return LeadFields(
        version=lead.version,
        title=lead.title,
        value=lead.value,
        currency=lead.currency,
        expected_closing_on=lead.expected_closing_on,
        category_id=lead.category_id,
        categories=categories(session, actor, lead.category_id),
    )

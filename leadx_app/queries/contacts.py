"""The contact list of the pipeline (product.md section 10, "My Pipeline")."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import pipeline_of
from leadx_app.models import Company, Lead, Person
from leadx_app.queries.full_text import LEAD, Whose, found, holds_signs, sought

CONTACT_LIMIT = 100


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A company of the pipeline with a contact person ("" when there is none) and how many leads they share."""

    company_id: UUID
    person_id: UUID | None
    company: str
    person: str
    email: str
    phone: str
    lead_count: int
    last_at: datetime


def pipeline_contacts(
    session: Session, actor: Actor, person_id: UUID, organization_id: UUID, search: str
) -> list[ContactRow]:
    """Companies and persons of the leads that somebody created or owns, by company name; at most 100."""
    look = sought(search)
    whose = [(Whose.OWNER, person_id), (Whose.CREATOR, person_id)]
    hits = [Lead.id.in_(found(session, actor, look, LEAD, whose))] if look.words else []
    query = (
        sa.select(
            Company.id,
            Person.id,
            Company.name,
            Person.name,
            Person.email,
            Person.phone,
            sa.func.count(Lead.id),
            sa.func.max(Lead.updated_at),
        )
        .select_from(Lead)
        .join(Company, Company.id == Lead.company_id)
        .outerjoin(Person, Person.id == Lead.person_id)
        .where(
            sa.or_(*pipeline_of(actor, person_id, organization_id)),
            *hits,
            *holds_signs(look, Lead.search_text),
        )
        .group_by(Company.id, Person.id, Company.name, Company.name_key, Person.name, Person.email, Person.phone)
        .order_by(Company.name_key, Company.id, Person.name)
        .limit(CONTACT_LIMIT)
    )
    return [
        ContactRow(row[0], row[1], row[2], row[3] or "", row[4] or "", row[5] or "", row[6], row[7])
        for row in session.execute(query)
    ]

"""Contacts that come with a lead: found again by name, made when new."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain.events import EventKind
from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import sees_contact
from leadx_app.domain.text import fold
from leadx_app.models import Company, Organization, Person

from .write import change, insert, tell


def company_named(session: Session, actor: Actor, organization_id: UUID, name: str, *, now: datetime) -> Company:
    """The organization's company of this name, made when there is none; of two who type it at once, one makes it."""
    key = fold(name)[:200]
    query = (
        select(Company)
        .where(
            Company.tenant_id == actor.tenant_id,
            Company.organization_id == organization_id,
            Company.name_key == key,
            Company.merged_into_id.is_(None),
        )
        .order_by(Company.created_at, Company.id)
        .limit(1)
    )
    company = session.exec(query).first()
    if company is None:
        _take_turns(session, Organization, organization_id)
        company = session.exec(query).first()
    if company is None:
        company = insert(session, actor, Company, organization_id, {"name": name}, now=now)
        tell(session, actor, company, EventKind.CONTACT_CREATED)
    return company


def person_named(
    session: Session, actor: Actor, company: Company, name: str, *, now: datetime, known_id: UUID | None = None
) -> Person:
    """The company's person of this name, made when there is none; of two who type it at once, one makes it.

    Only a person whom the actor may see is found: else a LITE user would read, and overwrite, how to reach somebody by
    guessing a name.

    Args:
        known_id: a person whom the actor sees on the lead anyway.
    """
    key = fold(name)[:200]
    query = (
        select(Person)
        .where(
            Person.tenant_id == actor.tenant_id,
            Person.organization_id == company.organization_id,
            Person.company_id == company.id,
            Person.name_key == key,
            Person.merged_into_id.is_(None),
            sa.or_(sees_contact(actor, Person), Person.id == known_id),
        )
        .order_by(Person.created_at, Person.id)
        .limit(1)
    )
    person = session.exec(query).first()
    if person is None:
        _take_turns(session, Company, company.id)
        person = session.exec(query).first()
    if person is None:
        fields = {"name": name, "company_id": company.id}
        person = insert(session, actor, Person, company.organization_id, fields, now=now)
        tell(session, actor, person, EventKind.CONTACT_CREATED)
    return person


def learn(
    session: Session, actor: Actor, person: Person, *, email: str | None, phone: str | None, now: datetime
) -> None:
    """Keep an email address or phone number that somebody wrote down for a person; None says nothing new."""
    new = {name: value for name, value in (("email", email), ("phone", phone)) if value}
    change(session, actor, person, new, now=now)


def forget(session: Session, actor: Actor, person: Person, fields: set[str], *, now: datetime) -> None:
    """Empty the `email` or the `phone` of a person."""
    change(session, actor, person, dict.fromkeys(fields), now=now)


def _take_turns(session: Session, table: type[Organization] | type[Company], row_id: UUID) -> None:
    """Wait until nobody else makes a row beneath this one; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(table.id).where(table.id == row_id).with_for_update(key_share=True))

"""Contacts that leads are about: found again by name, made when new (product.md section 6)."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.models import Company, Organization, Person

from .permissions import Actor
from .scope import sees_contact
from .text import fold


def company_named(session: Session, actor: Actor, organization_id: UUID, name: str, *, now: datetime) -> Company:
    """The organization's company of this name, made when there is none; of two who type it at once, one makes it."""
    key = fold(name)[:200]
    query = (
        select(Company)
        .where(
            Company.tenant_id == actor.tenant_id, Company.organization_id == organization_id, Company.name_key == key
        )
        .order_by(Company.created_at, Company.id)
        .limit(1)
    )
    company = session.exec(query).first()
    if company is None:
        _take_turns(session, Organization, organization_id)
        company = session.exec(query).first()
    if company is None:
        company = Company(
            tenant_id=actor.tenant_id,
            organization_id=organization_id,
            name=name,
            name_key=key,
            created_by_id=actor.user_id,
            created_at=now,
            updated_at=now,
        )
        session.add(company)
        session.flush()
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
        person = Person(
            tenant_id=actor.tenant_id,
            organization_id=company.organization_id,
            name=name,
            name_key=key,
            company_id=company.id,
            created_by_id=actor.user_id,
            created_at=now,
            updated_at=now,
        )
        session.add(person)
        session.flush()
    return person


def learn(session: Session, person: Person, *, email: str | None, phone: str | None, now: datetime) -> None:
    """Keep an email address or phone number that somebody wrote down for a person; None says nothing new."""
    new = {"email": email or person.email, "phone": phone or person.phone}
    if new != {"email": person.email, "phone": person.phone}:
        person.sqlmodel_update(new | {"updated_at": now})
        session.add(person)
        session.flush()


def forget(session: Session, person: Person, fields: set[str], *, now: datetime) -> None:
    """Empty the `email` or the `phone` of a person."""
    person.sqlmodel_update(dict.fromkeys(fields) | {"updated_at": now})
    session.add(person)
    session.flush()


def _take_turns(session: Session, table: type[Organization] | type[Company], row_id: UUID) -> None:
    """Wait until nobody else makes a row beneath this one; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(table.id).where(table.id == row_id).with_for_update(key_share=True))

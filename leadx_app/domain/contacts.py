"""Contacts that leads are about: found again by name, made when new (product.md section 6)."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from leadx_app.models import Company, Person

from .permissions import Actor
from .text import fold


def company_named(session: Session, actor: Actor, organization_id: UUID, name: str, *, now: datetime) -> Company:
    """The organization's company of this name, made when there is none."""
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
    session: Session,
    actor: Actor,
    company: Company,
    name: str,
    *,
    email: str | None,
    phone: str | None,
    now: datetime,
) -> Person:
    """The company's person of this name, made when there is none; an email or phone fills an empty one."""
    key = fold(name)[:200]
    query = (
        select(Person)
        .where(
            Person.tenant_id == actor.tenant_id,
            Person.organization_id == company.organization_id,
            Person.company_id == company.id,
            Person.name_key == key,
        )
        .order_by(Person.created_at, Person.id)
        .limit(1)
    )
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
    person.email = email or person.email
    person.phone = phone or person.phone
    person.updated_at = now
    session.add(person)
    session.flush()
    return person

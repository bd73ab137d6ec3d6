"""Contacts that come with a lead: found again by name, made when new."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain import bulk
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import sees_contact
from leadx_app.domain.text import fold
from leadx_app.models import Company, Organization, Person

from .draft import CompanyFacts
from .write import change, fields_of, insert, tell, values_of


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
        take_turns(session, Organization, organization_id)
        company = session.exec(query).first()
    if company is None:
        company = insert(session, actor, Company, organization_id, {"name": name}, now=now)
        tell(session, actor, company, EventKind.CONTACT_CREATED)
    return company


def company_known(
    session: Session, actor: Actor, organization_id: UUID, name: str, facts: CompanyFacts, *, now: datetime
) -> Company:
    """The organization's company with the number of the facts, or else of this name; made with the facts when new.

    One that is found by its name learns what it does not say yet. A company with another number is another company,
    whatever its name.

    Raises:
        NotPermitted: a role that writes no contacts.
    """
    actor.require(Permission.CONTACTS_WRITE)
    company = _known(session, actor, organization_id, name, facts)
    if company is None:
        take_turns(session, Organization, organization_id)
        company = _known(session, actor, organization_id, name, facts)
    told = {field: value for field, value in facts.model_dump().items() if value}
    if company is None:
        company = insert(session, actor, Company, organization_id, {"name": name, **told}, now=now)
        tell(session, actor, company, EventKind.CONTACT_CREATED)
    elif not facts.organization_number or company.organization_number is None:
        has = fields_of(company)
        change(session, actor, company, {field: told[field] for field in told if not has[field]}, now=now)
    return company


def _known(session: Session, actor: Actor, organization_id: UUID, name: str, facts: CompanyFacts) -> Company | None:
    """The company with the number, before the one with the name that has no other number."""
    number, key = facts.organization_number, fold(name)[:200]
    by_name = Company.name_key == key
    if number:
        by_name = sa.and_(by_name, Company.organization_number.is_(None))
    query = (
        select(Company)
        .where(
            Company.tenant_id == actor.tenant_id,
            Company.organization_id == organization_id,
            sa.or_(by_name, Company.organization_number == number) if number else by_name,
            Company.merged_into_id.is_(None),
        )
        .order_by(Company.organization_number.is_(None), Company.created_at, Company.id)
        .limit(1)
    )
    return session.exec(query).first()


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
        take_turns(session, Company, company.id)
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


def companies_named(
    session: Session, actor: Actor, organization_id: UUID, names: Iterable[str], *, now: datetime
) -> dict[str, Company]:
    """`company_named` for many names at once, by their folded form; no message of each that is made."""
    wanted = {fold(name)[:200]: name for name in reversed(list(names))}
    found = find_companies(session, actor, organization_id, wanted)
    if len(found) < len(wanted):
        take_turns(session, Organization, organization_id)
        found = find_companies(session, actor, organization_id, wanted)
    made = {
        key: bulk.fresh(Company, values_of(actor, Company, organization_id, {"name": name}, now=now))
        for key, name in wanted.items()
        if key not in found
    }
    bulk.save(session, list(made.values()))
    return found | made


def persons_named(
    session: Session, actor: Actor, companies: Sequence[Company], names: Iterable[str]
) -> dict[tuple[UUID, str], Person]:
    """Persons of these names whom the actor sees, by company and folded name; nobody else makes one meanwhile."""
    keys = {fold(name)[:200] for name in names}
    if not keys:
        return {}
    if session.get_bind().dialect.name == "postgresql":
        ids = sorted({company.id for company in companies})
        session.execute(
            select(Company.id).where(Company.id.in_(ids)).order_by(Company.id).with_for_update(key_share=True)
        )
    query = (
        select(Person)
        .where(
            Person.tenant_id == actor.tenant_id,
            Person.company_id.in_({company.id for company in companies}),
            Person.name_key.in_(keys),
            sees_contact(actor, Person),
        )
        .order_by(Person.created_at.desc(), Person.id.desc())
    )
    return {(person.company_id, person.name_key): person for person in session.exec(query) if person.company_id}


def find_companies(session: Session, actor: Actor, organization_id: UUID, keys: Iterable[str]) -> dict[str, Company]:
    """The organization's companies of these folded names; of two of one name the one that was made first."""
    query = (
        select(Company)
        .where(
            Company.tenant_id == actor.tenant_id,
            Company.organization_id == organization_id,
            Company.name_key.in_(set(keys)),
            Company.merged_into_id.is_(None),
        )
        .order_by(Company.created_at.desc(), Company.id.desc())
    )
    return {company.name_key: company for company in session.exec(query)}


def take_turns(session: Session, table: type[Organization] | type[Company], row_id: UUID) -> None:
    """Wait until nobody else makes a row beneath this one; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(table.id).where(table.id == row_id).with_for_update(key_share=True))

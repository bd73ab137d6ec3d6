"""Contacts that go along with a lead to another organization (docs/decisions/0186)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.permissions import Actor
from leadx_app.domain.text import fold
from leadx_app.models import Company, ContactChange, Organization, Person

from .named import find_companies, take_turns
from .write import fields_of, insert, tell

MOST_MERGES = 50
_SHOWN = ("name", "title", "email", "phone")
"""What a lead shows of its person to everybody who sees the lead."""


def copied_company(
    session: Session, actor: Actor, company: Company, organization_id: UUID, *, now: datetime
) -> tuple[Company, bool]:
    """The organization's company of the same name, else a copy of this one; and whether it was made now."""
    key = fold(company.name)[:200]
    there = find_companies(session, actor, organization_id, [key]).get(key)
    if there is None:
        take_turns(session, Organization, organization_id)
        there = find_companies(session, actor, organization_id, [key]).get(key)
    if there is not None:
        return there, False
    made = insert(session, actor, Company, organization_id, fields_of(company), now=now)
    tell(session, actor, made, EventKind.CONTACT_CREATED)
    return made, True


def copied_person(
    session: Session, actor: Actor, person: Person, company: Company, *, now: datetime
) -> tuple[Person, bool]:
    """The company's person of whom exactly the same is known, else a copy of this one; and whether it was made now.

    Whoever sent the lead goes on seeing it: they must not read by it what the other organization knows of somebody
    whose name they guessed.
    """
    mine = (Person.company_id == company.id, Person.name_key == person.name_key, Person.merged_into_id.is_(None))
    for other in session.exec(select(Person).where(*mine).order_by(Person.created_at, Person.id)):
        if all(getattr(other, name) == getattr(person, name) for name in _SHOWN):
            return other, False
    facts = {name: getattr(person, name) for name in _SHOWN} | {"company_id": company.id}
    made = insert(session, actor, Person, company.organization_id, facts, now=now)
    tell(session, actor, made, EventKind.CONTACT_CREATED)
    return made, True


def still_there(session: Session, table: type[Company] | type[Person], contact_id: UUID | None) -> UUID | None:
    """The contact, or what it has become a part of since; None when it was removed."""
    for _ in range(MOST_MERGES):
        found = session.execute(sa.select(table.id, table.merged_into_id).where(table.id == contact_id)).first()
        if found is None or found.merged_into_id is None:
            return found.id if found else None
        contact_id = found.merged_into_id
    return None


def remove_copies(session: Session, ids: Sequence[UUID]) -> None:
    """Remove copies that nobody has changed, merged or used since; the others stay. Persons before their company."""
    for table in (Person, Company):
        untouched = (table.id.in_(ids), table.version == 1, table.merged_into_id.is_(None))
        for contact in session.exec(select(table).where(*untouched).order_by(table.id)).all():
            if _removed(session, contact):
                session.expunge(contact)


def _removed(session: Session, contact: Company | Person) -> bool:
    """Whether it could be removed: the database refuses where anything still refers to it."""
    table = type(contact)
    try:
        with session.begin_nested():
            session.connection().execute(sa.delete(ContactChange).where(ContactChange.contact_id == contact.id))
            session.connection().execute(sa.delete(table).where(table.id == contact.id))
    except IntegrityError:
        return False
    return True

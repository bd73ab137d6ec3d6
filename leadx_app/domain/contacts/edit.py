"""Make and change contacts by hand."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from leadx_app.domain.errors import EditConflict, Invalid
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.find import find_contact, find_own_contact
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models import Company, Person, User

from .draft import CompanyDraft, CompanyEdit, PersonDraft, PersonEdit
from .named import company_named
from .write import change, fields_of, insert, record

CHANGED_BY_OTHER = "{name} changed this contact while you were editing."


def create_company(session: Session, actor: Actor, draft: CompanyDraft, *, now: datetime) -> UUID:
    """Make a company in the actor's organization; a similar one that exists already is for the page to show."""
    actor.require(Permission.CONTACTS_WRITE)
    company = insert(session, actor, Company, actor.organization_id, draft.model_dump(), now=now)
    record(session, actor, company, EventKind.CONTACT_CREATED, now=now)
    return company.id


def create_person(session: Session, actor: Actor, draft: PersonDraft, *, now: datetime) -> UUID:
    """Make a person in the actor's organization, and their company when a new one was typed."""
    actor.require(Permission.CONTACTS_WRITE)
    fields = draft.model_dump(exclude={"company_name"}) | {"company_id": _company_id(session, actor, draft, now)}
    person = insert(session, actor, Person, actor.organization_id, fields, now=now)
    record(session, actor, person, EventKind.CONTACT_CREATED, now=now)
    return person.id


def edit_company(session: Session, actor: Actor, company_id: UUID, changes: CompanyEdit, *, now: datetime) -> int:
    """Save the fields that were set; returns the company's new version.

    Raises:
        EditConflict: with the values that stand now, for fields that somebody else changed since `changes.version` to
            something else than what is wanted; nothing is written then.
    """
    actor.require(Permission.CONTACTS_WRITE)
    company = find_own_contact(session, actor, Company, company_id)
    return _save(session, actor, company, changes.version, changes.wanted(), now)


def edit_person(session: Session, actor: Actor, person_id: UUID, changes: PersonEdit, *, now: datetime) -> int:
    """`edit_company` for a person."""
    actor.require(Permission.CONTACTS_WRITE)
    person = find_own_contact(session, actor, Person, person_id)
    wanted = changes.wanted()
    if wanted.keys() & {"company_id", "company_name"}:
        wanted.pop("company_name", None)
        wanted["company_id"] = _company_id(session, actor, changes, now, kept=person)
    return _save(session, actor, person, changes.version, wanted, now)


def _company_id(
    session: Session, actor: Actor, draft: PersonDraft | PersonEdit, now: datetime, kept: Person | None = None
) -> UUID | None:
    if draft.company_id and kept and draft.company_id == kept.company_id:
        return kept.company_id
    if draft.company_id:
        return find_contact(session, actor, Company, draft.company_id, "company_id").id
    if draft.company_name:
        return company_named(session, actor, actor.organization_id, draft.company_name, now=now).id
    return None


def _save(
    session: Session, actor: Actor, contact: Company | Person, version: int, wanted: dict[str, Any], now: datetime
) -> int:
    if version > contact.version or version < 1:
        raise Invalid("This value cannot be used.", field="version")
    before = fields_of(contact)
    changed = {name for name, value in wanted.items() if before[name] != value}
    theirs = sorted(name for name in changed if contact.changed_in.get(name, 1) > version)
    if theirs:
        by = session.get_one(User, contact.updated_by_id).name
        stands = {name: _shown(session, name, before[name]) for name in theirs}
        raise EditConflict(stands, by, contact.version, CHANGED_BY_OTHER)
    if change(session, actor, contact, wanted, now=now):
        record(session, actor, contact, EventKind.CONTACT_CHANGED, now=now)
    return contact.version


def _shown(session: Session, name: str, value: Any) -> Any:
    """A value as people know it: the company's name for its id."""
    return session.get_one(Company, value).name if name == "company_id" and value else value

"""One contact as it is looked at: fields, persons, leads, history, and what may be the same."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session

from leadx_app.domain.contacts.write import fields_of
from leadx_app.domain.errors import NotFound
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import sees_lead
from leadx_app.models import (
    Company,
    ContactChange,
    ContactMerge,
    Lead,
    Organization,
    Person,
    Stage,
    SubStage,
    User,
)

from .contact_duplicates import Duplicate, Written, duplicates
from .contact_order import ContactKind
from .contact_plans import ContactPlan, contact_plans

PERSONS = 100
LEADS = 50
HISTORY = 50
COMPARED = ("name", "organization_number", "email", "phone")


@dataclass(frozen=True, slots=True)
class ContactPerson:
    """A person of a company."""

    id: UUID
    name: str
    title: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class ContactLead:
    """A lead about the contact that the reader may open."""

    id: UUID
    title: str
    stage: str
    color: str
    sub_stage: SubStage
    owner: str
    value: Any
    currency: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ContactHistory:
    """A line of the history; `merge_id` where the merge can be taken back."""

    id: UUID
    kind: EventKind
    actor: str
    changes: list[dict[str, Any]]
    other: str
    merge_id: UUID | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class ContactDetail:
    """Everything about a contact. `fields` are those that people write, by name."""

    id: UUID
    kind: ContactKind
    organization_id: UUID
    organization: str
    fields: dict[str, Any]
    company: str
    version: int
    may_edit: bool
    created_by: str
    created_at: datetime
    persons: list[ContactPerson]
    leads: list[ContactLead]
    plans: list[ContactPlan]
    history: list[ContactHistory]
    duplicates: list[Duplicate]


def contact_detail(session: Session, actor: Actor, contact_id: UUID) -> ContactDetail:
    """The contact, or the one that it became part of.

    Raises:
        NotPermitted: a role without Contacts.
        NotFound: absent and not the actor's to see alike.
    """
    actor.require(Permission.CONTACTS_READ)
    kind, row = _find(session, actor, contact_id)
    contact = row[0]
    fields = fields_of(contact)
    own = contact.organization_id == actor.organization_id
    written = Written(
        kind, **{name: fields.get(name) or "" for name in ("name", "organization_number", "email", "phone")}
    )
    return ContactDetail(
        id=contact.id,
        kind=kind,
        organization_id=contact.organization_id,
        organization=row.organization,
        fields=fields,
        company=row.company or "",
        version=contact.version,
        may_edit=own and actor.may(Permission.CONTACTS_WRITE),
        created_by=row.created_by,
        created_at=contact.created_at,
        persons=_persons(session, contact) if kind is ContactKind.COMPANY else [],
        leads=_leads(session, actor, kind, contact.id),
        plans=contact_plans(session, actor, kind, contact.id),
        history=_history(session, contact.id),
        duplicates=duplicates(session, actor, written, contact.id) if own else [],
    )


def _find(session: Session, actor: Actor, contact_id: UUID) -> tuple[ContactKind, Any]:
    for kind in ContactKind:
        row = _row(session, actor, kind, contact_id)
        if row is not None:
            into = row[0].merged_into_id
            return _find(session, actor, into) if into else (kind, row)
    raise NotFound()


def _row(session: Session, actor: Actor, kind: ContactKind, contact_id: UUID) -> Any:
    table = kind.table
    query = (
        sa.select(table, Organization.name.label("organization"), User.name.label("created_by"))
        .join(Organization, Organization.id == table.organization_id)
        .join(User, User.id == table.created_by_id)
        .where(
            table.id == contact_id,
            table.tenant_id == actor.tenant_id,
            table.organization_id.in_(actor.organization_ids),
        )
    )
    if kind is ContactKind.COMPANY:
        return session.execute(query.add_columns(sa.literal("").label("company"))).first()
    employer = aliased(Company)
    query = query.add_columns(employer.name.label("company"))
    return session.execute(query.outerjoin(employer, employer.id == Person.company_id)).first()


def _persons(session: Session, company: Company) -> list[ContactPerson]:
    query = (
        sa.select(Person.id, Person.name, Person.title, Person.email, Person.phone)
        .where(Person.company_id == company.id, Person.merged_into_id.is_(None))
        .order_by(Person.sort_key, Person.id)
        .limit(PERSONS)
    )
    return [ContactPerson(row[0], row[1], *(text or "" for text in row[2:])) for row in session.execute(query)]


def _leads(session: Session, actor: Actor, kind: ContactKind, contact_id: UUID) -> list[ContactLead]:
    about = Lead.company_id if kind is ContactKind.COMPANY else Lead.person_id
    query = (
        sa.select(
            Lead.id,
            Lead.title,
            Stage.name,
            Stage.color,
            Lead.sub_stage,
            User.name,
            Lead.value,
            Lead.currency,
            Lead.updated_at,
        )
        .join(Stage, Stage.id == Lead.stage_id)
        .outerjoin(User, User.id == Lead.owner_id)
        .where(about == contact_id, sees_lead(actor))
        .order_by(Lead.updated_at.desc(), Lead.id.desc())
        .limit(LEADS)
    )
    return [
        ContactLead(
            id=row[0],
            title=row[1],
            stage=row[2],
            color=row[3],
            sub_stage=row[4],
            owner=row[5] or "",
            value=row.value,
            currency=row.currency,
            updated_at=row.updated_at,
        )
        for row in session.execute(query)
    ]


def _history(session: Session, contact_id: UUID) -> list[ContactHistory]:
    """The newest first. A merge can be taken back while it was not."""
    open_merge = sa.and_(
        ContactMerge.id == ContactChange.merge_id,
        ContactMerge.undone_at.is_(None),
        ContactChange.kind == EventKind.CONTACT_MERGED,
    )
    query = (
        sa.select(ContactChange, User.name, ContactMerge.id)
        .join(User, User.id == ContactChange.actor_id)
        .outerjoin(ContactMerge, open_merge)
        .where(ContactChange.contact_id == contact_id)
        .order_by(ContactChange.changed_at.desc(), ContactChange.id.desc())
        .limit(HISTORY)
    )
    return [
        ContactHistory(
            change.id, EventKind(change.kind), actor, change.changes, change.other, merge_id, change.changed_at
        )
        for change, actor, merge_id in session.execute(query)
    ]

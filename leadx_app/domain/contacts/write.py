"""How a contact is written: with its derived columns and its history, only on top of what was read."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session

from leadx_app.domain.errors import Stale
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message, announce, record_about
from leadx_app.domain.permissions import Actor
from leadx_app.domain.text import fold
from leadx_app.models import Company, ContactChange, Lead, Person, new_id

from .keys import keys_of_company, keys_of_person

Contact = TypeVar("Contact", Company, Person)

COMPANY_FIELDS = (
    "name",
    "organization_number",
    "industry",
    "address",
    "postcode",
    "city",
    "country",
    "phone",
    "email",
    "website",
)
PERSON_FIELDS = ("name", "title", "company_id", "email", "phone")


def fields_of(contact: Company | Person) -> dict[str, Any]:
    """What people write of a contact, by field."""
    names = COMPANY_FIELDS if isinstance(contact, Company) else PERSON_FIELDS
    return {name: getattr(contact, name) for name in names}


def insert(
    session: Session,
    actor: Actor,
    table: type[Contact],
    organization_id: UUID,
    fields: dict[str, Any],
    *,
    now: datetime,
) -> Contact:
    """Make a contact."""
    contact = table(**values_of(actor, table, organization_id, fields, now=now))
    session.add(contact)
    session.flush()
    return contact


def values_of(
    actor: Actor, table: type[Contact], organization_id: UUID, fields: dict[str, Any], *, now: datetime
) -> dict[str, Any]:
    """The contact that fields become, by column, with its derived ones."""
    keys = keys_of_company(fields) if table is Company else keys_of_person(fields)
    return dict(
        id=new_id(),
        tenant_id=actor.tenant_id,
        organization_id=organization_id,
        **fields,
        **keys,
        created_by_id=actor.user_id,
        updated_by_id=actor.user_id,
        created_at=now,
        updated_at=now,
    )


def change(
    session: Session, actor: Actor, contact: Company | Person, fields: dict[str, Any], *, now: datetime
) -> list[str]:
    """Write fields and their history, and tell open pages; returns the names of those that changed.

    Raises:
        Stale: somebody wrote first; the transaction is run again.
    """
    before = fields_of(contact)
    changed = [name for name, value in before.items() if name in fields and fields[name] != value]
    if not changed:
        return []
    version = contact.version + 1
    overwrite(
        session,
        contact,
        **{name: fields[name] for name in changed},
        **_keys_of(contact, before | fields),
        version=version,
        changed_in=contact.changed_in | dict.fromkeys(changed, version),
        updated_by_id=actor.user_id,
        updated_at=now,
    )
    if "name" in changed:
        retext(session, contact)
    diff = [_difference(session, name, before[name], fields[name]) for name in changed]
    remember(session, actor, contact, EventKind.CONTACT_CHANGED, now=now, changes=diff)
    tell(session, actor, contact, EventKind.CONTACT_CHANGED)
    return changed


def overwrite(session: Session, contact: Company | Person, **values: Any) -> None:
    """Write columns on top of the version that was read.

    Raises:
        Stale: somebody wrote first; the transaction is run again and the rules are asked again.
    """
    table = type(contact)
    mine = sa.update(table).where(table.id == contact.id, table.version == contact.version)
    if session.connection().execute(mine.values(values)).rowcount != 1:
        raise Stale()
    for name, value in values.items():
        set_committed_value(contact, name, value)


def remember(
    session: Session,
    actor: Actor,
    contact: Company | Person,
    kind: EventKind,
    *,
    now: datetime,
    changes: list[dict[str, Any]] = [],  # noqa: B006 - only read
    other: str = "",
    merge_id: UUID | None = None,
) -> None:
    """Write a line of the contact's history."""
    line = line_of(actor, contact, kind, now=now, changes=changes, other=other, merge_id=merge_id)
    session.connection().execute(HISTORY, line)


HISTORY = sa.insert(ContactChange)


def line_of(
    actor: Actor,
    contact: Company | Person,
    kind: EventKind,
    *,
    now: datetime,
    changes: list[dict[str, Any]],
    other: str = "",
    merge_id: UUID | None = None,
) -> dict[str, Any]:
    """The row of a line of the contact's history, for `HISTORY`."""
    return {
        "id": new_id(),
        "tenant_id": contact.tenant_id,
        "organization_id": contact.organization_id,
        "contact_id": contact.id,
        "kind": kind.value,
        "version": contact.version,
        "changes": changes,
        "other": other,
        "merge_id": merge_id,
        "actor_id": actor.user_id,
        "changed_at": now,
    }


def record(session: Session, actor: Actor, contact: Company | Person, kind: EventKind, *, now: datetime) -> None:
    """Write the event of an act on the page of contacts, and tell open pages."""
    payload = {"contact_id": str(contact.id), "name": contact.name, "version": contact.version}
    record_about(session, actor, kind, contact.organization_id, now=now, payload=payload)


def tell(session: Session, actor: Actor, contact: Company | Person, kind: EventKind) -> None:
    """Tell open pages of what came with a lead, whose event is the lead's."""
    here = frozenset({contact.organization_id})
    people = frozenset({actor.user_id})
    announce(session, Message(contact.tenant_id, here, None, people, kind, actor.user_id))


def retext(session: Session, contact: Company | Person) -> None:
    """Let searches in leads find the contact under the name that it has now."""
    mine = Lead.company_id == contact.id if isinstance(contact, Company) else Lead.person_id == contact.id
    query = (
        sa.select(Lead.id, Lead.title, Company.name, Person.name)
        .join(Company, Company.id == Lead.company_id)
        .outerjoin(Person, Person.id == Lead.person_id)
        .where(mine)
    )
    texts = [
        {"lead": row[0], "text": fold(" ".join(part for part in row[1:] if part))} for row in session.execute(query)
    ]
    if texts:
        table = Lead.__table__
        rewrite = sa.update(table).where(table.c.id == sa.bindparam("lead")).values(search_text=sa.bindparam("text"))
        session.connection().execute(rewrite, texts)


def _keys_of(contact: Company | Person, fields: dict[str, Any]) -> dict[str, Any]:
    return keys_of_company(fields) if isinstance(contact, Company) else keys_of_person(fields)


def _difference(session: Session, name: str, before: Any, after: Any) -> dict[str, Any]:
    if name != "company_id":
        return {"field": name, "from": before, "to": after}
    names = [company.name if (company := session.get(Company, one)) else None for one in (before, after) if one]
    was, now = (names.pop(0) if one else None for one in (before, after))
    return {"field": "company", "from": was, "to": now}

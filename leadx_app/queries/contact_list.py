"""Contacts in the order of the alphabet or by age, filtered (product.md section 6)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import NotFound
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import lists_contacts, sees_contact
from leadx_app.models import Company, Organization, Person
from leadx_app.queries.contact_order import ContactFilters, ContactKind, cursor_of, find_contacts, turned

PAGE_SIZE = 50
MAX_PAGE_SIZE = 200
COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A contact in the list; what it does not have is "". `company` and `title` are a person's."""

    id: UUID
    kind: ContactKind
    organization_id: UUID
    organization: str
    name: str
    title: str
    company_id: UUID | None
    company: str
    city: str
    email: str
    phone: str
    organization_number: str
    created_at: datetime
    updated_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class ContactPage:
    """Contacts in their order; `next_cursor` is None at the end, `previous_cursor` at the beginning.

    Pages that are looked for along the list have no fixed size: one may be short, or empty, and the list go on.
    """

    rows: list[ContactLine]
    next_cursor: str | None
    previous_cursor: str | None


@dataclass(frozen=True, slots=True)
class ContactCounts:
    """How many companies and persons there are; 1,001 stands for more than 1,000."""

    companies: int
    persons: int


@dataclass(frozen=True, slots=True)
class ContactCard:
    """Everything that is written of a contact, for files; what it does not have is ""."""

    id: UUID
    name: str
    title: str
    company: str
    organization_number: str
    industry: str
    address: str
    postcode: str
    city: str
    country: str
    phone: str
    email: str
    website: str
    organization: str


@dataclass(frozen=True, slots=True)
class CardPage:
    """Contacts in their order; `next_cursor` is None at the end."""

    rows: list[ContactCard]
    next_cursor: str | None


def contact_page(
    session: Session,
    actor: Actor,
    filters: ContactFilters,
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
    before: str | None = None,
) -> ContactPage:
    """A page of the list; needs no person, so that an audience shares it.

    Args:
        cursor: the page begins behind it.
        before: the page ends in front of it, whatever `cursor` and the letter say.

    Raises:
        NotPermitted: a role without Contacts.
        NotFound: an organization that the actor does not read.
        Invalid: on `cursor` or `before`, when it was not made here; on `search`, when it cannot be read.
    """
    limit = max(1, min(limit, MAX_PAGE_SIZE))
    ids, more = find_contacts(session, actor, filters, cursor, before, limit)
    rows = _read(session, filters.kind, ids)
    places = [cursor_of(filters.sort, row) for row in rows]
    if before is None:
        has_before = cursor is not None or (filters.letter != "" and filters.sort.is_by_name)
        previous = (places[0] if has_before else None) if rows else turned(cursor)
        return ContactPage([_line(filters.kind, row) for row in rows], more, previous)
    return ContactPage([_line(filters.kind, row) for row in rows], places[-1] if rows else turned(before), more)


def contact_counts(session: Session, actor: Actor, organization_id: UUID | None = None) -> ContactCounts:
    """How many contacts the list has without a search; never counts further than 1,000.

    Raises:
        NotPermitted, NotFound: as `contact_page`.
    """
    counts = []
    for table in (Company, Person):
        some = sa.select(table.id).where(lists_contacts(actor, table, organization_id)).limit(COUNTED + 1).subquery()
        counts.append(sa.select(sa.func.count()).select_from(some).scalar_subquery())
    return ContactCounts(*session.execute(sa.select(*counts)).one())


def contact_cards(session: Session, actor: Actor, filters: ContactFilters, cursor: str | None = None) -> CardPage:
    """`contact_page` with everything that is written, 200 at a time."""
    ids, more = find_contacts(session, actor, filters, cursor, None, MAX_PAGE_SIZE)
    return CardPage([_card(row) for row in _read(session, filters.kind, ids, _written(filters.kind))], more)


def contact_card(session: Session, actor: Actor, kind: ContactKind, contact_id: UUID) -> ContactCard:
    """Everything that is written of one contact.

    Raises:
        NotPermitted: a role without Contacts.
        NotFound: absent, merged into another one, and not the actor's to see alike.
    """
    actor.require(Permission.CONTACTS_READ)
    query = _select(kind).add_columns(*_written(kind))
    row = session.execute(query.where(kind.table.id == contact_id, sees_contact(actor, kind.table))).first()
    if row is None:
        raise NotFound()
    return _card(row)


def _card(row: Any) -> ContactCard:
    names = [name for name in ContactCard.__dataclass_fields__ if name != "id"]
    return ContactCard(row.id, **{name: row._mapping.get(name) or "" for name in names})


def exported_contacts(session: Session, actor: Actor, filters: ContactFilters) -> Iterator[list[ContactCard]]:
    """All pages of `contact_cards`, for files."""
    page = contact_cards(session, actor, filters)
    yield page.rows
    while page.next_cursor:
        page = contact_cards(session, actor, filters, page.next_cursor)
        yield page.rows


def _read(session: Session, kind: ContactKind, ids: list[UUID], more: Sequence[Any] = ()) -> list[Any]:
    """What is shown of these contacts, in their order."""
    if not ids:
        return []
    query = _select(kind).add_columns(*more).where(kind.table.id.in_(ids))
    read = {row.id: row for row in session.execute(query)}
    return [read[one] for one in ids]


def _written(kind: ContactKind) -> list[Any]:
    """What a card has and a line has not."""
    if kind is ContactKind.PERSON:
        return []
    return [Company.industry, Company.address, Company.postcode, Company.country, Company.website]


def _select(kind: ContactKind) -> sa.Select[Any]:
    table = kind.table
    # Asked for row by row, so that no planner begins with the organizations and loses the order.
    home = sa.select(Organization.name).where(Organization.id == table.organization_id).scalar_subquery()
    shared = [table.id, table.sort_key, table.organization_id, home.label("organization"), table.name]
    shared += [table.email, table.phone, table.version, table.created_at, table.updated_at]
    if kind is ContactKind.COMPANY:
        return sa.select(*shared, Company.city, Company.organization_number)
    return sa.select(*shared, Person.title, Person.company_id, Company.name.label("company")).outerjoin(
        Company, Company.id == Person.company_id
    )


def _line(kind: ContactKind, row: Any) -> ContactLine:
    values = {name: row._mapping.get(name) for name in ContactLine.__dataclass_fields__ if name != "kind"}
    texts = {name: value or "" for name, value in values.items() if not name.endswith("_id")}
    return ContactLine(kind=kind, **values | texts)

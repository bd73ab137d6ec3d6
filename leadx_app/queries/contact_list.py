"""Contacts in the order of the alphabet (product.md section 6)."""

import base64
import binascii
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.contacts.keys import sort_key
from leadx_app.domain.errors import Invalid, NotFound
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import Condition, lists_contacts, sees_contact
from leadx_app.models import Company, Organization, Person
from leadx_app.queries.full_text import Of, Whose, found, holds_signs, sought_contact

PAGE_SIZE = 50
MAX_PAGE_SIZE = 200
COUNTED = 1_000


class ContactKind(StrEnum):
    """The two kinds of contacts."""

    COMPANY = "company"
    PERSON = "person"

    @property
    def table(self) -> type[Company] | type[Person]:
        return Company if self is ContactKind.COMPANY else Person


@dataclass(frozen=True, slots=True)
class ContactFilters:
    """Which contacts, and from which letter on.

    Attributes:
        search: words that all begin a word of the name, number, town, email address or phone number.
        letter: the list begins at it; "" at its beginning.
        organization_id: only this organization's; None is all that the reader sees.
    """

    kind: ContactKind = ContactKind.COMPANY
    search: str = ""
    letter: str = ""
    organization_id: UUID | None = None


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
    """Contacts by name; `next_cursor` is None at the end, `previous_cursor` at the beginning."""

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
    """Contacts by name; `next_cursor` is None at the end."""

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
    if before is None:
        found, next_cursor = _found(session, actor, filters, cursor, limit)
        has_before = bool(found) and (cursor is not None or filters.letter != "")
    else:
        found, has_before = _found_before(session, actor, filters, before, limit)
        next_cursor = _cursor_of(found[-1]) if found else None
    previous_cursor = _cursor_of(found[0]) if has_before else None
    return ContactPage([_line(filters.kind, row) for row in found], next_cursor, previous_cursor)


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
    found, next_cursor = _found(session, actor, filters, cursor, MAX_PAGE_SIZE, _written(filters.kind))
    return CardPage([_card(row) for row in found], next_cursor)


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


def _found(
    session: Session, actor: Actor, filters: ContactFilters, cursor: str | None, limit: int, more: Sequence[Any] = ()
) -> tuple[list[Any], str | None]:
    table = filters.kind.table
    here = lists_contacts(actor, table, filters.organization_id)
    begins = [table.sort_key >= sort_key(filters.letter)] if filters.letter else []
    behind = _behind(table, cursor) if cursor is not None else []
    query = _select(filters.kind).add_columns(*more).where(here, *_wanted(session, actor, filters), *begins, *behind)
    found = session.execute(query.order_by(table.sort_key, table.id).limit(limit + 1)).all()
    last = found[limit - 1] if len(found) > limit else None
    return list(found[:limit]), _cursor_of(last) if last else None


def _found_before(
    session: Session, actor: Actor, filters: ContactFilters, before: str, limit: int
) -> tuple[list[Any], bool]:
    """The rows in front of a place, in the order of the alphabet, and whether there are more in front of them."""
    table = filters.kind.table
    key, last = _read_cursor(before, "before")
    ahead = [table.sort_key <= key, sa.or_(table.sort_key < key, table.id < last)]
    here = lists_contacts(actor, table, filters.organization_id)
    query = _select(filters.kind).where(here, *_wanted(session, actor, filters), *ahead)
    found = session.execute(query.order_by(table.sort_key.desc(), table.id.desc()).limit(limit + 1)).all()
    return list(reversed(found[:limit])), len(found) > limit


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


def _wanted(session: Session, actor: Actor, filters: ContactFilters) -> list[Condition]:
    table, look = filters.kind.table, sought_contact(filters.search)
    wanted = holds_signs(look, table.search_text)
    if not look.words:
        return wanted
    here = filters.organization_id or (actor.organization_id if len(actor.organization_ids) == 1 else None)
    within = [[(Whose.ORGANIZATION, here)]] if here else []
    of = Of.COMPANY if table is Company else Of.PERSON
    return [*wanted, table.id.in_(found(session, actor, look, [of], *within))]


def _behind(table: type[Company] | type[Person], cursor: str) -> list[Condition]:
    key, last = _read_cursor(cursor, "cursor")
    return [table.sort_key >= key, sa.or_(table.sort_key > key, table.id > last)]


def _read_cursor(cursor: str, field: str) -> tuple[str, UUID]:
    try:
        key, contact_id = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        last = UUID(contact_id)
        if not isinstance(key, str):
            raise ValueError(cursor)
    except (ValueError, TypeError, AttributeError, binascii.Error):
        raise Invalid("Start again from the first page.", field=field) from None
    return key, last


def _cursor_of(row: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps([row.sort_key, str(row.id)]).encode()).decode()

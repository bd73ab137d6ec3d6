"""Which contacts the list shows, in which order, from where on.

Each order has an index that holds it, for one organization and for a whole tenant. What that index does not carry is
looked for along the list: a short walk, which fills the page where many contacts meet the filters; else the few that an
index of one filter finds, put in order; else a longer walk that the next page goes on with (docs/decisions/0167).
"""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.contacts.keys import city_key, sort_key
from leadx_app.domain.days import day_begins
from leadx_app.domain.errors import Invalid
from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import Condition, lists_contacts
from leadx_app.models import Company, Lead, Person
from leadx_app.queries.full_text import Of, Sought, Whose, found, holds_signs, of_these, sought_contact

FEW = 3_000
"""How many contacts an index may find for all of them to be put in order."""
WALKED = 500
"""How many contacts are looked through first, in the order of the list."""
SEARCHED = 10_000
"""How many are looked through for one page at most."""
_INCLUDED = "included"


class ContactKind(StrEnum):
    """The two kinds of contacts."""

    COMPANY = "company"
    PERSON = "person"

    @property
    def table(self) -> type[Company] | type[Person]:
        return Company if self is ContactKind.COMPANY else Person


class ContactSort(StrEnum):
    """The order of the list; each ends with the id, in the same direction."""

    NAME = "name"
    BACKWARDS = "backwards"
    NEWEST = "newest"

    @property
    def is_by_name(self) -> bool:
        return self is not ContactSort.NEWEST

    @property
    def column(self) -> str:
        return "sort_key" if self.is_by_name else "created_at"


class HasLeads(StrEnum):
    """Whether any lead of the contact's organization is about it, whatever became of the lead."""

    WITH = "with"
    WITHOUT = "without"


@dataclass(frozen=True, slots=True)
class ContactFilters:
    """Which contacts, in which order, and from which letter on.

    Attributes:
        search: words of the name, number, town, email address or phone number, or parts of them.
        letter: a list by name begins at it; "" at its beginning.
        organization_id: only this organization's; None is all that the reader sees.
        leads: only contacts with leads, or without any.
        city: only companies there, in whatever case and form it is written; "" is everywhere.
        country: only companies there, by its two letters; "" is everywhere.
        created_from, created_to: only contacts made on these days by the reader's clock, both included.
    """

    kind: ContactKind = ContactKind.COMPANY
    search: str = ""
    letter: str = ""
    organization_id: UUID | None = None
    leads: HasLeads | None = None
    city: str = ""
    country: str = ""
    created_from: date | None = None
    created_to: date | None = None
    sort: ContactSort = ContactSort.NAME


class _Place(NamedTuple):
    """A contact's place in an order; `is_included` where a page begins with that contact instead of behind it."""

    key: str | datetime
    id: UUID
    is_included: bool = False


@dataclass(frozen=True, slots=True)
class _Bound:
    """What a column must be, or lie between; None is no bound."""

    column: str
    low: Any = None
    high: Any = None

    def of(self, source: Any) -> list[Condition]:
        """As conditions on contacts, or on a window of them."""
        column = getattr(source, self.column)
        if self.low == self.high:
            return [column == self.low]
        low = [column >= self.low] if self.low is not None else []
        return low + ([column <= self.high] if self.high is not None else [])


@dataclass(frozen=True, slots=True)
class _Leads:
    """That there are leads about a contact, or none; no index of contacts knows it, it is asked of each."""

    actor: Actor
    table: type[Company] | type[Person]
    wanted: HasLeads

    def of(self, source: Any) -> list[Condition]:
        """As conditions on contacts, or on a window of them."""
        about = Lead.company_id if self.table is Company else Lead.person_id
        # The id of one, and not EXISTS, for which PostgreSQL may read all leads; by the contact, not the tenant.
        one = sa.select(Lead.id).where(about == source.id, of_these(Lead.tenant_id == self.actor.tenant_id)).limit(1)
        found = one.scalar_subquery()
        return [found.is_not(None) if self.wanted is HasLeads.WITH else found.is_(None)]


@dataclass(frozen=True, slots=True)
class _Search:
    """Contacts that are looked for in one direction.

    Attributes:
        scope: what the actor sees.
        here: that and what the order's index carries: one range of it.
        beside: what it does not carry, each with an index of its own.
        leads: the same, without one.
        look: what is searched for.
    """

    table: type[Company] | type[Person]
    sort: ContactSort
    is_descending: bool
    scope: Condition
    here: list[Condition]
    beside: list[_Bound]
    leads: list[_Leads]
    look: Sought

    def place(self, source: Any) -> list[sa.ColumnElement]:
        """The place of contacts, or of a window of them."""
        return [getattr(source, self.sort.column).label("key"), source.id]

    def order(self, key: sa.ColumnElement, contact_id: sa.ColumnElement) -> list[sa.ColumnElement]:
        """By the key and then by id, in the same direction."""
        return [one.desc() if self.is_descending else one.asc() for one in (key, contact_id)]

    def all(self, session: Session, count: int, *further: Condition) -> list[_Place]:
        """The first of all that are here and meet everything; what lies beside the order is asked row by row."""
        within = [of_these(condition) for condition in self._beside(self.table)]
        return self._first(session, count, *self.here, *within, *further)

    def walk(self, session: Session, count: int, length: int) -> tuple[list[_Place], _Place | None]:
        """Those of the next contacts that meet everything, and the place of the last one looked at if more follow."""
        table, place = self.table, self.place(self.table)
        seen = [table.search_text, *(getattr(table, name) for name in sorted({bound.column for bound in self.beside}))]
        window = sa.select(*place, *seen).where(*self.here).order_by(*self.order(*place)).limit(length)
        of = window.cte("window_of_contacts").c
        hold = self._beside(of)
        looked_at = sa.select(of.key, of.id, sa.false().label("is_end")).order_by(*self.order(of.key, of.id))
        matches = looked_at.where(*hold, *holds_signs(self.look, of.search_text)).limit(count)
        last = sa.select(of.key, of.id, sa.true()).order_by(*self.order(of.key, of.id)).offset(length - 1).limit(1)
        both = sa.union_all(matches.subquery().select(), last.subquery().select())
        by = both.selected_columns
        rows = session.execute(both.order_by(*self.order(by.key, by.id))).all()
        found = [_Place(row.key, row.id) for row in rows if not row.is_end]
        end = next((_Place(row.key, row.id) for row in rows if row.is_end), None)
        return found, end if len(found) < count else None

    def few(self, session: Session, count: int) -> list[_Place] | None:
        """The first among all that the index of one filter finds; None when each of them finds more than `FEW`."""
        if not self.beside:
            return None
        hits = [sa.select(self.table.id).where(self.scope, *one.of(self.table)).limit(FEW + 1) for one in self.beside]
        counts = [sa.select(sa.func.count()).select_from(one.subquery()).scalar_subquery() for one in hits]
        sizes = list(session.execute(sa.select(*counts)).one())
        if min(sizes) > FEW:
            return None
        hit = hits[sizes.index(min(sizes))].subquery()
        conditions = [*self.here, *self._beside(self.table)]
        signs = holds_signs(self.look, self.table.search_text)
        return self._first(session, count, self.table.id.in_(hit.select()), of_these(sa.and_(*conditions)), *signs)

    def _beside(self, source: Any) -> list[Condition]:
        """What the order's index does not carry, of contacts or a window of them."""
        asked: list[_Bound | _Leads] = [*self.beside, *self.leads]
        return [condition for one in asked for condition in one.of(source)]

    def _first(self, session: Session, count: int, *conditions: Condition) -> list[_Place]:
        place = self.place(self.table)
        query = sa.select(*place).where(*conditions).order_by(*self.order(*place)).limit(count)
        return [_Place(*row) for row in session.execute(query)]


def find_contacts(
    session: Session, actor: Actor, filters: ContactFilters, cursor: str | None, before: str | None, limit: int
) -> tuple[list[UUID], str | None]:
    """The ids of a page in the order of the list, and the cursor from which it goes on in the direction of looking.

    Args:
        cursor: the page begins behind it.
        before: the page ends in front of it, whatever `cursor` and the letter say.
    """
    search, words = _search(session, actor, filters, cursor, before)
    end = None
    if words or not (search.beside or search.leads):
        signs = holds_signs(search.look, search.table.search_text)
        places = search.all(session, limit + 1, *words, *signs)
    else:
        places, end = search.walk(session, limit + 1, WALKED)
        if end:
            few = search.few(session, limit + 1)
            places, end = (few, None) if few is not None else search.walk(session, limit + 1, SEARCHED)
    page = [place.id for place in places[:limit]]
    end = places[limit - 1] if len(places) > limit else end
    return (page if before is None else page[::-1]), _cursor(filters.sort, end) if end else None


def _search(
    session: Session, actor: Actor, filters: ContactFilters, cursor: str | None, before: str | None
) -> tuple[_Search, list[Condition]]:
    """What is looked for, and where words are, what the full-text index finds of them."""
    table, sort = filters.kind.table, filters.sort
    is_descending = (sort is not ContactSort.NAME) != (before is not None)
    scope = lists_contacts(actor, table, filters.organization_id)
    carried, beside = _bounds(actor, filters)
    here = [scope, *carried]
    if before is not None:
        here += _behind(table, sort, _read_cursor(sort, before, "before"), is_descending)
    else:
        here += _from_letter(table, filters)
        here += _behind(table, sort, _read_cursor(sort, cursor, "cursor"), is_descending) if cursor is not None else []
    look = sought_contact(filters.search)
    leads = [_Leads(actor, table, filters.leads)] if filters.leads else []
    search = _Search(table, sort, is_descending, scope, here, beside, leads, look)
    if not look.words:
        return search, []
    home = filters.organization_id or (actor.organization_id if len(actor.organization_ids) == 1 else None)
    within = [[(Whose.ORGANIZATION, home)]] if home else []
    of = Of.COMPANY if table is Company else Of.PERSON
    return search, [table.id.in_(found(session, actor, look, [of], *within))]


def _bounds(actor: Actor, filters: ContactFilters) -> tuple[list[Condition], list[_Bound]]:
    """Bounds that the order's index carries, and those beside it."""
    beside: list[_Bound] = []
    if filters.kind is ContactKind.COMPANY:
        places = (("city_key", city_key(filters.city)), ("country", filters.country))
        beside += [_Bound(name, value, value) for name, value in places if value]
    first, last = filters.created_from, filters.created_to
    if first is None and last is None:
        return [], beside
    low = day_begins(first, actor.time_zone) if first else None
    high = day_begins(last + timedelta(days=1), actor.time_zone) - timedelta(microseconds=1) if last else None
    made = _Bound("created_at", low, high)
    if filters.sort.is_by_name:
        return [], [*beside, made]
    return made.of(filters.kind.table), beside


def _from_letter(table: type[Company] | type[Person], filters: ContactFilters) -> list[Condition]:
    """Where a list by name begins: at the first name with the letter, or backwards at the last one."""
    key = sort_key(filters.letter)
    if not key or not filters.sort.is_by_name:
        return []
    if filters.sort is ContactSort.NAME:
        return [table.sort_key >= key]
    return [table.sort_key < key[:-1] + chr(ord(key[-1]) + 1)]


def _behind(
    table: type[Company] | type[Person], sort: ContactSort, place: _Place, is_descending: bool
) -> list[Condition]:
    """What comes after a place in this direction; the first half is what an index can begin at."""
    key: Any = getattr(table, sort.column)
    value, last, is_included = place
    same = [table.id == last] if is_included else []
    if is_descending:
        return [key <= value, sa.or_(key < value, table.id < last, *same)]
    return [key >= value, sa.or_(key > value, table.id > last, *same)]


def turned(cursor: str | None) -> str | None:
    """Of a page that is empty although the list goes on: the cursor of the way back, with what it began behind."""
    if cursor is None:
        return None
    key, contact_id, *column = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    return _encoded([key, contact_id, *(one for one in column if one != _INCLUDED), _INCLUDED])


def cursor_of(sort: ContactSort, row: Any) -> str:
    """The cursor of a row that has `id` and the column of the order."""
    return _cursor(sort, _Place(getattr(row, sort.column), row.id))


def _cursor(sort: ContactSort, place: _Place) -> str:
    key = place.key.isoformat() if isinstance(place.key, datetime) else place.key
    return _encoded([key, str(place.id), *_mark(sort)])


def _encoded(said: list[str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode()


def _mark(sort: ContactSort) -> list[str]:
    """By which a cursor by age is told from one by name."""
    return [] if sort.is_by_name else [sort.column]


def _read_cursor(sort: ContactSort, cursor: str, field: str) -> _Place:
    try:
        key, contact_id, *marks = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        if not isinstance(key, str) or marks not in (_mark(sort), [*_mark(sort), _INCLUDED]):
            raise ValueError(cursor)
        return _Place(key if sort.is_by_name else _moment(key), UUID(contact_id), _INCLUDED in marks)
    except (ValueError, TypeError, AttributeError, binascii.Error):
        raise Invalid("Start again from the first page.", field=field) from None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment

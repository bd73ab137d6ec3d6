"""Which leads Sales Community lists, in which order: one index range per stage and outcome, merged as far as needed.

Each range has an index that holds it in the asked order, for one organization and for a whole tenant. So a page costs
the same for a thousand and a million leads, and for one organization and five hundred.
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import Condition, sees_on_community
from leadx_app.models import HandoverState, Lead, Person
from leadx_app.queries.lead_filters import PAGE_SIZE, SUB_STAGES, Status, search_words
from leadx_app.queries.lead_order import NO_VALUE, Place, Sort, behind, directed, order_of, place_of

MAX_PAGE_SIZE = 100
SEARCHED = 5_000
"""How many leads a search looks through for one page, in the order of the list."""
NO_STAGE = UUID(int=0)


class Only(StrEnum):
    """A further condition, of the leads behind a figure."""

    EVERY = ""
    WITH_VALUE = "value"
    WITH_HANDSHAKE = "handshake"


_ONLY = {
    Only.EVERY: (),
    Only.WITH_VALUE: (Lead.base_value.is_not(None),),
    Only.WITH_HANDSHAKE: (Lead.handshake_at.is_not(None), Lead.handover_state == HandoverState.ACCEPTED),
}


@dataclass(frozen=True, slots=True)
class CommunityFilters:
    """Which leads of Community, in which order, from where on; the page and the API use it.

    Attributes:
        organization_id: only this organization's; None is all that the actor reads.
        cursor: `next_cursor` of the page before.
        before: `previous_cursor` of the page after; counts when there is no `cursor`.
    """

    organization_id: UUID | None = None
    status: Status = Status.ALL
    only: Only = Only.EVERY
    stage_id: UUID | None = None
    search: str = ""
    sort: Sort = Sort.UPDATED
    cursor: str | None = None
    before: str | None = None
    limit: int = PAGE_SIZE

    @property
    def backwards(self) -> bool:
        """Whether the page ends in front of a place instead of beginning behind one."""
        return self.cursor is None and self.before is not None

    @property
    def descending(self) -> bool:
        """The direction in which rows are looked for."""
        return order_of(self.sort)[1] != self.backwards

    @property
    def words(self) -> tuple[str, ...]:
        """What is searched for; Invalid on `search` for what cannot be read."""
        return tuple(search_words(self.search))

    @property
    def size(self) -> int:
        """How many rows the page has at most."""
        return max(1, min(self.limit, MAX_PAGE_SIZE))


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of a page in the direction of looking; `more` says that the list goes on.

    `end` is the last lead that a search looked at when it stopped before the last one.
    """

    rows: list[sa.Row]
    more: bool = False
    end: UUID | None = None


def find_leads(
    session: Session, actor: Actor, filters: CommunityFilters, stage_ids: list[UUID], rows: sa.Select
) -> Found:
    """The page's leads, over the groups of the order, as far as needed; `rows` says what is read of each."""
    found: list[sa.Row] = []
    end = None
    for group in _groups(actor, filters, stage_ids):
        wanted = filters.size + 1 - len(found)
        if filters.words:
            ids, end = group.search(session, wanted)
            found += group.rows(session, rows, ids) if ids else []
        else:
            found += group.rows(session, rows, group.first(session, wanted))
        if len(found) > filters.size or end:
            break
    return Found(found[: filters.size], len(found) > filters.size, end)


@dataclass(frozen=True, slots=True)
class _Group:
    """Ranges that are ordered by the same key, merged as far as needed."""

    filters: CommunityFilters
    scope: list[Condition]
    ranges: list[list[Condition]]
    key: sa.ColumnElement

    def rows(self, session: Session, rows: sa.Select, ids: sa.Select | list[UUID]) -> list[sa.Row]:
        """The rows of these leads, in the order of the group."""
        query = rows.where(Lead.id.in_(ids)).order_by(*self._order(self.key, Lead.id))
        return list(session.connection().execute(query))  # Plain rows; a Session makes more of them.

    def first(self, session: Session, count: int) -> sa.Select:
        """The ids of the first leads of the group."""
        return sa.select(self._merged(session, count, Lead.id).subquery().c.id)

    def search(self, session: Session, count: int) -> tuple[list[UUID], UUID | None]:
        """Those of the first `SEARCHED` leads that hold all words, and the last one looked at if more follow."""
        window = self._merged(session, SEARCHED, Lead.id, Lead.search_text, Lead.person_id).cte("window_of_leads")
        order = self._order(window.c.key, window.c.id)
        looked_at = sa.select(window.c.key, window.c.id, sa.false().label("is_end")).order_by(*order)
        matches = looked_at.outerjoin(Person, Person.id == window.c.person_id).where(*_hold(window, self.filters.words))
        last = sa.select(window.c.key, window.c.id, sa.true()).order_by(*order).offset(SEARCHED - 1).limit(1)
        both = sa.union_all(matches.limit(count).subquery().select(), last.subquery().select())
        rows = session.execute(both.order_by(*self._order(both.selected_columns.key, both.selected_columns.id))).all()
        end = next((row.id for row in rows if row.is_end), None)
        return [row.id for row in rows if not row.is_end], end

    def _merged(self, session: Session, count: int, *columns: sa.ColumnElement) -> sa.CompoundSelect:
        """The first leads of all ranges, in order, without reading more of any range than it takes.

        SQLite reads the parts of an ordered compound side by side in that order. PostgreSQL does so only where each
        part says its own order and limit, which SQLite would take for a reason to finish each part first.
        """
        chosen = sa.select(*columns, self.key.label("key")).where(*self.scope)
        parts = [chosen.where(*conditions) for conditions in self.ranges]
        if session.get_bind().dialect.name == "postgresql":
            order = self._order(self.key, Lead.id)
            parts = [part.order_by(*order).limit(count).subquery().select() for part in parts]
        merged = sa.union_all(*parts)
        by = merged.selected_columns
        return merged.order_by(*self._order(by.key, by.id)).limit(count)

    def _order(self, key: sa.ColumnElement, lead_id: sa.ColumnElement) -> tuple[sa.ColumnElement, ...]:
        return directed(key, lead_id, self.filters.descending)


def _hold(window: sa.CTE, words: tuple[str, ...]) -> list[Condition]:
    """The words stand in what Community shows: the searched text ends with the contact person, who is not shown."""
    length = sa.func.length(window.c.search_text) - sa.func.coalesce(sa.func.length(Person.name_key), 0)
    shown = sa.func.substr(window.c.search_text, 1, length)
    texts = (window.c.search_text, shown)
    return [text.contains(word, autoescape=True) for text, word in product(texts, words)]


def _groups(actor: Actor, filters: CommunityFilters, stage_ids: list[UUID]) -> list[_Group]:
    """The groups in the order of reading: one, but by value those without any are a group of their own."""
    cursor = filters.cursor or filters.before
    place = place_of(cursor, filters.sort) if cursor else None
    scope = [sees_on_community(actor, filters.organization_id), *_ONLY[filters.only]]
    stages = [one for one in stage_ids if filters.stage_id in (None, one)] or [NO_STAGE]
    ranges = [
        [Lead.stage_id == stage_id, Lead.sub_stage == sub_stage]
        for stage_id, sub_stage in product(stages, SUB_STAGES[filters.status])
    ]
    if filters.sort != Sort.VALUE:
        key, _ = order_of(filters.sort)
        return [_Group(filters, scope + _behind(place, key, filters), ranges, key)]
    cents = sa.type_coerce(Lead.base_value, sa.BigInteger)
    groups = []
    worth: Any = place.value if place else None
    if place is None or filters.backwards or worth > NO_VALUE:
        beyond = _behind(place if place and worth > NO_VALUE else None, cents, filters)
        groups.append(_Group(filters, [*scope, Lead.base_value.is_not(None), *beyond], ranges, cents))
    if place is None or not filters.backwards or worth == NO_VALUE:
        beyond = _behind(place if place and worth == NO_VALUE else None, Lead.id, filters)
        groups.append(_Group(filters, [*scope, Lead.base_value.is_(None), *beyond], ranges, Lead.id))
    return groups[::-1] if filters.backwards else groups


def _behind(place: Place | None, key: sa.ColumnElement, filters: CommunityFilters) -> list[Condition]:
    """What comes after a place, if there is one; among those without a value the id alone decides."""
    if place is None:
        return []
    if key is Lead.id:
        return [key < place.lead_id if filters.descending else key > place.lead_id]
    return [behind(place, key, filters.descending)]

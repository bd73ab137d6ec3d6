"""Which leads Sales Community lists, in which order: one index range per stage and outcome, merged as far as needed.

Each range has an index that holds it in the asked order, for one organization and for a whole tenant. So a page costs
the same for a thousand and a million leads, and for one organization and five hundred. What a person owns or brought in
has an index too. A bound that the order's index does not carry is looked for as a search is: a short walk along the
list, or the few leads that the bound's own index finds, or a longer walk that the next page goes on with.
"""

from dataclasses import dataclass
from itertools import product
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import Condition, sees_on_community
from leadx_app.models import HandoverState, Lead, Organization, Person, SubStage
from leadx_app.queries.community_bounds import BY_OUTCOME, Beside, bounds_of, leads_here
from leadx_app.queries.community_filters import Bound, CommunityFilters, Only
from leadx_app.queries.full_text import Of, Whose, found, holds_signs, holds_words, of_these
from leadx_app.queries.lead_filters import SUB_STAGES
from leadx_app.queries.lead_order import NO_VALUE, Place, Sort, behind, directed, order_of, place_of

FEW = 3_000
"""How many leads the full-text index may find for all of them to be put in order."""
WALKED = 500
"""How many leads a search looks through first, in the order of the list."""
SEARCHED = 10_000
"""How many a search for what more than `FEW` leads hold looks through for one page at most."""
MOST_RANGES = 200
"""How many ranges are merged at most."""
NO_STAGE = UUID(int=0)

_ONLY = {
    Only.EVERY: (),
    Only.WITH_VALUE: (Lead.base_value.is_not(None),),
    Only.WITH_HANDSHAKE: (Lead.handshake_at.is_not(None), Lead.handover_state == HandoverState.ACCEPTED),
}


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of a page in the direction of looking; `more` says that the list goes on.

    `end` is the place of the last lead that a search looked at when it stopped before the last one.
    """

    rows: list[sa.Row]
    more: bool = False
    end: Place | None = None


def find_leads(
    session: Session, actor: Actor, filters: CommunityFilters, stage_ids: list[UUID], rows: sa.Select
) -> Found:
    """The page's leads, over the groups of the order, as far as needed; `rows` says what is read of each."""
    groups = _groups(session, actor, filters, stage_ids)
    if filters.is_walked:
        return _search(session, actor, filters, groups, rows)
    found: list[sa.Row] = []
    for group in groups:
        found += group.rows(session, rows, group.first(session, filters.size + 1 - len(found)))
        if len(found) > filters.size:
            break
    return Found(found[: filters.size], len(found) > filters.size)


def _search(
    session: Session, actor: Actor, filters: CommunityFilters, groups: list["_Group"], rows: sa.Select
) -> Found:
    """A short walk along the list, which a common word fills a page from; else what few leads hold, put in order; else
    a longer walk. So a word that many leads hold, one that few hold, and one that none holds cost about the same.
    """
    ids, end = _walk(session, actor, groups, WALKED)
    if end:
        few = _few(session, actor, filters, groups)
        ids, end = (few, None) if few is not None else _walk(session, actor, groups, SEARCHED)
    read = {row.id: row for row in session.execute(rows.where(Lead.id.in_(ids)))} if ids else {}
    found = [read[one] for one in ids]
    return Found(found[: filters.size], len(found) > filters.size, end)


def _walk(session: Session, actor: Actor, groups: list["_Group"], length: int) -> tuple[list[UUID], Place | None]:
    """The page among so many leads of each group in the order of the list, and how far that is if it was not enough."""
    ids: list[UUID] = []
    end = None
    for group in groups:
        more, end = group.search(session, actor, group.filters.size + 1 - len(ids), length)
        ids += more
        if len(ids) > group.filters.size or end:
            break
    return ids, None if len(ids) > groups[0].filters.size else end


def _few(session: Session, actor: Actor, filters: CommunityFilters, groups: list["_Group"]) -> list[UUID] | None:
    """The page among all that one index finds; None when each of them finds more than `FEW`."""
    look, hits = filters.sought, _hits(session, actor, filters, groups[0])
    counts = [sa.select(sa.func.count()).select_from(one.limit(FEW + 1).subquery()).scalar_subquery() for one in hits]
    sizes = session.execute(sa.select(*counts)).one() if counts else ()
    few = next((one for one, size in zip(hits, sizes, strict=True) if size <= FEW), None)
    if few is None or 0 in sizes:
        return None if few is None else []
    key = order_of(filters.sort)[0].label("key")
    one_of = sa.or_(*(sa.and_(*group.scope, *group.shared) for group in groups))
    query = (
        sa.select(Lead.id)
        .outerjoin(Person, Person.id == Lead.person_id)
        .where(Lead.id.in_(few), of_these(one_of), *holds_signs(look, _shown(Lead.search_text)))
        .order_by(*directed(key, Lead.id, filters.descending))
    )
    if look.words and few is not hits[0]:
        shown = _shown(Lead.search_text)
        query = query.where(*holds_words(session, actor, look, Of.HEADLINE, Lead.id, shown))
    return list(session.scalars(query.limit(filters.size + 1)))


def _hits(session: Session, actor: Actor, filters: CommunityFilters, group: "_Group") -> list[sa.Select]:
    """The ids that an index finds for what the order's does not carry: the words, then each bound alone."""
    hits = []
    if filters.sought.words:
        here = filters.organization_id or (actor.organization_id if len(actor.organization_ids) == 1 else None)
        scopes = [[(Whose.ORGANIZATION, here)]] if here else []
        hits.append(found(session, actor, filters.sought, [Of.HEADLINE], *scopes))
    by_outcome: list[list[Condition]] = [[Lead.sub_stage == one] for one in SUB_STAGES[filters.status]]
    for bound, beside in group.beside.items():
        # An index of one organization's leads by outcome, or of a list, which holds them by stage.
        shown, ranges = (group.here, by_outcome) if bound in BY_OUTCOME else (group.whole, group.ranges)
        within = [shown, *beside.widely()]
        parts = [sa.select(Lead.id).where(*within, *where).limit(FEW + 1) for where in ranges]
        hits.append(sa.select(sa.union_all(*(part.subquery().select() for part in parts)).subquery().c.id))
    return hits


@dataclass(frozen=True, slots=True)
class _Group:
    """Ranges that are ordered by the same key, merged as far as needed.

    Attributes:
        whole: what the actor reads; it is part of the scope. `here` is the same, organization by organization.
        shared: what the ranges, or what lies beside their order, ask of every lead.
        beside: the bounds that the order's index does not carry.
    """

    filters: CommunityFilters
    whole: Condition
    here: Condition
    scope: list[Condition]
    ranges: list[list[Condition]]
    shared: list[Condition]
    beside: dict[Bound, Beside]
    key: sa.ColumnElement

    def rows(self, session: Session, rows: sa.Select, ids: sa.Select | list[UUID]) -> list[sa.Row]:
        """The rows of these leads, in the order of the group."""
        query = rows.where(Lead.id.in_(ids)).order_by(*self._order(self.key, Lead.id))
        return list(session.connection().execute(query))  # Plain rows; a Session makes more of them.

    def first(self, session: Session, count: int) -> sa.Select:
        """The ids of the first leads of the group."""
        return sa.select(self._merged(session, count, Lead.id).subquery().c.id)

    def search(self, session: Session, actor: Actor, count: int, length: int) -> tuple[list[UUID], Place | None]:
        """Those of the first leads that hold all words, and the place of the last one looked at if more follow."""
        asked = {"organization_id", *(one.column for one in self.beside.values())}
        seen = [Lead.id, Lead.search_text, Lead.person_id, *(getattr(Lead, name) for name in sorted(asked))]
        window = self._merged(session, length, *seen).cte("window_of_leads")
        order = self._order(window.c.key, window.c.id)
        looked_at = sa.select(window.c.key, window.c.id, sa.false().label("is_end")).order_by(*order)
        look, shown = self.filters.sought, _shown(window.c.search_text)
        hold = holds_words(session, actor, look, Of.HEADLINE, window.c.id, shown) if look.words else []
        hold = hold + holds_signs(look, shown)
        for beside in self.beside.values():
            hold += beside.exactly(window.c)
        matches = looked_at.outerjoin(Person, Person.id == window.c.person_id).where(*hold)
        last = sa.select(window.c.key, window.c.id, sa.true()).order_by(*order).offset(length - 1).limit(1)
        both = sa.union_all(matches.limit(count).subquery().select(), last.subquery().select())
        rows = session.execute(both.order_by(*self._order(both.selected_columns.key, both.selected_columns.id))).all()
        end = next((Place(NO_VALUE if self.key is Lead.id else row.key, row.id) for row in rows if row.is_end), None)
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


def _shown(search_text: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    """What Community shows of a searched text, which ends with the contact person, who is not shown."""
    length = sa.func.length(search_text) - sa.func.coalesce(sa.func.length(Person.name_key), 0)
    return sa.func.substr(search_text, 1, length)


def _whose(filters: CommunityFilters) -> tuple[list[Condition], list[Condition]]:
    """Conditions that do not overlap and each have an index, of which a lead meets one; and those that it meets all."""
    owned, made = Lead.owner_id == filters.owner_id, Lead.creator_id == filters.creator_id
    either = sa.or_(Lead.owner_id == filters.person_id, Lead.creator_id == filters.person_id)
    asked = ((filters.owner_id, owned), (filters.creator_id, made), (filters.person_id, either))
    every = [condition for one, condition in asked if one is not None]
    if filters.owner_id is not None:
        return [owned], every
    if filters.creator_id is not None:
        return [made], every
    return [
        Lead.owner_id == filters.person_id,
        sa.and_(Lead.creator_id == filters.person_id, Lead.owner_id.is_distinct_from(filters.person_id)),
    ], every


def _homes(session: Session, actor: Actor, filters: CommunityFilters, parts: list[Condition]) -> list[UUID]:
    """The organizations that have such leads, of those that are shown; more than one are asked."""
    if filters.organization_id or len(actor.organization_ids) == 1:
        return [filters.organization_id or actor.organization_id]
    has = sa.or_(*(sa.exists().where(Lead.organization_id == Organization.id, part) for part in parts))
    query = sa.select(Organization.id).where(Organization.id.in_(actor.organization_ids), has)
    return list(session.scalars(query.order_by(Organization.id))) or [actor.organization_id]


def _groups(session: Session, actor: Actor, filters: CommunityFilters, stage_ids: list[UUID]) -> list[_Group]:
    """The groups in the order of reading: one, but by value those without any are a group of their own."""
    whole, bounds = sees_on_community(actor, filters.organization_id), bounds_of(session, actor, filters)
    beside = {bound: sides for bound, sides in bounds.items() if not filters.carries(bound)}
    inside = [one for bound, sides in bounds.items() if bound not in beside for one in sides.exactly(Lead)]
    stages = [one for one in stage_ids if filters.stage_id in (None, one)] or [NO_STAGE]
    shared = [Lead.stage_id.in_(stages), Lead.sub_stage.in_(SUB_STAGES[filters.status])]
    scope = [whole, *_ONLY[filters.only], *inside]
    ranges: list[list[Condition]] = [
        [Lead.stage_id == stage_id, Lead.sub_stage == sub_stage]
        for stage_id, sub_stage in product(stages, SUB_STAGES[filters.status])
    ]
    if filters.reached_id is not None:
        far = stage_ids[stage_ids.index(filters.reached_id) :] if filters.reached_id in stage_ids else [NO_STAGE]
        came = [(one, kind) for one, kind in product(stages, SUB_STAGES[filters.status]) if _came(one, kind, far)]
        ranges = [[Lead.stage_id == one, Lead.sub_stage == kind] for one, kind in came] or [[Lead.stage_id == NO_STAGE]]
        shared.append(sa.or_(Lead.stage_id.in_(far), Lead.sub_stage == SubStage.WON))
    if filters.is_of_one:
        parts, every = _whose(filters)
        places = [
            [Lead.organization_id == home, part] for home in _homes(session, actor, filters, parts) for part in parts
        ]
        if filters.sort != Sort.UPDATED or len(places) * len(ranges) > MOST_RANGES:
            ranges = [[of_these(sa.and_(*shared))]]
        ranges = [place + one for place, one in product(places, ranges)]
        scope = [whole, *map(of_these, scope[1:] + every)]
        shared += every
    shared += [condition for one in beside.values() for condition in one.exactly(Lead)]
    return _ordered(filters, (whole, leads_here(actor, filters)), scope, ranges, shared, beside)


def _ordered(
    filters: CommunityFilters,
    wholes: tuple[Condition, Condition],
    scope: list[Condition],
    ranges: list[list[Condition]],
    shared: list[Condition],
    beside: dict[Bound, Beside],
) -> list[_Group]:
    """The groups, each from the place on that the cursor says."""
    (whole, here), cursor = wholes, filters.cursor or filters.before
    place = place_of(cursor, filters.sort) if cursor else None

    def group(key: sa.ColumnElement, at: Place | None, *more: Condition) -> _Group:
        within = [*scope, *more, *_behind(at, key, filters)]
        return _Group(filters, whole, here, within, ranges, shared, beside, key)

    if filters.sort != Sort.VALUE:
        return [group(order_of(filters.sort)[0], place)]
    cents = sa.type_coerce(Lead.base_value, sa.BigInteger)
    groups = []
    worth: Any = place.value if place else None
    if place is None or filters.backwards or worth > NO_VALUE:
        groups.append(group(cents, place if place and worth > NO_VALUE else None, Lead.base_value.is_not(None)))
    if place is None or not filters.backwards or worth == NO_VALUE:
        groups.append(group(Lead.id, place if place and worth == NO_VALUE else None, Lead.base_value.is_(None)))
    return groups[::-1] if filters.backwards else groups


def _came(stage_id: UUID, sub_stage: SubStage, far: list[UUID]) -> bool:
    """Whether leads there came as far as one of the stages; won ones did, unless the stage is none of the journey's."""
    return stage_id in far or (sub_stage == SubStage.WON and far != [NO_STAGE])


def _behind(place: Place | None, key: sa.ColumnElement, filters: CommunityFilters) -> list[Condition]:
    """What comes after a place, if there is one; among those without a value the id alone decides."""
    if place is None:
        return []
    if key is Lead.id:
        return [key < place.lead_id if filters.descending else key > place.lead_id]
    return [behind(place, key, filters.descending)]

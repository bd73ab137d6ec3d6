"""Lists of leads: rows, board columns, filters and pages (product.md sections 5 and 10)."""

import base64
import binascii
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session

from leadx_app.domain.errors import Invalid
from leadx_app.domain.leads import rules
from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import Condition, find_visible_organization, pipeline_of, sees_lead, waits_for
from leadx_app.domain.text import BadInput, fold
from leadx_app.models import CENT, Company, HandoverState, Lead, Person, Stage, SubStage, User

PAGE_SIZE = 50
MAX_PAGE_SIZE = 100
CARDS_PER_COLUMN = 20
WAITING_LIMIT = 20


class Status(StrEnum):
    """Which leads a list shows: one sub-stage, the ended ones, those that figures count (not parked), or all."""

    ONGOING = "ongoing"
    PARKED = "parked"
    WON = "won"
    CLOSED = "closed"
    ENDED = "ended"
    COUNTED = "counted"
    ALL = "all"


_SUB_STAGES = {
    Status.ONGOING: (SubStage.OPEN,),
    Status.PARKED: (SubStage.PARKED,),
    Status.WON: (SubStage.WON,),
    Status.CLOSED: (SubStage.CLOSED,),
    Status.ENDED: (SubStage.WON, SubStage.CLOSED),
    Status.COUNTED: (SubStage.OPEN, SubStage.WON, SubStage.CLOSED),
    Status.ALL: tuple(SubStage),
}


class Sort(StrEnum):
    """The order of a list; each ends with the newest id."""

    UPDATED = "updated"
    CREATED = "created"
    OLDEST = "oldest"
    TITLE = "title"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class LeadFilters:
    """Which leads, in which order, from where on; every list and the API use it.

    Attributes:
        person_id: whose pipeline; None for all that the actor sees.
        organization_id: only this organization's leads; with `person_id` and None the actor's own.
        with_waiting: add the handovers of others that wait for the actor, when they may answer them.
        with_handshake: only leads whose handshake is complete.
        cursor: `next_cursor` of the page before.
        before: `previous_cursor` of the page after; counts when there is no `cursor`.
    """

    person_id: UUID | None = None
    organization_id: UUID | None = None
    with_waiting: bool = False
    with_handshake: bool = False
    status: Status = Status.ONGOING
    stage_id: UUID | None = None
    owner_id: UUID | None = None
    category_id: UUID | None = None
    search: str = ""
    value_min: Decimal | None = None
    value_max: Decimal | None = None
    created_from: datetime | None = None
    created_to: datetime | None = None
    sort: Sort = Sort.UPDATED
    cursor: str | None = None
    before: str | None = None
    limit: int = PAGE_SIZE


@dataclass(frozen=True, slots=True)
class LeadRow:
    """One lead in a list, with what the actor may do to it. Ages are whole days; values None when not given."""

    id: UUID
    title: str
    company: str
    person: str
    value: Decimal | None
    currency: str
    base_value: Decimal | None
    stage_id: UUID
    stage: str
    stage_color: str
    stage_position: int
    sub_stage: SubStage
    handover_state: HandoverState
    owner_id: UUID | None
    owner: str
    creator_id: UUID
    creator: str
    created_at: datetime
    updated_at: datetime
    handed_over_at: datetime | None
    age_days: int
    is_quiet: bool
    is_returned: bool
    may_move: bool
    may_answer: bool


@dataclass(frozen=True, slots=True)
class LeadPage:
    """Rows in the asked order.

    Attributes:
        total: how many rows all pages have together, the waiting ones not counted.
        next_cursor: None on the last page.
        previous_cursor: None on the first page.
        waiting: with `with_waiting`, on the first page: the handovers to answer that wait longest, oldest first.
        waiting_total: how many wait, also those that are not shown.
    """

    rows: list[LeadRow]
    total: int
    next_cursor: str | None
    previous_cursor: str | None = None
    waiting: list[LeadRow] = field(default_factory=list)
    waiting_total: int = 0


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """One stage of the board: its first cards by latest change, how many leads it holds, their sum in base currency."""

    stage_id: UUID
    stage: str
    color: str
    position: int
    count: int
    base_sum: Decimal
    cards: list[LeadRow] = field(default_factory=list)


OWNER = aliased(User, name="owner")
CREATOR = aliased(User, name="creator")


@dataclass(frozen=True, slots=True)
class Where:
    """Filters as SQL: `parts` that do not overlap and together hold the leads, `waiting` beside them (or None), and
    what `each` lead must meet."""

    parts: list[Condition]
    waiting: Condition | None
    each: list[Condition]

    @property
    def sources(self) -> list[Condition]:
        """The parts and the waiting ones."""
        return self.parts if self.waiting is None else [*self.parts, self.waiting]


def lead_page(session: Session, actor: Actor, filters: LeadFilters, *, now: datetime) -> LeadPage:
    """One page of leads that the actor sees.

    Raises:
        Invalid: on `cursor`, when it does not belong to this order; on `search`, when it cannot be read.
    """
    where = conditions(session, actor, filters)
    limit = max(1, min(filters.limit, MAX_PAGE_SIZE))
    key, descending = _order(filters.sort)
    backwards = filters.cursor is None and filters.before is not None
    order = _directed(key, descending != backwards)
    beyond = _beyond(filters, key, descending != backwards)
    firsts = [_ids(part, [*where.each, *beyond], order, limit + 1) for part in where.parts]
    is_first = filters.cursor is None and not backwards
    if where.waiting is not None and is_first:
        firsts.append(_ids(where.waiting, where.each, (Lead.handed_over_at, Lead.id), WAITING_LIMIT))
    found = session.execute(_ROWS.where(Lead.id.in_(sa.union_all(*firsts))).order_by(*order)).all()
    waiting = [row for row in found if where.waiting is not None and _waits_for(actor, row)]
    found = [row for row in found if row not in waiting]
    more = len(found) > limit
    found = found[:limit][::-1] if backwards else found[:limit]
    total, waiting_total = _totals(session, where)
    return LeadPage(
        rows=[_row(actor, row, now) for row in found],
        total=total,
        next_cursor=_cursor(filters.sort, found[-1]) if found and (more or backwards) else None,
        previous_cursor=_cursor(filters.sort, found[0]) if found and (more if backwards else not is_first) else None,
        waiting=[_row(actor, row, now) for row in sorted(waiting, key=lambda row: (row.handed_over_at, row.id))],
        waiting_total=waiting_total,
    )


def board(session: Session, actor: Actor, filters: LeadFilters, *, now: datetime) -> list[BoardColumn]:
    """The tenant's stages in order, each with its ongoing leads; filters as in the list, without paging.

    With `with_waiting` the handovers to answer come first in their column, those that wait longest at the top.
    """
    where = conditions(session, actor, replace(filters, status=Status.ONGOING))
    stages = session.execute(sa.select(Stage).where(Stage.tenant_id == actor.tenant_id).order_by(Stage.position))
    columns = list(stages.scalars())
    sums = _sums(session, where)
    firsts = [_newest(where.parts, [*where.each, Lead.stage_id == stage.id], CARDS_PER_COLUMN) for stage in columns]
    if where.waiting is not None:
        firsts.append(_ids(where.waiting, where.each, (Lead.handed_over_at, Lead.id), WAITING_LIMIT))
    newest = (Lead.updated_at.desc(), Lead.id.desc())
    found = session.execute(_ROWS.where(Lead.id.in_(sa.union_all(*firsts))).order_by(*newest)).all()
    waiting = [row for row in found if where.waiting is not None and _waits_for(actor, row)]
    cards: dict[UUID, list[LeadRow]] = {}
    for row in [*sorted(waiting, key=lambda row: row.handed_over_at), *(row for row in found if row not in waiting)]:
        cards.setdefault(row.stage_id, []).append(_row(actor, row, now))
    return [
        BoardColumn(
            stage.id,
            stage.name,
            stage.color,
            stage.position,
            *sums.get(stage.id, (0, Decimal(0))),
            cards=cards.get(stage.id, [])[:CARDS_PER_COLUMN],
        )
        for stage in columns
    ]


def conditions(session: Session, actor: Actor, filters: LeadFilters) -> Where:
    """The filters as SQL."""
    parts, waiting = [sees_lead(actor)], None
    each: list[Condition] = []
    if filters.person_id is not None:
        organization_id = filters.organization_id or actor.organization_id
        parts = pipeline_of(actor, filters.person_id, organization_id)
        if filters.with_waiting and filters.person_id == actor.user_id:
            waiting = waits_for(actor, organization_id)
    elif filters.organization_id is not None:
        each.append(Lead.organization_id == find_visible_organization(session, actor, filters.organization_id).id)
    each.append(Lead.sub_stage.in_(_SUB_STAGES[filters.status]))
    each += [Lead.handshake_at.is_not(None)] if filters.with_handshake else []
    plain = {
        Lead.stage_id: filters.stage_id,
        Lead.owner_id: filters.owner_id,
        Lead.category_id: filters.category_id,
    }
    each += [column == value for column, value in plain.items() if value is not None]
    bounds = (
        (Lead.base_value, filters.value_min, filters.value_max),
        (Lead.created_at, filters.created_from, filters.created_to),
    )
    for column, low, high in bounds:
        each += [column >= low] if low is not None else []
        each += [column <= high] if high is not None else []
    return Where(parts, waiting, each + _search(filters.search))


def _ids(part: Condition, each: list[Condition], order: tuple[sa.ColumnElement, ...], limit: int) -> sa.Select:
    """The ids of the first leads of one part."""
    return sa.select(Lead.id).where(part, *each).order_by(*order).limit(limit).subquery().select()


def _waits_for(actor: Actor, row: sa.Row) -> bool:
    """Whether a row came from `scope.waits_for` and not from the actor's own pipeline."""
    return row.handover_state == HandoverState.WAITING and actor.user_id not in (row.creator_id, row.owner_id)


def _newest(parts: list[Condition], where: list[Condition], limit: int) -> sa.Select:
    """The ids of the latest changed leads of all parts together."""
    keys = (Lead.id, Lead.updated_at)
    newest = [
        sa.select(*keys).where(part, *where).order_by(Lead.updated_at.desc(), Lead.id.desc()).limit(limit).subquery()
        for part in parts
    ]
    leads = sa.union_all(*(first.select() for first in newest)).subquery()
    return sa.select(leads.c.id).order_by(leads.c.updated_at.desc(), leads.c.id.desc()).limit(limit).subquery().select()


def _totals(session: Session, where: Where) -> tuple[int, int]:
    """How many leads the parts hold together, and how many wait beside them."""
    counts = [
        sa.select(sa.func.count()).select_from(Lead).where(part, *where.each).scalar_subquery()
        for part in where.sources
    ]
    found = list(session.execute(sa.select(*counts)).one())
    size = len(where.parts)
    return sum(found[:size]), sum(found[size:])


def _sums(session: Session, where: Where) -> dict[UUID, tuple[int, Decimal]]:
    """Per stage: how many leads, and their sum in base currency."""
    cents = sa.type_coerce(Lead.base_value, sa.BigInteger).label("cents")
    leads = sa.union_all(*(sa.select(Lead.stage_id, cents).where(part, *where.each) for part in where.sources))
    leads = leads.subquery()
    query = sa.select(leads.c.stage_id, sa.func.count(), sa.func.coalesce(sa.func.sum(leads.c.cents), 0))
    found = session.execute(query.group_by(leads.c.stage_id))
    return {stage_id: (count, (Decimal(int(cents)) / 100).quantize(CENT)) for stage_id, count, cents in found}


def _search(text: str) -> list[Condition]:
    try:
        words = fold(text[:200]).split()[:8]
    except BadInput as error:
        raise Invalid(error.template, field="search", **error.params) from None
    return [Lead.search_text.contains(word, autoescape=True) for word in words]


def _order(sort: Sort) -> tuple[sa.ColumnElement, bool]:
    return {
        Sort.UPDATED: (Lead.updated_at, True),
        Sort.CREATED: (Lead.created_at, True),
        Sort.OLDEST: (Lead.created_at, False),
        Sort.TITLE: (Lead.search_text, False),
        Sort.VALUE: (sa.func.coalesce(sa.type_coerce(Lead.base_value, sa.BigInteger), -1), True),
    }[sort]


def _directed(key: sa.ColumnElement, descending: bool) -> tuple[sa.ColumnElement, ...]:
    return (key.desc(), Lead.id.desc()) if descending else (key.asc(), Lead.id.asc())


def _cursor(sort: Sort, lead: sa.Row) -> str:
    value = {
        Sort.UPDATED: lead.updated_at.isoformat(),
        Sort.CREATED: lead.created_at.isoformat(),
        Sort.OLDEST: lead.created_at.isoformat(),
        Sort.TITLE: lead.search_text,
        Sort.VALUE: -1 if lead.base_value is None else int(lead.base_value * 100),
    }[sort]
    return base64.urlsafe_b64encode(json.dumps([sort, value, str(lead.id)]).encode()).decode().rstrip("=")


def _beyond(filters: LeadFilters, key: sa.ColumnElement, descending: bool) -> list[Condition]:
    """What lies behind the cursor in reading direction."""
    cursor = filters.cursor or filters.before
    if not cursor:
        return []
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        sort, value, lead_id = json.loads(base64.urlsafe_b64decode(padded))
        if sort != filters.sort:
            raise ValueError
        value, last = _place(filters.sort, value), UUID(lead_id)
    except (ValueError, TypeError, AttributeError, OverflowError, binascii.Error, RecursionError):
        raise Invalid("Start again from the first page.", field="cursor") from None
    beyond = key < value if descending else key > value
    tie = Lead.id < last if descending else Lead.id > last
    return [sa.or_(beyond, sa.and_(key == value, tie))]


def _place(sort: Sort, value: Any) -> datetime | str | int:
    """The value of the sort key in a cursor, which may be anything: ValueError and its like for what no row holds."""
    if sort in (Sort.UPDATED, Sort.CREATED, Sort.OLDEST):
        return datetime.fromisoformat(value).astimezone(UTC)
    if not isinstance(value, str if sort == Sort.TITLE else int):
        raise TypeError
    if isinstance(value, int):
        _ = value.to_bytes(8, signed=True)
        return int(value)
    if "\x00" in value:
        raise ValueError
    return value.encode().decode()


_COLUMNS = (
    Lead.id,
    Lead.organization_id,
    Lead.title,
    Lead.value,
    Lead.currency,
    Lead.base_value,
    Lead.sub_stage,
    Lead.handover_state,
    Lead.handed_over_at,
    Lead.returned_at,
    Lead.owner_id,
    Lead.creator_id,
    Lead.created_at,
    Lead.updated_at,
    Lead.search_text,
    Stage.id.label("stage_id"),
    Stage.name.label("stage"),
    Stage.color.label("stage_color"),
    Stage.position.label("stage_position"),
    Stage.quiet_after_days,
    Company.name.label("company"),
    Person.name.label("person"),
    OWNER.name.label("owner"),
    CREATOR.name.label("creator"),
)


_ROWS = (
    sa.select(*_COLUMNS)
    .select_from(Lead)
    .join(Stage, Stage.id == Lead.stage_id)
    .join(Company, Company.id == Lead.company_id)
    .outerjoin(Person, Person.id == Lead.person_id)
    .outerjoin(OWNER, OWNER.id == Lead.owner_id)
    .join(CREATOR, CREATOR.id == Lead.creator_id)
)


def _row(actor: Actor, row: sa.Row, now: datetime) -> LeadRow:
    is_open = row.sub_stage == SubStage.OPEN
    return LeadRow(
        id=row.id,
        title=row.title,
        company=row.company,
        person=row.person or "",
        value=row.value,
        currency=row.currency,
        base_value=row.base_value,
        stage_id=row.stage_id,
        stage=row.stage,
        stage_color=row.stage_color,
        stage_position=row.stage_position,
        sub_stage=row.sub_stage,
        handover_state=row.handover_state,
        owner_id=row.owner_id,
        owner=row.owner or "",
        creator_id=row.creator_id,
        creator=row.creator,
        created_at=row.created_at,
        updated_at=row.updated_at,
        handed_over_at=row.handed_over_at,
        age_days=(now - row.created_at).days,
        is_quiet=is_open and (now - row.updated_at).days >= row.quiet_after_days,
        is_returned=row.returned_at is not None and row.handover_state == HandoverState.NONE,
        may_move=rules.may_qualify(actor, row),
        may_answer=rules.may_answer(actor, row),
    )

"""Which leads a list, a board or the API shows, as SQL (product.md sections 5 and 10)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.find import find_visible_organization
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import Condition, pipeline_of, sees_lead, waits_for
from leadx_app.models import Lead, LeadTag, SubStage
from leadx_app.queries.full_text import LEAD, Scope, Whose, found, holds_signs, sought
from leadx_app.queries.lead_order import Sort, directed

PAGE_SIZE = 50
WAITING_LIMIT = 20
MOST_WAITING = 200


class Status(StrEnum):
    """Which leads a list shows: one sub-stage, the ended ones, those that figures count (not parked), or all."""

    ONGOING = "ongoing"
    PARKED = "parked"
    WON = "won"
    CLOSED = "closed"
    ENDED = "ended"
    COUNTED = "counted"
    ALL = "all"


SUB_STAGES = {
    Status.ONGOING: (SubStage.OPEN,),
    Status.PARKED: (SubStage.PARKED,),
    Status.WON: (SubStage.WON,),
    Status.CLOSED: (SubStage.CLOSED,),
    Status.ENDED: (SubStage.WON, SubStage.CLOSED),
    Status.COUNTED: (SubStage.OPEN, SubStage.WON, SubStage.CLOSED),
    Status.ALL: tuple(SubStage),
}


@dataclass(frozen=True, slots=True)
class LeadFilters:
    """Which leads, in which order, from where on; every list and the API use it.

    Attributes:
        person_id: whose pipeline; None for all that the actor sees.
        organization_id: only this organization's leads; with `person_id` and None the actor's own.
        with_waiting: add the handovers of others that wait for the actor, when they may answer them.
        waiting_limit: how many of those are shown, at most `MOST_WAITING`.
        with_handshake: only leads whose handshake is complete.
        tag_id: only leads that carry this tag.
        value_min, value_max: in the organization's base currency; like all bounds they belong to what is shown.
        closing_from, closing_to: the expected closing date.
        cursor: `next_cursor` of the page before.
        before: `previous_cursor` of the page after; counts when there is no `cursor`.
    """

    person_id: UUID | None = None
    organization_id: UUID | None = None
    with_waiting: bool = False
    waiting_limit: int = WAITING_LIMIT
    with_handshake: bool = False
    status: Status = Status.ONGOING
    stage_id: UUID | None = None
    owner_id: UUID | None = None
    creator_id: UUID | None = None
    category_id: UUID | None = None
    source_id: UUID | None = None
    tag_id: UUID | None = None
    search: str = ""
    value_min: Decimal | None = None
    value_max: Decimal | None = None
    created_from: datetime | None = None
    created_to: datetime | None = None
    closing_from: date | None = None
    closing_to: date | None = None
    sort: Sort = Sort.UPDATED
    cursor: str | None = None
    before: str | None = None
    limit: int = PAGE_SIZE

    @property
    def is_free(self) -> bool:
        """Whether more is asked than whose leads, at which stage and in which outcome."""
        chosen = (self.owner_id, self.creator_id, self.category_id, self.source_id, self.tag_id)
        bounds = (self.value_min, self.value_max, self.created_from, self.created_to)
        days = (self.closing_from, self.closing_to)
        free = any(value is not None for value in chosen + bounds + days)
        return free or self.with_handshake or bool(self.search.strip())


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


def conditions(session: Session, actor: Actor, filters: LeadFilters) -> Where:
    """The filters as SQL."""
    parts, waiting, organization_id = [sees_lead(actor)], None, filters.organization_id
    each: list[Condition] = []
    if filters.person_id is not None:
        organization_id = organization_id or actor.organization_id
        parts = pipeline_of(actor, filters.person_id, organization_id)
        if filters.with_waiting and filters.person_id == actor.user_id:
            waiting = waits_for(actor, organization_id)
    elif filters.organization_id is not None:
        each.append(Lead.organization_id == find_visible_organization(session, actor, filters.organization_id).id)
    each.append(Lead.sub_stage.in_(SUB_STAGES[filters.status]))
    each += [Lead.handshake_at.is_not(None)] if filters.with_handshake else []
    plain = {
        Lead.stage_id: filters.stage_id,
        Lead.owner_id: filters.owner_id,
        Lead.creator_id: filters.creator_id,
        Lead.category_id: filters.category_id,
        Lead.source_id: filters.source_id,
    }
    each += [column == value for column, value in plain.items() if value is not None]
    each += [has_tag(filters.tag_id)] if filters.tag_id is not None else []
    bounds = (
        (Lead.base_value, filters.value_min, filters.value_max),
        (Lead.created_at, filters.created_from, filters.created_to),
        (Lead.expected_closing_on, filters.closing_from, filters.closing_to),
    )
    for column, low, high in bounds:
        each += [column >= low] if low is not None else []
        each += [column <= high] if high is not None else []
    return Where(parts, waiting, each + _search(session, actor, filters, organization_id))


def has_tag(tag_id: UUID) -> Condition:
    """The lead carries the tag; asked of each lead, by the index of its tags."""
    return sa.exists().where(LeadTag.lead_id == Lead.id, LeadTag.tag_id == tag_id)


def first_ids(
    parts: list[Condition], each: list[Condition], key: sa.ColumnElement, limit: int, *, descending: bool
) -> sa.Select:
    """The ids of the first leads of all parts together, by the key and then by id in the same direction."""
    firsts = [
        sa.select(Lead.id, key.label("key"))
        .where(part, *each)
        .order_by(*directed(key, Lead.id, descending))
        .limit(limit)
        .subquery()
        for part in parts
    ]
    leads = sa.union_all(*(first.select() for first in firsts)).subquery()
    return (
        sa.select(leads.c.id).order_by(*directed(leads.c.key, leads.c.id, descending)).limit(limit).subquery().select()
    )


def _search(session: Session, actor: Actor, filters: LeadFilters, organization_id: UUID | None) -> list[Condition]:
    look = sought(filters.search)
    if not look.words:
        return holds_signs(look, Lead.search_text)
    within: list[Scope] = [((Whose.ORGANIZATION, organization_id),)] if organization_id else []
    person_id = filters.person_id or actor.user_id
    own: Scope = ((Whose.OWNER, person_id), (Whose.CREATOR, person_id))
    if filters.person_id:
        within.append(
            (*own, *([(Whose.WAITING_IN, organization_id)] if filters.with_waiting and organization_id else []))
        )
    elif not actor.may(Permission.LEADS_READ_ORGANIZATION):
        within.append(own)
    elif len(actor.organization_ids) == 1:
        within.append((*own, (Whose.ORGANIZATION, actor.organization_id)))
    hits = found(session, actor, look, LEAD, *within).cte("hits")
    return [Lead.id.in_(sa.select(hits.c.row_id)), *holds_signs(look, Lead.search_text)]

"""Everything that Sales Community shows, read in one transaction (product.md section 10)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import Invalid, NotFound
from leadx_app.domain.find import find_visible_organizations
from leadx_app.domain.leads.rules import answer_due_at
from leadx_app.domain.metrics.kpis import HANDSHAKES, HIT_RATE, HIT_RATE_OF_CLOSED, LEADS_TOTAL, REVENUE
from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import opens_lead, sees_choice, sees_on_community, shown_photo
from leadx_app.models import (
    Category,
    Company,
    HandoverState,
    Lead,
    LostReason,
    Organization,
    Source,
    Stage,
    StageChange,
    SubStage,
)
from leadx_app.queries.answer_time import AnswerTime, answer_time
from leadx_app.queries.choices import Option, StageOption, stages
from leadx_app.queries.community_filters import CommunityFilters, Only
from leadx_app.queries.community_leads import find_leads
from leadx_app.queries.figures import KpiFigure, organization_counts, organization_kpis
from leadx_app.queries.lead_detail import JourneyStep, time_per_stage
from leadx_app.queries.lead_filters import SUB_STAGES, Status
from leadx_app.queries.lead_order import Sort, cursor_at, cursor_of
from leadx_app.queries.lead_rows import CREATOR, OWNER, PHOTOS

__all__ = ["Community", "CommunityFilters", "CommunityLead", "CommunityPage", "CommunityRow", "Only", "community"]

SORTS = (Sort.UPDATED, Sort.CREATED, Sort.OLDEST, Sort.VALUE)
"""The orders of Community; a million titles have no order worth an index."""


@dataclass(frozen=True, slots=True)
class CommunityRow:
    """A lead's headline: what everybody of the organization may know of it. `age_days` is whole days.

    `base_value` is what it is worth in `base_currency`, its organization's: at today's rate, once it ended at that of
    the day. `answer_due_at` is by when sales should answer a lead that waits, for those who may open it; else None.
    """

    id: UUID
    organization_id: UUID
    organization: str
    title: str
    company: str
    value: Decimal | None
    currency: str
    base_value: Decimal | None
    base_currency: str
    stage_id: UUID
    stage: str
    stage_color: str
    sub_stage: SubStage
    handover_state: HandoverState
    owner_id: UUID | None
    owner: str
    creator_id: UUID
    creator: str
    created_at: datetime
    updated_at: datetime
    age_days: int
    is_quiet: bool
    answer_due_at: datetime | None = None
    owner_photo_id: UUID | None = None
    creator_photo_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CommunityPage:
    """Rows in the asked order.

    Attributes:
        next_cursor: None on the last page. Looking for what very many hold looks through so many leads at a time
            (`SEARCHED`): with fewer rows than asked for, it goes on from here.
        previous_cursor: None on the first page.
    """

    rows: list[CommunityRow] = field(default_factory=list)
    next_cursor: str | None = None
    previous_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Community:
    """The page, the four figures of the same organizations, and what the filters offer.

    Attributes:
        total: how many leads all pages have together; None where nobody has counted them.
        answer: how quickly sales answers handed-over leads.
        organizations: those that the actor reads, own first.
        names: of the source, category, reason and stage that are asked for, by their ids.
    """

    page: CommunityPage
    kpis: list[KpiFigure]
    total: int | None
    answer: AnswerTime
    stages: list[StageOption]
    organizations: list[Option]
    names: dict[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CommunityLead:
    """The quick view of a lead: its headline and its journey, and whether the actor may open the lead itself."""

    row: CommunityRow
    journey: list[JourneyStep]
    may_open: bool


def community(session: Session, actor: Actor, filters: CommunityFilters, *, now: datetime) -> Community:
    """A page of the organizations' leads, with the figures and the filters' choices.

    Raises:
        NotPermitted: without Community.
        NotFound: an organization that the actor does not read.
        Invalid: on `cursor`, when it does not belong to this order; on `sort`, `search`, `stage_id`.
    """
    organizations = find_visible_organizations(session, actor, actor.organization_ids)
    journey = stages(session, actor)
    page = headlines(session, actor, filters, [stage.id for stage in journey], now)
    asked = _asked(actor, filters.organization_id)
    return Community(
        page=page,
        kpis=organization_kpis(session, actor, asked, now=now),
        total=_total(session, actor, filters, asked),
        answer=answer_time(session, actor, frozenset(asked), now=now),
        stages=journey,
        organizations=[Option(one.id, one.name) for one in organizations],
        names=_names(session, actor, filters),
    )


def _names(session: Session, actor: Actor, filters: CommunityFilters) -> dict[UUID, str]:
    """The names of what is asked for, as far as the actor's tenant has it."""
    wanted = {
        Source: filters.source_id,
        Category: filters.category_id,
        LostReason: filters.lost_reason_id,
        Stage: filters.reached_id,
    }
    parts = [
        sa.select(table.id, table.name).where(sees_choice(actor, table), table.id == one)
        for table, one in wanted.items()
        if one is not None
    ]
    return dict(row._tuple() for row in session.execute(sa.union_all(*parts))) if parts else {}


def community_figures(
    session: Session, actor: Actor, organization_id: UUID | None, *, now: datetime
) -> list[KpiFigure]:
    """The four figures of one organization, or of all that the actor reads together."""
    return organization_kpis(session, actor, _asked(actor, organization_id), now=now)


def community_page(session: Session, actor: Actor, filters: CommunityFilters, *, now: datetime) -> CommunityPage:
    """`community` without the choices."""
    return headlines(session, actor, filters, [stage.id for stage in stages(session, actor)], now)


def community_lead(session: Session, actor: Actor, lead_id: UUID, *, now: datetime) -> CommunityLead:
    """The quick view, or NotFound for absent and not visible alike."""
    row = session.execute(_ROWS.where(Lead.id == lead_id, sees_on_community(actor))).first()
    if row is None:
        raise NotFound()
    query = sa.select(StageChange).where(StageChange.lead_id == row.id)
    changes = session.execute(query.order_by(StageChange.changed_at, StageChange.id)).scalars()
    spent = time_per_stage(list(changes), now)
    journey = [
        JourneyStep(one.id, one.name, one.color, one.position, one.id == row.stage_id, spent.get(one.id))
        for one in stages(session, actor)
    ]
    return CommunityLead(_row(actor, row, now), journey, _opens(actor, row))


_ROWS = (
    sa.select(
        Lead.id,
        Lead.organization_id,
        Lead.title,
        Lead.value,
        Lead.currency,
        Lead.base_value,
        Lead.sub_stage,
        Lead.handover_state,
        Lead.handed_over_at,
        Lead.owner_id,
        Lead.creator_id,
        Lead.sent_by_id,
        Lead.created_at,
        Lead.updated_at,
        Organization.name.label("organization"),
        Organization.base_currency,
        Organization.answer_within_hours,
        Stage.id.label("stage_id"),
        Stage.name.label("stage"),
        Stage.color.label("stage_color"),
        Stage.quiet_after_days,
        Company.name.label("company"),
        OWNER.name.label("owner"),
        CREATOR.name.label("creator"),
        *PHOTOS,
    )
    .select_from(Lead)
    .join(Organization, Organization.id == Lead.organization_id)
    .join(Stage, Stage.id == Lead.stage_id)
    .join(Company, Company.id == Lead.company_id)
    .outerjoin(OWNER, OWNER.id == Lead.owner_id)
    .join(CREATOR, CREATOR.id == Lead.creator_id)
)


def leads_behind(figure: KpiFigure) -> tuple[Status, Only]:
    """Which leads make a figure: those that are counted, or whose values are."""
    return {
        REVENUE.slug: (Status.WON, Only.WITH_VALUE),
        LEADS_TOTAL.slug: (Status.COUNTED, Only.EVERY),
        HIT_RATE.slug: (Status.ENDED if figure.formula == HIT_RATE_OF_CLOSED.formula else Status.COUNTED, Only.EVERY),
        HANDSHAKES.slug: (Status.COUNTED, Only.WITH_HANDSHAKE),
    }[figure.slug]


def _asked(actor: Actor, organization_id: UUID | None) -> Collection[UUID]:
    return {organization_id} if organization_id else actor.organization_ids


def _total(session: Session, actor: Actor, filters: CommunityFilters, asked: Collection[UUID]) -> int | None:
    """How many leads the filters find, from the kept counts of stages; None for what is not counted."""
    if filters.sought or filters.is_narrow:
        return None
    counts = organization_counts(session, actor, asked)
    return sum(
        one.leads
        for one in counts
        if one.sub_stage in SUB_STAGES[filters.status] and filters.stage_id in (None, one.stage_id)
    )


def headlines(
    session: Session, actor: Actor, filters: CommunityFilters, stage_ids: list[UUID], now: datetime
) -> CommunityPage:
    """A page of leads in one statement (two by value); `stage_ids` are all of the journey."""
    if filters.sort not in SORTS:
        raise Invalid("Choose one from the list.", field="sort")
    found = find_leads(session, actor, filters, stage_ids, _ROWS)
    end = cursor_at(filters.sort, found.end) if found.end else None
    has_next, has_previous = (True, found.more) if filters.backwards else (found.more, filters.cursor is not None)
    ordered = found.rows[::-1] if filters.backwards else found.rows
    next_cursor = cursor_of(filters.sort, ordered[-1]) if ordered and has_next else None
    previous_cursor = cursor_of(filters.sort, ordered[0]) if ordered and has_previous else None
    return CommunityPage(
        rows=[_row(actor, row, now) for row in ordered],
        next_cursor=next_cursor if filters.backwards else end or next_cursor,
        previous_cursor=end or previous_cursor if filters.backwards else previous_cursor,
    )


_SAME = (
    *("id", "organization_id", "organization", "title", "company", "value", "currency", "base_value", "base_currency"),
    *("stage_id", "stage"),
)


def _row(actor: Actor, row: sa.Row, now: datetime) -> CommunityRow:
    quiet = row.sub_stage == SubStage.OPEN and (now - row.updated_at).days >= row.quiet_after_days
    same = {name: getattr(row, name) for name in _SAME}
    return CommunityRow(
        **same,
        stage_color=row.stage_color,
        sub_stage=row.sub_stage,
        handover_state=row.handover_state,
        owner_id=row.owner_id,
        owner=row.owner or "",
        creator_id=row.creator_id,
        creator=row.creator,
        created_at=row.created_at,
        updated_at=row.updated_at,
        age_days=(now - row.created_at).days,
        is_quiet=quiet,
        answer_due_at=answer_due_at(row, row.answer_within_hours) if _opens(actor, row) else None,
        owner_photo_id=shown_photo(actor, row.owner_photo_id, row.owner_home_id),
        creator_photo_id=shown_photo(actor, row.creator_photo_id, row.creator_home_id),
    )


def _opens(actor: Actor, row: sa.Row) -> bool:
    return opens_lead(
        actor,
        owner_id=row.owner_id,
        creator_id=row.creator_id,
        organization_id=row.organization_id,
        sent_by_id=row.sent_by_id,
    )

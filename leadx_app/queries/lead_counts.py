"""How many leads a list or a board has in all: from kept figures where no free filter is set, else counted."""

from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.metrics.kept import settle
from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import Condition
from leadx_app.models import CENT, HIGH, Lead, StageFigure
from leadx_app.queries.lead_filters import SUB_STAGES, LeadFilters, Where


def total_count(session: Session, actor: Actor, filters: LeadFilters, where: Where) -> tuple[int, int]:
    """How many leads the pages hold together, and how many wait beside them; `where` is that of the filters."""
    settle(session)
    kept = _kept_where(actor, filters)
    if kept is None:
        parts = [_count(where, part) for part in where.parts]
    else:
        parts = [sa.select(sa.func.coalesce(sa.func.sum(StageFigure.leads), 0)).where(*kept)]
    beside = [] if where.waiting is None else [_count(where, where.waiting)]
    found = session.execute(sa.select(*(one.scalar_subquery() for one in parts + beside))).one()
    return int(sum(found[: len(parts)])), int(sum(found[len(parts) :]))


def stage_sums(session: Session, actor: Actor, filters: LeadFilters, where: Where) -> dict[UUID, tuple[int, Decimal]]:
    """Per stage: how many leads, the waiting ones among them, and their sum in base currency; `where` as above.

    Cents are added in two parts, whose sums no database finds too large.
    """
    settle(session)
    kept = _kept_where(actor, filters)
    counted = where.sources if kept is None else [source for source in (where.waiting,) if source is not None]
    rows = [_rows(where, source) for source in counted]
    if kept is not None:
        figures = (StageFigure.stage_id, StageFigure.leads, StageFigure.value_high, StageFigure.value_low)
        rows.append(sa.select(*figures).where(*kept))
    leads = sa.union_all(*rows).subquery()
    stage_id, *numbers = leads.c
    found = session.execute(sa.select(stage_id, *(sa.func.sum(number) for number in numbers)).group_by(stage_id))
    return {
        stage_id: (int(count), (Decimal(int(high) * HIGH + int(low)) / 100).quantize(CENT))
        for stage_id, count, high, low in found
    }


def _kept_where(actor: Actor, filters: LeadFilters) -> list[Condition] | None:
    """The figures of the person that answer, when stage and outcome are all that is filtered by; else None."""
    if filters.person_id is None or filters.is_free:
        return None
    kept = [
        StageFigure.organization_id == (filters.organization_id or actor.organization_id),
        StageFigure.whose_id == filters.person_id,
        StageFigure.sub_stage.in_(SUB_STAGES[filters.status]),
    ]
    return kept + ([StageFigure.stage_id == filters.stage_id] if filters.stage_id else [])


def _count(where: Where, source: Condition) -> sa.Select:
    return sa.select(sa.func.count()).select_from(Lead).where(source, *where.each)


def _rows(where: Where, source: Condition) -> sa.Select:
    """A row per lead, as the figures have a row per stage."""
    cents = sa.func.coalesce(sa.type_coerce(Lead.base_value, sa.BigInteger), 0)
    one = sa.literal_column("1", sa.BigInteger).label("leads")
    return sa.select(Lead.stage_id, one, (cents // HIGH).label("high"), (cents % HIGH).label("low")).where(
        source, *where.each
    )

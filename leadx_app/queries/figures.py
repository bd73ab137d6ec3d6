"""The home of the four KPIs: read from kept figures, so that a thousand and a million leads cost the same."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.find import find_visible_organization, find_visible_organizations
from leadx_app.domain.metrics.kept import settle
from leadx_app.domain.metrics.kpis import ORGANIZATION_REVENUE, Kpi, Sums, Unit, kpis_of
from leadx_app.domain.metrics.shares import day_of
from leadx_app.domain.metrics.sums import added, as_money, sums_of, worth_of
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import require_pipeline
from leadx_app.models import ALL_TIME, HIGH, DayFigure, Organization, StageFigure, SubStage

PERIOD_DAYS = 30
POINTS = 12

Value = Decimal | float | int | None


@dataclass(frozen=True, slots=True)
class KpiFigure:
    """One KPI as the screen shows it; None is unknown and shown as a dash.

    Days are whole days in the organization's time zone.

    Attributes:
        value: all time, in the KPI's unit (money: base currency).
        recent: the last 30 days, today among them.
        before: the 30 days before those.
        trend: twelve periods of 30 days one after the other, the last one is `recent`.
    """

    slug: str
    label: str
    formula: str
    unit: Unit
    currency: str
    value: Value
    recent: Value
    before: Value
    trend: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many leads stand at a stage with an outcome, and their worth in base currency (None: of several)."""

    stage_id: UUID
    sub_stage: SubStage
    leads: int
    base_sum: Decimal | None


def pipeline_kpis(
    session: Session, actor: Actor, person_id: UUID, organization_id: UUID, *, now: datetime
) -> list[KpiFigure]:
    """The four KPIs of one person: leads of the organization that they created or own (product.md section 10).

    Raises:
        NotPermitted: a colleague's figures without the right to look at them.
        NotFound: an organization that the actor does not read.
    """
    organization = find_visible_organization(session, actor, organization_id)
    require_pipeline(actor, person_id, organization.id)
    settle(session)
    asked = {"organization": organization.id, "whose": person_id, **_days(organization, now)}
    sums = {bucket: sums_of(counters) for bucket, *counters in session.execute(_OF_PERSON, asked)}
    return [_figure(kpi, sums, organization.base_currency) for kpi in kpis_of(organization.hit_rate_basis)]


def organization_kpis(
    session: Session, actor: Actor, organization_ids: Collection[UUID], *, now: datetime
) -> list[KpiFigure]:
    """The four KPIs of whole organizations together, as on Community (product.md section 10).

    Hit rate basis, time zone of "today" and currency are those of the actor's own organization, or of the only one
    asked for. Revenue of a child with another base currency is its sum in that currency, at the rate that the actor's
    organization has for it now; without such a rate the revenue is unknown.

    Raises:
        NotPermitted: a role that does not read Community.
        NotFound: an organization that the actor does not read, or none.
    """
    actor.require(Permission.COMMUNITY_READ)
    organizations = find_visible_organizations(session, actor, organization_ids)
    settle(session)
    first = organizations[0]
    query = _OF_ORGANIZATIONS.where(Organization.id.in_([row.id for row in organizations]))
    found = session.execute(query, _days(first, now)).all()
    worth = worth_of(session, first, organizations)
    sums: dict[int, Sums] = {}
    for organization_id, bucket, *counters in found:
        sums[bucket] = added(sums.get(bucket, Sums()), sums_of(counters, worth[organization_id]))
    is_known = None not in worth.values()
    return [
        _figure(kpi, sums if is_known or kpi.unit != Unit.MONEY else None, first.base_currency)
        for kpi in kpis_of(first.hit_rate_basis, revenue=ORGANIZATION_REVENUE)
    ]


def organization_counts(session: Session, actor: Actor, organization_ids: Collection[UUID]) -> list[StageCount]:
    """How many leads stand at each stage with each outcome in the organizations together; in no order, none empty.

    Raises:
        NotPermitted: a role that does not read Community.
        NotFound: an organization that the actor does not read, or none.
    """
    actor.require(Permission.COMMUNITY_READ)
    organizations = find_visible_organizations(session, actor, organization_ids)
    settle(session)
    is_one = len({row.base_currency for row in organizations}) == 1
    found = session.execute(_STANDING.where(Organization.id.in_([row.id for row in organizations])))
    return [
        StageCount(stage_id, sub_stage, int(leads), as_money(int(high) * HIGH + int(low)) if is_one else None)
        for stage_id, sub_stage, leads, high, low in found
        if leads
    ]


# Statements, made once.

DAY_COUNTERS = ("leads", "leads_won", "won", "closed", "handshakes", "revenue_high", "revenue_low")
_FIRST, _TODAY = sa.bindparam("first", type_=sa.Integer), sa.bindparam("today", type_=sa.Integer)
_ALL = -1
_BUCKET = sa.case((DayFigure.day == ALL_TIME, _ALL), else_=(DayFigure.day - _FIRST) // PERIOD_DAYS).label("bucket")
_IN_DAYS = sa.or_(DayFigure.day == ALL_TIME, DayFigure.day.between(_FIRST, _TODAY))
_TOTALS = [sa.func.sum(getattr(DayFigure, name)) for name in DAY_COUNTERS]

_OF_PERSON = (
    sa.select(_BUCKET, *_TOTALS)
    .where(
        DayFigure.organization_id == sa.bindparam("organization", type_=sa.Uuid),
        DayFigure.whose_id == sa.bindparam("whose", type_=sa.Uuid),
        _IN_DAYS,
    )
    .group_by(_BUCKET)
)
_OF_ORGANIZATIONS = (
    sa.select(DayFigure.organization_id, _BUCKET, *_TOTALS)
    .join(
        Organization,
        sa.and_(DayFigure.organization_id == Organization.id, DayFigure.whose_id == Organization.id),
    )
    .where(_IN_DAYS)
    .group_by(DayFigure.organization_id, _BUCKET)
)
_STANDING = (
    sa.select(
        StageFigure.stage_id,
        StageFigure.sub_stage,
        *(sa.func.sum(column) for column in (StageFigure.leads, StageFigure.value_high, StageFigure.value_low)),
    )
    .join(
        Organization,
        sa.and_(StageFigure.organization_id == Organization.id, StageFigure.whose_id == Organization.id),
    )
    .group_by(StageFigure.stage_id, StageFigure.sub_stage)
)


def _days(organization: Organization, now: datetime) -> dict[str, int]:
    today = day_of(now, ZoneInfo(organization.time_zone))
    return {"first": today - POINTS * PERIOD_DAYS + 1, "today": today}


def _figure(kpi: Kpi, sums: dict[int, Sums] | None, currency: str) -> KpiFigure:
    def value(bucket: int) -> Value:
        if sums is None:
            return None
        found = kpi.measure(sums.get(bucket, Sums()))
        return as_money(int(found)) if kpi.unit == Unit.MONEY and found is not None else found

    trend = tuple(value(bucket) for bucket in range(POINTS))
    return KpiFigure(kpi.slug, kpi.label, kpi.formula, kpi.unit, currency, value(_ALL), trend[-1], trend[-2], trend)

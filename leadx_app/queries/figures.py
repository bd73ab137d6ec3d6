"""The home of the four KPIs: one SELECT for all of them, all time and two periods, per part of a pipeline."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.metrics.kpis import HANDSHAKES, HIT_RATE, HIT_RATE_OF_CLOSED, LEADS_TOTAL, REVENUE, Kpi, Unit
from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import find_visible_organization, pipeline_parts, require_pipeline
from leadx_app.models import CENT, HitRateBasis
from leadx_app.models.base import UtcDateTime

PERIOD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class KpiFigure:
    """One KPI as the screen shows it; None is unknown and shown as a dash.

    Attributes:
        value: all time, in the KPI's unit (money: base currency).
        recent: the last 30 days.
        before: the 30 days before those.
    """

    slug: str
    label: str
    formula: str
    unit: Unit
    currency: str
    value: Decimal | float | int | None
    recent: Decimal | float | int | None
    before: Decimal | float | int | None


def pipeline_kpis(
    session: Session, actor: Actor, person_id: UUID, organization_id: UUID, *, now: datetime
) -> list[KpiFigure]:
    """The four KPIs of one person: leads of the organization that they created or own (product.md section 10).

    Raises:
        NotPermitted: a colleague's figures without the right to look at them.
    """
    organization = find_visible_organization(session, actor, organization_id)
    require_pipeline(actor, person_id, organization.id)
    hit_rate = HIT_RATE_OF_CLOSED if organization.hit_rate_basis == HitRateBasis.CLOSED_LEADS else HIT_RATE
    kpis = (REVENUE, LEADS_TOTAL, hit_rate, HANDSHAKES)
    asked = {"person": person_id, "organization": organization.id}
    moments = {"end": now, "middle": now - PERIOD, "begin": now - 2 * PERIOD}
    parts = session.execute(_pipeline_sums(kpis), asked | moments).all()
    return _figures(kpis, [sum(column) for column in zip(*parts, strict=True)], organization.base_currency)


@cache
def _pipeline_sums(kpis: tuple[Kpi, ...]) -> sa.CompoundSelect:
    """All sums of the KPIs, a row per part of a pipeline; made once, as it is asked for with every page."""
    end, middle, begin = (sa.bindparam(name, type_=UtcDateTime) for name in ("end", "middle", "begin"))
    periods = ((None, None), (middle, end), (begin, middle))
    sums = [part for kpi in kpis for period in periods for part in kpi.parts(*period)]
    labeled = [column.label(f"n{index}") for index, column in enumerate(sums)]
    parts = pipeline_parts(sa.bindparam("person", type_=sa.Uuid), sa.bindparam("organization", type_=sa.Uuid))
    return sa.union_all(*(sa.select(*labeled).where(part) for part in parts))


def _figures(kpis: tuple[Kpi, ...], sums: list[int], currency: str) -> list[KpiFigure]:
    numbers = iter(sums)
    figures = []
    for kpi in kpis:
        width = len(kpi.parts(None, None))
        value, recent, before = (_show(kpi, [next(numbers) for _ in range(width)]) for _ in range(3))
        figures.append(KpiFigure(kpi.slug, kpi.label, kpi.formula, kpi.unit, currency, value, recent, before))
    return figures


def _show(kpi: Kpi, parts: list[int]) -> Decimal | float | int | None:
    value = kpi.combine(*parts)
    return (Decimal(value) / 100).quantize(CENT) if kpi.unit == Unit.MONEY else value

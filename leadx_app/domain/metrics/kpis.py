"""The four figures of Pipeline and Community (product.md section 10), as data."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from leadx_app.models import HitRateBasis


class Unit(StrEnum):
    """What a figure counts."""

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Sums:
    """The counters of kept figures (models/figure.py) over some days; revenue in cents."""

    leads: int = 0
    leads_won: int = 0
    won: int = 0
    closed: int = 0
    handshakes: int = 0
    revenue: int = 0


@dataclass(frozen=True, slots=True)
class Kpi:
    """A figure: what it makes of the sums of any days; None when it cannot be known, never 0."""

    slug: str
    label: str
    formula: str
    unit: Unit
    measure: Callable[[Sums], float | int | None]


def _percent(part: int, whole: int) -> float | None:
    return None if whole == 0 else round(100 * part / whole + 1e-9, 1)


REVENUE = Kpi(
    "revenue",
    "Revenue, {currency}",
    "The value of your Won leads in {currency}, at the rate of the day they were won.",
    Unit.MONEY,
    lambda sums: sums.revenue,
)
ORGANIZATION_REVENUE = replace(
    REVENUE, formula="The value of all Won leads in {currency}, at the rate of the day they were won."
)
LEADS_TOTAL = Kpi(
    "leads_total",
    "Leads Total",
    "All leads except the parked ones.",
    Unit.COUNT,
    lambda sums: sums.leads,
)
HIT_RATE = Kpi(
    "hit_rate",
    "Hit Rate",
    "Won leads out of all leads except the parked ones.",
    Unit.PERCENT,
    lambda sums: _percent(sums.leads_won, sums.leads),
)
HIT_RATE_OF_CLOSED = Kpi(
    "hit_rate",
    "Hit Rate",
    "Won leads out of the won and the closed ones.",
    Unit.PERCENT,
    lambda sums: _percent(sums.won, sums.won + sums.closed),
)
HANDSHAKES = Kpi(
    "handshakes",
    "Handshakes",
    "Leads from finders that sales accepted.",
    Unit.COUNT,
    lambda sums: sums.handshakes,
)


def kpis_of(basis: HitRateBasis, *, revenue: Kpi = REVENUE) -> tuple[Kpi, ...]:
    """The four, with the hit rate that the organization chose."""
    hit_rate = HIT_RATE_OF_CLOSED if basis == HitRateBasis.CLOSED_LEADS else HIT_RATE
    return revenue, LEADS_TOTAL, hit_rate, HANDSHAKES

"""What all charts of Pulse are made of: bars, how long they are, and the leads that they open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from leadx_app.domain.metrics.kpis import Unit
from leadx_app.domain.metrics.periods import Days
from leadx_app.format import DASH, Look
from leadx_app.queries.figures import Value
from leadx_app.queries.lead_filters import Status
from leadx_app.queries.pulse_filters import PulseFilters

FULL = 100


@dataclass(frozen=True)
class Bar:
    """A bar of a chart.

    Attributes:
        part: how much of the track it fills, in percent ("43%").
        value: beside the bar; exact: all of it in words, for hover and screen readers.
        href: the leads behind it, "" where no list shows exactly those.
        other_part, other: the bar of the period before, and its value.
    """

    key: str
    label: str
    part: str
    value: str
    exact: str
    href: str = ""
    other_part: str = ""
    other: str = ""


def community_link(filters: PulseFilters, **more: str) -> str:
    """Community with exactly these leads; `more` are further filters of its address."""
    whose = {"organization": filters.organization_id, "person": filters.person_id}
    asked = {name: str(value) for name, value in whose.items() if value is not None}
    return f"/community?{urlencode({**asked, **more})}"


def made_in(days: Days) -> dict[str, str]:
    """Filters of counted leads that were made on the days."""
    return {"made_from": days.first.isoformat(), "made_to": days.last.isoformat(), "status": Status.COUNTED.value}


def parts_of(values: Sequence[Value], most: float | None = None) -> list[str]:
    """How much of the track each value fills; what is not nothing can be seen."""
    known = [float(value or 0) for value in values]
    top = most or max(known, default=0) or 1
    return [f"{max(FULL * value / top, 1.5 if value else 0):.1f}%" for value in known]


def ended_in(days: Days, status: Status, **more: str) -> dict[str, str]:
    """Filters of leads that ended on the days."""
    ends = {"ended_from": days.first.isoformat(), "ended_to": days.last.isoformat()}
    return {**ends, "status": status.value, **more}


def shown(value: Value, unit: Unit, look: Look, currency: str) -> str:
    """A figure in its unit; a dash for unknown."""
    if value is None:
        return DASH
    if unit == Unit.PERCENT:
        return look.percent(float(value))
    return look.round_money(Decimal(value), currency) if unit == Unit.MONEY else look.number(value)


def days_words(days: Days | None, look: Look) -> str:
    """The first and the last day."""
    if days is None:
        return look.say("All time")
    return f"{look.date(days.first)} – {look.date(days.last)}"


def month_name(first: date, look: Look) -> str:
    """ "Mar 26": the name of the month and its year."""
    return look.short_month(first)

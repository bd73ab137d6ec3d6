"""The four figures of Pipeline and Community (product.md section 10), as data."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from leadx_app.models import Lead, SubStage

Sum = sa.ColumnElement[int]
Moment = datetime | sa.BindParameter[datetime]


class Unit(StrEnum):
    """What a figure counts."""

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Kpi:
    """A figure: `parts` are sums over leads between two moments (None: no bound); `combine` makes the figure of them.

    A figure that cannot be known is None, never 0.
    """

    slug: str
    label: str
    formula: str
    unit: Unit
    parts: Callable[[Moment | None, Moment | None], tuple[Sum, ...]]
    combine: Callable[..., float | int | None]


def _between(column: sa.ColumnElement, start: Moment | None, end: Moment | None) -> sa.ColumnElement[bool]:
    bounds = [column >= start] if start is not None else []
    bounds += [column < end] if end is not None else []
    return sa.and_(sa.true(), *bounds)


def _count(*conditions: sa.ColumnElement[bool]) -> Sum:
    return sa.func.coalesce(sa.func.sum(sa.case((sa.and_(*conditions), 1), else_=0)), 0)


IS_COUNTED = Lead.sub_stage != SubStage.PARKED
IS_WON = Lead.sub_stage == SubStage.WON
IS_CLOSED = Lead.sub_stage == SubStage.CLOSED


def _revenue(start: Moment | None, end: Moment | None) -> tuple[Sum, ...]:
    cents = sa.type_coerce(Lead.base_value, sa.BigInteger)
    won = sa.and_(IS_WON, _between(Lead.ended_at, start, end))
    return (sa.func.coalesce(sa.func.sum(sa.case((won, cents), else_=0)), 0),)


def _leads(start: Moment | None, end: Moment | None) -> tuple[Sum, ...]:
    return (_count(IS_COUNTED, _between(Lead.created_at, start, end)),)


def _hits_of_all(start: Moment | None, end: Moment | None) -> tuple[Sum, ...]:
    made = _between(Lead.created_at, start, end)
    return _count(IS_WON, made), _count(IS_COUNTED, made)


def _hits_of_closed(start: Moment | None, end: Moment | None) -> tuple[Sum, ...]:
    ended = _between(Lead.ended_at, start, end)
    return _count(IS_WON, ended), _count(sa.or_(IS_WON, IS_CLOSED), ended)


def _handshakes(start: Moment | None, end: Moment | None) -> tuple[Sum, ...]:
    return (_count(IS_COUNTED, Lead.handshake_at.is_not(None), _between(Lead.handshake_at, start, end)),)


def _percent(part: int, whole: int) -> float | None:
    return None if whole == 0 else round(100 * part / whole + 1e-9, 1)


REVENUE = Kpi(
    "revenue",
    "Revenue, {currency}",
    "The value of your Won leads in {currency}, at the rate of the day they were won.",
    Unit.MONEY,
    _revenue,
    lambda cents: int(cents),
)
LEADS_TOTAL = Kpi(
    "leads_total",
    "Leads Total",
    "All leads except the parked ones.",
    Unit.COUNT,
    _leads,
    lambda count: int(count),
)
HIT_RATE = Kpi(
    "hit_rate",
    "Hit Rate",
    "Won leads out of all leads except the parked ones.",
    Unit.PERCENT,
    _hits_of_all,
    _percent,
)
HIT_RATE_OF_CLOSED = Kpi(
    "hit_rate",
    "Hit Rate",
    "Won leads out of the won and the closed ones.",
    Unit.PERCENT,
    _hits_of_closed,
    _percent,
)
HANDSHAKES = Kpi(
    "handshakes",
    "Handshakes",
    "Leads from finders that sales accepted.",
    Unit.COUNT,
    _handshakes,
    lambda count: int(count),
)

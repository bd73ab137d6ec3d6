"""The kept figures of Pulse, read in one statement: ranges of keys of five tables, side by side."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.metrics.kpis import Sums
from leadx_app.domain.metrics.periods import Days, keys_of
from leadx_app.domain.metrics.sums import added, sums_of
from leadx_app.domain.money import in_other_base
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models import (
    ALL_TIME,
    HIGH,
    DayFigure,
    ForecastFigure,
    GroupDayFigure,
    Membership,
    Organization,
    StageDayFigure,
)
from leadx_app.queries.figures import DAY_COUNTERS
from leadx_app.queries.pulse_places import Places

Span = Days | tuple[date | None, date | None] | None
"""Days, days without a beginning, or all time."""

_STAGE = ("made", "made_won", "standing", "won", "won_seconds")
_GROUP = ("leads", "leads_won", "won", "closed", "value_high", "value_low")
_FORECAST = ("leads", "value_high", "value_low")
_WIDTH = len(DAY_COUNTERS)


@dataclass(frozen=True, slots=True)
class AtStage:
    """The counters of a stage over some days (models/figure.py)."""

    made: int = 0
    made_won: int = 0
    standing: int = 0
    won: int = 0
    won_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Expected:
    """Open leads at a stage that are expected to close in a month; cents of the asked currency."""

    leads: int = 0
    cents: int = 0


class PulseSums:
    """What the statement found: sums by span, in cents of the first organization's currency.

    Attributes:
        whole: of all organizations together.
        months: likewise, by the first day of the month.
        organizations, people, groups: by span, then by id; `people` are those of whom leads were counted.
        forecast: by the first day of the month (None: no date) and stage.
    """

    def __init__(self) -> None:
        self.whole: dict[str, Sums] = defaultdict(Sums)
        self.months: dict[date, Sums] = defaultdict(Sums)
        self.organizations: dict[str, dict[UUID, Sums]] = defaultdict(dict)
        self.people: dict[str, dict[UUID, Sums]] = defaultdict(lambda: defaultdict(Sums))
        self.groups: dict[str, dict[UUID, Sums]] = defaultdict(lambda: defaultdict(Sums))
        self.forecast: dict[tuple[date | None, UUID], Expected] = defaultdict(Expected)
        self._stages: dict[tuple[str, UUID], AtStage] = {}

    def stage(self, span: str, stage_id: UUID) -> AtStage:
        """What a stage's counters say of the span."""
        return self._stages.get((span, stage_id), AtStage())

    def add(self, part: str, span: str, key: UUID, day: int, counters: list[int], rate: Decimal | None) -> None:
        """Add a row of the statement, whose amounts are worth `rate` each."""
        match part:
            case "organization":
                self.organizations[span][key] = sums = sums_of(counters, rate)
                self.whole[span] = added(self.whole[span], sums)
            case "month":
                month = date.fromordinal(-day)
                self.months[month] = added(self.months[month], sums_of(counters, rate))
            case "person":
                self.people[span][key] = added(self.people[span][key], sums_of(counters, rate))
            case "group":
                self.groups[span][key] = added(self.groups[span][key], sums_of(counters, rate))
            case "stage":
                self._stages[span, key] = AtStage(*counters[: len(_STAGE)])
            case _:
                place = (date.fromordinal(day) if day else None, key)
                leads, high, low = counters[: len(_FORECAST)]
                before, cents = self.forecast[place], in_other_base(high * HIGH + low, rate or Decimal(0))
                self.forecast[place] = Expected(before.leads + leads, before.cents + cents)


def pulse_sums(
    session: Session,
    actor: Actor,
    places: Places,
    person_id: UUID | None,
    stage_ids: Sequence[UUID],
    *,
    spans: Mapping[str, Span],
    months: Days,
    stage_spans: Mapping[str, Span],
) -> PulseSums:
    """Everything kept that Pulse shows, of everybody or of one person.

    What is in the currency of the first organization is added up by the database, over all organizations; other amounts
    come by organization, because each is rounded to the cent by itself. What has no rate counts as nothing.

    Args:
        spans: of which the KPIs are wanted, of all together and by organization, person and group.
        months: whole months, of which the KPIs are wanted one by one.
        stage_spans: of which the counters of stages are wanted.
    """
    actor.require(Permission.PULSE_READ)
    ranges = {
        "of_days": _ranges(spans, all_time=[(ALL_TIME, ALL_TIME)]),
        "of_groups": _ranges(spans, all_time=keys_of(None, None)),
        "of_stages": _ranges(stage_spans, all_time=keys_of(None, None)),
    }
    values: dict[str, Any] = {
        "tenant": actor.tenant_id,
        "one": places.only_id,
        "person": person_id,
        "currency": places.currency,
        "stages": list(stage_ids),
        "first_month": -months.last.toordinal(),
        "last_month": -months.first.toordinal(),
    }
    for name, rows in ranges.items():
        for number, row in enumerate(rows):
            values |= {f"{name}_{column}_{number}": value for column, value in zip(_COLUMNS, row, strict=True)}
    shape = tuple((name, len(rows)) for name, rows in ranges.items())
    statement = _statement(places.only_id is not None, person_id is not None, shape)
    found = PulseSums()
    for part, span, organization_id, key, day, *counters in session.connection().execute(statement, values):
        rate = places.worth[organization_id] if organization_id else Decimal(1)
        found.add(part, span, key, day, [int(counter) for counter in counters], rate)
    return found


def _ranges(spans: Mapping[str, Span], *, all_time: list[tuple[int, int]]) -> list[tuple[str, int, int]]:
    """Which rows belong to which span, from the lowest to the highest `day`."""
    return [(span, low, high) for span, days in spans.items() for low, high in _keys(days) or all_time]


def _keys(days: Span) -> list[tuple[int, int]] | None:
    if days is None:
        return None
    return keys_of(*days) if isinstance(days, tuple) else keys_of(days.first, days.last)


# The statement, made once for each shape: nobody else's ids and days are in it, only places for them.

_COLUMNS: dict[str, sa.types.TypeEngine[Any]] = {"span": sa.String(), "low": sa.Integer(), "high": sa.Integer()}
_NOBODY = sa.cast(sa.null(), sa.Uuid)
_NO_DAY = sa.literal_column("0", sa.Integer)
_PERSON = sa.bindparam("person", type_=sa.Uuid)
_FOREIGN = sa.case((Organization.base_currency != sa.bindparam("currency", type_=sa.String), Organization.id))
"""The organization of amounts in another currency than the asked one."""


@lru_cache(maxsize=128)
def _statement(is_one: bool, is_of_person: bool, shape: tuple[tuple[str, int], ...]) -> sa.CompoundSelect:
    """All parts, of one organization or all of the tenant, of one person or everybody.

    Args:
        shape: how many ranges of days each part looks through.
    """
    ranges = {name: _table_of(name, count) for name, count in shape}
    whose = _PERSON if is_of_person else Organization.id
    parts = [
        _of_organizations(whose, ranges["of_days"]),
        _of_months(whose),
        _of_people(is_of_person, ranges["of_days"]),
        _of_groups(whose, ranges["of_groups"]),
        _of_stages(whose, ranges["of_stages"]),
        _expected(whose),
    ]
    here = [Organization.tenant_id == sa.bindparam("tenant", type_=sa.Uuid)]
    here += [Organization.id == sa.bindparam("one", type_=sa.Uuid)] if is_one else []
    return sa.union_all(*(part.where(*here) for part in parts))


def _table_of(name: str, count: int) -> sa.CTE:
    """A table of as many ranges."""
    rows: list[sa.Select] = [
        sa.select(
            *(sa.bindparam(f"{name}_{column}_{number}", type_=kind).label(column) for column, kind in _COLUMNS.items())
        )
        for number in range(count)
    ]
    return sa.union_all(*rows).cte(name)


def _of_organizations(whose: Any, ranges: sa.CTE) -> sa.Select:
    query = _part("organization", DayFigure, DAY_COUNTERS, ranges.c.span, Organization.id, Organization.id)
    query = query.join(ranges, sa.true()).join(DayFigure, _within(DayFigure, whose, ranges))
    return query.group_by(ranges.c.span, Organization.id)


def _of_months(whose: Any) -> sa.Select:
    ends = (sa.bindparam(name, type_=sa.Integer) for name in ("first_month", "last_month"))
    query = _part("month", DayFigure, DAY_COUNTERS, sa.literal(""), _FOREIGN, _NOBODY, DayFigure.day)
    query = query.join(DayFigure, sa.and_(_of(DayFigure, whose), DayFigure.day.between(*ends)))
    return query.group_by(_FOREIGN, DayFigure.day)


def _of_people(is_of_person: bool, ranges: sa.CTE) -> sa.Select:
    """Of those who belong or belonged to an organization."""
    query = (
        _part("person", DayFigure, DAY_COUNTERS, ranges.c.span, _FOREIGN, Membership.user_id)
        .join(ranges, sa.true())
        .join(Membership, Membership.organization_id == Organization.id)
        .join(DayFigure, _within(DayFigure, Membership.user_id, ranges))
    )
    query = query.where(Membership.user_id == _PERSON) if is_of_person else query
    return query.group_by(ranges.c.span, _FOREIGN, Membership.user_id)


def _of_groups(whose: Any, ranges: sa.CTE) -> sa.Select:
    counters = (*_GROUP[:4], "", *_GROUP[4:])  # As those of days, which have handshakes.
    query = _part("group", GroupDayFigure, counters, ranges.c.span, _FOREIGN, GroupDayFigure.group_id)
    query = query.join(ranges, sa.true()).join(GroupDayFigure, _within(GroupDayFigure, whose, ranges))
    return query.group_by(ranges.c.span, _FOREIGN, GroupDayFigure.group_id)


def _of_stages(whose: Any, ranges: sa.CTE) -> sa.Select:
    """All organizations added up: no amount is among the counters."""
    query = _part("stage", StageDayFigure, _STAGE, ranges.c.span, _NOBODY, StageDayFigure.stage_id)
    at_stages = StageDayFigure.stage_id.in_(sa.bindparam("stages", type_=sa.Uuid, expanding=True))
    its = sa.and_(_within(StageDayFigure, whose, ranges), at_stages)
    return query.join(ranges, sa.true()).join(StageDayFigure, its).group_by(ranges.c.span, StageDayFigure.stage_id)


def _expected(whose: Any) -> sa.Select:
    key, month = ForecastFigure.stage_id, ForecastFigure.month
    query = _part("expected", ForecastFigure, _FORECAST, sa.literal(""), _FOREIGN, key, month)
    return query.join(ForecastFigure, _of(ForecastFigure, whose)).group_by(_FOREIGN, key, month)


def _part(
    name: str,
    table: Any,
    counters: tuple[str, ...],
    span: sa.ColumnElement,
    organization_id: Any,
    key: Any,
    day: Any = _NO_DAY,
) -> sa.Select:
    """The columns of a part, which all parts have."""
    columns = (sa.literal(name), span, organization_id, key, day, *_sums(table, counters))
    return sa.select(*columns).select_from(Organization)


def _sums(table: Any, counters: tuple[str, ...]) -> list[sa.ColumnElement]:
    sums: list[sa.ColumnElement] = [
        sa.func.sum(getattr(table, name)) if name else sa.literal(0, sa.BigInteger) for name in counters
    ]
    return sums + [sa.literal(0, sa.BigInteger)] * (_WIDTH - len(sums))


def _within(table: Any, whose: Any, ranges: sa.CTE) -> sa.ColumnElement[bool]:
    """Rows of the person, or of the organization as a whole, of these days."""
    return sa.and_(_of(table, whose), table.day.between(ranges.c.low, ranges.c.high))


def _of(table: Any, whose: Any) -> sa.ColumnElement[bool]:
    return sa.and_(table.organization_id == Organization.id, table.whose_id == whose)

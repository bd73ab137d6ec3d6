"""The kept figures of Pulse, read in one statement: ranges of keys of five tables, side by side."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
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
        organizations, people, groups: by span, then by id; `people` are those of whom leads were counted.
        forecast: by the first day of the month (None: no date) and stage.
    """

    def __init__(self) -> None:
        self.whole: dict[str, Sums] = defaultdict(Sums)
        self.organizations: dict[str, dict[UUID, Sums]] = defaultdict(lambda: defaultdict(Sums))
        self.people: dict[str, dict[UUID, Sums]] = defaultdict(lambda: defaultdict(Sums))
        self.groups: dict[str, dict[UUID, Sums]] = defaultdict(lambda: defaultdict(Sums))
        self.forecast: dict[tuple[date | None, UUID], Expected] = defaultdict(Expected)
        self._stages: dict[tuple[str, UUID], AtStage] = {}

    def stage(self, span: str, stage_id: UUID) -> AtStage:
        """What a stage's counters say of the span."""
        return self._stages.get((span, stage_id), AtStage())


def pulse_sums(
    session: Session,
    actor: Actor,
    asked: Sequence[Organization],
    person_id: UUID | None,
    stage_ids: Sequence[UUID],
    *,
    spans: Mapping[str, Span],
    compared: Sequence[str],
    stage_spans: Mapping[str, Span],
    worth: Mapping[UUID, Decimal | None],
) -> PulseSums:
    """Everything kept that Pulse shows, of everybody or of one person.

    Args:
        asked: organizations that the actor reads.
        spans: of which the KPIs are wanted; `compared` are the names of those whose groups and people are, too.
        stage_spans: of which the counters of stages are wanted.
        worth: of the currencies; what has none counts as nothing.
    """
    actor.require(Permission.PULSE_READ)
    here = Organization.id.in_([one.id for one in asked])
    parts = [
        _of_organizations(here, person_id, spans),
        _of_people(here, person_id, {name: spans[name] for name in compared}),
        _of_groups(here, person_id, {name: spans[name] for name in compared}),
        _of_stages(here, person_id, stage_ids, stage_spans),
        _expected(here, person_id),
    ]
    found = PulseSums()
    for part, span, organization_id, key, month, *counters in session.execute(sa.union_all(*parts)):
        counted, rate = [int(counter) for counter in counters], worth.get(organization_id)
        match part:
            case "organization":
                sums = sums_of(counted, rate)
                found.whole[span] = added(found.whole[span], sums)
                found.organizations[span][organization_id] = sums
            case "person":
                found.people[span][key] = added(found.people[span][key], sums_of(counted, rate))
            case "group":
                found.groups[span][key] = added(found.groups[span][key], sums_of(counted, rate))
            case "stage":
                found._stages[span, key] = AtStage(*counted[: len(_STAGE)])
            case _:
                place = (date.fromordinal(month) if month else None, key)
                leads, high, low = counted[: len(_FORECAST)]
                cents = in_other_base(high * HIGH + low, rate or Decimal(0))
                before = found.forecast[place]
                found.forecast[place] = Expected(before.leads + leads, before.cents + cents)
    return found


def _of_organizations(here: sa.ColumnElement[bool], person_id: UUID | None, spans: Mapping[str, Span]) -> sa.Select:
    ranges = _ranges("of_days", spans)
    query = _part("organization", ranges, DayFigure, DAY_COUNTERS, None)
    return (
        query.join(DayFigure, _whose(DayFigure, person_id, ranges)).where(here).group_by(ranges.c.span, Organization.id)
    )


def _of_people(here: sa.ColumnElement[bool], person_id: UUID | None, spans: Mapping[str, Span]) -> sa.Select:
    """Of those who belong or belonged to an organization."""
    ranges = _ranges("of_people", spans)
    query = (
        _part("person", ranges, DayFigure, DAY_COUNTERS, Membership.user_id)
        .join(Membership, Membership.organization_id == Organization.id)
        .join(
            DayFigure,
            sa.and_(
                DayFigure.organization_id == Organization.id,
                DayFigure.whose_id == Membership.user_id,
                DayFigure.day.between(ranges.c.low, ranges.c.high),
            ),
        )
        .where(here)
    )
    query = query if person_id is None else query.where(Membership.user_id == person_id)
    return query.group_by(ranges.c.span, Organization.id, Membership.user_id)


def _of_groups(here: sa.ColumnElement[bool], person_id: UUID | None, spans: Mapping[str, Span]) -> sa.Select:
    ranges = _ranges("of_groups", spans)
    counters = (*_GROUP[:4], "", *_GROUP[4:])  # As those of days, which have handshakes.
    query = _part("group", ranges, GroupDayFigure, counters, GroupDayFigure.group_id)
    query = query.join(GroupDayFigure, _whose(GroupDayFigure, person_id, ranges)).where(here)
    return query.group_by(ranges.c.span, Organization.id, GroupDayFigure.group_id)


def _of_stages(
    here: sa.ColumnElement[bool], person_id: UUID | None, stage_ids: Sequence[UUID], spans: Mapping[str, Span]
) -> sa.Select:
    ranges = _ranges("of_stages", spans)
    query = _part("stage", ranges, StageDayFigure, _STAGE, StageDayFigure.stage_id, is_whole=True)
    at_stages = sa.and_(_whose(StageDayFigure, person_id, ranges), StageDayFigure.stage_id.in_(stage_ids))
    return query.join(StageDayFigure, at_stages).where(here).group_by(ranges.c.span, StageDayFigure.stage_id)


def _expected(here: sa.ColumnElement[bool], person_id: UUID | None) -> sa.Select:
    whose = person_id if person_id else Organization.id
    its = sa.and_(ForecastFigure.organization_id == Organization.id, ForecastFigure.whose_id == whose)
    return (
        sa.select(
            sa.literal("expected"),
            sa.literal(""),
            Organization.id,
            ForecastFigure.stage_id,
            ForecastFigure.month,
            *_sums(ForecastFigure, _FORECAST),
        )
        .select_from(Organization)
        .join(ForecastFigure, its)
        .where(here)
        .group_by(Organization.id, ForecastFigure.stage_id, ForecastFigure.month)
    )


def _part(
    name: str, ranges: sa.CTE, table: Any, counters: tuple[str, ...], key: Any, *, is_whole: bool = False
) -> sa.Select:
    """The columns of a part; `is_whole` adds the organizations up."""
    nobody = sa.cast(sa.null(), sa.Uuid)
    return (
        sa.select(
            sa.literal(name),
            ranges.c.span,
            nobody if is_whole else Organization.id,
            nobody if key is None else key,
            sa.literal(0),
            *_sums(table, counters),
        )
        .select_from(Organization)
        .join(ranges, sa.true())
    )


def _sums(table: Any, counters: tuple[str, ...]) -> list[sa.ColumnElement]:
    sums: list[sa.ColumnElement] = [
        sa.func.sum(getattr(table, name)) if name else sa.literal(0, sa.BigInteger) for name in counters
    ]
    return sums + [sa.literal(0, sa.BigInteger)] * (_WIDTH - len(sums))


def _ranges(name: str, spans: Mapping[str, Span]) -> sa.CTE:
    """Which rows belong to which span."""
    rows = [(span, low, high) for span, days in spans.items() for low, high in _keys(name, days)]
    columns = (sa.column("span", sa.String), sa.column("low", sa.Integer), sa.column("high", sa.Integer))
    return sa.values(*columns, name=f"values_{name}").data(rows).cte(name)


def _keys(name: str, days: Span) -> list[tuple[int, int]]:
    if days is None:
        return [(ALL_TIME, ALL_TIME)] if name in ("of_days", "of_people") else keys_of(None, None)
    return keys_of(*days) if isinstance(days, tuple) else keys_of(days.first, days.last)


def _whose(table: Any, person_id: UUID | None, ranges: sa.CTE) -> sa.ColumnElement[bool]:
    """Rows of the person, or of the organization as a whole, of these days."""
    return sa.and_(
        table.organization_id == Organization.id,
        table.whose_id == (person_id if person_id else Organization.id),
        table.day.between(ranges.c.low, ranges.c.high),
    )

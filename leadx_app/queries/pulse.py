"""Everything that Pulse shows, read in one transaction from kept figures (product.md section 10)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from leadx_app.domain.days import today_in
from leadx_app.domain.metrics.kept import settle
from leadx_app.domain.metrics.kpis import ORGANIZATION_REVENUE, Kpi, Sums, Unit, kpis_of
from leadx_app.domain.metrics.periods import Days, financial_year_of, latest_days, months_of
from leadx_app.domain.metrics.sums import as_money
from leadx_app.domain.permissions import Actor
from leadx_app.queries.choices import Option, StageOption
from leadx_app.queries.community import CommunityFilters, CommunityPage, headlines
from leadx_app.queries.figures import Value
from leadx_app.queries.lead_filters import Status
from leadx_app.queries.lead_order import Sort
from leadx_app.queries.pulse_filters import PulseFilters, period_of, require_known, years_shown
from leadx_app.queries.pulse_groups import (
    By,
    ForecastLine,
    FunnelStep,
    Group,
    forecast,
    funnel,
    groups,
    pulse_choices,
)
from leadx_app.queries.pulse_places import pulse_places
from leadx_app.queries.pulse_sums import PulseSums, Span, pulse_sums
from leadx_app.queries.stage_times import StageTimes, stage_times

AGES = (7, 30, 90)
"""The last day of each age band but the last one, which has no end."""
DETAILS = 25


@dataclass(frozen=True, slots=True)
class PeriodFigure:
    """A KPI over the chosen days and the days before; None is unknown."""

    kpi: Kpi
    value: Value
    before: Value


@dataclass(frozen=True, slots=True)
class Velocity:
    """The average time from made to won of leads won in the period, and how many those are."""

    average: timedelta | None = None
    won: int = 0


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """A month of the financial year: leads made, revenue of leads won, hit rate in percent; None is unknown."""

    days: Days
    leads: Value
    revenue: Value
    hit_rate: Value


@dataclass(frozen=True, slots=True)
class StagePair:
    """Leads that were made in the period, and in the one before, by the stage where they stand now."""

    stage: StageOption
    leads: int
    before: int


@dataclass(frozen=True, slots=True)
class StageAges:
    """Open leads at a stage by the days since they came there: 0–7, 8–30, 31–90, more."""

    stage: StageOption
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pulse:
    """The page.

    Attributes:
        days: the chosen ones; None is all time. `before` is what they are compared with.
        today: the day on the clock of the first organization, to which ages and the forecast are reckoned.
        year: the calendar year in which the shown financial year begins; `years` are offered, latest first.
        organizations: those that the actor reads, own first; `asked` are those asked for, `people` are theirs.
    """

    currency: str
    days: Days | None
    before: Days | None
    figures: list[PeriodFigure]
    velocity: Velocity
    velocity_before: Velocity
    year: int
    years: list[int]
    start_month: int
    months: list[MonthFigures]
    hit_rate: Kpi
    compared: Days
    by_stage: list[StagePair]
    times: StageTimes
    today: date
    ages: list[StageAges]
    funnel: list[FunnelStep]
    forecast: list[ForecastLine]
    groups: dict[By, list[Group]]
    details: CommunityPage
    stages: list[StageOption]
    organizations: list[Option]
    asked: list[Option]
    people: list[Option]


def pulse(session: Session, actor: Actor, filters: PulseFilters, *, now: datetime) -> Pulse:
    """All figures of Pulse. Currency, "today", hit rate basis and financial year as in `organization_kpis`.

    Cost: statements do not grow with anything; rows read grow with the days and organizations asked for, and not with
    the number of leads.

    Raises:
        NotPermitted: without Pulse.
        NotFound: an organization that the actor does not read, a person or a stage that is not theirs.
        Invalid: on `year`, `first`, `last`, `compared`, `cursor`.
    """
    places = pulse_places(session, actor, filters.organization_id)
    choices = pulse_choices(session, actor, places.only_id)
    first, journey, people = places.first, choices.stages, choices.people
    stage_ids = [one.id for one in journey]
    require_known(filters, journey, people)
    settle(session)
    today = today_in(first.time_zone, now)
    year = filters.year if filters.year is not None else financial_year_of(today, first.financial_year_start_month)
    days, before = period_of(filters, year, first, today)
    months = months_of(year, first.financial_year_start_month)
    compared = latest_days(filters.compared, today)
    both: dict[str, Span] = {"days": days, **({"before": before} if before else {})}
    sums = pulse_sums(
        session,
        actor,
        places,
        filters.person_id,
        stage_ids,
        spans=both,
        months=Days(months[0].first, months[-1].last),
        stage_spans={**both, "made": compared, "made before": compared.before, **_bands(today)},
    )
    is_known = places.is_worth_known
    kpis = kpis_of(first.hit_rate_basis, revenue=ORGANIZATION_REVENUE)
    names = {
        By.SOURCE: choices.sources,
        By.CATEGORY: choices.categories,
        By.LOST_REASON: choices.lost_reasons,
        By.PERSON: people,
        By.ORGANIZATION: places.options,
    }
    shown = [one for one in journey if filters.stage_id in (None, one.id)]
    return Pulse(
        currency=first.base_currency,
        days=days,
        before=before,
        figures=[
            PeriodFigure(
                kpi,
                _value(kpi, sums.whole["days"], is_known),
                _value(kpi, sums.whole["before"], is_known) if before else None,
            )
            for kpi in kpis
        ],
        velocity=_velocity(sums, "days", journey),
        velocity_before=_velocity(sums, "before", journey),
        year=year,
        years=years_shown(year, financial_year_of(today, first.financial_year_start_month)),
        start_month=first.financial_year_start_month,
        months=[_month(one, sums.months[one.first], kpis, is_known) for one in months],
        hit_rate=kpis[2],
        compared=compared,
        by_stage=[
            StagePair(one, sums.stage("made", one.id).made, sums.stage("made before", one.id).made) for one in journey
        ],
        times=stage_times(session, actor, places.only_id, filters.person_id, days, first.time_zone, stage_ids),
        today=today,
        ages=[
            StageAges(one, tuple(sums.stage(f"age {place}", one.id).standing for place in range(len(AGES) + 1)))
            for one in shown
        ],
        funnel=funnel(sums, journey),
        forecast=forecast(sums, choices.win_percent, today, is_known=is_known),
        groups={by: groups(sums, by, of, kpis[2], is_known=is_known) for by, of in names.items()},
        details=headlines(session, actor, _details(filters, days), stage_ids, now),
        stages=journey,
        organizations=[Option(one.id, one.name) for one in places.visible],
        asked=names[By.ORGANIZATION],
        people=people,
    )


def _value(kpi: Kpi, sums: Sums, is_known: bool) -> Value:
    """The figure; revenue of which a part has no rate is unknown."""
    if kpi.unit != Unit.MONEY:
        return kpi.measure(sums)
    return as_money(int(kpi.measure(sums) or 0)) if is_known else None


def _month(days: Days, sums: Sums, kpis: tuple[Kpi, ...], is_known: bool) -> MonthFigures:
    revenue, leads, hit_rate, _ = kpis
    return MonthFigures(days, *(_value(kpi, sums, is_known) for kpi in (leads, revenue, hit_rate)))


def _details(filters: PulseFilters, days: Days | None) -> CommunityFilters:
    """Leads made in the period, the latest first; exactly those that Leads Total counts."""
    return CommunityFilters(
        organization_id=filters.organization_id,
        person_id=filters.person_id,
        made_from=days.first if days else None,
        made_to=days.last if days else None,
        status=Status.COUNTED,
        sort=Sort.CREATED,
        cursor=filters.cursor,
        before=filters.before,
        limit=DETAILS,
    )


def _bands(today: date) -> dict[str, Span]:
    """The days on which leads came to their stages whose ages lie in each band."""
    ends = [0, *(one + 1 for one in AGES)]
    return {
        f"age {place}": (today - timedelta(days=end - 1) if end else None, today - timedelta(days=begin))
        for place, (begin, end) in enumerate(zip(ends, [*ends[1:], 0], strict=True))
    }


def _velocity(sums: PulseSums, span: str, journey: list[StageOption]) -> Velocity:
    at = [sums.stage(span, one.id) for one in journey]
    won, seconds = sum(one.won for one in at), sum(one.won_seconds for one in at)
    return Velocity(timedelta(seconds=seconds // won) if won else None, won)

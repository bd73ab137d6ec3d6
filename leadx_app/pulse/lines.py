"""Pulse as the screen shows it: every figure, date and word already in the reader's language.

What is made here is the same for everybody of an audience, so that it is made once for all their open pages.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from leadx_app.domain.metrics.kpis import HIT_RATE_OF_CLOSED, Unit
from leadx_app.domain.permissions import Actor
from leadx_app.format import DASH, MINUS, Look, look_for
from leadx_app.pulse.bars import FULL, Bar, community_link, days_words, ended_in, made_in, month_name, parts_of, shown
from leadx_app.pulse.groups import (
    ForecastRow,
    GroupLine,
    forecast_bars,
    forecast_note,
    forecast_rows,
    funnel_bars,
    group_bars,
    group_lines,
    groups_note,
)
from leadx_app.queries.community import CommunityRow, Only
from leadx_app.queries.figures import Value
from leadx_app.queries.lead_filters import Status
from leadx_app.queries.pulse import AGES, DETAILS, MonthFigures, PeriodFigure, Pulse, pulse
from leadx_app.queries.pulse_filters import PulseFilters
from leadx_app.queries.pulse_groups import By


class Measure(StrEnum):
    """What the chart of months shows."""

    LEADS = "leads"
    REVENUE = "revenue"
    HIT_RATE = "hit_rate"


@dataclass(frozen=True)
class Choice:
    """A choice of a drop-down."""

    value: str
    label: str


@dataclass(frozen=True)
class PulseFigure:
    """A figure of the first row; `trend` is "up", "down" or "flat"."""

    slug: str
    label: str
    figure: str
    formula: str
    change: str
    against: str
    trend: str


@dataclass(frozen=True)
class MonthLine:
    """A row of the table behind the months."""

    label: str
    leads: str
    revenue: str
    hit_rate: str


@dataclass(frozen=True)
class StepLine:
    """A row of the table behind the times: from which stage to which, how long, of how many."""

    label: str
    time: str
    moves: str


@dataclass(frozen=True)
class AgeLine:
    """Open leads of a stage by age: the parts of the stack in percent, the counts, and the leads behind each."""

    key: str
    label: str
    parts: list[str]
    counts: list[str]
    hrefs: list[str]
    total: str
    href: str


@dataclass(frozen=True)
class DetailLine:
    """A row of Lead Details."""

    id: str
    title: str
    company: str
    stage: str
    color: str
    status: str
    owner: str
    value: str
    created: str


@dataclass(frozen=True)
class PulseShown:
    """Everything of the page but its address."""

    figures: list[PulseFigure] = field(default_factory=list)
    period: str = ""
    year_name: str = ""
    unit: str = ""
    months: list[Bar] = field(default_factory=list)
    month_lines: list[MonthLine] = field(default_factory=list)
    months_note: str = ""
    compared: list[Bar] = field(default_factory=list)
    compared_now: str = ""
    compared_before: str = ""
    times: list[Bar] = field(default_factory=list)
    steps: list[StepLine] = field(default_factory=list)
    times_note: str = ""
    ages: list[AgeLine] = field(default_factory=list)
    funnel: list[Bar] = field(default_factory=list)
    forecast: list[Bar] = field(default_factory=list)
    forecast_rows: list[ForecastRow] = field(default_factory=list)
    forecast_note: str = ""
    groups: list[Bar] = field(default_factory=list)
    group_lines: list[GroupLine] = field(default_factory=list)
    groups_note: str = ""
    before_name: str = ""
    details: list[DetailLine] = field(default_factory=list)
    place: str = ""
    next_cursor: str = ""
    previous_cursor: str = ""
    currency: str = ""
    stages: list[Choice] = field(default_factory=list)
    organizations: list[Choice] = field(default_factory=list)
    people: list[Choice] = field(default_factory=list)
    years: list[Choice] = field(default_factory=list)
    chosen_year: str = ""


def pulse_shown(
    session: Session, actor: Actor, filters: PulseFilters, measure: str, by: str, page: int, *, now: datetime
) -> PulseShown:
    """Pulse in the reader's words.

    Args:
        measure: what the months show.
        by: what leads are told apart by.
        page: the number of the page of details.
    """
    found = pulse(session, actor, filters, now=now)
    return in_words(found, filters, measure, by, page, look_for(actor, now))


def in_words(found: Pulse, filters: PulseFilters, measure: str, by: str, page: int, look: Look) -> PulseShown:
    """What was found, in the reader's words."""
    say = look.say
    return PulseShown(
        figures=[*(_figure(one, found, look) for one in found.figures), _velocity(found, look)],
        period=days_words(found.days, look),
        year_name=_year_name(found.year, found.start_month),
        unit=_unit(Measure(measure), found, look),
        months=_months(found, filters, Measure(measure), look),
        month_lines=[_month_line(one, found, look) for one in found.months],
        months_note=_months_note(Measure(measure), found, look),
        compared=_compared(found, filters, look),
        compared_now=say("The last {count} days", count=filters.compared),
        compared_before=say("The {count} days before", count=filters.compared),
        times=_times(found, look),
        steps=_steps(found, look),
        times_note=_times_note(found, look),
        ages=_ages(found, filters, look),
        funnel=funnel_bars(found, filters, look),
        forecast=forecast_bars(found, filters, look),
        forecast_rows=forecast_rows(found, filters, look),
        forecast_note=forecast_note(found, look),
        groups=group_bars(found, By(by), filters, look),
        group_lines=group_lines(found, By(by), filters, look),
        groups_note=groups_note(found, By(by), look),
        before_name=days_words(found.before, look) if found.before else say("Before"),
        details=[_detail(row, look) for row in found.details.rows],
        place=_place(len(found.details.rows), page, look),
        next_cursor=found.details.next_cursor or "",
        previous_cursor=found.details.previous_cursor or "",
        currency=found.currency,
        stages=[Choice(str(one.id), one.name) for one in found.stages],
        organizations=(
            [Choice(str(one.id), one.name) for one in found.organizations] if len(found.organizations) > 1 else []
        ),
        people=[Choice(str(one.id), one.name) for one in found.people],
        years=[Choice(str(one), _year_name(one, found.start_month)) for one in found.years],
        chosen_year=str(found.year),
    )


def _figure(one: PeriodFigure, found: Pulse, look: Look) -> PulseFigure:
    kpi = one.kpi
    change, trend = _change(one, look)
    whole = look.round_number(one.value) if kpi.unit == Unit.MONEY and one.value is not None else None
    return PulseFigure(
        slug=kpi.slug,
        label=look.say(kpi.label, currency=found.currency),
        figure=whole or shown(one.value, kpi.unit, look, found.currency),
        formula=look.say(kpi.formula, currency=found.currency),
        change=change,
        against=look.say("on the days before") if change and trend != "flat" else "",
        trend=trend,
    )


def _change(one: PeriodFigure, look: Look) -> tuple[str, str]:
    if one.value is None or one.before is None:
        return "", "flat"
    difference = Decimal(str(one.value)) - Decimal(str(one.before))
    if difference == 0:
        return look.say("Same as before"), "flat"
    trend, sign = ("up", "+") if difference > 0 else ("down", MINUS)
    if one.kpi.unit == Unit.PERCENT:
        return look.say("{change} points", change=f"{sign}{look.number(abs(difference), 1)}"), trend
    amount = look.short_number(abs(difference)) if one.kpi.unit == Unit.MONEY else look.number(abs(difference))
    return f"{sign}{amount}", trend


def _velocity(found: Pulse, look: Look) -> PulseFigure:
    """From made to won; quicker is better, so it has no colour."""
    now, before = found.velocity, found.velocity_before
    return PulseFigure(
        slug="velocity",
        label=look.say("Average velocity"),
        figure=look.span(now.average),
        formula=look.say("The average time from created to won, of the leads won in these days.")
        + " "
        + look.count("{count} won lead.", "{count} won leads.", now.won),
        change=look.say("Before: {time}", time=look.span(before.average)) if before.average else "",
        against="",
        trend="flat",
    )


def _year_name(year: int, start_month: int) -> str:
    return str(year) if start_month == 1 else f"{year}/{(year + 1) % 100:02}"


def _unit(measure: Measure, found: Pulse, look: Look) -> str:
    return {
        Measure.LEADS: look.say("Number of leads"),
        Measure.REVENUE: look.say("Revenue, {currency}", currency=found.currency),
        Measure.HIT_RATE: look.say("Hit Rate, %"),
    }[measure]


def _months_note(measure: Measure, found: Pulse, look: Look) -> str:
    if measure == Measure.LEADS:
        return look.say("Leads by the month in which they were created, parked ones left out.")
    if measure == Measure.REVENUE:
        return look.say("The value of leads by the month in which they were won, at the rate of that day.")
    if found.hit_rate.formula == HIT_RATE_OF_CLOSED.formula:
        return look.say("Won leads out of the won and the closed ones, by the month in which they ended.")
    return look.say("Of the leads created in the month, those that are won by now; parked ones left out.")


def _months(found: Pulse, filters: PulseFilters, measure: Measure, look: Look) -> list[Bar]:
    values: list[Value] = [getattr(month, measure.value) for month in found.months]
    unit = {Measure.LEADS: Unit.COUNT, Measure.REVENUE: Unit.MONEY, Measure.HIT_RATE: Unit.PERCENT}[measure]
    parts = parts_of(values, FULL if measure == Measure.HIT_RATE else None)
    bars = []
    for month, value, part in zip(found.months, values, parts, strict=True):
        exact = shown(value, unit, look, found.currency)
        name = month_name(month.days.first, look)
        short = exact if value is None else look.short_number(value) if unit != Unit.PERCENT else look.number(value)
        bars.append(
            Bar(
                key=month.days.first.isoformat(),
                label=name.split("\u00a0")[0].rstrip("."),
                part=part,
                value=short,
                exact=f"{name}: {exact}",
                href=_month_href(month, measure, found, filters),
            )
        )
    return bars


def _month_href(month: MonthFigures, measure: Measure, found: Pulse, filters: PulseFilters) -> str:
    """Exactly the leads that the bar counts, or whose values it sums up."""
    value: Value = getattr(month, measure.value)
    if measure == Measure.REVENUE:
        asked = ended_in(month.days, Status.WON, only=Only.WITH_VALUE.value)
        return community_link(filters, **asked) if value else ""
    if measure == Measure.HIT_RATE and found.hit_rate.formula == HIT_RATE_OF_CLOSED.formula:
        return community_link(filters, **ended_in(month.days, Status.ENDED)) if value is not None else ""
    return community_link(filters, **made_in(month.days)) if month.leads else ""


def _month_line(month: MonthFigures, found: Pulse, look: Look) -> MonthLine:
    return MonthLine(
        month_name(month.days.first, look),
        shown(month.leads, Unit.COUNT, look, ""),
        look.money(Decimal(month.revenue), found.currency) if month.revenue is not None else DASH,
        shown(month.hit_rate, Unit.PERCENT, look, ""),
    )


def _compared(found: Pulse, filters: PulseFilters, look: Look) -> list[Bar]:
    most = float(max((max(row.leads, row.before) for row in found.by_stage), default=0) or 1)
    return [
        Bar(
            key=str(row.stage.id),
            label=row.stage.name,
            part=parts_of([row.leads], most)[0],
            value=look.number(row.leads),
            exact=look.count("{count} lead", "{count} leads", row.leads),
            href=community_link(filters, stage=str(row.stage.id), **made_in(found.compared)) if row.leads else "",
            other_part=parts_of([row.before], most)[0],
            other=look.number(row.before),
        )
        for row in found.by_stage
    ]


def _times(found: Pulse, look: Look) -> list[Bar]:
    known = [found.times.at.get(one.id) for one in found.stages]
    parts = parts_of([one.average.total_seconds() if one else 0 for one in known])
    return [
        Bar(
            key=str(stage.id),
            label=stage.name,
            part=part,
            value=look.span(time.average if time else None),
            exact=look.count("{count} move", "{count} moves", time.moves if time else 0),
        )
        for stage, time, part in zip(found.stages, known, parts, strict=True)
    ]


def _steps(found: Pulse, look: Look) -> list[StepLine]:
    """From every stage to each that leads went on to, in the order of the journey, Won last."""
    names = {one.id: one.name for one in found.stages}
    place = {one.id: one.position for one in found.stages}
    steps = sorted(
        found.times.between.items(), key=lambda step: (place[step[0][0]], place[step[0][1]] if step[0][1] else 10**6)
    )
    return [
        StepLine(
            f"{names[left]} → {names[come_to] if come_to else look.say('Won')}",
            look.span(time.average),
            look.number(time.moves),
        )
        for (left, come_to), time in steps
    ]


def _times_note(found: Pulse, look: Look) -> str:
    """How many moves the times are taken from."""
    if found.times.is_all:
        return look.count("From {count} move.", "From {count} moves.", found.times.moves)
    return look.say("From the latest {count} moves.", count=look.number(found.times.moves))


def _ages(found: Pulse, filters: PulseFilters, look: Look) -> list[AgeLine]:
    most = float(max((sum(row.counts) for row in found.ages), default=0) or 1)
    return [
        AgeLine(
            key=str(row.stage.id),
            label=row.stage.name,
            parts=parts_of(row.counts, most),
            counts=[look.number(count) for count in row.counts],
            hrefs=[
                community_link(filters, **_standing_at(row.stage.id), **_entered(found.today, place)) if count else ""
                for place, count in enumerate(row.counts)
            ],
            total=look.number(sum(row.counts)),
            href=community_link(filters, **_standing_at(row.stage.id)) if sum(row.counts) else "",
        )
        for row in found.ages
    ]


def _standing_at(stage_id: UUID) -> dict[str, str]:
    return {"stage": str(stage_id), "status": Status.ONGOING.value}


def _entered(today: date, place: int) -> dict[str, str]:
    """On which days leads of an age band came to their stage."""
    first_age = AGES[place - 1] + 1 if place else 0
    bounds = {"entered_to": today - timedelta(days=first_age)}
    if place < len(AGES):
        bounds["entered_from"] = today - timedelta(days=AGES[place])
    return {name: day.isoformat() for name, day in bounds.items()}


def _detail(row: CommunityRow, look: Look) -> DetailLine:
    return DetailLine(
        id=str(row.id),
        title=row.title,
        company=row.company,
        stage=row.stage,
        color=row.stage_color,
        status=row.sub_stage.value,
        owner=row.owner or row.creator,
        value=look.money(row.value, row.currency),
        created=look.date(row.created_at),
    )


def _place(count: int, page: int, look: Look) -> str:
    first = (page - 1) * DETAILS + 1
    return look.say("{first}–{last}", first=look.number(first), last=look.number(first + count - 1)) if count else ""

"""Pulse as the screen shows it: every figure, date and word already in the reader's language.

What is made here is the same for everybody of an audience, so that it is made once for all their open pages.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from sqlmodel import Session

from leadx_app.domain.metrics.kpis import HIT_RATE_OF_CLOSED, Unit
from leadx_app.domain.metrics.periods import Days
from leadx_app.domain.permissions import Actor
from leadx_app.queries.community import CommunityRow
from leadx_app.queries.figures import Value
from leadx_app.queries.lead_filters import Status
from leadx_app.queries.pulse import DETAILS, MonthFigures, PeriodFigure, Pulse, PulseFilters, pulse
from leadx_app.state.format import DASH, MINUS, Look
from leadx_app.state.pipeline_lines import Choice
from leadx_app.state.pulse_address import Measure, PulseAddress

FULL = 100


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
    """Open leads of a stage by age: the parts of the stack in percent, and the counts."""

    key: str
    label: str
    parts: list[str]
    counts: list[str]
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


@dataclass(frozen=True)
class PulseView:
    """What an open page of Pulse looks at: of an audience, whoever looks at the same is shown the same."""

    at: PulseAddress

    @property
    def question(self) -> tuple[Callable[..., PulseShown], tuple[Hashable, ...]]:
        """What the page reads."""
        return pulse_shown, (self.at.filters(), self.at.measure, self.at.page)

    def values(self, shown: PulseShown) -> dict[str, Any]:
        """The vars of the page."""
        return {
            **{one.name: getattr(shown, one.name) for one in fields(shown)},
            "previous_cursor": shown.previous_cursor if self.at.page > 1 else "",
            "query": self.at.query(),
            "is_loaded": True,
        }


def pulse_shown(
    session: Session, actor: Actor, filters: PulseFilters, measure: str, page: int, *, now: datetime
) -> PulseShown:
    """Pulse in the reader's words; `measure` is what the months show, `page` the number of the page of details."""
    found = pulse(session, actor, filters, now=now)
    look = Look(actor.language, actor.time_zone, now)
    say = look.say
    return PulseShown(
        figures=[*(_figure(one, found, look) for one in found.figures), _velocity(found, look)],
        period=_period(found.days, look),
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


def community_link(filters: PulseFilters, **more: str) -> str:
    """Community with exactly these leads; `more` are further filters of its address."""
    whose = {"organization": filters.organization_id, "person": filters.person_id}
    asked = {name: str(value) for name, value in whose.items() if value is not None}
    return f"/community?{urlencode({**asked, **more})}"


def _made(days: Days) -> dict[str, str]:
    return {"made_from": days.first.isoformat(), "made_to": days.last.isoformat(), "status": Status.COUNTED.value}


def _parts(values: Sequence[Value], most: float | None = None) -> list[str]:
    """How much of the track each value fills; what is not nothing can be seen."""
    known = [float(value or 0) for value in values]
    top = most or max(known, default=0) or 1
    return [f"{max(FULL * value / top, 1.5 if value else 0):.1f}%" for value in known]


def _shown(value: Value, unit: Unit, look: Look, currency: str) -> str:
    if value is None:
        return DASH
    if unit == Unit.PERCENT:
        return look.percent(float(value))
    return look.round_money(Decimal(value), currency) if unit == Unit.MONEY else look.number(value)


def _figure(one: PeriodFigure, found: Pulse, look: Look) -> PulseFigure:
    kpi = one.kpi
    change, trend = _change(one, look)
    shown = look.round_number(one.value) if kpi.unit == Unit.MONEY and one.value is not None else None
    return PulseFigure(
        slug=kpi.slug,
        label=look.say(kpi.label, currency=found.currency),
        figure=shown or _shown(one.value, kpi.unit, look, found.currency),
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


def _period(days: Days | None, look: Look) -> str:
    if days is None:
        return look.say("All time")
    return f"{look.date(days.first)} – {look.date(days.last)}"


def _year_name(year: int, start_month: int) -> str:
    return str(year) if start_month == 1 else f"{year}/{(year + 1) % 100:02}"


def _month_name(first: date, look: Look) -> str:
    """ "Mar 26": the name of the month and its year."""
    return look.date(first).split("\u00a0", 1)[1]


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
    parts = _parts(values, FULL if measure == Measure.HIT_RATE else None)
    of_made = measure == Measure.LEADS or (
        measure == Measure.HIT_RATE and found.hit_rate.formula != HIT_RATE_OF_CLOSED.formula
    )
    bars = []
    for month, value, part in zip(found.months, values, parts, strict=True):
        exact = _shown(value, unit, look, found.currency)
        name = _month_name(month.days.first, look)
        short = exact if value is None else look.short_number(value) if unit != Unit.PERCENT else look.number(value)
        bars.append(
            Bar(
                key=month.days.first.isoformat(),
                label=name.split("\u00a0")[0].rstrip("."),
                part=part,
                value=short,
                exact=f"{name}: {exact}",
                href=community_link(filters, **_made(month.days)) if of_made and month.leads else "",
            )
        )
    return bars


def _month_line(month: MonthFigures, found: Pulse, look: Look) -> MonthLine:
    return MonthLine(
        _month_name(month.days.first, look),
        _shown(month.leads, Unit.COUNT, look, ""),
        look.money(Decimal(month.revenue), found.currency) if month.revenue is not None else DASH,
        _shown(month.hit_rate, Unit.PERCENT, look, ""),
    )


def _compared(found: Pulse, filters: PulseFilters, look: Look) -> list[Bar]:
    most = float(max((max(row.leads, row.before) for row in found.by_stage), default=0) or 1)
    return [
        Bar(
            key=str(row.stage.id),
            label=row.stage.name,
            part=_parts([row.leads], most)[0],
            value=look.number(row.leads),
            exact=look.count("{count} lead", "{count} leads", row.leads),
            href=community_link(filters, stage=str(row.stage.id), **_made(found.compared)) if row.leads else "",
            other_part=_parts([row.before], most)[0],
            other=look.number(row.before),
        )
        for row in found.by_stage
    ]


def _times(found: Pulse, look: Look) -> list[Bar]:
    known = [found.times.at.get(one.id) for one in found.stages]
    parts = _parts([one.average.total_seconds() if one else 0 for one in known])
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
            parts=_parts(row.counts, most),
            counts=[look.number(count) for count in row.counts],
            total=look.number(sum(row.counts)),
            href=community_link(filters, stage=str(row.stage.id), status=Status.ONGOING.value)
            if sum(row.counts)
            else "",
        )
        for row in found.ages
    ]


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

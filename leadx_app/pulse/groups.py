"""Pulse's funnel, forecast and groups in the reader's words."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from leadx_app.domain.metrics.kpis import HIT_RATE_OF_CLOSED, Unit
from leadx_app.format import DASH, Look
from leadx_app.pulse.bars import Bar, community_link, ended_in, made_in, month_name, parts_of, shown
from leadx_app.queries.figures import Value
from leadx_app.queries.lead_filters import Status
from leadx_app.queries.pulse import Pulse
from leadx_app.queries.pulse_filters import PulseFilters
from leadx_app.queries.pulse_groups import By, Closing, ForecastLine, Group

WITHOUT = "none"
"""In an address: leads without any."""


@dataclass(frozen=True)
class ForecastRow:
    """A row of the table behind the forecast."""

    key: str
    label: str
    leads: str
    value: str
    weighted: str
    href: str


@dataclass(frozen=True)
class GroupLine:
    """A row of the table behind leads by source and the like; links only where there is anything."""

    key: str
    label: str
    leads: str
    before: str
    won: str
    revenue: str
    percent: str
    href: str
    won_href: str


def funnel_bars(found: Pulse, filters: PulseFilters, look: Look) -> list[Bar]:
    """A bar per stage, and of what was won: `other` is the part of those that came as far as the step before."""
    parts = parts_of([step.leads for step in found.funnel])
    bars = []
    for step, part in zip(found.funnel, parts, strict=True):
        label = step.stage.name if step.stage else look.say("Won")
        counted = look.count("{count} lead", "{count} leads", step.leads)
        before = look.say("before: {count}", count=look.number(step.before))
        asked = {"status": Status.COUNTED.value, "reached": str(step.stage.id)} if step.stage else {}
        asked = {**(made_in(found.days) if found.days else {}), **asked}
        asked |= {} if step.stage else {"status": Status.WON.value}
        bars.append(
            Bar(
                key=str(step.stage.id) if step.stage else "won",
                label=label,
                part=part,
                value=look.number(step.leads),
                exact=f"{label}: {counted}" + (f" ({before})" if found.before else ""),
                href=community_link(filters, **asked) if step.leads else "",
                other=look.percent(step.percent) if step.percent is not None else "",
                other_part=look.number(step.before) if found.before else DASH,
            )
        )
    return bars


def forecast_bars(found: Pulse, filters: PulseFilters, look: Look) -> list[Bar]:
    """Per month the weighted value, and for comparison the whole value behind it."""
    whole = parts_of([line.value for line in found.forecast])
    most = max((float(line.value or 0) for line in found.forecast), default=0) or None
    weighted = parts_of([line.weighted for line in found.forecast], most)
    return [
        Bar(
            key=f"{line.closing.value} {line.month}",
            label=_closing_words(line, look),
            part=part,
            value=_short(line.weighted, look),
            exact=_closing_words(line, look),
            href=community_link(filters, **_closing_asked(line)) if line.leads else "",
            other_part=behind,
            other=_short(line.value, look),
        )
        for line, part, behind in zip(found.forecast, weighted, whole, strict=True)
    ]


def forecast_rows(found: Pulse, filters: PulseFilters, look: Look) -> list[ForecastRow]:
    """The table of the same, exact to the cent."""
    return [
        ForecastRow(
            key=f"{line.closing.value} {line.month}",
            label=_closing_words(line, look),
            leads=look.number(line.leads),
            value=_money(line.value, found, look),
            weighted=_money(line.weighted, found, look),
            href=community_link(filters, **_closing_asked(line)) if line.leads else "",
        )
        for line in found.forecast
    ]


def forecast_note(found: Pulse, look: Look) -> str:
    """How it is counted, and what all of it comes to."""
    lines = [line.weighted for line in found.forecast]
    known = [Decimal(value) for value in lines if value is not None]
    total = look.round_money(sum(known, Decimal(0)), found.currency) if len(known) == len(lines) else DASH
    counted = look.say(
        "Open leads by the month in which they are expected to close: their value, and the same weighted by how likely "
        "their stage is to be won. All weighted: {total}.",
        total=total,
    )
    return counted


def group_bars(found: Pulse, by: By, filters: PulseFilters, look: Look) -> list[Bar]:
    """Leads of each group in the period, beside those of the one before."""
    lines = found.groups[by]
    most = float(max((max(one.leads, one.before) for one in lines), default=0) or 1)
    return [
        Bar(
            key=str(one.id),
            label=_group_name(one, by, look),
            part=parts_of([one.leads], most)[0],
            value=look.number(one.leads),
            exact=look.count("{count} lead", "{count} leads", one.leads),
            href=_group_href(one, by, found, filters),
            other_part=parts_of([one.before], most)[0],
            other=look.number(one.before) if found.before else DASH,
        )
        for one in lines
    ]


def group_lines(found: Pulse, by: By, filters: PulseFilters, look: Look) -> list[GroupLine]:
    """The table of the same, with what was won and how often."""
    return [
        GroupLine(
            key=str(one.id),
            label=_group_name(one, by, look),
            leads=look.number(one.leads),
            before=look.number(one.before) if found.before else DASH,
            won=DASH if by == By.LOST_REASON else look.number(one.won),
            revenue=_money(one.revenue, found, look),
            percent=shown(one.percent, Unit.PERCENT, look, ""),
            href=_group_href(one, by, found, filters),
            won_href=_won_href(one, by, found, filters),
        )
        for one in found.groups[by]
    ]


def groups_note(found: Pulse, by: By, look: Look) -> str:
    """How it is counted."""
    if by == By.LOST_REASON:
        return look.say(
            "Leads that were closed in the chosen days, by the reason given: what they were worth, and their part of "
            "all closed ones."
        )
    if found.hit_rate.formula == HIT_RATE_OF_CLOSED.formula:
        counted = look.say(
            "Leads created in the chosen days, leads won in them and their value; hit rate: won out of won and closed "
            "ones. Parked ones left out."
        )
    else:
        counted = look.say(
            "Leads created in the chosen days, leads won in them and their value; hit rate: of the created ones, those "
            "won by now. Parked ones left out."
        )
    shared = look.say("A lead counts for its creator and for its owner.") if by == By.PERSON else ""
    return f"{counted} {shared}".strip()


def _group_name(one: Group, by: By, look: Look) -> str:
    if one.id is not None:
        return one.name
    return {
        By.SOURCE: look.say("Without a source"),
        By.CATEGORY: look.say("Without a category"),
        By.LOST_REASON: look.say("Without a reason"),
    }[by]


def _group_href(one: Group, by: By, found: Pulse, filters: PulseFilters) -> str:
    if not one.leads:
        return ""
    if by == By.LOST_REASON:
        ended = ended_in(found.days, Status.CLOSED) if found.days else {"status": Status.CLOSED.value}
        return community_link(filters, **ended | _group_asked(one, by))
    made = made_in(found.days) if found.days else {"status": Status.COUNTED.value}
    return community_link(filters, **made | _group_asked(one, by))


def _won_href(one: Group, by: By, found: Pulse, filters: PulseFilters) -> str:
    if not one.won:
        return ""
    ended = ended_in(found.days, Status.WON) if found.days else {"status": Status.WON.value}
    return community_link(filters, **ended | _group_asked(one, by))


def _group_asked(one: Group, by: By) -> dict[str, str]:
    return {by.value: str(one.id) if one.id else WITHOUT}


def _closing_words(line: ForecastLine, look: Look) -> str:
    if line.closing == Closing.OVERDUE:
        return look.say("Earlier")
    if line.closing == Closing.NO_DATE or line.month is None:
        return look.say("No date")
    return look.say("Later") if line.closing == Closing.LATER else month_name(line.month, look)


def _closing_asked(line: ForecastLine) -> dict[str, str]:
    """Exactly the open leads of the line."""
    asked = {"status": Status.ONGOING.value}
    if line.closing == Closing.NO_DATE or line.month is None:
        return asked | {"undated": "yes"}
    if line.closing == Closing.OVERDUE:
        return asked | {"closing_to": (line.month - timedelta(days=1)).isoformat()}
    asked["closing_from"] = line.month.isoformat()
    if line.closing == Closing.MONTH:
        following = (line.month + timedelta(days=31)).replace(day=1)
        asked["closing_to"] = (following - timedelta(days=1)).isoformat()
    return asked


def _short(value: Value, look: Look) -> str:
    return DASH if value is None else look.short_number(value)


def _money(value: Value, found: Pulse, look: Look) -> str:
    return DASH if value is None else look.money(Decimal(value), found.currency)

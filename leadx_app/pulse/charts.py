"""Each chart of Pulse as a table of figures and as a drawing with axis and legend, for files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from leadx_app.adapters.drawing import (
    ACCENT,
    BANDS,
    HAIR,
    QUIET,
    STRONG_LINE,
    Align,
    Box,
    Drawing,
    Line,
    Shape,
    Weight,
    Words,
    shortened,
    width_of,
)
from leadx_app.adapters.sheets import Cell
from leadx_app.format import DASH, Look
from leadx_app.pulse.bars import FULL, Bar
from leadx_app.pulse.lines import Measure, PulseShown
from leadx_app.queries.pulse import Pulse
from leadx_app.queries.pulse_groups import By


class ChartName(StrEnum):
    """The charts that can be taken out."""

    MONTHS = "months"
    STAGES = "stages"
    FUNNEL = "funnel"
    FORECAST = "forecast"
    GROUPS = "groups"
    TIMES = "times"
    AGES = "ages"


class Kind(StrEnum):
    """What a column of figures holds."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class ChartColumn:
    """A column with its label in the reader's language."""

    label: str
    kind: Kind = Kind.COUNT


@dataclass(frozen=True, slots=True)
class Drawn:
    """A bar of the drawing: its parts of the whole axis, how each is filled, and the words at its end."""

    label: str
    lengths: Sequence[float]
    words: str
    is_stack: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart in the reader's words.

    Attributes:
        note: how it is counted; unit: of the axis, which ends at `top`.
        legend: what the fillings mean; none where there is one only.
    """

    title: str
    note: str
    unit: str
    top: str
    legend: Sequence[str]
    bars: Sequence[Drawn]
    columns: Sequence[ChartColumn]
    rows: Sequence[Sequence[Cell]]


def chart_of(name: ChartName, found: Pulse, shown: PulseShown, measure: str, by: str, look: Look) -> Chart:
    """The chart as the page shows it."""
    if name == ChartName.MONTHS:
        return _months(found, shown, Measure(measure), look)
    if name == ChartName.GROUPS:
        return _groups(found, shown, By(by), look)
    return _CHARTS[name](found, shown, look)


def text_of(cell: Cell, kind: Kind, look: Look, currency: str) -> str:
    """A cell as people read it."""
    if cell is None:
        return DASH
    if kind == Kind.MONEY and isinstance(cell, Decimal):
        return look.money(cell, currency)
    if kind == Kind.PERCENT and isinstance(cell, Decimal):
        return look.percent(float(cell))
    if isinstance(cell, int | Decimal):
        return look.number(cell, 1 if kind == Kind.HOURS else 0)
    return str(cell)


# Geometry, in points.
LABEL, END, BAR, GAP, SMALL = 120, 96, 11, 9, 8


def drawn(chart: Chart, width: float, *, titled: bool) -> Drawing:
    """Lying bars on an axis that begins at nothing, with unit and legend; `titled` for a picture by itself."""
    margin = 16 if titled else 0
    left, right = margin + LABEL, width - margin - END
    shapes: list[Shape] = []
    top = float(margin)
    if titled:
        title = shortened(chart.title, width - 2 * margin, 14, Weight.STRONG)
        shapes.append(Words(margin, top + 14, title, 14, weight=Weight.STRONG))
        top += 26
    top = _legend(shapes, chart.legend, margin, top)
    shapes.append(Words(left, top + SMALL, chart.unit, SMALL, QUIET))
    top += 16
    begin = top
    for bar in chart.bars:
        top = _bar(shapes, bar, margin, left, right, top)
    shapes += [Line(left, begin - 2, left, top, STRONG_LINE), Line(right, begin - 2, right, top, HAIR)]
    shapes += [
        Line(left, top, right, top, STRONG_LINE),
        Words(left, top + 11, "0", SMALL, QUIET, align=Align.MIDDLE),
        Words(right, top + 11, chart.top, SMALL, QUIET, align=Align.MIDDLE),
    ]
    return Drawing(width, top + 16 + margin, shapes)


def _legend(shapes: list[Shape], legend: Sequence[str], left: float, top: float) -> float:
    place = left
    for number, words in enumerate(legend):
        shapes.append(Box(place, top, 8, 8, *_fill(number, len(legend))))
        shapes.append(Words(place + 12, top + 8, words, SMALL, QUIET))
        place += 28 + width_of(words, SMALL)
    return top + 16 if legend else top


def _bar(shapes: list[Shape], bar: Drawn, margin: float, left: float, right: float, top: float) -> float:
    room = right - left
    lines = 1 if bar.is_stack else len(bar.lengths)
    thick = BAR if lines == 1 else BAR - 3
    middle = top + lines * thick / 2 + 3
    shapes.append(Words(margin, middle, shortened(bar.label, LABEL - 8, 9), 9))
    place = left
    for number, part in enumerate(bar.lengths):
        fill = _fill(number, len(bar.lengths) if bar.is_stack else 2)
        long = room * part
        if bar.is_stack:
            shapes.append(Box(place, top, long, thick, *fill))
            place += long
        else:
            shapes.append(Box(left, top + number * thick, long, thick - 1, *fill))
    shapes.append(Words(right + 8, middle, shortened(bar.words, END - 8, 9), 9))
    return top + lines * thick + GAP


def _fill(number: int, count: int) -> tuple[str, bool]:
    """The colour, and whether it is hatched: the second of two is."""
    if count > 2:
        return BANDS[number % len(BANDS)], number % 2 == 1
    return (STRONG_LINE, True) if number else (ACCENT, False)


def _long(part: str) -> float:
    """ "43.0%" as a part of the axis."""
    return float(part[:-1]) / FULL if part.endswith("%") else 0.0


def _single(bars: Sequence[Bar]) -> list[Drawn]:
    return [Drawn(bar.label, (_long(bar.part),), bar.value) for bar in bars]


def _pairs(bars: Sequence[Bar]) -> list[Drawn]:
    return [Drawn(bar.label, (_long(bar.part), _long(bar.other_part)), f"{bar.value} / {bar.other}") for bar in bars]


def _top(values: Sequence[float | int | Decimal | None], look: Look) -> str:
    return look.short_number(max((value for value in values if value is not None), default=0) or 1)


def _decimal(value: float | int | Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _months(found: Pulse, shown: PulseShown, measure: Measure, look: Look) -> Chart:
    values = [getattr(month, measure.value) for month in found.months]
    return Chart(
        title=look.say("Per month, {year}", year=shown.year_name),
        note=shown.months_note,
        unit=shown.unit,
        top=look.percent(FULL) if measure == Measure.HIT_RATE else _top(values, look),
        legend=(),
        bars=_single(shown.months),
        columns=[
            ChartColumn(look.say("Month"), Kind.TEXT),
            ChartColumn(look.say("Leads")),
            ChartColumn(look.say("Revenue, {currency}", currency=found.currency), Kind.MONEY),
            ChartColumn(look.say("Hit Rate, %"), Kind.PERCENT),
        ],
        rows=[
            (line.label, month.leads, _decimal(month.revenue), _decimal(month.hit_rate))
            for month, line in zip(found.months, shown.month_lines, strict=True)
        ],
    )


def _stages(found: Pulse, shown: PulseShown, look: Look) -> Chart:
    return Chart(
        title=look.say("Leads per stage"),
        note=look.say("Leads created in these days, by the stage where they stand now; parked ones left out."),
        unit=look.say("Number of leads"),
        top=_top([max(one.leads, one.before) for one in found.by_stage], look),
        legend=(shown.compared_now, shown.compared_before),
        bars=_pairs(shown.compared),
        columns=[
            ChartColumn(look.say("Stage"), Kind.TEXT),
            ChartColumn(shown.compared_now),
            ChartColumn(shown.compared_before),
        ],
        rows=[(one.stage.name, one.leads, one.before) for one in found.by_stage],
    )


def _funnel(found: Pulse, shown: PulseShown, look: Look) -> Chart:
    return Chart(
        title=look.say("Funnel"),
        note=look.say(
            "Leads created in the chosen days that came as far as each stage: they stand there or behind it, or are "
            "won. Parked ones left out."
        ),
        unit=look.say("Number of leads"),
        top=_top([step.leads for step in found.funnel], look),
        legend=(),
        bars=[
            Drawn(bar.label, (_long(bar.part),), f"{bar.value} ({bar.other})" if bar.other else bar.value)
            for bar in shown.funnel
        ],
        columns=[
            ChartColumn(look.say("Stage"), Kind.TEXT),
            ChartColumn(look.say("Leads")),
            ChartColumn(look.say("Of the step before"), Kind.PERCENT),
            ChartColumn(shown.before_name),
        ],
        rows=[
            (bar.label, step.leads, _decimal(step.percent), step.before if found.before else None)
            for step, bar in zip(found.funnel, shown.funnel, strict=True)
        ],
    )


def _forecast(found: Pulse, shown: PulseShown, look: Look) -> Chart:
    unit = look.say("Value, {currency}", currency=found.currency)
    return Chart(
        title=look.say("Weighted forecast"),
        note=shown.forecast_note,
        unit=unit,
        top=_top([line.value for line in found.forecast], look),
        legend=(look.say("Weighted"), look.say("All of it")),
        bars=_pairs(shown.forecast),
        columns=[
            ChartColumn(look.say("Month"), Kind.TEXT),
            ChartColumn(look.say("Leads")),
            ChartColumn(unit, Kind.MONEY),
            ChartColumn(look.say("Weighted"), Kind.MONEY),
        ],
        rows=[
            (bar.label, line.leads, _decimal(line.value), _decimal(line.weighted))
            for line, bar in zip(found.forecast, shown.forecast, strict=True)
        ],
    )


def _groups(found: Pulse, shown: PulseShown, by: By, look: Look) -> Chart:
    is_lost = by == By.LOST_REASON
    lines = found.groups[by]
    worth = "Value, {currency}" if is_lost else "Revenue, {currency}"
    return Chart(
        title=f"{look.say('Where leads come from and go')}: {look.say(_BY[by])}",
        note=shown.groups_note,
        unit=look.say("Number of closed leads" if is_lost else "Number of leads"),
        top=_top([max(one.leads, one.before) for one in lines], look),
        legend=(shown.period, shown.before_name),
        bars=_pairs(shown.groups),
        columns=[
            ChartColumn(look.say(_BY[by]), Kind.TEXT),
            ChartColumn(look.say("Closed leads" if is_lost else "Leads")),
            ChartColumn(shown.before_name),
            ChartColumn(look.say("Won")),
            ChartColumn(look.say(worth, currency=found.currency), Kind.MONEY),
            ChartColumn(look.say("Part of all" if is_lost else "Hit Rate, %"), Kind.PERCENT),
        ],
        rows=[
            (
                line.label,
                one.leads,
                one.before if found.before else None,
                None if is_lost else one.won,
                _decimal(one.revenue),
                _decimal(one.percent),
            )
            for one, line in zip(lines, shown.group_lines, strict=True)
        ],
    )


def _times(found: Pulse, shown: PulseShown, look: Look) -> Chart:
    known = [found.times.at.get(one.id) for one in found.stages]
    names = {one.id: one.name for one in found.stages}
    longest = max((one.average for one in known if one), default=None)
    note = look.say("How long leads were open at a stage before they went on or were won; parked time does not count.")
    return Chart(
        title=look.say("Average time between stages"),
        note=f"{note} {shown.times_note}",
        unit=look.say("Days (d) and hours (h) at the stage"),
        top=look.span(longest),
        legend=(),
        bars=_single(shown.times),
        columns=[
            ChartColumn(look.say("From and to"), Kind.TEXT),
            ChartColumn(look.say("Average time, hours"), Kind.HOURS),
            ChartColumn(look.say("Moves")),
        ],
        rows=[
            (
                f"{names[left]} – {names[to] if to else look.say('Won')}",
                Decimal(str(round(time.average.total_seconds() / 3600, 1))),
                time.moves,
            )
            for (left, to), time in found.times.between.items()
        ],
    )


def _ages(found: Pulse, shown: PulseShown, look: Look) -> Chart:
    bands = [look.say("0–7 d"), look.say("8–30 d"), look.say("31–90 d"), look.say("90+ d")]
    return Chart(
        title=look.say("Aging of open leads"),
        note=look.say("Open leads by the whole days since they came to their stage, as they stand now."),
        unit=look.say("Number of leads"),
        top=_top([sum(row.counts) for row in found.ages], look),
        legend=bands,
        bars=[
            Drawn(line.label, [_long(part) for part in line.parts], line.total, is_stack=True) for line in shown.ages
        ],
        columns=[ChartColumn(look.say("Stage"), Kind.TEXT), *(ChartColumn(band) for band in bands)],
        rows=[(row.stage.name, *row.counts) for row in found.ages],
    )


_BY = {
    By.SOURCE: "Source",
    By.CATEGORY: "Category",
    By.LOST_REASON: "Lost reason",
    By.PERSON: "Person",
    By.ORGANIZATION: "Organization",
}
_CHARTS: dict[ChartName, Callable[[Pulse, PulseShown, Look], Chart]] = {
    ChartName.STAGES: _stages,
    ChartName.FUNNEL: _funnel,
    ChartName.FORECAST: _forecast,
    ChartName.TIMES: _times,
    ChartName.AGES: _ages,
}

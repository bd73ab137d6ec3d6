"""Charts of Pulse as CSV and PNG, and the whole page as PDF."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import IO

from sqlmodel import Session

from leadx_app.adapters.drawing import write_png
from leadx_app.adapters.pdf import (
    WIDTH,
    Document,
    Figure,
    Figures,
    Heading,
    Part,
    Picture,
    Plain,
    Table,
    TableColumn,
    write_pdf,
)
from leadx_app.adapters.sheets import Cell, Column, Reader, write_csv
from leadx_app.domain.permissions import Actor
from leadx_app.exports import Format
from leadx_app.format import Look, look_for
from leadx_app.logo import logo_of
from leadx_app.pulse.charts import Chart, ChartName, Kind, chart_of, drawn, text_of
from leadx_app.pulse.lines import PulseShown, in_words
from leadx_app.queries.pulse import Pulse, pulse
from leadx_app.queries.pulse_filters import PulseFilters

PICTURE = 720
"""How wide a picture is, in points."""


def write_chart(
    session: Session,
    actor: Actor,
    file: IO[bytes],
    name: ChartName,
    file_format: Format,
    filters: PulseFilters,
    measure: str,
    by: str,
    *,
    now: datetime,
) -> int:
    """Write a chart as CSV or PNG; returns how many rows it has. Raises as `pulse`."""
    found, shown, look = _read(session, actor, filters, measure, by, now)
    chart = chart_of(name, found, shown, measure, by, look)
    if file_format == Format.PNG:
        write_png(drawn(chart, PICTURE, titled=True), file)
    else:
        columns = [Column(one.label, _cell_at(place)) for place, one in enumerate(chart.columns)]
        write_csv(file, columns, [chart.rows], Reader(actor.language, actor.time_zone, actor.date_format))
    return len(chart.rows)


def write_page(
    session: Session, actor: Actor, file: IO[bytes], filters: PulseFilters, measure: str, by: str, *, now: datetime
) -> int:
    """Write the whole page as PDF; returns how many leads its details have. Raises as `pulse`."""
    found, shown, look = _read(session, actor, filters, measure, by, now)
    document = _document(found, shown, measure, by, look, actor.language)
    write_pdf(file, replace(document, logo=logo_of(session, actor)))
    return len(shown.details)


def _read(
    session: Session, actor: Actor, filters: PulseFilters, measure: str, by: str, now: datetime
) -> tuple[Pulse, PulseShown, Look]:
    found = pulse(session, actor, filters, now=now)
    look = look_for(actor, now)
    return found, in_words(found, filters, measure, by, 1, look), look


def _cell_at(place: int) -> Callable[[Sequence[Cell], Reader], Cell]:
    def cell(row: Sequence[Cell], reader: Reader) -> Cell:
        return row[place]

    return cell


def _document(found: Pulse, shown: PulseShown, measure: str, by: str, look: Look, language: str) -> Document:
    parts: list[Part] = [
        Figures([Figure(one.label, one.figure, f"{one.change} {one.against}".strip()) for one in shown.figures])
    ]
    parts += [Plain(f"{one.label}: {one.formula}") for one in shown.figures]
    for name in ChartName:
        parts += _chart_parts(chart_of(name, found, shown, measure, by, look), look, found.currency)
    parts += _details(shown, look)
    whose = [_named(found), shown.period, look.say("Made {moment}", moment=look.moment(look.now))]
    return Document(look.say("Pulse"), " · ".join(whose), parts, language)


def _named(found: Pulse) -> str:
    """Whose figures they are."""
    return ", ".join(one.name for one in found.asked[:3]) + (" …" if len(found.asked) > 3 else "")


def _chart_parts(chart: Chart, look: Look, currency: str) -> list[Part]:
    columns = [
        TableColumn(one.label, 2 if one.kind == Kind.TEXT else 1, one.kind != Kind.TEXT) for one in chart.columns
    ]
    rows = [
        [text_of(cell, column.kind, look, currency) for cell, column in zip(row, chart.columns, strict=True)]
        for row in chart.rows
    ]
    return [
        Heading(chart.title),
        Plain(chart.note),
        Picture(drawn(chart, WIDTH, titled=False)),
        Table(columns, rows),
    ]


def _details(shown: PulseShown, look: Look) -> list[Part]:
    columns = [
        TableColumn(look.say("Lead title"), 3),
        TableColumn(look.say("Company name"), 2),
        TableColumn(look.say("Stage"), 1.2),
        TableColumn(look.say("Owner"), 1.6),
        TableColumn(look.say("Lead value"), 1.4, is_number=True),
        TableColumn(look.say("Created"), 1.3, is_number=True),
    ]
    rows = [[one.title, one.company, one.stage, one.owner, one.value, one.created] for one in shown.details]
    note = look.say("The latest {count} leads created in the chosen days; parked ones left out.", count=len(rows))
    return [Heading(look.say("Lead Details")), Plain(note), Table(columns, rows)]

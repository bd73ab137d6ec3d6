"""Rows as a file for spreadsheets: CSV and Excel, written while they are read, in the reader's language and format."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any
from zoneinfo import ZoneInfo

from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.workbook import Workbook

from leadx_app import i18n
from leadx_app.domain.sheets import guarded
from leadx_app.format import day_in_figures, figures_of
from leadx_app.models import DateFormat

Cell = str | int | Decimal | date | datetime | None
"""Text, a number, an amount, a day, a moment, or nothing."""

EXCEL_BEGINS = date(1900, 3, 1)
"""Before it, the spreadsheet's days are not the calendar's."""
IN_EXCEL = {
    DateFormat.DOTS: "dd.mm.yyyy",
    DateFormat.ISO: "yyyy-mm-dd",
    DateFormat.SLASHES: r"dd\/mm\/yyyy",
    DateFormat.MONTH_FIRST: r"mm\/dd\/yyyy",
}
"""A bare slash would become whatever the reader's own spreadsheet separates days by."""
LONGEST_TEXT = 32_767
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the file: language ("en" or "nb"), time zone, and how their organization writes days."""

    language: str
    time_zone: str
    date_format: DateFormat = DateFormat.WORDS

    @property
    def figures(self) -> DateFormat:
        """How days stand in the file."""
        return figures_of(self.language, self.date_format)

    def say(self, text: str) -> str:
        """A text in the reader's language; "" stays ""."""
        return i18n.say(self.language, text) if text else ""

    def local(self, moment: datetime) -> datetime:
        """The moment by the reader's clock, without a zone, as spreadsheets know time."""
        try:
            return moment.astimezone(ZoneInfo(self.time_zone)).replace(tzinfo=None)
        except OverflowError:  # The last hours of the year 9999 are elsewhere in a year that there is not.
            return moment.replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its English label, what it shows of a row, and how many letters wide it is in Excel."""

    label: str
    cell: Callable[[Any, Reader], Cell]
    width: int = 16


def write_csv(file: IO[bytes], columns: Sequence[Column], pages: Iterable[Sequence[Any]], reader: Reader) -> int:
    """Write the rows under a header; returns how many there were.

    As Excel wants it: UTF-8 with a byte order mark, semicolons where the language has a decimal comma.
    """
    file.write(_lines([[reader.say(column.label) for column in columns]], reader, BYTE_ORDER_MARK))
    count = 0
    for page in pages:
        file.write(_lines([[_as_text(cell, reader) for cell in _cells(columns, row, reader)] for row in page], reader))
        count += len(page)
    return count


def csv_lines(rows: Iterable[Sequence[str]], language: str, before: str = "") -> bytes:
    """Rows of text as lines of CSV that Excel reads in this language; what it would run as a formula is marked."""
    text = io.StringIO(before, newline="")
    text.seek(0, io.SEEK_END)
    delimiter = ";" if language == "nb" else ","
    lines = csv.writer(text, delimiter=delimiter, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    lines.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8", "replace")


def _lines(rows: list[list[str]], reader: Reader, before: str = "") -> bytes:
    text = io.StringIO(before, newline="")
    text.seek(0, io.SEEK_END)
    delimiter = ";" if reader.language == "nb" else ","
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue().encode()


def _as_text(cell: Cell, reader: Reader) -> str:
    match cell:
        case None:
            return ""
        case str():
            return guarded(cell)
        case datetime():
            local = reader.local(cell)
            return f"{day_in_figures(local, reader.figures)} {local:%H:%M}"
        case date():
            return day_in_figures(cell, reader.figures)
        case int():
            return str(cell)
        case _:
            return f"{cell:f}".replace(".", "," if reader.language == "nb" else ".")


def write_xlsx(
    file: IO[bytes], columns: Sequence[Column], pages: Iterable[Sequence[Any]], reader: Reader, *, name: str
) -> int:
    """Write the rows under a header as one worksheet; returns how many there were.

    Text is text whatever it begins with, amounts and days are what they are. A row is forgotten when the next begins.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(file, options)
    try:
        sheet = book.add_worksheet(reader.say(name))
        day = IN_EXCEL[reader.figures]
        formats = {
            Decimal: book.add_format({"num_format": "#,##0.00"}),
            date: book.add_format({"num_format": day}),
            datetime: book.add_format({"num_format": f"{day} hh:mm"}),
        }
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
        sheet.freeze_panes(1, 0)
        head = book.add_format({"bold": True})
        for place, column in enumerate(columns):
            sheet.write_string(0, place, reader.say(column.label), head)
        count = 0
        for row in _flat(pages):
            count += 1
            for place, cell in enumerate(_cells(columns, row, reader)):
                _put(sheet, count, place, cell, reader, formats)
        sheet.autofilter(0, 0, count, len(columns) - 1)
    finally:
        _close(book)
    return count


def _close(book: Workbook) -> None:
    try:
        book.close()
    except FileCreateError as error:
        raise error.args[0] from None


def _put(sheet: Any, row: int, place: int, cell: Cell, reader: Reader, formats: dict[type, Any]) -> None:
    match cell:
        case None | "":
            pass
        case str():
            sheet.write_string(row, place, cell[:LONGEST_TEXT])
        case date() if (cell.date() if isinstance(cell, datetime) else cell) < EXCEL_BEGINS:
            sheet.write_string(row, place, _as_text(cell, reader))
        case datetime():
            sheet.write_datetime(row, place, reader.local(cell), formats[datetime])
        case date():
            sheet.write_datetime(row, place, cell, formats[date])
        case _:
            sheet.write_number(row, place, cell, formats.get(type(cell)))


def _cells(columns: Sequence[Column], row: Any, reader: Reader) -> list[Cell]:
    return [column.cell(row, reader) for column in columns]


def _flat(pages: Iterable[Sequence[Any]]) -> Iterator[Any]:
    for page in pages:
        yield from page

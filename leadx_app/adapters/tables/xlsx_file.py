"""Excel workbooks (.xlsx), read as what they show: one of the visible sheets, values and never formulas.

A workbook is a ZIP of XML. Before anything is unpacked the sizes that it declares are added up; Python's own reader
then unpacks no more than was declared, and `xlsx_parts` keeps no more of it than a row. Entities and anything external
are refused by defusedxml, which openpyxl uses when it is there.
"""

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import DEFUSEDXML

from leadx_app.domain.ports import FileRefused

from .form import MAX_COLUMNS, Row, TableForm, bounded, too_wide
from .xlsx_parts import Book, Cells, too_large

MAX_UNPACKED = 200 * 1024 * 1024
MAX_ENTRIES = 2_000
LAST_ROW = 1_048_576
LOOKED_AT = 50

if not DEFUSEDXML:
    raise ImportError("openpyxl must read XML through defusedxml")


def look_at(path: Path) -> TableForm:
    """Which sheet is read: the first that holds more than a row, as others hold a cover or nothing.

    Raises:
        FileRefused: no workbook, one with macros, or one that grows too large when it is unpacked.
    """
    _check_packed(path)
    with _book(path) as book:
        if not book.sheets:
            raise FileRefused("The workbook has no sheet to read.")
        chosen = next((sheet for sheet in book.sheets if _is_table(book, sheet)), next(iter(book.sheets)))
        return TableForm("xlsx", sheet=chosen, sheets=tuple(book.sheets))


def rows_of(path: Path, form: TableForm) -> Iterator[Row]:
    """Every row of the sheet that is not empty; of two with one number the first."""
    _check_packed(path)
    with _book(path) as book:
        if form.sheet not in book.sheets:
            raise FileRefused("The workbook has no sheet to read.")
        last = 0
        for number, values in _refusing_rows(book.rows(form.sheet)):
            if number > LAST_ROW:
                return
            if number > last and (cells := bounded(number, _placed(number, values))):
                yield Row(number, cells)
            last = max(number, last)


def _is_table(book: Book, sheet: str) -> bool:
    """Whether two of its first rows hold two values each."""
    rows = islice(_refusing_rows(book.first_rows(sheet)), LOOKED_AT)
    wide = (cells for _, cells in rows if sum(cell["value"] is not None for cell in cells) > 1)
    return len(list(islice(wide, 2))) > 1


def _refusing_rows(rows: Iterator[Cells]) -> Iterator[Cells]:
    while True:
        with _refusing():
            row = next(rows, None)
        if row is None:
            return
        yield row


def _placed(number: int, values: list[dict[str, Any]]) -> list[str]:
    """The cells up to the last that holds something, each in its column."""
    texts = {value["column"]: _text(value["value"]) for value in values}
    width = max((column for column, text in texts.items() if text.strip()), default=0)
    if width > MAX_COLUMNS:
        raise too_wide(number, width)
    return [texts.get(column, "") for column in range(1, width + 1)]


def _check_packed(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise FileRefused("The workbook cannot be read. Save it again, or as CSV.") from None
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise too_large()
    names = {entry.filename.lower() for entry in entries}
    if any(name.endswith(("vbaproject.bin", ".vba")) for name in names):
        raise FileRefused("The workbook holds macros. Save it as .xlsx without them, or as CSV.")
    if "xl/workbook.xml" not in names:
        raise FileRefused("This file is no table. Send CSV or Excel (.xlsx).")


@contextmanager
def _book(path: Path) -> Iterator[Book]:
    with path.open("rb") as file:
        with _refusing():
            book = Book(file)
        yield book


@contextmanager
def _refusing() -> Iterator[None]:
    """Whatever a broken workbook makes of a library that trusts it is a refusal.

    The library warns of what it leaves out, such as a style that nobody can have; that is meant.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except FileRefused:
        raise
    except Exception:
        raise FileRefused("The workbook cannot be read. Save it again, or as CSV.") from None


def _text(value: Any) -> str:
    """A value as text that the import reads in one way only."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds") if value.time() != time.min else value.date().isoformat()
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value)


def _number(value: int | float) -> str:
    """With the 15 digits that Excel keeps; never three decimals, which could be taken for thousands."""
    text = f"{Decimal(f'{value:.15g}'):f}" if isinstance(value, float) else str(value)
    whole, point, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    if not fraction:
        return whole
    return f"{whole}{point}{fraction}0" if len(fraction) == 3 else f"{whole}{point}{fraction}"

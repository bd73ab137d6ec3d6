"""Excel workbooks (.xlsx), read as what they show: one of the visible sheets, values and never formulas.

A workbook is a ZIP of XML. Before anything is unpacked the sizes that it declares are added up; Python's own reader
then unpacks no more than was declared. Entities and anything external are refused by defusedxml, which openpyxl uses
when it is there.
"""

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl import DEFUSEDXML

from leadx_app.domain.ports import FileRefused

from .form import Row, TableForm, bounded

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
    with _workbook(path) as workbook:
        sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise FileRefused("The workbook has no sheet to read.")
        chosen = next((sheet for sheet in sheets if _is_table(sheet)), sheets[0])
        return TableForm("xlsx", sheet=chosen.title, sheets=tuple(sheet.title for sheet in sheets))


def rows_of(path: Path, form: TableForm) -> Iterator[Row]:
    """Every row of the sheet that is not empty."""
    _check_packed(path)
    with _workbook(path) as workbook:
        sheet = next((one for one in workbook.worksheets if one.title == form.sheet), None)
        if sheet is None:
            raise FileRefused("The workbook has no sheet to read.")
        for number, values in enumerate(islice(_values(sheet), LAST_ROW), start=1):
            if not any(value is not None for value in values):
                continue
            cells = bounded(number, [_text(value) for value in values])
            if cells:
                yield Row(number, cells)


def _is_table(sheet: Any) -> bool:
    """Whether two of its first rows hold two values each."""
    wide = (row for row in islice(_values(sheet), LOOKED_AT) if sum(value is not None for value in row) > 1)
    return len(list(islice(wide, 2))) > 1


def _values(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()
    rows = sheet.iter_rows(values_only=True)
    while True:
        try:
            with _quiet():
                row = next(rows, None)
        except FileRefused:
            raise
        except Exception:  # Whatever a broken sheet makes of a library that trusts it.
            raise FileRefused("The workbook cannot be read. Save it again, or as CSV.") from None
        if row is None:
            return
        yield row


def _check_packed(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise FileRefused("The workbook cannot be read. Save it again, or as CSV.") from None
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise FileRefused("The workbook becomes too large when it is unpacked. Send it in parts, or as CSV.")
    names = {entry.filename.lower() for entry in entries}
    if any(name.endswith(("vbaproject.bin", ".vba")) for name in names):
        raise FileRefused("The workbook holds macros. Save it as .xlsx without them, or as CSV.")
    if "xl/workbook.xml" not in names:
        raise FileRefused("This file is no table. Send CSV or Excel (.xlsx).")


@contextmanager
def _workbook(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        try:
            with _quiet():
                workbook = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except Exception:  # As above.
            raise FileRefused("The workbook cannot be read. Save it again, or as CSV.") from None
        with closing(workbook):
            yield workbook


@contextmanager
def _quiet() -> Iterator[None]:
    """The library warns of what it leaves out, such as data validation; that is meant."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


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

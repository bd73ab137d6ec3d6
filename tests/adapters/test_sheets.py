"""CSV and Excel read back by others than those that wrote them: numbers, days and moments are what they were."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from leadx_app.adapters.sheets import Column, Reader, write_csv, write_xlsx
from leadx_app.models import DateFormat

COLUMNS = (
    Column("Lead title", lambda row, reader: row[0], 30),
    Column("Lead value", lambda row, reader: row[1]),
    Column("Expected closing date", lambda row, reader: row[2]),
    Column("Created", lambda row, reader: row[3]),
)
MOMENT = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)
ROWS: list[tuple[Any, ...]] = [
    ("=1+1", Decimal("1234567.50"), date(2026, 3, 2), MOMENT),
    ("http://x.example", 45, date(1900, 1, 1), None),
    ('Æ "q"; b,\nc 😀 <&>', Decimal("999999999999.99"), date(9999, 12, 31), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)),
    ("'=1", None, None, None),
]
FORMULAS = ["=1+1", "+1", "-1", "@x", "\t=x", "\r=x", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0"]


def written(write: Any, reader: Reader, rows: list[Any] = ROWS, **more: str) -> io.BytesIO:
    file = io.BytesIO()
    assert write(file, COLUMNS, [rows[:1], [], rows[1:]], reader, **more) == len(rows)
    file.seek(0)
    return file


@pytest.mark.parametrize(
    ("language", "delimiter", "expected"),
    [
        (
            "en",
            ",",
            [
                ["Lead title", "Lead value", "Expected closing date", "Created"],
                ["'=1+1", "1234567.50", "2026-03-02", "2026-03-02 10:05"],
                ["http://x.example", "45", "1900-01-01", ""],
            ],
        ),
        (
            "nb",
            ";",
            [
                ["Tittel", "Verdi", "Forventet avslutning", "Opprettet"],
                ["'=1+1", "1234567,50", "02.03.2026", "02.03.2026 10:05"],
                ["http://x.example", "45", "01.01.1900", ""],
            ],
        ),
    ],
)
def test_csv_is_written_as_the_readers_spreadsheet_wants_it(language: str, delimiter: str, expected: list[list[str]]):
    content = written(write_csv, Reader(language, "Europe/Oslo")).getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))
    assert rows[:3] == expected
    assert rows[3][0] == ROWS[2][0]
    assert rows[4][0] == "''=1"


def test_excel_holds_numbers_days_and_moments_as_such_and_text_as_text():
    sheet = openpyxl.load_workbook(written(write_xlsx, Reader("nb", "Europe/Oslo"), name="Leads")).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert (sheet.title, rows[0]) == ("Leads", ["Tittel", "Verdi", "Forventet avslutning", "Opprettet"])
    assert rows[1] == ["=1+1", 1234567.5, datetime(2026, 3, 2), datetime(2026, 3, 2, 10, 5)]  # noqa: DTZ001
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "d", "d"]
    assert (sheet["C2"].number_format, sheet["D2"].number_format) == ("dd.mm.yyyy", "dd.mm.yyyy hh:mm")
    assert rows[2] == ["http://x.example", 45, "01.01.1900", None]
    assert rows[3][:2] == [ROWS[2][0], 999999999999.99]
    assert (rows[4][0], sheet.freeze_panes, sheet.auto_filter.ref) == ("'=1", "A2", "A1:D5")


@pytest.mark.parametrize(
    ("date_format", "day", "excel"),
    [
        (DateFormat.DOTS, "02.03.2026", "dd.mm.yyyy"),
        (DateFormat.SLASHES, "02/03/2026", r"dd\/mm\/yyyy"),
        (DateFormat.MONTH_FIRST, "03/02/2026", r"mm\/dd\/yyyy"),
    ],
)
def test_days_stand_in_files_as_the_organization_writes_them(date_format: DateFormat, day: str, excel: str):
    reader = Reader("en", "Europe/Oslo", date_format)
    rows = list(csv.reader(io.StringIO(written(write_csv, reader).getvalue().decode("utf-8-sig"), newline="")))
    assert rows[1][2:] == [day, f"{day} 10:05"]
    sheet = openpyxl.load_workbook(written(write_xlsx, reader, name="Leads")).active
    assert (sheet["C2"].value, sheet["C2"].number_format) == (datetime(2026, 3, 2), excel)  # noqa: DTZ001


def test_no_cell_of_a_workbook_is_a_formula_or_a_link():
    rows = [(text, None, None, None) for text in FORMULAS]
    sheet = openpyxl.load_workbook(written(write_xlsx, Reader("en", "UTC"), rows, name="Leads")).active
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells] == ["s"] * len(FORMULAS)
    assert [cell.hyperlink for cell in cells] == [None] * len(FORMULAS)
    assert [cell.value.replace("_x000D_", "\r") for cell in cells] == FORMULAS


def test_rows_are_asked_for_one_page_after_the_other():
    """The first page is on its way before the second is read: nothing holds the whole."""
    seen: list[str] = []

    class Noting(io.BytesIO):
        def write(self, content: Any) -> int:
            seen.append("written")
            return super().write(content)

    def pages() -> Any:
        for number in range(3):
            seen.append(f"page {number}")
            yield ROWS

    assert write_csv(Noting(), COLUMNS, pages(), Reader("en", "UTC")) == 12
    assert seen == ["written", *(step for number in range(3) for step in (f"page {number}", "written"))]

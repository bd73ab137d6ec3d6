"""What a table is, as both readers speak of it, and how large it may be."""

from dataclasses import dataclass
from typing import Literal

from leadx_app.domain.ports import FileRefused

MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_CELL = 32_767
"""As many letters as a cell of Excel holds; no field takes as many."""
MAX_LINE = 200_000
"""Characters of a row: a workbook can name one long text in each of its cells."""
MAX_TEXT = 50_000_000
"""Characters of all rows."""

DELIMITERS = (";", ",", "\t", "|")
ENCODINGS = ("utf-8", "utf-16", "windows-1252")


@dataclass(frozen=True, slots=True)
class TableForm:
    """How a file is to be read.

    Attributes:
        encoding: "" for Excel, as `delimiter`.
        sheet: the one that is read, of the visible `sheets`; none for CSV.
    """

    kind: Literal["csv", "xlsx"]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not empty.

    Attributes:
        number: its place in the file, from 1, empty rows counted.
        cells: as text; a number of Excel's has a point and no groups, a date is year-month-day.
        is_garbled: letters of it cannot be read in the file's encoding.
    """

    number: int
    cells: list[str]
    is_garbled: bool = False

    @property
    def length(self) -> int:
        """How many characters it holds."""
        return sum(map(len, self.cells))


def bounded(number: int, cells: list[str]) -> list[str]:
    """The cells up to the last that holds something; one that is too long for every field is cut behind `MAX_CELL`.

    Raises:
        FileRefused: too many, or too much in all of them.
    """
    while cells and not cells[-1].strip():
        cells.pop()
    if len(cells) > MAX_COLUMNS:
        raise too_wide(number, len(cells))
    cells = [cell[: MAX_CELL + 1] for cell in cells]
    if sum(map(len, cells)) > MAX_LINE:
        raise FileRefused("Row {row} holds more than {max} characters.", row=number, max=MAX_LINE)
    return cells


def too_wide(number: int, count: int) -> FileRefused:
    """The refusal of a row with so many columns."""
    return FileRefused(
        "Row {row} has {count} columns. At most {max} are possible.", row=number, count=count, max=MAX_COLUMNS
    )

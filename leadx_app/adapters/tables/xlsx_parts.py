"""The parts of a workbook, read within limits whatever somebody wrote into them.

openpyxl knows what the list of parts, styles and cells mean, and trusts them: it takes in whole what it could pass by,
and keeps a node of every tag. Here the small parts are read whole only while they are small, and of the large ones,
texts and rows, a single element at a time is in memory.
"""

import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._reader import ROW_TAG, WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from leadx_app.domain.ports import FileRefused

MOST_WHOLE = 8 * 1024 * 1024
"""Bytes of a part that is read whole: the list of parts, the list of sheets, the styles."""
MOST_TEXTS = 4_000_000
MOST_INSIDE = 100_000
"""Tags inside one row or text: more than Excel has columns, with all that a cell holds."""
DEEPEST = 30
MOST_SHEETS, LONGEST_NAME = 50, 100
"""Of the sheets to choose from; Excel itself has names of 31 characters."""
LOOKED_AT_TAGS = 100_000

_TEXT_TAG = f"{{{SHEET_MAIN_NS}}}si"


Cells = tuple[int, list[dict[str, Any]]]
"""The number of a row and its cells, each with `column` and `value`, as the file has them."""


class Book:
    """An open workbook: the names of its visible sheets, and their rows."""

    def __init__(self, file: IO[bytes]) -> None:
        self._reader = ExcelReader(file, read_only=True, data_only=True, keep_links=False)
        self._reader.archive = _Packed(file)
        self._reader.read_manifest()
        self._reader.read_workbook()
        self.sheets: dict[str, str] = dict(islice(self._visible(), MOST_SHEETS))

    def rows(self, sheet: str) -> Iterator[Cells]:
        """Every row."""
        apply_stylesheet(self._reader.archive, self._reader.wb)
        yield from self._parsed(sheet, self._texts(), None)

    def first_rows(self, sheet: str) -> Iterator[Cells]:
        """Rows near the beginning, of whose cells only whether there is something in them is worth knowing."""
        return self._parsed(sheet, _SomeText(), LOOKED_AT_TAGS)

    def _parsed(self, sheet: str, texts: Any, most_tags: int | None) -> Iterator[Cells]:
        book = self._reader.wb
        with self._reader.archive.open(self.sheets[sheet]) as part:
            parser = WorkSheetParser(
                part,
                texts,
                data_only=True,
                epoch=book.epoch,
                date_formats=book._date_formats,
                timedelta_formats=book._timedelta_formats,
            )
            for row in elements(part, ROW_TAG, most_tags):
                yield parser.parse_row(row)
                parser.row_dimensions.clear()

    def _visible(self) -> Iterator[tuple[str, str]]:
        for sheet, part in self._reader.parser.find_sheets():
            is_sheet = "chartsheet" not in part.Type and part.target in self._reader.valid_files
            if is_sheet and sheet.state == "visible" and len(sheet.name) <= LONGEST_NAME:
                yield sheet.name, part.target

    def _texts(self) -> list[str]:
        """The texts that cells name by their number."""
        found = self._reader.package.find(SHARED_STRINGS)
        texts: list[str] = []
        if found is not None:
            with self._reader.archive.open(found.PartName[1:]) as part:
                for node in elements(part, _TEXT_TAG):
                    if len(texts) >= MOST_TEXTS:
                        raise too_large()
                    texts.append(Text.from_tree(node).content.replace("x005F_", ""))
        return texts


class _SomeText:
    """Stands for all texts while nobody reads them."""

    def __getitem__(self, number: int) -> str:
        return "text"


class _Packed(zipfile.ZipFile):
    """A ZIP of which only small parts are read whole."""

    def read(self, name: Any, pwd: bytes | None = None) -> bytes:
        if self.getinfo(str(name)).file_size > MOST_WHOLE:
            raise too_large()
        return super().read(name, pwd)


def elements(part: IO[bytes], tag: str, most_tags: int | None = None) -> Iterator[Any]:
    """Every element of this name, whole, one after the other; what stands around them is forgotten at once.

    Args:
        most_tags: where to stop looking; None is at the end.

    Raises:
        FileRefused: one that holds too much, or a tree that is too deep.
    """
    path: list[Any] = []
    whole: Any = None
    inside = 0
    for event, node in islice(iterparse(part, events=("start", "end")), most_tags and 2 * most_tags):
        if event == "start":
            path.append(node)
            inside += 1
            if whole is None and node.tag == tag:
                whole, inside = node, 0
            if len(path) > DEEPEST or (whole is not None and inside > MOST_INSIDE):
                raise too_large()
            continue
        path.pop()
        if node is whole:
            yield node
            whole = None
        if whole is None and path:
            path[-1].remove(node)


def too_large() -> FileRefused:
    """The refusal of a workbook that is small only while it is packed."""
    return FileRefused("The workbook becomes too large when it is unpacked. Send it in parts, or as CSV.")

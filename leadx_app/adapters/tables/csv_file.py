"""CSV as it comes: any delimiter, UTF-8 with or without its mark, UTF-16, or what Windows writes."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

from leadx_app.domain.ports import FileRefused
from leadx_app.domain.sheets import unguarded

from .form import DELIMITERS, Row, TableForm, bounded

_READ_BYTES = 1024 * 1024
_SAMPLE = 64 * 1024
_SAMPLE_ROWS = 60
_LONGEST_LINE = 2_000_000
_SAID = re.compile(r'\ufeff?"?sep=([;,\t|])"?\r?(?:\n|$)', re.IGNORECASE)
"""What Excel writes and reads as a first line, to say what parts the columns."""
_GARBLED = re.compile("[\udc80-\udcff\ufffd]")
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a]")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def look_at(path: Path) -> TableForm:
    """The encoding and the delimiter.

    Raises:
        FileRefused: it is no text.
    """
    encoding = _encoding(path)
    with _opened(path, encoding) as file:
        sample = file.read(_SAMPLE)
    if len(_BINARY.findall(sample)) * 20 > len(sample):
        raise FileRefused("This file is no table. Send CSV or Excel (.xlsx).")
    return TableForm("csv", encoding=encoding, delimiter=_delimiter(sample))


def rows_of(path: Path, form: TableForm) -> Iterator[Row]:
    """Every row that is not empty."""
    with _opened(path, form.encoding) as file:
        lines = csv.reader(_lines(file), delimiter=form.delimiter, strict=False)
        number = 0
        while True:
            number += 1
            try:
                cells = next(lines, None)
            except (csv.Error, UnicodeError):
                raise FileRefused("Row {row} cannot be read. Is a quotation mark missing?", row=number) from None
            if cells is None:
                return
            if number == 1 and _SAID.match(form.delimiter.join(cells)):
                continue
            is_garbled = any(_GARBLED.search(cell) for cell in cells)
            if is_garbled:  # Half a letter is none that anybody can be shown.
                cells = [_GARBLED.sub("\ufffd", cell) for cell in cells]
            cells = bounded(number, [unguarded(cell) for cell in cells])
            if cells:
                yield Row(number, cells, is_garbled)


def _opened(path: Path, encoding: str) -> TextIO:
    """What cannot be read in the encoding is marked, so that its row can be told."""
    errors = "replace" if encoding == "utf-16" else "surrogateescape"
    return path.open(encoding=_codec(path, encoding), errors=errors, newline="")


def _lines(file: TextIO) -> Iterator[str]:
    """Lines of a bounded length: one that has no end is no line of a table."""
    while line := file.readline(_LONGEST_LINE):
        yield line


def _encoding(path: Path) -> str:
    """By its mark; else UTF-16 by its zeros, UTF-8 where that reads (mostly), else what Windows writes."""
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if head.count(0) * 3 > len(head):
        return "utf-16"
    return "utf-8" if _reads_as_utf_8(path) else "windows-1252"


def _codec(path: Path, encoding: str) -> str:
    """Python's name, with the order of the bytes where the file has no mark."""
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    if encoding == "utf-8":
        return "utf-8-sig"
    if encoding == "utf-16" and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
    return encoding


def _reads_as_utf_8(path: Path) -> bool:
    """Whether the letters beyond ASCII are UTF-8, or more of them than not."""
    right = wrong = 0
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    with path.open("rb") as file:
        while chunk := file.read(_READ_BYTES):
            text = decoder.decode(chunk)
            if not text.isascii():
                found = Counter(
                    "wrong" if "\udc80" <= letter <= "\udcff" else "right" for letter in text if letter > "~"
                )
                right, wrong = right + found["right"], wrong + found["wrong"]
    return right > wrong or not wrong


def _delimiter(sample: str) -> str:
    """The mark that the file says; else the one that parts the most rows into the same, largest number of columns."""
    if said := _SAID.match(sample):
        return said[1]
    return max(DELIMITERS, key=lambda mark: _fit(sample, mark))


def _fit(sample: str, delimiter: str) -> tuple[int, int]:
    lines = sample.splitlines(keepends=True)
    try:
        rows = list(islice(csv.reader(lines, delimiter=delimiter), _SAMPLE_ROWS))
    except csv.Error:
        return 0, 0
    widths = Counter(len(row) for row in rows if row)
    width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
    return (count, width) if width > 1 else (0, 0)

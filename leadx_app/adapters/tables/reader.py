"""The door to both readers: told apart by content, never by name."""

from collections.abc import Iterator
from pathlib import Path

from leadx_app.adapters.tables import csv_file, xlsx_file
from leadx_app.domain.ports import FileRefused

from .form import MAX_ROWS, MAX_TEXT, Row, TableForm

_HEAD_BYTES = 8
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def look_at(path: Path) -> TableForm:
    """What kind of table the file is.

    Raises:
        FileRefused: it is none that can be read.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head:
        raise FileRefused("The file is empty.")
    if head == _OLD_EXCEL:
        raise FileRefused("This is an old, a locked or another Office file. Save it as .xlsx or as CSV.")
    if head.startswith(b"PK"):
        return xlsx_file.look_at(path)
    return csv_file.look_at(path)


def rows_of(path: Path, form: TableForm) -> Iterator[Row]:
    """The rows that are not empty, in order; at most `MAX_ROWS` and the header, and `MAX_TEXT` characters.

    Raises:
        FileRefused: while reading, where the file cannot be read on.
    """
    reader = xlsx_file if form.kind == "xlsx" else csv_file
    length = 0
    for count, row in enumerate(reader.rows_of(path, form)):
        length += row.length
        if count > MAX_ROWS:
            raise FileRefused("The file has more than {max} rows. Send it in parts.", max=MAX_ROWS)
        if length > MAX_TEXT:
            raise FileRefused("The file holds more than {max} characters. Send it in parts.", max=MAX_TEXT)
        yield row

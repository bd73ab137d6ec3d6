"""Tables that people send: CSV in whatever dialect, and Excel; read as rows of plain text, within limits.

`look_at(path, name)` says what kind of table a file is, `rows_of(path, form)` reads it. Nothing is evaluated, nothing
outside the file is fetched, and what cannot be read is refused with a `FileRefused` that says why.
"""

from .form import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Row, TableForm
from .reader import look_at, rows_of

__all__ = ["MAX_CELL", "MAX_COLUMNS", "MAX_ROWS", "Row", "TableForm", "look_at", "rows_of"]

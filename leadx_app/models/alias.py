"""Further names for a table in one statement, made once for all threads."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased


def alias_of(table: Any, name: str) -> Any:
    """The table under another name, for statements that are written down once.

    Every column is looked up here, while the program is imported: SQLAlchemy looks a column of an alias up when it is
    first asked for, and two threads that ask at once may get, and keep, the table's own column instead.
    """
    alias = aliased(table, name=name)
    for column in sa.inspect(table).column_attrs:
        _ = getattr(alias, column.key).expression
    return alias

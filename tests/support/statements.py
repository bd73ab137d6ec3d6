"""Which SQL statements a piece of work sends."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session


@dataclass
class Statements:
    """Statements in order, with their parameters; those that only open or bind a transaction are left out."""

    sent: list[tuple[str, Any]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.sent)

    def about(self, table: str) -> list[tuple[str, Any]]:
        """Those that read a table."""
        return [(text, parameters) for text, parameters in self.sent if f" {table}" in text.replace("\n", " ")]


@contextmanager
def statements_of(engine: Engine) -> Iterator[Statements]:
    """Note what is sent through the engine within."""
    noted = Statements()

    def note(connection: Any, cursor: Any, text: str, parameters: Any, *_: Any) -> None:
        if not text.startswith(("BEGIN", "SELECT set_config")):
            noted.sent.append((text, parameters))

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield noted
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def plan_of(session: Session, text: str, parameters: object) -> list[str]:
    """How the database answers a statement, line by line."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        return [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", parameters)]
    return [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {text}", parameters)]

"""Rows by the thousand: objects that are only read, and one statement that saves them all."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm.attributes import manager_of_class
from sqlmodel import Session, SQLModel

Row = TypeVar("Row", bound=SQLModel)


def fresh(table: type[Row], values: dict[str, Any]) -> Row:
    """A row that is not saved yet; the same as `table(**values)` to read, at a tenth of its price.

    The session never hears of it: `save` it before anything refers to it.
    """
    defaults, makers = _defaults(table)
    row: Row = manager_of_class(table).new_instance()
    row.__dict__.update(defaults)
    row.__dict__.update((name, make()) for name, make in makers if name not in values)
    row.__dict__.update(values)
    return row


def save(session: Session, rows: Sequence[Row]) -> None:
    """Insert fresh rows of one table."""
    if not rows:
        return
    names, insert = _insert(type(rows[0]))
    session.connection().execute(insert, [_only(row.__dict__, names) for row in rows])


def _only(values: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: values[name] for name in names}


@cache
def _defaults(table: type[SQLModel]) -> tuple[dict[str, Any], list[tuple[str, Callable[[], Any]]]]:
    """What a row has unless it is told: values, and what makes a new one for each row."""
    optional = {name: field for name, field in table.model_fields.items() if not field.is_required()}
    makers = [(name, field.default_factory) for name, field in optional.items() if field.default_factory]
    return {name: field.default for name, field in optional.items() if not field.default_factory}, makers  # type: ignore[return-value]


@cache
def _insert(table: type[SQLModel]) -> tuple[list[str], sa.Insert]:
    return [column.name for column in table.__table__.columns], sa.insert(table.__table__)  # type: ignore[attr-defined]

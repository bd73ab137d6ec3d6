"""How a value of a column is written in an archive, and read strictly: no text for a number, and none too long."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import AutoString

from leadx_app.models.base import Money, Rate, UtcDateTime

Read = Callable[[Any], Any]


class BadValue(ValueError):
    """What stands in the archive cannot be a value of the column."""


def written(value: Any) -> Any:
    """A value of a row as JSON."""
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, date | time):  # A datetime is a date.
        return value.isoformat()
    return value


def reader(column: sa.Column) -> Read:
    """What reads the JSON values of a column; raises `BadValue`."""
    read = _of_type(column.type)

    def checked(value: Any) -> Any:
        if value is None:
            if not column.nullable and not isinstance(column.type, sa.JSON):
                raise BadValue(column.name)
            return None
        try:
            return read(value)
        except (ValueError, TypeError, ArithmeticError, InvalidOperation):
            raise BadValue(column.name) from None

    return checked


def _of_type(kind: Any) -> Read:
    if isinstance(kind, sa.Enum):
        return kind.enum_class
    if isinstance(kind, sa.JSON):
        return lambda value: value
    for known, read in _READERS:
        if isinstance(kind, known):
            return read
    if isinstance(kind, sa.String | AutoString):
        return lambda value: _text(value, kind.length)
    raise TypeError(f"no way to bring {kind!r} in")


def _text(value: Any, length: int | None) -> str:
    if not isinstance(value, str) or "\0" in value or (length is not None and len(value) > length):
        raise ValueError
    value.encode("utf-8")  # Half a character is none.
    return value


def _decimal(value: Any) -> Decimal:
    amount = Decimal(_text(value, 60))
    if not amount.is_finite():
        raise ValueError
    return amount


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(_text(value, 60))
    if moment.tzinfo is None:
        raise ValueError
    return moment


def _number(value: Any) -> int:
    if type(value) is not int or not -(2**63) <= value < 2**63:
        raise ValueError
    return value


def _truth(value: Any) -> bool:
    if type(value) is not bool:
        raise ValueError
    return value


_READERS: tuple[tuple[type, Read], ...] = (
    (sa.Uuid, lambda value: UUID(_text(value, 36))),
    (UtcDateTime, _moment),
    (sa.DateTime, _moment),
    (sa.Date, lambda value: date.fromisoformat(_text(value, 10))),
    (sa.Time, lambda value: time.fromisoformat(_text(value, 20))),
    (Money, _decimal),
    (Rate, _decimal),
    (sa.Boolean, _truth),
    (sa.Integer, _number),
)

"""The orders of lists of leads, and the cursors that say how far a reader has come."""

import base64
import binascii
import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from leadx_app.domain.errors import Invalid
from leadx_app.domain.scope import Condition
from leadx_app.models import Lead

NO_VALUE = -1
"""Where a lead without a value stands among the cents of the others."""


class Sort(StrEnum):
    """The order of a list; each ends with the newest id."""

    UPDATED = "updated"
    CREATED = "created"
    OLDEST = "oldest"
    TITLE = "title"
    VALUE = "value"


class Place(NamedTuple):
    """A lead's place in an order: the value of its key, then its id."""

    value: datetime | str | int
    lead_id: UUID


def order_of(sort: Sort) -> tuple[sa.ColumnElement, bool]:
    """The key of an order, and whether it descends."""
    return {
        Sort.UPDATED: (Lead.updated_at, True),
        Sort.CREATED: (Lead.created_at, True),
        Sort.OLDEST: (Lead.created_at, False),
        Sort.TITLE: (Lead.search_text, False),
        Sort.VALUE: (sa.func.coalesce(sa.type_coerce(Lead.base_value, sa.BigInteger), NO_VALUE), True),
    }[sort]


def directed(key: sa.ColumnElement, lead_id: sa.ColumnElement, descending: bool) -> tuple[sa.ColumnElement, ...]:
    """By the key and then by id, in the same direction."""
    return (key.desc(), lead_id.desc()) if descending else (key.asc(), lead_id.asc())


def behind(place: Place, key: sa.ColumnElement, descending: bool) -> Condition:
    """What comes after a place in this direction; the first half is what an index can begin at."""
    value, last = place
    from_here = key <= value if descending else key >= value
    beyond = key < value if descending else key > value
    return sa.and_(from_here, sa.or_(beyond, Lead.id < last if descending else Lead.id > last))


def cursor_of(sort: Sort, lead: sa.Row) -> str:
    """The cursor of a row that has `id` and the columns of the orders."""
    value = {
        Sort.UPDATED: lambda: lead.updated_at.isoformat(),
        Sort.CREATED: lambda: lead.created_at.isoformat(),
        Sort.OLDEST: lambda: lead.created_at.isoformat(),
        Sort.TITLE: lambda: lead.search_text,
        Sort.VALUE: lambda: NO_VALUE if lead.base_value is None else int(lead.base_value * 100),
    }[sort]()
    return _encoded(sort, value, lead.id)


def cursor_at(sort: Sort, place: Place) -> str:
    """The cursor of a place."""
    value = place.value.isoformat() if isinstance(place.value, datetime) else place.value
    return _encoded(sort, value, place.lead_id)


def _encoded(sort: Sort, value: str | int, lead_id: UUID) -> str:
    return base64.urlsafe_b64encode(json.dumps([sort, value, str(lead_id)]).encode()).decode().rstrip("=")


def place_of(cursor: str, sort: Sort) -> Place:
    """Where a cursor points; Invalid on `cursor` when nobody gave it, or for another order."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        name, value, lead_id = json.loads(base64.urlsafe_b64decode(padded))
        if name != sort:
            raise ValueError
        return Place(_value(sort, value), UUID(lead_id))
    except (ValueError, TypeError, AttributeError, OverflowError, binascii.Error, RecursionError):
        raise Invalid("Start again from the first page.", field="cursor") from None


def _value(sort: Sort, value: Any) -> datetime | str | int:
    """The value of the sort key in a cursor, which may be anything: ValueError and its like for what no row holds."""
    if sort in (Sort.UPDATED, Sort.CREATED, Sort.OLDEST):
        return datetime.fromisoformat(value).astimezone(UTC)
    if not isinstance(value, str if sort == Sort.TITLE else int):
        raise TypeError
    if isinstance(value, int):
        _ = value.to_bytes(8, signed=True)
        return int(value)
    if "\x00" in value:
        raise ValueError
    return value.encode().decode()

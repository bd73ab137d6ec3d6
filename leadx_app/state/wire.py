"""How updates are written as JSON: rows that many pages show are written once and put into each page's update.

A change that is carried to 500 open pages sends them the same rows; writing those 500 times over was a third of the
work. `Shared` marks such a list; it is never changed after it was made.
"""

import itertools
import secrets
from dataclasses import is_dataclass, replace
from functools import cache, cached_property
from typing import Any, TypeVar

import orjson
from reflex.state import StateUpdate
from reflex_base.utils.format import json_dumps
from reflex_base.utils.serializers import get_serializer, serialize

Row = TypeVar("Row")

COMPACT = (",", ":")
_AS_REFLEX = orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS

_PLACE = secrets.token_hex(16)
"""Marks the place of a list while its update is written; nobody outside can know it."""


class Shared(list[Row]):
    """Rows that the pages of an audience have in common; their JSON is kept with them. Never change it."""

    _written: str | None = None

    def __getstate__(self) -> None:
        """A copy has the rows and writes them itself."""

    def written(self, separators: tuple[str, str] | None) -> str:
        """The rows as JSON."""
        if self._written is None:
            self._written = write(list(self), separators)
        return self._written


def dumps(packet: Any, separators: tuple[str, str] | None = None, **options: Any) -> str:
    """A packet as JSON, as Reflex writes it."""
    lists: dict[str, Shared] = {}
    text = write(_with_places(packet, lists), separators, **options)
    for place, rows in lists.items():
        text = text.replace(f'"{place}"', rows.written(separators), 1)
    return text


def write(value: Any, separators: tuple[str, str] | None, **options: Any) -> str:
    """A value as JSON, as Reflex writes it; the usual way of writing at a ninth of its price.

    What orjson refuses, such as half of a character or a number of more than 64 bits, Reflex writes itself.
    """
    if separators == COMPACT and not options:
        try:
            return orjson.dumps(value, _in_parts, _AS_REFLEX).decode()
        except orjson.JSONEncodeError:
            pass
    return json_dumps(value, separators=separators, **options)


def _in_parts(value: Any) -> Any:
    return value.__dict__ if _is_line(type(value)) else serialize(value)


@cache
def _is_line(kind: type) -> bool:
    """Whether values of this kind hold their fields and nothing else, and Reflex has no words of its own for them."""
    is_plain = is_dataclass(kind) and get_serializer(kind) is None and not hasattr(kind, "__slots__")
    members = (value for of in kind.__mro__ for value in vars(of).values())
    return is_plain and not any(isinstance(value, cached_property) for value in members)


def write_with(sio: Any) -> None:
    """Let the server of the sockets write with `dumps`."""
    sio.packet_class.json.dumps = dumps


def _with_places(packet: Any, lists: dict[str, Shared]) -> Any:
    """The packet with a place for each shared list of its update."""
    if not isinstance(packet, list) or len(packet) != 2 or not isinstance(packet[1], StateUpdate):
        return packet
    update = packet[1]
    if not any(isinstance(value, Shared) for changes in update.delta.values() for value in changes.values()):
        return packet
    numbers = itertools.count()

    def placed(value: Any) -> Any:
        if not isinstance(value, Shared):
            return value
        place = f"{_PLACE}{next(numbers)}."
        lists[place] = value
        return place

    delta = {state: {name: placed(value) for name, value in changes.items()} for state, changes in update.delta.items()}
    return [packet[0], replace(update, delta=delta)]

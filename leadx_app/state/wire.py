"""How updates are written as JSON: rows that many pages show are written once and put into each page's update.

A change that is carried to 500 open pages sends them the same rows; writing those 500 times over was a third of the
work. `Shared` marks such a list; it is never changed after it was made.
"""

import itertools
import secrets
from dataclasses import replace
from typing import Any, TypeVar

from reflex.state import StateUpdate
from reflex_base.utils.format import json_dumps

Row = TypeVar("Row")

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
            self._written = json_dumps(list(self), separators=separators)
        return self._written


def dumps(packet: Any, separators: tuple[str, str] | None = None, **options: Any) -> str:
    """A packet as JSON, as Reflex writes it."""
    lists: dict[str, Shared] = {}
    text = json_dumps(_with_places(packet, lists), separators=separators, **options)
    for place, rows in lists.items():
        text = text.replace(f'"{place}"', rows.written(separators), 1)
    return text


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

"""Reading addresses of pages: what stands behind the question mark, as far as it makes sense."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from urllib.parse import parse_qs
from uuid import UUID

LONGEST = 1_000
SEARCH_LENGTH = 100

Reader = Callable[[str], object]


def said_in(query: str, readers: dict[str, Reader]) -> dict[str, object]:
    """What the query says, by name, each read by its reader; what makes no sense is left out."""
    try:
        found = {name: values[-1] for name, values in parse_qs(query[:LONGEST], max_num_fields=30).items()}
    except ValueError:
        return {}
    known = {name: read(found[name]) for name, read in readers.items() if name in found}
    return {name: value for name, value in known.items() if value}


def one_of(kind: type[StrEnum]) -> Reader:
    """A text that is one of the values."""
    return lambda text: text if text in set(kind) else None


def id_of(text: str) -> UUID | None:
    """An id, or None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def id_text(text: str) -> str | None:
    """An id as it is written everywhere."""
    found = id_of(text)
    return str(found) if found else None


def day_text(text: str) -> str | None:
    """A day as it is written everywhere, of a year that days can be counted from."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day.isoformat() if 1900 < day.year < 9990 else None


def page_number(text: str) -> int | None:
    """Which page, counted from 1."""
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 else None


def searched(text: str) -> str:
    """What is searched for, cut to what one may search for."""
    return text[:SEARCH_LENGTH]

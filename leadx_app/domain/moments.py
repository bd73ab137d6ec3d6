"""Moments as people write them: day and time by the clock on their wall."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, ValidationInfo

from .text import BadInput, clean_line

_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?")


def parse_moment(text: str, time_zone: str) -> datetime:
    """Read "2026-11-24T09:30" as the clocks of the time zone show it; returns UTC.

    Of an hour that comes twice, when clocks go back, the first is meant.

    Raises:
        BadInput: anything else, among it a time that clocks leap over when they go forward.
    """
    written = clean_line(text)
    try:
        plain = datetime.fromisoformat(written if _WRITTEN.fullmatch(written) else "")
        wall = plain.replace(tzinfo=ZoneInfo(time_zone))
        moment = wall.astimezone(UTC)
        back = moment.astimezone(wall.tzinfo)
    except (ValueError, OverflowError) as error:
        raise BadInput("Write day and time, for example 2026-11-24 09:30.") from error
    if not 1900 <= wall.year < 9999:
        raise BadInput("Choose a year from 1900 to 9998.")
    if back.replace(tzinfo=None) != plain:
        raise BadInput("There is no {time} on this day: the clocks go forward then.", time=f"{wall:%H:%M}")
    return moment


def _read(value: Any, info: ValidationInfo) -> datetime:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise BadInput("This value cannot be used.")
        return value.astimezone(UTC)
    if not isinstance(value, str):
        raise BadInput("Write day and time, for example 2026-11-24 09:30.")
    return parse_moment(value, (info.context or {}).get("time_zone", "UTC"))


LocalMoment = Annotated[datetime, BeforeValidator(_read)]
"""A moment, or its text by the clock of the context's `time_zone`."""

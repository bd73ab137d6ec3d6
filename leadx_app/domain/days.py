"""Days and hours by the clock on somebody's wall: what is today there, and when an hour of a day is."""

import re
from datetime import UTC, date, datetime, time
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator

from .text import BadInput, IsoDate, clean_line

LAST_YEAR = 9998
_HOUR = re.compile(r"(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9])(?::00)?")


def today_in(time_zone: str, now: datetime) -> date:
    """The day that it is now in the time zone."""
    return now.astimezone(ZoneInfo(time_zone)).date()


def moment_at(day: date, hour: time, time_zone: str) -> datetime:
    """When the clocks of the time zone show this hour on this day, in UTC.

    An hour that clocks leap over is as much later as they leap; of one that comes twice the first is meant.
    """
    return datetime.combine(day, hour, ZoneInfo(time_zone)).astimezone(UTC)


def day_begins(day: date, time_zone: str) -> datetime:
    """The first moment of the day in the time zone, in UTC."""
    return moment_at(day, time.min, time_zone)


def as_day(day: date) -> datetime:
    """How a day without an hour is kept: its 00:00 in UTC."""
    return datetime.combine(day, time.min, UTC)


def parse_hour(text: str) -> time:
    """Read "09:30".

    Raises:
        BadInput: anything else.
    """
    match = _HOUR.fullmatch(clean_line(text))
    if match is None:
        raise BadInput("Write a time, for example 09:30.")
    return time(int(match["hour"]), int(match["minute"]))


def _hour(value: Any) -> time:
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0, tzinfo=None)
    if not isinstance(value, str):
        raise BadInput("Write a time, for example 09:30.")
    return parse_hour(value)


def _within(day: date) -> date:
    if day.year > LAST_YEAR:
        raise BadInput("Choose a year from 1900 to 9998.")
    return day


Hour = Annotated[time, BeforeValidator(_hour)]
Day = Annotated[IsoDate, AfterValidator(_within)]

"""Support time: how much of it lies between two moments, and when so much of it is used up (product.md section 11).

Support is open on some weekdays between two times of the wall clock of a time zone, and closed on public holidays. What
passes is counted in real seconds: a support that is open all night has an hour less when clocks go forward.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

MINUTES_A_DAY = 24 * 60
ONE_DAY = timedelta(days=1)
LAST_DAY = date(9998, 12, 31)
WORKDAYS = frozenset(range(5))
COUNTRIES = ("", "NO", "SE", "DK", "FI", "IS", "DE", "NL", "GB", "IE", "FR", "ES", "PL", "US")
"""Whose public holidays a tenant may choose; "" is no holidays at all."""


@dataclass(frozen=True, slots=True)
class SupportHours:
    """When support is open: from 8 to 16 on weekdays with Norway's holidays, unless said otherwise.

    Attributes:
        opens, closes: minutes since midnight by the wall clock; 1440 is the midnight after.
        weekdays: Monday is 0.
        country: whose public holidays are closed, "" for none.
    """

    time_zone: str
    opens: int = 8 * 60
    closes: int = 16 * 60
    weekdays: frozenset[int] = WORKDAYS
    country: str = "NO"


def support_time(hours: SupportHours, start: datetime, end: datetime) -> timedelta:
    """How much of the time between two moments support is open; zero when the end comes first."""
    passed = timedelta()
    for opens, closes in _windows(hours, start):
        if opens >= end:
            break
        passed += max(timedelta(), min(closes, end) - max(opens, start))
    return passed


def due_at(hours: SupportHours, start: datetime, left: timedelta) -> datetime:
    """The moment at which so much support time has passed since `start`; nothing left is due at once.

    It is the end of a window rather than the beginning of the next one.
    """
    if left <= timedelta():
        return start
    for opens, closes in _windows(hours, start):
        begins = max(opens, start)
        here = closes - begins
        if here >= left:
            return begins + left
        left -= max(timedelta(), here)
    return datetime(9998, 12, 31, tzinfo=UTC)  # Never open again: nothing is ever due.


def _windows(hours: SupportHours, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """From the window around `start` on, in UTC and without end."""
    zone = ZoneInfo(hours.time_zone)
    day = start.astimezone(zone).date()
    while hours.weekdays and hours.opens < hours.closes and day < LAST_DAY:
        if day.weekday() in hours.weekdays and day not in public_holidays(hours.country, day.year):
            opens, closes = _moment(zone, day, hours.opens), _moment(zone, day, hours.closes)
            if closes > start:
                yield opens, closes
        day += ONE_DAY


def _moment(zone: ZoneInfo, day: date, minute: int) -> datetime:
    """A time of the wall clock on a day; one that clocks leap over is as much later, of two the first."""
    days, minute = divmod(minute, MINUTES_A_DAY)
    wall = datetime.combine(day + days * ONE_DAY, time(minute // 60, minute % 60), zone)
    return wall.astimezone(UTC)


@lru_cache(maxsize=256)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """The public holidays of a country in a year."""
    return frozenset(holidays.country_holidays(country, years=year)) if country else frozenset()

"""Days of financial years, of months and of the presets that people choose from."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise


class Preset(StrEnum):
    """Which days figures are taken from; `YEAR` is the financial year that is chosen, `ALL` has no period before."""

    YEAR = "year"
    ALL = "all"
    DAYS_7 = "7"
    DAYS_30 = "30"
    DAYS_90 = "90"
    DAYS_365 = "365"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Days:
    """Days after each other, both ends included."""

    first: date
    last: date

    @property
    def length(self) -> int:
        """How many they are."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Days":
        """As many days, just before."""
        return Days(self.first - timedelta(days=self.length), self.first - timedelta(days=1))


def latest_days(count: int, today: date) -> Days:
    """The last so many days, today among them."""
    return Days(today - timedelta(days=count - 1), today)


def financial_year_of(day: date, start_month: int) -> int:
    """The calendar year in which the financial year that the day belongs to begins."""
    return day.year if day.month >= start_month else day.year - 1


def months_of(year: int, start_month: int) -> list[Days]:
    """The twelve months of the financial year that begins in this calendar year."""
    begins = [date(year + place // 12, place % 12 + 1, 1) for place in range(start_month - 1, start_month + 12)]
    return [Days(first, following - timedelta(days=1)) for first, following in pairwise(begins)]


def year_of(year: int, start_month: int) -> Days:
    """The whole financial year."""
    months = months_of(year, start_month)
    return Days(months[0].first, months[-1].last)


def keys_of(first: date | None, last: date | None) -> list[tuple[int, int]]:
    """The rows of kept figures that together are these days, as ranges of their `day`, both ends included.

    Whole months are read from the sums of months, whose keys are minus their first days; the days before and after them
    one by one. So a year is twelve rows. `first` None is the beginning of time; `last` None is its end, and then there
    is no `first`.
    """
    if last is None:
        return [(-date.max.toordinal(), -1)]
    after = last + timedelta(days=1)
    stop = after.replace(day=1)
    if first is None:
        return _not_empty((-stop.toordinal() + 1, -1), (stop.toordinal(), last.toordinal()))
    begin = first if first.day == 1 else (first.replace(day=1) + timedelta(days=31)).replace(day=1)
    if begin >= stop:
        return [(first.toordinal(), last.toordinal())]
    months = (-stop.toordinal() + 1, -begin.toordinal())
    return _not_empty((first.toordinal(), begin.toordinal() - 1), months, (stop.toordinal(), last.toordinal()))


def _not_empty(*ranges: tuple[int, int]) -> list[tuple[int, int]]:
    return [(low, high) for low, high in ranges if low <= high]


def year_before(year: int, start_month: int, today: date) -> tuple[Days, Days]:
    """The days of the financial year so far, and the same days a year earlier.

    A year that is over is compared as a whole; one that runs, up to today.
    """
    whole, earlier = year_of(year, start_month), year_of(year - 1, start_month)
    if not whole.first <= today < whole.last:
        return whole, earlier
    so_far = (today - whole.first).days
    return whole, Days(earlier.first, min(earlier.last, earlier.first + timedelta(days=so_far)))

"""Months, quarters and years of the financial year: the times of Rewards and of goals (product.md section 10)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from leadx_app.models import Organization

from .shares import day_of

MONTHS_OF_YEAR = 12
EARLIEST, LATEST = date(1970, 1, 1), date(9998, 12, 31)


class Span(StrEnum):
    """How long a time is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: MONTHS_OF_YEAR}


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months from the first day to the last, both among them."""

    span: Span
    first: date
    last: date


def period_of(organization: Organization, span: Span, day: date) -> Period:
    """The month, quarter or year of the organization's financial year that the day lies in."""
    day = min(max(day, EARLIEST), LATEST)
    number = day.year * MONTHS_OF_YEAR + day.month - 1
    length = _MONTHS[span]
    first = number - (number - (organization.financial_year_start_month - 1)) % length
    return Period(span, _first_day(first), _first_day(first + length) - timedelta(days=1))


def today_in(organization: Organization, now: datetime) -> date:
    """The day that it is where the organization is."""
    return date.fromordinal(day_of(now, ZoneInfo(organization.time_zone)))


def _first_day(month: int) -> date:
    return date(month // MONTHS_OF_YEAR, month % MONTHS_OF_YEAR + 1, 1)

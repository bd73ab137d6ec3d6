"""Support time by worked examples: weekends, holidays, the nights on which clocks change (product.md section 11)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadx_app.domain.support.hours import SupportHours, due_at, support_time

OSLO = ZoneInfo("Europe/Oslo")
HOUR = timedelta(hours=1)
OFFICE = SupportHours("Europe/Oslo")
ALWAYS = SupportHours("Europe/Oslo", 0, 24 * 60, frozenset(range(7)), "")


def oslo(*wall: int) -> datetime:
    return datetime(*wall, tzinfo=OSLO).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        pytest.param(oslo(2026, 3, 2, 10), 1, oslo(2026, 3, 2, 11), id="within a day"),
        pytest.param(oslo(2026, 3, 2, 12), 4, oslo(2026, 3, 2, 16), id="until closing time"),
        pytest.param(oslo(2026, 3, 2, 15), 4, oslo(2026, 3, 3, 11), id="overnight"),
        pytest.param(oslo(2026, 3, 2, 3), 1, oslo(2026, 3, 2, 9), id="before opening time"),
        pytest.param(oslo(2026, 3, 6, 15), 2, oslo(2026, 3, 9, 9), id="over a weekend"),
        pytest.param(oslo(2026, 3, 7, 12), 8, oslo(2026, 3, 9, 16), id="on a Saturday"),
        pytest.param(oslo(2026, 3, 2, 8), 72, oslo(2026, 3, 12, 16), id="nine days of eight hours"),
        pytest.param(oslo(2026, 4, 1, 15), 8, oslo(2026, 4, 7, 15), id="over Easter, from Wednesday to Tuesday"),
        pytest.param(oslo(2027, 5, 14, 15, 30), 1, oslo(2027, 5, 18, 8, 30), id="over a 17 May that is a Monday"),
        pytest.param(oslo(2026, 12, 24, 15), 2, oslo(2026, 12, 28, 9), id="over Christmas"),
        pytest.param(oslo(2026, 3, 27, 15), 2, oslo(2026, 3, 30, 9), id="over the weekend with an hour less"),
        pytest.param(oslo(2026, 10, 23, 15), 2, oslo(2026, 10, 26, 9), id="over the weekend with an hour more"),
    ],
)
def test_office_hours_count_as_written_on_the_wall(start: datetime, hours: int, due: datetime) -> None:
    assert due_at(OFFICE, start, hours * HOUR) == due
    assert support_time(OFFICE, start, due) == hours * HOUR


def test_the_morning_after_the_clocks_changed_begins_an_hour_earlier_or_later_in_the_world() -> None:
    assert due_at(OFFICE, oslo(2026, 3, 27, 15), 2 * HOUR) == datetime(2026, 3, 30, 7, tzinfo=UTC)
    assert due_at(OFFICE, oslo(2026, 10, 23, 15), 2 * HOUR) == datetime(2026, 10, 26, 8, tzinfo=UTC)


def test_a_support_that_never_closes_counts_the_hours_that_there_are() -> None:
    spring, autumn = oslo(2026, 3, 29), oslo(2026, 10, 25)
    assert support_time(ALWAYS, spring, oslo(2026, 3, 30)) == 23 * HOUR
    assert support_time(ALWAYS, autumn, oslo(2026, 10, 26)) == 25 * HOUR
    assert due_at(ALWAYS, oslo(2026, 3, 28, 23), 4 * HOUR) == oslo(2026, 3, 29, 4)
    assert due_at(ALWAYS, oslo(2026, 10, 24, 23), 4 * HOUR) == oslo(2026, 10, 25, 2, 0) + HOUR


def test_a_time_that_the_clocks_leap_over_is_as_much_later() -> None:
    night = SupportHours("Europe/Oslo", 150, 240, frozenset(range(7)), "")  # From 02:30 to 04:00.
    assert support_time(night, oslo(2026, 3, 29), oslo(2026, 3, 30)) == HOUR / 2
    assert support_time(night, oslo(2026, 3, 28), oslo(2026, 3, 29)) == 1.5 * HOUR


def test_holidays_are_those_of_the_country() -> None:
    monday = oslo(2027, 5, 17, 8)
    assert support_time(OFFICE, monday, monday + 8 * HOUR) == timedelta()
    sweden = SupportHours("Europe/Oslo", country="SE")
    assert support_time(sweden, monday, monday + 8 * HOUR) == 8 * HOUR
    assert support_time(SupportHours("Europe/Oslo", country=""), monday, monday + 8 * HOUR) == 8 * HOUR


def test_nothing_passes_backwards_or_while_it_is_closed() -> None:
    assert support_time(OFFICE, oslo(2026, 3, 3, 10), oslo(2026, 3, 2, 10)) == timedelta()
    assert support_time(OFFICE, oslo(2026, 3, 7), oslo(2026, 3, 9)) == timedelta()
    assert due_at(OFFICE, oslo(2026, 3, 7, 12), timedelta()) == oslo(2026, 3, 7, 12)
    never = SupportHours("Europe/Oslo", weekdays=frozenset())
    assert due_at(never, oslo(2026, 3, 2), HOUR).year == 9998


@given(
    st.integers(0, 2 * 366 * 24 * 60).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + minutes * HOUR / 60),
    st.integers(1, 200 * 3600),
    st.sampled_from([OFFICE, ALWAYS, SupportHours("America/New_York", 600, 1320, frozenset({1, 5, 6}), "US")]),
)
def test_what_is_due_is_due_after_just_so_much_support_time(start: datetime, seconds: int, hours: SupportHours) -> None:
    left = timedelta(seconds=seconds)
    assert support_time(hours, start, due_at(hours, start, left)) == left

"""Day and time by the clock on the wall, and what clocks do twice a year."""

from datetime import UTC, datetime

import pytest

from leadx_app.domain.moments import parse_moment
from leadx_app.domain.text import BadInput


@pytest.mark.parametrize(
    ("text", "zone", "moment"),
    [
        ("2026-07-01T12:00", "Europe/Oslo", datetime(2026, 7, 1, 10, 0, tzinfo=UTC)),
        ("2026-01-01 00:30", "Europe/Oslo", datetime(2025, 12, 31, 23, 30, tzinfo=UTC)),
        ("2028-02-29T23:59:30", "UTC", datetime(2028, 2, 29, 23, 59, 30, tzinfo=UTC)),
        ("2026-10-25T02:30", "Europe/Oslo", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-03-29T03:00", "Europe/Oslo", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
    ],
)
def test_a_moment_is_meant_by_the_readers_clock(text: str, zone: str, moment: datetime) -> None:
    assert parse_moment(text, zone) == moment


@pytest.mark.parametrize("text", ["2026-03-29T02:00", "2026-03-29T02:30", "2026-03-29T02:59"])
def test_a_time_that_clocks_leap_over_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="the clocks go forward then"):
        parse_moment(text, "Europe/Oslo")


@pytest.mark.parametrize(
    "text",
    ["", "tomorrow", "2026-02-30T10:00", "2026-11-24", "2026-11-24T25:00", "2026-11-24T10:00Z", "9999-12-31T23:59",
     "0001-01-01T00:00", "1899-01-01T00:00", "20261124T1000", "-2026-01-01T10:00", "٢٠٢٦-01-01T10:00"],
)  # fmt: skip
def test_everything_else_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse_moment(text, "Europe/Oslo")

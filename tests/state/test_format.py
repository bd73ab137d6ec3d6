"""Figures, dates and ages as people write them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from leadx_app.models import DateFormat
from leadx_app.state.agenda_lines import range_words
from leadx_app.state.format import Look, initials, phone, tint

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ENGLISH = Look("en", "Europe/Oslo", NOW)
NORWEGIAN = Look("nb", "Europe/Oslo", NOW)


@pytest.mark.parametrize(
    ("value", "currency", "english", "norwegian"),
    [
        (Decimal("1234567.00"), "NOK", "NOK 1,234,567", "1 234 567 kr"),
        (Decimal("1234.50"), "NOK", "NOK 1,234.50", "1 234,50 kr"),
        (Decimal("0.05"), "EUR", "EUR 0.05", "0,05 EUR"),
        (Decimal("0.00"), "SEK", "SEK 0", "0 SEK"),
        (Decimal("999999999999.99"), "NOK", "NOK 999,999,999,999.99", "999 999 999 999,99 kr"),
        (Decimal("-12.00"), "NOK", "NOK −12", "−12 kr"),
        (None, "NOK", "–", "–"),
    ],
)
def test_money_is_written_as_the_language_does(value, currency, english, norwegian):
    assert ENGLISH.money(value, currency) == english.replace(" ", "\u00a0")
    assert NORWEGIAN.money(value, currency) == norwegian.replace(" ", "\u00a0")


def test_sums_are_whole_and_billions_short():
    assert ENGLISH.round_money(Decimal("1234567.50"), "NOK") == "NOK\u00a01,234,568"
    assert ENGLISH.round_money(Decimal("999999999.00"), "NOK") == "NOK\u00a0999,999,999"
    assert ENGLISH.round_money(Decimal("12345678900.00"), "NOK") == "NOK\u00a012.35\u00a0bn"
    assert NORWEGIAN.round_money(Decimal("12345678900.00"), "NOK") == "12,35\u00a0mrd.\u00a0kr"
    assert ENGLISH.round_money(None, "NOK") == "–"


def test_percent_has_one_decimal_and_unknown_is_a_dash():
    assert (ENGLISH.percent(24.04), NORWEGIAN.percent(24.04)) == ("24.0%", "24,0\u00a0%")
    assert (ENGLISH.percent(0.05), ENGLISH.percent(100.0), ENGLISH.percent(None)) == ("0.1%", "100.0%", "–")


def test_a_moment_is_told_in_the_time_zone_of_the_reader():
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert ENGLISH.date(late) == "2\u00a0Mar\u00a02026"
    assert NORWEGIAN.moment(late) == "2.\u00a0mars\u00a02026, 00:30"
    assert Look("en", "America/New_York", NOW).moment(late) == "1\u00a0Mar\u00a02026, 18:30"


def test_a_near_moment_goes_without_the_year_that_everybody_knows():
    moment = datetime(NOW.year, 3, 1, 11, 30, tzinfo=UTC)
    assert NORWEGIAN.near_moment(moment) == "1.\u00a0mars, 12:30"
    assert ENGLISH.near_moment(moment.replace(year=NOW.year - 1)) == ENGLISH.moment(moment.replace(year=NOW.year - 1))


def test_clocks_that_change_do_not_change_the_day():
    before, after = datetime(2026, 3, 29, 0, 59, tzinfo=UTC), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert (ENGLISH.moment(before)[-5:], ENGLISH.moment(after)[-5:]) == ("01:59", "03:00")
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert ENGLISH.moment(first)[-5:] == ENGLISH.moment(second)[-5:] == "02:30"


def test_a_date_without_a_time_stays_what_it_is():
    assert ENGLISH.date(date(2028, 2, 29)) == "29\u00a0Feb\u00a02028"
    assert NORWEGIAN.date(date(9999, 12, 31)) == "31.\u00a0des.\u00a09999"


@pytest.mark.parametrize(
    ("date_format", "day"),
    [
        (DateFormat.DOTS, "02.03.2026"),
        (DateFormat.ISO, "2026-03-02"),
        (DateFormat.SLASHES, "02/03/2026"),
        (DateFormat.MONTH_FIRST, "03/02/2026"),
    ],
)
def test_days_are_written_as_the_organization_chose(date_format, day):
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    for look in (replace(ENGLISH, date_format=date_format), replace(NORWEGIAN, date_format=date_format)):
        assert (look.date(late), look.moment(late)) == (day, f"{day}, 00:30")
        assert look.with_days({"ends_on": "2026-03-02", "name": "2026-03-02"}) == {"ends_on": day, "name": "2026-03-02"}
    assert ENGLISH.short_month(late) == "Mar\u00a02026"


@pytest.mark.parametrize(
    ("ago", "english", "norwegian"),
    [
        (timedelta(seconds=-5), "now", "nå"),
        (timedelta(seconds=59), "now", "nå"),
        (timedelta(minutes=1), "1 min", "1 min"),
        (timedelta(minutes=59, seconds=59), "59 min", "59 min"),
        (timedelta(hours=23, minutes=59), "23 h", "23 t"),
        (timedelta(days=1), "1 d", "1 d"),
        (timedelta(days=59), "59 d", "59 d"),
        (timedelta(days=60), "2 mo", "2 md."),
        (timedelta(days=729), "24 mo", "24 md."),
        (timedelta(days=730), "2 y", "2 år"),
    ],
)
def test_ages_are_short(ago, english, norwegian):
    assert (ENGLISH.age(NOW - ago), NORWEGIAN.age(NOW - ago)) == (english, norwegian)


def test_an_age_in_a_sentence():
    assert ENGLISH.ago(NOW - timedelta(hours=3)) == "3 h ago"
    assert NORWEGIAN.ago(NOW) == "nå"


def test_people_are_told_apart():
    assert initials("Kari Anne Berg") == "KB"
    assert tint("Kari") == tint("Kari")
    assert {tint(name) for name in ("a", "b", "c", "d", "e", "f")} == set(range(6))


def test_a_norwegian_phone_number_is_read_in_pairs():
    assert phone("+4722123456") == "+47\u00a022\u00a012\u00a034\u00a056"
    assert [phone(number) for number in ("", "22 12 34 56", "+46701234567", "+47221234567")] == [
        "",
        "22 12 34 56",
        "+46701234567",
        "+47221234567",
    ]


@pytest.mark.parametrize(
    ("value", "english", "norwegian"),
    [
        (0, "0", "0"),
        (9_999, "9,999", "9\u00a0999"),
        (10_000, "10k", "10k"),
        (Decimal("245400.00"), "245k", "245k"),
        (994_999, "995k", "995k"),
        (995_000, "1.0m", "1,0\u00a0mill."),
        (1_689_000, "1.7m", "1,7\u00a0mill."),
        (45_600_000, "46m", "46\u00a0mill."),
        (999_999_999_999, "1,000bn", "1\u00a0000\u00a0mrd."),
    ],
)
def test_a_short_number_says_about_how_much(value, english, norwegian):
    assert (ENGLISH.short_number(value), NORWEGIAN.short_number(value)) == (english, norwegian)


@pytest.mark.parametrize(
    ("time", "english", "norwegian"),
    [
        (None, "–", "–"),
        (timedelta(seconds=59), "0 min", "0 min"),
        (timedelta(minutes=12), "12 min", "12 min"),
        (timedelta(hours=5, minutes=12), "5 h 12 min", "5 t 12 min"),
        (timedelta(hours=5), "5 h", "5 t"),
        (timedelta(days=2, hours=3, minutes=59), "2 d 3 h", "2 d 3 t"),
        (timedelta(days=2, minutes=59), "2 d", "2 d"),
    ],
)
def test_how_long_something_takes(time: timedelta | None, english: str, norwegian: str) -> None:
    assert Look("en", "Europe/Oslo", NOW).span(time) == english
    assert Look("nb", "Europe/Oslo", NOW).span(time) == norwegian


@pytest.mark.parametrize(("language", "words"), [("en", "May 2027"), ("nb", "Mai 2027")])
def test_a_month_of_the_calendar_is_named_in_the_readers_language(language: str, words: str):
    assert range_words("month", date(2027, 5, 17), Look(language, "Europe/Oslo", NOW)) == words

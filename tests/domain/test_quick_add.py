"""One line says what to do and when, in both languages."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadx_app.domain.quick_add import Quick, understand
from leadx_app.domain.tasks.repeat import Repeat
from leadx_app.models import Priority

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)  # a Wednesday
HIGH, LOW = Priority.HIGH, Priority.LOW


def day(number: int, month: int = 11, year: int = 2026) -> date:
    return date(year, month, number)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Call Kari", Quick("Call Kari")),
        ("Call Kari tomorrow 10:00 !high", Quick("Call Kari", day(26), time(10), HIGH)),
        ("Ring Kari i morgen kl 10 !høy", Quick("Ring Kari", day(26), time(10), HIGH)),
        ("Ring Kari i dag kl. 14.30", Quick("Ring Kari", day(25), time(14, 30))),
        ("today Send offer !low", Quick("Send offer", day(25), None, LOW)),
        ("Send tilbud !lav", Quick("Send tilbud", None, None, LOW)),
        ("Visit the school on friday at 3pm", Quick("Visit the school", day(27), time(15))),
        ("Besøk skolen på fredag", Quick("Besøk skolen", day(27))),
        ("Lunch wednesday", Quick("Lunch", day(2, 12))),
        ("Follow up in 2 weeks", Quick("Follow up", day(9, 12))),
        ("Følg opp om 3 dager", Quick("Følg opp", day(28))),
        ("Plan next week", Quick("Plan", day(30))),
        ("Plan neste uke", Quick("Plan", day(30))),
        ("Pay 2026-12-24", Quick("Pay", day(24, 12))),
        ("Betal 24.12. 09:15", Quick("Betal", day(24, 12), time(9, 15))),
        ("Pay 1.2.2027", Quick("Pay", day(1, 2, 2027))),
        ("Pay 3 January", Quick("Pay", day(3, 1, 2027))),
        ("Betal 24. desember", Quick("Betal", day(24, 12))),
        ("Report every day", Quick("Report", repeat=Repeat.DAILY)),
        ("Rapport hver måned", Quick("Rapport", repeat=Repeat.MONTHLY)),
        (
            "Stand-up every monday and thursday 09:00",
            Quick("Stand-up", day(26), time(9), repeat=Repeat.WEEKLY, weekdays=(0, 3)),
        ),
        ("Møte hver tirsdag og torsdag", Quick("Møte", day(26), repeat=Repeat.WEEKLY, weekdays=(1, 3))),
        ("Kaffe hver arbeidsdag", Quick("Kaffe", day(25), repeat=Repeat.WEEKLY, weekdays=(0, 1, 2, 3, 4))),
        ("Ring Kari om en uke", Quick("Ring Kari", day(2, 12))),
        ("Call in two weeks", Quick("Call", day(9, 12))),
        ("Send tilbud innen fredag", Quick("Send tilbud", day(27))),
        ("Send it by Friday", Quick("Send it", day(27))),
        ("Call next week Friday", Quick("Call", day(4, 12))),
        ("Møte fredag 13.30", Quick("Møte", day(27), time(13, 30))),
        ("Demo 5. januar 2028 kl 10", Quick("Demo", day(5, 1, 2028), time(10))),
        ("Call at 11:00", Quick("Call", day(26), time(11))),
        ("Call at 13", Quick("Call", day(25), time(13))),
    ],
)
def test_what_is_understood(text: str, expected: Quick) -> None:
    assert understand(text, NOW) == expected


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (day(1, 6, 2027), day(29, 2, 2028)),
        (day(29, 2, 2028), day(29, 2, 2028)),
        (day(1, 3, 2028), None),
        (day(1, 6, 2026), None),
        (day(31, 12, 9999), None),
    ],
)
def test_the_29th_of_february_is_the_next_one_within_two_years(today: date, due: date | None) -> None:
    assert understand("Pay 29 February", datetime.combine(today, time(12), UTC)).due_on == due


@pytest.mark.parametrize(
    "text",
    [
        "today",
        "Sunday papers for Monday's",
        "Room 25:00",
        "31.2.",
        "2026-13-01",
        "Buy 10 boxes",
        "!",
        "Fridays",
        "👋",
        "Pay 13.30",
    ],
)
def test_what_is_not_understood_stays_in_the_title(text: str) -> None:
    understood = understand(text, NOW)
    assert understood.title
    if text not in ("Sunday papers for Monday's",):
        assert understood.title == text


@given(st.text(max_size=400))
def test_any_line_is_taken(text: str) -> None:
    understood = understand(text, NOW)
    assert (understood.title == "") == (text.split() == [])
    assert understood.due_on is None or understood.due_on.year < 2600 or str(understood.due_on.year) in text

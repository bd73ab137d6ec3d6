"""The lines of the page of currencies, in words."""

import asyncio
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from leadx_app.config import Settings
from leadx_app.db import Database
from leadx_app.domain.ports import LineProblem
from leadx_app.domain.rates import Taken, fetch_daily
from leadx_app.models import RateSource
from leadx_app.queries.currencies import CurrencyLine, RateLine, currency_rates
from leadx_app.rounds import fetch_rates, follow_rates
from leadx_app.runtime import Runtime
from leadx_app.state.admin_currencies import currency_shown, rate_shown, taken_shown, worth_shown
from leadx_app.state.format import NBSP, Look
from tests.cast import NOW, gather_in
from tests.support.rate_server import DAILY, RateServer

ENGLISH, NORWEGIAN = Look("en", "Europe/Oslo", NOW), Look("nb", "Europe/Oslo", NOW)
DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("rate", "english", "norwegian"),
    [
        ("11.50000000", "1 EUR = 11.50 NOK", "1 EUR = 11,50 NOK"),
        ("0.00066123", "1 EUR = 0.00066123 NOK", "1 EUR = 0,00066123 NOK"),
        ("1000.00000000", "1 EUR = 1,000.00 NOK", f"1 EUR = 1{NBSP}000,00 NOK"),
    ],
)
def test_a_rate_says_its_direction(rate: str, english: str, norwegian: str) -> None:
    assert worth_shown("EUR", Decimal(rate), "NOK", ENGLISH) == english
    assert worth_shown("EUR", Decimal(rate), "NOK", NORWEGIAN) == norwegian


def test_a_currency_says_since_when_and_from_where() -> None:
    line = CurrencyLine("EUR", Decimal("11.50"), DAY, RateSource.ECB, 3, False)
    shown = currency_shown(line, "NOK", ENGLISH)
    assert (shown.since.replace(NBSP, " "), shown.source) == ("since 2 Mar 2026", "European Central Bank")
    dated = rate_shown(RateLine(DAY, Decimal("11.50"), RateSource.ENTERED), "EUR", "NOK", ENGLISH)
    assert dated.remove.replace(NBSP, " ") == "Remove the rate of EUR from 2 Mar 2026"


def test_what_came_of_a_file_is_told_with_the_lines_that_were_refused() -> None:
    problems = [LineProblem(7, "“{text}” is no day.", {"text": "soon"})]
    shown = taken_shown(Taken(2, 1, DAY, ["SEK"], problems, 4), "hist.csv", ENGLISH)
    assert [sentence.replace(NBSP, " ") for sentence in shown.sentences] == [
        "2 rates were taken.",
        "The newest is of 2 Mar 2026.",
        "1 that was entered by hand stays.",
        "The file has no rate of SEK.",
    ]
    assert shown.problems == ["Line 7: “soon” is no day.", "and 3 more"]
    assert taken_shown(Taken(1, 0, None, [], [], 0), "a", NORWEGIAN).sentences == ["1 kurs ble tatt inn."]


def test_rates_are_fetched_where_the_server_and_the_admin_let_them_be(database: Database, tmp_path: Path) -> None:
    cast = gather_in(database)
    admin = cast.credential(cast.admin)

    def krona() -> RateLine:
        return database.read(admin, currency_rates, cast.admin.organization_id, "SEK")[0]

    before = krona()
    with RateServer(answer=(200, {}, DAILY.replace(b"2026-11-27", b"2099-01-01"))) as server:
        runtime = Runtime(Settings(data=tmp_path, exchange_rates_url=server.url))
        runtime.__dict__["database"] = database
        asyncio.run(fetch_rates(runtime))
        assert (server.asked, krona()) == ([], before)
        database.act(admin, fetch_daily, cast.admin.organization_id, True)
        asyncio.run(fetch_rates(runtime))
        assert krona() == RateLine(date(2099, 1, 1), Decimal("1.07372409"), RateSource.ECB)
        server.answer = (503, {}, b"")
        asyncio.run(fetch_rates(runtime))
        asyncio.run(follow_rates(runtime))
    off = Runtime(Settings(data=tmp_path))
    off.__dict__["database"] = database
    asyncio.run(fetch_rates(off))
    assert krona().source == RateSource.ECB

"""The European Central Bank's files in all their shapes, and what only looks like one."""

import asyncio
import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest

from leadx_app.adapters import euro_rates, rate_source
from leadx_app.adapters.euro_rates import euro_rates_of
from leadx_app.adapters.rate_source import EuroRates
from leadx_app.domain.ports import EuroRate, FileRefused, RatesUnavailable
from tests.support.rate_server import DAILY, RateServer

DAY = date(2026, 11, 27)
HIST = b"Date,USD,JPY,NOK,\n2026-11-27,1.0823,161.5,11.7605,\n2026-11-26,1.08,N/A,11.75,\n"


def a_zip(*files: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()


def test_the_daily_file_is_read_with_its_lines() -> None:
    sheet = euro_rates_of(DAILY)
    assert sheet.problems == []
    assert list(sheet.rates) == [
        EuroRate(9, DAY, "USD", Decimal("1.0823")),
        EuroRate(10, DAY, "SEK", Decimal("10.9530")),
        EuroRate(11, DAY, "NOK", Decimal("11.7605")),
    ]


@pytest.mark.parametrize(
    "content", [HIST, b"\xef\xbb\xbf" + HIST.replace(b"\n", b"\r\n"), a_zip(("eurofxref-hist.csv", HIST))]
)
def test_the_file_of_all_days_is_read_plain_and_packed(content: bytes) -> None:
    sheet = euro_rates_of(content)
    assert [(one.line, one.code, one.per_euro) for one in sheet.rates] == [
        (2, "USD", Decimal("1.0823")),
        (2, "JPY", Decimal("161.5")),
        (2, "NOK", Decimal("11.7605")),
        (3, "USD", Decimal("1.08")),
        (3, "NOK", Decimal("11.75")),
    ]


def test_the_daily_csv_writes_its_day_in_words() -> None:
    sheet = euro_rates_of(b"Date, USD, NOK, \n27 November 2026, 1.0823, 11.7605, \n")
    assert [(one.day, one.code) for one in sheet.rates] == [(DAY, "USD"), (DAY, "NOK")]


def test_what_cannot_be_read_is_said_with_its_line_and_the_rest_is_taken() -> None:
    sheet = euro_rates_of(
        b"Date,USD,NOK\nsoon,1,2\n2026-02-30,1,2\n2026-11-27,-1,11.7605\n2026-11-26,1e5,0\n2026-11-27,1.0823,11\n"
    )
    assert [(one.line, one.template, one.params["text"]) for one in sheet.problems] == [
        (2, "“{text}” is no day.", "soon"),
        (3, "“{text}” is no day.", "2026-02-30"),
        (4, "“{text}” is no rate.", "-1"),
        (5, "“{text}” is no rate.", "1e5"),
        (5, "“{text}” is no rate.", "0"),
        (6, "{text} has a rate for this day already.", "NOK"),
    ]
    assert [(one.line, one.code) for one in sheet.rates] == [(4, "NOK"), (6, "USD")]
    wrong = DAILY.replace(b"10.9530", b"NaN").replace(b"'SEK'", b"'sek'")
    assert [(one.line, one.params["text"]) for one in euro_rates_of(wrong).problems] == [(10, "sek")]


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><Cube>&b;</Cube>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Cube>&a;</Cube>"""


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01",
        b"title;company\nA;B\n",
        b"Date,Title\n2026-11-27,x\n",
        b"Date,USD\n",
        b"\xff\xfe\x00",
        b"<html></html>",
        b"<?xml version='1.0' encoding='no-such'?><Cube/>",
        BOMB,
        OUTSIDE,
        b"PK\x03\x04broken",
        a_zip(),
        a_zip(("a.csv", HIST), ("b.csv", HIST)),
        a_zip(("readme.txt", HIST)),
    ],
)
def test_what_is_no_such_file_is_refused_as_a_whole(content: bytes) -> None:
    with pytest.raises(FileRefused, match="reference rates"):
        euro_rates_of(content)


def test_a_broken_file_is_refused_with_the_line_where_it_breaks() -> None:
    with pytest.raises(FileRefused) as refused:
        euro_rates_of(DAILY[: DAILY.index(b"11.7605")])
    assert (refused.value.template, refused.value.params["line"]) == ("The file is broken at line {line}.", 11)


def test_a_file_that_unpacks_to_too_much_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(euro_rates, "MOST_BYTES", 1_000)
    with pytest.raises(FileRefused):
        euro_rates_of(a_zip(("eurofxref-hist.csv", HIST + b"\n" * 2_000)))
    with pytest.raises(FileRefused):
        euro_rates_of(HIST + b"\n" * 2_000)


def _latest(server: RateServer, patience: float = 20) -> list[str]:
    sheet = asyncio.run(EuroRates(server.url, answer_within_seconds=patience).latest())
    return [one.code for one in sheet.rates]


def test_rates_are_fetched_as_they_are_published() -> None:
    with RateServer() as server:
        assert _latest(server) == ["USD", "SEK", "NOK"]
        assert server.asked == ["/stats/eurofxref/eurofxref-daily.xml"]


@pytest.mark.parametrize(
    "answer",
    [
        (500, {}, b""),
        (404, {}, b""),
        (302, {"Location": "http://127.0.0.1:9/"}, b""),
        (200, {}, b"<html>maintenance</html>"),
        (200, {}, b""),
        (200, {"Content-Encoding": "gzip"}, DAILY),
        (200, {}, DAILY[:300]),
    ],
)
def test_an_answer_that_is_none_is_told_as_that(answer: tuple[int, dict[str, str], bytes]) -> None:
    with RateServer(answer=answer) as server:
        with pytest.raises(RatesUnavailable):
            _latest(server)
        assert len(server.asked) == 1


def test_a_server_that_is_slow_gone_or_never_ends_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with RateServer(is_slow=True) as server, pytest.raises(RatesUnavailable):
        _latest(server, 0.2)
    with pytest.raises(RatesUnavailable):
        _latest(server)
    monkeypatch.setattr(rate_source, "MOST_BYTES", 100)
    with RateServer() as server, pytest.raises(RatesUnavailable):
        _latest(server)

"""One hand-made case of money, and the same number wherever it stands; rates over REST."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session

from leadx_app import exports
from leadx_app.domain.leads.close import close_won, reopen
from leadx_app.domain.metrics.periods import Preset
from leadx_app.domain.rates import RateDraft, enter_rate
from leadx_app.models import SubStage
from leadx_app.queries.board import board
from leadx_app.queries.currencies import currencies_set
from leadx_app.queries.lead_filters import LeadFilters
from leadx_app.queries.pulse import pulse
from leadx_app.queries.pulse_filters import PulseFilters
from leadx_app.throttle import Throttle
from tests.api.conftest import NEVER, Office
from tests.cast import NOW, Cast, a_lead, a_won_lead
from tests.support.figures import wrong
from tests.support.rate_server import DAILY

WON = Decimal("590.85")
OPEN = Decimal("21.60")


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch, _unhurried: None) -> None:
    monkeypatch.setattr(exports, "per_person", Throttle(per_second=100, burst=1000))


def three_currencies(session: Session, cast: Cast) -> None:
    """Leads in three currencies, a rate that changes between two wins, a lead that is won twice, a win at midnight.

    Of the whole of Nordlys, won: 116.15 + 124.69 + 350.00 + 0.01 = 590.85 NOK; open: 10 SEK and 1 EUR.
    """

    def rate(code: str, day: date, worth: str, now: datetime = NOW) -> None:
        lines = {line.code: line.version for line in currencies_set(session, cast.admin, now=now).currencies}
        draft = RateDraft(currency=code, day=day, rate=Decimal(worth), version=lines[code])
        enter_rate(session, cast.admin, cast.admin.organization_id, draft, now=now)

    rate("EUR", date(2026, 3, 2), "11.50")
    rate("SEK", date(2026, 3, 2), "1.02")
    rate("EUR", date(2026, 3, 3), "12.3456")
    rate("SEK", date(2026, 3, 4), "1.05")
    sales = cast.professional
    a_won_lead(session, sales, title="Day 1", value="10.10", currency="EUR", now=NOW)  # · 11.50 = 116.15
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # The third of March in Oslo.
    a_won_lead(session, sales, title="Midnight", value="10.10", currency="EUR", now=late)  # · 12.3456 = 124.69056
    twice = a_won_lead(session, sales, title="Twice", value="333.33", currency="SEK", now=NOW)  # · 1.02 = 339.9966
    reopen(session, cast.manager, twice.id, "Too early", now=NOW + timedelta(hours=20))
    close_won(session, sales, twice.id, now=NOW + timedelta(days=3))  # · 1.05 = 349.9965
    a_won_lead(session, sales, title="Small", value="0.01", now=NOW)
    a_lead(session, sales, title="Open krona", value="10", currency="SEK", now=NOW)
    a_lead(session, sales, title="Open euro", value="1", currency="EUR", now=NOW)
    rate("SEK", date(2026, 3, 6), "0.96", NOW + timedelta(days=4))  # 9.60
    rate("EUR", date(2026, 3, 6), "12", NOW + timedelta(days=4))  # 12.00


def revenue(figures: list[dict[str, Any]]) -> Decimal:
    return next(Decimal(figure["value"]) for figure in figures if figure["slug"] == "revenue")


def test_the_same_number_stands_on_every_page_in_rest_and_in_the_export(office: Office) -> None:
    cast = office.cast
    sales, manager = cast.professional, cast.manager
    office.within(lambda session: three_currencies(session, cast))
    now = NOW + timedelta(days=5)

    def on_pulse(session: Session) -> list[Decimal]:
        filters = PulseFilters(organization_id=manager.organization_id, preset=Preset.ALL)
        found = pulse(session, manager, filters, now=now)
        months = sum((month.revenue or Decimal(0) for month in found.months), Decimal(0))
        by_lead = [row for row in found.details.rows if row.sub_stage == SubStage.WON]
        assert len(by_lead) == 4
        return [Decimal(found.figures[0].value or 0), months]

    assert office.within(on_pulse) == [WON, WON]
    assert revenue(office.get(manager, "/api/v1/community/figures").json()) == WON  # Community
    assert revenue(office.get(sales, "/api/v1/kpis").json()) == WON  # My Pipeline
    march = office.get(manager, "/api/v1/rewards", params={"day": "2026-03-31"}).json()
    assert Decimal(march["figures"]["revenue"]) == WON
    rows = office.get(sales, "/api/v1/leads", params={"status": "won"}).json()["rows"]
    assert sum(Decimal(row["base_value"]) for row in rows) == WON
    text = office.get(sales, "/api/v1/leads/export", params={"status": "won"}).content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert sum(Decimal(line["Value in base currency"]) for line in lines) == WON
    assert {line["Base currency"] for line in lines} == {"NOK"}

    def open_values(session: Session) -> list[Decimal]:
        filters = LeadFilters(person_id=sales.user_id, organization_id=sales.organization_id)
        return [column.base_sum for column in board(session, sales, filters, now=now)]

    assert office.within(open_values)[0] == OPEN
    ongoing = office.get(sales, "/api/v1/leads", params={"status": "ongoing"}).json()["rows"]
    assert sum(Decimal(row["base_value"]) for row in ongoing) == OPEN
    assert office.within(lambda session: wrong(session, now=now)) == []


def rates_of(actor: Any) -> str:
    return f"/api/v1/organizations/{actor.organization_id}"


def test_an_admin_sets_rates_over_rest_and_nobody_else(office: Office) -> None:
    cast = office.cast
    path, draft = rates_of(cast.admin), {"currency": "usd", "day": "2026-03-02", "rate": "10,25"}
    found = office.call(cast.admin, "POST", f"{path}/rates", json=draft).json()
    line = next(row for row in found["currencies"] if row["code"] == "USD")
    assert (line["rate"], line["day"], line["version"]) == ("10.25000000", "2026-03-02", 1)
    assert office.call(cast.admin, "POST", f"{path}/rates", json=draft | {"rate": "11"}).status_code == 409
    wrong_ones = ({"rate": "0"}, {"rate": "x"}, {"currency": "NOK"}, {"currency": "XYZ"}, {"day": "2026-02-30"})
    for one in wrong_ones:
        assert office.call(cast.admin, "POST", f"{path}/rates", json=draft | one).status_code == 422, one
    later = draft | {"day": "2026-03-05", "rate": 10.5, "version": 1}
    assert office.call(cast.admin, "POST", f"{path}/rates", json=later).status_code == 200
    days = [row["day"] for row in office.get(cast.admin, f"{path}/currencies/USD/rates").json()]
    assert days == ["2026-03-05", "2026-03-02"]
    gone = office.call(cast.admin, "DELETE", f"{path}/currencies/USD/rates/2026-03-05", params={"version": 2})
    assert next(row["rate"] for row in gone.json()["currencies"] if row["code"] == "USD") == "10.25000000"
    retired = office.call(cast.admin, "PATCH", f"{path}/currencies/USD", json={"is_retired": True}).json()
    assert retired["currencies"][-1]["is_retired"]
    assert "USD" not in office.get(cast.professional, "/api/v1/choices").json()["currencies"]
    assert office.get(cast.manager, f"{path}/currencies").status_code == 403
    for address in (path, f"/api/v1/organizations/{NEVER}"):
        assert office.get(cast.stranger_admin, f"{address}/currencies").status_code == 404
        assert office.call(cast.stranger_admin, "POST", f"{address}/rates", json=draft).status_code == 404
        assert office.send(cast.stranger_admin, DAILY, "rates.xml", f"{address}/rates/file").status_code == 404


def test_the_central_banks_file_is_taken_and_a_wrong_one_refused_with_its_line(office: Office) -> None:
    cast = office.cast
    path = f"{rates_of(cast.admin)}/rates/file"
    content = DAILY.replace(b"rate='10.9530'", b"rate='much'")
    sent = office.send(cast.admin, content, "eurofxref-daily.xml", path)
    assert sent.status_code == 201
    taken = sent.json()["taken"]
    assert (taken["rates"], taken["missing"]) == (1, ["SEK"])
    assert [(one["line"], one["params"]) for one in taken["problems"]] == [(10, {"text": "much"})]
    for wrong_file, words in (
        (b"<html/>", "reference rates"),
        (DAILY[:-60], "broken at line"),
        (b"", "reference rates"),
    ):
        refused = office.send(cast.admin, wrong_file, "eurofxref-daily.xml", path)
        assert (refused.status_code, words in refused.text) == (422, True)
    assert office.send(cast.manager, DAILY, "rates.xml", path).status_code == 403
    assert office.stored() == []

"""Dated exchange rates, worked out by hand (product.md sections 3 and 5)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain import rates
from leadx_app.domain.errors import Conflict, Invalid, NotFound, NotPermitted
from leadx_app.domain.leads.close import close_won, park, reopen, resume
from leadx_app.domain.leads.draft import LeadEdit, parse_draft
from leadx_app.domain.leads.qualify import edit
from leadx_app.domain.permissions import Actor
from leadx_app.domain.ports import EuroRate, EuroSheet, LineProblem
from leadx_app.domain.rates import RateDraft
from leadx_app.domain.text import BadInput
from leadx_app.models import CurrencyRate, Event, Lead, RateSource, new_id
from leadx_app.queries.currencies import currencies_set, currency_rates, rates_taken
from tests.cast import NOW, Cast, a_closed_lead, a_lead, a_parked_lead, a_won_lead
from tests.support.figures import wrong

TODAY = date(2026, 3, 2)


def home(cast: Cast) -> UUID:
    return cast.admin.organization_id


def version_of(session: Session, cast: Cast, code: str) -> int:
    lines = currencies_set(session, cast.admin, now=NOW).currencies
    return next((line.version for line in lines if line.code == code), 0)


def enter(
    session: Session, cast: Cast, rate: str, day: date = TODAY, code: str = "EUR", *, now: datetime = NOW
) -> None:
    draft = RateDraft(currency=code, day=day, rate=Decimal(rate), version=version_of(session, cast, code))
    rates.enter_rate(session, cast.admin, home(cast), draft, now=now)


def worth(session: Session, lead: Lead) -> Decimal | None:
    session.refresh(lead)
    return lead.base_value


def a_sheet(*lines: tuple[str, str, str]) -> EuroSheet:
    return EuroSheet(
        [
            EuroRate(number, date.fromisoformat(day), code, Decimal(rate))
            for number, (day, code, rate) in enumerate(lines, 2)
        ]
    )


def test_the_newest_rate_on_or_before_the_day_counts(session: Session, cast: Cast) -> None:
    enter(session, cast, "12.00", TODAY + timedelta(days=2))
    enter(session, cast, "13.00", TODAY + timedelta(days=4))
    days = {-30: "115.00", 0: "115.00", 1: "115.00", 2: "120.00", 3: "120.00", 4: "130.00", 400: "130.00"}
    for days_later, expected in days.items():
        lead = a_lead(session, cast.professional, value="10", currency="EUR", now=NOW + timedelta(days=days_later))
        assert lead.base_value == Decimal(expected), days_later


def test_a_day_begins_where_the_organization_is(session: Session, cast: Cast) -> None:
    enter(session, cast, "12.00", TODAY + timedelta(days=1))
    evening = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)  # 23:30 in Oslo
    assert a_won_lead(session, cast.professional, value="10", currency="EUR", now=evening).base_value == 115
    night = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # 00:30 of the next day in Oslo
    assert a_won_lead(session, cast.professional, value="10", currency="EUR", now=night).base_value == 120


def test_open_leads_follow_the_rate_and_ended_ones_keep_theirs(session: Session, cast: Cast) -> None:
    fields = {"value": "10.10", "currency": "EUR", "expected_closing_on": "2026-04-15"}
    open_lead, parked = (
        a_lead(session, cast.professional, **fields),
        a_parked_lead(session, cast.professional, **fields),
    )
    won, closed = a_won_lead(session, cast.professional, **fields), a_closed_lead(session, cast.professional, **fields)
    krona = a_lead(session, cast.professional, value="10", currency="SEK")
    updated_at = open_lead.updated_at
    enter(session, cast, "12.3456", now=NOW + timedelta(hours=1))
    # 10.10 · 12.3456 = 124.690…; at 11.50 it was 116.15.
    assert [worth(session, lead) for lead in (open_lead, parked)] == [Decimal("124.69")] * 2
    assert [worth(session, lead) for lead in (won, closed)] == [Decimal("116.15")] * 2
    assert worth(session, krona) == Decimal("10.20")
    assert open_lead.updated_at == updated_at
    assert wrong(session, now=NOW) == []


def test_who_wrote_before_the_rate_changed_writes_on_without_a_conflict(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional, value="10", currency="EUR")
    enter(session, cast, "12")
    edit(session, cast.professional, lead.id, LeadEdit(version=1, title="Another"), now=NOW)
    edit(session, cast.professional, lead.id, LeadEdit(version=1, value="20"), now=NOW)
    assert worth(session, lead) == 240
    assert wrong(session, now=NOW) == []


def test_a_reopened_lead_is_worth_todays_rate_and_freezes_that_of_its_second_win(session: Session, cast: Cast) -> None:
    lead = a_won_lead(session, cast.professional, value="10", currency="EUR")
    enter(session, cast, "12", TODAY + timedelta(days=1), now=NOW + timedelta(hours=1))
    assert worth(session, lead) == 115
    tomorrow = NOW + timedelta(hours=20)
    reopen(session, cast.manager, lead.id, "Too early", now=tomorrow)
    assert worth(session, lead) == 120
    enter(session, cast, "14", TODAY + timedelta(days=2), now=tomorrow)
    close_won(session, cast.professional, lead.id, now=NOW + timedelta(days=3))
    assert worth(session, lead) == 140
    enter(session, cast, "99", TODAY + timedelta(days=2), now=NOW + timedelta(days=3))
    assert worth(session, lead) == 140
    assert wrong(session, now=NOW + timedelta(days=3)) == []


def test_a_new_day_brings_its_rate_to_open_leads(session: Session, cast: Cast) -> None:
    lead = a_parked_lead(session, cast.professional, value="10", currency="EUR")
    enter(session, cast, "12", TODAY + timedelta(days=1))
    assert rates.outdated_organizations(session, now=NOW) == []
    midnight = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
    assert home(cast) in rates.outdated_organizations(session, now=midnight)
    for _ in range(2):
        rates.follow_clock(session, home(cast), now=midnight)
        assert worth(session, lead) == 120
    assert rates.outdated_organizations(session, now=midnight) == []
    resume(session, cast.professional, lead.id, now=midnight)
    assert wrong(session, now=midnight) == []


def test_many_leads_are_revalued_piece_by_piece(session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leadx_app.domain.leads.revalue.AT_ONCE", 2)
    leads = [a_lead(session, cast.basic, value="1", currency="EUR", hand_over=bool(turn % 2)) for turn in range(5)]
    leads.append(a_lead(session, cast.professional, currency="EUR"))
    enter(session, cast, "12")
    assert [worth(session, lead) for lead in leads] == [12] * 5 + [None]
    event = session.exec(select(Event).order_by(Event.id.desc())).first()
    assert (event.payload["from"], event.payload["to"], event.payload["leads"]) == ("11.50000000", "12", 6)
    assert wrong(session, now=NOW) == []


def test_a_worth_beyond_what_sums_can_hold_counts_as_the_most(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional, value="999999999999.99", currency="EUR")
    enter(session, cast, "1000000")
    assert worth(session, lead) == Decimal("999999999999999.99")
    park(session, cast.professional, lead.id, now=NOW)
    assert wrong(session, now=NOW) == []


def test_a_first_rate_lets_a_currency_be_used(session: Session, cast: Cast) -> None:
    with pytest.raises(Invalid):
        a_lead(session, cast.professional, value="10", currency="USD")
    enter(session, cast, "10.25", code="USD")
    assert a_lead(session, cast.professional, value="10", currency="USD").base_value == Decimal("102.50")


def test_of_two_admins_the_second_is_told_and_the_same_rate_twice_is_one(session: Session, cast: Cast) -> None:
    draft = RateDraft(currency="EUR", day=TODAY, rate=Decimal(12), version=1)
    rates.enter_rate(session, cast.admin, home(cast), draft, now=NOW)
    rates.enter_rate(session, cast.admin, home(cast), draft, now=NOW)
    other = draft.model_copy(update={"rate": Decimal(13)})
    with pytest.raises(Conflict, match="EUR meanwhile"):
        rates.enter_rate(session, cast.admin, home(cast), other, now=NOW)
    with pytest.raises(Conflict, match="EUR meanwhile"):
        rates.remove_rate(session, cast.admin, home(cast), "EUR", TODAY, 1, now=NOW)
    assert version_of(session, cast, "EUR") == 2


def test_a_removed_rate_leaves_the_one_before_it_and_can_be_entered_again(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional, value="10", currency="EUR")
    later = TODAY + timedelta(days=1)
    enter(session, cast, "12", later, now=NOW + timedelta(days=1))
    assert worth(session, lead) == 120
    version = version_of(session, cast, "EUR")
    was = rates.remove_rate(session, cast.admin, home(cast), "EUR", later, version, now=NOW + timedelta(days=1))
    assert (was, worth(session, lead)) == (12, 115)
    enter(session, cast, str(was), later, now=NOW + timedelta(days=1))
    assert worth(session, lead) == 120
    with pytest.raises(NotFound):
        rates.remove_rate(session, cast.admin, home(cast), "EUR", date(2020, 1, 1), version + 2, now=NOW)
    with pytest.raises(Conflict, match="needs a rate"):
        rates.remove_rate(session, cast.admin, home(cast), "SEK", TODAY, 1, now=NOW)


def test_a_retired_currency_stays_with_its_leads_and_is_offered_no_more(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional, value="10", currency="EUR")
    other = a_lead(session, cast.professional, value="10")
    for _ in range(2):
        rates.retire_currency(session, cast.admin, home(cast), "EUR", True, now=NOW)
    with pytest.raises(Invalid):
        a_lead(session, cast.professional, value="10", currency="EUR")
    with pytest.raises(Invalid):
        edit(session, cast.professional, other.id, LeadEdit(version=1, currency="EUR"), now=NOW)
    edit(session, cast.professional, lead.id, LeadEdit(version=1, value="20", currency="EUR"), now=NOW)
    close_won(session, cast.professional, lead.id, now=NOW)
    assert lead.base_value == 230
    rates.retire_currency(session, cast.admin, home(cast), "EUR", False, now=NOW)
    assert a_lead(session, cast.professional, value="10", currency="EUR").base_value == 115


def test_only_an_admin_sets_rates_and_only_where_they_see_to(session: Session, cast: Cast) -> None:
    draft = RateDraft(currency="EUR", day=TODAY, rate=Decimal(12), version=1)

    def acts(actor: Actor, organization_id: UUID) -> list:
        here = (session, actor, organization_id)
        return [
            lambda: rates.enter_rate(*here, draft, now=NOW),
            lambda: rates.remove_rate(*here, "EUR", TODAY, 1, now=NOW),
            lambda: rates.retire_currency(*here, "EUR", True, now=NOW),
            lambda: rates.fetch_daily(*here, True, now=NOW),
            lambda: rates.take_sheet(*here, a_sheet(("2026-03-02", "NOK", "11")), now=NOW),
            lambda: currencies_set(*here, now=NOW),
            lambda: currency_rates(*here, "EUR"),
        ]

    for actor in (cast.lite, cast.basic, cast.professional, cast.manager, cast.child_manager):
        for act in acts(actor, actor.organization_id):
            with pytest.raises(NotPermitted):
                act()
    for organization_id in (home(cast), new_id()):
        for act in acts(cast.stranger_admin, organization_id):
            with pytest.raises(NotFound):
                act()
    rates.enter_rate(session, cast.admin, cast.child_manager.organization_id, draft, now=NOW)


def test_cross_rates_go_through_the_euro_and_are_rounded_once(session: Session, cast: Cast) -> None:
    sheet = a_sheet(("2026-03-02", "USD", "1.0823"), ("2026-03-02", "SEK", "10.9530"), ("2026-03-02", "NOK", "11.7605"))
    enter(session, cast, "9", code="USD", day=date(2026, 1, 1))
    event_id, taken = rates.take_sheet(session, cast.admin, home(cast), sheet, now=NOW)
    # 11.7605 ÷ 1.0823 = 10.866210847…; 11.7605 ÷ 10.9530 = 1.073724094…
    enter_kept = {line.code: line.rate for line in currencies_set(session, cast.admin, now=NOW).currencies}
    assert enter_kept == {"EUR": Decimal("11.50"), "SEK": Decimal("1.02"), "USD": Decimal("10.86621085")}
    # EUR and SEK had a rate by hand for this very day.
    assert (taken.rates, taken.kept, taken.missing, taken.newest) == (1, 2, [], TODAY)
    assert rates_taken(session, cast.admin, event_id).rates == 1
    with pytest.raises(NotFound):
        rates_taken(session, cast.stranger_admin, event_id)
    again = rates.take_sheet(session, cast.admin, home(cast), sheet, now=NOW)[1]
    assert (again.rates, again.kept) == (0, 2)


def test_a_file_of_many_days_says_what_it_had_no_use_for(session: Session, cast: Cast) -> None:
    sheet = a_sheet(
        ("2026-02-26", "SEK", "11"),
        ("2026-02-27", "NOK", "12"),
        ("2026-02-27", "JPY", "160"),
        ("2026-02-27", "CYP", "0.58"),
        ("2026-03-03", "NOK", "0.0000000001"),
    )
    sheet = EuroSheet(sheet.rates, [LineProblem(9, "“{text}” is no day.", {"text": "soon"})])
    taken = rates.take_sheet(session, cast.admin, home(cast), sheet, now=NOW)[1]
    assert (taken.rates, taken.kept, taken.missing) == (1, 0, ["SEK"])
    assert [(one.line, one.template) for one in taken.problems] == [
        (9, "“{text}” is no day."),
        (2, "There is no rate of {currency} here."),
        (6, "Write a rate between {min} and {max}."),
    ]
    row = session.exec(select(CurrencyRate).where(CurrencyRate.day == date(2026, 2, 27))).one()
    assert (row.code, row.rate, row.source) == ("EUR", 12, RateSource.ECB)


def test_a_file_without_the_base_currency_is_refused(session: Session, cast: Cast) -> None:
    with pytest.raises(Invalid, match="no rate of NOK"):
        rates.take_sheet(session, cast.admin, home(cast), a_sheet(("2026-03-02", "SEK", "11")), now=NOW)


def test_rates_are_fetched_only_where_an_admin_wants_that(session: Session, cast: Cast) -> None:
    sheet = a_sheet(("2026-03-04", "NOK", "12"), ("2026-03-04", "SEK", "12"))
    rates.take_fetched(session, home(cast), sheet, now=NOW)
    assert currency_rates(session, cast.admin, home(cast), "SEK")[0].day == TODAY
    rates.fetch_daily(session, cast.admin, home(cast), True, now=NOW)
    assert rates.fetching_organizations(session, now=NOW) == [home(cast)]
    count = select(sa.func.count()).select_from(Event)
    before = session.exec(count).one()
    for _ in range(2):
        rates.take_fetched(session, home(cast), sheet, now=NOW)
    assert session.exec(count).one() == before + 1
    assert currency_rates(session, cast.admin, home(cast), "SEK")[0].rate == 1
    rates.fetch_daily(session, cast.admin, home(cast), False, now=NOW)
    assert rates.fetching_organizations(session, now=NOW) == []


@pytest.mark.parametrize(
    ("text", "rate"), [("11,5", "11.5"), ("11.50", "11.50"), (" 1.234 ", "1.234"), ("1000000", "1000000")]
)
def test_a_rate_is_read_as_it_is_written(text: str, rate: str) -> None:
    assert rates.parse_rate(text) == Decimal(rate)


@pytest.mark.parametrize("text", ["", "-1", "1e5", "NaN", "1 000", "1.234,5", "0,123456789", "12345678", "١"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        rates.parse_rate(text)


def test_a_currency_that_is_the_base_or_a_rate_of_nothing_is_refused(session: Session, cast: Cast) -> None:
    for fields in ({"currency": "NOK"}, {"rate": "0"}, {"rate": "1000001"}):
        draft = parse_draft(RateDraft, {"currency": "EUR", "day": "2026-03-02", "rate": "1", "version": 1, **fields})
        with pytest.raises(Invalid) as refused:
            rates.enter_rate(session, cast.admin, home(cast), draft, now=NOW)
        assert refused.value.field == next(iter(fields))


def test_a_child_begins_with_the_rates_of_its_parent_and_goes_its_own_way(session: Session, cast: Cast) -> None:
    enter(session, cast, "12")
    child = cast.child_manager.organization_id
    assert currencies_set(session, cast.admin, child, now=NOW).currencies[0].rate == Decimal("11.50")

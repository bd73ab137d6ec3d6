"""Amounts, worked out by hand (product.md sections 3 and 10)."""

from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain import money, tenants
from leadx_app.domain.errors import Invalid
from leadx_app.domain.leads.close import close_won
from leadx_app.domain.leads.draft import LeadEdit
from leadx_app.domain.leads.qualify import edit
from leadx_app.models import Lead, OrganizationCurrency
from tests.cast import NOW, Cast, a_lead, a_won_lead, organization_of


@pytest.mark.parametrize(
    ("value", "rate", "expected"),
    [
        ("100", "11.50", "1150.00"),
        ("0.01", "11.50", "0.12"),  # 0.115, half up
        ("0.01", "0.49", "0.00"),
        ("0.01", "0.50", "0.01"),  # 0.005, half up
        ("0.03", "0.50", "0.02"),  # 0.015, half up: a bank would round to 0.02 too, and 0.025 to 0.02
        ("0.05", "0.50", "0.03"),
        ("333.33", "1.02", "340.00"),  # 339.9966
        ("999999999999.99", "1", "999999999999.99"),
        ("0", "11.50", "0.00"),
    ],
)
def test_a_value_in_the_base_currency_is_rounded_half_up_to_the_cent(value: str, rate: str, expected: str) -> None:
    assert money.in_base(Decimal(value), Decimal(rate)) == Decimal(expected)


def test_no_value_stays_no_value() -> None:
    assert money.in_base(None, Decimal("11.50")) is None


def test_the_base_currency_is_worth_one(session: Session, cast: Cast) -> None:
    assert money.rate_of(session, cast.basic.organization_id, None, now=NOW) == ("NOK", Decimal(1))
    assert money.rate_of(session, cast.basic.organization_id, "NOK", now=NOW) == ("NOK", Decimal(1))


def test_each_organization_has_its_own_currencies(session: Session, cast: Cast) -> None:
    assert money.rate_of(session, cast.basic.organization_id, "SEK", now=NOW) == ("SEK", Decimal("1.02"))
    with pytest.raises(Invalid):
        money.rate_of(session, cast.stranger_basic.organization_id, "SEK", now=NOW)


def test_sums_in_the_database_are_exact_to_the_cent(session: Session, cast: Cast) -> None:
    for value in ("0.10", "0.20", "999999999999.99", "12345.67"):
        a_won_lead(session, cast.professional, value=value)
    query = select(sa.func.sum(Lead.base_value)).where(Lead.owner_id == cast.professional.user_id)
    assert session.exec(query).one() == Decimal("1000000012345.96")


def test_a_value_that_is_worth_too_much_is_refused_wherever_it_is_written(session: Session, cast: Cast) -> None:
    nordlys = organization_of(session, cast.professional)
    tenants.set_rate(session, nordlys, "EUR", Decimal("1000"))
    lead = a_lead(session, cast.professional, value="999999999999.99", currency="EUR")
    assert lead.base_value == Decimal("999999999999990.00")
    tenants.set_rate(session, nordlys, "EUR", Decimal("1001"))
    for write in (
        lambda: a_lead(session, cast.professional, value="999999999999.99", currency="EUR"),
        lambda: edit(session, cast.professional, lead.id, LeadEdit(version=1, value="999999999999"), now=NOW),
        lambda: close_won(session, cast.professional, lead.id, now=NOW),
    ):
        with pytest.raises(Invalid) as refused:
            write()
        assert (refused.value.field, str(refused.value)) == (
            "value",
            "The amount is too large. The largest is 999000999000.",
        )


def test_a_rate_is_kept_to_eight_decimals(session: Session, cast: Cast) -> None:
    nordlys = organization_of(session, cast.manager)
    tenants.set_rate(session, nordlys, "IDR", Decimal("0.00066123"))
    session.expire_all()
    row = session.exec(select(OrganizationCurrency).where(OrganizationCurrency.code == "IDR")).one()
    assert row.rate == Decimal("0.00066123")
    lead = a_lead(session, cast.professional, value="1000000", currency="IDR", now=NOW)
    assert lead.base_value == Decimal("661.23")

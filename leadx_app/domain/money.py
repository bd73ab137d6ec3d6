"""Amounts and the organization's currencies (product.md sections 3 and 5)."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, select

from leadx_app.models import CENT, CurrencyRate, Organization, OrganizationCurrency

from .days import today_in
from .errors import Invalid

# A thousand times the largest value that can be written.
MAX_BASE = Decimal("999999999999999.99")
SMALLEST_RATE, LARGEST_RATE = Decimal("0.00000001"), Decimal(1_000_000)


def check_rate(organization: Organization, code: str, rate: Decimal) -> str:
    """Return the code. Raises Invalid on `currency` or `rate` unless the organization can use the currency at it."""
    if code == organization.base_currency:
        raise Invalid("This is the base currency.", field="currency")
    if not rate.is_finite() or not SMALLEST_RATE <= rate <= LARGEST_RATE:
        raise Invalid("Write a rate between {min} and {max}.", field="rate", min=f"{SMALLEST_RATE:f}", max=LARGEST_RATE)
    return code


def rate_of(
    session: Session, organization_id: UUID, currency: str | None, *, now: datetime, kept: str | None = None
) -> tuple[str, Decimal]:
    """The currency (None: the base currency) and what one unit of it is worth in the base currency today.

    The newest rate on or before the day counts, where the organization is; before the first one, the first. Who writes
    what it says holds rates of the currency still until the end of the transaction.

    Args:
        kept: a currency that the lead has already, and may keep when it is not offered any more.

    Raises:
        Invalid: on `currency`, when the organization does not use it.
    """
    organization = session.get_one(Organization, organization_id)
    if currency in (None, organization.base_currency):
        return organization.base_currency, Decimal(1)
    hold_rates(session, organization_id, OrganizationCurrency.code == currency)
    query = dated_rates(organization, now=now).where(OrganizationCurrency.code == currency)
    found = session.execute(query).first()
    if found is None or (found.retired_at and currency != kept):
        raise Invalid("Choose one of the organization's currencies.", field="currency")
    return found.code, found.rate


def hold_rates(session: Session, organization_id: UUID, *which: sa.ColumnElement[bool]) -> None:
    """Let nobody set rates of the organization until the end of the transaction; on SQLite nobody else writes anyway.

    A lead that is written at a rate which is replaced at the same time would be missed when leads are revalued.
    """
    if session.get_bind().dialect.name == "postgresql":
        mine = OrganizationCurrency.organization_id == organization_id
        session.execute(sa.select(OrganizationCurrency.id).where(mine, *which).with_for_update(read=True))


def dated_rates(organization: Organization, *, now: datetime) -> sa.Select:
    """Each additional currency (`code`, `retired_at`) with the `rate` and the `day` of the rate that counts today."""
    today = today_in(organization.time_zone, now)
    earlier = aliased(CurrencyRate)
    mine = sa.and_(
        earlier.organization_id == OrganizationCurrency.organization_id, earlier.code == OrganizationCurrency.code
    )
    newest = sa.select(sa.func.max(earlier.day)).where(mine, earlier.day <= today).scalar_subquery()
    first = sa.select(sa.func.min(earlier.day)).where(mine).scalar_subquery()
    of_the_day = sa.and_(
        CurrencyRate.organization_id == OrganizationCurrency.organization_id,
        CurrencyRate.code == OrganizationCurrency.code,
        CurrencyRate.day == sa.func.coalesce(newest, first),
    )
    return (
        sa.select(OrganizationCurrency.code, OrganizationCurrency.retired_at, CurrencyRate.rate, CurrencyRate.day)
        .join(CurrencyRate, of_the_day)
        .where(OrganizationCurrency.organization_id == organization.id)
        .order_by(OrganizationCurrency.code)
    )


def in_base(value: Decimal | None, rate: Decimal) -> Decimal | None:
    """The value in the base currency, rounded half up to the cent; None stays None.

    Raises:
        Invalid: on `value`, when it is worth more than `MAX_BASE`: sums of it must stay exact on every database.
    """
    if value is None:
        return None
    worth = (value * rate).quantize(CENT, ROUND_HALF_UP)
    if worth > MAX_BASE:
        raise Invalid("The amount is too large. The largest is {max}.", field="value", max=int(MAX_BASE / rate))
    return worth


def open_worth(value: Decimal | None, rate: Decimal) -> Decimal | None:
    """`in_base` for a lead that nobody is writing now: worth beyond `MAX_BASE` counts as that, so that sums hold."""
    return None if value is None else min((value * rate).quantize(CENT, ROUND_HALF_UP), MAX_BASE)


def rates_of(session: Session, organization: Organization) -> dict[str, Decimal]:
    """What one unit of each currency of the organization is worth in its base currency now."""
    query = select(OrganizationCurrency.code, OrganizationCurrency.rate)
    found = session.exec(query.where(OrganizationCurrency.organization_id == organization.id))
    return dict(found.all()) | {organization.base_currency: Decimal(1)}


def offered_rates(session: Session, organization: Organization, *, now: datetime) -> dict[str, Decimal]:
    """The currencies that new leads may have, each with today's rate."""
    found = session.execute(dated_rates(organization, now=now))
    return {row.code: row.rate for row in found if not row.retired_at} | {organization.base_currency: Decimal(1)}


def in_other_base(cents: int, rate: Decimal) -> int:
    """A sum in cents at a rate, rounded half up to the cent; for sums of any size."""
    with localcontext(prec=60):
        return int((cents * rate).to_integral_value(ROUND_HALF_UP))

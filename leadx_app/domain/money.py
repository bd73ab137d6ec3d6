"""Amounts and the organization's currencies (product.md sections 3 and 5)."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from uuid import UUID

from sqlmodel import Session, select

from leadx_app.models import CENT, Organization, OrganizationCurrency

from .errors import Invalid

# A thousand times the largest value that can be written.
MAX_BASE = Decimal("999999999999999.99")


def rate_of(session: Session, organization_id: UUID, currency: str | None) -> tuple[str, Decimal]:
    """The currency (None: the base currency) and what one unit of it is worth in the base currency now.

    Raises:
        Invalid: on `currency`, when the organization does not use it.
    """
    organization = session.get_one(Organization, organization_id)
    if currency in (None, organization.base_currency):
        return organization.base_currency, Decimal(1)
    query = select(OrganizationCurrency.rate).where(
        OrganizationCurrency.organization_id == organization_id, OrganizationCurrency.code == currency
    )
    rate = session.exec(query).first()
    if rate is None:
        raise Invalid("Choose one of the organization's currencies.", field="currency")
    return currency, rate


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


def rates_of(session: Session, organization: Organization) -> dict[str, Decimal]:
    """What one unit of each currency of the organization is worth in its base currency now."""
    query = select(OrganizationCurrency.code, OrganizationCurrency.rate)
    found = session.exec(query.where(OrganizationCurrency.organization_id == organization.id))
    return dict(found.all()) | {organization.base_currency: Decimal(1)}


def in_other_base(cents: int, rate: Decimal) -> int:
    """A sum in cents at a rate, rounded half up to the cent; for sums of any size."""
    with localcontext(prec=60):
        return int((cents * rate).to_integral_value(ROUND_HALF_UP))

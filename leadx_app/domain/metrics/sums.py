"""Sums of kept figures over days and organizations, in cents of one base currency."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from sqlmodel import Session

from leadx_app.domain.metrics.kpis import Sums
from leadx_app.domain.money import in_other_base, rates_of
from leadx_app.models import CENT, HIGH, Organization


def worth_of(session: Session, first: Organization, organizations: list[Organization]) -> dict[UUID, Decimal | None]:
    """Per organization: what one unit of its base currency is worth in the first one's; None when nobody says."""
    if len({row.base_currency for row in organizations}) == 1:
        return {row.id: Decimal(1) for row in organizations}
    rates = rates_of(session, first)
    return {row.id: rates.get(row.base_currency) for row in organizations}


def sums_of(counters: Iterable[int | Decimal], worth: Decimal | None = Decimal(1)) -> Sums:
    """A row's counters; revenue in another base currency at what one unit of it is worth."""
    leads, leads_won, won, closed, handshakes, high, low = map(int, counters)
    cents = high * HIGH + low
    revenue = cents if worth == 1 else in_other_base(cents, worth or Decimal(0))
    return Sums(leads, leads_won, won, closed, handshakes, revenue)


def added(one: Sums, other: Sums) -> Sums:
    """Both together; named one by one, because Pulse adds up thousands."""
    return Sums(
        one.leads + other.leads,
        one.leads_won + other.leads_won,
        one.won + other.won,
        one.closed + other.closed,
        one.handshakes + other.handshakes,
        one.revenue + other.revenue,
    )


def as_money(cents: int) -> Decimal:
    """Cents as an amount."""
    return (Decimal(cents) / 100).quantize(CENT)

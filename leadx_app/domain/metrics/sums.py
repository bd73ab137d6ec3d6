"""Sums of kept figures over days and organizations, in cents of one base currency."""

from collections.abc import Iterable
from dataclasses import astuple
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
    *counts, high, low = (int(counter) for counter in counters)
    cents = high * HIGH + low
    return Sums(*(*counts, cents if worth == 1 else in_other_base(cents, worth or Decimal(0))))


def added(one: Sums, other: Sums) -> Sums:
    """Both together."""
    return Sums(*(a + b for a, b in zip(astuple(one), astuple(other), strict=True)))


def as_money(cents: int) -> Decimal:
    """Cents as an amount."""
    return (Decimal(cents) / 100).quantize(CENT)

"""What an Admin sees of an organization's currencies and their dated rates."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.days import today_in
from leadx_app.domain.errors import NotFound
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.find import find_visible_organizations
from leadx_app.domain.money import dated_rates
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.ports import LineProblem
from leadx_app.domain.rates import Taken
from leadx_app.models import CurrencyRate, Event, OrganizationCurrency, RateSource
from leadx_app.queries.choices import Option

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class CurrencyLine:
    """An additional currency: one unit is `rate` units of the base currency, by the rate of `day`.

    Attributes:
        version: how often its rates were changed.
    """

    code: str
    rate: Decimal
    day: date
    source: RateSource
    version: int
    is_retired: bool


@dataclass(frozen=True, slots=True)
class Currencies:
    """What an organization adds up in, and what it takes besides; used currencies first, each part by code."""

    organization_id: UUID
    organization: str
    base_currency: str
    today: date
    is_fetched_daily: bool
    currencies: list[CurrencyLine]
    organizations: list[Option] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RateLine:
    """A rate of one currency, that counts from `day` on."""

    day: date
    rate: Decimal
    source: RateSource


def currencies_set(session: Session, actor: Actor, organization_id: UUID | None = None, *, now: datetime) -> Currencies:
    """The currencies of one of the Admin's organizations; of their own without an id.

    Raises:
        NotFound: an organization that the actor does not see to.
    """
    actor.require(Permission.SETTINGS_MANAGE)
    wanted = organization_id or actor.organization_id
    seen = find_visible_organizations(session, actor, actor.organization_ids)
    organization = next((one for one in seen if one.id == wanted), None)
    if organization is None:
        raise NotFound()
    query = dated_rates(organization, now=now).add_columns(OrganizationCurrency.version, CurrencyRate.source)
    rows = session.execute(query).all()
    lines = [CurrencyLine(row.code, row.rate, row.day, row.source, row.version, bool(row.retired_at)) for row in rows]
    return Currencies(
        organization_id=organization.id,
        organization=organization.name,
        base_currency=organization.base_currency,
        today=today_in(organization.time_zone, now),
        is_fetched_daily=organization.rates_by_id is not None,
        currencies=sorted(lines, key=lambda line: (line.is_retired, line.code)),
        organizations=[Option(one.id, one.name) for one in seen],
    )


def currency_rates(
    session: Session, actor: Actor, organization_id: UUID, code: str, before: date | None = None
) -> list[RateLine]:
    """Rates of a currency, the newest first, at most `PAGE_SIZE`; `before` a day where they go on."""
    actor.require(Permission.SETTINGS_MANAGE)
    (organization,) = find_visible_organizations(session, actor, [organization_id])
    earlier = [] if before is None else [CurrencyRate.day < before]
    query = sa.select(CurrencyRate.day, CurrencyRate.rate, CurrencyRate.source).where(
        CurrencyRate.organization_id == organization.id, CurrencyRate.code == code, *earlier
    )
    return [RateLine(*row) for row in session.execute(query.order_by(CurrencyRate.day.desc()).limit(PAGE_SIZE))]


def rates_taken(session: Session, actor: Actor, event_id: UUID) -> Taken:
    """What came of a file that an Admin of the actor's organizations sent.

    Raises:
        NotFound: there was no such file, or it is not the actor's to see.
    """
    actor.require(Permission.SETTINGS_MANAGE)
    query = sa.select(Event.payload).where(
        Event.id == event_id,
        Event.kind == EventKind.SETTINGS_CHANGED.value,
        Event.tenant_id == actor.tenant_id,
        Event.organization_id.in_(actor.organization_ids),
    )
    payload = session.scalars(query).first()
    if payload is None or "problem_count" not in payload:
        raise NotFound()
    problems: Sequence[LineProblem] = [LineProblem(**one) for one in payload["problems"]]
    newest = date.fromisoformat(payload["newest"]) if payload["newest"] else None
    return Taken(payload["rates"], payload["kept"], newest, payload["missing"], problems, payload["problem_count"])

"""Which organizations Pulse is of: hundreds of them, of which few columns are wanted."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import NotFound
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import sees_organization
from leadx_app.models import HitRateBasis, Organization, OrganizationCurrency
from leadx_app.queries.choices import Option


@dataclass(frozen=True, slots=True)
class Place:
    """What Pulse needs of an organization.

    `rate` is what a unit of its base currency is worth at the actor's own organization; None when nobody says.
    """

    id: UUID
    name: str
    base_currency: str
    time_zone: str
    hit_rate_basis: HitRateBasis
    financial_year_start_month: int
    rate: Decimal | None


@dataclass(frozen=True, slots=True)
class Places:
    """The organizations that are asked for, own first, then by name; one, or all that the actor reads.

    Attributes:
        visible: all that the actor reads, in that order.
        worth: what one unit of each one's base currency is worth in that of the first; None when nobody says.
    """

    asked: Sequence[Place]
    visible: Sequence[Place]
    worth: dict[UUID, Decimal | None]

    @property
    def first(self) -> Place:
        """The one whose currency, clock and habits count."""
        return self.asked[0]

    @property
    def currency(self) -> str:
        """In which amounts are added up."""
        return self.first.base_currency

    @property
    def only_id(self) -> UUID | None:
        """The id, where only one is asked for."""
        return self.first.id if len(self.asked) == 1 else None

    @property
    def is_worth_known(self) -> bool:
        """Whether every currency has a rate."""
        return None not in self.worth.values()

    @property
    def options(self) -> list[Option]:
        """The ones that are asked for, by name."""
        return [Option(one.id, one.name) for one in self.asked]


def pulse_places(session: Session, actor: Actor, organization_id: UUID | None) -> Places:
    """One organization, or all that the actor reads.

    Raises:
        NotPermitted: without Pulse.
        NotFound: an organization that the actor does not read.
    """
    actor.require(Permission.PULSE_READ)
    columns = [getattr(Organization, name) for name in Place.__dataclass_fields__ if name != "rate"]
    rates = sa.and_(
        OrganizationCurrency.organization_id == actor.organization_id,
        OrganizationCurrency.code == Organization.base_currency,
    )
    query = sa.select(*columns, OrganizationCurrency.rate).outerjoin(OrganizationCurrency, rates)
    rows = [Place(*row) for row in session.execute(query.where(sees_organization(actor)))]
    visible = sorted(rows, key=lambda row: (row.id != actor.organization_id, row.name, row.id))
    asked = [one for one in visible if organization_id in (None, one.id)]
    if not asked:
        raise NotFound()
    currency = asked[0].base_currency
    return Places(asked, visible, {one.id: Decimal(1) if one.base_currency == currency else one.rate for one in asked})

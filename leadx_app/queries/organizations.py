"""The organizations of a customer on the Admin's Organizational Profile (product.md section 10)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.find import find_visible_organization
from leadx_app.domain.permissions import GRANTS, Actor, Permission
from leadx_app.models import DateFormat, File, Membership, Organization, OrganizationCurrency, Tenant, User

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """An organization that the Admin sees to; texts that nobody wrote are "".

    Attributes:
        currencies: the additional ones, with what one unit of each is worth in the base currency today.
        starts_on, ends_on: the first and the last day of the customer's subscription.
    """

    id: UUID
    is_parent: bool
    version: int
    name: str
    organization_number: str
    address: str
    postcode: str
    city: str
    country: str
    currency: str
    currencies: tuple[tuple[str, Decimal], ...]
    time_zone: str
    date_format: DateFormat
    default_language: str
    start_month: int
    logo_id: UUID | None
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class ChildRow:
    """A child organization: how many people are active there, and whether one can receive leads."""

    id: UUID
    name: str
    is_active: bool
    people: int
    has_receiver: bool


def organization_profile(session: Session, actor: Actor, organization_id: UUID | None = None) -> ProfileRow:
    """The profile of an organization, the own one when none is named.

    Raises:
        NotFound: an organization that the Admin does not see to.
    """
    actor.require(Permission.SETTINGS_MANAGE)
    one = find_visible_organization(session, actor, organization_id or actor.organization_id)
    tenant = session.get_one(Tenant, actor.tenant_id)
    return ProfileRow(
        one.id,
        one.parent_id is None,
        one.version,
        one.name,
        one.organization_number or "",
        one.address or "",
        one.postcode or "",
        one.city or "",
        one.country or "",
        one.base_currency,
        _currencies(session, one.id),
        one.time_zone,
        one.date_format,
        one.default_language,
        one.financial_year_start_month,
        one.logo_id,
        tenant.subscription_starts_on,
        tenant.subscription_ends_on,
    )


def logo_key(session: Session, actor: Actor) -> str | None:
    """Where the small picture of the logo lies of the organization in which the actor works; None for none."""
    here = (Organization.id == actor.organization_id, Organization.tenant_id == actor.tenant_id)
    query = sa.select(File.thumbnail_key).join(Organization, Organization.logo_id == File.id)
    return session.execute(query.where(*here, File.deleted_at.is_(None))).scalar_one_or_none()


def _currencies(session: Session, organization_id: UUID) -> tuple[tuple[str, Decimal], ...]:
    query = (
        sa.select(OrganizationCurrency.code, OrganizationCurrency.rate)
        .where(OrganizationCurrency.organization_id == organization_id, OrganizationCurrency.retired_at.is_(None))
        .order_by(OrganizationCurrency.code)
        .limit(MOST_SHOWN)
    )
    return tuple((code, rate) for code, rate in session.execute(query))


def child_organizations(session: Session, actor: Actor) -> list[ChildRow]:
    """The children of the own organization: active ones first, then by name; none for a child's Admin."""
    actor.require(Permission.SETTINGS_MANAGE)
    receives = Membership.role.in_(GRANTS[Permission.LEAD_RECEIVE])
    is_there = sa.and_(Membership.is_active, User.is_active)
    query = (
        sa.select(
            Organization.id,
            Organization.name,
            Organization.is_active,
            sa.func.count(sa.case((is_there, User.id))),
            sa.func.count(sa.case((sa.and_(is_there, receives), User.id))),
        )
        .outerjoin(Membership, Membership.organization_id == Organization.id)
        .outerjoin(User, User.id == Membership.user_id)
        .where(Organization.parent_id == actor.organization_id, Organization.tenant_id == actor.tenant_id)
        .group_by(Organization.id, Organization.name, Organization.is_active)
        .order_by(Organization.is_active.desc(), Organization.name, Organization.id)
        .limit(MOST_SHOWN)
    )
    found = session.execute(query)
    return [ChildRow(one, name, is_active, people, receivers > 0) for one, name, is_active, people, receivers in found]

"""The organizations of a customer on the Admin's Organizational Profile (product.md section 10)."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.permissions import GRANTS, Actor, Permission
from leadx_app.models import Membership, Organization, User

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """The organization that the Admin works in; texts that nobody wrote are ""."""

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
    time_zone: str
    default_language: str


@dataclass(frozen=True, slots=True)
class ChildRow:
    """A child organization: how many people are active there, and whether one can receive leads."""

    id: UUID
    name: str
    is_active: bool
    people: int
    has_receiver: bool


def organization_profile(session: Session, actor: Actor) -> ProfileRow:
    """The profile of the own organization."""
    actor.require(Permission.SETTINGS_MANAGE)
    query = sa.select(Organization).where(
        Organization.id == actor.organization_id, Organization.tenant_id == actor.tenant_id
    )
    one = session.execute(query).scalar_one()
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
        one.time_zone,
        one.default_language,
    )


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

"""Who works the tickets of an organization."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain.permissions import GRANTS, Permission
from leadx_app.models import Membership, Organization, User


def helpers_of(session: Session, organization_id: UUID) -> set[UUID]:
    """Who works the tickets of an organization: its own Admins and its parent's."""
    parent = sa.select(Organization.parent_id).where(Organization.id == organization_id).scalar_subquery()
    query = (
        select(Membership.user_id)
        .join(User, User.id == Membership.user_id)
        .where(
            sa.or_(Membership.organization_id == organization_id, Membership.organization_id == parent),
            Membership.role.in_(GRANTS[Permission.TICKET_WORK]),
            Membership.is_active,
            User.is_active,
        )
    )
    return set(session.exec(query))

"""Who asks to join, and how people may register themselves (product.md section 4)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.joining.ask import KEPT
from leadx_app.domain.joining.self_registration import USUAL_ROLE
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import sees_join_request
from leadx_app.models import JoinRequest, JoinState, Organization, Role, SelfRegistration, Tenant

MOST_WAITING = 100
MOST_REJECTED = 20


@dataclass(frozen=True, slots=True)
class JoinRow:
    """A request; `is_confirmed` when the email is known to be theirs, `reason` of a rejected one."""

    id: UUID
    name: str
    email: str
    phone: str
    organization_id: UUID
    organization: str
    is_confirmed: bool
    is_rejected: bool
    reason: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    """The customer's setting; `key` is "" as long as registration was never on, `slug` stands in its addresses."""

    is_on: bool
    needs_approval: bool
    offers_organizations: bool
    role: Role
    key: str
    slug: str


def join_rows(session: Session, actor: Actor, *, now: datetime) -> list[JoinRow]:
    """Requests that wait, oldest first, at most 100; then those rejected in the last 30 days, newest first."""
    actor.require(Permission.USERS_MANAGE)
    waiting = sa.select(JoinRequest, Organization.name).where(JoinRequest.state == JoinState.WAITING)
    rejected = sa.select(JoinRequest, Organization.name).where(
        JoinRequest.state == JoinState.REJECTED, JoinRequest.decided_at > now - KEPT
    )
    queries = (
        waiting.order_by(JoinRequest.created_at, JoinRequest.id).limit(MOST_WAITING),
        rejected.order_by(JoinRequest.decided_at.desc(), JoinRequest.id).limit(MOST_REJECTED),
    )
    here = sees_join_request(actor)
    of_organization = Organization.id == JoinRequest.organization_id
    return [
        _row(*found)
        for query in queries
        for found in session.execute(query.join(Organization, of_organization).where(here))
    ]


def registration(session: Session, actor: Actor) -> RegistrationRow | None:
    """How people of the customer register; None for an Admin of a child organization, who does not set it."""
    actor.require(Permission.USERS_MANAGE)
    query = (
        sa.select(Organization.parent_id, Tenant.slug, SelfRegistration)
        .join(Tenant, Tenant.id == Organization.tenant_id)
        .outerjoin(SelfRegistration, SelfRegistration.organization_id == Organization.id)
        .where(Organization.id == actor.organization_id, Organization.tenant_id == actor.tenant_id)
    )
    parent_id, slug, setting = session.execute(query).one()
    if parent_id is not None:
        return None
    if setting is None:
        return RegistrationRow(False, True, False, USUAL_ROLE, "", slug)
    return RegistrationRow(
        setting.is_on, setting.needs_approval, setting.offers_organizations, setting.role, setting.key, slug
    )


def _row(request: JoinRequest, organization: str) -> JoinRow:
    return JoinRow(
        request.id,
        request.name,
        request.email,
        request.phone or "",
        request.organization_id,
        organization,
        request.confirmed_at is not None,
        request.state == JoinState.REJECTED,
        request.reason,
        request.created_at,
    )

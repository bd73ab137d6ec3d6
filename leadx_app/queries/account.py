"""What the frame and the profile page show of the signed-in person."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.permissions import Actor
from leadx_app.models import ApiToken, Organization, Role, User


@dataclass(frozen=True, slots=True)
class Profile:
    """The actor's own account."""

    user_id: UUID
    name: str
    email: str
    phone: str
    role: Role
    organization: str
    language: str
    time_zone: str
    theme: str


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One of the actor's API tokens; the secret itself is not kept."""

    id: UUID
    name: str
    prefix: str
    may_write: bool
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


def profile(session: Session, actor: Actor) -> Profile:
    """The actor's account as the database says now."""
    user, organization = session.execute(
        sa.select(User, Organization.name)
        .join(Organization, Organization.tenant_id == User.tenant_id)
        .where(User.id == actor.user_id, Organization.id == actor.organization_id)
    ).one()
    return Profile(
        user.id,
        user.name,
        user.email,
        user.phone or "",
        actor.role,
        organization,
        user.language,
        user.time_zone,
        user.theme,
    )


def api_tokens(session: Session, actor: Actor) -> list[TokenRow]:
    """The actor's tokens that still work or may again, newest first; at most 100."""
    query = (
        sa.select(ApiToken)
        .where(ApiToken.user_id == actor.user_id, ApiToken.revoked_at.is_(None))
        .order_by(ApiToken.created_at.desc(), ApiToken.id)
        .limit(100)
    )
    return [
        TokenRow(row.id, row.name, row.prefix, row.may_write, row.created_at, row.expires_at, row.last_used_at)
        for row in session.scalars(query)
    ]

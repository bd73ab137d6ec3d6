"""What the frame around every page shows about the person who is signed in."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models import Membership, Organization, Tenant, User

from .choices import Option


@dataclass(frozen=True, slots=True)
class SessionFrame:
    """The signed-in person beside what the Actor says; `places` are the organizations that they belong to, by name.

    `subscribed_until` is the last day of the customer's subscription, None for people other than Admins.
    """

    email: str
    theme: str
    organization: str
    is_bell_muted: bool
    photo_id: UUID | None
    logo_id: UUID | None
    subscribed_until: date | None
    places: tuple[Option, ...]


def session_frame(session: Session, actor: Actor) -> SessionFrame:
    """Email, theme, organization and photo of the actor, whether they mute the bell, and where else they may work."""
    query = (
        sa.select(
            User.email,
            User.theme,
            User.is_bell_muted,
            User.photo_id,
            Organization.id,
            Organization.name,
            Organization.logo_id,
            Tenant.subscription_ends_on,
        )
        .join(Membership, Membership.user_id == User.id)
        .join(Organization, Organization.id == Membership.organization_id)
        .join(Tenant, Tenant.id == User.tenant_id)
        .where(User.id == actor.user_id, Membership.is_active, Organization.is_active)
        .order_by(Organization.parent_id.is_not(None), Organization.name, Organization.id)
    )
    rows = session.execute(query).all()
    here = next(row for row in rows if row.id == actor.organization_id)
    places = tuple(Option(row.id, row.name) for row in rows)
    until = here.subscription_ends_on if actor.may(Permission.SETTINGS_MANAGE) else None
    return SessionFrame(
        here.email, here.theme, here.name, here.is_bell_muted, here.photo_id, here.logo_id, until, places
    )


def who_am_i(session: Session, actor: Actor) -> Actor:
    """The actor, as resolved in this transaction."""
    return actor

"""What the frame around every page shows about the person who is signed in."""

from dataclasses import dataclass

from sqlmodel import Session, select

from leadx_app.domain.permissions import Actor
from leadx_app.models import Organization, User


@dataclass(frozen=True, slots=True)
class SessionFrame:
    """The signed-in person beside what the Actor says."""

    email: str
    theme: str
    organization: str
    is_bell_muted: bool


def session_frame(session: Session, actor: Actor) -> SessionFrame:
    """Email, theme, organization of the actor, and whether they mute the bell."""
    frame = session.exec(
        select(User.email, User.theme, Organization.name, User.is_bell_muted)
        .join(Organization, Organization.tenant_id == User.tenant_id)
        .where(User.id == actor.user_id, Organization.id == actor.organization_id)
    ).one()
    return SessionFrame(*frame)


def who_am_i(session: Session, actor: Actor) -> Actor:
    """The actor, as resolved in this transaction."""
    return actor

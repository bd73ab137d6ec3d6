"""Where the actor is signed in, and what the change of their password needs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.permissions import Actor
from leadx_app.models import User, UserSession

MOST = 50


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A browser in which the actor is signed in; `is_this` is the one that asks. `provider` is with whose account."""

    id: UUID
    user_agent: str
    address: str
    created_at: datetime
    last_seen_at: datetime
    is_this: bool
    provider: str = ""


def own_sessions(
    session: Session, actor: Actor, session_hash: str, idle: timedelta, *, now: datetime
) -> list[SessionRow]:
    """The actor's sessions that still hold, the one with this hash first, then by last use; at most 50."""
    is_this = UserSession.token_hash == session_hash
    query = (
        sa.select(UserSession)
        .where(
            UserSession.user_id == actor.user_id,
            UserSession.revoked_at.is_(None),
            UserSession.expires_at > now,
            UserSession.last_seen_at > now - idle,
        )
        .order_by(sa.case((is_this, 0), else_=1), UserSession.last_seen_at.desc(), UserSession.id)
        .limit(MOST)
    )
    return [
        SessionRow(
            row.id,
            row.user_agent,
            row.address,
            row.created_at,
            row.last_seen_at,
            row.token_hash == session_hash,
            row.provider,
        )
        for row in session.scalars(query)
    ]


def own_password(session: Session, actor: Actor) -> tuple[str, str, str]:
    """Email, name and password hash of the actor, for whoever verifies the password; never shown."""
    user = session.get_one(User, actor.user_id)
    return user.email, user.name, user.password_hash or ""

"""The private address of a person's calendar: whoever knows it reads the calendar, until it is renewed."""

import secrets
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.models import CalendarAddress

from .accounts import actor_in, hash_secret
from .permissions import Actor, Permission


def renew_address(session: Session, actor: Actor, *, now: datetime) -> str:
    """Make a new address, which ends the one before; the returned secret is shown once and not kept."""
    end_address(session, actor, now=now)
    secret = secrets.token_urlsafe(32)
    session.add(
        CalendarAddress(
            tenant_id=actor.tenant_id,
            organization_id=actor.organization_id,
            user_id=actor.user_id,
            secret_hash=hash_secret(secret),
            created_at=now,
        )
    )
    return secret


def end_address(session: Session, actor: Actor, *, now: datetime) -> None:
    """Let the address lead nowhere from now on; harmless without one."""
    actor.require(Permission.ACTIVITIES)
    session.connection().execute(sa.delete(CalendarAddress).where(*_mine(actor)))


def address_since(session: Session, actor: Actor) -> datetime | None:
    """When the address was made; None without one."""
    actor.require(Permission.ACTIVITIES)
    return session.exec(select(CalendarAddress.created_at).where(*_mine(actor))).first()


def holder_of(session: Session, secret: str) -> Actor | None:
    """Whose calendar it is, with what they may see now; None for a secret that is none, or of somebody who left."""
    query = select(CalendarAddress.user_id, CalendarAddress.organization_id)
    found = session.exec(query.where(CalendarAddress.secret_hash == hash_secret(secret))).first()
    if found is None:
        return None
    user_id, organization_id = found
    holder = actor_in(session, user_id, organization_id)
    return holder if holder and holder.may(Permission.ACTIVITIES) else None


def _mine(actor: Actor) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    here: UUID = actor.organization_id
    return CalendarAddress.user_id == actor.user_id, CalendarAddress.organization_id == here

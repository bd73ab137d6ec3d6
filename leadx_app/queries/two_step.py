"""How the actor signs in: with a second step or without."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.find import find_person
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models import RecoveryCode, TwoStep


@dataclass(frozen=True, slots=True)
class OwnTwoStep:
    """Since when a code is asked for, None for never, and how many recovery codes are left."""

    turned_on_at: datetime | None
    codes_left: int


def own_two_step(session: Session, actor: Actor) -> OwnTwoStep:
    """The actor's own; an app that is only being set up does not count."""
    left = sa.select(sa.func.count()).where(RecoveryCode.user_id == actor.user_id, RecoveryCode.used_at.is_(None))
    query = sa.select(TwoStep.turned_on_at, left.scalar_subquery()).where(TwoStep.user_id == actor.user_id)
    row = session.execute(query).first()
    return OwnTwoStep(*row) if row and row[0] else OwnTwoStep(None, 0)


def has_second_step(session: Session, actor: Actor, user_id: UUID) -> bool:
    """Whether one of the people whom the Admin sees to signs in with a second step.

    Raises:
        NotFound: nobody whom the Admin sees to.
    """
    actor.require(Permission.USERS_MANAGE)
    user = find_person(session, actor, user_id)
    is_on = (TwoStep.user_id == user.id, TwoStep.turned_on_at.is_not(None))
    return bool(session.scalar(sa.select(sa.exists().where(*is_on))))

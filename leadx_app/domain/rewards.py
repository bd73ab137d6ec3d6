"""Rewards (product.md section 10): what an Admin sets, and who is not shown on the leaderboard."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from sqlmodel import Session, select

from leadx_app.models import LeaderboardAbsence, PointKind, PointRule

from . import points
from .errors import Conflict, Invalid
from .event_kinds import EventKind
from .events import Message, announce, record_about
from .find import find_visible_organization
from .permissions import Actor, Permission

MOST_POINTS = 10_000


class PointsDraft(BaseModel):
    """What each kind is to be worth; `version` is the rule that was looked at."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int
    created: int
    handshake: int
    won: int


def set_points(session: Session, actor: Actor, organization_id: UUID, draft: PointsDraft, *, now: datetime) -> None:
    """Say what leads are worth from now on; points that were given stay what they are.

    Raises:
        Invalid: on the kind that is less than 0 or more than `MOST_POINTS`.
        Conflict: somebody else set them since.
    """
    actor.require(Permission.SETTINGS_MANAGE)
    organization = find_visible_organization(session, actor, organization_id)
    wanted = {kind: getattr(draft, kind.value) for kind in PointKind}
    for kind, worth in wanted.items():
        if not 0 <= worth <= MOST_POINTS:
            raise Invalid("Write a whole number from 0 to {max}.", field=kind.value, max=MOST_POINTS)
    version, before = points.rule_of(session, organization.id)
    if wanted == before:
        return
    if draft.version != version:
        raise Conflict("Somebody else set the points meanwhile. Look at them again.")
    rule = {kind.value: worth for kind, worth in wanted.items()}
    here = {"organization_id": organization.id, "tenant_id": organization.tenant_id}
    session.add(PointRule(**here, **rule, version=version + 1, set_by_id=actor.user_id, set_at=now))
    payload = {"setting": "points", "from": {kind.value: worth for kind, worth in before.items()}, "to": rule}
    record_about(session, actor, EventKind.SETTINGS_CHANGED, organization.id, now=now, payload=payload)
    where = frozenset({organization.id})
    announce(session, Message(actor.tenant_id, where, None, None, EventKind.SETTINGS_CHANGED, actor.user_id))


def hide(session: Session, actor: Actor, is_hidden: bool, *, now: datetime) -> None:
    """Be shown on the leaderboard of the organization, or not; harmless when repeated."""
    actor.require(Permission.REWARDS_LEADERBOARD)
    mine = (
        LeaderboardAbsence.organization_id == actor.organization_id,
        LeaderboardAbsence.user_id == actor.user_id,
    )
    was_hidden = session.exec(select(LeaderboardAbsence).where(*mine)).first() is not None
    if was_hidden == is_hidden:
        return
    if is_hidden:
        here = {"tenant_id": actor.tenant_id, "organization_id": actor.organization_id}
        session.add(LeaderboardAbsence(**here, user_id=actor.user_id))
    else:
        session.connection().execute(sa.delete(LeaderboardAbsence).where(*mine))
    payload = {"preference": "hidden on the leaderboard", "to": is_hidden}
    record_about(session, actor, EventKind.PREFERENCES_CHANGED, actor.organization_id, now=now, payload=payload)
    where = frozenset({actor.organization_id})
    announce(session, Message(actor.tenant_id, where, None, None, EventKind.PREFERENCES_CHANGED, actor.user_id))

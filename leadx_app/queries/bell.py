"""Who rang the bell lately, for the banner on every page."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.event_kinds import FeedKind
from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import hears_bell
from leadx_app.models import Event, Lead, User
from leadx_app.models.alias import alias_of

LATEST = 5


@dataclass(frozen=True, slots=True)
class Ring:
    """The bell rang: `finder` brought the lead in, `actor` won it."""

    id: UUID
    rung_at: datetime
    actor_id: UUID
    actor: str
    title: str
    finder: str


_ACTOR, _FINDER = alias_of(User, "actor"), alias_of(User, "finder")


def latest_rings(session: Session, actor: Actor) -> list[Ring]:
    """The latest rings in the actor's own organization, oldest first; at most 5, whenever they were."""
    query = (
        sa.select(Event.id, Event.occurred_at, Event.actor_id, _ACTOR.name, Lead.title, _FINDER.name)
        .join(_ACTOR, _ACTOR.id == Event.actor_id)
        .join(Lead, Lead.id == Event.lead_id)
        .join(_FINDER, _FINDER.id == Lead.creator_id)
        .where(hears_bell(actor), Event.feed == FeedKind.BELL.value)
        .order_by(Event.occurred_at.desc(), Event.id.desc())
        .limit(LATEST)
    )
    return [Ring(*row) for row in reversed(session.execute(query).all())]

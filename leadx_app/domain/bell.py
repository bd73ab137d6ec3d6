"""Ring the Bell: the moment of the week (product.md section 8)."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, select

from leadx_app.models import Lead, Membership, SubStage, User

from .errors import Conflict, NotPermitted
from .event_kinds import EventKind
from .events import record
from .find import find_lead
from .leads import rules
from .permissions import Actor, Permission


def ring_bell(session: Session, actor: Actor, lead_id: UUID, *, now: datetime) -> bool:
    """Ring for an own won lead: once for ever, also when it is reopened and won again; the database decides.

    Everybody who works in the lead's organization is told.

    Returns:
        Whether it rang now; a second click finds that it has rung already.
    """
    actor.require(Permission.BELL_RING)
    lead = find_lead(session, actor, lead_id)
    if not rules.owns(actor, lead):
        raise NotPermitted("Only the owner rings the bell.")
    if lead.sub_stage != SubStage.WON:
        raise Conflict("The bell rings for won leads.")
    unrung = sa.update(Lead).where(Lead.id == lead.id, Lead.bell_rung_at.is_(None), Lead.sub_stage == SubStage.WON)
    if session.connection().execute(unrung.values(bell_rung_at=now)).rowcount != 1:
        return False
    set_committed_value(lead, "bell_rung_at", now)
    record(session, actor, EventKind.BELL_RUNG, lead, now=now, told=_everybody(session, lead.organization_id))
    return True


def _everybody(session: Session, organization_id: UUID) -> frozenset[UUID]:
    """Who works in the organization."""
    query = (
        select(Membership.user_id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.organization_id == organization_id, Membership.is_active, User.is_active)
    )
    return frozenset(session.exec(query))

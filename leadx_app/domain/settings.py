"""What an Admin sets for an organization (product.md section 3)."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.models import Escalation, Organization, User

from .errors import Invalid
from .events import EventKind, Message, announce, record_about
from .permissions import Actor, Permission
from .scope import find_leader, find_visible_organization

LONGEST_ANSWER_HOURS = 30 * 24


def set_answer_by(
    session: Session,
    actor: Actor,
    organization_id: UUID,
    hours: int | None,
    escalation_id: UUID | None,
    *,
    now: datetime,
) -> None:
    """Say within how many hours handed-over leads are answered, and who is told besides the Managers when not.

    Leads that wait already are held to it too.

    Args:
        hours: None for as long as it takes.
        escalation_id: a Manager or Admin of the organization or its parent, or None.

    Raises:
        Invalid: on `hours` or `escalation_id`.
    """
    actor.require(Permission.SETTINGS_MANAGE)
    organization = find_visible_organization(session, actor, organization_id)
    if hours is not None and not 1 <= hours <= LONGEST_ANSWER_HOURS:
        raise Invalid("Write a number of hours from 1 to {max}.", field="hours", max=LONGEST_ANSWER_HOURS)
    leader = find_leader(session, organization, escalation_id) if escalation_id else None
    before = (organization.answer_within_hours, _escalation_id(session, organization))
    if before == (hours, escalation_id):
        return
    organization.answer_within_hours = hours
    _escalate_to(session, organization, leader)
    payload = {"setting": "answer_within_hours", "from": before[0], "to": hours}
    record_about(session, actor, EventKind.SETTINGS_CHANGED, organization.id, now=now, payload=payload)
    here = frozenset({organization.id})
    announce(session, Message(actor.tenant_id, here, None, None, EventKind.SETTINGS_CHANGED, actor.user_id))


def _escalation_id(session: Session, organization: Organization) -> UUID | None:
    return session.exec(select(Escalation.user_id).where(Escalation.organization_id == organization.id)).first()


def _escalate_to(session: Session, organization: Organization, leader: User | None) -> None:
    session.exec(sa.delete(Escalation).where(Escalation.organization_id == organization.id))
    if leader:
        session.add(Escalation(tenant_id=organization.tenant_id, organization_id=organization.id, user_id=leader.id))

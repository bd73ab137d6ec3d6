"""Handovers that wait longer than their organization allows: who hears of it, once (product.md section 5)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import record
from leadx_app.domain.permissions import on_behalf_of
from leadx_app.models import Escalation, HandoverState, Lead, Organization

MOST_AT_ONCE = 200


def overdue_handovers(session: Session, *, now: datetime) -> list[UUID]:
    """Leads of all tenants that wait too long and of which nobody was told yet; at most 200 of them.

    It stands above the tenants: for the clock only.
    """
    found: list[UUID] = []
    for hours, organizations in _organizations_by_hours(session).items():
        query = select(Lead.id).where(Lead.organization_id.in_(organizations), *_too_long(now - timedelta(hours=hours)))
        found += session.exec(query.order_by(Lead.handed_over_at).limit(MOST_AT_ONCE))
    return found[:MOST_AT_ONCE]


def flag_overdue(session: Session, lead_id: UUID, *, now: datetime) -> bool:
    """Tell the Managers and the escalation that a lead waits too long.

    The database decides who does it: of two processes at once one writes, and a repetition finds nothing left to do.

    Returns:
        Whether this call was the one that told them.
    """
    lead = session.get_one(Lead, lead_id)
    hours = session.get_one(Organization, lead.organization_id).answer_within_hours
    if hours is None:
        return False
    claim = sa.update(Lead).where(Lead.id == lead_id, *_too_long(now - timedelta(hours=hours)))
    if session.connection().execute(claim.values(overdue_notified_at=now)).rowcount != 1:
        return False
    finder = on_behalf_of(lead.creator_id, lead.tenant_id, lead.organization_id)
    escalation = select(Escalation.user_id).where(Escalation.organization_id == lead.organization_id)
    told = frozenset(session.exec(escalation))
    record(session, finder, EventKind.HANDOVER_OVERDUE, lead, now=now, payload={"hours": hours}, told=told)
    return True


def _organizations_by_hours(session: Session) -> Mapping[int, list[UUID]]:
    query = select(Organization.answer_within_hours, Organization.id)
    by_hours: dict[int, list[UUID]] = {}
    for hours, organization_id in session.exec(query.where(Organization.answer_within_hours.is_not(None))):
        by_hours.setdefault(hours, []).append(organization_id)
    return by_hours


def _too_long(before: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    waiting = Lead.handover_state == HandoverState.WAITING
    return waiting, Lead.handed_over_at <= before, Lead.overdue_notified_at.is_(None)

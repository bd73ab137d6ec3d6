"""Bring a lead to an end, set it aside, take it up again (product.md section 5, "Life-cycle")."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from leadx_app.domain import milestones, money
from leadx_app.domain.errors import Conflict, NotPermitted
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import record
from leadx_app.domain.find import find_choice, find_lead
from leadx_app.domain.milestones import Measure
from leadx_app.domain.permissions import Actor
from leadx_app.models import Lead, LostReason, SubStage

from . import rules
from .changes import move
from .handover import checked_reason


def close_won(session: Session, actor: Actor, lead_id: UUID, *, now: datetime) -> None:
    """Win an own open lead; the exchange rate of the day is frozen for revenue."""
    lead = find_lead(session, actor, lead_id)
    _check_open(actor, lead)
    _, rate = money.rate_of(session, lead.organization_id, lead.currency, now=now, kept=lead.currency)
    base_value = money.in_base(lead.value, rate)
    move(session, actor, lead, now=now, sub_stage=SubStage.WON, ended_at=now, rate=rate, base_value=base_value)
    record(session, actor, EventKind.LEAD_WON, lead, now=now)
    milestones.count(session, actor, Measure.WON, lead, actor.user_id, now=now)


def close_lost(session: Session, actor: Actor, lead_id: UUID, lost_reason_id: UUID, *, now: datetime) -> None:
    """Close an own open lead without a sale, for a reason from the tenant's list."""
    lead = find_lead(session, actor, lead_id)
    _check_open(actor, lead)
    reason = find_choice(session, actor, LostReason, lost_reason_id, "lost_reason_id")
    lose(session, actor, lead, reason, now=now)


def lose(session: Session, actor: Actor, lead: Lead, reason: LostReason, *, now: datetime) -> None:
    """`close_lost` for a lead that the actor sees and a reason from the list."""
    _check_open(actor, lead)
    move(session, actor, lead, now=now, sub_stage=SubStage.CLOSED, ended_at=now, lost_reason_id=reason.id)
    record(session, actor, EventKind.LEAD_CLOSED, lead, now=now, payload={"reason": reason.name})


def park(session: Session, actor: Actor, lead_id: UUID, *, now: datetime) -> None:
    """Set an own open lead aside; it leaves all figures until it is resumed."""
    set_aside(session, actor, find_lead(session, actor, lead_id), now=now)


def set_aside(session: Session, actor: Actor, lead: Lead, *, now: datetime) -> None:
    """`park` for a lead that the actor sees."""
    _check_open(actor, lead)
    move(session, actor, lead, now=now, sub_stage=SubStage.PARKED, parked_at=now)
    record(session, actor, EventKind.LEAD_PARKED, lead, now=now)


def resume(session: Session, actor: Actor, lead_id: UUID, *, now: datetime) -> None:
    """Take a parked lead up again at its stage."""
    take_up(session, actor, find_lead(session, actor, lead_id), now=now)


def take_up(session: Session, actor: Actor, lead: Lead, *, now: datetime) -> None:
    """`resume` for a lead that the actor sees."""
    if not rules.owns(actor, lead):
        raise NotPermitted()
    if lead.sub_stage != SubStage.PARKED:
        raise Conflict("This lead is not parked.")
    move(session, actor, lead, now=now, sub_stage=SubStage.OPEN, parked_at=None)
    record(session, actor, EventKind.LEAD_RESUMED, lead, now=now)


def reopen(session: Session, actor: Actor, lead_id: UUID, reason: str, *, now: datetime) -> None:
    """Take back Won or Closed within 24 hours, with a reason that stays in the history."""
    open_again(session, actor, find_lead(session, actor, lead_id), reason, now=now)


def open_again(session: Session, actor: Actor, lead: Lead, reason: str, *, now: datetime) -> None:
    """`reopen` for a lead that the actor sees; it is worth again what it is worth today."""
    if not rules.may_reopen(actor, lead, now):
        raise NotPermitted("A Manager can reopen a lead within 24 hours.")
    reason = checked_reason(reason)
    if lead.sub_stage == SubStage.WON and lead.owner_id:
        milestones.take_back(session, Measure.WON, lead, lead.owner_id)
    _, rate = money.rate_of(session, lead.organization_id, lead.currency, now=now, kept=lead.currency)
    worth: dict[str, Any] = {"rate": rate, "base_value": money.open_worth(lead.value, rate)}
    move(session, actor, lead, now=now, sub_stage=SubStage.OPEN, ended_at=None, lost_reason_id=None, **worth)
    record(session, actor, EventKind.LEAD_REOPENED, lead, now=now, payload={"reason": reason})


_ENDED = {
    SubStage.WON: "This lead is won already.",
    SubStage.CLOSED: "This lead is closed already.",
    SubStage.PARKED: "This lead is parked. Resume it first.",
}


def _check_open(actor: Actor, lead: Lead) -> None:
    if not rules.owns(actor, lead):
        raise NotPermitted("Only the owner moves an open lead.")
    if lead.sub_stage in _ENDED:
        raise Conflict(_ENDED[lead.sub_stage])

"""Handover to sales and the handshake (product.md section 5, "Handshake")."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from leadx_app.domain import milestones
from leadx_app.domain.errors import Conflict, Invalid, NotPermitted
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import record
from leadx_app.domain.find import find_lead, find_sales_user
from leadx_app.domain.milestones import Measure
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.text import BadInput, clean_paragraph, is_blank
from leadx_app.models import HandoverState, Lead, Membership, SubStage, User

from . import rules, transfer
from .changes import change, is_new, name_of

REASON_LENGTH = 500


def hand_over(session: Session, actor: Actor, lead_id: UUID, *, now: datetime) -> None:
    """Pass an own lead to the Managers of the organization; it is locked for the creator from then on."""
    actor.require(Permission.LEAD_HAND_OVER)
    lead = find_lead(session, actor, lead_id)
    if not rules.may_hand_over(actor, lead):
        raise Conflict("This lead is with sales already.")
    change(
        session,
        lead,
        now=now,
        handover_state=HandoverState.WAITING,
        handed_over_at=now,
        overdue_notified_at=None,
        return_reason=None,
        returned_at=None,
    )
    record(session, actor, EventKind.LEAD_HANDED_OVER, lead, now=now)


def accept_handover(session: Session, actor: Actor, lead_id: UUID, *, now: datetime) -> None:
    """Complete the handshake and become the owner; of two at once the database lets one win.

    Raises:
        Conflict: somebody accepted, assigned or returned it first; the text says who.
    """
    lead = transfer.find_offered(session, actor, lead_id)
    _check_answer(session, actor, lead)
    if lead.sent_by_id:
        way = transfer.take_in(session, actor, lead, actor.user_id, now=now)
        record(session, actor, EventKind.HANDOVER_ACCEPTED, lead, now=now, payload={"transfer": True})
        transfer.tell_sender(session, actor, lead, way, now=now)
        return
    _shake(session, actor, lead, actor.user_id, now)
    record(session, actor, EventKind.HANDOVER_ACCEPTED, lead, now=now)
    milestones.count(session, actor, Measure.HANDSHAKES, lead, actor.user_id, now=now)


def assign(session: Session, actor: Actor, lead_id: UUID, owner_id: UUID, *, now: datetime) -> None:
    """Give the lead to a sales person of the team; a waiting handover is completed by it, for the new owner."""
    lead = transfer.find_offered(session, actor, lead_id)
    _check_assign(session, actor, lead)
    give(session, actor, lead, find_sales_user(session, actor, lead.organization_id, owner_id), now=now)


def give(session: Session, actor: Actor, lead: Lead, owner: User, *, now: datetime) -> None:
    """`assign` for a lead that the actor sees and a sales person of its organization."""
    _check_assign(session, actor, lead)
    if lead.sent_by_id:
        way = transfer.take_in(session, actor, lead, owner.id, now=now)
        facts = {"owner": owner.name, "handshake": False}
        record(session, actor, EventKind.LEAD_ASSIGNED, lead, now=now, payload=facts)
        transfer.tell_sender(session, actor, lead, way, now=now)
        return
    waiting = lead.handover_state == HandoverState.WAITING
    if owner.id == lead.owner_id:
        raise Invalid("The lead is with this person already.", field="owner_id")
    previous = frozenset({lead.owner_id}) if lead.owner_id else frozenset()
    if waiting:
        _shake(session, actor, lead, owner.id, now)
    else:
        change(session, lead, now=now, owner_id=owner.id)
    facts = {"owner": owner.name, "handshake": waiting}
    record(session, actor, EventKind.LEAD_ASSIGNED, lead, now=now, payload=facts, also=previous)
    if waiting:
        milestones.count(session, actor, Measure.HANDSHAKES, lead, owner.id, now=now)


def take_back(session: Session, actor: Actor, lead: Lead, *, now: datetime) -> None:
    """Own a lead again that the actor has just given away and nobody has touched since; a handshake stays done.

    Who calls it has made sure of that (bulk_undo.py): by the rules of an assignment only the new owner could give it.
    """
    actor.require(Permission.LEAD_QUALIFY)
    previous = frozenset({lead.owner_id}) if lead.owner_id else frozenset()
    change(session, lead, now=now, owner_id=actor.user_id)
    facts = {"owner": actor.name, "handshake": False}
    record(session, actor, EventKind.LEAD_ASSIGNED, lead, now=now, payload=facts, also=previous)


def return_to_creator(session: Session, actor: Actor, lead_id: UUID, reason: str, *, now: datetime) -> None:
    """Give a handed-over lead back, unlocked, with a reason; there is no handshake then.

    One that another organization sent goes back there, to who sent it.

    Raises:
        Conflict: the creator, or who sent it, has left; nobody could ever work the lead again.
    """
    lead = transfer.find_offered(session, actor, lead_id)
    if not rules.may_return(actor, lead, is_new=is_new(session, lead)):
        _check_answer(session, actor, lead)
        raise NotPermitted()
    if lead.sent_by_id:
        transfer.send_back(session, actor, lead, checked_reason(reason), now=now)
        return
    if not _is_still_here(session, lead):
        name = name_of(session, lead.creator_id)
        raise Conflict("{name} does not work here any more. Keep the lead, or assign it to somebody.", name=name)
    reason = checked_reason(reason)
    previous = frozenset({lead.owner_id}) if lead.owner_id else frozenset()
    if lead.handshake_at and lead.owner_id:
        milestones.take_back(session, Measure.HANDSHAKES, lead, lead.owner_id)
    change(
        session,
        lead,
        now=now,
        handover_state=HandoverState.NONE,
        handed_over_at=None,
        handshake_at=None,
        handshake_by_id=None,
        owner_id=None,
        return_reason=reason,
        returned_at=now,
    )
    record(session, actor, EventKind.LEAD_RETURNED, lead, now=now, payload={"reason": reason}, also=previous)


def _is_still_here(session: Session, lead: Lead) -> bool:
    """Whether the lead's creator can still sign in where the lead is."""
    query = (
        select(User.id)
        .join(Membership, Membership.user_id == User.id)
        .where(
            User.id == lead.creator_id,
            User.is_active,
            Membership.organization_id == lead.organization_id,
            Membership.is_active,
        )
    )
    return session.exec(query).first() is not None


def checked_reason(reason: str) -> str:
    """A reason in the actor's own words, cleaned; Invalid on `reason` when empty or too long."""
    try:
        text = clean_paragraph(reason)
    except BadInput as error:
        raise Invalid(error.template, field="reason", **error.params) from None
    if is_blank(text):
        raise Invalid("Write a reason, so that they can learn from it.", field="reason")
    if len(text) > REASON_LENGTH:
        raise Invalid(
            "Write at most {max} characters, not {count}.", field="reason", max=REASON_LENGTH, count=len(text)
        )
    return text


def _check_assign(session: Session, actor: Actor, lead: Lead) -> None:
    if not rules.may_assign(actor, lead):
        _check_answer(session, actor, lead)
        raise NotPermitted()


def _check_answer(session: Session, actor: Actor, lead: Lead) -> None:
    if rules.may_answer(actor, lead):
        return
    is_taken = lead.handover_state == HandoverState.ACCEPTED or (
        lead.owner_id is not None and transfer.was_taken_in(session, actor, lead)
    )
    if actor.may(Permission.HANDOVER_ANSWER) and is_taken:
        raise Conflict("{name} has this lead already.", name=name_of(session, lead.owner_id))
    if actor.may(Permission.HANDOVER_ANSWER) and lead.returned_at and lead.sub_stage == SubStage.OPEN:
        raise Conflict("This lead was returned to {name}.", name=name_of(session, lead.creator_id))
    raise NotPermitted()


def _shake(session: Session, actor: Actor, lead: Lead, owner_id: UUID, now: datetime) -> None:
    change(
        session,
        lead,
        now=now,
        handover_state=HandoverState.ACCEPTED,
        handshake_at=now,
        handshake_by_id=actor.user_id,
        owner_id=owner_id,
    )

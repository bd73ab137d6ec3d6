"""Row rules of leads as named questions; screens carry the answers, commands ask them again."""

from datetime import datetime, timedelta

from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models import HandoverState, Lead, SubStage

REOPEN_WITHIN = timedelta(hours=24)
FINAL = frozenset({SubStage.WON, SubStage.CLOSED})


def is_own(actor: Actor, lead: Lead) -> bool:
    """Whether the actor created or owns the lead."""
    return actor.user_id in (lead.creator_id, lead.owner_id)


def _is_here(actor: Actor, lead: Lead) -> bool:
    return lead.organization_id == actor.organization_id


def owns(actor: Actor, lead: Lead) -> bool:
    """Whether the actor is the lead's owner with a sales licence."""
    return _is_here(actor, lead) and lead.owner_id == actor.user_id and actor.may(Permission.LEAD_QUALIFY)


def may_answer(actor: Actor, lead: Lead) -> bool:
    """Accept, assign or return a lead that waits for sales: any Manager of its organization."""
    needed = Permission.LEAD_RECEIVE if lead.sent_by_id else Permission.HANDOVER_ANSWER
    return _is_here(actor, lead) and lead.handover_state == HandoverState.WAITING and actor.may(needed)


def may_send(actor: Actor, lead: Lead) -> bool:
    """Send the lead to another organization: the owner of an open one."""
    return may_qualify(actor, lead) and actor.may(Permission.LEAD_SEND)


def may_withdraw(actor: Actor, lead: Lead) -> bool:
    """Take back a lead that another organization has not answered yet: who sent it there."""
    return lead.sent_by_id == actor.user_id and actor.may(Permission.LEAD_SEND)


def answer_due_at(lead: Lead, within_hours: int | None) -> datetime | None:
    """By when sales should answer a lead that waits for it; None for one that does not, and without such a time."""
    if within_hours is None or lead.handover_state != HandoverState.WAITING or lead.handed_over_at is None:
        return None
    return lead.handed_over_at + timedelta(hours=within_hours)


def may_edit(actor: Actor, lead: Lead, *, is_new: bool) -> bool:
    """Change fields: the owner, the creator while it is New, unassigned and not handed over, a Manager who answers.

    Args:
        is_new: whether the lead's stage is the first one.
    """
    if lead.sub_stage in FINAL or not _is_here(actor, lead):
        return False
    if owns(actor, lead) or may_answer(actor, lead):
        return True
    return (
        lead.creator_id == actor.user_id
        and actor.may(Permission.LEAD_CREATE)
        and is_new
        and lead.owner_id is None
        and lead.handover_state == HandoverState.NONE
    )


def may_hand_over(actor: Actor, lead: Lead) -> bool:
    """Hand an own, open lead without an owner to sales, once."""
    return (
        _is_here(actor, lead)
        and lead.creator_id == actor.user_id
        and actor.may(Permission.LEAD_HAND_OVER)
        and lead.handover_state == HandoverState.NONE
        and lead.owner_id is None
        and lead.sub_stage == SubStage.OPEN
    )


def may_qualify(actor: Actor, lead: Lead) -> bool:
    """Move the stage, win, close, park: the owner of an open lead."""
    return owns(actor, lead) and lead.sub_stage == SubStage.OPEN


def may_resume(actor: Actor, lead: Lead) -> bool:
    """Take a parked lead up again: its owner."""
    return owns(actor, lead) and lead.sub_stage == SubStage.PARKED


def may_assign(actor: Actor, lead: Lead) -> bool:
    """Give the lead to a sales person: whoever may answer the handover, and the owner of an open lead.

    So may the creator of a lead that nobody owns, once they belong to sales: they made it with another licence.
    """
    nobodys = lead.owner_id is None and lead.handover_state == HandoverState.NONE
    made_before = nobodys and _is_here(actor, lead) and actor.user_id == lead.creator_id
    licensed = made_before and actor.may(Permission.LEAD_QUALIFY)
    return lead.sub_stage == SubStage.OPEN and (may_answer(actor, lead) or owns(actor, lead) or licensed)


def may_return(actor: Actor, lead: Lead, *, is_new: bool) -> bool:
    """Give a handed-over lead back: whoever may answer it, and the owner whom it was assigned to while it is New.

    A lead that another organization has accepted goes back only as it came: it is sent.
    """
    at_home = lead.home_id is None
    given = owns(actor, lead) and lead.handover_state == HandoverState.ACCEPTED and is_new and at_home
    return lead.sub_stage == SubStage.OPEN and (may_answer(actor, lead) or given)


def may_reopen(actor: Actor, lead: Lead, now: datetime) -> bool:
    """Reopen a won or closed lead within 24 hours: a Manager of its organization."""
    return (
        _is_here(actor, lead)
        and lead.sub_stage in FINAL
        and actor.may(Permission.LEAD_REOPEN)
        and lead.ended_at is not None
        and now - lead.ended_at <= REOPEN_WITHIN
    )


def may_ring(actor: Actor, lead: Lead) -> bool:
    """Ring the Bell: the owner of a won lead, once for ever."""
    is_won = lead.sub_stage == SubStage.WON and lead.bell_rung_at is None
    return owns(actor, lead) and is_won and actor.may(Permission.BELL_RING)


def may_note(actor: Actor, lead: Lead) -> bool:
    """Write notes: creator or owner only."""
    return _is_here(actor, lead) and is_own(actor, lead) and actor.may(Permission.LEAD_CREATE)


def may_attach(actor: Actor, lead: Lead, *, is_new: bool) -> bool:
    """Add and remove files: whoever may change the lead."""
    return may_edit(actor, lead, is_new=is_new)

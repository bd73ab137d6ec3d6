"""Handover to sales and the handshake (product.md section 5, "Handshake")."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from leadx_app.domain.errors import Conflict, Invalid, NotPermitted
from leadx_app.domain.leads.close import close_won, park
from leadx_app.domain.leads.draft import LeadEdit
from leadx_app.domain.leads.handover import accept_handover, assign, hand_over, return_to_creator
from leadx_app.domain.leads.qualify import edit, move_stage
from leadx_app.models import Event, HandoverState, Lead, Membership, Role, User
from tests.cast import (
    NOW,
    Cast,
    a_lead,
    a_waiting_lead,
    an_accepted_lead,
    an_assigned_lead,
    kinds_of,
    stages,
    steps_of,
    told_of,
)

LATER = NOW + timedelta(hours=1)


def _last(session: Session, lead: Lead, kind: str) -> Event:
    return session.exec(select(Event).where(Event.lead_id == lead.id, Event.kind == kind).order_by(Event.id)).all()[-1]


# Hand over.


@pytest.mark.parametrize("who", ["lite", "basic"])
def test_an_own_lead_can_be_handed_over_later(session: Session, cast: Cast, who: str) -> None:
    creator = getattr(cast, who)
    lead = a_lead(session, creator)
    hand_over(session, creator, lead.id, now=LATER)
    assert (lead.handover_state, lead.handed_over_at, lead.owner_id) == (HandoverState.WAITING, LATER, None)
    assert kinds_of(session, lead.id) == ["lead.created", "lead.handed_over"]
    managers = {cast.manager.user_id, cast.other_manager.user_id}
    assert told_of(session, lead.id) == {(manager, "lead.handed_over") for manager in managers}


def test_a_lead_is_handed_over_once(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic)
    with pytest.raises(Conflict):
        hand_over(session, cast.basic, lead.id, now=LATER)


def test_a_lead_that_sales_has_is_not_handed_over_again(session: Session, cast: Cast) -> None:
    lead = an_accepted_lead(session, cast.basic, cast.manager)
    with pytest.raises(Conflict):
        hand_over(session, cast.basic, lead.id, now=LATER)


@pytest.mark.parametrize("who", ["professional", "manager", "admin"])
def test_sales_and_admin_hand_nothing_over(session: Session, cast: Cast, who: str) -> None:
    lead = a_lead(session, cast.basic)
    with pytest.raises(NotPermitted):
        hand_over(session, getattr(cast, who), lead.id, now=LATER)


# Accept.


@pytest.mark.parametrize("creator", ["lite", "basic"])
def test_accepting_completes_the_handshake_and_makes_the_manager_the_owner(
    session: Session, cast: Cast, creator: str
) -> None:
    lead = a_waiting_lead(session, getattr(cast, creator))
    accept_handover(session, cast.manager, lead.id, now=LATER)
    assert (lead.handover_state, lead.owner_id) == (HandoverState.ACCEPTED, cast.manager.user_id)
    assert (lead.handshake_at, lead.handshake_by_id) == (LATER, cast.manager.user_id)
    assert lead.stage_id == stages(session, cast.manager)[0].id
    assert len(steps_of(session, lead.id)) == 1


def test_the_creator_is_told_that_their_lead_was_accepted(session: Session, cast: Cast) -> None:
    lead = an_accepted_lead(session, cast.basic, cast.manager)
    assert (cast.basic.user_id, "handover.accepted") in told_of(session, lead.id)
    assert len([kind for _, kind in told_of(session, lead.id) if kind == "handover.accepted"]) == 1


def test_the_second_manager_is_told_who_was_first(session: Session, cast: Cast) -> None:
    lead = an_accepted_lead(session, cast.basic, cast.manager)
    with pytest.raises(Conflict) as refused:
        accept_handover(session, cast.other_manager, lead.id, now=LATER)
    assert str(refused.value) == "Mona Manager has this lead already."
    assert (lead.owner_id, lead.handshake_at) == (cast.manager.user_id, NOW)
    assert kinds_of(session, lead.id).count("handover.accepted") == 1


def test_accepting_twice_is_told_so_and_counts_once(session: Session, cast: Cast) -> None:
    lead = an_accepted_lead(session, cast.basic, cast.manager)
    with pytest.raises(Conflict):
        accept_handover(session, cast.manager, lead.id, now=LATER)
    assert lead.handshake_at == NOW


@pytest.mark.parametrize("who", ["professional", "basic", "lite", "admin"])
def test_only_a_manager_accepts(session: Session, cast: Cast, who: str) -> None:
    lead = a_waiting_lead(session, cast.basic)
    with pytest.raises(Exception) as refused:
        accept_handover(session, getattr(cast, who), lead.id, now=LATER)
    assert type(refused.value).__name__ in {"NotPermitted", "NotFound"}
    assert lead.handover_state == HandoverState.WAITING


def test_a_lead_that_was_not_handed_over_is_not_accepted(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.basic)
    with pytest.raises(NotPermitted):
        accept_handover(session, cast.manager, lead.id, now=LATER)
    assert lead.owner_id is None


def test_a_lead_of_sales_is_not_accepted(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional)
    with pytest.raises(NotPermitted):
        accept_handover(session, cast.manager, lead.id, now=LATER)


def test_the_parents_manager_looks_at_the_childs_handover_but_does_not_accept_it(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.child_basic)
    with pytest.raises(NotPermitted):
        accept_handover(session, cast.manager, lead.id, now=LATER)


# Assign.


def test_assigning_completes_the_handshake_for_the_new_owner(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic)
    assign(session, cast.manager, lead.id, cast.professional.user_id, now=LATER)
    assert (lead.handover_state, lead.owner_id) == (HandoverState.ACCEPTED, cast.professional.user_id)
    assert (lead.handshake_at, lead.handshake_by_id) == (LATER, cast.manager.user_id)
    assert kinds_of(session, lead.id)[-1] == "lead.assigned"
    assert _last(session, lead, "lead.assigned").payload["owner"] == "Petter Professional"


def test_creator_and_new_owner_are_told_of_an_assignment(session: Session, cast: Cast) -> None:
    lead = an_assigned_lead(session, cast.basic, cast.manager, cast.professional)
    told = {person for person, kind in told_of(session, lead.id) if kind == "lead.assigned"}
    assert told == {cast.basic.user_id, cast.professional.user_id}


def test_assigning_to_another_manager_works_as_to_a_professional(session: Session, cast: Cast) -> None:
    lead = an_assigned_lead(session, cast.basic, cast.manager, cast.other_manager)
    assert lead.owner_id == cast.other_manager.user_id


@pytest.mark.parametrize("who", ["basic", "lite", "admin", "child_professional", "stranger_manager"])
def test_a_lead_is_assigned_to_sales_people_of_the_organization_only(session: Session, cast: Cast, who: str) -> None:
    lead = a_waiting_lead(session, cast.basic)
    with pytest.raises(Invalid) as refused:
        assign(session, cast.manager, lead.id, getattr(cast, who).user_id, now=LATER)
    assert refused.value.field == "owner_id"
    assert lead.handover_state == HandoverState.WAITING


def test_an_inactive_person_gets_no_leads(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic)
    session.get_one(User, cast.professional.user_id).is_active = False
    with pytest.raises(Invalid):
        assign(session, cast.manager, lead.id, cast.professional.user_id, now=LATER)


def test_the_owner_passes_an_open_lead_on_without_another_handshake(session: Session, cast: Cast) -> None:
    lead = an_accepted_lead(session, cast.basic, cast.manager)
    assign(session, cast.manager, lead.id, cast.professional.user_id, now=LATER)
    assert (lead.owner_id, lead.handshake_at) == (cast.professional.user_id, NOW)
    assign(session, cast.professional, lead.id, cast.other_professional.user_id, now=LATER)
    assert (lead.owner_id, lead.handshake_at) == (cast.other_professional.user_id, NOW)


def test_assigning_to_whoever_has_it_is_refused(session: Session, cast: Cast) -> None:
    lead = an_accepted_lead(session, cast.basic, cast.manager)
    with pytest.raises(Invalid):
        assign(session, cast.manager, lead.id, cast.manager.user_id, now=LATER)


def test_a_manager_does_not_take_a_colleagues_lead_away(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional)
    with pytest.raises(NotPermitted):
        assign(session, cast.manager, lead.id, cast.manager.user_id, now=LATER)
    assert lead.owner_id == cast.professional.user_id


def test_the_second_manager_who_assigns_is_told_who_has_it(session: Session, cast: Cast) -> None:
    lead = an_accepted_lead(session, cast.basic, cast.manager)
    with pytest.raises(Conflict) as refused:
        assign(session, cast.other_manager, lead.id, cast.professional.user_id, now=LATER)
    assert "Mona Manager" in str(refused.value)


def test_a_parked_or_won_lead_is_not_passed_on(session: Session, cast: Cast) -> None:
    for end in (park, close_won):
        lead = a_lead(session, cast.professional)
        end(session, cast.professional, lead.id, now=NOW)
        with pytest.raises(NotPermitted):
            assign(session, cast.professional, lead.id, cast.other_professional.user_id, now=LATER)


def test_whoever_became_a_sales_person_takes_the_leads_that_they_made_before(session: Session, cast: Cast) -> None:
    lead, waiting = a_lead(session, cast.basic), a_waiting_lead(session, cast.basic)
    session.exec(select(Membership).where(Membership.user_id == cast.basic.user_id)).one().role = Role.PROFESSIONAL
    promoted = replace(cast.basic, role=Role.PROFESSIONAL)
    assign(session, promoted, lead.id, promoted.user_id, now=LATER)
    assert (lead.owner_id, lead.handshake_at) == (cast.basic.user_id, None)
    with pytest.raises(NotPermitted):
        assign(session, promoted, waiting.id, promoted.user_id, now=LATER)


def test_a_professional_does_not_assign_what_waits(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic)
    with pytest.raises(Exception) as refused:
        assign(session, cast.professional, lead.id, cast.professional.user_id, now=LATER)
    assert type(refused.value).__name__ in {"NotPermitted", "NotFound"}


# Return.


def test_a_returned_lead_is_the_creators_again_unlocked_and_without_a_handshake(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic)
    return_to_creator(session, cast.manager, lead.id, "Who did you talk to?", now=LATER)
    assert (lead.handover_state, lead.owner_id, lead.handshake_at) == (HandoverState.NONE, None, None)
    assert (lead.return_reason, lead.returned_at) == ("Who did you talk to?", LATER)
    edit(session, cast.basic, lead.id, LeadEdit(version=lead.version, title="Another"), now=LATER)
    assert lead.title == "Another"


def test_the_creator_is_told_why_their_lead_came_back(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic)
    return_to_creator(session, cast.manager, lead.id, "Who did you talk to?", now=LATER)
    assert (cast.basic.user_id, "lead.returned") in told_of(session, lead.id)
    assert _last(session, lead, "lead.returned").payload["reason"] == "Who did you talk to?"


def test_a_returned_lead_can_be_handed_over_and_accepted_after_all(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic)
    return_to_creator(session, cast.manager, lead.id, "Who?", now=NOW)
    hand_over(session, cast.basic, lead.id, now=LATER)
    assert (lead.return_reason, lead.returned_at, lead.handed_over_at) == (None, None, LATER)
    accept_handover(session, cast.other_manager, lead.id, now=LATER)
    assert (lead.owner_id, lead.handshake_at) == (cast.other_manager.user_id, LATER)


def test_whoever_got_a_new_lead_may_return_it_and_the_handshake_is_undone(session: Session, cast: Cast) -> None:
    lead = an_assigned_lead(session, cast.basic, cast.manager, cast.professional)
    return_to_creator(session, cast.professional, lead.id, "Not ours", now=LATER)
    assert (lead.owner_id, lead.handshake_at, lead.handshake_by_id) == (None, None, None)


def test_a_lead_is_not_returned_to_somebody_who_has_left(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic)
    session.exec(select(User).where(User.id == cast.basic.user_id)).one().is_active = False
    session.flush()
    with pytest.raises(Conflict) as refused:
        return_to_creator(session, cast.manager, lead.id, "Who?", now=NOW)
    assert str(refused.value).startswith("Bjørn Basic does not work here any more.")
    assert (lead.handover_state, lead.returned_at) == (HandoverState.WAITING, None)


def test_a_lead_that_has_moved_on_is_not_returned(session: Session, cast: Cast) -> None:
    lead = an_assigned_lead(session, cast.basic, cast.manager, cast.professional)
    move_stage(session, cast.professional, lead.id, stages(session, cast.professional)[1].id, now=NOW)
    with pytest.raises(NotPermitted):
        return_to_creator(session, cast.professional, lead.id, "Not ours", now=LATER)


def test_a_lead_that_sales_made_has_nobody_to_return_to(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.manager, owner_id=cast.professional.user_id)
    with pytest.raises(NotPermitted):
        return_to_creator(session, cast.professional, lead.id, "Not ours", now=LATER)


@pytest.mark.parametrize("reason", ["", "  \n ", "\u200b", "x" * 501])
def test_a_return_needs_a_reason_that_can_be_read(session: Session, cast: Cast, reason: str) -> None:
    lead = a_waiting_lead(session, cast.basic)
    with pytest.raises(Invalid) as refused:
        return_to_creator(session, cast.manager, lead.id, reason, now=LATER)
    assert refused.value.field == "reason"
    assert lead.handover_state == HandoverState.WAITING


def test_a_return_after_an_accept_is_told_who_has_it(session: Session, cast: Cast) -> None:
    lead = an_accepted_lead(session, cast.basic, cast.manager)
    with pytest.raises(Conflict) as refused:
        return_to_creator(session, cast.other_manager, lead.id, "Not ours", now=LATER)
    assert "Mona Manager" in str(refused.value)


def test_an_accept_after_a_return_is_told_of_the_return(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic)
    return_to_creator(session, cast.manager, lead.id, "Who?", now=NOW)
    with pytest.raises(Conflict) as refused:
        accept_handover(session, cast.other_manager, lead.id, now=LATER)
    assert str(refused.value) == "This lead was returned to Bjørn Basic."


def test_nobody_is_told_of_what_they_did_themselves(session: Session, cast: Cast) -> None:
    own = a_lead(session, cast.professional)
    assign(session, cast.professional, own.id, cast.other_professional.user_id, now=NOW)
    assert told_of(session, own.id) == {(cast.other_professional.user_id, "lead.assigned")}
    won = a_lead(session, cast.professional)
    close_won(session, cast.professional, won.id, now=NOW)
    assert told_of(session, won.id) == set()

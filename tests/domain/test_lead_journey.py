"""Forward through the stages, to an end and back within a day (product.md section 5, "Life-cycle")."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from leadx_app.domain import tenants
from leadx_app.domain.errors import Conflict, Invalid, NotPermitted
from leadx_app.domain.leads.close import close_lost, close_won, park, reopen, resume
from leadx_app.domain.leads.draft import LeadEdit
from leadx_app.domain.leads.qualify import edit, move_stage
from leadx_app.models import Event, Lead, SubStage, new_id
from tests.cast import (
    NOW,
    Cast,
    a_closed_lead,
    a_lead,
    a_lost_reason,
    a_parked_lead,
    a_waiting_lead,
    a_won_lead,
    an_accepted_lead,
    kinds_of,
    organization_of,
    stages,
    steps_of,
    told_of,
)

HOUR = timedelta(hours=1)
LATER = NOW + HOUR


def _event(session: Session, lead: Lead, kind: str) -> Event:
    return session.exec(select(Event).where(Event.lead_id == lead.id, Event.kind == kind)).one()


# Forward.


def test_a_lead_goes_from_stage_to_stage_and_every_step_is_kept(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional)
    path = stages(session, cast.professional)
    for hours, stage in enumerate(path[1:], start=1):
        move_stage(session, cast.professional, lead.id, stage.id, now=NOW + hours * HOUR)
    assert (lead.stage_id, lead.stage_entered_at) == (path[3].id, NOW + 3 * HOUR)
    steps = steps_of(session, lead.id)
    assert [step.to_stage_id for step in steps] == [stage.id for stage in path]
    assert [step.from_stage_id for step in steps] == [None, *(stage.id for stage in path[:3])]
    assert [step.changed_at for step in steps] == [NOW + hours * HOUR for hours in range(4)]
    assert {step.actor_id for step in steps} == {cast.professional.user_id}


def test_stages_can_be_left_out(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional)
    offer = stages(session, cast.professional)[3]
    move_stage(session, cast.professional, lead.id, offer.id, now=LATER)
    assert _event(session, lead, "lead.stage_moved").payload == {"version": 2, "from_stage": "New", "to_stage": "Offer"}


@pytest.mark.parametrize(("here", "back"), [(1, 0), (2, 0), (2, 1), (3, 0), (3, 2)])
def test_a_lead_never_goes_back(session: Session, cast: Cast, here: int, back: int) -> None:
    path = stages(session, cast.professional)
    lead = a_lead(session, cast.professional, stage_id=path[here].id)
    with pytest.raises(Conflict) as refused:
        move_stage(session, cast.professional, lead.id, path[back].id, now=LATER)
    assert str(refused.value) == "A lead never goes back to an earlier stage."
    assert (lead.stage_id, lead.version) == (path[here].id, 1)


def test_moving_to_where_it_is_changes_nothing(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional)
    move_stage(session, cast.professional, lead.id, lead.stage_id, now=LATER)
    assert (lead.version, kinds_of(session, lead.id)) == (1, ["lead.created"])


def test_a_stage_of_another_tenant_or_of_nobody_is_no_stage(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional)
    for stage_id in (stages(session, cast.stranger_manager)[1].id, new_id()):
        with pytest.raises(Invalid) as refused:
            move_stage(session, cast.professional, lead.id, stage_id, now=LATER)
        assert refused.value.field == "stage_id"


@pytest.mark.parametrize("who", ["manager", "other_manager", "admin"])
def test_only_the_owner_moves_a_lead(session: Session, cast: Cast, who: str) -> None:
    lead = a_lead(session, cast.professional)
    with pytest.raises(NotPermitted):
        move_stage(session, getattr(cast, who), lead.id, stages(session, cast.manager)[1].id, now=LATER)


@pytest.mark.parametrize("who", ["lite", "basic"])
def test_a_finder_moves_nothing_not_even_their_own_lead(session: Session, cast: Cast, who: str) -> None:
    actor = getattr(cast, who)
    for lead in (a_lead(session, actor), an_accepted_lead(session, actor, cast.manager)):
        with pytest.raises(NotPermitted):
            move_stage(session, actor, lead.id, stages(session, actor)[1].id, now=LATER)


def test_a_manager_moves_a_waiting_lead_only_after_accepting_it(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic)
    with pytest.raises(NotPermitted):
        move_stage(session, cast.manager, lead.id, stages(session, cast.manager)[1].id, now=LATER)


@pytest.mark.parametrize("make", [a_won_lead, a_closed_lead, a_parked_lead])
def test_a_lead_that_is_not_open_does_not_move(session: Session, cast: Cast, make) -> None:
    lead = make(session, cast.professional)
    with pytest.raises(NotPermitted):
        move_stage(session, cast.professional, lead.id, stages(session, cast.professional)[3].id, now=LATER)


# Won.


def test_winning_freezes_the_rate_of_the_moment(session: Session, cast: Cast) -> None:
    nordlys = organization_of(session, cast.professional)
    lead = a_lead(session, cast.professional, value="1000", currency="EUR")
    assert lead.base_value == Decimal("11500.00")
    tenants.set_rate(session, nordlys, "EUR", Decimal("12"))
    close_won(session, cast.professional, lead.id, now=LATER)
    assert (lead.rate, lead.base_value) == (Decimal("12.00000000"), Decimal("12000.00"))
    tenants.set_rate(session, nordlys, "EUR", Decimal("9"))
    assert (lead.rate, lead.base_value) == (Decimal("12.00000000"), Decimal("12000.00"))


def test_winning_is_kept_with_its_moment_and_told_to_the_creator(session: Session, cast: Cast) -> None:
    lead = an_accepted_lead(session, cast.basic, cast.manager)
    close_won(session, cast.manager, lead.id, now=LATER)
    assert (lead.sub_stage, lead.ended_at, lead.stage_id) == (
        SubStage.WON,
        LATER,
        steps_of(session, lead.id)[0].to_stage_id,
    )
    assert (cast.basic.user_id, "lead.won") in told_of(session, lead.id)
    assert [(step.from_sub_stage, step.to_sub_stage) for step in steps_of(session, lead.id)] == [
        (None, SubStage.OPEN),
        (SubStage.OPEN, SubStage.WON),
    ]


def test_a_lead_without_a_value_can_be_won(session: Session, cast: Cast) -> None:
    lead = a_won_lead(session, cast.professional)
    assert (lead.sub_stage, lead.base_value) == (SubStage.WON, None)


def test_winning_twice_is_told_so_and_happens_once(session: Session, cast: Cast) -> None:
    lead = a_won_lead(session, cast.professional)
    with pytest.raises(Conflict):
        close_won(session, cast.professional, lead.id, now=LATER)
    assert kinds_of(session, lead.id).count("lead.won") == 1


# Closed.


def test_closing_keeps_the_reason(session: Session, cast: Cast) -> None:
    reason = a_lost_reason(session, cast.professional)
    lead = a_lead(session, cast.professional)
    close_lost(session, cast.professional, lead.id, reason.id, now=LATER)
    assert (lead.sub_stage, lead.lost_reason_id, lead.ended_at) == (SubStage.CLOSED, reason.id, LATER)
    assert _event(session, lead, "lead.closed").payload["reason"] == "Price"


def test_closing_asks_for_a_reason_from_the_own_list(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional)
    for reason_id in (a_lost_reason(session, cast.stranger_manager).id, new_id()):
        with pytest.raises(Invalid) as refused:
            close_lost(session, cast.professional, lead.id, reason_id, now=LATER)
        assert refused.value.field == "lost_reason_id"
    assert lead.sub_stage == SubStage.OPEN


@pytest.mark.parametrize("make", [a_won_lead, a_closed_lead, a_parked_lead])
def test_a_lead_that_is_not_open_is_not_closed(session: Session, cast: Cast, make) -> None:
    lead = make(session, cast.professional)
    before = lead.sub_stage
    with pytest.raises(Conflict):
        close_lost(session, cast.professional, lead.id, a_lost_reason(session, cast.professional).id, now=LATER)
    with pytest.raises(Conflict):
        close_won(session, cast.professional, lead.id, now=LATER)
    assert lead.sub_stage == before


# Parked.


def test_a_parked_lead_resumes_to_its_stage(session: Session, cast: Cast) -> None:
    opportunity = stages(session, cast.professional)[2]
    lead = a_lead(session, cast.professional, stage_id=opportunity.id)
    park(session, cast.professional, lead.id, now=LATER)
    assert (lead.sub_stage, lead.parked_at) == (SubStage.PARKED, LATER)
    resume(session, cast.professional, lead.id, now=LATER + HOUR)
    assert (lead.sub_stage, lead.parked_at, lead.stage_id) == (SubStage.OPEN, None, opportunity.id)
    assert lead.stage_entered_at == NOW
    assert kinds_of(session, lead.id) == ["lead.created", "lead.parked", "lead.resumed"]


def test_parking_twice_and_resuming_twice_are_told_so(session: Session, cast: Cast) -> None:
    lead = a_parked_lead(session, cast.professional)
    with pytest.raises(Conflict):
        park(session, cast.professional, lead.id, now=LATER)
    resume(session, cast.professional, lead.id, now=LATER)
    with pytest.raises(Conflict):
        resume(session, cast.professional, lead.id, now=LATER)


def test_only_the_owner_parks_and_resumes(session: Session, cast: Cast) -> None:
    lead = a_parked_lead(session, cast.professional)
    for who in (cast.manager, cast.admin):
        with pytest.raises(NotPermitted):
            resume(session, who, lead.id, now=LATER)
        with pytest.raises(NotPermitted):
            park(session, who, lead.id, now=LATER)


# Reopened.


@pytest.mark.parametrize("make", [a_won_lead, a_closed_lead])
@pytest.mark.parametrize("who", ["manager", "other_manager"])
def test_a_manager_reopens_within_a_day_with_a_reason(session: Session, cast: Cast, make, who: str) -> None:
    lead = make(session, cast.professional)
    stage_id = lead.stage_id
    reopen(session, getattr(cast, who), lead.id, "They called back", now=NOW + 24 * HOUR)
    assert (lead.sub_stage, lead.ended_at, lead.lost_reason_id) == (SubStage.OPEN, None, None)
    assert (lead.stage_id, lead.owner_id) == (stage_id, cast.professional.user_id)
    assert _event(session, lead, "lead.reopened").payload["reason"] == "They called back"
    assert (cast.professional.user_id, "lead.reopened") in told_of(session, lead.id)


def test_after_a_day_won_and_closed_are_final(session: Session, cast: Cast) -> None:
    for lead in (a_won_lead(session, cast.professional), a_closed_lead(session, cast.professional)):
        with pytest.raises(NotPermitted):
            reopen(session, cast.manager, lead.id, "Too late", now=NOW + 24 * HOUR + timedelta(microseconds=1))


def test_nobody_but_a_manager_reopens_not_even_the_owner(session: Session, cast: Cast) -> None:
    lead = a_won_lead(session, cast.professional)
    for who in (cast.professional, cast.admin):
        with pytest.raises(NotPermitted):
            reopen(session, who, lead.id, "Mine", now=LATER)


def test_the_parents_manager_does_not_reopen_a_lead_of_the_child(session: Session, cast: Cast) -> None:
    lead = a_won_lead(session, cast.child_professional)
    with pytest.raises(NotPermitted):
        reopen(session, cast.manager, lead.id, "Theirs", now=LATER)
    reopen(session, cast.child_manager, lead.id, "Ours", now=LATER)


@pytest.mark.parametrize("reason", ["", " ", "x" * 501])
def test_reopening_needs_a_reason(session: Session, cast: Cast, reason: str) -> None:
    lead = a_won_lead(session, cast.professional)
    with pytest.raises(Invalid):
        reopen(session, cast.manager, lead.id, reason, now=LATER)
    assert lead.sub_stage == SubStage.WON


@pytest.mark.parametrize("make", [a_lead, a_parked_lead])
def test_only_what_has_ended_is_reopened(session: Session, cast: Cast, make) -> None:
    lead = make(session, cast.professional)
    with pytest.raises(NotPermitted):
        reopen(session, cast.manager, lead.id, "Why not", now=LATER)


def test_a_reopened_lead_goes_on_and_freezes_the_rate_of_its_second_win(session: Session, cast: Cast) -> None:
    nordlys = organization_of(session, cast.professional)
    lead = a_won_lead(session, cast.professional, value="100", currency="EUR")
    reopen(session, cast.manager, lead.id, "They called back", now=LATER)
    edit(session, cast.professional, lead.id, LeadEdit(version=lead.version, value="200"), now=LATER)
    tenants.set_rate(session, nordlys, "EUR", Decimal("10"))
    close_won(session, cast.professional, lead.id, now=LATER + HOUR)
    assert (lead.base_value, lead.ended_at) == (Decimal("2000.00"), LATER + HOUR)


def test_the_second_end_can_be_reopened_for_another_day(session: Session, cast: Cast) -> None:
    lead = a_won_lead(session, cast.professional)
    reopen(session, cast.manager, lead.id, "Once", now=NOW + 20 * HOUR)
    close_won(session, cast.professional, lead.id, now=NOW + 22 * HOUR)
    reopen(session, cast.manager, lead.id, "Twice", now=NOW + 45 * HOUR)
    assert lead.sub_stage == SubStage.OPEN

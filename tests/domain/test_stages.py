"""The journey as the Admin sets it: figures, history and refusals."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from leadx_app.domain import list_settings, regroup_job, stages
from leadx_app.domain.errors import Conflict, Invalid, NotFound, NotPermitted
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.jobs import run
from leadx_app.domain.leads.close import park
from leadx_app.domain.leads.draft import LeadEdit
from leadx_app.domain.leads.qualify import edit, move_stage
from leadx_app.domain.permissions import Actor
from leadx_app.domain.stages import StageDraft
from leadx_app.domain.tenants import add_user
from leadx_app.models import Event, Job, JobState, Lead, Organization, Role, Stage
from leadx_app.queries.choices import lead_choices
from leadx_app.queries.list_settings import stages_set
from leadx_app.queries.pulse import PulseFilters, pulse
from tests import cast as people
from tests.cast import NOW, Cast, a_closed_lead, a_lead, a_won_lead, steps_of
from tests.support.figures import wrong

LATER = NOW + timedelta(days=3)


def a_draft(**fields: object) -> StageDraft:
    usual = {"name": "Talks", "color": "#0d9488", "win_probability_percent": 40, "quiet_after_days": 10}
    return StageDraft(**{**usual, **fields})


def named(session: Session, actor: Actor) -> list[str]:
    return [stage.name for stage in stages_set(session, actor).stages]


def stage_named(session: Session, actor: Actor, name: str) -> Stage:
    return session.exec(select(Stage).where(Stage.tenant_id == actor.tenant_id, Stage.name == name)).one()


def an_offer_of_each_kind(session: Session, cast: Cast) -> list[Lead]:
    """Leads at Offer of two organizations: open, parked, won and closed."""
    offer = stage_named(session, cast.admin, "Offer").id
    leads = [
        a_lead(session, cast.professional, stage_id=offer, value="1000", expected_closing_on="2026-05-04"),
        a_lead(session, cast.manager, stage_id=offer, value="250.50"),
        a_won_lead(session, cast.professional, stage_id=offer, value="700"),
        a_closed_lead(session, cast.professional, stage_id=offer),
        a_lead(session, cast.child_manager, stage_id=offer, value="90"),
    ]
    park(session, cast.manager, leads[1].id, now=NOW)
    return leads


def test_a_removed_stage_gives_its_leads_to_another_one_and_all_figures_agree(session: Session, cast: Cast) -> None:
    leads = an_offer_of_each_kind(session, cast)
    offer, talks = stage_named(session, cast.admin, "Offer"), stage_named(session, cast.admin, "Opportunity")
    outcomes = [lead.sub_stage for lead in leads]
    assert stages.remove_stage(session, cast.admin, offer.id, talks.id, now=LATER)
    assert named(session, cast.admin) == ["New", "Lead", "Opportunity"]
    for lead in leads:
        session.refresh(lead)
    assert {lead.stage_id for lead in leads} == {talks.id}
    assert [lead.sub_stage for lead in leads] == outcomes
    assert {lead.stage_entered_at for lead in leads} == {LATER}
    assert wrong(session, now=LATER) == []
    step = steps_of(session, leads[0].id)[-1]
    assert (step.from_stage_id, step.to_stage_id, step.actor_id) == (offer.id, talks.id, cast.admin.user_id)
    moved = select(Event).where(Event.lead_id == leads[4].id, Event.kind == EventKind.STAGE_MOVED.value)
    event = session.exec(moved).one()
    assert (event.payload["from_stage"], event.payload["to_stage"]) == ("Offer", "Opportunity")
    assert event.organization_id == cast.child_manager.organization_id
    shown = pulse(session, cast.manager, PulseFilters(), now=LATER)
    assert [one.stage.name for one in shown.by_stage] == ["New", "Lead", "Opportunity"]


def test_a_stage_that_is_gone_is_offered_to_nobody(session: Session, cast: Cast) -> None:
    lead, offer = a_lead(session, cast.professional), stage_named(session, cast.admin, "Offer")
    stages.remove_stage(session, cast.admin, offer.id, None, now=LATER)
    assert "Offer" not in [one.name for one in lead_choices(session, cast.professional).stages]
    with pytest.raises(Invalid):
        move_stage(session, cast.professional, lead.id, offer.id, now=LATER)
    with pytest.raises(Invalid):
        a_lead(session, cast.professional, stage_id=offer.id)
    with pytest.raises(NotFound):
        stages.change_stage(session, cast.admin, offer.id, a_draft(), now=LATER)
    again = stages.add_stage(session, cast.admin, a_draft(name="offer"), now=LATER)
    assert again != offer.id
    assert named(session, cast.admin)[-1] == "offer"


def test_many_leads_go_by_a_job_in_pieces_that_each_agree(
    session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_settings, "AT_ONCE", 2)
    leads = an_offer_of_each_kind(session, cast)
    offer, lead_stage = stage_named(session, cast.admin, "Offer"), stage_named(session, cast.admin, "Lead")
    assert not stages.remove_stage(session, cast.admin, offer.id, lead_stage.id, now=LATER)
    assert [one.is_emptied for one in stages_set(session, cast.admin).stages] == [False, False, False, True]
    with pytest.raises(Conflict):
        stages.remove_stage(session, cast.admin, offer.id, lead_stage.id, now=LATER)
    job = run.claim_next(session, [list_settings.REGROUP], now=LATER)
    assert job
    assert regroup_job.regroup_piece(session, job, 3, now=LATER)
    assert wrong(session, now=LATER) == []
    assert stages_set(session, cast.admin).stages[-1].leads == 2
    late = a_lead(session, cast.professional, stage_id=offer.id)
    assert regroup_job.regroup_piece(session, job, 2, now=LATER)
    assert not regroup_job.finish_regroup(session, job, now=LATER)
    assert regroup_job.regroup_piece(session, job, 9, now=LATER)
    assert not regroup_job.regroup_piece(session, job, 9, now=LATER)
    assert regroup_job.finish_regroup(session, job, now=LATER)
    session.refresh(late)
    assert (late.stage_id, named(session, cast.admin)) == (lead_stage.id, ["New", "Lead", "Opportunity"])
    assert session.get_one(Job, job.id, populate_existing=True).state == JobState.DONE
    assert wrong(session, now=LATER) == []
    assert session.get_one(Job, job.id).done == len(leads) + 1


def test_a_renamed_stage_keeps_its_leads_or_gives_them_away(session: Session, cast: Cast) -> None:
    leads = an_offer_of_each_kind(session, cast)
    offer, opportunity = stage_named(session, cast.admin, "Offer"), stage_named(session, cast.admin, "Opportunity")
    stages.change_stage(session, cast.admin, offer.id, a_draft(name="Quote"), now=LATER)
    session.refresh(leads[0])
    assert (leads[0].stage_id, named(session, cast.admin)[-1]) == (offer.id, "Quote")
    away = a_draft(name="Contract", leads_to=opportunity.id)
    assert stages.change_stage(session, cast.admin, offer.id, away, now=LATER)
    assert [(one.name, one.leads) for one in stages_set(session, cast.admin).stages][2:] == [
        ("Opportunity", 5),
        ("Contract", 0),
    ]
    assert wrong(session, now=LATER) == []
    said = select(Event.payload).where(Event.kind == EventKind.SETTINGS_CHANGED.value).order_by(Event.id)
    last = session.exec(said).all()[-1]
    assert (last["setting"], last["from"]["name"], last["to"]["name"]) == ("stages", "Quote", "Contract")


def test_who_read_the_lead_before_it_was_moved_saves_on_top_of_it(session: Session, cast: Cast) -> None:
    lead = an_offer_of_each_kind(session, cast)[0]
    version = lead.version
    offer, other = stage_named(session, cast.admin, "Offer"), stage_named(session, cast.admin, "Lead")
    stages.remove_stage(session, cast.admin, offer.id, other.id, now=LATER)
    assert session.get_one(Lead, lead.id).version == version + 1
    edit(session, cast.professional, lead.id, LeadEdit(version=version, title="Another title"), now=LATER)
    assert session.get_one(Lead, lead.id).title == "Another title"


def test_stages_change_places_but_the_first_one_stays(session: Session, cast: Cast) -> None:
    first, lead, opportunity, offer = people.stages(session, cast.admin)
    stages.shift_stage(session, cast.admin, offer.id, False, now=LATER)
    stages.shift_stage(session, cast.admin, lead.id, True, now=LATER)
    assert named(session, cast.admin) == ["New", "Offer", "Lead", "Opportunity"]
    stages.shift_stage(session, cast.admin, opportunity.id, True, now=LATER)
    for stage, down in ((offer, False), (first, True)):
        with pytest.raises(Conflict):
            stages.shift_stage(session, cast.admin, stage.id, down, now=LATER)
    assert named(session, cast.admin) == ["New", "Offer", "Lead", "Opportunity"]
    assert [one.position for one in people.stages(session, cast.admin)] == [0, 1, 2, 3]


def test_the_last_stage_and_a_stage_in_use_without_a_way_out_stay(session: Session, cast: Cast) -> None:
    an_offer_of_each_kind(session, cast)
    first, lead, opportunity, offer = people.stages(session, cast.admin)
    with pytest.raises(Invalid) as refused:
        stages.remove_stage(session, cast.admin, offer.id, None, now=LATER)
    assert refused.value.field == "to_id"
    with pytest.raises(Invalid):
        stages.remove_stage(session, cast.admin, offer.id, offer.id, now=LATER)
    stages.remove_stage(session, cast.admin, offer.id, first.id, now=LATER)
    for stage in (lead, opportunity):
        stages.remove_stage(session, cast.admin, stage.id, None, now=LATER)
    with pytest.raises(Conflict):
        stages.remove_stage(session, cast.admin, first.id, None, now=LATER)
    assert named(session, cast.admin) == ["New"]
    assert wrong(session, now=LATER) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("win_probability_percent", -1),
        ("win_probability_percent", 101),
        ("quiet_after_days", 0),
        ("quiet_after_days", 366),
        ("color", "#123456"),
        ("color", "red"),
        ("name", "lead"),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_field(session: Session, cast: Cast, field: str, value: object) -> None:
    offer = stage_named(session, cast.admin, "Offer")
    for act in (
        lambda draft: stages.add_stage(session, cast.admin, draft, now=LATER),
        lambda draft: stages.change_stage(session, cast.admin, offer.id, draft, now=LATER),
    ):
        with pytest.raises(Invalid) as refused:
            act(a_draft(**{field: value}))
        assert refused.value.field == field


def test_a_journey_has_an_end(session: Session, cast: Cast) -> None:
    for number in range(stages.MOST_STAGES - 4):
        stages.add_stage(session, cast.admin, a_draft(name=f"Step {number}"), now=LATER)
    with pytest.raises(Conflict):
        stages.add_stage(session, cast.admin, a_draft(), now=LATER)


def test_a_stage_of_another_customer_is_no_stage(session: Session, cast: Cast) -> None:
    theirs, own = stage_named(session, cast.stranger_admin, "Offer").id, stage_named(session, cast.admin, "Offer").id
    nothing = UUID(int=7)
    for stage_id in (theirs, nothing):
        with pytest.raises(NotFound):
            stages.remove_stage(session, cast.admin, stage_id, None, now=LATER)
        with pytest.raises(NotFound):
            stages.change_stage(session, cast.admin, stage_id, a_draft(), now=LATER)
        with pytest.raises(NotFound):
            stages.shift_stage(session, cast.admin, stage_id, True, now=LATER)
        with pytest.raises(Invalid):
            stages.remove_stage(session, cast.admin, own, stage_id, now=LATER)
    assert named(session, cast.stranger_admin) == named(session, cast.admin)


def test_only_the_parents_admin_changes_the_journey(session: Session, cast: Cast) -> None:
    offer = stage_named(session, cast.admin, "Offer").id
    service = session.get_one(Organization, cast.child_manager.organization_id)
    user = add_user(session, service, email="admin@service.example", name="Ada", role=Role.ADMIN, now=NOW)
    child_admin = Actor(user.id, service.tenant_id, service.id, Role.ADMIN, "Ada", "en", "UTC")
    for actor in (cast.manager, cast.professional, child_admin):
        with pytest.raises(NotPermitted):
            stages.add_stage(session, actor, a_draft(), now=LATER)
        with pytest.raises(NotPermitted):
            stages.remove_stage(session, actor, offer, None, now=LATER)
    assert not stages_set(session, child_admin).may_change
    assert stages_set(session, cast.admin).may_change

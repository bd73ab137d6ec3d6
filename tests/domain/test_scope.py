"""Who sees which rows (product.md sections 2 and 3)."""

from uuid import UUID

import pytest
from sqlmodel import Session, select

from leadx_app.domain.errors import Invalid, NotFound, NotPermitted
from leadx_app.domain.find import find_choice, find_contact, find_visible_organization
from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import opens_lead, pipeline_of, sees_contact, sees_lead, sees_on_community, waits_for
from leadx_app.models import Company, Lead, Stage, new_id
from tests.cast import Cast, a_lead, a_waiting_lead, an_assigned_lead, stages


@pytest.fixture
def leads(session: Session, cast: Cast) -> dict[str, UUID]:
    """One lead of everybody who makes leads, and one that went from Basic to a Professional."""
    made = {
        name: a_lead(session, actor, company_name=f"Company of {name}").id
        for name, actor in cast.everybody().items()
        if not name.endswith("admin")
    }
    return made | {"assigned": an_assigned_lead(session, cast.basic, cast.manager, cast.professional).id}


def _seen(session: Session, actor: Actor, leads: dict[str, UUID]) -> set[str]:
    ids = set(session.exec(select(Lead.id).where(sees_lead(actor))))
    return {name for name, lead_id in leads.items() if lead_id in ids}


PARENT = {"lite", "basic", "other_basic", "professional", "other_professional", "manager", "other_manager", "assigned"}
CHILD = {"child_manager", "child_professional", "child_basic"}
SIBLING = {"sibling_manager"}
STRANGERS = {"stranger_manager", "stranger_basic"}


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("lite", {"lite"}),
        ("basic", {"basic", "assigned"}),
        ("other_basic", {"other_basic"}),
        ("professional", {"professional", "assigned"}),
        ("other_professional", {"other_professional"}),
        ("manager", PARENT | CHILD | SIBLING),
        ("other_manager", PARENT | CHILD | SIBLING),
        ("admin", PARENT | CHILD | SIBLING),
        ("child_manager", CHILD),
        ("child_professional", {"child_professional"}),
        ("child_basic", {"child_basic"}),
        ("sibling_manager", SIBLING),
        ("stranger_manager", STRANGERS),
        ("stranger_basic", {"stranger_basic"}),
        ("stranger_admin", STRANGERS),
    ],
)
def test_everybody_sees_their_own_leads_and_managers_those_of_their_organizations(
    session: Session, cast: Cast, leads: dict[str, UUID], who: str, expected: set[str]
) -> None:
    assert _seen(session, getattr(cast, who), leads) == expected


COMMUNITY = {
    **dict.fromkeys(("basic", "other_basic", "professional", "other_professional"), PARENT),
    **dict.fromkeys(("manager", "other_manager", "admin"), PARENT | CHILD | SIBLING),
    **dict.fromkeys(("child_manager", "child_professional", "child_basic"), CHILD),
    "sibling_manager": SIBLING,
    **dict.fromkeys(("stranger_manager", "stranger_basic", "stranger_admin"), STRANGERS),
}


@pytest.mark.parametrize("who", COMMUNITY)
def test_community_shows_the_headlines_of_the_organizations_that_one_reads(
    session: Session, cast: Cast, leads: dict[str, UUID], who: str
) -> None:
    ids = set(session.exec(select(Lead.id).where(sees_on_community(getattr(cast, who)))))
    assert {name for name, lead_id in leads.items() if lead_id in ids} == COMMUNITY[who]


def test_a_lite_user_has_no_community(session: Session, cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        sees_on_community(cast.lite)


@pytest.mark.parametrize("who", COMMUNITY)
def test_who_may_open_a_headline_is_who_sees_the_lead(
    session: Session, cast: Cast, leads: dict[str, UUID], who: str
) -> None:
    actor = getattr(cast, who)
    headlines = session.exec(select(Lead).where(sees_on_community(actor))).all()
    opened = {
        lead.id
        for lead in headlines
        if opens_lead(
            actor,
            owner_id=lead.owner_id,
            creator_id=lead.creator_id,
            organization_id=lead.organization_id,
            sent_by_id=lead.sent_by_id,
        )
    }
    assert opened == set(session.exec(select(Lead.id).where(sees_lead(actor), sees_on_community(actor))))


def _pipeline(session: Session, actor: Actor, person: Actor, organization_id: UUID | None = None) -> list[UUID]:
    parts = pipeline_of(actor, person.user_id, organization_id or person.organization_id)
    return [lead_id for part in parts for lead_id in session.exec(select(Lead.id).where(part))]


def test_a_pipeline_is_what_one_created_or_owns_each_lead_once(session: Session, cast: Cast, leads: dict) -> None:
    assert sorted(_pipeline(session, cast.basic, cast.basic)) == sorted([leads["basic"], leads["assigned"]])
    assert sorted(_pipeline(session, cast.professional, cast.professional)) == sorted(
        [leads["professional"], leads["assigned"]]
    )
    assert _pipeline(session, cast.manager, cast.manager) == [leads["manager"]]


def test_a_manager_looks_at_the_pipelines_of_colleagues_and_of_the_children(
    session: Session, cast: Cast, leads: dict
) -> None:
    assert _pipeline(session, cast.manager, cast.lite) == [leads["lite"]]
    assert _pipeline(session, cast.manager, cast.child_basic) == [leads["child_basic"]]
    assert _pipeline(session, cast.child_manager, cast.child_basic) == [leads["child_basic"]]


@pytest.mark.parametrize("who", ["lite", "basic", "professional", "admin", "stranger_basic"])
def test_nobody_else_looks_at_the_pipeline_of_a_colleague(session: Session, cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        _pipeline(session, getattr(cast, who), cast.other_basic)


def test_a_pipeline_of_an_organization_out_of_sight_is_not_there(session: Session, cast: Cast, leads: dict) -> None:
    for actor, person in (
        (cast.child_manager, cast.basic),
        (cast.sibling_manager, cast.child_basic),
        (cast.stranger_manager, cast.basic),
        (cast.manager, cast.stranger_basic),
    ):
        with pytest.raises(NotFound):
            _pipeline(session, actor, person)
    with pytest.raises(NotFound):
        _pipeline(session, cast.manager, cast.basic, new_id())


def test_a_person_of_another_tenant_has_an_empty_pipeline_here(session: Session, cast: Cast, leads: dict) -> None:
    assert _pipeline(session, cast.stranger_manager, cast.basic, cast.stranger_manager.organization_id) == []


def test_handovers_wait_for_the_managers_of_their_own_organization(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic)
    for manager in (cast.manager, cast.other_manager):
        waiting = waits_for(manager, manager.organization_id)
        assert session.exec(select(Lead.id).where(waiting)).all() == [lead.id]
    assert waits_for(cast.manager, cast.child_manager.organization_id) is None
    assert waits_for(cast.professional, cast.professional.organization_id) is None
    assert waits_for(cast.admin, cast.admin.organization_id) is None
    child = waits_for(cast.child_manager, cast.child_manager.organization_id)
    assert session.exec(select(Lead.id).where(child)).all() == []


def _contacts(session: Session, actor: Actor) -> set[str]:
    return {
        name.removeprefix("Company of ")
        for name in session.exec(select(Company.name).where(sees_contact(actor, Company)))
    }


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("lite", {"lite"}),
        ("basic", PARENT - {"assigned"}),
        ("child_basic", CHILD),
        ("sibling_manager", SIBLING),
        ("manager", (PARENT - {"assigned"}) | CHILD | SIBLING),
        ("stranger_basic", STRANGERS),
    ],
)
def test_contacts_are_the_organizations_and_a_lite_user_sees_only_their_own(
    session: Session, cast: Cast, leads: dict, who: str, expected: set[str]
) -> None:
    assert _contacts(session, getattr(cast, who)) - {"Fjordheim skole"} == expected


def test_organizations_are_the_own_one_and_for_the_parents_managers_the_children(session: Session, cast: Cast) -> None:
    parent, child = cast.manager.organization_id, cast.child_manager.organization_id
    sibling, stranger = cast.sibling_manager.organization_id, cast.stranger_manager.organization_id
    for actor, visible in (
        (cast.manager, {parent, child, sibling}),
        (cast.admin, {parent, child, sibling}),
        (cast.professional, {parent}),
        (cast.child_manager, {child}),
        (cast.sibling_manager, {sibling}),
        (cast.stranger_admin, {stranger}),
    ):
        found = set()
        for organization_id in (parent, child, sibling, stranger, new_id()):
            try:
                found.add(find_visible_organization(session, actor, organization_id).id)
            except NotFound:
                continue
        assert found == visible


def test_the_lists_are_the_same_for_parent_and_children_and_closed_to_strangers(session: Session, cast: Cast) -> None:
    stage = stages(session, cast.manager)[1]
    for actor in (cast.lite, cast.child_basic, cast.sibling_manager):
        assert find_choice(session, actor, Stage, stage.id, "stage_id") is stage
    for wanted in (stage.id, new_id()):
        with pytest.raises(Invalid) as refused:
            find_choice(session, cast.stranger_admin, Stage, wanted, "stage_id")
        assert str(refused.value) == "Choose one from the list."


def test_a_contact_is_used_in_its_own_organization_only(session: Session, cast: Cast) -> None:
    company_id = a_lead(session, cast.child_basic, company_name="Elvestad AS").company_id
    assert find_contact(session, cast.child_manager, Company, company_id, "company_id").id == company_id
    for actor in (cast.manager, cast.admin, cast.sibling_manager, cast.stranger_manager):
        with pytest.raises(Invalid):
            find_contact(session, actor, Company, company_id, "company_id")


def test_a_person_who_works_in_another_organization_now_keeps_seeing_the_leads_that_they_brought(
    session: Session, cast: Cast
) -> None:
    from dataclasses import replace

    lead = a_lead(session, cast.child_basic)
    elsewhere = replace(cast.child_basic, organization_id=cast.manager.organization_id)
    assert lead.id in set(session.exec(select(Lead.id).where(sees_lead(elsewhere))))

"""Bringing a lead in (product.md section 5, "Create")."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from leadx_app.domain import tenants
from leadx_app.domain.errors import Conflict, Invalid, InvalidDraft, NotPermitted
from leadx_app.domain.leads.capture import capture
from leadx_app.models import (
    Category,
    Company,
    HandoverState,
    Lead,
    LeadTag,
    Person,
    Role,
    Source,
    SubStage,
    Tag,
    User,
    new_id,
)
from tests.cast import (
    NOW,
    Cast,
    a_draft,
    a_lead,
    a_lost_reason,
    a_waiting_lead,
    kinds_of,
    organization_of,
    stages,
    steps_of,
    told_of,
)

FINDERS = ["lite", "basic", "child_basic"]
SALES = ["professional", "manager", "child_manager"]


@pytest.mark.parametrize("who", FINDERS)
def test_a_finders_lead_is_new_and_stays_with_them(session: Session, cast: Cast, who: str) -> None:
    actor = getattr(cast, who)
    lead = a_lead(session, actor)
    assert lead.stage_id == stages(session, actor)[0].id
    assert (lead.creator_id, lead.owner_id) == (actor.user_id, None)
    assert (lead.sub_stage, lead.handover_state) == (SubStage.OPEN, HandoverState.NONE)
    assert (lead.organization_id, lead.tenant_id) == (actor.organization_id, actor.tenant_id)
    assert kinds_of(session, lead.id) == ["lead.created"]
    assert told_of(session, lead.id) == set()


@pytest.mark.parametrize("who", FINDERS)
def test_a_finders_lead_can_be_handed_over_at_once(session: Session, cast: Cast, who: str) -> None:
    lead = a_waiting_lead(session, getattr(cast, who))
    assert (lead.handover_state, lead.handed_over_at, lead.owner_id) == (HandoverState.WAITING, NOW, None)
    assert set(kinds_of(session, lead.id)) == {"lead.created", "lead.handed_over"}


def test_every_manager_of_the_organization_is_told_of_a_handover_and_nobody_else(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic)
    managers = {cast.manager.user_id, cast.other_manager.user_id}
    assert told_of(session, lead.id) == {(manager, "lead.handed_over") for manager in managers}


def test_the_managers_of_the_child_are_told_of_its_handovers_not_the_parents(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.child_basic)
    assert told_of(session, lead.id) == {(cast.child_manager.user_id, "lead.handed_over")}


@pytest.mark.parametrize("who", FINDERS)
@pytest.mark.parametrize("field", ["owner_id", "stage_id", "sub_stage", "lost_reason_id"])
def test_a_finder_chooses_neither_owner_nor_stage_nor_outcome(
    session: Session, cast: Cast, who: str, field: str
) -> None:
    values = {
        "owner_id": cast.professional.user_id,
        "stage_id": stages(session, cast.basic)[1].id,
        "sub_stage": "won",
        "lost_reason_id": a_lost_reason(session, cast.basic).id,
    }
    with pytest.raises(NotPermitted):
        a_lead(session, getattr(cast, who), **{field: values[field]})


@pytest.mark.parametrize("who", SALES)
def test_a_sales_persons_lead_is_theirs(session: Session, cast: Cast, who: str) -> None:
    actor = getattr(cast, who)
    lead = a_lead(session, actor)
    assert lead.creator_id == lead.owner_id == actor.user_id
    assert kinds_of(session, lead.id) == ["lead.created"]


@pytest.mark.parametrize("who", SALES)
def test_a_sales_person_hands_nothing_over(session: Session, cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        a_waiting_lead(session, getattr(cast, who))


def test_a_sales_person_may_begin_at_any_stage(session: Session, cast: Cast) -> None:
    for stage in stages(session, cast.professional):
        lead = a_lead(session, cast.professional, stage_id=stage.id)
        assert lead.stage_id == stage.id
        [step] = steps_of(session, lead.id)
        assert (step.from_stage_id, step.from_sub_stage, step.to_stage_id) == (None, None, stage.id)


def test_a_lead_may_be_made_for_a_colleague_who_is_told(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional, owner_id=cast.other_professional.user_id)
    assert lead.owner_id == cast.other_professional.user_id
    assert told_of(session, lead.id) == {(cast.other_professional.user_id, "lead.assigned")}
    assert lead.handshake_at is None


@pytest.mark.parametrize("who", ["basic", "lite", "admin", "child_professional", "stranger_manager"])
def test_only_sales_people_of_the_same_organization_can_own_a_lead(session: Session, cast: Cast, who: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_lead(session, cast.manager, owner_id=getattr(cast, who).user_id)
    assert refused.value.field == "owner_id"


def test_an_inactive_colleague_cannot_own_a_lead(session: Session, cast: Cast) -> None:
    session.get_one(User, cast.other_professional.user_id).is_active = False
    with pytest.raises(Invalid):
        a_lead(session, cast.manager, owner_id=cast.other_professional.user_id)


def test_an_admin_makes_no_leads(session: Session, cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        a_lead(session, cast.admin)


def test_a_lead_may_be_won_as_it_is_made(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional, sub_stage="won", value="100", currency="EUR")
    assert (lead.sub_stage, lead.ended_at, lead.base_value) == (SubStage.WON, NOW, Decimal("1150.00"))
    assert set(kinds_of(session, lead.id)) == {"lead.created", "lead.won"}
    assert [step.to_sub_stage for step in steps_of(session, lead.id)] == [SubStage.WON]


def test_a_lead_may_be_parked_as_it_is_made(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional, sub_stage="parked")
    assert (lead.sub_stage, lead.parked_at, lead.ended_at) == (SubStage.PARKED, NOW, None)


def test_a_lead_may_be_closed_as_it_is_made_for_a_reason(session: Session, cast: Cast) -> None:
    reason = a_lost_reason(session, cast.professional)
    lead = a_lead(session, cast.professional, sub_stage="closed", lost_reason_id=str(reason.id))
    assert (lead.sub_stage, lead.lost_reason_id, lead.ended_at) == (SubStage.CLOSED, reason.id, NOW)


@pytest.mark.parametrize("sub_stage", ["open", "won", "parked"])
def test_a_reason_without_closing_is_refused(session: Session, cast: Cast, sub_stage: str) -> None:
    reason = a_lost_reason(session, cast.professional)
    with pytest.raises(Invalid):
        a_lead(session, cast.professional, sub_stage=sub_stage, lost_reason_id=reason.id)


def test_closing_without_a_reason_is_refused(session: Session, cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        a_lead(session, cast.professional, sub_stage="closed")
    assert refused.value.field == "lost_reason_id"


def test_everything_that_was_filled_in_is_kept(session: Session, cast: Cast) -> None:
    category = session.exec(select(Category).where(Category.tenant_id == cast.basic.tenant_id)).first()
    source = session.exec(select(Source).where(Source.tenant_id == cast.basic.tenant_id)).first()
    lead = a_lead(
        session,
        cast.basic,
        title="  Heat   pumps ",
        company_name="Fjordheim skole",
        person_name="Kari Nordmann",
        person_email="Kari@Skole.example",
        person_phone="22 22 22 22",
        description="Two\r\nlines",
        value="1 250 000,50",
        currency="sek",
        expected_closing_on="2026-06-30",
        category_id=str(category.id),
        source_id=str(source.id),
        tags=["Enova", "winter"],
    )
    assert (lead.title, lead.description) == ("Heat pumps", "Two\nlines")
    assert (lead.value, lead.currency, lead.rate) == (Decimal("1250000.50"), "SEK", Decimal("1.02000000"))
    assert lead.base_value == Decimal("1275000.51")
    assert (lead.expected_closing_on, lead.category_id, lead.source_id) == (date(2026, 6, 30), category.id, source.id)
    person = session.get_one(Person, lead.person_id)
    assert (person.name, person.email, person.phone) == ("Kari Nordmann", "Kari@skole.example", "+4722222222")
    assert person.company_id == lead.company_id
    tags = select(Tag.name).join(LeadTag, LeadTag.tag_id == Tag.id).where(LeadTag.lead_id == lead.id)
    assert sorted(session.exec(tags)) == ["Enova", "winter"]
    assert lead.search_text == "heat pumps fjordheim skole kari nordmann"
    assert (lead.version, lead.created_at, lead.updated_at, lead.stage_entered_at) == (1, NOW, NOW, NOW)


def test_a_lead_without_a_value_counts_for_nothing(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.basic)
    assert (lead.value, lead.base_value, lead.currency, lead.rate) == (None, None, "NOK", Decimal(1))


def test_the_largest_value_is_kept_to_the_cent(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.basic, value="999999999999.99")
    session.flush()
    session.expire(lead)
    assert lead.value == Decimal("999999999999.99")


def test_a_currency_that_the_organization_does_not_use_is_refused(session: Session, cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        a_lead(session, cast.basic, value="5", currency="USD")
    assert refused.value.field == "currency"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "\u200b"),
        ("title", "x" * 201),
        ("title", None),
        ("title", 5),
        ("company_name", "x" * 201),
        ("description", "x" * 5001),
        ("value", "-1"),
        ("value", "NaN"),
        ("value", "1.234"),
        ("value", "1000000000000"),
        ("currency", "XXX"),
        ("expected_closing_on", "30.06.2026"),
        ("expected_closing_on", "2026-02-29"),
        ("person_email", "kari@"),
        ("person_phone", "12"),
        ("sub_stage", "lost"),
        ("owner_id", "me"),
        ("tags", ["x" * 41]),
        ("tags", ["t"] * 21),
        ("hand_over", "perhaps"),
        ("unknown_field", "x"),
    ],
)
def test_a_draft_names_the_field_that_is_wrong(field: str, value: object) -> None:
    with pytest.raises(InvalidDraft) as refused:
        a_draft(**{field: value})
    assert [error.field for error in refused.value.errors] == [field]


def test_all_wrong_fields_are_named_at_once() -> None:
    with pytest.raises(InvalidDraft) as refused:
        a_draft(title="", value="-1", currency="XXX")
    assert {error.field for error in refused.value.errors} == {"title", "value", "currency"}


def test_a_company_is_required(session: Session, cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        a_lead(session, cast.basic, company_name=None)
    assert refused.value.field == "company_name"


def test_an_email_without_a_person_is_refused(session: Session, cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        a_lead(session, cast.basic, person_email="kari@skole.example")
    assert refused.value.field == "person_name"


@pytest.mark.parametrize("field", ["category_id", "source_id", "company_id", "person_id"])
def test_something_that_never_existed_cannot_be_chosen(session: Session, cast: Cast, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_lead(session, cast.basic, **{field: new_id()})
    assert refused.value.field == field


@pytest.mark.parametrize("field", ["stage_id", "category_id", "source_id", "company_id", "person_id"])
def test_something_of_another_tenant_cannot_be_chosen(session: Session, cast: Cast, field: str) -> None:
    theirs = a_lead(session, cast.stranger_manager, company_name="Laks", person_name="Per")
    category = session.exec(select(Category).where(Category.tenant_id == cast.stranger_manager.tenant_id)).first()
    source = session.exec(select(Source).where(Source.tenant_id == cast.stranger_manager.tenant_id)).first()
    ids = {
        "stage_id": theirs.stage_id,
        "category_id": category.id,
        "source_id": source.id,
        "company_id": theirs.company_id,
        "person_id": theirs.person_id,
    }
    with pytest.raises(Invalid) as refused:
        a_lead(session, cast.professional, **{field: ids[field]})
    assert refused.value.field == field


def test_a_lost_reason_of_another_tenant_cannot_be_chosen(session: Session, cast: Cast) -> None:
    reason = a_lost_reason(session, cast.stranger_manager)
    with pytest.raises(Invalid):
        a_lead(session, cast.professional, sub_stage="closed", lost_reason_id=reason.id)


# The company and the person.


def test_a_company_and_a_person_are_made_once(session: Session, cast: Cast) -> None:
    first = a_lead(session, cast.basic, company_name="Elvestad AS", person_name="Kari Nordmann")
    second = a_lead(session, cast.other_basic, company_name=" elvestad  as", person_name="KARI NORDMANN")
    assert (first.company_id, first.person_id) == (second.company_id, second.person_id)
    assert session.get_one(Company, first.company_id).name == "Elvestad AS"


def test_the_same_name_in_another_organization_is_another_company(session: Session, cast: Cast) -> None:
    leads = [
        a_lead(session, actor, company_name="Elvestad AS")
        for actor in (cast.basic, cast.child_basic, cast.stranger_basic)
    ]
    assert len({lead.company_id for lead in leads}) == 3


def test_the_same_name_at_another_company_is_another_person(session: Session, cast: Cast) -> None:
    first = a_lead(session, cast.basic, company_name="Elvestad AS", person_name="Kari Nordmann")
    second = a_lead(session, cast.basic, company_name="Lyngmo AS", person_name="Kari Nordmann")
    assert first.person_id != second.person_id


def test_a_person_that_is_known_learns_a_new_number_and_forgets_nothing(session: Session, cast: Cast) -> None:
    a_lead(session, cast.basic, person_name="Kari", person_email="kari@skole.example", person_phone="22222222")
    lead = a_lead(session, cast.basic, person_name="Kari", person_phone="33333333")
    person = session.get_one(Person, lead.person_id)
    assert (person.email, person.phone) == ("kari@skole.example", "+4733333333")


def test_a_company_and_a_person_can_be_picked(session: Session, cast: Cast) -> None:
    first = a_lead(session, cast.basic, person_name="Kari")
    second = a_lead(session, cast.other_basic, company_id=first.company_id, person_id=first.person_id)
    assert (second.company_id, second.person_id) == (first.company_id, first.person_id)


def test_a_person_of_another_company_cannot_be_picked(session: Session, cast: Cast) -> None:
    first = a_lead(session, cast.basic, company_name="Elvestad AS", person_name="Kari")
    with pytest.raises(Invalid) as refused:
        a_lead(session, cast.basic, company_name="Lyngmo AS", person_id=first.person_id)
    assert refused.value.field == "person_id"


def test_a_lite_user_picks_only_companies_that_they_made(session: Session, cast: Cast) -> None:
    others = a_lead(session, cast.basic, company_name="Elvestad AS")
    own = a_lead(session, cast.lite, company_name="Lyngmo AS")
    with pytest.raises(Invalid):
        a_lead(session, cast.lite, company_id=others.company_id)
    assert a_lead(session, cast.lite, company_id=own.company_id).company_id == own.company_id


def test_a_lite_user_who_guesses_a_name_learns_and_overwrites_nothing(session: Session, cast: Cast) -> None:
    others = a_lead(session, cast.basic, company_name="Elvestad AS", person_name="Kari", person_phone="22222222")
    guessed = a_lead(session, cast.lite, company_name="Elvestad AS", person_name="Kari")
    assert session.get_one(Person, guessed.person_id).phone is None
    a_lead(session, cast.lite, company_name="Elvestad AS", person_name="Kari", person_phone="99999999")
    assert session.get_one(Person, others.person_id).phone == "+4722222222"
    assert a_lead(session, cast.lite, company_name="Elvestad AS", person_name="kari").person_id == guessed.person_id
    assert a_lead(session, cast.manager, company_name="Elvestad AS", person_name="Kari").person_id == others.person_id


def test_a_company_of_the_child_is_not_picked_for_a_lead_of_the_parent(session: Session, cast: Cast) -> None:
    theirs = a_lead(session, cast.child_basic, company_name="Elvestad AS")
    with pytest.raises(Invalid):
        a_lead(session, cast.manager, company_id=theirs.company_id)


def test_a_tag_is_made_once_in_a_tenant(session: Session, cast: Cast) -> None:
    a_lead(session, cast.basic, tags=["Enova", "Enova"])
    a_lead(session, cast.child_basic, tags=["Enova"])
    query = select(Tag).where(Tag.name == "Enova", Tag.tenant_id == cast.basic.tenant_id)
    assert len(session.exec(query).all()) == 1


# Saying it twice.


def test_the_same_draft_twice_is_one_lead(session: Session, cast: Cast) -> None:
    draft = a_draft(draft_id=uuid4(), hand_over=True)
    first = capture(session, cast.basic, draft, now=NOW)
    again = capture(session, cast.basic, draft, now=NOW + timedelta(minutes=5))
    assert (first.is_new, again.is_new) == (True, False)
    assert first.lead_id == again.lead_id
    assert len(kinds_of(session, first.lead_id)) == 2
    assert len(steps_of(session, first.lead_id)) == 1


def test_a_draft_that_was_changed_after_it_was_sent_is_refused(session: Session, cast: Cast) -> None:
    draft_id = uuid4()
    a_lead(session, cast.basic, draft_id=draft_id)
    with pytest.raises(Conflict):
        a_lead(session, cast.basic, draft_id=draft_id, title="Something else")


def test_two_people_with_the_same_draft_id_make_two_leads(session: Session, cast: Cast) -> None:
    draft_id = uuid4()
    first, second = (a_lead(session, actor, draft_id=draft_id) for actor in (cast.basic, cast.stranger_basic))
    assert first.id != second.id


def test_a_draft_without_an_id_makes_a_lead_every_time(session: Session, cast: Cast) -> None:
    assert a_lead(session, cast.basic).id != a_lead(session, cast.basic).id


def test_the_rate_is_that_of_the_day(session: Session, cast: Cast) -> None:
    before = a_lead(session, cast.professional, value="10", currency="EUR")
    tenants.set_rate(session, organization_of(session, cast.professional), "EUR", Decimal("12"))
    after = a_lead(session, cast.professional, value="10", currency="EUR")
    assert (before.base_value, after.base_value) == (Decimal("115.00"), Decimal("120.00"))


def test_every_role_but_the_admin_captures() -> None:
    from leadx_app.domain.permissions import GRANTS, Permission

    assert GRANTS[Permission.LEAD_CREATE] == frozenset(Role) - {Role.ADMIN}


def test_a_lead_is_written_as_it_is_read(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional, value="12.30", currency="EUR", tags=["a"])
    seen = lead.model_dump()
    session.flush()
    session.expire_all()
    assert session.get_one(Lead, lead.id).model_dump() == seen

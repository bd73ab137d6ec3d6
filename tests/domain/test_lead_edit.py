"""Changing a lead's fields, alone and beside others (product.md section 5, "Life-cycle" and "View Lead")."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from leadx_app.domain.contacts.draft import CompanyDraft
from leadx_app.domain.contacts.edit import create_company
from leadx_app.domain.errors import Conflict, EditConflict, Invalid, InvalidDraft, NotPermitted
from leadx_app.domain.leads.close import close_won, park
from leadx_app.domain.leads.draft import LeadEdit, parse_draft
from leadx_app.domain.leads.handover import hand_over, return_to_creator
from leadx_app.domain.leads.qualify import edit, move_stage
from leadx_app.domain.permissions import Actor
from leadx_app.domain.tags import names_of
from leadx_app.models import Category, Company, Event, Lead, Person
from tests.cast import (
    NOW,
    Cast,
    a_closed_lead,
    a_lead,
    a_waiting_lead,
    a_won_lead,
    an_accepted_lead,
    an_assigned_lead,
    kinds_of,
    stages,
    steps_of,
    told_of,
)

LATER = NOW + timedelta(minutes=10)


def _edit(session: Session, actor: Actor, lead: Lead, *, version: int | None = None, **fields: object) -> int:
    changes = parse_draft(LeadEdit, {"version": version or lead.version, **fields})
    return edit(session, actor, lead.id, changes, now=LATER)


def _last_changes(session: Session, lead: Lead) -> list[dict]:
    query = select(Event).where(Event.lead_id == lead.id, Event.kind == "lead.updated").order_by(Event.id)
    return session.exec(query).all()[-1].payload["changes"]


def test_a_creator_changes_their_own_new_lead(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.basic)
    assert _edit(session, cast.basic, lead, title="Two heat pumps", value="5000") == 2
    assert (lead.title, lead.value, lead.base_value) == ("Two heat pumps", Decimal("5000.00"), Decimal("5000.00"))
    assert (lead.version, lead.updated_at, lead.created_at) == (2, LATER, NOW)
    assert lead.search_text == "two heat pumps fjordheim skole"


def test_the_history_says_who_changed_what_from_what_to_what(session: Session, cast: Cast) -> None:
    category = session.exec(select(Category).where(Category.tenant_id == cast.basic.tenant_id)).first()
    lead = a_lead(session, cast.professional, title="One", value="10", tags=["a"])
    _edit(session, cast.professional, lead, title="Two", value="20.5", category_id=str(category.id), tags=["b", "a"])
    assert _last_changes(session, lead) == [
        {"field": "category_id", "from": None, "to": category.name},
        {"field": "tags", "from": ["a"], "to": ["a", "b"]},
        {"field": "title", "from": "One", "to": "Two"},
        {"field": "value", "from": "10.00", "to": "20.50"},
    ]
    event = session.exec(select(Event).where(Event.lead_id == lead.id, Event.kind == "lead.updated")).one()
    assert (event.actor_id, event.occurred_at, event.payload["version"]) == (cast.professional.user_id, LATER, 2)


def test_saving_what_stands_already_changes_nothing(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional, title="One", value="10", tags=["a", "b"], person_name="Kari")
    same = {"title": "One", "value": "10.00", "tags": ["b", "a", "b"], "person_name": "kari", "description": ""}
    assert _edit(session, cast.professional, lead, company_name="FJORDHEIM SKOLE", **same) == 1
    assert kinds_of(session, lead.id) == ["lead.created"]


def test_only_the_fields_that_were_set_count(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional, value="10", description="Text", person_name="Kari", tags=["a"])
    before = lead.model_dump()
    _edit(session, cast.professional, lead, title="Another")
    changed = {name for name, value in lead.model_dump().items() if before[name] != value}
    assert changed == {"title", "search_text", "version", "updated_at"}


def test_a_field_can_be_emptied(session: Session, cast: Cast) -> None:
    lead = a_lead(
        session,
        cast.professional,
        value="10",
        description="Text",
        expected_closing_on="2026-05-01",
        person_name="Kari",
        tags=["a"],
    )
    _edit(
        session,
        cast.professional,
        lead,
        value=None,
        description="",
        expected_closing_on=None,
        person_id=None,
        tags=[],
    )
    assert (lead.value, lead.base_value, lead.description, lead.expected_closing_on) == (None, None, "", None)
    assert lead.person_id is None
    assert names_of(session, lead.id) == []


@pytest.mark.parametrize("field", ["title", "company_name"])
def test_a_required_field_cannot_be_emptied(session: Session, cast: Cast, field: str) -> None:
    lead = a_lead(session, cast.professional)
    with pytest.raises((Invalid, InvalidDraft)):
        _edit(session, cast.professional, lead, **{field: ""})


def test_changing_the_currency_alone_gives_the_value_a_new_worth(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional, value="100")
    _edit(session, cast.professional, lead, currency="EUR")
    assert (lead.value, lead.currency, lead.base_value) == (Decimal("100.00"), "EUR", Decimal("1150.00"))


def test_a_day_and_a_value_may_be_the_extremes(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional)
    _edit(session, cast.professional, lead, value="0", expected_closing_on="9999-12-31")
    assert (lead.value, lead.base_value, lead.expected_closing_on) == (Decimal(0), Decimal(0), date(9999, 12, 31))


# The company and the person.


def test_a_new_company_name_makes_a_company_and_lets_the_person_go(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional, person_name="Kari")
    _edit(session, cast.professional, lead, company_name="Lyngmo AS")
    assert session.get_one(Company, lead.company_id).name == "Lyngmo AS"
    assert lead.person_id is None
    assert lead.search_text == "heat pumps for the school lyngmo as"


def test_a_lead_goes_to_another_company_of_the_same_name_and_the_history_tells_them_apart(
    session: Session, cast: Cast
) -> None:
    lead = a_lead(session, cast.professional, company_name="Berg AS", person_name="Kari")
    first = lead.company_id
    fields = {"name": "Berg AS", "city": "Ås", "organization_number": "923609016"}
    other = create_company(session, cast.manager, CompanyDraft(**fields), now=NOW)
    plain = create_company(session, cast.manager, CompanyDraft(name="Berg AS"), now=NOW)
    assert _edit(session, cast.professional, lead, company_id=str(other), company_name="Berg AS") == 2
    assert (lead.company_id, lead.person_id) == (other, None)
    assert {"field": "company", "from": "Berg AS", "to": "Berg AS (923609016)"} in _last_changes(session, lead)
    _edit(session, cast.professional, lead, company_name="BERG as", title="Another")
    assert (lead.company_id, _last_changes(session, lead)[0]["field"]) == (other, "title")
    with pytest.raises(EditConflict):
        _edit(session, cast.professional, lead, version=1, company_id=str(first))
    _edit(session, cast.professional, lead, company_id=str(first))
    _edit(session, cast.professional, lead, company_id=str(plain))
    assert _last_changes(session, lead) == [{"field": "company", "from": "Berg AS", "to": "Berg AS"}]
    assert _edit(session, cast.professional, lead, company_id=str(plain)) == lead.version == 5


def test_the_person_stays_when_the_same_company_is_named_again(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional, person_name="Kari")
    person_id = lead.person_id
    _edit(session, cast.professional, lead, company_id=str(lead.company_id), title="Another")
    assert lead.person_id == person_id


def test_the_number_of_the_person_can_be_changed_without_saying_the_name_again(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional, person_name="Kari", person_phone="22222222")
    _edit(session, cast.professional, lead, person_phone="33333333")
    assert session.get_one(Person, lead.person_id).phone == "+4733333333"
    assert _last_changes(session, lead) == [{"field": "person_phone", "from": "+4722222222", "to": "+4733333333"}]


def test_the_number_of_the_person_can_be_emptied(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional, person_name="Kari", person_phone="22222222", person_email="k@s.example")
    _edit(session, cast.professional, lead, person_name="Kari", person_phone="", person_email="k@s.example")
    person = session.get_one(Person, lead.person_id)
    assert (person.phone, person.email) == (None, "k@s.example")


def test_a_picked_person_keeps_the_email_that_was_typed(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional, person_name="Kari")
    _edit(session, cast.professional, lead, person_id=str(lead.person_id), person_email="k@s.example")
    assert session.get_one(Person, lead.person_id).email == "k@s.example"


def test_a_lite_user_changes_the_person_of_their_lead_at_a_company_that_others_made(
    session: Session, cast: Cast
) -> None:
    a_lead(session, cast.basic, company_name="Elvestad AS")
    lead = a_lead(session, cast.lite, company_name="Elvestad AS")
    _edit(session, cast.lite, lead, person_name="Kari", person_phone="22222222")
    _edit(session, cast.lite, lead, company_id=str(lead.company_id), person_id=str(lead.person_id), title="Another")
    assert session.get_one(Person, lead.person_id).name == "Kari"


def test_a_lite_user_writes_the_phone_of_the_person_that_sales_put_on_their_lead(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.lite, company_name="Elvestad AS")
    _edit(session, cast.manager, lead, person_name="Kari")
    return_to_creator(session, cast.manager, lead.id, "Which building?", now=LATER)
    person_id = lead.person_id
    _edit(session, cast.lite, lead, company_name="Elvestad AS", person_name="Kari", person_phone="22222222")
    assert (lead.person_id, session.get_one(Person, person_id).phone) == (person_id, "+4722222222")


# Who may.


@pytest.mark.parametrize("who", ["lite", "basic"])
def test_a_handed_over_lead_is_locked_for_its_creator(session: Session, cast: Cast, who: str) -> None:
    creator = getattr(cast, who)
    lead = a_lead(session, creator)
    hand_over(session, creator, lead.id, now=NOW)
    with pytest.raises(NotPermitted):
        _edit(session, creator, lead, title="Another")


def test_a_lead_that_sales_took_stays_locked_for_its_creator(session: Session, cast: Cast) -> None:
    lead = an_accepted_lead(session, cast.basic, cast.manager)
    with pytest.raises(NotPermitted):
        _edit(session, cast.basic, lead, title="Another")
    _edit(session, cast.manager, lead, title="Another")


@pytest.mark.parametrize("who", ["manager", "other_manager"])
def test_every_manager_may_complete_a_lead_that_waits(session: Session, cast: Cast, who: str) -> None:
    lead = a_waiting_lead(session, cast.basic)
    _edit(session, getattr(cast, who), lead, value="100")
    assert lead.value == Decimal("100.00")


@pytest.mark.parametrize("who", ["professional", "other_basic", "admin"])
def test_nobody_else_changes_a_lead_that_waits(session: Session, cast: Cast, who: str) -> None:
    lead = a_waiting_lead(session, cast.basic)
    with pytest.raises(Exception) as refused:
        _edit(session, getattr(cast, who), lead, value="100")
    assert type(refused.value).__name__ in {"NotPermitted", "NotFound"}


@pytest.mark.parametrize("who", ["manager", "other_manager", "admin"])
def test_a_lead_of_a_colleague_is_view_only(session: Session, cast: Cast, who: str) -> None:
    lead = a_lead(session, cast.professional)
    with pytest.raises(NotPermitted):
        _edit(session, getattr(cast, who), lead, title="Another")


def test_the_creator_of_a_lead_made_for_a_colleague_only_looks(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.manager, owner_id=cast.professional.user_id)
    with pytest.raises(NotPermitted):
        _edit(session, cast.manager, lead, title="Another")
    _edit(session, cast.professional, lead, title="Another")


def test_won_and_closed_leads_do_not_change(session: Session, cast: Cast) -> None:
    for lead in (a_won_lead(session, cast.professional), a_closed_lead(session, cast.professional)):
        with pytest.raises(NotPermitted):
            _edit(session, cast.professional, lead, title="Another")


def test_the_fields_of_a_parked_lead_may_change_but_not_its_stage(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional)
    park(session, cast.professional, lead.id, now=NOW)
    _edit(session, cast.professional, lead, title="Another")
    with pytest.raises(NotPermitted):
        _edit(session, cast.professional, lead, stage_id=str(stages(session, cast.professional)[1].id))


# The stage in the same save.


def test_fields_and_stage_are_saved_together(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional)
    opportunity = stages(session, cast.professional)[2]
    assert _edit(session, cast.professional, lead, title="Another", stage_id=str(opportunity.id)) == 3
    assert (lead.stage_id, lead.stage_entered_at) == (opportunity.id, LATER)
    assert len(steps_of(session, lead.id)) == 2
    assert sorted(kinds_of(session, lead.id)) == ["lead.created", "lead.stage_moved", "lead.updated"]


def test_a_save_in_an_earlier_stage_is_refused_and_saves_nothing(session: Session, cast: Cast) -> None:
    first, second, *_ = stages(session, cast.professional)
    lead = a_lead(session, cast.professional, stage_id=second.id)
    with pytest.raises(Conflict):
        _edit(session, cast.professional, lead, title="Another", stage_id=str(first.id))
    assert (lead.title, lead.stage_id) == ("Heat pumps for the school", second.id)


def test_a_creator_of_basic_licence_does_not_move_the_stage(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.basic)
    with pytest.raises(NotPermitted):
        _edit(session, cast.basic, lead, title="Another", stage_id=str(stages(session, cast.basic)[1].id))
    assert lead.title == "Heat pumps for the school"


# Two people at once: both may change a lead while it waits for sales.


def test_another_persons_change_to_another_field_is_kept(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic, value="10")
    _edit(session, cast.manager, lead, version=1, title="From Mona")
    assert _edit(session, cast.other_manager, lead, version=1, value="20") == 3
    assert (lead.title, lead.value) == ("From Mona", Decimal("20.00"))


def test_a_change_to_the_same_field_is_told_field_by_field_and_nothing_is_saved(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic, value="10")
    _edit(session, cast.manager, lead, version=1, title="From Mona", description="Hers")
    with pytest.raises(EditConflict) as refused:
        _edit(session, cast.other_manager, lead, version=1, title="From Magnus", value="20")
    conflict = refused.value
    assert (conflict.fields, conflict.by, conflict.version) == ({"title": "From Mona"}, "Mona Manager", 2)
    assert str(conflict) == "Mona Manager changed this lead while you were editing."
    assert (lead.title, lead.value, lead.version) == ("From Mona", Decimal("10.00"), 2)


def test_after_a_conflict_the_save_on_top_of_the_new_version_wins(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic)
    _edit(session, cast.manager, lead, version=1, title="From Mona")
    assert _edit(session, cast.other_manager, lead, version=2, title="From Magnus") == 3
    assert lead.title == "From Magnus"


def test_two_people_who_want_the_same_do_not_disagree(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic)
    _edit(session, cast.manager, lead, version=1, title="The same")
    assert _edit(session, cast.other_manager, lead, version=1, title="The same") == 2


def test_a_currency_chosen_for_another_amount_is_a_conflict(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional, value="100")
    _edit(session, cast.professional, lead, version=1, value="1150")
    with pytest.raises(EditConflict) as refused:
        _edit(session, cast.professional, lead, version=1, currency="EUR")
    assert refused.value.fields == {"currency": "NOK"}
    assert (lead.value, lead.currency) == (Decimal("1150.00"), "NOK")


def test_an_accept_in_between_is_no_conflict_for_the_fields(session: Session, cast: Cast) -> None:
    lead = an_accepted_lead(session, cast.basic, cast.manager)
    assert _edit(session, cast.manager, lead, version=1, title="Another") == 3


def test_tags_and_value_conflict_like_every_field(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic, tags=["a"], value="1")
    _edit(session, cast.manager, lead, version=1, tags=["b"], value="2")
    with pytest.raises(EditConflict) as refused:
        _edit(session, cast.other_manager, lead, version=1, tags=["c"], value="3")
    assert refused.value.fields == {"tags": ["b"], "value": "2.00"}


@pytest.mark.parametrize("version", [0, -1, 2, 10**30])
def test_a_version_that_never_was_is_refused(session: Session, cast: Cast, version: int) -> None:
    lead = a_lead(session, cast.professional)
    changes = parse_draft(LeadEdit, {"version": version, "title": "Another"})
    with pytest.raises(Invalid) as refused:
        edit(session, cast.professional, lead.id, changes, now=LATER)
    assert refused.value.field == "version"


def test_a_change_is_no_notification(session: Session, cast: Cast) -> None:
    lead = an_assigned_lead(session, cast.basic, cast.manager, cast.professional)
    before = told_of(session, lead.id)
    _edit(session, cast.professional, lead, title="Another")
    assert told_of(session, lead.id) == before


def test_the_owner_loses_the_right_to_change_with_the_lead(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional)
    move_stage(session, cast.professional, lead.id, stages(session, cast.professional)[3].id, now=NOW)
    close_won(session, cast.professional, lead.id, now=NOW)
    with pytest.raises(NotPermitted):
        _edit(session, cast.professional, lead, value="1")

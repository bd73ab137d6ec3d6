"""Contacts: who makes and changes them, what is kept of what was written, two editors, two that become one."""

from uuid import UUID

import pytest
from sqlmodel import Session, select

from leadx_app.domain.contacts.draft import CompanyDraft, CompanyEdit, Merge, PersonDraft, PersonEdit
from leadx_app.domain.contacts.edit import create_company, create_person, edit_company, edit_person
from leadx_app.domain.contacts.keys import company_match_key, person_match_key, sort_key
from leadx_app.domain.contacts.merge import merge_companies, merge_persons, undo_merge
from leadx_app.domain.errors import Conflict, EditConflict, Invalid, InvalidDraft, NotFound, NotPermitted
from leadx_app.domain.leads.draft import LeadEdit, parse_draft
from leadx_app.domain.leads.qualify import edit
from leadx_app.domain.permissions import Actor
from leadx_app.models import Company, ContactChange, Event, Lead, Person, new_id
from tests.cast import NOW, Cast, a_lead

NUMBER = "923609016"


def a_company(session: Session, actor: Actor, name: str = "Fjordheim skole", **fields: object) -> Company:
    draft = parse_draft(CompanyDraft, {"name": name, **fields})
    return session.get_one(Company, create_company(session, actor, draft, now=NOW))


def a_person(session: Session, actor: Actor, name: str = "Ola Berg", **fields: object) -> Person:
    draft = parse_draft(PersonDraft, {"name": name, **fields})
    return session.get_one(Person, create_person(session, actor, draft, now=NOW))


def merge(kept: Company | Person, merged: Company | Person, **fields: str) -> Merge:
    return Merge(merged_id=merged.id, kept_version=kept.version, merged_version=merged.version, fields=fields)


def kinds_of(session: Session, contact_id: UUID) -> list[str]:
    query = select(ContactChange.kind).where(ContactChange.contact_id == contact_id)
    return list(session.exec(query.order_by(ContactChange.id)))


def events_of(session: Session, contact_id: UUID) -> list[str]:
    rows = session.exec(select(Event).where(Event.kind.startswith("contact.")).order_by(Event.id))
    return [row.kind for row in rows if row.payload["contact_id"] == str(contact_id)]


# Who may.


def test_everybody_who_reads_contacts_makes_them_in_their_own_organization(session: Session, cast: Cast) -> None:
    for actor in (cast.basic, cast.professional, cast.manager, cast.admin, cast.child_basic, cast.stranger_basic):
        assert a_company(session, actor).organization_id == actor.organization_id
        assert a_person(session, actor).organization_id == actor.organization_id


def test_lite_makes_and_changes_none(session: Session, cast: Cast) -> None:
    company = a_company(session, cast.basic)
    with pytest.raises(NotPermitted):
        a_company(session, cast.lite)
    with pytest.raises(NotPermitted):
        a_person(session, cast.lite)
    with pytest.raises(NotPermitted):
        edit_company(session, cast.lite, company.id, CompanyEdit(version=1, city="Oslo"), now=NOW)
    with pytest.raises(NotPermitted):
        merge_companies(session, cast.lite, company.id, merge(company, company), now=NOW)
    with pytest.raises(NotPermitted):
        undo_merge(session, cast.lite, new_id(), now=NOW)


def test_strangers_and_children_find_no_contact_to_change_and_the_parent_may_only_read(
    session: Session, cast: Cast
) -> None:
    ours, theirs = a_company(session, cast.basic), a_company(session, cast.child_basic)
    for actor in (cast.stranger_manager, cast.child_manager, cast.sibling_manager):
        with pytest.raises(NotFound):
            edit_company(session, actor, ours.id, CompanyEdit(version=1, city="Oslo"), now=NOW)
        own = a_company(session, actor)
        for kept, merged in ((ours, own), (own, ours)):
            with pytest.raises(NotFound):
                merge_companies(session, actor, kept.id, merge(kept, merged), now=NOW)
    with pytest.raises(NotPermitted, match="another organization"):
        edit_company(session, cast.manager, theirs.id, CompanyEdit(version=1, city="Oslo"), now=NOW)


def test_nobody_puts_a_person_into_a_company_of_others(session: Session, cast: Cast) -> None:
    theirs = a_company(session, cast.stranger_basic)
    with pytest.raises(Invalid) as refused:
        a_person(session, cast.basic, company_id=theirs.id)
    assert refused.value.field == "company_id"


# What is written.


def test_numbers_addresses_and_countries_are_kept_in_one_form(session: Session, cast: Cast) -> None:
    company = a_company(
        session,
        cast.basic,
        organization_number="NO 923 609 016 MVA",
        phone="22 12 34 56",
        email="Post@Fjordheim.Example",
        website="www.fjordheim.example/om",
        country="no",
        city="  Bodø ",
    )
    assert company.organization_number == NUMBER
    assert (company.phone, company.email) == ("+4722123456", "Post@fjordheim.example")
    assert (company.website, company.country, company.city) == ("https://www.fjordheim.example/om", "NO", "Bodø")


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("name", " \u200b"),
        ("name", "x" * 201),
        ("organization_number", "923609017"),
        ("organization_number", "12345"),
        ("organization_number", "NO5560360793"),
        ("country", "Norge"),
        ("country", "XX"),
        ("email", "post"),
        ("phone", "123"),
        ("website", "javascript:alert(1)"),
        ("website", "https://user@example.com"),
        ("website", "ftp://example.com"),
        ("website", "not an address"),
        ("website", "https://"),
        ("tenant_id", "01900000-0000-7000-8000-000000000000"),
    ],
)
def test_what_cannot_be_right_is_refused_by_field(field: str, text: str) -> None:
    with pytest.raises(InvalidDraft) as refused:
        parse_draft(CompanyDraft, {"name": "Fjordheim skole", field: text})
    assert [error.field for error in refused.value.errors] == [field]


def test_a_number_of_another_country_is_kept_with_its_letters() -> None:
    draft = parse_draft(CompanyDraft, {"name": "Åkerlund AB", "organization_number": "se 556036-0793"})
    assert draft.organization_number == "SE5560360793"


def test_a_person_gets_a_company_by_its_name_once(session: Session, cast: Cast) -> None:
    first, second = (a_person(session, cast.basic, name, company_name="Ny bedrift AS") for name in ("Ola", "Kari"))
    assert first.company_id == second.company_id
    assert session.get_one(Company, first.company_id).name == "Ny bedrift AS"


def test_names_stand_in_the_order_of_the_norwegian_alphabet() -> None:
    names = ["Zeppelin", "Ås", "Ærlig", "Østlund", "aase", "Élan", "Berg", "Ärla", "3M", "Öst"]
    assert sorted(names, key=sort_key) == [
        *("3M", "aase", "Berg", "Élan", "Zeppelin", "Ärla", "Ærlig", "Öst", "Østlund", "Ås"),
    ]


def test_names_that_mean_the_same_have_the_same_key() -> None:
    assert {company_match_key(name) for name in ("Berg & Sønn AS", "BERG  SØNN", "berg-sønn a/s")} == {"bergs|nn"}
    assert person_match_key("Berg, Ola") == person_match_key("ola BERG")
    assert company_match_key("AS") == "as"


# Two editors.


def test_changes_are_kept_field_by_field_with_who_and_what(session: Session, cast: Cast) -> None:
    company = a_company(session, cast.basic, city="Oslo")
    assert edit_company(session, cast.manager, company.id, CompanyEdit(version=1, city="Bodø"), now=NOW) == 2
    line = session.exec(select(ContactChange).where(ContactChange.contact_id == company.id)).one()
    assert line.changes == [{"field": "city", "from": "Oslo", "to": "Bodø"}]
    assert (line.actor_id, line.version) == (cast.manager.user_id, 2)
    assert events_of(session, company.id) == ["contact.created", "contact.changed"]


def test_saving_what_stands_already_is_harmless(session: Session, cast: Cast) -> None:
    company = a_company(session, cast.basic, city="Oslo")
    assert edit_company(session, cast.basic, company.id, CompanyEdit(version=1, city="Oslo"), now=NOW) == 1
    assert events_of(session, company.id) == ["contact.created"]


def test_the_second_of_two_editors_is_told_what_stands_and_other_fields_are_kept(session: Session, cast: Cast) -> None:
    company = a_company(session, cast.basic, city="Oslo")
    edit_company(session, cast.manager, company.id, CompanyEdit(version=1, city="Bodø", postcode="8003"), now=NOW)
    with pytest.raises(EditConflict) as conflict:
        edit_company(session, cast.basic, company.id, CompanyEdit(version=1, city="Ås", phone="+4722123456"), now=NOW)
    assert conflict.value.fields == {"city": "Bodø"}
    assert (conflict.value.by, conflict.value.version) == (cast.manager.name, 2)
    assert str(conflict.value) == f"{cast.manager.name} changed this contact while you were editing."
    edit_company(session, cast.basic, company.id, CompanyEdit(version=1, phone="+4722123456"), now=NOW)
    assert (company.city, company.postcode, company.phone) == ("Bodø", "8003", "+4722123456")


def test_a_version_that_never_was_is_refused(session: Session, cast: Cast) -> None:
    company = a_company(session, cast.basic)
    for version in (0, -1, 2):
        with pytest.raises(Invalid):
            edit_company(session, cast.basic, company.id, CompanyEdit(version=version, city="Ås"), now=NOW)


def test_a_person_changes_company_and_the_conflict_says_its_name(session: Session, cast: Cast) -> None:
    person = a_person(session, cast.basic, company_name="Berg AS")
    edit_person(session, cast.manager, person.id, PersonEdit(version=1, company_name="Ås AS"), now=NOW)
    with pytest.raises(EditConflict) as conflict:
        edit_person(session, cast.basic, person.id, PersonEdit(version=1, company_name=""), now=NOW)
    assert conflict.value.fields == {"company_id": "Ås AS"}
    line = session.exec(select(ContactChange).where(ContactChange.contact_id == person.id)).one()
    assert line.changes == [{"field": "company", "from": "Berg AS", "to": "Ås AS"}]


def test_leads_are_found_under_the_new_name(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional, title="Roof", company_name="Berg AS", person_name="Ola Berg")
    person = session.get_one(Person, lead.person_id)
    edit_company(session, cast.basic, lead.company_id, CompanyEdit(version=1, name="Fjell AS"), now=NOW)
    edit_person(session, cast.basic, person.id, PersonEdit(version=1, name="Kari Ås"), now=NOW)
    session.refresh(lead)
    assert lead.search_text == "roof fjell as kari ås"


def test_what_a_lead_teaches_about_a_person_stands_in_their_history(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional, company_name="Berg AS", person_name="Ola Berg")
    a_lead(session, cast.basic, company_name="Berg AS", person_name="Ola Berg", person_phone="22123456")
    assert kinds_of(session, lead.person_id) == ["contact.changed"]
    assert session.get_one(Person, lead.person_id).version == 2


# Two become one.


def test_a_merge_takes_fields_by_choice_and_moves_leads_and_persons(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional, title="Roof", company_name="Berg A/S", person_name="Ola Berg")
    merged = session.get_one(Company, lead.company_id)
    edit_company(session, cast.basic, merged.id, CompanyEdit(version=1, city="Bodø", phone="22123456"), now=NOW)
    kept = a_company(session, cast.basic, "Berg AS", city="Oslo")
    merge_companies(session, cast.manager, kept.id, merge(kept, merged, city="merged"), now=NOW)
    assert (kept.name, kept.city, kept.phone) == ("Berg AS", "Bodø", "+4722123456")
    session.refresh(lead)
    assert (lead.company_id, lead.search_text, lead.version) == (kept.id, "roof berg as ola berg", 2)
    assert session.get_one(Person, lead.person_id).company_id == kept.id
    assert events_of(session, kept.id) == ["contact.created", "contact.merged"]
    with pytest.raises(NotFound):
        edit_company(session, cast.basic, merged.id, CompanyEdit(version=merged.version, city="Ås"), now=NOW)


def test_a_name_that_was_merged_away_makes_a_new_company_and_never_the_old_one(session: Session, cast: Cast) -> None:
    merged, kept = a_company(session, cast.basic, "Berg A/S"), a_company(session, cast.basic, "Berg AS")
    merge_companies(session, cast.basic, kept.id, merge(kept, merged), now=NOW)
    assert a_lead(session, cast.basic, company_name="Berg A/S").company_id not in (merged.id, kept.id)
    assert a_lead(session, cast.basic, company_name="Berg AS").company_id == kept.id


def test_undo_brings_both_back_as_they_were(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional, title="Roof", company_name="Berg A/S", person_name="Ola Berg")
    other = a_lead(session, cast.professional, title="Pump", company_name="Berg AS")
    merged, kept = session.get_one(Company, lead.company_id), session.get_one(Company, other.company_id)
    merge_id = merge_companies(session, cast.basic, kept.id, merge(kept, merged, name="merged"), now=NOW)
    assert kept.name == "Berg A/S"
    assert undo_merge(session, cast.manager, merge_id, now=NOW) == merged.id
    for row in (lead, other, kept, merged):
        session.refresh(row)
    assert (kept.name, merged.name, merged.merged_into_id) == ("Berg AS", "Berg A/S", None)
    assert (lead.company_id, other.company_id) == (merged.id, kept.id)
    assert (lead.search_text, other.search_text) == ("roof berg a/s ola berg", "pump berg as")
    assert session.get_one(Person, lead.person_id).company_id == merged.id
    assert undo_merge(session, cast.manager, merge_id, now=NOW) == merged.id
    assert events_of(session, kept.id)[-1:] == ["contact.parted"]


def test_undo_is_refused_when_something_would_be_lost(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional, company_name="Berg A/S")
    merged, kept = session.get_one(Company, lead.company_id), a_company(session, cast.basic, "Berg AS")
    merge_id = merge_companies(session, cast.basic, kept.id, merge(kept, merged), now=NOW)
    session.refresh(lead)
    changes = parse_draft(LeadEdit, {"version": lead.version, "company_name": "Quite another"})
    edit(session, cast.professional, lead.id, changes, now=NOW)
    with pytest.raises(Conflict, match="lead or person of Berg AS"):
        undo_merge(session, cast.basic, merge_id, now=NOW)


def test_undo_is_refused_when_the_kept_one_was_changed(session: Session, cast: Cast) -> None:
    kept, merged = a_company(session, cast.basic, "Berg AS"), a_company(session, cast.basic)
    merge_id = merge_companies(session, cast.basic, kept.id, merge(kept, merged), now=NOW)
    edit_company(session, cast.basic, kept.id, CompanyEdit(version=kept.version, city="Ås"), now=NOW)
    with pytest.raises(Conflict, match="Berg AS was changed"):
        undo_merge(session, cast.basic, merge_id, now=NOW)


def test_a_merge_of_what_changed_since_it_was_looked_at_is_refused(session: Session, cast: Cast) -> None:
    kept, merged = a_company(session, cast.basic), a_company(session, cast.basic)
    seen = merge(kept, merged)
    edit_company(session, cast.manager, merged.id, CompanyEdit(version=1, city="Ås"), now=NOW)
    with pytest.raises(Conflict):
        merge_companies(session, cast.basic, kept.id, seen, now=NOW)
    with pytest.raises(Invalid):
        merge_companies(session, cast.basic, kept.id, merge(kept, kept), now=NOW)
    with pytest.raises(Invalid):
        merge_companies(session, cast.basic, kept.id, merge(kept, merged, version="kept"), now=NOW)


def test_persons_are_merged_with_their_leads_and_the_lead_can_still_be_edited(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional, company_name="Berg AS", person_name="O. Berg")
    merged = session.get_one(Person, lead.person_id)
    kept = a_person(session, cast.basic, "Ola Berg", company_name="Ås AS")
    merge_id = merge_persons(session, cast.basic, kept.id, merge(kept, merged), now=NOW)
    session.refresh(lead)
    assert lead.person_id == kept.id
    changes = parse_draft(LeadEdit, {"version": lead.version, "person_email": "ola@berg.example"})
    edit(session, cast.professional, lead.id, changes, now=NOW)
    assert kept.email == "ola@berg.example"
    with pytest.raises(Conflict):
        undo_merge(session, cast.basic, merge_id, now=NOW)


def test_a_strangers_merge_is_not_there_to_undo(session: Session, cast: Cast) -> None:
    kept, merged = a_company(session, cast.basic), a_company(session, cast.basic)
    merge_id = merge_companies(session, cast.basic, kept.id, merge(kept, merged), now=NOW)
    for actor in (cast.stranger_manager, cast.child_manager, cast.sibling_manager):
        with pytest.raises(NotFound):
            undo_merge(session, actor, merge_id, now=NOW)
    assert session.exec(select(Lead).where(Lead.company_id == merged.id)).all() == []

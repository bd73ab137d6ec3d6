"""The company of a lead out of the public register: filled in once, never twice, never over what is there."""

import pytest
from sqlmodel import Session, select

from leadx_app.domain.contacts.draft import CompanyDraft, CompanyFacts
from leadx_app.domain.contacts.edit import create_company
from leadx_app.domain.errors import InvalidDraft, NotPermitted
from leadx_app.domain.leads.capture import capture
from leadx_app.domain.leads.draft import LeadEdit
from leadx_app.domain.leads.qualify import edit
from leadx_app.models import Company, Lead, new_id
from leadx_app.queries.choices import companies_numbered
from tests.cast import NOW, Cast, a_draft, a_lead

FACTS = {
    "organization_number": "962 986 633",
    "address": "Nydalen allé 33",
    "postcode": "0484",
    "city": "OSLO",
    "country": "NO",
    "phone": "23 90 30 00",
    "website": "www.statnett.example",
}


def companies(session: Session, name: str) -> list[Company]:
    return list(session.exec(select(Company).where(Company.name == name).order_by(Company.id)))


@pytest.mark.parametrize("who", ["basic", "professional", "manager"])
def test_a_new_company_is_made_with_what_the_register_says(session: Session, cast: Cast, who: str) -> None:
    lead = a_lead(session, getattr(cast, who), company_name="STATNETT SF", company_facts=FACTS)
    company = session.get_one(Company, lead.company_id)
    assert (company.name, company.organization_number) == ("STATNETT SF", "962986633")
    assert (company.address, company.postcode, company.city, company.country) == (
        "Nydalen allé 33",
        "0484",
        "OSLO",
        "NO",
    )
    assert (company.phone, company.website) == ("+4723903000", "https://www.statnett.example")


def test_a_company_with_the_number_is_used_whatever_its_name(session: Session, cast: Cast) -> None:
    draft = CompanyDraft(name="Our grid people", organization_number="962986633", city="Bergen")
    there = create_company(session, cast.manager, draft, now=NOW)
    lead = a_lead(session, cast.basic, company_name="STATNETT SF", company_facts=FACTS)
    assert lead.company_id == there
    assert session.get_one(Company, there).city == "Bergen"
    assert companies(session, "STATNETT SF") == []


def test_a_company_of_the_name_learns_what_it_does_not_say_yet(session: Session, cast: Cast) -> None:
    there = create_company(session, cast.manager, CompanyDraft(name="Statnett SF", city="Bergen"), now=NOW)
    lead = a_lead(session, cast.basic, company_name="STATNETT SF", company_facts=FACTS)
    company = session.get_one(Company, there)
    assert lead.company_id == there
    assert (company.name, company.city) == ("Statnett SF", "Bergen")
    assert (company.organization_number, company.postcode, company.version) == ("962986633", "0484", 2)


def test_a_company_of_the_name_with_another_number_is_another_one(session: Session, cast: Cast) -> None:
    draft = CompanyDraft(name="STATNETT SF", organization_number="923609016")
    other = create_company(session, cast.manager, draft, now=NOW)
    lead = a_lead(session, cast.basic, company_name="STATNETT SF", company_facts=FACTS)
    assert lead.company_id != other
    assert len(companies(session, "STATNETT SF")) == 2


def test_facts_count_for_a_typed_company_alone(session: Session, cast: Cast) -> None:
    there = create_company(session, cast.manager, CompanyDraft(name="Skagen skole"), now=NOW)
    lead = a_lead(session, cast.basic, company_id=str(there), company_facts=FACTS)
    assert lead.company_id == there
    assert session.get_one(Company, there).organization_number is None


def test_the_same_form_sent_twice_makes_one_lead_and_one_company(session: Session, cast: Cast) -> None:
    draft = a_draft(draft_id=str(new_id()), company_name="STATNETT SF", company_facts=FACTS)
    first, again = (capture(session, cast.basic, draft, now=NOW) for _ in range(2))
    assert (again.lead_id, again.is_new) == (first.lead_id, False)
    assert len(companies(session, "STATNETT SF")) == 1


def test_a_role_without_contacts_writes_no_facts(session: Session, cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        a_lead(session, cast.lite, company_name="STATNETT SF", company_facts=FACTS)
    assert companies(session, "STATNETT SF") == []


@pytest.mark.parametrize(
    "facts", [{"organization_number": "962986634"}, {"country": "Norge"}, {"name": "Other"}, {"phone": "12"}, [], "x"]
)
def test_facts_that_are_none_are_refused(facts: object) -> None:
    with pytest.raises(InvalidDraft) as refused:
        a_draft(company_facts=facts)
    assert [error.field for error in refused.value.errors] == ["company_facts"]


def test_a_lead_is_moved_to_a_company_out_of_the_register(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional)
    changes = LeadEdit(version=1, company_name="STATNETT SF", company_facts=CompanyFacts(**FACTS))
    edit(session, cast.professional, lead.id, changes, now=NOW)
    company = session.get_one(Company, session.get_one(Lead, lead.id).company_id)
    assert (company.name, company.organization_number) == ("STATNETT SF", "962986633")


def test_a_number_finds_the_own_organizations_company_alone(session: Session, cast: Cast) -> None:
    draft = CompanyDraft(name="Statnett", organization_number="962986633")
    for actor in (cast.manager, cast.child_manager, cast.stranger_manager):
        create_company(session, actor, draft, now=NOW)
    found = companies_numbered(session, cast.basic, {"962986633", "", "923609016"})
    assert {number: company.name for number, company in found.items()} == {"962986633": "Statnett"}
    here = session.get_one(Company, found["962986633"].id).organization_id
    assert here == cast.basic.organization_id
    assert companies_numbered(session, cast.lite, {"962986633"}) == {}, "a LITE user finds what they made alone"

"""The Contact List: the companies and persons behind one person's leads."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from leadx_app.domain.errors import NotFound, NotPermitted
from leadx_app.domain.permissions import Actor
from leadx_app.queries.contacts import ContactRow, pipeline_contacts
from tests.cast import NOW, a_lead, an_assigned_lead

DAY = timedelta(days=1)


def contacts(session: Session, actor: Actor, person: Actor | None = None, search: str = "") -> list[ContactRow]:
    person = person or actor
    return pipeline_contacts(session, actor, person.user_id, person.organization_id, search)


def names(rows: list[ContactRow]) -> list[tuple[str, str, int]]:
    return [(row.company, row.person, row.lead_count) for row in rows]


def test_companies_come_by_name_with_their_person_and_number_of_leads(session, cast):
    a_lead(session, cast.professional, company_name="Ås AS", person_name="Ola Berg", person_email="ola@aas.example")
    a_lead(session, cast.professional, company_name="Ås AS", person_name="Ola Berg", person_phone="+4722123456")
    a_lead(session, cast.professional, company_name="Ås AS")
    a_lead(session, cast.professional, company_name="berg as", now=NOW - DAY)
    rows = contacts(session, cast.professional)
    assert sorted(names(rows)) == [("berg as", "", 1), ("Ås AS", "", 1), ("Ås AS", "Ola Berg", 2)]
    assert rows[0].company == "berg as"
    ola = next(row for row in rows if row.person)
    assert (ola.email, ola.phone) == ("ola@aas.example", "+4722123456")


def test_the_creator_and_the_owner_both_have_the_contact(session, cast):
    an_assigned_lead(session, cast.basic, cast.manager, cast.professional, company_name="Berg AS")
    assert names(contacts(session, cast.basic)) == names(contacts(session, cast.professional)) == [("Berg AS", "", 1)]
    assert contacts(session, cast.manager) == []


def test_a_search_finds_company_person_and_title(session, cast):
    a_lead(session, cast.professional, title="Solar roof", company_name="Berg AS", person_name="Øyvind Ås")
    a_lead(session, cast.professional, title="Heat pump", company_name="100% Eiendom")
    for words, found in (
        ("ØYVIND", ["Berg AS"]),
        ("solar", ["Berg AS"]),
        ("100%", ["100% Eiendom"]),
        ("1_0", []),
        ("nobody", []),
        ("", ["100% Eiendom", "Berg AS"]),
    ):
        assert [row.company for row in contacts(session, cast.professional, search=words)] == found


def test_a_colleagues_contacts_are_the_managers_to_see_and_nobody_elses(session, cast):
    a_lead(session, cast.professional, company_name="Berg AS")
    assert len(contacts(session, cast.manager, cast.professional)) == 1
    for actor in (cast.lite, cast.basic, cast.other_professional, cast.admin):
        with pytest.raises(NotPermitted):
            contacts(session, actor, cast.professional)
    for actor in (cast.child_manager, cast.sibling_manager, cast.stranger_manager):
        with pytest.raises(NotFound):
            contacts(session, actor, cast.professional)


def test_a_company_of_the_same_name_in_another_tenant_stays_there(session, cast):
    a_lead(session, cast.professional, company_name="Berg AS", person_name="Ours")
    a_lead(session, cast.stranger_manager, company_name="Berg AS", person_name="Theirs")
    assert names(contacts(session, cast.professional)) == [("Berg AS", "Ours", 1)]

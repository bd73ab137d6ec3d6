"""The page of contacts: order, search, who sees what, what may be the same, and what it costs."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import product
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.db import Database
from leadx_app.domain.activities import ActivityDraft
from leadx_app.domain.activities import log as log_activity
from leadx_app.domain.contacts.draft import CompanyDraft, Merge, PersonDraft
from leadx_app.domain.contacts.edit import create_company, create_person
from leadx_app.domain.contacts.keys import keys_of_company, keys_of_person
from leadx_app.domain.contacts.merge import merge_companies, undo_merge
from leadx_app.domain.errors import Invalid, NotFound, NotPermitted
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.permissions import Actor
from leadx_app.domain.tasks.draft import TaskDraft
from leadx_app.domain.tasks.plan import create as create_task
from leadx_app.models import Company, Lead, Person, new_id
from leadx_app.queries import contact_order
from leadx_app.queries.choices import visible_organizations
from leadx_app.queries.contact_detail import contact_detail
from leadx_app.queries.contact_duplicates import Sameness, Written, duplicates
from leadx_app.queries.contact_list import (
    ContactCounts,
    ContactPage,
    contact_card,
    contact_counts,
    contact_page,
    exported_contacts,
)
from leadx_app.queries.contact_order import ContactFilters, ContactKind, ContactSort, HasLeads
from leadx_app.queries.contact_places import ContactPlaces, contact_places
from tests.cast import NOW, Cast, a_lead
from tests.support.statements import Statements, statements_of

PERSONS = ContactFilters(ContactKind.PERSON)


def company(session: Session, actor: Actor, name: str, **fields: object) -> UUID:
    return create_company(session, actor, parse_draft(CompanyDraft, {"name": name, **fields}), now=NOW)


def person(session: Session, actor: Actor, name: str, **fields: object) -> UUID:
    return create_person(session, actor, parse_draft(PersonDraft, {"name": name, **fields}), now=NOW)


def names(session: Session, actor: Actor, filters: ContactFilters = ContactFilters()) -> list[str]:
    return [row.name for row in contact_page(session, actor, filters).rows]


def test_companies_and_persons_stand_in_the_order_of_the_alphabet(session: Session, cast: Cast) -> None:
    for name in ("Ås", "zoo", "Ørn", "Ære", "3M", "Élan", "ansgar"):
        company(session, cast.basic, name)
        person(session, cast.basic, name)
    ordered = ["3M", "ansgar", "Élan", "zoo", "Ære", "Ørn", "Ås"]
    assert names(session, cast.basic) == names(session, cast.basic, PERSONS) == ordered


def test_a_letter_begins_the_list_there(session: Session, cast: Cast) -> None:
    for name in ("Berg", "Zoo", "Ørn", "Ås"):
        company(session, cast.basic, name)
    assert names(session, cast.basic, ContactFilters(letter="C")) == ["Zoo", "Ørn", "Ås"]
    assert names(session, cast.basic, ContactFilters(letter="Å")) == ["Ås"]


def test_pages_follow_each_other_without_gap_or_repetition(session: Session, cast: Cast) -> None:
    made = {company(session, cast.basic, name) for name in ("Berg", "Berg", "Berg", "Ås", "Ørn")}
    seen, cursor = [], None
    for _ in range(3):
        page = contact_page(session, cast.basic, ContactFilters(), cursor, 2)
        seen += [row.id for row in page.rows]
        cursor = page.next_cursor
    assert (cursor, len(seen), set(seen)) == (None, 5, made)
    for wrong in ("x", "bnVsbA==", "WzEsMl0="):
        with pytest.raises(Invalid):
            contact_page(session, cast.basic, ContactFilters(), wrong)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ØRN", ["Ørn 100% AS"]),
        ("as ørn", ["Ørn 100% AS"]),
        ("923609016", ["Ørn 100% AS"]),
        ("bodø", ["Ørn 100% AS"]),
        ("post@ørn", []),
        ("+4722123456", ["Ørn 100% AS"]),
        ("100%", ["Ørn 100% AS"]),
        ("1_0", []),
        ("' OR 1=1 --", []),
        ("as", ["Berg AS", "Ørn 100% AS"]),
        ("", ["Berg AS", "Ørn 100% AS"]),
    ],
)
def test_a_search_finds_name_number_town_and_how_to_reach(
    session: Session, cast: Cast, words: str, found: list[str]
) -> None:
    company(session, cast.basic, "Ørn 100% AS", organization_number="923609016", city="Bodø", phone="22123456")
    company(session, cast.basic, "Berg AS")
    assert names(session, cast.basic, ContactFilters(search=words)) == found


def test_who_sees_whose_contacts(session: Session, cast: Cast) -> None:
    for actor in (cast.basic, cast.child_basic, cast.sibling_manager, cast.stranger_basic):
        company(session, actor, actor.name)
    family = sorted([cast.basic.name, cast.child_basic.name, cast.sibling_manager.name])
    for actor in (cast.manager, cast.admin):
        assert sorted(names(session, actor)) == family
        child = ContactFilters(organization_id=cast.child_basic.organization_id)
        assert names(session, actor, child) == [cast.child_basic.name]
    for actor in (cast.basic, cast.professional):
        assert names(session, actor) == [cast.basic.name]
    assert names(session, cast.child_manager) == [cast.child_basic.name]
    assert names(session, cast.stranger_admin) == [cast.stranger_basic.name]
    with pytest.raises(NotPermitted):
        names(session, cast.lite)
    for actor, other in (
        (cast.child_manager, cast.basic),
        (cast.basic, cast.child_basic),
        (cast.manager, cast.stranger_basic),
    ):
        with pytest.raises(NotFound):
            names(session, actor, ContactFilters(organization_id=other.organization_id))


def test_a_contact_shows_what_the_reader_may_see(session: Session, cast: Cast) -> None:
    mine = a_lead(session, cast.professional, title="Mine", company_name="Berg AS", person_name="Ola Berg")
    a_lead(session, cast.basic, title="Theirs", company_name="Berg AS", person_name="Ola Berg")
    seen = contact_detail(session, cast.professional, mine.company_id)
    assert ([lead.title for lead in seen.leads], [one.name for one in seen.persons]) == (["Mine"], ["Ola Berg"])
    assert {lead.title for lead in contact_detail(session, cast.manager, mine.person_id).leads} == {"Mine", "Theirs"}
    assert (seen.may_edit, seen.created_by) == (True, cast.professional.name)
    assert contact_detail(session, cast.professional, mine.person_id).company == "Berg AS"


def test_a_contact_is_not_there_for_strangers_and_the_parent_only_reads_a_childs(session: Session, cast: Cast) -> None:
    ours, theirs = company(session, cast.basic, "Berg"), company(session, cast.child_basic, "Ås")
    for actor in (cast.stranger_manager, cast.stranger_admin, cast.child_manager, cast.sibling_manager):
        with pytest.raises(NotFound):
            contact_detail(session, actor, ours)
    with pytest.raises(NotPermitted):
        contact_detail(session, cast.lite, ours)
    with pytest.raises(NotFound):
        contact_detail(session, cast.basic, theirs)
    seen = contact_detail(session, cast.manager, theirs)
    assert (seen.organization, seen.may_edit, seen.duplicates) == ("Nordlys Service", False, [])


def test_who_asks_for_a_merged_contact_gets_the_one_that_it_became(session: Session, cast: Cast) -> None:
    kept, merged = company(session, cast.basic, "Berg AS"), company(session, cast.basic, "Berg A/S")
    merge_companies(session, cast.basic, kept, Merge(merged_id=merged, kept_version=1, merged_version=1), now=NOW)
    assert contact_detail(session, cast.basic, merged).id == kept
    assert names(session, cast.basic) == ["Berg AS"]
    (line,) = contact_detail(session, cast.basic, kept).history
    assert (line.other, line.merge_id is None) == ("Berg A/S", False)


# What may be the same.


def same(session: Session, actor: Actor, **written: str) -> list[tuple[str, tuple[Sameness, ...]]]:
    return [(row.name, row.same) for row in duplicates(session, actor, Written(ContactKind.COMPANY, **written))]


def test_number_email_phone_and_similar_name_are_found_the_surest_first(session: Session, cast: Cast) -> None:
    company(session, cast.basic, "Solberg Bygg AS", organization_number="923609016")
    company(session, cast.basic, "Fjell", email="Post@Berg.example")
    company(session, cast.basic, "Dal", phone="+47 22 12 34 56")
    company(session, cast.basic, "Bergheim Entreprenør AS")
    company(session, cast.basic, "Bergstrøm Regnskap")
    found = same(
        session,
        cast.basic,
        name="bergheim entrepenør",
        organization_number="923 609 016",
        email="post@BERG.example",
        phone="22123456",
    )
    assert found == [
        ("Solberg Bygg AS", (Sameness.NUMBER,)),
        ("Fjell", (Sameness.EMAIL,)),
        ("Dal", (Sameness.PHONE,)),
        ("Bergheim Entreprenør AS", (Sameness.NAME,)),
    ]
    assert same(session, cast.basic, name="Ola") == same(session, cast.basic, name="", phone="12") == []
    assert same(session, cast.basic, name="berg" * 300) == []


def test_names_that_only_differ_in_form_are_the_same(session: Session, cast: Cast) -> None:
    company(session, cast.basic, "Ås Bygg og Anlegg AS")
    for name in ("ÅS BYGG OG ANLEGG", "Ås Bygg & og Anlegg A/S", "ås bygg og anleg"):
        assert same(session, cast.basic, name=name) == [("Ås Bygg og Anlegg AS", (Sameness.NAME,))]


def test_persons_are_the_same_whichever_name_comes_first(session: Session, cast: Cast) -> None:
    person(session, cast.basic, "Ola Nordmann Berg", title="Daglig leder")
    found = duplicates(session, cast.basic, Written(ContactKind.PERSON, name="Berg, Ola Nordmann"))
    assert [(row.name, row.about) for row in found] == [("Ola Nordmann Berg", "Daglig leder")]


def test_nothing_of_others_is_ever_the_same(session: Session, cast: Cast) -> None:
    for actor in (cast.child_basic, cast.stranger_basic):
        company(session, actor, "Berg AS", organization_number="923609016", email="a@b.example", phone="22123456")
    written = {"name": "Berg AS", "organization_number": "923609016", "email": "a@b.example", "phone": "22123456"}
    for actor in (cast.basic, cast.manager, cast.sibling_manager):
        assert same(session, actor, **written) == []
    with pytest.raises(NotPermitted):
        same(session, cast.lite, **written)


# Pages, forth and back.


def test_pages_lead_back_as_they_came_also_in_front_of_a_letter(session: Session, cast: Cast) -> None:
    for name in ("Aas", "Berg", "Dal", "Fjell", "Ås"):
        company(session, cast.basic, name)

    def page(cursor: str | None = None, before: str | None = None, letter: str = "") -> ContactPage:
        return contact_page(session, cast.basic, ContactFilters(letter=letter), cursor, 2, before)

    def shown(page: ContactPage) -> list[str]:
        return [row.name for row in page.rows]

    first = page()
    second = page(first.next_cursor)
    third = page(second.next_cursor)
    assert [shown(one) for one in (first, second, third)] == [["Aas", "Berg"], ["Dal", "Fjell"], ["Ås"]]
    assert (first.previous_cursor, third.next_cursor) == (None, None)
    assert shown(page(before=third.previous_cursor)) == shown(second)
    back = page(before=second.previous_cursor)
    assert (shown(back), back.previous_cursor, back.next_cursor) == (shown(first), None, first.next_cursor)
    assert shown(page(before=page(letter="D").previous_cursor, letter="D")) == shown(first)
    with pytest.raises(Invalid) as refused:
        page(before="x")
    assert refused.value.field == "before"


def test_companies_and_persons_are_counted_where_the_reader_sees_them(session: Session, cast: Cast) -> None:
    kept, merged = company(session, cast.basic, "Berg AS"), company(session, cast.basic, "Berg A/S")
    merge_companies(session, cast.basic, kept, Merge(merged_id=merged, kept_version=1, merged_version=1), now=NOW)
    person(session, cast.child_basic, "Ola Berg")
    company(session, cast.stranger_basic, "Fjord AS")
    assert contact_counts(session, cast.basic) == ContactCounts(1, 0)
    assert contact_counts(session, cast.manager) == ContactCounts(1, 1)
    assert contact_counts(session, cast.manager, cast.child_basic.organization_id) == ContactCounts(0, 1)
    with pytest.raises(NotPermitted):
        contact_counts(session, cast.lite)
    with pytest.raises(NotFound):
        contact_counts(session, cast.basic, cast.stranger_basic.organization_id)


# What is planned and was done.


def test_plans_of_a_contact_are_for_those_who_see_their_lead(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional, title="Roof", company_name="Berg AS", person_name="Ola Berg")
    soon, later = NOW + timedelta(days=1), NOW + timedelta(days=5)
    for title, due in (("Later", later), ("Soon", soon)):
        draft = {"title": title, "lead_id": str(lead.id), "due_on": due.date().isoformat()}
        create_task(session, cast.professional, parse_draft(TaskDraft, draft), now=NOW)
    talk = {"title": "Talked", "kind": "call", "happens_at": NOW - timedelta(hours=2)}
    log_activity(session, cast.professional, parse_draft(ActivityDraft, talk | {"lead_id": str(lead.id)}), now=NOW)
    free = {**talk, "title": "Met", "company_id": str(lead.company_id), "happens_at": NOW - timedelta(days=2)}
    log_activity(session, cast.professional, parse_draft(ActivityDraft, free), now=NOW)

    def plans(actor: Actor, contact_id: UUID) -> list[tuple[str, str]]:
        return [(row.title, row.lead) for row in contact_detail(session, actor, contact_id).plans]

    whole = [("Soon", "Roof"), ("Later", "Roof"), ("Talked", "Roof"), ("Met", "")]
    assert plans(cast.professional, lead.company_id) == plans(cast.manager, lead.company_id) == whole
    assert plans(cast.professional, lead.person_id) == whole[:3]
    plan = contact_detail(session, cast.professional, lead.company_id).plans[0]
    assert plan.may_change
    assert not contact_detail(session, cast.manager, lead.company_id).plans[0].may_change
    for actor in (cast.basic, cast.other_professional):
        assert plans(actor, lead.company_id) == []


def test_activities_go_along_when_two_become_one_and_come_back(session: Session, cast: Cast) -> None:
    kept, merged = company(session, cast.manager, "Berg AS"), company(session, cast.manager, "Berg A/S")
    talk = {"title": "Met", "kind": "visit", "happens_at": NOW, "company_id": str(merged)}
    log_activity(session, cast.manager, parse_draft(ActivityDraft, talk), now=NOW)
    both = Merge(merged_id=merged, kept_version=1, merged_version=1)
    merge_id = merge_companies(session, cast.manager, kept, both, now=NOW)
    assert [row.title for row in contact_detail(session, cast.manager, kept).plans] == ["Met"]
    undo_merge(session, cast.manager, merge_id, now=NOW)
    assert contact_detail(session, cast.manager, kept).plans == []
    assert [row.title for row in contact_detail(session, cast.manager, merged).plans] == ["Met"]


def test_one_contact_is_written_down_for_those_who_see_it(session: Session, cast: Cast) -> None:
    berg = company(session, cast.basic, "Berg AS", city="Bodø")
    assert contact_card(session, cast.manager, ContactKind.COMPANY, berg).city == "Bodø"
    for actor in (cast.stranger_manager, cast.child_manager):
        with pytest.raises(NotFound):
            contact_card(session, actor, ContactKind.COMPANY, berg)
    with pytest.raises(NotFound):
        contact_card(session, cast.manager, ContactKind.PERSON, berg)
    with pytest.raises(NotPermitted):
        contact_card(session, cast.lite, ContactKind.COMPANY, berg)


# Filters and orders.

PLACES = (("Oslo", "NO"), ("Bodø", "NO"), ("Åre", "SE"), ("oslo", None), (None, "SE"), (None, None))


def scattered(session: Session, actor: Actor, count: int) -> list[Company]:
    """Companies with few names, of several places and hours."""
    chance = Random(7)
    for number in range(count):
        city, country = chance.choice(PLACES)
        fields = {"name": f"{chance.choice('ABÅ')}s {number % 5}", "city": city, "country": country}
        made = NOW - timedelta(hours=chance.randrange(0, 120, 6))
        create_company(session, actor, parse_draft(CompanyDraft, {k: v for k, v in fields.items() if v}), now=made)
    return list(session.exec(select(Company).where(Company.organization_id == actor.organization_id)))


def about_company(session: Session, actor: Actor, company_id: UUID) -> None:
    """A lead about a company, whatever it is called."""
    lead = a_lead(session, actor, company_name=f"Of {company_id}")
    session.execute(sa.delete(Company).where(Company.id == moved_to(session, lead, company_id)))


def moved_to(session: Session, lead: Lead, company_id: UUID) -> UUID:
    """Let a lead be about another company; returns the one that it was about."""
    was = lead.company_id
    session.execute(sa.update(Lead).where(Lead.id == lead.id).values(company_id=company_id))
    return was


def paged(session: Session, actor: Actor, filters: ContactFilters, limit: int) -> list[UUID]:
    """The whole list page by page, each of which leads back to where it began."""
    seen: list[UUID] = []
    page = contact_page(session, actor, filters, None, limit)
    seen += [row.id for row in page.rows]
    while page.next_cursor:
        page = contact_page(session, actor, filters, page.next_cursor, limit)
        seen += [row.id for row in page.rows]
    back, before = [row.id for row in page.rows], page.previous_cursor
    while before:
        page = contact_page(session, actor, filters, None, limit, before)
        back = [row.id for row in page.rows] + back
        before = page.previous_cursor
    assert back == seen
    return seen


@pytest.mark.parametrize("is_walked", [False, True])
def test_filters_and_orders_find_what_looking_at_every_company_finds(
    session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch, is_walked: bool
) -> None:
    if is_walked:
        for name, size in (("WALKED", 4), ("FEW", 6), ("SEARCHED", 12)):
            monkeypatch.setattr(contact_order, name, size)
    ours = scattered(session, cast.basic, 40)
    for actor in (cast.child_basic, cast.stranger_basic):
        scattered(session, actor, 10)
    family = [*ours, *session.exec(select(Company).where(Company.organization_id == cast.child_basic.organization_id))]
    with_leads = {row.id for row in family[::4]}
    for actor, rows in ((cast.professional, ours[::4]), (cast.child_professional, family[40::4])):
        for row in rows:
            about_company(session, actor, row.id)
    zone, today = ZoneInfo(cast.basic.time_zone), NOW.astimezone(ZoneInfo(cast.basic.time_zone)).date()
    since, until = today - timedelta(days=3), today - timedelta(days=1)
    days = ((None, None), (since, None), (None, since), (since, until))
    asked = [(*one, None) for one in product(ContactSort, ("", "OSLO"), ("", "NO"), days)]
    asked += product(ContactSort, ("", "oslo"), ("",), days[:2], HasLeads)
    for sort, city, country, (first, last), leads in asked:
        filters = ContactFilters(
            city=city, country=country, created_from=first, created_to=last, sort=sort, leads=leads
        )
        for actor, rows in ((cast.basic, ours), (cast.manager, family)):
            wanted = [
                row
                for row in rows
                if city.lower() in ("", (row.city or "").lower())
                and country in ("", row.country)
                and leads in (None, HasLeads.WITH if row.id in with_leads else HasLeads.WITHOUT)
                and (first or today - timedelta(days=99)) <= row.created_at.astimezone(zone).date() <= (last or today)
            ]
            key = "created_at" if sort is ContactSort.NEWEST else "sort_key"
            wanted.sort(key=lambda row: (getattr(row, key), row.id), reverse=sort is not ContactSort.NAME)
            assert paged(session, actor, filters, 5) == [row.id for row in wanted], filters


def test_filters_go_with_words_signs_letters_and_files(session: Session, cast: Cast) -> None:
    company(session, cast.basic, "Aas Bygg", city="Oslo", country="NO")
    company(session, cast.basic, "Berg Bygg", city="Oslo", country="NO")
    company(session, cast.basic, "Berg & Bygg", city="Bodø", country="NO")
    company(session, cast.basic, "Dal Regnskap", city="Oslo", country="SE")
    oslo = ContactFilters(city="Oslo")
    assert names(session, cast.basic, replace(oslo, search="bygg")) == ["Aas Bygg", "Berg Bygg"]
    assert names(session, cast.basic, replace(oslo, search="bygg", sort=ContactSort.NEWEST)) == [
        "Berg Bygg", "Aas Bygg",
    ]  # fmt: skip
    assert names(session, cast.basic, replace(oslo, search="&")) == []
    assert names(session, cast.basic, ContactFilters(country="NO", search="&")) == ["Berg & Bygg"]
    assert names(session, cast.basic, replace(oslo, letter="B")) == ["Berg Bygg", "Dal Regnskap"]
    backwards = replace(oslo, letter="B", sort=ContactSort.BACKWARDS)
    assert names(session, cast.basic, backwards) == ["Berg Bygg", "Aas Bygg"]
    written = [card.name for page in exported_contacts(session, cast.basic, backwards) for card in page]
    assert written == ["Berg Bygg", "Aas Bygg"]
    assert names(session, cast.stranger_basic, oslo) == names(session, cast.basic, replace(oslo, city="O")) == []


def test_contacts_with_leads_are_those_that_a_lead_of_their_organization_is_about(session: Session, cast: Cast) -> None:
    a_lead(session, cast.professional, company_name="Berg AS", person_name="Ola Berg")
    company(session, cast.basic, "Dal AS")
    person(session, cast.basic, "Kari Dal")
    a_lead(session, cast.stranger_basic, company_name="Dal AS", person_name="Kari Dal")
    both = {leads: ContactFilters(leads=leads) for leads in HasLeads}
    assert [names(session, cast.basic, one) for one in both.values()] == [["Berg AS"], ["Dal AS"]]
    assert [names(session, cast.manager, replace(one, search="as")) for one in both.values()] == [
        ["Berg AS"],
        ["Dal AS"],
    ]
    persons = [replace(one, kind=ContactKind.PERSON) for one in both.values()]
    assert [names(session, cast.basic, one) for one in persons] == [["Ola Berg"], ["Kari Dal"]]
    written = [card.name for page in exported_contacts(session, cast.basic, persons[1]) for card in page]
    assert written == ["Kari Dal"]
    assert names(session, cast.stranger_basic, both[HasLeads.WITHOUT]) == []


def test_a_city_is_one_however_it_is_written(session: Session, cast: Cast) -> None:
    for number, city in enumerate(("TROMSØ", "Tromsø", "tromsö", "Tromsø", "Malmö", "Å", "A")):
        company(session, cast.basic, f"{number} AS", city=city)
    session.expire_all()
    assert contact_places(session, cast.basic).cities == ["A", "Malmö", "Tromsø", "Å"]
    for city in ("TROMSØ", "tromsø", "tromsÖ"):
        assert names(session, cast.basic, ContactFilters(city=city)) == ["0 AS", "1 AS", "2 AS", "3 AS"]
    assert names(session, cast.basic, ContactFilters(city="malmø")) == ["4 AS"]
    assert names(session, cast.basic, ContactFilters(city="A\u030a")) == ["5 AS"]
    assert names(session, cast.basic, ContactFilters(city="Troms")) == []


def test_persons_stand_by_age_and_a_cursor_is_of_one_order(session: Session, cast: Cast) -> None:
    for name in ("Ola", "Kari", "Åse"):
        person(session, cast.basic, name)
    newest = replace(PERSONS, sort=ContactSort.NEWEST)
    page = contact_page(session, cast.basic, newest, None, 2)
    assert [row.name for row in page.rows] == ["Åse", "Kari"]
    assert [row.name for row in contact_page(session, cast.basic, newest, page.next_cursor).rows] == ["Ola"]
    by_name = contact_page(session, cast.basic, PERSONS, None, 2).next_cursor
    for filters, cursor in ((PERSONS, page.next_cursor), (newest, by_name)):
        with pytest.raises(Invalid):
            contact_page(session, cast.basic, filters, cursor)


def test_cities_and_countries_are_those_of_companies_that_one_sees(
    session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for actor, city, country in (
        (cast.basic, "Ås", "NO"),
        (cast.basic, "Oslo", "NO"),
        (cast.basic, "Oslo", "SE"),
        (cast.child_basic, "Bodø", "DK"),
        (cast.stranger_basic, "Tromsø", "FI"),
    ):
        company(session, actor, f"{city} AS", city=city, country=country)
    company(session, cast.basic, "Nowhere AS")
    kept, merged = company(session, cast.basic, "Berg"), company(session, cast.basic, "Berg", city="Gone")
    merge_companies(session, cast.basic, kept, Merge(merged_id=merged, kept_version=1, merged_version=1), now=NOW)
    session.execute(sa.update(Company).where(Company.id == kept).values(city=None, city_key=None))
    assert contact_places(session, cast.basic) == ContactPlaces(["Oslo", "Ås"], ["NO", "SE"])
    assert contact_places(session, cast.manager) == ContactPlaces(["Bodø", "Oslo", "Ås"], ["DK", "NO", "SE"])
    child = cast.child_basic.organization_id
    assert contact_places(session, cast.manager, child) == ContactPlaces(["Bodø"], ["DK"])
    assert contact_places(session, cast.sibling_manager) == ContactPlaces()
    with pytest.raises(NotFound):
        contact_places(session, cast.basic, child)
    with pytest.raises(NotPermitted):
        contact_places(session, cast.lite)
    monkeypatch.setattr("leadx_app.queries.contact_places.MOST_OFFERED", 2)
    assert contact_places(session, cast.manager) == ContactPlaces(["Bodø", "Oslo"], ["DK", "NO"])


# What it costs.


def many(session: Session, actor: Actor, table: type[Company] | type[Person], count: int) -> None:
    """Contacts as they come from everywhere, written at once."""
    keys = keys_of_company if table is Company else keys_of_person
    made = {
        "tenant_id": actor.tenant_id,
        "organization_id": actor.organization_id,
        "version": 1,
        "changed_in": {},
        "created_by_id": actor.user_id,
        "updated_by_id": actor.user_id,
        "created_at": NOW,
        "updated_at": NOW,
    }
    rows = []
    for number in range(count):
        name = f"{'ABDEFGHKLMNOPRSTVØÅ'[number % 19]}{'aeiou'[number % 5]}rstad {number} AS"
        fields = {"name": name, "email": f"post{number}@example.com", "phone": f"+4722{number:06d}"}
        at = {"created_at": NOW - timedelta(minutes=number)}
        if table is Company:
            fields |= {"city": f"By {number % 40}", "country": "NO" if number % 500 else "SE"}
        rows.append({"id": new_id(), **made, **at, **fields, **keys(fields)})
    session.execute(sa.insert(table), rows)


def plans_of(session: Session, statements: Statements, *tables: str) -> list[str]:
    """The plans of what was read of these tables."""
    connection = session.connection()
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        connection.exec_driver_sql("ANALYZE companies, persons, leads")
    explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
    asked = {text: parameters for table in tables for text, parameters in statements.about(table)}
    return [
        str(row[-1] if is_sqlite else row[0])
        for text, parameters in asked.items()
        for row in connection.exec_driver_sql(f"{explain} {text}", parameters)
    ]


def test_lists_searches_and_contacts_of_thousands_are_answered_by_index(session: Session, cast: Cast) -> None:
    for actor in (cast.basic, cast.child_basic, cast.stranger_basic):
        for table in (Company, Person):
            many(session, actor, table, 3_000)
    lead = a_lead(session, cast.professional, company_name="Berg AS", person_name="Ola Berg")
    row = {column.name: getattr(lead, column.name) for column in Lead.__table__.columns}
    of = [sa.select(table.id).where(table.organization_id == lead.organization_id) for table in (Company, Person)]
    about = zip(*(session.scalars(one.limit(1_000)).all() for one in of), strict=True)
    leads = [{"id": new_id(), "draft_id": None, "company_id": one, "person_id": other} for one, other in about]
    session.execute(sa.insert(Lead), [row | lead for lead in leads])
    session.commit()
    place = contact_page(session, cast.basic, ContactFilters(letter="K")).next_cursor
    with statements_of(session.get_bind().engine) as sent:
        for actor in (cast.basic, cast.manager):
            for kind in ContactKind:
                contact_page(session, actor, ContactFilters(kind))
                contact_page(session, actor, ContactFilters(kind, letter="Å"))
                contact_page(session, actor, ContactFilters(kind), place)
                contact_page(session, actor, ContactFilters(kind), before=place)
                contact_page(session, actor, ContactFilters(kind, search="rstad 2"))
            contact_counts(session, actor)
            for contact_id in (lead.company_id, lead.person_id):
                contact_detail(session, actor, contact_id)
        duplicates(
            session, cast.basic, Written(ContactKind.PERSON, "Karstad 1 AS", email="a@b.example", phone="22000007")
        )
    plans = plans_of(session, sent, "companies", "persons")
    whole = ("SCAN companies", "SCAN persons", "Seq Scan on companies", "Seq Scan on persons")
    assert not [line for line in plans if any(words in line for words in whole) and "USING" not in line], "\n".join(
        plans
    )
    with statements_of(session.get_bind().engine) as sent:
        contact_page(session, cast.basic, ContactFilters())
        contact_page(session, cast.manager, ContactFilters(ContactKind.PERSON), place)
        for actor, kind in product((cast.basic, cast.manager), ContactKind):
            newest = ContactFilters(kind, sort=ContactSort.NEWEST)
            contact_page(session, actor, ContactFilters(kind, sort=ContactSort.BACKWARDS))
            after = contact_page(session, actor, newest).next_cursor
            contact_page(session, actor, newest, before=after)
            contact_page(session, actor, replace(newest, created_from=NOW.date(), created_to=NOW.date()), after)
    plans = plans_of(session, sent, "companies", "persons")
    assert not [line for line in plans if "TEMP B-TREE" in line or "Sort" in line], "\n".join(plans)
    days = {"created_from": NOW.date() - timedelta(days=1), "created_to": NOW.date() - timedelta(days=1)}
    with statements_of(session.get_bind().engine) as sent:
        for actor, sort in product((cast.basic, cast.manager), (ContactSort.NAME, ContactSort.NEWEST)):
            for wanted in ({"city": "By 7"}, {"country": "SE"}, {"city": "By 7", "country": "DK"}):
                contact_page(session, actor, ContactFilters(sort=sort, **wanted))
            for kind, leads in product(ContactKind, HasLeads):
                contact_page(session, actor, ContactFilters(kind, sort=sort, leads=leads, city="By 7"))
            contact_page(session, actor, ContactFilters(sort=sort, search="rstad 2", leads=HasLeads.WITH))
            contact_page(session, actor, ContactFilters(sort=sort, city="By 7", search="rstad 2", **days))
            contact_page(session, actor, ContactFilters(ContactKind.PERSON, sort=sort, **days))
            contact_places(session, actor)
    plans = plans_of(session, sent, "companies", "persons")
    whole += ("SCAN leads", "Seq Scan on leads")
    assert not [line for line in plans if "SEARCH leads" in line and not re.search("(company|person)_id=", line)]
    assert not [line for line in plans if any(words in line for words in whole) and "USING" not in line], "\n".join(
        plans
    )
    with statements_of(session.get_bind().engine) as longest:
        wanted = {"city": "By 7", "country": "SE", "leads": HasLeads.WITHOUT}
        contact_page(session, cast.manager, ContactFilters(search="&", **wanted, **days))
        contact_counts(session, cast.manager)
        visible_organizations(session, cast.manager)
        contact_places(session, cast.manager)
    assert len(longest) <= 8


def test_a_page_and_a_contact_cost_the_same_few_statements_for_any_number(database: Database, home: Cast) -> None:
    def fill(session: Session, actor: Actor, *, now: object) -> UUID:
        for number in range(60):
            a_lead(session, actor, company_name=f"Berg {number % 20} AS", person_name=f"Ola {number}")
        return session.exec(select(Company.id).where(Company.name == "Berg 1 AS")).one()

    who = home.credential(home.professional)
    contact_id = database.act(who, fill)
    with statements_of(database.engine) as page:
        assert len(database.read(who, contact_page, ContactFilters()).rows) == 20
    with statements_of(database.engine) as detail:
        assert len(database.read(who, contact_detail, contact_id).leads) == 3
    with statements_of(database.engine) as beside:
        database.read(who, contact_counts)
        database.read(who, visible_organizations)
    assert len(page) + len(beside) <= 8
    assert len(detail) <= 8
    with statements_of(database.engine) as form:
        database.read(who, duplicates, Written(ContactKind.COMPANY, "Berg 1 AS", email="a@b.example"))
    assert len(form) <= 3

"""Contacts through the socket: what the page gets, for whom, live, and what its handlers refuse."""

from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

from leadx_app.domain.contacts.draft import CompanyDraft, PersonDraft
from leadx_app.domain.contacts.edit import create_company, create_person
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.permissions import Actor
from leadx_app.domain.views import ViewDraft, choose_default, save_view
from leadx_app.models import ListName
from leadx_app.state.contact_form import ContactFormState
from leadx_app.state.contact_merge import ContactMergeState
from leadx_app.state.contact_view import ContactViewState
from leadx_app.state.contacts import ContactsState
from leadx_app.state.contacts_address import ContactsAddress, PersonsAddress, read_address
from leadx_app.state.lead_form import LeadFormState
from leadx_app.state.lists import ListState
from leadx_app.state.toasts import ToastState
from tests.support.house import House, open_house
from tests.support.lanes import SqliteLane
from tests.support.rx_client import Tab, run

CONTACTS = "/contacts"
NEVER = "01a207bc-0000-7000-8000-000000000000"
NUMBER = "923609016"
Work = Callable[[Tab], Coroutine[Any, Any, Any]]


@pytest.fixture(scope="module")
def house(sqlite_lane: SqliteLane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A backend whose contacts the tests make, each for people of its own."""
    with sqlite_lane.migrated() as url, open_house(tmp_path_factory.mktemp("contacts"), url) as house:
        yield house


@pytest.fixture(scope="module")
def full_house(sqlite_lane: SqliteLane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A backend with a company and a person of everybody who makes contacts, for tests that change nothing."""
    with sqlite_lane.migrated() as url, open_house(tmp_path_factory.mktemp("full"), url) as house:
        for name, actor in house.cast.everybody().items():
            if name != "lite":
                company(house, actor, f"company of {name}", city="Bodø")
                person(house, actor, f"person of {name}")
        yield house


def company(house: House, actor: Actor, name: str, **fields: Any) -> str:
    draft = parse_draft(CompanyDraft, {"name": name, **fields})
    return str(house.database.act(house.cast.credential(actor), create_company, draft))


def person(house: House, actor: Actor, name: str, **fields: Any) -> str:
    draft = parse_draft(PersonDraft, {"name": name, **fields})
    return str(house.database.act(house.cast.credential(actor), create_person, draft))


async def opened(tab: Tab) -> Tab:
    """The tab with Contacts on the screen."""
    await tab.call(ContactsState.load)
    await tab.until(lambda: value(tab, "is_loaded"))
    await tab.call(ContactViewState.load)
    return tab


def value(tab: Tab, name: str) -> Any:
    return tab.value(ContactsState, name)


def view(tab: Tab, name: str) -> Any:
    return tab.value(ContactViewState, name)


def form(tab: Tab, name: str) -> Any:
    return tab.value(ContactFormState, name)


def names(tab: Tab) -> list[str]:
    return [row["name"] for row in value(tab, "rows") or []]


def toasts(tab: Tab) -> list[str]:
    return [toast["text"] for toast in tab.value(ToastState, "toasts") or []]


def with_tab(house: House, actor: Actor, path: str, work: Work) -> Any:
    """Open Contacts as the actor and work there."""

    async def inside() -> Any:
        async with house.tab(actor, path=path) as tab:
            await opened(tab)
            return await work(tab)

    return run(inside())


async def look_at(tab: Tab, contact_id: str) -> None:
    await tab.call(ContactViewState.open_contact, contact_id=contact_id)
    await tab.until(lambda: view(tab, "contact")["id"] == contact_id)


# Who sees what

OURS = ["admin", "basic", "manager", "other_basic", "other_manager", "other_professional", "professional"]
CHILD = ["child_basic", "child_manager", "child_professional"]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("basic", OURS),
        ("manager", sorted([*OURS, *CHILD, "sibling_manager"])),
        ("admin", sorted([*OURS, *CHILD, "sibling_manager"])),
        ("child_basic", CHILD),
        ("sibling_manager", ["sibling_manager"]),
        ("stranger_basic", ["stranger_admin", "stranger_basic", "stranger_manager"]),
    ],
)
def test_everybody_gets_the_contacts_of_their_organizations(full_house: House, who: str, expected: list[str]):
    async def see(tab: Tab) -> None:
        assert sorted(name.removeprefix("company of ") for name in names(tab)) == expected
        assert value(tab, "companies") == value(tab, "persons") == value(tab, "total") == str(len(expected))
        await tab.call(ContactsState.show_kind, kind="person")
        await tab.until(lambda: value(tab, "query") == "kind=person")
        assert sorted(name.removeprefix("person of ") for name in names(tab)) == expected

    with_tab(full_house, getattr(full_house.cast, who), CONTACTS, see)


def test_a_lite_user_has_no_contacts_and_is_told_so(full_house: House):
    cast = full_house.cast
    theirs = company(full_house, cast.basic, "company of basic, once more")
    fields = {"kind": "company", "name": "company of basic"}
    asked = (
        (ContactsState.load, {}),
        (ListState.search, {"text": "company"}),
        (ContactViewState.open_contact, {"contact_id": theirs}),
        (ContactFormState.written, {"form": fields}),
        (ContactFormState.save, {"form": fields}),
        (ContactMergeState.undo, {"merge_id": NEVER}),
    )

    async def ask() -> None:
        async with full_house.tab(cast.lite, path=CONTACTS) as tab:
            for handler, payload in asked:
                await tab.call(handler, **payload)
                await tab.until(lambda: toasts(tab) == ["You may not do this."])
                await tab.settle()
                (row,) = tab.value(ToastState, "toasts")
                await tab.call(ToastState.dismiss, toast_id=row["id"])
                await tab.until(lambda: toasts(tab) == [])
            await tab.call(LeadFormState.compare, form={"company_name": "company of basik"})
            await tab.settle()
            assert not tab.saw("company of")

    run(ask())


def test_the_parents_manager_sees_whose_contacts_they_are_and_picks_one_organization(full_house: House):
    async def pick(tab: Tab) -> None:
        offered = {choice["label"]: choice["value"] for choice in value(tab, "organizations")}
        assert list(offered) == ["Nordlys", "Nordlys Partner", "Nordlys Service"]
        assert {row["organization"] for row in value(tab, "rows")} == set(offered)
        await tab.call(ListState.choose, key="organization", value=offered["Nordlys Service"])
        await tab.until(lambda: value(tab, "total") == "3")
        assert sorted(names(tab)) == [f"company of {name}" for name in CHILD]
        assert {row["organization"] for row in value(tab, "rows")} == {""}
        assert value(tab, "files") == f"organization_id={offered['Nordlys Service']}"
        child = value(tab, "rows")[0]["id"]
        await look_at(tab, child)
        seen = view(tab, "contact")
        assert (seen["organization"], seen["may_edit"], view(tab, "similar")) == ("Nordlys Service", False, [])

    with_tab(full_house, full_house.cast.manager, CONTACTS, pick)


@pytest.mark.parametrize("who", ["stranger_basic", "child_basic", "sibling_manager"])
def test_what_is_others_is_as_what_never_was(full_house: House, who: str):
    cast = full_house.cast
    name = f"company out of sight of {who}"
    ours = company(full_house, cast.basic, name, organization_number=NUMBER, phone="22 12 34 56")
    seen = []

    async def forge(tab: Tab) -> None:
        for contact_id in (ours, NEVER):
            await tab.call(ContactViewState.open_contact, contact_id=contact_id)
            await tab.until(lambda: view(tab, "status") == "missing")
            edit = {"kind": "company", "contact_id": contact_id, "version": "1", "name": "taken over", "was": "{}"}
            await tab.call(ContactFormState.save, form=edit)
            await tab.until(lambda: toasts(tab))
            seen.append((view(tab, "contact"), toasts(tab)))
            await tab.call(ContactViewState.close_contact)
            await tab.until(lambda: view(tab, "status") == "")
        written = {
            "kind": "company",
            "name": "company out of sight",
            "organization_number": NUMBER,
            "phone": "22123456",
        }
        await tab.call(ContactFormState.written, form=written)
        await tab.call(LeadFormState.compare, form={"company_name": f"{name}t"})
        await look_at(tab, value(tab, "rows")[0]["id"])
        await tab.call(ContactMergeState.open_merge, contact_id=ours)
        await tab.settle()
        assert not tab.saw("out of sight")

    with_tab(full_house, getattr(cast, who), CONTACTS, forge)
    assert seen[0] == seen[1]
    assert with_tab(full_house, cast.basic, f"{CONTACTS}?search=sight+of+{who}", _names) == [name]


async def _names(tab: Tab) -> list[str]:
    return names(tab)


@pytest.mark.parametrize(
    ("handler", "payload"),
    [
        (ContactsState.show_kind, {"kind": "lead"}),
        (ContactsState.show_letter, {"letter": "AB"}),
        (ListState.choose, {"key": "organization", "value": 7}),
        (ListState.search, {"text": {"$ne": ""}}),
        (ContactViewState.open_contact, {"contact_id": "x"}),
        (ContactViewState.step, {"by": 2}),
        (ContactFormState.open_new, {"kind": ""}),
        (ContactFormState.save, {"form": ["name"]}),
        (ContactFormState.save, {"form": {"name": {"deep": 1}}}),
        (ContactMergeState.merge, {"form": {}, "extra": 1}),
        (ContactMergeState.undo, {"merge_id": "x"}),
    ],
)
def test_payloads_of_another_kind_are_refused(full_house: House, handler: Any, payload: dict[str, Any]):
    async def send(tab: Tab) -> list[str]:
        await tab.call(handler, **payload)
        await tab.until(lambda: toasts(tab))
        return toasts(tab)

    said = with_tab(full_house, full_house.cast.manager, CONTACTS, send)
    assert said == ["This page sent something that we do not understand. Reload it and try again."]


# The list


def test_letters_pages_and_searches_lead_through_the_alphabet(house: House):
    actor = house.cast.stranger_manager
    for number in range(26):
        for letter in ("B", "K", "Å"):
            company(house, actor, f"{letter}{number:02d} AS", city="Oslo")

    async def turn(tab: Tab) -> None:
        assert (len(names(tab)), value(tab, "place"), value(tab, "previous_cursor")) == (50, "B–K", "")
        assert [row["letter"] for row in value(tab, "rows") if row["letter"]] == ["B", "K"]
        first = names(tab)
        await tab.call(ContactsState.next_page)
        await tab.until(lambda: value(tab, "place") == "K–Å")
        assert (first[-1], names(tab)[0], len(names(tab))) == ("K23 AS", "K24 AS", 28)
        await tab.call(ContactsState.previous_page)
        await tab.until(lambda: names(tab) == first)
        await tab.call(ContactsState.show_letter, letter="C")
        await tab.until(lambda: names(tab)[0] == "K00 AS")
        assert (value(tab, "query"), value(tab, "is_filtered")) == ("letter=C", True)
        await tab.call(ContactsState.previous_page)
        await tab.until(lambda: names(tab)[0] == "B00 AS")
        assert (value(tab, "query"), len(names(tab))) == ("", 50)
        await tab.call(ListState.search, text="k07")
        await tab.until(lambda: names(tab) == ["K07 AS"])
        assert (value(tab, "total"), value(tab, "companies")) == ("1", "78")
        assert value(tab, "files") == "search=k07"
        await tab.call(ListState.clear)
        await tab.until(lambda: names(tab) == first)
        await tab.call(ContactsState.show_letter, letter="C")
        await tab.call(ListState.sort, sort="newest")
        await tab.until(lambda: value(tab, "query") == "sort=newest")
        assert (names(tab)[:2], value(tab, "by_name"), value(tab, "rows")[0]["letter"]) == (
            ["Å25 AS", "K25 AS"], False, "",
        )  # fmt: skip
        await tab.call(ListState.choose, key="city", value="Bodø")
        await tab.until(lambda: value(tab, "query") == "sort=newest&city=Bod%C3%B8")
        assert (names(tab), value(tab, "is_filtered")) == ([], True)
        assert [one["value"] for one in value(tab, "cities")] == ["Oslo", "Bodø"]
        await tab.call(ListState.choose, key="city", value="Oslo")
        await tab.call(ListState.bound, key="created", side="low", value="0d")
        await tab.until(lambda: value(tab, "query") == "sort=newest&city=Oslo&created_from=0d")
        assert (len(names(tab)), value(tab, "goes_on")) == (50, False)
        assert value(tab, "files").startswith("city=Oslo&created_from=20")
        await tab.call(ContactsState.next_page)
        await tab.until(lambda: len(names(tab)) == 28)
        assert names(tab)[-1] == "B00 AS"
        await tab.call(ListState.bound, key="created", side="low", value="+2d")
        await tab.until(lambda: names(tab) == [])
        await tab.call(ContactsState.show_kind, kind="person")
        await tab.until(lambda: value(tab, "query") == "kind=person")
        assert [line["key"] for line in tab.value(ListState, "filters")] == ["leads", "created"]
        await tab.call(ListState.choose, key="leads", value="with")
        await tab.until(lambda: value(tab, "query") == "kind=person&leads=with")
        assert (names(tab), value(tab, "is_filtered"), value(tab, "files")) == ([], True, "leads=with")
        await tab.call(ListState.remove, key="leads")
        await tab.until(lambda: value(tab, "query") == "kind=person")
        company(house, actor, "Fjell AS", city="OSLO", country="SE")
        await tab.call(ContactsState.show_kind, kind="company")
        await tab.until(lambda: value(tab, "query") == "")
        assert value(tab, "cities") == [{"value": "Oslo", "label": "Oslo"}]
        assert value(tab, "countries") == [{"value": "SE", "label": "Sweden"}]
        await tab.call(ListState.choose, key="city", value="oslo")
        await tab.until(lambda: value(tab, "cities") == [{"value": "oslo", "label": "Oslo"}])
        assert value(tab, "files") == "city=oslo"

    with_tab(house, actor, CONTACTS, turn)


@pytest.mark.parametrize(
    "query", ["kind=lead&letter=5&contact=x", "after=garbage", f"organization={NEVER}", "before=x"]
)
def test_an_address_that_makes_no_sense_shows_the_usual_page(full_house: House, query: str):
    found = with_tab(full_house, full_house.cast.child_manager, f"{CONTACTS}?{query}", _names)
    assert sorted(found) == [f"company of {name}" for name in CHILD]


def test_an_address_says_what_is_not_as_usual_and_reads_back():
    address = PersonsAddress(search="blåbær & 100%", letter="Ø", contact=NEVER, after="WyJ1cG")
    assert read_address(address.query()) == address
    assert ContactsAddress().query() == ""
    oslo = ContactsAddress(
        sort="backwards", leads="without", city="Oslo", country="NO", created_from="-6d", created_to="2026-03-02"
    )
    assert read_address(oslo.query()) == oslo
    assert read_address("kind=person&leads=some&city=Oslo&sort=age&created_to=x") == PersonsAddress()


def test_what_others_make_and_change_appears_and_glows_once(house: House):
    cast = house.cast
    known = company(house, cast.child_professional, "Dal AS")

    async def wait(tab: Tab) -> None:
        assert names(tab) == ["Dal AS"]
        await look_at(tab, known)
        async with (
            house.tab(cast.sibling_manager, path=CONTACTS) as sibling,
            house.tab(cast.manager, path=CONTACTS) as parent,
            house.tab(cast.child_professional, path=CONTACTS) as writer,
        ):
            for other in (sibling, parent, writer):
                await opened(other)
            await writer.call(ContactFormState.save, form={"kind": "company", "name": "Aas AS"})
            await tab.until(lambda: names(tab) == ["Aas AS", "Dal AS"])
            assert value(tab, "fresh") == [value(tab, "rows")[0]["id"]]
            await parent.until(lambda: "Aas AS" in names(parent))
            await writer.until(lambda: "Aas AS" in names(writer))
            assert value(writer, "fresh") == []
            edit = {"kind": "company", "contact_id": known, "version": "1", "was": "{}", "city": "Ås"}
            await writer.call(ContactFormState.save, form=edit)
            await tab.until(lambda: view(tab, "contact")["place"] == "Ås" and value(tab, "fresh") == [known])
            assert form(tab, "disturbed_by") in (None, "")
            assert [entry["sentence"] for entry in view(tab, "history")] == ["Per Service changed the contact"]
            lead = {"title": "Live lead", "company_name": "Dal AS", "draft_id": NEVER}
            await writer.call(LeadFormState.save, form=lead)
            await tab.until(lambda: [row["title"] for row in view(tab, "leads")] == ["Live lead"])
            await sibling.settle()
            assert not sibling.saw("Aas AS")

    with_tab(house, cast.child_manager, CONTACTS, wait)


# Forms


def test_a_new_company_is_warned_about_refused_by_field_and_made(house: House):
    cast = house.cast
    there = company(house, cast.basic, "Solberg Bygg AS", organization_number=NUMBER, city="Oslo")

    async def write(tab: Tab) -> None:
        await tab.call(ContactFormState.open_new, kind="company")
        await tab.until(lambda: form(tab, "form")["kind"] == "company")
        fields = {"kind": "company", "contact_id": "", "name": "Solbergg Bygg", "organization_number": "923 609 016"}
        await tab.call(ContactFormState.written, form=fields)
        await tab.until(lambda: form(tab, "similar"))
        (one,) = form(tab, "similar")
        assert (one["id"], one["about"], one["why"]) == (there, "Oslo", "same organization number, similar name")
        wrong = fields | {"organization_number": "1", "email": "x", "website": "javascript:alert(1)", "name": " "}
        await tab.call(ContactFormState.save, form=wrong)
        await tab.until(lambda: form(tab, "problems"))
        assert form(tab, "problems").keys() == {"organization_number", "email", "website", "name"}
        right = {"name": "Solberg Anlegg AS", "phone": "22 12 34 56", "website": "solberg.example", "country": "NO"}
        await tab.call(ContactFormState.save, form=fields | {"organization_number": ""} | right)
        await tab.until(lambda: view(tab, "status") == "shown" and form(tab, "form")["kind"] == "")
        shown = view(tab, "contact")
        assert (shown["name"], shown["phone"].replace("\xa0", " ")) == ("Solberg Anlegg AS", "+47 22 12 34 56")
        assert (shown["site"], shown["country"], shown["may_edit"]) == ("solberg.example", "NO", True)
        assert "Solberg Anlegg AS" in names(tab)
        assert value(tab, "fresh") == []
        await tab.call(ContactFormState.open_colleague)
        await tab.until(lambda: form(tab, "form")["company_name"] == "Solberg Anlegg AS")
        new = {"kind": "person", "name": "Ola Berg", "title": "Daglig leder", "company_name": "Solberg Anlegg AS"}
        await tab.call(ContactFormState.save, form=new | {"company_name_id": form(tab, "form")["company_name_id"]})
        await tab.until(lambda: [row["name"] for row in view(tab, "persons")] == ["Ola Berg"])
        assert toasts(tab) == ["Ola Berg is among the contacts."]

    with_tab(house, cast.basic, CONTACTS, write)


def test_only_what_was_changed_is_saved_and_the_second_editor_chooses_field_by_field(house: House):
    cast = house.cast
    contact_id = company(house, cast.professional, "Fjell AS", city="Oslo", phone="22123456")

    async def edit(tab: Tab) -> None:
        await look_at(tab, contact_id)
        await tab.call(ContactFormState.open_edit)
        await tab.until(lambda: form(tab, "form")["id"] == contact_id)
        begun = {name: text for name, text in form(tab, "form").items() if name != "id"} | {"contact_id": contact_id}
        theirs = {"kind": "company", "contact_id": contact_id, "version": "1", "was": "{}"}
        async with house.tab(cast.manager, path=CONTACTS) as other:
            theirs |= {"city": "Bodø", "postcode": "8003", "industry": "Property"}
            await other.call(ContactFormState.save, form=theirs)
            await tab.until(lambda: form(tab, "disturbed_by") == cast.manager.name)
        assert form(tab, "form")["city"] == "Oslo"
        mine = begun | {"city": "Ås", "industry": "Property", "email": "post@fjell.example"}
        await tab.call(ContactFormState.save, form=mine)
        await tab.until(lambda: form(tab, "conflict"))
        (row,) = form(tab, "conflict")
        assert (row["label"], row["yours"], row["theirs"]) == ("City", "Ås", "Bodø")
        assert form(tab, "conflict_by") == cast.manager.name
        await tab.call(ContactFormState.leave_conflict)
        await tab.until(lambda: form(tab, "conflict") == [])
        assert form(tab, "form")["id"] == contact_id
        await tab.call(ContactFormState.save, form=mine)
        await tab.until(lambda: form(tab, "conflict"))
        await tab.call(ContactFormState.settle, form={"keep_city": "theirs"})
        await tab.until(lambda: view(tab, "contact")["email"] == "post@fjell.example")
        assert view(tab, "contact")["place"] == "8003 Bodø"
        assert form(tab, "form")["kind"] == ""

    with_tab(house, cast.professional, CONTACTS, edit)


# Merging


def test_two_become_one_by_choice_and_are_parted_by_undo(house: House):
    cast = house.cast
    kept = company(house, cast.other_basic, "Havn AS", city="Oslo")
    other = company(house, cast.other_basic, "Havn A/S", city="Bodø", phone="22123456")
    stranger = company(house, cast.child_basic, "Havn Ltd")

    async def merge(tab: Tab) -> None:
        await look_at(tab, kept)
        assert [(row["name"], row["why"]) for row in view(tab, "similar")] == [("Havn A/S", "similar name")]
        await tab.call(ContactFormState.open_edit)
        await tab.until(lambda: tab.value(ContactFormState, "form")["kind"] == "company")
        await tab.call(ContactMergeState.leave_contact)
        await tab.until(lambda: tab.value(ContactViewState, "status") == "")
        assert tab.value(ContactFormState, "form")["kind"] == ""
        await look_at(tab, kept)
        await tab.call(ContactMergeState.open_merge, contact_id="")
        await tab.call(ContactMergeState.suggest, text="havn")
        await tab.until(lambda: tab.value(ContactMergeState, "choices"))
        assert [row["value"] for row in tab.value(ContactMergeState, "choices")] == [other]
        for wrong in (stranger, kept, NEVER):
            await tab.call(ContactMergeState.choose, contact_id=wrong, name="")
            await tab.until(lambda: toasts(tab) == ["We could not find that."])
            assert tab.value(ContactMergeState, "other") == ""
        await tab.call(ContactMergeState.choose, contact_id=other, name="Havn A/S")
        await tab.until(lambda: tab.value(ContactMergeState, "other") == "Havn A/S")
        rows = {row["field"]: row["has_mine"] for row in tab.value(ContactMergeState, "rows")}
        assert rows == {"name": True, "city": True, "phone": False}
        await tab.call(
            ContactMergeState.merge, form={"keep_name": "yours", "keep_city": "theirs", "keep_phone": "theirs"}
        )
        await tab.until(lambda: view(tab, "contact")["place"] == "Bodø")
        assert (view(tab, "contact")["name"], view(tab, "contact")["call"]) == ("Havn AS", "tel:+4722123456")
        assert [name for name in names(tab) if name.startswith("Havn")] == ["Havn AS"]
        done = tab.value(ToastState, "toasts")[-1]
        assert (done["text"], done["action_label"]) == ("The two are one contact now.", "Undo")
        (merged, *_) = [entry for entry in view(tab, "history") if entry["merge_id"]]
        assert merged["sentence"] == f"{cast.other_basic.name} merged Havn A/S into this contact"
        await tab.call(ToastState.take_action, toast_id=done["id"])
        await tab.until(lambda: view(tab, "contact")["place"] == "Oslo")
        assert [name for name in names(tab) if name.startswith("Havn")] == ["Havn A/S", "Havn AS"]
        assert not [entry for entry in view(tab, "history") if entry["merge_id"]]

    with_tab(house, cast.other_basic, CONTACTS, merge)


# New Lead


def test_new_lead_says_who_may_be_meant_and_nothing_of_who_is_found_anyway(house: House):
    cast = house.cast
    there = company(house, cast.manager, "Kystvik Trelast AS", city="Molde")
    person(house, cast.manager, "Kari Kystvik", company_id=there, email="kari@kystvik.example", phone="22998877")

    async def write(tab: Tab) -> None:
        async def compare(**fields: str) -> tuple[list[str], list[tuple[str, bool]]]:
            await tab.call(LeadFormState.compare, form=fields)
            await tab.settle()
            people = tab.value(LeadFormState, "similar_people")
            companies = tab.value(LeadFormState, "similar_companies")
            return [row["name"] for row in companies], [(row["name"], row["may_use"]) for row in people]

        assert await compare(company_name="Kystvik Trelasst") == (["Kystvik Trelast AS"], [])
        assert await compare(company_name="kystvik trelast as") == ([], [])
        assert await compare(company_name="Kystvik Trelasst", company_name_id=there) == ([], [])
        known = {"person_name": "K. K.", "person_email": "Kari@kystvik.example"}
        assert await compare(company_name="Another AS", **known) == ([], [("Kari Kystvik", False)])
        assert await compare(company_name="Kystvik Trelast AS", **known) == ([], [("Kari Kystvik", True)])
        assert await compare(company_name="Kystvik Trelast AS", person_name="kari kystvik") == ([], [])

    with_tab(house, cast.professional, "/pipeline", write)


def test_companies_and_persons_are_lists_with_views_and_columns_of_their_own(house: House):
    cast = house.cast
    ola = person(house, cast.sibling_manager, "Ola Vik", email="ola@vik.example")
    company(house, cast.sibling_manager, "Vik AS")
    said = {"list": "persons", "name": "From V", "query": "letter=V&kind=company", "columns": ("email", "created")}
    credential = house.cast.credential(cast.sibling_manager)
    view_id = house.database.act(credential, save_view, ViewDraft(**said))
    house.database.act(credential, choose_default, ListName.PERSONS, view_id)

    async def turn(tab: Tab) -> None:
        def list_value(name: str) -> Any:
            return tab.value(ListState, name)

        assert (list_value("title"), list_value("own_views"), names(tab)) == ("All companies", [], ["Vik AS"])
        assert list_value("shown") == ["number", "phone", "email"]
        await tab.call(ListState.toggle_column, key="phone")
        await tab.until(lambda: list_value("shown") == ["number", "email"])
        await tab.call(ContactsState.show_kind, kind="person")
        await tab.until(lambda: list_value("title") == "From V")
        assert (value(tab, "query"), list_value("shown")) == (f"kind=person&saved={view_id}", ["email", "created"])
        assert (names(tab), value(tab, "at")["letter"]) == ([], "V")
        await tab.call(ListState.clear)
        await tab.until(lambda: [row["id"] for row in value(tab, "rows")] == [ola])
        assert (list_value("title"), value(tab, "query")) == ("All persons", "kind=person&saved=usual")
        assert list_value("shown") == ["company", "phone", "email"]
        await tab.call(ContactsState.show_kind, kind="company")
        await tab.until(lambda: list_value("title") == "All companies")
        assert (value(tab, "query"), list_value("shown")) == ("", ["number", "email"])

    with_tab(house, cast.sibling_manager, CONTACTS, turn)

"""Contacts in browsers: made, warned about, merged and parted, changed by two, on a desktop and on a phone, live."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import Locator, Page, expect

from tests.support import journeys
from tests.support.journeys import a_title
from tests.support.layout import sticking_out

NARROW = {"width": 360, "height": 740}


def make(page: Page, kind: str, name: str, **fields: Any) -> str:
    """A contact of the signed-in person's, made through the REST API; returns its id."""
    data = {"name": name, **fields}
    answer = page.request.post(f"/api/v1/contacts/{kind}", data=data, headers={"X-LeadX": "1"})
    assert answer.ok, answer.text()
    return answer.json()["id"]


def row(page: Page, name: str) -> Locator:
    """A contact's row."""
    return page.get_by_role("main").get_by_role("listitem").filter(has=page.get_by_role("link", name=name, exact=True))


def shown(page: Page) -> Locator:
    """What shows the contact that is looked at."""
    return page.get_by_role("dialog", name="Contact", exact=True)


def heading(page: Page, name: str) -> Locator:
    return shown(page).get_by_role("heading", name=name, exact=True, level=2)


def save(box: Locator) -> None:
    box.get_by_role("button", name="Save", exact=True).click()


def test_a_company_is_made_warned_about_merged_with_its_twin_and_parted_again(enter: Callable[..., Page]):
    page = enter("professional", to="/contacts")
    name = f"{a_title('Havnelageret').replace('.', '')} AS"
    page.get_by_role("button", name="New company").click()
    form = page.get_by_role("dialog", name="New company")
    form.get_by_role("textbox", name="Name").fill(name)
    form.get_by_label("City").fill("Bodø")
    form.get_by_label("Country").select_option(label="Norway")
    form.get_by_label("Email").fill("not an address")
    save(form)
    expect(form.get_by_label("Email")).to_be_focused()
    form.get_by_label("Email").fill("post@havnelageret.example")
    save(form)
    expect(heading(page, name)).to_be_visible()
    expect(shown(page).get_by_role("complementary", name="Details")).to_contain_text("BodøNorway")
    expect(page).to_have_url(re.compile("contact=[0-9a-f-]{36}"))
    first = page.url

    # The same again is warned about, and there already.
    shown(page).get_by_role("button", name="Close").click()
    page.get_by_role("button", name="New company").click()
    expect(form.get_by_role("textbox", name="Name")).to_have_value("")
    form.get_by_role("textbox", name="Name").fill(name.replace("Havnelageret", "Havnelagerret").removesuffix(" AS"))
    warning = form.get_by_role("list", name="This contact may be there already")
    expect(warning).to_contain_text("similar name")
    form.get_by_label("Phone").fill("22 98 76 54")
    save(form)
    twin = name.replace("Havnelageret", "Havnelagerret").removesuffix(" AS")
    expect(heading(page, twin)).to_be_visible()
    doubled = shown(page).get_by_role("list", name="There may be two of this contact")
    expect(doubled).to_contain_text(name)

    # What is begun here is about the twin: a call, and a lead that goes along.
    shown(page).get_by_role("button", name="Log activity").click()
    activity = page.get_by_role("dialog", name="Activity", exact=True)
    expect(activity.get_by_label("Company name")).to_have_value(twin)
    activity.get_by_label("Title").fill("Asked about shelves")
    save(activity)
    expect(activity).to_be_hidden()
    plans = shown(page).get_by_role("list", name="Tasks and activities")
    plans.get_by_role("button", name="Asked about shelves", exact=True).click()
    expect(activity.get_by_label("Title")).to_have_value("Asked about shelves")
    page.keyboard.press("Escape")
    expect(activity).to_be_hidden()
    journeys.open_menu(plans.get_by_role("button", name="More for Asked about shelves"), "Remove").click()
    expect(plans).to_have_count(0)
    shown(page).get_by_role("button", name="New lead").click()
    popup = page.get_by_role("dialog", name="New Lead")
    expect(popup.get_by_label("Company name")).to_have_value(twin)
    journeys.fill(popup, lead_title="Shelves for the store")
    journeys.save(popup)
    expect(popup).to_be_hidden()
    expect(shown(page).get_by_role("list", name="Leads")).to_contain_text("Shelves for the store")
    page.goto(first)
    expect(heading(page, name)).to_be_visible()
    shown(page).get_by_role("list", name="There may be two of this contact").get_by_role(
        "button", name="Merge …"
    ).click()
    merge = page.get_by_role("dialog", name="Merge contacts")
    expect(merge.get_by_role("group", name="Name").get_by_label("This contact")).to_be_checked()
    expect(merge.get_by_role("group", name="Phone").get_by_label("The other contact")).to_be_checked()
    merge.get_by_role("button", name="Merge", exact=True).click()
    expect(merge).to_be_hidden()
    expect(shown(page).get_by_role("list", name="Leads")).to_contain_text("Shelves for the store")
    expect(shown(page).get_by_role("link", name="+47 22 98 76 54")).to_be_visible()
    messages = page.get_by_role("region", name="Messages").get_by_role("listitem")
    messages.filter(has_text="The two are one contact now.").get_by_role("button", name="Undo").click()
    expect(shown(page).get_by_text("No lead of this contact that you may open.")).to_be_visible()
    expect(shown(page).get_by_role("list", name="History")).to_contain_text("parted this contact and")


def test_on_a_phone_a_person_is_found_from_the_lead_changed_and_called(enter: Callable[..., Page]):
    page = enter("basic", to="/pipeline", phone=True, viewport=NARROW)
    journeys.figures(page)
    company, title = f"{a_title('Fjellheim').replace('.', '')} AS", a_title("Roof")
    page.goto("/contacts")
    page.get_by_role("button", name="New company").click()
    form = page.get_by_role("dialog", name="New company")
    form.get_by_role("textbox", name="Name").fill(company)
    assert sticking_out(page) == []
    save(form)
    expect(heading(page, company)).to_be_visible()
    assert sticking_out(page) == []

    # New Lead says that it is there already, and takes it.
    shown(page).get_by_role("button", name="Close").click()
    popup = journeys.new_lead(page)
    journeys.fill(popup, lead_title=title, company_name=company.replace("Fjellheim", "Fjelheim"))
    popup.get_by_label("Contact person").fill("Kari Fjell")
    hint = popup.get_by_role("list", name="This company may be there already")
    hint.get_by_role("button", name="Use this one").click()
    expect(popup.get_by_label("Company name")).to_have_value(company)
    expect(hint).to_be_hidden()
    journeys.save(popup)
    expect(popup).to_be_hidden()
    page.get_by_role("region", name="Messages").get_by_role("button", name="Open").click()
    journeys.shown_lead(page).get_by_role("link", name="Kari Fjell").click()
    expect(heading(page, "Kari Fjell")).to_be_visible()
    expect(page.get_by_role("dialog", name="View Lead")).to_be_hidden()
    expect(shown(page).get_by_role("list", name="Leads")).to_contain_text(title)
    shown(page).get_by_role("button", name="Edit", exact=True).click()
    edit = page.get_by_role("dialog", name="Edit person")
    expect(edit.get_by_role("combobox", name="Company")).to_have_value(company)
    edit.get_by_label("Title").fill("Daglig leder")
    edit.get_by_label("Phone").fill("22 12 34 56")
    save(edit)
    expect(edit).to_be_hidden()
    expect(shown(page)).to_contain_text("Daglig leder")
    expect(shown(page).get_by_role("link", name="22 12 34 56")).to_have_attribute("href", "tel:+4722123456")
    shown(page).get_by_role("link", name=company).first.click()
    expect(heading(page, company)).to_be_visible()
    expect(shown(page).get_by_role("list", name="Persons")).to_contain_text("Kari Fjell")
    assert sticking_out(page) == []


def test_contacts_are_taken_along_as_cards_and_as_sheets(enter: Callable[..., Page], tmp_path: Path):
    page = enter("professional", to="/contacts")
    name = f"{a_title('Ørsta Mek').replace('.', '')} AS"
    made = make(page, "companies", name, city="Ørsta")
    page.goto(f"/contacts?search={name.replace(' ', '+')}")
    expect(row(page, name)).to_be_visible()
    taken = {form: taken_along(page, form) for form in ("CSV", "vCard", "Excel")}
    assert name in taken["CSV"].read_text(encoding="utf-8-sig")
    assert f"FN:{name}" in taken["vCard"].read_text(encoding="utf-8")
    sheet = openpyxl.load_workbook(taken["Excel"].rename(tmp_path / "contacts.xlsx")).active
    assert name in [cell for line in sheet.iter_rows(values_only=True) for cell in line]

    page.goto(f"/contacts?contact={made}")
    expect(heading(page, name)).to_be_visible()
    shown(page).get_by_role("button", name=f"More for {name}").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="Download as vCard").click()
    assert f"FN:{name}" in Path(download.value.path()).read_text(encoding="utf-8")


def taken_along(page: Page, form: str) -> Path:
    """The file of the list in this form."""
    page.get_by_role("button", name="Export", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=form, exact=True).click()
    return Path(download.value.path())


def test_two_people_see_each_others_changes_and_the_second_chooses_field_by_field(enter: Callable[..., Page]):
    first, second = enter("basic", to="/contacts"), enter("manager", to="/contacts")
    name = f"{a_title('Åsgård').replace('.', '')} AS"
    first.get_by_role("button", name="Å", exact=True).click()
    expect(first).to_have_url(re.compile("letter="))
    made = make(second, "companies", name, city="Oslo")
    expect(row(first, name)).to_have_class(re.compile("is-fresh"))
    for page in (first, second):
        page.goto(f"/contacts?contact={made}")
        expect(heading(page, name)).to_be_visible()
        page.keyboard.press("e")
        expect(page.get_by_role("dialog", name="Edit company").get_by_label("City")).to_have_value("Oslo")
    ours, theirs = (page.get_by_role("dialog", name="Edit company") for page in (first, second))
    ours.get_by_label("City").fill("Ås")
    theirs.get_by_label("City").fill("Bodø")
    theirs.get_by_label("Postcode").fill("8003")
    save(ours)
    expect(shown(first)).to_contain_text("Ås")
    expect(theirs).to_contain_text("changed this contact while you are editing. Your text is kept.")
    save(theirs)
    conflict = second.get_by_role("dialog").filter(has_text="changed the same")
    expect(conflict.get_by_role("group")).to_have_count(1)
    conflict.get_by_role("group", name="City").get_by_label("Theirs").check()
    save(conflict)
    for page in (first, second):
        expect(shown(page).get_by_role("complementary", name="Details")).to_contain_text("8003 Ås")
        expect(shown(page).get_by_role("list", name="History")).to_contain_text("changed the contact")
    first.keyboard.press("Escape")
    expect(shown(first)).to_be_hidden()

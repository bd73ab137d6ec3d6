"""A week of a sales person: Monday to Friday at a desk, and what of it is done on a phone."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
from playwright.sync_api import Locator, Page, expect

from tests.support import journeys
from tests.support.journeys import a_title, act, bell, figures, make, number, row, shown_lead
from tests.support.layout import sticking_out

NARROW = {"width": 360, "height": 740}
LONG = 60_000  # For what a job does behind the page.


def plan(page: Page, line: str) -> None:
    """A task in one line."""
    box = page.get_by_role("textbox", name="New task").filter(visible=True)
    box.fill(line)
    box.press("Enter")
    expect(box).to_have_value("")


def task(page: Page, title: str) -> Locator:
    return page.get_by_role("list", name="Activities").get_by_role("listitem").filter(has_text=title)


def messages(page: Page) -> Locator:
    return page.get_by_role("region", name="Messages")


def find(page: Page, words: str, name: str) -> None:
    """Look for something from wherever one is, and open what is found first."""
    page.keyboard.press("/")
    box = page.get_by_role("dialog", name="Search", exact=True)
    expect(box.get_by_role("combobox", name="Search")).to_be_focused()
    page.keyboard.type(words)
    expect(box.get_by_role("option", name=name).first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")


def shown_contact(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Contact", exact=True)


def on_monday_the_week_is_planned(page: Page, call: str, visit: str) -> None:
    """Two tasks; one is done too early and taken back."""
    plan(page, f"{call} !high")
    plan(page, f"{visit} tomorrow 10:00")
    task(page, call).get_by_role("button", name=f"Done: {call}").click()
    expect(task(page, call)).to_have_count(0)
    messages(page).get_by_role("button", name="Undo").click()
    expect(task(page, call)).to_be_visible()


def and_old_leads_are_brought_in(page: Page, words: str) -> None:
    """Three rows of which one has no amount."""
    page.goto("/import")
    rows = ["Tittel;Firma;Verdi;Kontaktperson", f"{words} north;Nordvik AS;40000;Kari Vik"]
    rows += [f"{words} south;Nordvik AS;50000;Kari Vik", f"{words} east;Nordvik AS;plenty;"]
    file = {"name": "fair.csv", "mimeType": "text/csv", "buffer": "\r\n".join(rows).encode()}
    page.get_by_label("Choose a file").set_input_files(file)
    expect(page.get_by_role("table", name="Preview")).to_be_visible(timeout=LONG)
    page.get_by_role("button", name="Import", exact=True).click()
    result = page.get_by_role("group", name="Result")
    expect(result).to_contain_text("2 created", timeout=LONG)
    expect(result).to_contain_text("1 with errors")


def on_tuesday_they_become_a_view(page: Page, words: str, view: str) -> None:
    """Found by their words and value, saved, tagged and given away; one comes back with a better value."""
    page.goto(f"/pipeline?search={words.replace(' ', '+')}&value_min=1")
    leads = page.get_by_role("list", name="Ongoing Sales").get_by_role("listitem")
    expect(leads).to_have_count(2)
    page.get_by_role("button", name="Save as view").click()
    form = page.get_by_role("dialog", name="Save as view")
    form.get_by_label("Name").fill(view)
    form.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("button", name=f"Saved views: {view}", exact=True)).to_be_visible()

    for title in (f"{words} north", f"{words} south"):
        row(page, title).hover()
        page.get_by_role("checkbox", name=f"Select {title}").check()
    bar, question = (
        page.get_by_role("toolbar", name="Selected leads"),
        page.get_by_role("dialog", name="Selected leads"),
    )
    bar.get_by_role("button", name="Tag", exact=True).click()
    question.get_by_label("Tags").fill("fair")
    question.get_by_role("button", name=re.compile("^Tag 2 leads")).click()
    expect(row(page, f"{words} north")).to_contain_text("fair")
    expect(bar).to_have_count(0)
    for title in (f"{words} north", f"{words} south"):
        page.get_by_role("checkbox", name=f"Select {title}").check()
    bar.get_by_role("button", name="Assign", exact=True).click()
    question.get_by_label("Assign to").select_option(label="Magnus Haugen")
    question.get_by_role("button", name="Assign 2 leads").click()
    expect(row(page, f"{words} north")).to_contain_text("Magnus Haugen")
    messages(page).get_by_role("button", name="Undo").last.click()
    expect(row(page, f"{words} north")).to_contain_text("Petra Solheim")

    page.get_by_role("link", name=f"{words} north", exact=True).focus()
    page.keyboard.press("e")
    edit = page.get_by_role("form", name="Edit in the list")
    edit.get_by_label("Lead value").fill("45000")
    page.keyboard.press("Enter")
    expect(row(page, f"{words} north")).to_contain_text("45,000")


def on_wednesday_a_customer_is_called(page: Page, colleague: Page, title: str, call: str) -> None:
    """The lead is found, the call kept on it and on its contact, the task done, and a colleague asked."""
    find(page, title, title)
    expect(page.get_by_role("heading", level=2, name=title)).to_be_visible()
    about = page.get_by_role("textbox", name="What was it about?")
    about.fill("They want it before winter")
    about.press("Enter")
    plans = page.get_by_role("list", name="Tasks and activities")
    expect(plans).to_contain_text("They want it before winter")
    expect(plans).to_contain_text("Call")
    colleague.request.post("/api/v1/notifications/read", headers={"X-LeadX": "1"})
    expect(bell(colleague)).to_have_accessible_name("Notifications")
    note = page.get_by_role("textbox", name="Note")
    note.press_sequentially("Can we promise that, @Mag")
    expect(page.get_by_role("listbox", name="People to mention")).to_be_visible()
    note.press("Enter")
    act(page, "Add note")
    expect(bell(colleague)).to_have_accessible_name("Notifications, 1 unread")
    shown_lead(page).get_by_role("link", name="Kari Vik").click()
    expect(shown_contact(page).get_by_role("heading", name="Kari Vik", level=2)).to_be_visible()
    expect(shown_contact(page).get_by_role("list", name="Tasks and activities")).to_contain_text("before winter")
    page.goto("/activities")
    task(page, call).get_by_role("button", name=f"Done: {call}").click()
    expect(task(page, call)).to_have_count(0)


def on_thursday_a_visit_is_moved(page: Page, visit: str) -> None:
    """By a day, in the calendar, without a mouse."""
    page.goto("/activities?view=month")
    today = datetime.now(ZoneInfo("Europe/Oslo")).date()
    card = journeys.day_of_calendar(page, today + timedelta(days=1)).get_by_role("article", name=visit, exact=True)
    journeys.open_menu_by_key(card.get_by_role("button", name=f"More for {visit}"), "Edit")
    for _ in range(5):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    moved = journeys.day_of_calendar(page, today + timedelta(days=2)).get_by_role("article", name=visit)
    expect(moved).to_be_visible()


def and_a_company_that_is_there_twice_becomes_one(page: Page, name: str) -> None:
    """The second one is made by hand, seen as a double, and merged."""
    page.goto("/contacts")
    for twin, phone in ((f"{name} AS", "22 33 44 55"), (name, "22 33 44 55")):
        page.get_by_role("button", name="New company").click()
        form = page.get_by_role("dialog", name="New company")
        form.get_by_role("textbox", name="Name").fill(twin)
        form.get_by_label("Country").select_option(label="Norway")
        form.get_by_label("Phone").fill(phone)
        form.get_by_role("button", name="Save", exact=True).click()
        expect(shown_contact(page).get_by_role("heading", name=twin, exact=True, level=2)).to_be_visible()
        if twin != name:
            page.go_back()
            expect(shown_contact(page)).to_be_hidden()
    twins = shown_contact(page).get_by_role("list", name="There may be two of this contact")
    twins.get_by_role("button", name="Merge …").click()
    page.get_by_role("dialog", name="Merge contacts").get_by_role("button", name="Merge", exact=True).click()
    expect(twins).to_have_count(0)
    expect(shown_contact(page).get_by_role("list", name="History")).to_be_visible()
    page.keyboard.press("Escape")
    expect(shown_contact(page)).to_be_hidden()


def on_friday_the_view_is_sent_to_the_boss(page: Page, words: str, view: str, folder: Path) -> None:
    """As an Excel file that holds what the view shows."""
    page.goto("/pipeline")
    page.get_by_role("button", name="Saved views: All leads", exact=True).click()
    page.get_by_role("menuitemradio", name=view).click()
    expect(page.get_by_role("list", name="Ongoing Sales").get_by_role("listitem")).to_have_count(2)
    page.get_by_role("button", name="Export", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="Excel", exact=True).click()
    file = folder / "view.xlsx"
    download.value.save_as(file)
    head, *rows = openpyxl.load_workbook(file).active.iter_rows(values_only=True)
    leads = [dict(zip(head, row, strict=True)) for row in rows]
    assert {(lead["Lead title"], float(lead["Lead value"]), lead["Tags"]) for lead in leads} == {
        (f"{words} north", 45000.0, "fair"),
        (f"{words} south", 50000.0, "fair"),
    }


def and_a_lead_is_won(page: Page, colleague: Page, title: str) -> None:
    """Its value is revenue, and everybody hears of it."""
    page.goto("/pipeline")
    before = number(figures(page)["revenue"])
    journeys.open_lead(page, title)
    act(page, "Won")
    page.get_by_role("dialog", name="Won", exact=True).get_by_role("button", name="Won", exact=True).click()
    act(page, "Ring the Bell")
    expect(colleague.get_by_role("status", name="Bell", exact=True)).to_contain_text(title)
    page.goto("/pipeline")
    journeys.expect_figure(page, "revenue", f"{before + 45000:,}")


def test_a_week_at_a_desk(enter: Callable[..., Page], tmp_path: Path):
    page, colleague = enter("professional", to="/activities"), enter("manager", to="/profile")
    words, view, name = (
        a_title("Ovens for the fair"),
        a_title("From the fair"),
        a_title("Tvillingbygg").replace(".", ""),
    )
    call, visit = a_title("Call Kari Vik"), a_title("Visit the mill")
    on_monday_the_week_is_planned(page, call, visit)
    and_old_leads_are_brought_in(page, words)
    on_tuesday_they_become_a_view(page, words, view)
    on_wednesday_a_customer_is_called(page, colleague, f"{words} north", call)
    on_thursday_a_visit_is_moved(page, visit)
    and_a_company_that_is_there_twice_becomes_one(page, name)
    on_friday_the_view_is_sent_to_the_boss(page, words, view, tmp_path)
    and_a_lead_is_won(page, colleague, f"{words} north")


def test_a_week_in_the_pocket(enter: Callable[..., Page]):
    phone = enter("professional", to="/activities", phone=True, viewport=NARROW)
    call, title = a_title("Ring the mill"), a_title("Mill wheel")
    plan(phone, call)
    task(phone, call).get_by_role("button", name=f"Done: {call}").tap()
    expect(task(phone, call)).to_have_count(0)
    messages(phone).get_by_role("button", name="Undo").tap()
    expect(task(phone, call)).to_be_visible()
    assert sticking_out(phone) == []

    make(phone, title, person_name="Mona Mill")
    phone.get_by_role("banner").get_by_role("button", name="Search").tap()
    box = phone.get_by_role("dialog", name="Search", exact=True)
    box.get_by_role("combobox", name="Search").fill(title)
    box.get_by_role("option", name=title).first.tap()
    shown_lead(phone).get_by_role("link", name="Mona Mill").tap()
    expect(shown_contact(phone).get_by_role("list", name="Leads")).to_contain_text(title)
    assert sticking_out(phone) == []

    # Back closes a contact before it leaves the list.
    phone.goto("/contacts?kind=person")
    phone.get_by_role("searchbox", name="Search contacts").fill("Mona Mill")
    phone.get_by_role("main").get_by_role("link", name="Mona Mill").first.tap()
    expect(shown_contact(phone)).to_be_visible()
    phone.go_back()
    expect(shown_contact(phone)).to_be_hidden()
    expect(phone).to_have_url(re.compile(r"/contacts/?\?(?!.*contact=)"))
    phone.go_forward()
    expect(shown_contact(phone).get_by_role("heading", name="Mona Mill", level=2)).to_be_visible()
    shown_contact(phone).get_by_role("button", name="Close").tap()
    expect(shown_contact(phone)).to_be_hidden()
    expect(phone).to_have_url(re.compile(r"/contacts/?\?(?!.*contact=)"))

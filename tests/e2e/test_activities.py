"""A day of tasks and activities: one line, one click, the calendar, from a lead, and the reminder."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.journeys import a_title, day_of_calendar, make, open_menu, open_menu_by_key

SIZES = pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])


def plan(page: Page, title: str) -> Locator:
    return page.get_by_role("main").get_by_role("listitem").filter(has_text=title)


def card(box: Page | Locator, title: str) -> Locator:
    return box.get_by_role("article", name=title, exact=True)


def add(page: Page, line: str) -> None:
    box = page.get_by_role("main").get_by_role("textbox", name="New task")
    box.fill(line)
    box.press("Enter")
    expect(box).to_have_value("")


def tab(page: Page, name: str) -> None:
    page.get_by_role("group", name="Parts of the activities").get_by_role("button", name=re.compile(f"^{name}")).click()


def message(page: Page) -> Locator:
    return page.get_by_role("region", name="Messages")


def day(page: Page, ahead: int) -> Locator:
    return day_of_calendar(page, today() + timedelta(days=ahead))


def today():
    return datetime.now(ZoneInfo("Europe/Oslo")).date()


def drag(page: Page, title: str, ahead: int) -> None:
    day(page, ahead).scroll_into_view_if_needed()  # The lower end too: a day is as high as the fullest of its week.
    card(page, title).hover()
    page.mouse.down()
    box = day(page, ahead).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] - 12, steps=8)
    page.mouse.up()


@SIZES
def test_one_line_plans_and_one_click_does_and_takes_back(enter: Callable[..., Page], phone: bool):
    page = enter("professional", to="/activities", phone=phone)
    title = a_title("Call Kari")
    box = page.get_by_role("main").get_by_role("textbox", name="New task")
    box.fill(f"{title} tomorrow 10:00 !high")
    read = page.locator(".quick-read")
    expect(read).to_contain_text(title)
    expect(read).to_contain_text("Tomorrow, 10:00")
    expect(read).to_contain_text("Priority high")
    box.press("Enter")
    expect(box).to_have_value("")
    tab(page, "Upcoming")
    expect(plan(page, title)).to_contain_text("Tomorrow, 10:00")
    plan(page, title).get_by_role("button", name=f"Done: {title}").click()
    expect(plan(page, title)).to_have_count(0)
    message(page).get_by_role("button", name="Undo").click()
    expect(plan(page, title)).to_be_visible()
    page.reload()
    expect(plan(page, title)).to_be_visible()


def test_norwegian_is_read_too(enter: Callable[..., Page]):
    page = enter("professional", to="/activities")
    title = a_title("Ring Ola")
    add(page, f"{title} i morgen kl 14 !høy")
    tab(page, "Upcoming")
    expect(plan(page, title)).to_contain_text("14:00")


@SIZES
def test_a_plan_is_moved_by_its_menu_and_with_the_keyboard(enter: Callable[..., Page], phone: bool):
    page = enter("professional", to="/activities", phone=phone)
    title = a_title("Move me")
    add(page, title)
    open_menu_by_key(plan(page, title).get_by_role("button", name=f"More for {title}"), "Edit")
    expect(page.get_by_role("menu", name="Move to …")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(plan(page, title)).to_have_count(0)
    expect(message(page)).to_contain_text("Moved to Tomorrow.")
    tab(page, "Upcoming")
    expect(plan(page, title)).to_contain_text("Tomorrow")


def test_a_card_of_the_calendar_is_dragged_to_another_day(enter: Callable[..., Page]):
    page = enter("professional", to="/activities?view=month")
    title = a_title("Drag me")
    add(page, title)
    ahead = 1 if today().day < 20 else -1
    expect(card(day(page, 0), title)).to_be_visible()
    drag(page, title, ahead)
    expect(card(day(page, ahead), title)).to_be_visible()
    page.reload()
    expect(card(day(page, ahead), title)).to_be_visible()
    page.get_by_role("group", name="View", exact=True).get_by_role("button", name="Week").click()
    expect(page.get_by_role("group", name="Calendar")).to_be_visible()


def test_a_card_of_the_calendar_is_moved_by_keyboard(enter: Callable[..., Page]):
    page = enter("professional", to="/activities?view=month")
    title = a_title("Step on")
    add(page, title)
    open_menu_by_key(card(page, title).get_by_role("button", name=f"More for {title}"), "Edit")
    for _ in range(5):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(card(day(page, 1), title)).to_be_visible()


@SIZES
def test_a_task_is_changed_in_its_form_and_removed_with_undo(enter: Callable[..., Page], phone: bool):
    page = enter("professional", to="/activities", phone=phone)
    title, other = a_title("First words"), a_title("Better words")
    form = page.get_by_role("dialog", name="Task")
    for words in (title, a_title("Another one")):  # Each is a task of its own.
        page.get_by_role("button", name="Task", exact=True).click()
        expect(form.get_by_label("Title")).to_have_value("")
        form.get_by_label("Title").fill(words)
        form.get_by_role("button", name="Save").click()
        expect(plan(page, words)).to_be_visible()
    if not phone:  # Done by key, the next row has the focus.
        rows = page.get_by_role("list", name="Activities")
        done = rows.get_by_role("button", name=re.compile("^Done:"))
        names = [one.get_attribute("aria-label") for one in done.all()]
        at = names.index(f"Done: {title}")
        page.keyboard.press("Tab")
        done.nth(at).focus()
        done.nth(at).press("Enter")
        expect(rows.get_by_role("button", name=names[at + 1], exact=True)).to_be_focused()
        message(page).get_by_role("listitem").filter(has_text="Done.").get_by_role("button", name="Undo").click()
    plan(page, title).get_by_role("button", name=title, exact=True).click()
    form.get_by_label("Title").fill(other)
    form.get_by_label("Repeat").select_option("weekly")
    form.get_by_label("Mon", exact=True).check()
    form.get_by_role("button", name="Save").click()
    expect(form).to_be_hidden()
    expect(plan(page, other)).to_contain_text("Mon")
    open_menu(plan(page, other).get_by_role("button", name=f"More for {other}"), "Remove").click()
    expect(plan(page, other)).to_have_count(0)
    message(page).get_by_role("button", name="Undo").click()
    expect(plan(page, other)).to_be_visible()


@SIZES
def test_a_lead_shows_its_tasks_and_activities(enter: Callable[..., Page], phone: bool):
    page = enter("professional", to="/healthz", phone=phone)
    lead = make(page, a_title("Roof for the school"))
    page.goto(f"/leads/{lead}")
    plans = page.get_by_role("list", name="Tasks and activities")
    add(page, "Measure the roof tomorrow")
    expect(plans).to_contain_text("Measure the roof")
    about = page.get_by_role("textbox", name="What was it about?")
    about.fill("Talked about colours")
    about.press("Enter")
    expect(plans).to_contain_text("Talked about colours")
    plans.get_by_role("button", name="Done: Measure the roof").click()
    expect(plans).not_to_contain_text("Measure the roof")
    expect(page.get_by_role("list", name="Notes and history")).to_contain_text("did the task Measure the roof")


def test_a_reminder_comes_to_the_bell_and_once(enter: Callable[..., Page]):
    page = enter("professional", to="/activities")
    title = a_title("Remember the milk")
    soon = datetime.now(ZoneInfo("Europe/Oslo")) + timedelta(minutes=3)
    task = {"title": title, "due_on": f"{soon:%Y-%m-%d}", "due_time": f"{soon:%H:%M}", "reminder": "minutes_10"}
    made = page.request.post("/api/v1/tasks", data=task, headers={"X-LeadX": "1"})
    assert made.status == 201, made.text()
    expect(plan(page, title)).to_be_visible()
    page.goto("/notifications")
    notices = page.get_by_role("list", name="All notifications").get_by_role("listitem").filter(has_text=title)
    expect(notices).to_have_count(1, timeout=30_000)
    page.wait_for_timeout(6_000)
    expect(notices).to_have_count(1)


def test_a_manager_looks_at_a_colleagues_plans_and_changes_nothing(enter: Callable[..., Page]):
    page = enter("manager", to="/activities")
    page.get_by_label("Person", exact=True).select_option(label="Petra Solheim")
    expect(page.get_by_text("You look at a colleague's activities. View only.")).to_be_visible()
    expect(page.get_by_role("textbox", name="New task")).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("^Done:"))).to_have_count(0)


def test_a_calendar_address_is_shown_once_and_read(enter: Callable[..., Page]):
    page = enter("professional", to="/activities")
    page.get_by_role("button", name="Calendar address").click()
    page.get_by_role("button", name=re.compile("Make a")).click()
    address = page.get_by_label("Copy it now: it is shown once.").input_value()
    path = address[address.index("/calendar/") :]
    calendar = page.request.get(path)
    assert calendar.text().startswith("BEGIN:VCALENDAR")
    page.reload()
    page.get_by_role("button", name="Calendar address").click()
    expect(page.get_by_text("A new one ends it.")).to_be_visible()
    expect(page.get_by_label("Copy it now: it is shown once.")).to_have_count(0)

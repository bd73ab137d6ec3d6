"""Notifications as people meet them: the bell counts on whatever page is open, and reading is known everywhere."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support import journeys
from tests.support.journeys import a_title, bell, expect_loaded, make, open_bell, shown_lead


def unread(page: Page) -> int:
    """How many are unread, as the bell's name says it."""
    button = bell(page)
    expect(button).to_be_visible()
    expect(button.locator(".bell-counted")).to_have_count(1)
    return (
        journeys.number(button.get_attribute("aria-label") or "")
        if button.get_by_text(re.compile(r"\d")).count()
        else 0
    )


def read_all(*pages: Page) -> None:
    """Begin with nothing unread on all these pages of a person: other journeys may leave more than the bell counts."""
    answer = pages[0].request.post("/api/v1/notifications/read", headers={"X-LeadX": "1"})
    assert answer.ok, answer.text()
    for page in pages:
        expect_unread(page, 0)


def expect_unread(page: Page, count: int) -> None:
    """The bell comes to say this, without a reload."""
    words = f"Notifications, {count} unread" if count else "Notifications"
    expect(bell(page)).to_have_accessible_name(words)


def test_a_handover_counts_at_the_managers_bell_on_whatever_page_is_open(enter: Callable[..., Page]):
    basic, manager = enter("basic"), enter("manager")
    profile, phone = manager.context.new_page(), enter("manager", phone=True, to="/notifications")
    profile.goto("/profile")
    expect(profile.get_by_role("table", name="How you hear of it")).to_be_visible()
    pages = (manager, profile, phone)
    for page in pages:
        expect_loaded(page)
    read_all(*pages)
    title = a_title("Heat pumps for the harbour")
    lead = make(basic, title, hand_over=True)
    for page in pages:
        expect_unread(page, 1)
    lines = phone.get_by_role("list", name="All notifications").get_by_role("listitem")
    line = lines.filter(has_text=f"handed over “{title}”")
    expect(line).to_be_visible()

    # Opened on one page: the lead is there, and the others count one less.
    panel = open_bell(manager)
    panel.get_by_role("link", name=re.compile(re.escape(title))).click()
    expect(panel).to_be_hidden()
    expect(shown_lead(manager)).to_contain_text(title)
    assert journeys.lead_id(manager) == lead
    for page in pages:
        expect_unread(page, 0)
    expect(line.get_by_role("button", name="Mark as read")).to_have_count(0)


def test_one_is_read_by_its_tick_and_all_by_one_button_with_undo(enter: Callable[..., Page]):
    basic, page = enter("basic"), enter("manager", to="/notifications")
    other = page.context.new_page()
    other.goto("/pipeline")
    main = page.get_by_role("main")
    read_all(page, other)
    for number in range(2):
        make(basic, a_title(f"Sun on the roof {number}"), hand_over=True)
    for each in (page, other):
        expect_unread(each, 2)
    main.get_by_role("listitem").first.get_by_role("button", name="Mark as read").click()
    for each in (page, other):
        expect_unread(each, 1)
    main.get_by_role("button", name="Mark all as read").click()
    for each in (page, other):
        expect_unread(each, 0)
    main.get_by_role("button", name="Unread").click()
    expect(main.get_by_text("Everything is read")).to_be_visible()
    page.get_by_role("region", name="Messages").get_by_role("button", name="Undo").click()
    for each in (page, other):
        expect_unread(each, 1)
    expect(main.get_by_role("listitem")).to_have_count(1)
    main.get_by_role("button", name="Mark all as read").click()
    expect_unread(page, 0)


def test_what_is_not_wanted_does_not_come_and_the_choice_stays(enter: Callable[..., Page]):
    page, finder = enter("manager@service.nordlys.example", to="/profile"), enter("basic@service.nordlys.example")
    table = page.get_by_role("table", name="How you hear of it")
    tick = table.get_by_role("checkbox", name="A handed-over lead waits for an answer: In the app")
    expect(tick).to_be_checked()
    tick.click()
    expect(tick).not_to_be_checked()
    page.reload()
    expect(tick).not_to_be_checked()
    before = unread(page)
    unwanted = a_title("Unwanted")
    make(finder, unwanted, hand_over=True)
    page.goto("/pipeline")
    expect(page.get_by_role("main").get_by_text(unwanted)).to_be_visible()
    expect_unread(page, before)
    page.goto("/profile")
    tick.click()
    expect(tick).to_be_checked()
    make(finder, a_title("Wanted"), hand_over=True)
    expect_unread(page, before + 1)


def test_a_name_behind_an_at_sign_is_suggested_and_told(enter: Callable[..., Page]):
    basic, manager = enter("basic"), enter("manager")
    own_name = manager.get_by_role("banner").locator(".me-name").first
    expect(own_name).not_to_have_text("")
    name = own_name.text_content() or ""
    read_all(manager)
    title = a_title("A question to the boss")
    lead = make(basic, title)
    basic.goto(f"/leads/{lead}")
    note = shown_lead(basic).get_by_role("textbox", name="Note")
    note.press_sequentially(f"Please call, @{name[:3]}")
    people = basic.get_by_role("listbox", name="People to mention")
    expect(people.get_by_role("option", name=name)).to_be_visible()
    note.press("Enter")
    expect(note).to_have_value(f"Please call, @{name} ")
    expect(people).to_be_hidden()
    journeys.act(basic, "Add note")
    expect_unread(manager, 1)
    told = open_bell(manager).get_by_role("listitem").filter(has_text=title)
    expect(told).to_contain_text("mentioned you in a note on")


def test_everything_by_keyboard(enter: Callable[..., Page]):
    basic, page = enter("basic"), enter("manager")
    title = a_title("By keyboard")
    make(basic, title, hand_over=True)
    expect(bell(page)).to_have_accessible_name(re.compile("unread"))
    bell(page).focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name="Notifications")
    expect(panel.get_by_role("list")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(bell(page)).to_be_focused()
    page.keyboard.press("Enter")
    link = panel.get_by_role("link", name=re.compile(re.escape(title)))
    link.focus()
    page.keyboard.press("Enter")
    expect(shown_lead(page)).to_contain_text(title)

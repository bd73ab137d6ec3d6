"""What was typed is never lost, and what was sent is made once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support import journeys
from tests.support.journeys import a_title, act, make, row, shown_lead
from tests.support.server import Server


def made(page: Page, title: str) -> int:
    """How many leads of this title there are."""
    return len(page.request.get("/api/v1/leads", params={"search": title}).json()["rows"])


def tags_of(page: Page, title: str) -> list[str]:
    """The tags of the lead of this title."""
    lead = page.request.get("/api/v1/leads", params={"search": title}).json()["rows"][0]
    return page.request.get(f"/api/v1/leads/{lead['id']}").json()["tags"]


def again(page: Page) -> Locator:
    """New Lead after a reload, where something was kept; it opens by itself if it was open."""
    popup = page.get_by_role("dialog", name="New Lead")
    expect(popup.get_by_text("We kept what you typed.")).to_be_visible()
    return popup


def test_a_new_lead_survives_a_reload_and_is_saved_once(enter: Callable[..., Page]):
    page = enter("professional")
    title = a_title("Typed before the reload")
    popup = journeys.new_lead(page)
    journeys.fill(popup, lead_title=title, company_name="Bakeren AS", description="Two lines\nof text", tags="kept")
    popup.get_by_label("Source").select_option(index=2)
    popup.get_by_role("button", name="Next", exact=True).click()
    page.reload()
    popup = again(page)
    expect(popup.get_by_label("Lead title")).to_have_value(title)
    expect(popup.get_by_label("Company name")).to_have_value("Bakeren AS")
    expect(popup.get_by_label("Description")).to_have_value("Two lines\nof text")
    expect(popup.get_by_role("button", name="Remove the tag kept")).to_be_visible()
    expect(popup.get_by_role("radio", name="Lead", exact=True)).to_be_checked()
    expect(popup.get_by_label("Source")).to_have_js_property("selectedIndex", 2)
    tags = popup.get_by_role("combobox", name="Tags")
    tags.press_sequentially("kept too, hall")
    tags.press("Enter")
    expect(popup.get_by_role("button", name="Remove the tag hall")).to_be_visible()
    tags.press("Backspace")
    expect(popup.get_by_role("button", name="Remove the tag hall")).to_have_count(0)
    popup.get_by_role("button", name="Remove the tag kept", exact=True).click()
    tags.press_sequentially("not ended")
    journeys.save(popup)
    expect(row(page, title)).to_contain_text("Lead")
    assert made(page, title) == 1
    assert tags_of(page, title) == ["kept too", "not ended"]
    popup = journeys.new_lead(page)
    expect(popup.get_by_label("Lead title")).to_have_value("")
    expect(popup.get_by_text("We kept what you typed.")).to_have_count(0)


def test_what_was_kept_can_be_thrown_away(enter: Callable[..., Page]):
    page = enter("basic")
    journeys.fill(journeys.new_lead(page), lead_title="Never mind")
    page.reload()
    popup = again(page)
    popup.get_by_role("button", name="Discard").click()
    expect(popup.get_by_label("Lead title")).to_have_value("")


def test_a_double_click_on_save_makes_one_lead(enter: Callable[..., Page]):
    page = enter("basic")
    title = a_title("Saved in a hurry")
    popup = journeys.new_lead(page)
    journeys.fill(popup, lead_title=title, company_name="Bakeren AS")
    popup.get_by_role("button", name="Save", exact=True).dblclick()
    expect(popup).to_be_hidden()
    expect(row(page, title)).to_have_count(1)
    assert made(page, title) == 1


def test_an_edit_survives_a_reload(enter: Callable[..., Page]):
    page = enter("professional", to="/profile")
    lead = make(page, a_title("Edited before the reload"), description="Before")
    page.goto(f"/leads/{lead}")
    act(page, "Edit")
    shown_lead(page).get_by_label("Description").fill("Half a thou")
    page.reload()
    expect(shown_lead(page).get_by_label("Description")).to_have_value("Half a thou")
    shown_lead(page).get_by_label("Description").fill("A whole thought")
    act(page, "Save")
    expect(shown_lead(page).get_by_text("A whole thought").first).to_be_visible()


@pytest.mark.cuts_the_line
def test_a_lost_server_loses_no_input_and_the_lead_is_saved_once(own_server: Server, enter: Callable[..., Page]):
    page = enter("basic")
    title = a_title("Typed in the tunnel")
    popup = journeys.new_lead(page)
    journeys.fill(popup, lead_title=title)
    own_server.kill()
    expect(page.get_by_text("No connection. What you type is kept.").first).to_be_attached(timeout=60_000)
    journeys.fill(popup, company_name="Bakeren AS", description="Nobody listens")
    journeys.save(popup)
    expect(popup.get_by_label("Lead title")).to_have_value(title)
    own_server.start()
    expect(popup).to_be_hidden(timeout=40_000)
    expect(row(page, title)).to_have_count(1)
    assert made(page, title) == 1


@pytest.mark.cuts_the_line
def test_a_lost_line_is_told_and_heals_itself(enter: Callable[..., Page]):
    page = enter("basic")
    title = a_title("Made after the tunnel")
    popup = journeys.new_lead(page)
    journeys.fill(popup, lead_title=title, company_name="Bakeren AS")
    page.context.set_offline(True)
    expect(page.get_by_text("No connection. What you type is kept.").first).to_be_attached(timeout=60_000)
    page.context.set_offline(False)
    expect(page.get_by_text("No connection. What you type is kept.")).to_have_count(0, timeout=60_000)
    expect(popup.get_by_label("Lead title")).to_have_value(title)
    journeys.save(popup)
    expect(popup).to_be_hidden()
    assert made(page, title) == 1

"""The search in the header without a mouse, on a desktop and on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.journeys import a_title, expect_loaded, make


def opened(page: Page) -> tuple[Locator, Locator]:
    """The palette and its input."""
    box = page.get_by_role("dialog", name="Search", exact=True)
    field = box.get_by_role("combobox", name="Search")
    expect(field).to_be_focused()
    return box, field


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_everything_is_found_and_opened_from_the_keyboard(enter: Callable[..., Page], size: str):
    page = enter("manager", to="/news", phone=size == "phone")
    title = a_title(f"Ærlig blåtopp {size}")
    make(page, title)
    page.reload()
    expect_loaded(page)
    page.keyboard.press("/")
    box, field = opened(page)
    assert size == "desktop" or box.bounding_box()["width"] == page.viewport_size["width"]
    expect(box.get_by_role("group", name="Commands").get_by_role("option").first).to_be_visible()
    page.keyboard.type("ÆRLIG åtop")
    leads = box.get_by_role("group", name="Leads")
    expect(leads.get_by_role("option", name=title)).to_be_visible()
    expect(leads.get_by_role("option", name=title).locator("mark")).to_have_text(["Ærlig", "åtop"])
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/leads/"))
    expect(page.get_by_role("heading", level=1, name="View Lead")).to_be_visible()
    expect(page.get_by_role("heading", level=2, name=title)).to_be_visible()

    expect_loaded(page)
    page.keyboard.press("Control+k")
    box, field = opened(page)
    expect(box.get_by_role("group", name="Recent").get_by_role("option").first).to_be_visible()
    page.keyboard.type("blatopp zzz")
    expect(box.get_by_text("Nothing matches.")).to_be_visible()
    field.fill("go to comm")
    expect(box.get_by_role("option", name="Go to Community")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Sales Community")).to_be_visible()

    expect_loaded(page)
    page.keyboard.press("Control+k")
    box, field = opened(page)
    page.keyboard.press("ArrowUp")
    expect(box.get_by_role("option", name="Use the device's theme")).to_have_attribute("aria-selected", "true")
    field.fill("dark")
    page.keyboard.press("Enter")
    expect(box).to_be_hidden()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.keyboard.press("Control+k")
    opened(page)
    page.keyboard.type("device")
    page.keyboard.press("Enter")
    expect(box).to_be_hidden()
    page.keyboard.press("Control+k")
    opened(page)
    page.keyboard.type("create new")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="New Lead")).to_be_visible()

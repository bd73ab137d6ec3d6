"""The whole flow without a mouse."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.support.journeys import a_title, expect_hands, figures, make, row, shown_lead

MOST_STOPS = 60


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the control has the focus."""
    for _ in range(MOST_STOPS):
        if wanted.evaluate("control => control === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached within {MOST_STOPS} stops")


def focused(page: Page, wanted: Locator) -> None:
    """The control has the focus by itself."""
    expect(wanted).to_be_focused()


def test_a_lead_is_created_handed_over_and_viewed_by_keyboard_alone(enter: Callable[..., Page]):
    page = enter("basic")
    figures(page)
    title = a_title("Typed without a mouse")
    tab_to(page, page.get_by_role("button", name="Create new lead").filter(visible=True).first)
    page.keyboard.press("Enter")
    popup = page.get_by_role("dialog", name="New Lead")
    focused(page, popup.get_by_label("Lead title"))
    page.keyboard.type(title)
    page.keyboard.press("Enter")
    focused(page, popup.get_by_label("Company name"))
    page.keyboard.type("Keyboard AS")
    page.keyboard.press("Enter")
    focused(page, popup.get_by_label("Contact person"))
    tab_to(page, popup.get_by_label("Handover to sales?"))
    page.keyboard.press("Space")
    expect(popup.get_by_label("Handover to sales?")).to_be_checked()
    page.keyboard.press("Control+Enter")
    expect(popup).to_be_hidden()

    tab_to(page, page.get_by_role("main").get_by_role("link", name=title, exact=True))
    page.keyboard.press("Enter")
    expect_hands(shown_lead(page), "waiting for sales", green=1)
    page.keyboard.press("n")
    focused(page, shown_lead(page).get_by_role("textbox", name="Note"))
    page.keyboard.type("They expect a call on Monday.")
    page.keyboard.press("Control+Enter")
    notes = shown_lead(page).get_by_role("list", name="Notes and history")
    expect(notes).to_contain_text("They expect a call on Monday.")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="View Lead")).to_be_hidden()
    expect(row(page, title)).to_be_visible()


def test_j_and_k_walk_the_list_and_e_edits(enter: Callable[..., Page]):
    page = enter("professional")
    lower, upper = a_title("The lower lead"), a_title("The upper lead")
    make(page, lower)
    make(page, upper)
    expect(row(page, upper)).to_be_visible()
    page.get_by_role("main").get_by_role("link", name=upper, exact=True).focus()
    page.keyboard.press("Enter")
    popup = page.get_by_role("dialog", name="View Lead")
    heading = popup.get_by_label("Lead title")
    expect(heading).to_have_value(upper)
    page.keyboard.press("j")
    expect(heading).to_have_value(lower)
    page.keyboard.press("k")
    expect(heading).to_have_value(upper)
    page.keyboard.press("e")
    expect(popup.get_by_label("Description")).to_be_visible()
    page.keyboard.press("Escape")
    expect(popup).to_be_hidden()
    expect(page).to_have_url(re.compile("/pipeline/?$"))

"""What the blocks promise to hands, keyboards and bad connections, on the pages that use them."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.sign_in import sign_in

BASIC = "basic@nordlys.example"
MANAGER = "manager@nordlys.example"
# No other journey minds in which language and theme she reads.
READER = "kristine.johansen@nordlys.example"


def _new_lead(page: Page) -> None:
    """Open the popup by its key, from anywhere on the page."""
    expect(page.locator(".lead").first).to_be_visible(timeout=15_000)
    page.keyboard.press("c")
    expect(page.get_by_role("dialog", name="New Lead")).to_be_visible()


def _draft_id(page: Page, description: str) -> str:
    """The id of what is kept of a new lead, once all that was typed is."""
    drafts = "Object.entries(localStorage).filter(([key]) => key.endsWith('.new-lead')).map(([, kept]) => kept)"
    kept = f"text => ({drafts}).filter(kept => kept.includes(text)).map(JSON.parse)[0]?.id"
    return page.wait_for_function(kept, arg=description).json_value()


@pytest.fixture
def basic(page: Page) -> Page:
    sign_in(page, BASIC, to="/pipeline")
    return page


def test_a_lead_can_be_written_without_the_mouse(basic: Page):
    _new_lead(basic)
    popup = basic.get_by_role("dialog", name="New Lead")
    expect(popup.locator("[name=title]")).to_be_focused()
    basic.keyboard.type("Pumps for the harbour")
    basic.keyboard.press("Enter")
    expect(popup.locator("[name=company_name]")).to_be_focused()
    basic.keyboard.type("No such company yet")
    expect(basic.get_by_role("option", name="Add “No such company yet”")).to_be_visible()
    basic.keyboard.press("Escape")
    expect(basic.get_by_role("dialog", name="New Lead")).to_be_visible()
    basic.keyboard.press("Control+Enter")
    expect(basic.get_by_role("dialog", name="New Lead")).to_be_hidden()
    expect(basic.get_by_text("Pumps for the harbour").first).to_be_visible()


def test_a_company_is_picked_with_the_arrows(basic: Page):
    _new_lead(basic)
    company = basic.get_by_role("combobox", name="Company name")
    company.press_sequentially("a")
    expect(basic.locator(".combo-option:visible").first).to_be_visible()
    company.press("ArrowDown")
    chosen = basic.locator("[role=option][aria-selected=true] > span").first
    expect(chosen).to_have_text(re.compile(r"\S"))
    wanted = (chosen.text_content() or "").strip()
    company.press("Enter")
    expect(company).to_have_value(wanted)
    expect(company).to_have_attribute("aria-expanded", "false")
    expect(basic.locator("input[name=company_name_id]")).not_to_have_value("")


def test_what_was_typed_survives_a_reload_and_is_gone_when_saved(basic: Page):
    _new_lead(basic)
    basic.get_by_label("Lead title").fill("A heat pump for the old school")
    basic.get_by_label("Description").fill("They called twice.")
    draft = _draft_id(basic, "They called twice.")
    basic.keyboard.press("Escape")
    expect(basic.get_by_role("dialog", name="New Lead")).to_be_hidden()
    basic.reload()
    _new_lead(basic)
    expect(basic.get_by_label("Lead title")).to_have_value("A heat pump for the old school")
    expect(basic.get_by_label("Description")).to_have_value("They called twice.")
    expect(basic.get_by_text("We kept what you typed.")).to_be_visible()
    expect(basic.locator("input[name=draft_id]").first).to_have_value(draft)
    basic.get_by_role("combobox", name="Company name").fill("Gamle skole AS")
    basic.get_by_role("button", name="Save", exact=True).click()
    expect(basic.get_by_role("dialog", name="New Lead")).to_be_hidden()
    basic.wait_for_function("Object.keys(localStorage).every(key => !key.endsWith('.new-lead'))")


def test_sending_twice_makes_one_lead(basic: Page):
    _new_lead(basic)
    basic.get_by_label("Lead title").fill("Only one of these")
    basic.get_by_role("combobox", name="Company name").fill("Enkelt AS")
    basic.locator("dialog[open] form").evaluate("(form) => [1, 2, 3].forEach(() => form.requestSubmit())")
    expect(basic.get_by_role("dialog", name="New Lead")).to_be_hidden()
    basic.reload()
    expect(basic.locator(".lead", has_text="Only one of these")).to_have_count(1)


@pytest.mark.cuts_the_line
def test_a_lead_written_without_connection_is_saved_once_when_it_is_back(basic: Page):
    _new_lead(basic)
    basic.context.set_offline(True)
    basic.get_by_label("Lead title").fill("Written in the tunnel")
    basic.get_by_role("combobox", name="Company name").fill("Tunnel AS")
    expect(basic.get_by_text("No connection. What you type is kept.")).to_be_visible(timeout=15_000)
    basic.keyboard.press("Control+Enter")
    basic.context.set_offline(False)
    expect(basic.get_by_text("No connection. What you type is kept.")).to_be_hidden(timeout=15_000)
    dialog = basic.get_by_role("dialog", name="New Lead")
    expect(dialog).to_be_hidden(timeout=40_000)
    basic.reload()
    expect(basic.locator(".lead", has_text="Written in the tunnel")).to_have_count(1)


def test_a_file_that_was_refused_says_why_and_a_good_one_beside_it_arrives(basic: Page):
    _new_lead(basic)
    script = {"name": "holiday.png", "mimeType": "image/png", "buffer": b"<script>alert(1)</script>" * 20}
    note = {"name": "measures.txt", "mimeType": "text/plain", "buffer": b"3 x 4 metres"}
    basic.get_by_label("Browse").set_input_files([script, note])
    refused = basic.locator(".upload-file", has_text="holiday.png")
    expect(refused.get_by_role("alert")).not_to_be_empty()
    expect(basic.locator(".upload-file", has_text="measures.txt")).to_contain_text("12 B")
    assert len(basic.locator("input[name=file_ids]").input_value().split(",")) == 1
    refused.get_by_role("button", name="Remove: holiday.png").click()
    expect(refused).to_have_count(0)


def test_the_own_menu_works_by_keyboard(basic: Page):
    opener = basic.get_by_role("button", name="Bjørn Aasen").locator("visible=true")
    opener.focus()
    basic.keyboard.press("ArrowDown")
    expect(basic.get_by_role("menuitem", name="View Profile")).to_be_focused()
    basic.keyboard.press("End")
    expect(basic.get_by_role("menuitem", name="Sign out")).to_be_focused()
    basic.keyboard.press("Escape")
    expect(opener).to_be_focused()
    basic.keyboard.press("Enter")
    expect(basic.get_by_role("menuitem", name="View Profile")).to_be_focused()
    basic.keyboard.press("v")
    basic.keyboard.press("Enter")
    expect(basic).to_have_url(re.compile(r"/profile/?$"))


def test_the_content_is_the_first_stop_of_the_keyboard(basic: Page):
    basic.keyboard.press("Tab")
    expect(basic.get_by_role("link", name="Skip to content")).to_be_focused()
    basic.keyboard.press("Enter")
    expect(basic.locator("#content")).to_be_focused()


def test_the_menu_stays_folded(basic: Page):
    basic.get_by_role("button", name="Fold the menu").click()
    basic.reload()
    expect(basic.locator("html")).to_have_attribute("data-rail", "slim")
    expect(basic.get_by_role("link", name="Pipeline")).to_be_visible()
    basic.get_by_role("button", name="Unfold the menu").click()
    expect(basic.locator("html")).not_to_have_attribute("data-rail", "slim")


def test_a_window_made_narrow_folds_the_menu_and_lets_it_lie_over_the_page(basic: Page):
    page, content = basic.locator("html"), basic.get_by_role("main")
    basic.set_viewport_size({"width": 800, "height": 900})
    expect(page).to_have_attribute("data-rail", "slim")
    narrow = content.bounding_box()
    basic.get_by_role("button", name="Unfold the menu").click()
    expect(page).not_to_have_attribute("data-rail", "slim")
    assert content.bounding_box() == narrow
    basic.keyboard.press("Escape")
    expect(page).to_have_attribute("data-rail", "slim")
    basic.set_viewport_size({"width": 1440, "height": 900})
    expect(page).not_to_have_attribute("data-rail", "slim")


@pytest.mark.cuts_the_line
def test_the_chosen_theme_is_there_before_the_first_paint(open_page: Callable[..., Page]):
    page = open_page(color_scheme="light")
    sign_in(page, READER, to="/profile")
    page.get_by_role("button", name="Dark", exact=True).click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.route("**/assets/*.js", lambda route: route.abort())
    page.reload(wait_until="commit")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.cuts_the_line
def test_nobody_reads_words_in_a_language_that_is_not_theirs(open_page: Callable[..., Page]):
    page = open_page()
    sign_in(page, READER, to="/profile")
    page.get_by_role("button", name="Norsk").click()
    expect(page.get_by_role("heading", name="Profil", exact=True)).to_be_visible()
    page.route("**/assets/*.js", lambda route: route.abort())
    page.reload(wait_until="domcontentloaded")
    assert page.evaluate("document.documentElement.lang") == "nb"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgba(0, 0, 0, 0)"
    page.unroute("**/assets/*.js")
    page.reload()
    expect(page.get_by_role("heading", name="Profil", exact=True)).to_be_visible()
    expect(page.locator("html")).not_to_have_attribute("data-words", "wait")


CUT = """() => [...document.querySelectorAll('body *')]
    .filter((one) => one.offsetParent && !one.closest('.board, .filters, .spoken'))
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.className)"""


def test_nothing_is_cut_at_the_side(open_page: Callable[..., Page]):
    page = open_page()
    sign_in(page, MANAGER, to="/pipeline")
    for width in (360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        for path, sign in (("/pipeline", ".lead"), ("/profile", "form")):
            page.goto(path)
            expect(page.get_by_role("main").locator(sign).first).to_be_visible()
            assert page.evaluate(CUT) == [], (path, width)


def test_a_message_over_an_open_dialog_can_be_read_and_closed(basic: Page):
    _new_lead(basic)
    basic.get_by_label("Lead title").fill("First of two at the fair")
    basic.get_by_role("combobox", name="Company name").fill("Messe AS")
    basic.get_by_role("button", name="Save and new").click()
    message = basic.locator("dialog[open] .toast")
    expect(message).to_be_visible()
    expect(basic.get_by_label("Lead title")).to_be_focused()
    message.get_by_role("button", name="Close").click()
    expect(message).to_have_count(0)
    expect(basic.get_by_role("dialog", name="New Lead")).to_be_visible()
    expect(basic.get_by_label("Lead title")).to_be_focused()

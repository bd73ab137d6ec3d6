"""Many leads at once: ticked with the mouse, a range, the keyboard and a finger; done, and taken back."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.support.journeys import a_title, make, row
from tests.support.layout import grave_findings, sticking_out


def messages(page: Page) -> Locator:
    return page.get_by_role("region", name="Messages")


def bar(page: Page) -> Locator:
    return page.get_by_role("toolbar", name="Selected leads")


def question(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Selected leads")


def three(page: Page, words: str) -> list[str]:
    """Three new leads, and the list showing only them, the newest first."""
    word = a_title(words)
    titles = [f"{word} {letter}" for letter in "abc"]
    for title in titles:
        make(page, title)
    page.get_by_role("searchbox", name="Search leads").fill(word)
    expect(page.get_by_role("list", name="Ongoing Sales").get_by_role("listitem")).to_have_count(3)
    return titles[::-1]


def test_a_range_is_parked_together_and_comes_back_with_undo(enter: Callable[..., Page]):
    page = enter("professional")
    first, _, last = three(page, "Ramp for the ferry")
    boxes = page.get_by_role("checkbox", name="Select Ramp")
    row(page, first).hover()
    boxes.nth(0).check()
    boxes.nth(2).click(modifiers=["Shift"])
    expect(bar(page)).to_contain_text("3 selected")
    expect(boxes.nth(1)).to_be_checked()
    page.get_by_role("link", name=last, exact=True).focus()
    page.keyboard.press("x")
    expect(bar(page)).to_contain_text("2 selected")
    bar(page).get_by_role("button", name="Park", exact=True).click()
    expect(question(page)).to_contain_text("2 leads will be parked.")
    question(page).get_by_role("button", name="Park 2 leads").click()
    expect(messages(page)).to_contain_text("2 leads parked.")
    expect(row(page, first)).to_have_count(0)
    expect(bar(page)).to_have_count(0)
    messages(page).get_by_role("button", name="Undo").click()
    expect(messages(page)).to_contain_text("2 leads taken back.")
    expect(row(page, first)).to_be_visible()


def test_a_phone_selects_and_gives_leads_away(enter: Callable[..., Page]):
    page = enter("manager", phone=True)
    titles = three(page, "Gate for the harbour")
    page.get_by_role("button", name="Select leads").tap()
    for title in titles[:2]:
        page.get_by_role("checkbox", name=f"Select {title}").tap()
    bar(page).get_by_role("button", name="Assign", exact=True).tap()
    box = question(page)
    expect(box.get_by_role("button", name="Assign 2 leads")).to_be_disabled()
    choice = box.get_by_label("Assign to")
    choice.select_option(index=choice.locator("option").count() - 1)
    box.get_by_role("button", name="Assign 2 leads").tap()
    expect(messages(page)).to_contain_text("2 leads assigned.")
    messages(page).get_by_role("button", name="Undo").tap()
    expect(messages(page)).to_contain_text("2 leads taken back.")


def test_a_phone_edits_a_lead_of_the_list_in_a_sheet(enter: Callable[..., Page]):
    page = enter("professional", phone=True, to="/profile")
    title, after = a_title("Ferry"), a_title("Faster ferry")
    lead = make(page, title, value="100")
    page.goto("/pipeline")
    row(page, title).get_by_role("button", name=f"Edit {title}").tap()
    sheet = page.get_by_role("dialog", name="Edit lead")
    expect(sheet.get_by_label("Lead title")).to_have_value(title)
    assert sticking_out(page) == []
    assert grave_findings(page) == []
    theirs = page.request.patch(
        f"/api/v1/leads/{lead}", data={"title": "Slower ferry", "version": 1}, headers={"X-LeadX": "1"}
    )
    assert theirs.ok
    sheet.get_by_label("Lead title").fill(after)
    sheet.get_by_label("Lead value").fill("250")
    sheet.get_by_role("button", name="Save", exact=True).tap()
    expect(sheet.get_by_role("alert")).to_contain_text("Slower ferry")
    sheet.get_by_role("button", name="Save mine").tap()
    expect(sheet).to_be_hidden()
    expect(row(page, after)).to_contain_text("250")


def test_a_row_is_edited_in_place_and_a_lead_is_tagged_by_keyboard(enter: Callable[..., Page]):
    page = enter("professional")
    first, *_ = three(page, "Lamps for the tunnel")
    row(page, first).hover()
    page.get_by_role("link", name=first, exact=True).focus()
    page.keyboard.press("e")
    form = page.get_by_role("form", name="Edit in the list")
    expect(form.get_by_label("Lead title")).to_be_focused()
    form.get_by_label("Lead value").fill("1250")
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    expect(page.get_by_role("link", name=first, exact=True)).to_be_focused()
    page.keyboard.press("e")
    form.get_by_label("Lead value").fill("99000")
    page.keyboard.press("Enter")
    expect(form).to_have_count(0)
    expect(row(page, first)).to_contain_text("99,000")
    page.get_by_role("link", name=first, exact=True).click()
    popup = page.get_by_role("dialog", name="View Lead")
    entry = popup.get_by_role("combobox", name="Add tag")
    entry.fill("tunnel")
    page.keyboard.press("Enter")
    expect(popup.get_by_role("button", name="Remove the tag tunnel")).to_be_visible()
    expect(entry).to_be_focused()
    expect(entry).to_have_value("")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(popup).to_be_hidden()
    expect(row(page, first)).to_contain_text("tunnel")

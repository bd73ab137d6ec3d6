"""Lists in browsers: filters as chips, a view that is saved, shared and opened by a colleague, and a phone."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.support.journeys import a_title, make, row
from tests.support.layout import grave_findings, sticking_out

NARROW = {"width": 360, "height": 740}


def toolbar(page: Page) -> Locator:
    return page.get_by_role("group", name="Filters")


def add_filter(page: Page, name: str) -> None:
    """Take a filter from the menu."""
    toolbar(page).get_by_role("button", name="Add filter").click()
    page.get_by_role("menuitem", name=name, exact=True).click()


def views(page: Page, name: str) -> Locator:
    """The button that opens the saved views, while it says this name."""
    return page.get_by_role("button", name=f"Saved views: {name}", exact=True)


def save_view(page: Page, name: str) -> None:
    """Keep what is filtered under a name."""
    toolbar(page).get_by_role("button", name="Save as view").click()
    form = page.get_by_role("dialog", name="Save as view")
    form.get_by_label("Name").fill(name)
    form.get_by_role("button", name="Save", exact=True).click()
    expect(views(page, name)).to_be_visible()


def test_a_view_is_filtered_saved_shared_and_opened_by_a_colleague(enter: Callable[..., Page]):
    seller, colleague = enter("professional"), enter("manager")
    view = a_title("Large roofs")
    large, small = a_title("Solar roof"), a_title("Solar lamp")
    for title, value in ((large, "987654"), (small, "12")):
        make(seller, title, value=value)
    expect(row(seller, small)).to_be_visible()

    add_filter(seller, "Value")
    seller.get_by_label("From", exact=True).fill("900000")
    seller.keyboard.press("Enter")
    expect(row(seller, small)).to_have_count(0)
    expect(row(seller, large)).to_be_visible()
    expect(toolbar(seller).get_by_role("button", name="Value: from 900,000")).to_be_visible()
    add_filter(seller, "Stage")
    expect(seller.get_by_label("Stage", exact=True)).to_be_focused()
    seller.get_by_label("Stage", exact=True).select_option(label="New")
    expect(seller).to_have_url(re.compile("value_min=900000.*stage=|stage=.*value_min=900000"))
    seller.get_by_label("Stage", exact=True).focus()
    seller.keyboard.press("Delete")
    expect(seller.get_by_label("Stage", exact=True)).to_have_count(0)
    expect(seller.get_by_role("button", name="Remove filter: Value")).to_be_focused()
    toolbar(seller).get_by_role("button", name="Display").click()
    seller.get_by_role("checkbox", name="Created").check()
    seller.get_by_role("button", name="Compact").click()
    expect(row(seller, large)).to_contain_text("Created")
    seller.keyboard.press("Escape")
    assert grave_findings(seller) == []

    toolbar(seller).get_by_role("button", name="Save as view").click()
    form = seller.get_by_role("dialog", name="Save as view")
    form.get_by_label("Name").fill(view)
    form.get_by_role("switch", name="Share with the organization").check()
    form.get_by_role("switch", name="Open with this view").check()
    form.get_by_role("button", name="Save", exact=True).click()
    expect(views(seller, view)).to_be_visible()
    expect(seller).to_have_url(re.compile(r"\?saved=[0-9a-f-]{36}$"))
    link = seller.url

    colleague.goto(link)
    expect(views(colleague, view)).to_be_visible()
    expect(toolbar(colleague).get_by_role("button", name="Value: from 900,000")).to_be_visible()
    colleague.get_by_role("button", name="Remove filter: Value").click()
    expect(views(colleague, f"{view}, changed")).to_be_visible()
    views(colleague, f"{view}, changed").click()
    colleague.get_by_role("menuitemradio", name="All leads").click()
    expect(views(colleague, "All leads")).to_be_visible()
    views(colleague, "All leads").click()
    colleague.get_by_role("menuitemradio", name=view).click()
    expect(toolbar(colleague).get_by_role("button", name="Value: from 900,000")).to_be_visible()

    seller.goto("/pipeline")
    expect(views(seller, view)).to_be_visible()
    expect(row(seller, large)).to_be_visible()
    seller.get_by_role("button", name="This view").click()
    seller.get_by_role("menuitem", name="Delete view").click()
    expect(views(seller, "All leads")).to_be_visible()
    colleague.goto(link)
    expect(colleague.get_by_text("This view is not there any more.")).to_be_visible()
    expect(views(colleague, "All leads")).to_be_visible()
    seller.get_by_role("button", name="Undo").click()
    expect(views(seller, view)).to_be_visible()
    seller.get_by_role("button", name="This view").click()
    seller.get_by_role("menuitem", name="Do not open with this view").click()
    seller.goto("/pipeline")
    expect(views(seller, "All leads")).to_be_visible()


def test_a_phone_filters_in_a_sheet_and_nothing_sticks_out(enter: Callable[..., Page]):
    phone = enter("professional", phone=True, viewport=NARROW)
    title = a_title("Pump")
    make(phone, title)
    expect(row(phone, title)).to_be_visible()
    phone.get_by_role("button", name="All filters").click()
    sheet = phone.get_by_role("dialog", name="Filters")
    sheet.get_by_label("Stage").select_option(label="Offer")
    sheet.get_by_role("button", name="Last 30 days").click()
    assert sticking_out(phone) == []
    assert grave_findings(phone) == []
    sheet.get_by_role("button", name="Show the list").click()
    expect(row(phone, title)).to_have_count(0)
    expect(phone.get_by_role("button", name="Remove filter: Stage")).to_be_attached()
    assert sticking_out(phone) == []
    phone.get_by_role("button", name="Remove filter: Stage").click()
    expect(row(phone, title)).to_be_visible()


def test_contacts_community_and_activities_keep_views_and_columns_too(enter: Callable[..., Page]):
    page = enter("manager", to="/contacts")
    page.get_by_label("Organization", exact=True).select_option(label="Nordlys Service")
    toolbar(page).get_by_role("button", name="Display").click()
    page.get_by_role("checkbox", name="Created").check()
    companies = page.get_by_role("list", name="Companies")
    expect(companies.get_by_role("listitem").first).to_contain_text("Created")
    page.keyboard.press("Escape")
    assert grave_findings(page) == []
    name = a_title("Service")
    save_view(page, name)
    page.reload()
    expect(views(page, name)).to_be_visible()
    expect(page.get_by_label("Organization", exact=True)).to_have_value(re.compile("[0-9a-f-]{36}"))
    page.get_by_role("group", name="Kind of contact").get_by_role("button", name="Persons").click()
    expect(views(page, "All persons")).to_be_visible()

    page.goto("/community")
    page.get_by_label("Status", exact=True).select_option(label="Won")
    add_filter(page, "With a value only")
    expect(page).to_have_url(re.compile("status=won.*only=value|only=value.*status=won"))
    save_view(page, name)
    add_filter(page, "Owner")
    page.get_by_label("Owner", exact=True).select_option(label="Petra Solheim")
    expect(page).to_have_url(re.compile("owner="))
    add_filter(page, "Created")
    page.get_by_role("button", name="Last 12 months").click()
    expect(toolbar(page).get_by_role("button", name="Created: Last 12 months")).to_be_visible()
    toolbar(page).get_by_role("button", name="Display").click()
    page.get_by_role("checkbox", name="Brought in by").check()
    leads = page.get_by_role("list", name="Leads")
    expect(leads.get_by_role("listitem").first).to_contain_text("Brought in by: ")
    page.keyboard.press("Escape")
    assert grave_findings(page) == []
    page.get_by_test_id("kpi-handshakes").click()
    expect(views(page, "All leads")).to_be_visible()
    expect(toolbar(page).get_by_role("button", name="Handshakes only")).to_be_visible()

    page.goto("/activities")
    page.get_by_label("Kind", exact=True).select_option(label="Calls")
    page.get_by_role("button", name="Upcoming").click()
    add_filter(page, "Due")
    page.get_by_role("button", name="Next 30 days").click()
    expect(toolbar(page).get_by_role("button", name="Due: Next 30 days")).to_be_visible()
    save_view(page, name)
    page.get_by_role("button", name="Overdue").click()
    expect(views(page, f"{name}, changed")).to_be_visible()
    assert grave_findings(page) == []

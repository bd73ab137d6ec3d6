"""Pulse in the browser: switch, table, and from a bar to exactly its leads."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support.journeys import open_menu


def test_a_manager_reads_the_months_and_opens_the_leads_behind_a_bar(enter: Callable[..., Page]):
    page = enter("manager", to="/pulse")
    expect(page.get_by_role("link", name="Pulse").first).to_have_attribute("href", re.compile("^/pulse"))
    months = page.get_by_role("region", name=re.compile("^Per month, "))
    expect(page.get_by_test_id("kpi-velocity")).to_contain_text("Average velocity")
    expect(months.get_by_role("list", name="Per month").get_by_role("listitem")).to_have_count(12)
    months.get_by_role("button", name="Revenue").click()
    expect(months.get_by_text("Revenue, NOK").first).to_be_visible()
    expect(page).to_have_url(re.compile("measure=revenue"))
    months.get_by_text("Show as a table").click()
    expect(months.get_by_role("table", name="Per month").get_by_role("row")).to_have_count(13)
    months.get_by_role("button", name="Leads").click()
    expect(page).not_to_have_url(re.compile("measure"))
    with page.expect_download() as pending:
        page.get_by_role("link", name="Export as PDF").click()
    assert pending.value.suggested_filename == "pulse.pdf"
    picture = open_menu(page.get_by_role("button", name="Export Funnel"), "Picture (PNG)")
    with page.expect_download() as pending:
        picture.click()
    assert pending.value.suggested_filename == "pulse-funnel.png"
    bar = months.get_by_role("list", name="Per month").get_by_role("link").first
    count = int(bar.locator(".bar-value").inner_text())
    bar.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/community.*made_from="))
    expect(page.get_by_role("button", name=re.compile("^Created: "))).to_be_visible()
    expect(page.get_by_role("list", name="Leads").get_by_role("listitem")).to_have_count(min(count, 50))
    page.get_by_role("button", name="Remove filter: Created").click()
    expect(page).not_to_have_url(re.compile("made_from"))
    page.go_back()
    expect(page.get_by_role("table", name="Lead Details")).to_be_visible()
    groups = page.get_by_role("region", name="Where leads come from and go").first
    groups.get_by_role("button", name="Lost reason").click()
    expect(groups.get_by_text("Number of closed leads")).to_be_visible()
    expect(page).to_have_url(re.compile("by=lost_reason"))
    step = page.get_by_role("list", name="Funnel").get_by_role("link").last
    expect(step).to_contain_text("of the step before")
    step.click()
    expect(page).to_have_url(re.compile("/community.*status=won"))
    expect(page.get_by_role("button", name=re.compile("^Created: "))).to_be_visible()

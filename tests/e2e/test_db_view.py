"""The view on the tables in a browser: what an Admin puts right there shows on pages that are open."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support.journeys import a_title, expect_loaded, make


def test_an_admin_finds_a_lead_in_the_tables_and_its_owner_sees_it_put_right(enter: Callable[..., Page]):
    wrong, right = a_title("Heat pmps"), a_title("Heat pumps")
    owner = enter("professional")
    make(owner, wrong)
    owner.reload()
    expect(owner.get_by_role("main").get_by_text(wrong).first).to_be_visible()

    admin = enter("admin", to="/admin")
    expect_loaded(admin)
    admin.get_by_role("navigation", name="Admin").get_by_role("link", name="DB view").click()
    admin.get_by_placeholder("Search").fill(wrong)
    admin.keyboard.press("Enter")
    expect(admin.locator("tbody tr")).to_have_count(1)
    admin.locator("tbody tr").get_by_role("link").last.click()
    expect(admin.get_by_label("Title")).to_have_value(wrong)
    admin.get_by_label("Title").fill(right)
    admin.get_by_role("button", name="Save", exact=True).click()
    expect(admin.get_by_text(f'The item "{right}" was changed successfully.')).to_be_visible()
    expect(owner.get_by_role("main").get_by_text(right).first).to_be_visible()
    admin.get_by_role("link", name="Back to LeadX").click()
    expect(admin.get_by_role("navigation", name="Admin")).to_be_visible()

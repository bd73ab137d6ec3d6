"""Language, theme, sign-out in another tab, and API tokens."""

import re
from collections.abc import Callable

import httpx
from playwright.sync_api import Page, expect

from tests.support.server import Server
from tests.support.sign_in import sign_out


def test_norwegian_changes_every_word_of_the_page_and_back(enter: Callable[..., Page]):
    page = enter("malin.saether@nordlys.example", to="/profile")
    page.get_by_role("button", name="Norsk").click()
    expect(page.get_by_role("heading", name="Profil", exact=True)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "nb")
    page.goto("/pipeline")
    expect(page.get_by_role("button", name="Nytt lead").first).to_be_visible()
    expect(page.get_by_role("heading", name="Min pipeline")).to_be_visible()
    page.goto("/profile")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Profile", exact=True)).to_be_visible()


def test_the_theme_is_the_persons_in_every_browser(enter: Callable[..., Page]):
    page = enter("malin.saether@nordlys.example", to="/profile")

    def ground(page: Page) -> str:
        return page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--canvas')")

    page.get_by_role("button", name="Light").click()
    expect(page.get_by_role("button", name="Light")).to_have_attribute("aria-pressed", "true")
    light = ground(page)
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert ground(page) != light
    other = enter("malin.saether@nordlys.example", to="/profile")
    expect(other.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="Like the system").click()
    expect(page.get_by_role("button", name="Like the system")).to_have_attribute("aria-pressed", "true")


def test_signing_out_in_one_tab_leaves_the_other_too(enter: Callable[..., Page]):
    page = enter("tonje.rasmussen@nordlys.example", fresh=True)
    expect(page.get_by_role("button", name="Tavle")).to_be_visible()
    other = page.context.new_page()
    other.goto("/profile")
    other.get_by_role("button", name="Tonje Rasmussen").filter(visible=True).click()
    other.get_by_role("menuitem", name="Logg ut").click()
    for tab in (other, page):
        expect(tab).to_have_url(re.compile("/login"))
        expect(tab.get_by_role("main")).not_to_contain_text("Tonje")


def test_a_session_that_ended_leads_to_sign_in_at_the_next_act(enter: Callable[..., Page]):
    page = enter("tonje.rasmussen@nordlys.example", fresh=True)
    expect(page.get_by_role("button", name="Tavle")).to_be_visible()
    sign_out(page)
    page.get_by_role("button", name="Tavle").click()
    expect(page).to_have_url(re.compile("/login"))
    expect(page.get_by_role("main")).not_to_contain_text("Tonje")


def test_a_token_made_on_the_profile_works_until_it_is_revoked(enter: Callable[..., Page], server: Server):
    page = enter("professional", to="/profile")
    page.get_by_label("Name of the token").fill("Webshop")
    page.get_by_label("May also write").check()
    page.get_by_role("button", name="Make token").click()
    secret = page.get_by_label("New token")
    expect(secret).to_be_visible()
    headers = {"Authorization": f"Bearer {secret.input_value()}"}
    with httpx.Client(base_url=f"{server.url}/api/v1", headers=headers) as program:
        assert program.get("/me").json()["email"] == "professional@nordlys.example"
        made = program.post("/leads", json={"title": "Ordered in the webshop", "company_name": "Bakeren AS"})
        assert made.status_code == 201
        page.reload()
        expect(page.get_by_role("row", name="Webshop")).to_be_visible()
        expect(page.get_by_label("New token")).to_have_count(0)
        page.get_by_role("button", name="Revoke Webshop").click()
        expect(page.get_by_role("row", name="Webshop")).to_have_count(0)
        assert program.get("/me").status_code == 401

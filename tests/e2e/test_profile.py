"""Language, theme, what people change of themselves, sign-out in another tab, and API tokens."""

import re
from collections.abc import Callable

import httpx
from playwright.sync_api import Page, expect

from tests.support import sample_files
from tests.support.journeys import expect_loaded
from tests.support.server import DEMO_PASSWORD, Server
from tests.support.sign_in import sign_in_by_form, sign_out


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


def test_people_change_what_is_said_of_them_their_password_and_where_they_are_signed_in(enter: Callable[..., Page]):
    lost, page = (enter("vilde.bergersen@nordlys.example", to="/profile", fresh=True) for _ in range(2))
    expect_loaded(lost)
    expect_loaded(page)
    about = page.get_by_role("form", name="About me")
    about.get_by_label("Phone").fill("not a number")
    about.get_by_role("button", name="Save").click()
    expect(about.get_by_text("This is not a phone number.")).to_be_visible()
    about.get_by_label("Phone").fill("22 22 22 22")
    about.get_by_label("Name").fill("Vilde B. Bergersen")
    about.get_by_label("Time zone").select_option("Europe/Helsinki")
    about.get_by_role("button", name="Save").click()
    expect(page.get_by_role("banner").get_by_role("button", name="Vilde B. Bergersen").first).to_be_attached()
    photo = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": sample_files.photo(size=(90, 60))}
    page.get_by_role("group", name="Photo").get_by_label("Choose a photo").set_input_files(photo)
    shown = page.get_by_role("main").locator(".avatar-photo")
    expect(shown).to_have_js_property("naturalWidth", 60)
    page.get_by_role("button", name="Remove the photo").click()
    expect(shown).to_have_count(0)

    browsers = page.get_by_role("list", name="Where you are signed in").get_by_role("listitem")
    expect(browsers.first).to_contain_text("This browser")
    browsers.last.get_by_role("button", name=re.compile("^Sign .+ out$")).click()
    expect(browsers).to_have_count(1)
    expect(lost.get_by_text("You were signed out. Sign in again")).to_be_visible()

    page.get_by_label("Current password").fill(DEMO_PASSWORD)
    page.get_by_label("New Password", exact=True).fill("seven quiet boats at dawn")
    page.get_by_label("Confirm Password", exact=True).fill("seven quiet boats at dawn")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("Your password is changed.")).to_be_visible()
    page.get_by_role("button", name="Sign out everywhere").click()
    expect(page).to_have_url(re.compile("/login"))
    sign_in_by_form(page, "vilde.bergersen@nordlys.example", "seven quiet boats at dawn")

"""Signing in with a company's own accounts: an Admin sets it up, people use it, with a real provider."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.support.identity_provider import CLIENT, PASSWORD, SECRET, IdentityProvider
from tests.support.journeys import expect_loaded
from tests.support.server import Server

PEOPLE = {"basic": "basic@fjord.example", "nina": "nina.ny@fjord.example", "ola": "ola@elsewhere.example"}


def test_an_admin_sets_a_provider_up_and_people_sign_in_with_it(
    enter: Callable[..., Page], open_page: Callable[..., Page], server: Server, tmp_path: Path
):
    common = server.url.replace("127.0.0.1", "localhost")
    home = server.url.replace(
        "127.0.0.1", "fjord.localhost"
    )  # The customer's own address, to which the provider leads.
    with IdentityProvider(tmp_path, f"{home}/auth/provider/back", PEOPLE) as provider:
        _set_up(enter("admin@fjord", to="/admin/sign-in"), provider, home)

        page = open_page(url=home, visits=provider.url)
        page.goto("/login?next=/profile")
        expect(page.locator(".sign-in-customer")).to_have_text("Fjord")
        page.get_by_role("link", name="Sign in with Fjord ID").click()
        _sign_in_there(page, "basic")
        expect(page).to_have_url(re.compile(f"{home}/profile/?$"))
        here = page.get_by_role("list", name="Where you are signed in").get_by_role("listitem")
        expect(here.filter(has_text="This browser")).to_contain_text("with Fjord ID")

        nina = open_page(url=common, visits=home, phone=True)
        nina.goto("/login")
        nina.get_by_label("Email", exact=True).fill("nina.ny@fjord.example")
        nina.get_by_role("button", name="Sign in with your organization").click()
        _sign_in_there(nina, "nina")
        expect(nina).to_have_url(re.compile(f"{home}/news/?$"))
        nina.goto(f"{home}/profile")
        expect_loaded(nina)
        expect(nina.get_by_text("nina.ny@fjord.example").first).to_be_visible()
        expect(nina.get_by_text("Professional").first).to_be_visible()

        ola = open_page(url=home, visits=provider.url)
        ola.goto("/login")
        ola.get_by_role("link", name="Sign in with Fjord ID").click()
        _sign_in_there(ola, "ola")
        refused = ola.get_by_role("alert")
        expect(refused).to_contain_text("You cannot sign in this way.")
        expect(refused).to_contain_text(re.compile("Number for your administrator: [0-9a-f]{10}"))
        expect(ola.get_by_role("link", name="Sign in with Fjord ID")).to_be_visible()


def _set_up(admin: Page, provider: IdentityProvider, home: str) -> None:
    expect_loaded(admin)
    expect(admin.get_by_label("Redirect address")).to_have_value(f"{home}/auth/provider/back")
    form = admin.get_by_role("region", name="Provider")
    form.get_by_label("Name on the button").fill("Fjord ID")
    form.get_by_label("Address of the provider").fill("https://10.0.0.1")
    form.get_by_label("Client ID").fill(CLIENT)
    form.get_by_label("Client secret").fill(SECRET)
    form.get_by_label("Email domains").fill("fjord.example")
    form.get_by_label("Make an account for whoever is new").check()
    form.get_by_label("Their role").select_option("professional")
    form.get_by_label("People can sign in with it").check()
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_text("10.0.0.1 is inside a private network.")).to_be_visible()
    form.get_by_label("Address of the provider").fill(provider.url)
    form.get_by_role("button", name="Save").click()
    form.get_by_role("button", name="Test the provider").click()
    expect(form.get_by_text("The provider answers as it should.")).to_be_visible()
    expect(form.get_by_text("One is kept. Write only a new one.")).to_be_visible()
    expect(form.get_by_label("Client secret")).to_have_value("")


def _sign_in_there(page: Page, name: str) -> None:
    page.locator("input[name=login]").fill(name)
    page.keyboard.press("Enter")
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")

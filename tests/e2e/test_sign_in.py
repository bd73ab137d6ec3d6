"""Getting in, staying in, getting out."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.journeys import expect_loaded
from tests.support.server import Server
from tests.support.sign_in import sign_in, sign_in_by_form, sign_out

EMAILS = [
    "lite@nordlys.example",
    "basic@nordlys.example",
    "professional@nordlys.example",
    "manager@nordlys.example",
    "admin@nordlys.example",
]


@pytest.mark.parametrize("email", EMAILS)
def test_every_role_signs_in_by_the_form_and_sees_whom_it_is(email: str, page: Page):
    sign_in_by_form(page, email)
    page.goto("/profile")
    expect(page.get_by_text(email).first).to_be_visible()


def test_a_wrong_password_is_refused_without_saying_what_was_wrong(page: Page):
    page.goto("/login")
    page.get_by_label("Email", exact=True).fill("basic@nordlys.example")
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("The email or the password is wrong.")).to_be_visible()
    expect(page.get_by_label("Email", exact=True)).to_have_value("basic@nordlys.example")


def test_a_page_behind_the_sign_in_asks_for_it_and_then_opens(page: Page):
    page.goto("/profile")
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
    sign_in_by_form(page, "basic@nordlys.example")
    expect(page.get_by_text("basic@nordlys.example").first).to_be_visible()


def test_a_customer_has_its_own_address(server: Server, open_page: Callable[..., Page]):
    page = open_page(url=server.url.replace("127.0.0.1", "nordlys.localhost"))
    page.goto("/login")
    expect(page.locator(".sign-in-customer")).to_have_text("Nordlys")
    expect(page.get_by_role("button", name="manager@fjord.example")).to_have_count(0)
    sign_in_by_form(page, "basic@nordlys.example")
    expect(page).to_have_url(re.compile(r"//nordlys\.localhost:\d+/news/?$"))
    expect_loaded(page)


@pytest.mark.cuts_the_line
def test_the_session_survives_a_restart_of_the_server(own_server: Server, open_page: Callable[..., Page]):
    page = open_page()
    sign_in(page, "basic@nordlys.example", to="/profile")
    expect(page.get_by_text("basic@nordlys.example").first).to_be_visible()
    assert own_server.stop() == 0
    own_server.start()
    page.reload()
    expect(page.get_by_text("basic@nordlys.example").first).to_be_visible()


def test_after_signing_out_nothing_of_the_person_is_left(page: Page):
    sign_in(page, "basic@nordlys.example", to="/profile")
    expect(page.get_by_text("Bjørn Aasen").first).to_be_visible()
    sign_out(page)
    page.reload()
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
    expect(page.get_by_text("Bjørn Aasen")).to_have_count(0)

"""Two-step sign-in in a browser: an app set up, signed in with its code, reset by an Admin; and passkeys."""

import re
import time
from collections.abc import Callable

import pyotp
from playwright.sync_api import Page, expect

from tests.support.journeys import expect_loaded
from tests.support.server import DEMO_PASSWORD, Server
from tests.support.sign_in import sign_in_by_form, sign_out

JULIE = "julie.sandnes@fjord.example"
HILDE = "hilde.torgersen@partner.nordlys.example"
A_FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_an_app_is_set_up_asked_for_at_sign_in_and_reset_by_an_admin(
    enter: Callable[..., Page], open_page: Callable[..., Page]
):
    page = enter(JULIE, to="/profile", fresh=True)
    expect_loaded(page)
    page.get_by_role("button", name="Turn on").click()
    page.get_by_label("Your password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("img", name="Picture to scan")).to_have_js_property("complete", True)
    app = pyotp.TOTP(page.get_by_label("Or type this key into the app").input_value().replace(" ", ""))
    page.get_by_label("Code that the app shows").fill("12345")
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_text("This code is wrong or was used already.")).to_be_visible()
    page.get_by_label("Code that the app shows").fill(app.now())
    page.get_by_role("button", name="Turn on").click()
    codes = page.get_by_role("list", name="Recovery codes").get_by_role("listitem")
    expect(codes).to_have_count(10)
    recovery = codes.first.inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert recovery in download.value.path().read_text()
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_text("10 recovery codes are left.")).to_be_visible()

    phone = open_page(phone=True)
    phone.goto("/login")
    phone.get_by_label("Email", exact=True).fill(JULIE)
    phone.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
    phone.get_by_role("button", name="Sign in", exact=True).click()
    code = phone.get_by_label("Code of your app")
    expect(code).to_be_focused()
    code.fill("000 00")
    phone.keyboard.press("Enter")
    expect(phone.get_by_text("This code is wrong or was used already.")).to_be_visible()
    # The present code may be the one that turned it on: the next one passes already, as of a clock that is fast.
    code.fill(app.at(int(time.time()) + app.interval))
    phone.keyboard.press("Enter")
    expect(phone).to_have_url(re.compile("/news"))

    page.get_by_role("button", name="New recovery codes").click()
    page.get_by_label("Your password").fill(DEMO_PASSWORD)
    page.get_by_label("Code of your app").fill(recovery)
    page.get_by_role("button", name="New recovery codes").click()
    expect(codes).to_have_count(10)
    expect(page.get_by_text(recovery)).to_have_count(0)

    admin = enter("admin@fjord", to="/admin/users")
    expect_loaded(admin)
    admin.get_by_role("list", name="People").get_by_role("button", name=re.compile(JULIE)).click()
    opened = admin.get_by_role("dialog", name="Edit user")
    opened.get_by_role("button", name="Reset two-step sign-in").click()
    expect(opened.get_by_role("button", name="Reset two-step sign-in")).to_have_count(0)
    again = enter(JULIE, to="/profile", fresh=True)
    expect(again.get_by_role("button", name="Turn on")).to_be_visible()


def test_a_passkey_is_made_signs_in_without_a_password_and_is_removed(open_page: Callable[..., Page], server: Server):
    # Passkeys belong to a name: none are made for a bare address.
    page = open_page(url=server.url.replace("127.0.0.1", "localhost"))
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": A_FINGER})
    sign_in_by_form(page, HILDE)
    page.goto("/profile")
    expect_loaded(page)
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_label("Name of the passkey").fill("Laptop")
    page.get_by_label("Your password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Add a passkey").click()
    keys = page.get_by_role("list", name="Passkeys").get_by_role("listitem")
    expect(keys).to_have_count(1)
    expect(keys).to_contain_text("Laptop")

    sign_out(page)
    page.goto("/login?next=/profile")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile("/profile"))
    expect(keys).to_contain_text("last used")
    page.get_by_role("button", name="Remove the passkey Laptop").click()
    expect(keys).to_have_count(0)

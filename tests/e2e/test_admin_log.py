"""What an Admin keeps an eye on: the audit log, everybody's API tokens, and the programs that are told."""

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.support.hook_receiver import HookReceiver
from tests.support.journeys import a_title, expect_loaded, make, open_menu, post


def _token(page: Page, name: str) -> str:
    """Make a token on the profile; returns its secret."""
    page.goto("/profile")
    expect_loaded(page)
    page.get_by_label("Name of the token").fill(name)
    page.get_by_role("button", name="Make token").click()
    shown = page.get_by_label("New token")
    expect(shown).to_have_value(re.compile("^leadx_"))
    return shown.input_value()


def test_an_admin_is_told_by_the_log_and_by_a_program(enter: Callable[..., Page]):
    name = a_title("Till")
    person = enter("professional", to="/healthz")
    secret = _token(person, name)
    assert person.request.get("/api/v1/feed", headers={"Authorization": f"Bearer {secret}"}).ok

    admin = enter("admin", to="/admin/tokens")
    row = admin.get_by_role("list", name="API tokens").get_by_role("listitem").filter(has_text=name)
    expect(row).to_contain_text("Works")
    row.get_by_role("button", name=f"Revoke {name}").click()
    expect(row).to_have_count(0)
    assert person.request.get("/api/v1/feed", headers={"Authorization": f"Bearer {secret}"}).status == 401

    with HookReceiver() as receiver:
        admin.get_by_role("link", name="Webhooks").click()
        _add(admin, receiver)
        title = a_title("Told of")
        lead = make(person, title, value="100")
        post(person, f"/{lead}/win")
        _look(admin, receiver, title)

    admin.get_by_role("link", name="Audit log").click()
    log = admin.get_by_role("list", name="Audit log")
    expect(log.get_by_role("listitem").first).to_be_visible()
    admin.get_by_role("searchbox", name="Search the log").fill(name)
    expect(log.get_by_role("listitem")).to_have_count(3)
    expect(log.get_by_role("listitem").first).to_contain_text(f"revoked the API token {name}")
    admin.get_by_label("Kind", exact=True).select_option(label="API tokens")
    expect(admin).to_have_url(re.compile("area=tokens"))
    admin.reload()
    expect(log.get_by_role("listitem")).to_have_count(3)
    expect(admin.get_by_label("Kind", exact=True)).to_have_value("tokens")
    with admin.expect_download() as download:
        open_menu(admin.get_by_role("button", name="Export", exact=True), "CSV").click()
    with Path(download.value.path()).open(encoding="utf-8-sig", newline="") as file:
        assert [line["Kind"] for line in csv.DictReader(file)] == ["API tokens"] * 3
    admin.get_by_role("button", name="Show everything").click()
    expect(log.get_by_role("listitem").filter(has_text="exported 3 rows").first).to_be_visible()


def _add(admin: Page, receiver: HookReceiver) -> None:
    """Add the receiver as a webhook for won leads; an address inside is refused."""
    expect(admin.get_by_role("heading", name="Webhooks")).to_be_visible()
    expect_loaded(admin)
    admin.get_by_role("button", name="Add webhook").click()
    form = admin.get_by_role("dialog", name="Webhook", exact=True)
    form.get_by_label("Address").fill("https://10.0.0.1/in")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_text("inside a private network")).to_be_visible()
    form.get_by_label("Address").fill(receiver.url)
    form.get_by_label("A lead is created").uncheck()
    form.get_by_role("button", name="Save").click()
    secret = admin.get_by_label("Secret of the webhook")
    expect(secret).to_have_value(re.compile("^whsec_"))
    admin.get_by_role("button", name="I have copied it").click()
    expect(secret).to_have_count(0)


def _look(admin: Page, receiver: HookReceiver, title: str) -> None:
    """The log says what arrived, live; it is sent again, and the webhook goes and comes back by undo."""
    row = admin.get_by_role("list", name="Webhooks").get_by_role("button").filter(has_text=receiver.url)
    row.click()
    opened = admin.get_by_role("dialog", name="Deliveries of the webhook")
    won = opened.get_by_role("listitem").filter(has_text="A lead is won")
    expect(won).to_contain_text("Delivered")
    won.get_by_text("What was sent").click()
    expect(won).to_contain_text(title)
    won.get_by_role("button", name="Redeliver").click()
    bodies = receiver.bodies(2)
    expect(won).to_contain_text("Delivered")
    assert json.loads(bodies[0])["lead"]["title"] == title
    assert bodies[0] == bodies[1]
    opened.get_by_role("button", name="Remove").click()
    expect(row).to_have_count(0)
    admin.get_by_role("button", name="Undo").click()
    expect(row).to_be_visible()
    row.click()
    opened.get_by_role("button", name="Switch off").click()
    expect(opened.get_by_role("button", name="Switch on")).to_be_visible()
    opened.locator("header").get_by_role("button", name="Close").click()
    expect(opened).to_be_hidden()

"""Signing a browser page in: through the form as people do, or straight at the door where the form is not the point."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import APIRequestContext, Page, expect

from tests.support.server import DEMO_PASSWORD


def sign_in(page: Page, email: str, password: str = DEMO_PASSWORD, to: str = "") -> None:
    """Sign in without the form and open the account's first page, or the one asked for."""
    first = sign_in_at_the_door(page.request, email, password, to)
    page.goto(to or first)


def sign_in_at_the_door(request: APIRequestContext, email: str, password: str = DEMO_PASSWORD, to: str = "") -> str:
    """Sign in without a page; returns where the account begins."""
    answer = request.post(
        "/auth/sign-in",
        data={"email": email, "password": password, "next": to or None},
        headers={"X-LeadX": "1"},
    )
    assert answer.ok, f"{email} cannot sign in: {answer.status} {answer.text()}"
    return answer.json()["next"]


def sign_in_by_form(page: Page, email: str, password: str = DEMO_PASSWORD) -> None:
    """Sign in as a person does and wait until the sign-in page is left."""
    if urlsplit(page.url).path.rstrip("/") != "/login":
        page.goto("/login")
    page.get_by_label("Email", exact=True).fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).not_to_have_url(re.compile(r"/login/?(\?.*)?$"))


def sign_out(page: Page) -> None:
    """End the page's session at the door."""
    assert page.request.post("/auth/sign-out", headers={"X-LeadX": "1"}).ok

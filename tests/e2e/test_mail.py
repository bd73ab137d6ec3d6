"""Mail, from the act to the recipient's link, and the Admin's outbox, with a real mail server beside it."""

import re
import time
from collections.abc import Callable
from email.message import EmailMessage

from playwright.sync_api import Page, expect

from tests.support import journeys
from tests.support.journeys import a_title
from tests.support.server import Server
from tests.support.smtp_sink import SmtpSink

MANAGER = "manager@nordlys.example"


def _arrived(sink: SmtpSink, title: str) -> EmailMessage:
    """The Manager's mail about the lead, once it has come."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        for mail in sink.to(MANAGER):
            if title in mail.get_body(["plain"]).get_content():
                return mail
        time.sleep(0.05)
    raise AssertionError(f"no mail about {title}: {[mail['Subject'] for mail in sink.to(MANAGER)]}")


def test_a_handover_reaches_the_managers_mailbox_with_a_link_that_works(
    own_server: Server, sink: SmtpSink, enter: Callable[..., Page]
):
    basic, manager = enter("basic"), enter("manager")
    title = a_title("Heat pumps by mail")
    journeys.create(basic, title, hand_over=True)
    mail = _arrived(sink, title)
    link = re.search(r"http://\S+/leads/\S+", mail.get_body(["plain"]).get_content()).group()
    manager.goto(link.replace("nordlys.localhost", "127.0.0.1"))
    expect(manager.get_by_role("heading", name=title).or_(manager.get_by_text(title)).first).to_be_visible()
    time.sleep(5)
    assert len([one for one in sink.to(MANAGER) if title in one.get_body(["plain"]).get_content()]) == 1


def test_an_admin_sees_the_outbox_and_sends_a_dead_mail_again(
    own_server: Server, sink: SmtpSink, enter: Callable[..., Page]
):
    admin, basic = enter("admin", to="/admin"), enter("basic")
    admin.get_by_role("navigation", name="Admin").get_by_role("link", name="Mail outbox").click()
    mails = admin.get_by_role("list", name="Mails")
    sink.answers[MANAGER] = ["550 5.1.1 User unknown"] * 5
    title = a_title("Refused by mail")
    journeys.create(basic, title, hand_over=True)
    row = mails.get_by_role("button", name=re.compile(f"{re.escape(title)}.*{re.escape(MANAGER)}.*Not sent"))
    expect(row).to_be_visible(timeout=30_000)
    admin.get_by_role("group", name="Which mails").get_by_role("button", name="Not sent").click()
    row.click()
    opened = admin.get_by_role("dialog", name="Mail")
    expect(opened.get_by_text("The mail server does not know the recipient.")).to_be_visible()
    expect(opened.get_by_text("550 5.1.1 User unknown")).to_be_visible()
    expect(opened.get_by_role("region", name="Text of the mail")).to_contain_text(title)
    sink.answers[MANAGER] = []
    opened.get_by_role("button", name="Send again").click()
    _arrived(sink, title)
    expect(opened.get_by_text("Sent", exact=True).first).to_be_visible()
    expect(opened.get_by_role("button", name="Send again")).to_have_count(0)


def test_the_outbox_is_for_admins_only(enter: Callable[..., Page]):
    for who in ("lite", "basic", "professional", "manager"):
        page = enter(who, to="/admin/mail")
        expect(page.get_by_text("This page is not part of your role")).to_be_visible()

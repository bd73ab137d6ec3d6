"""Support between two people: from a page to a ticket, offered articles, talk, mails, and the end of it."""

import time
from collections.abc import Callable
from email.message import EmailMessage

from playwright.sync_api import Page, expect

from tests.support.journeys import a_title, expect_loaded, open_menu
from tests.support.server import Server
from tests.support.smtp_sink import SmtpSink

REPORTER, HELPER = "basic@nordlys.example", "admin@nordlys.example"


def _arrived(sink: SmtpSink, person: str, *words: str) -> EmailMessage:
    """The mail to a person that says all of this, once it has come."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        for mail in sink.to(person):
            if all(word in mail.get_body(["plain"]).get_content() for word in words):
                return mail
        time.sleep(0.05)
    raise AssertionError(f"no mail of {words}: {[mail['Subject'] for mail in sink.to(person)]}")


def _raise(page: Page, subject: str) -> None:
    """From the page where something is wrong to the ticket, with a file."""
    me = page.get_by_role("banner").get_by_role("button", name="Bjørn Aasen").filter(visible=True)
    open_menu(me, "Get help with this page").click()
    expect(page.get_by_text("The page /pipeline goes with it.")).to_be_visible()
    expect_loaded(page)
    form = page.get_by_role("form", name="New ticket")
    form.get_by_label("Subject").fill(subject)
    offered = page.get_by_role("list", name="Suggested articles").get_by_role("link")
    expect(offered.filter(has_text="Change your password")).to_be_visible()
    form.get_by_label("What happened?").fill("The link in the mail is over at once.")
    form.get_by_label("Query type").select_option("Incident")
    form.get_by_label("Severity").select_option("s2")
    files = {"name": "log.txt", "mimeType": "text/plain", "buffer": b"what the browser said"}
    form.locator("input[type=file]").first.set_input_files(files)
    expect(form.get_by_text("log.txt")).to_be_visible()
    form.get_by_role("button", name="Raise ticket").click()
    expect(page.get_by_role("heading", name=subject)).to_be_visible()


def test_a_ticket_from_a_page_to_its_end_with_mails_to_both(
    own_server: Server, sink: SmtpSink, enter: Callable[..., Page]
):
    reporter, helper = enter("basic", to="/pipeline"), enter("admin", to="/support")
    tickets = helper.get_by_role("main").get_by_role("list", name="Tickets")
    expect(tickets.get_by_role("listitem").first).to_contain_text("Overdue since")
    subject = a_title("My password cannot be changed")
    _raise(reporter, subject)
    tickets.get_by_role("link").filter(has_text=subject).click()
    assert _arrived(sink, HELPER, f"asks support: “{subject}”")
    ticket = helper.get_by_role("article", name=subject)
    href = ticket.get_by_role("link").filter(has_text="log.txt").get_attribute("href")
    answer = helper.request.get(href)
    assert (answer.body(), answer.headers["x-content-type-options"]) == (b"what the browser said", "nosniff")
    expect_loaded(helper)
    ticket.get_by_label("Your reply").fill("Which mail program opens the link?")
    ticket.get_by_role("button", name="Send reply").click()
    thread = reporter.get_by_role("list", name="What was said")
    expect(thread.get_by_text("Which mail program opens the link?")).to_be_visible()
    mail = _arrived(sink, REPORTER, f"answered on “{subject}”")
    assert "/support/tickets/" in mail.get_body(["plain"]).get_content()
    ticket.get_by_role("button", name="Start work").click()
    ticket.get_by_role("button", name="Resolve", exact=True).click()
    expect(ticket.get_by_text("Within SLA")).to_be_visible()
    reporter.get_by_role("button", name="Close ticket").click()
    expect(ticket.get_by_text("Closed", exact=True)).to_be_visible()
    expect(reporter.get_by_label("Your reply")).to_have_count(0)

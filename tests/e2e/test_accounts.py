"""Accounts, with mails read where they arrive: a forgotten password, and people who are invited."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support import sample_files
from tests.support.journeys import expect_loaded, open_menu
from tests.support.server import Server
from tests.support.sign_in import sign_in, sign_in_by_form
from tests.support.smtp_sink import SmtpSink

BASIC = "basic@nordlys.example"
NINA = "nina@nordlys.example"
OLA = "ola@nordlys.example"
NEW = "seven quiet boats at dawn"


def link_to(sink: SmtpSink, address: str, page: str = "reset-password") -> str:
    """The path of the link in the newest mail to somebody that has a secret, once it has come."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for mail in reversed(sink.to(address)):
            found = re.search(rf"http://[^/\s]+(/{page}#\S+)", mail.get_body(["plain"]).get_content())
            if found:
                return found[1]
        time.sleep(0.05)
    raise AssertionError(f"no link for {address}: {[mail['Subject'] for mail in sink.to(address)]}")


def choose(page: Page, password: str, confirmation: str | None = None) -> None:
    """Write a new password twice and send it."""
    page.get_by_label("New Password", exact=True).fill(password)
    page.get_by_label("Confirm Password", exact=True).fill(password if confirmation is None else confirmation)
    page.get_by_role("button", name="Keep the password").click()


def test_a_forgotten_password_is_chosen_anew_by_the_link_of_a_mail(
    own_server: Server, sink: SmtpSink, open_page: Callable[..., Page]
):
    elsewhere, phone = open_page(), open_page(phone=True)
    sign_in(elsewhere, BASIC, to="/profile")
    expect(elsewhere.get_by_text(BASIC).first).to_be_visible()

    phone.goto("/login")
    phone.get_by_role("link", name="Forgot your password?").click()
    expect(phone.get_by_role("heading", name="Forgot your password?")).to_be_visible()
    phone.get_by_label("Email", exact=True).fill(BASIC)
    phone.get_by_role("button", name="Send the link").click()
    expect(phone.get_by_role("status").filter(has_text="If an account has this email")).to_be_visible()
    link = link_to(sink, BASIC)
    phone.goto(link)
    expect(phone.get_by_text(f"{BASIC} · Nordlys")).to_be_visible()
    choose(phone, "short", "other")
    expect(phone.get_by_text("Use at least 12 characters for the password.")).to_be_visible()
    expect(phone.get_by_text("Write the same password in both fields.")).to_be_visible()
    choose(phone, NEW)
    expect(phone.get_by_text("Your new password is kept. Sign in with it.")).to_be_visible()
    sign_in_by_form(phone, BASIC, NEW)

    expect(elsewhere).to_have_url(re.compile(r"/login/?\?ended=1"))
    expect(elsewhere.get_by_text("You were signed out. Sign in again")).to_be_visible()
    elsewhere.goto(link)
    expect(elsewhere.get_by_text("This link was used already.")).to_be_visible()
    expect(elsewhere.get_by_role("link", name="Ask for a new link")).to_be_visible()


def test_an_admin_invites_people_changes_what_they_may_and_closes_one_out(
    own_server: Server, sink: SmtpSink, open_page: Callable[..., Page], enter: Callable[..., Page]
):
    admin = enter("admin", to="/admin/users")
    people = admin.get_by_role("list", name="People")
    expect(people.get_by_text(BASIC)).to_be_visible()
    admin.get_by_role("button", name="Invite User").click()
    round_ = admin.get_by_role("dialog", name="Invite User")
    first, second = round_.get_by_role("group", name="Person 1"), round_.get_by_role("group", name="Person 2")
    first.get_by_label("Name").fill("Nina Ny")
    first.get_by_label("Email").fill(NINA)
    first.get_by_label("Role").select_option("manager")
    round_.get_by_role("button", name="Add another person").click()
    second.get_by_label("Name").fill("Per Prøve")
    second.get_by_label("Email").fill(BASIC)
    round_.get_by_role("button", name="Send invitations").click()
    expect(second.get_by_text("A person with this email exists already.")).to_be_visible()
    expect(first.get_by_label("Email")).to_have_value(NINA)
    second.get_by_label("Email").fill("per@nordlys.example")
    round_.get_by_role("button", name="Send invitations").click()
    expect(round_).to_be_hidden()
    nina_row = people.get_by_role("button", name=re.compile(f"Nina Ny.*{NINA}"))
    expect(nina_row.get_by_text("Invited")).to_be_visible()

    nina = open_page()
    nina.goto(link_to(sink, NINA))
    expect(nina.get_by_text(f"{NINA} · Nordlys")).to_be_visible()
    choose(nina, NEW)
    expect(nina.get_by_text("Your new password is kept. Sign in with it.")).to_be_visible()
    sign_in_by_form(nina, NINA, NEW)
    expect(nina.get_by_role("navigation", name="Menu").get_by_role("link", name="Pulse")).to_be_visible()

    admin.get_by_role("searchbox", name="Search people").fill("nina")
    admin.get_by_label("Last here", exact=True).select_option("week")
    expect(admin).to_have_url(re.compile(r"search=nina&seen=week"))
    admin.reload()
    expect_loaded(admin)
    expect(people.get_by_role("listitem")).to_have_count(1)
    expect(nina_row.get_by_text("Active")).to_be_visible()
    nina_row.click()
    opened = admin.get_by_role("dialog", name="Edit user")
    opened.get_by_label("Nordlys", exact=True).select_option("basic")
    opened.get_by_role("textbox", name="Name", exact=True).fill("Nina Nordmann")
    opened.get_by_label("Phone", exact=True).fill("12")
    opened.get_by_role("button", name="Save", exact=True).click()
    expect(opened.get_by_text("This is not a phone number.")).to_be_visible()
    opened.get_by_label("Phone", exact=True).fill("22 22 22 22")
    opened.get_by_role("button", name="Save", exact=True).click()
    expect(nina.get_by_text("You are Basic at Nordlys now.")).to_be_visible()
    expect(nina.get_by_role("navigation", name="Menu").get_by_role("link", name="Pulse")).to_have_count(0)
    expect(opened).to_be_hidden()
    nina_row = people.get_by_role("button", name=re.compile(f"Nina Nordmann.*{NINA}"))
    nina_row.click()
    expect(opened.get_by_label("Phone", exact=True)).to_have_value("+4722222222")
    opened.get_by_role("button", name="Make inactive").click()
    expect(opened.get_by_text("Inactive", exact=True)).to_be_visible()
    expect(nina.get_by_text("You were signed out. Sign in again")).to_be_visible()
    refused = nina.request.post("/auth/sign-in", data={"email": NINA, "password": NEW}, headers={"X-LeadX": "1"})
    assert refused.status == 401

    opened.get_by_role("button", name="Erase person …").click()
    question = admin.get_by_role("dialog", name="Erase a person")
    question.get_by_role("textbox").fill("nina")
    question.get_by_role("button", name="Erase for good").click()
    expect(question.get_by_text("This is not what stands above. Nothing was erased.")).to_be_visible()
    question.get_by_role("textbox").fill(NINA)
    question.get_by_role("button", name="Erase for good").click()
    expect(question).to_be_hidden()
    expect(nina_row).to_have_count(0)

    # A contact person too, by the email or the name that is shown.
    contact = {"name": "Kari Gammel", "email": "kari@gammel.example"}
    made = admin.request.post("/api/v1/contacts/persons", data=contact, headers={"X-LeadX": "1"}).json()["id"]
    admin.goto(f"/contacts?contact={made}")
    expect_loaded(admin)
    open_menu(admin.get_by_role("button", name="More for Kari Gammel"), "Erase person …").click()
    question.get_by_role("textbox").fill(contact["email"])
    question.get_by_role("button", name="Erase for good").click()
    expect(question).to_be_hidden()
    expect(admin.get_by_text("Kari Gammel")).to_have_count(0)
    assert "kari" not in admin.request.get(f"/api/v1/contacts/persons/{made}").text().casefold()


def test_somebody_registers_waits_and_is_approved_by_an_admin_who_sees_it_live(
    own_server: Server, sink: SmtpSink, open_page: Callable[..., Page], enter: Callable[..., Page]
):
    admin = enter("admin", to="/admin/organization")
    children = admin.get_by_role("region", name="Child Organisations")
    children.get_by_label("Name of the new organization").fill("Nordlys Vest")
    children.get_by_role("button", name="Add", exact=True).click()
    west = children.get_by_role("listitem").filter(has_text="Nordlys Vest")
    expect(west.get_by_text("No Manager yet")).to_be_visible()
    west.get_by_role("button", name="Make Nordlys Vest inactive").click()
    expect(west.get_by_text("Inactive", exact=True)).to_be_visible()
    profile = admin.get_by_role("form", name="Organizational Profile")
    profile.get_by_label("City").fill("Oslo")
    profile.get_by_label("Date format").select_option("iso")
    profile.get_by_role("button", name="Save", exact=True).click()
    expect(admin.get_by_text("Saved.", exact=True)).to_be_visible()
    logo = {"name": "logo.png", "mimeType": "image/png", "buffer": sample_files.photo(size=(300, 100))}
    admin.get_by_label("Choose a logo").set_input_files(logo)
    shown_logo = admin.get_by_role("img", name="The logo of Nordlys")
    expect(shown_logo).to_have_js_property("naturalWidth", 300)
    expect(admin.locator(".rail .organization-logo")).to_be_visible()
    admin.get_by_role("button", name="Remove the logo").click()
    expect(shown_logo).to_have_count(0)
    removed = admin.locator(".toast").filter(has_text="The logo is removed.")
    removed.get_by_role("button", name="Undo").click()
    expect(shown_logo).to_be_visible()
    section = admin.get_by_role("region", name="Self-registration")
    section.get_by_label("People can register by themselves").check()
    section.get_by_label("They choose between all organizations").check()
    section.get_by_role("button", name="Save", exact=True).click()
    shown = section.get_by_role("textbox", name="Registration address")
    expect(shown).to_have_value(re.compile("/register#"))
    address = shown.input_value()
    admin.goto("/admin/users")
    expect_loaded(admin)
    requests = admin.get_by_role("region", name="Pending Requests")
    expect(requests.get_by_text("Nobody waits.")).to_be_visible()

    ola = open_page(phone=True)
    ola.goto("/login")
    ola.get_by_role("link", name="Register").click()
    expect(ola.get_by_text("To register, open the registration address")).to_be_visible()
    ola.goto("/login")
    ola.goto(address[address.index("/register") :])
    ola.get_by_label("Name", exact=True).fill("Ola Ny")
    ola.get_by_label("Email", exact=True).fill(OLA)
    expect(ola.get_by_label("Organization", exact=True).get_by_role("option")).to_have_count(3)
    ola.get_by_label("Organization", exact=True).select_option(label="Nordlys Service")
    ola.get_by_label("Password", exact=True).fill("short")
    ola.get_by_label("Confirm Password", exact=True).fill(NEW)
    ola.get_by_role("button", name="Register").click()
    expect(ola.get_by_text("Use at least 12 characters for the password.")).to_be_visible()
    ola.get_by_label("Password", exact=True).fill(NEW)
    ola.get_by_role("button", name="Register").click()
    expect(ola.get_by_role("status").filter(has_text="A mail is on its way to you.")).to_be_visible()
    ola.goto(link_to(sink, OLA, "confirm-email"))
    expect(ola.get_by_text(f"{OLA} · Nordlys Service")).to_be_visible()
    ola.get_by_label("Password", exact=True).fill("not what was chosen")
    ola.get_by_role("button", name="Confirm", exact=True).click()
    expect(ola.get_by_text("This is not the password that you chose")).to_be_visible()
    ola.get_by_label("Password", exact=True).fill(NEW)
    ola.get_by_role("button", name="Confirm", exact=True).click()
    expect(ola.get_by_text("Your email is confirmed.")).to_be_visible()
    waits = ola.request.post("/auth/sign-in", data={"email": OLA, "password": NEW}, headers={"X-LeadX": "1"})
    assert waits.json()["detail"] == "Your request to join Nordlys Service waits for an administrator."

    row = requests.get_by_role("listitem").filter(has_text=OLA)
    expect(row).to_be_visible()
    row.get_by_role("button", name="Reject Ola Ny").click()
    rejection = admin.get_by_role("dialog", name="Reject the request")
    rejection.get_by_label("Reason").fill("Who are you?")
    rejection.get_by_role("button", name="Reject", exact=True).click()
    expect(requests.get_by_text("Nobody waits.")).to_be_visible()
    admin.get_by_role("button", name="Undo").last.click()
    row.get_by_role("button", name="Approve Ola Ny").click()
    approval = admin.get_by_role("dialog", name="Approve the request")
    expect(approval.get_by_label("Organization")).to_have_value(re.compile("."))
    approval.get_by_label("Role").select_option("professional")
    approval.get_by_role("button", name="Approve", exact=True).click()
    expect(approval).to_be_hidden()
    expect(admin.get_by_role("list", name="People").get_by_text(OLA)).to_be_visible()
    sign_in_by_form(ola, OLA, NEW)
    subjects = [mail["Subject"] for mail in sink.to(OLA)]
    assert subjects[0] == "Confirm your email for LeadX at Nordlys"

"""`make shots`: a picture of every page, desktop and phone, light and dark, for each role that sees it differently."""

import functools
import itertools
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.conftest import DESKTOP, PHONE
from tests.support.browser import FLAGS, ensure_browser
from tests.support.server import DEMO_PASSWORD, ROOT, Server
from tests.support.sign_in import sign_in

FOLDER = ROOT / "shots"
SIZES = {
    "desktop": {"viewport": DESKTOP},
    "phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True, "device_scale_factor": 2},
}
THEMES = ("light", "dark")

MANAGER = "manager@nordlys.example"
PROFESSIONAL = "professional@nordlys.example"
BASIC = "basic@nordlys.example"
ADMIN = "admin@nordlys.example"


def as_it_opens(page: Page) -> None:
    """Nothing more than the page."""


def a_lead(page: Page) -> None:
    """The newest lead of the pipeline."""
    first = page.request.get("/api/v1/leads?limit=1").json()["rows"][0]
    page.goto(f"/leads/{first['id']}")


def a_sent_lead(page: Page) -> None:
    """What other organizations have now: a lead that waits there."""
    title, company = "Solar roof for the boat house", "Skjærgården Båtforening"
    post = functools.partial(page.request.post, headers={"X-LeadX": "1"})
    lead = post("/api/v1/leads", data={"title": title, "company_name": company, "value": "240000"}).json()["id"]
    places = page.request.get("/api/v1/receivers").json()
    post(f"/api/v1/leads/{lead}/send", data={"organization_id": places["over"][0]["id"]})
    page.goto("/pipeline?view=sent")


def the_board(page: Page) -> None:
    """The pipeline as a board."""
    page.get_by_role("radio", name="Board").or_(page.get_by_role("button", name="Board")).first.click()


def a_stage(page: Page) -> None:
    """The stage Offer, to be changed."""
    page.get_by_role("button", name="Edit Offer").or_(page.get_by_role("button", name="Endre Tilbud")).click()
    page.get_by_role("dialog").get_by_role("radio").first.wait_for(state="attached")


def many_leads(page: Page) -> None:
    """Three selected leads, and what would become of them."""
    select = page.get_by_role("button", name="Select leads")
    if select.is_visible():
        select.click()
    page.get_by_role("list", name="Ongoing Sales").get_by_role("listitem").first.hover()
    for number in range(3):
        page.get_by_role("checkbox", name="Select ").nth(number).click()
    page.get_by_role("toolbar", name="Selected leads").get_by_role("button", name="Park", exact=True).click()
    page.get_by_role("dialog", name="Selected leads").wait_for()


def a_row_as_a_form(page: Page) -> None:
    """The second lead of the pipeline, changed in its row; on a phone leads are changed on their page."""
    page.get_by_role("list", name="Ongoing Sales").get_by_role("link").nth(1).focus()
    page.keyboard.press("e")


def new_lead(page: Page) -> None:
    """The New Lead popup."""
    page.get_by_role("button", name=re.compile("^(Create new lead|New)$")).filter(visible=True).first.click()
    page.get_by_label("Lead title").wait_for()


def the_bell(page: Page) -> None:
    """The panel of the latest notifications."""
    page.get_by_role("banner").get_by_role("button", name="Notifications").filter(visible=True).click()
    page.get_by_role("dialog", name="Notifications").get_by_role("list").wait_for()


def a_waiting_lead(page: Page) -> None:
    """A lead that waits against the clock."""
    page.get_by_role("main").get_by_role("listitem").filter(has=page.get_by_role("timer")).get_by_role(
        "link"
    ).first.click()
    page.get_by_role("dialog", name="View Lead").get_by_role("timer").wait_for()


def the_quick_view(page: Page) -> None:
    """The second lead of Community."""
    page.get_by_role("list", name="Leads").get_by_role("link").nth(1).click()
    page.get_by_role("dialog", name="Quick view").wait_for()


def edit_news(page: Page) -> None:
    """An item as its own form."""
    page.get_by_role("article").get_by_role("button", name="Edit").first.click()
    page.get_by_text("When and for whom").click()


def a_mail(page: Page) -> None:
    """The newest mail of the outbox."""
    page.get_by_role("list", name="Mails").get_by_role("button").first.click()
    page.get_by_role("dialog", name="Mail").get_by_role("region").first.wait_for()


def a_person(page: Page) -> None:
    """What somebody may."""
    page.get_by_role("list", name="People").get_by_role("button").nth(2).click()
    page.get_by_role("dialog", name="Edit user").get_by_text("Manage Org. Access").wait_for()


def an_erasure(page: Page) -> None:
    """Somebody who asked to be erased."""
    a_person(page)
    page.get_by_role("button", name="Erase person …").click()
    page.get_by_role("dialog", name="Erase a person").get_by_role("textbox").wait_for()


def an_archive(page: Page) -> None:
    """An archive of everything that is there."""
    if not page.get_by_role("list", name="Archives").is_visible():
        page.get_by_role("button", name="Make an archive").click()
    page.get_by_role("link", name="Download").first.wait_for()


def an_invitation(page: Page) -> None:
    """A round with two people."""
    page.get_by_role("button", name="Invite User").click()
    page.get_by_role("button", name="Add another person").click()
    page.get_by_role("group", name="Person 2").get_by_label("Name").wait_for()


def signing_in(page: Page) -> None:
    """The password, the second step being set up, and where one is signed in."""
    page.get_by_role("button", name="Turn on").click()
    page.get_by_label("Your password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Next").click()
    page.get_by_role("img", name="Picture to scan").scroll_into_view_if_needed()


def a_new_webhook(page: Page) -> None:
    """The form of a webhook."""
    page.get_by_role("button", name="Add webhook").click()
    page.get_by_role("dialog", name="Webhook").get_by_label("Address").wait_for()


def a_task(page: Page) -> None:
    """The form of the first task of today."""
    page.get_by_role("list", name="Activities").locator("button.plan-title").first.click()
    page.get_by_label("Repeat").wait_for()


def a_ticket(page: Page) -> None:
    """A ticket that was answered."""
    page.get_by_role("list", name="Tickets").get_by_role("link").filter(has_text="A stage between").click()
    page.get_by_label("Your reply").wait_for()


def a_new_ticket(page: Page) -> None:
    """A ticket that is being written, with what may answer it."""
    page.get_by_label("Subject").fill("I cannot change my passwords")
    page.get_by_role("list", name="Suggested articles").wait_for()


def an_article(page: Page) -> None:
    """An article of the knowledge base."""
    page.get_by_role("list", name="Articles").get_by_role("link").first.click()
    page.get_by_text("Not what you looked for?").wait_for()


def a_company(page: Page) -> None:
    """A company with everything that is known of it."""
    page.get_by_role("list", name="Companies").locator("a[href^='/contacts']").nth(3).click()
    page.get_by_role("complementary", name="Details").wait_for()


def edit_company(page: Page) -> None:
    """Its form."""
    a_company(page)
    page.get_by_role("dialog", name="Contact").get_by_role("button", name="Edit", exact=True).click()
    page.get_by_label("Postcode").wait_for()


def a_file_to_import(page: Page) -> None:
    """A small file whose columns were guessed, one cell wrong."""
    rows = "Tittel;Firma;Verdi;Kontaktperson\nSolceller;Fjell AS;1 234,50;Kari Vik\nKai;Dal AS;mange;Per Ås\n"
    file = {"name": "leads.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    page.get_by_label("Choose a file").set_input_files(file)
    page.get_by_role("table", name="Preview").wait_for()


def the_palette(page: Page) -> None:
    """A word looked for from the header."""
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").filter(visible=True).last.fill("sol")
    page.get_by_role("listbox").get_by_role("option").first.wait_for()


def the_export_menu(page: Page) -> None:
    """What the list can be taken out as."""
    page.get_by_role("button", name="Export").filter(visible=True).first.click()
    page.get_by_text("Excel").filter(visible=True).first.wait_for()


def the_filters(page: Page) -> None:
    """The pipeline filtered, with a further column and the display menu open; on a phone its sheet."""
    sheet = page.get_by_role("button", name="All filters")
    if sheet.is_visible():
        sheet.click()
        page.get_by_role("dialog", name="Filters").get_by_label("Stage").wait_for()
    else:
        page.get_by_role("button", name="Display").click()
        page.get_by_label("Sort by").wait_for()


@dataclass(frozen=True)
class Shot:
    """A page as somebody sees it."""

    name: str
    who: str
    address: str
    then: Callable[[Page], None] = as_it_opens


SHOTS = (
    Shot("login", "", "/login"),
    Shot("forgot-password", "", "/forgot-password"),
    Shot("reset-password", "", "/reset-password#gone"),
    Shot("register", "", "/register"),
    *(Shot("news", who, "/news") for who in (BASIC, MANAGER)),
    Shot("news-editor", MANAGER, "/news", edit_news),
    *(Shot("pipeline", who, "/pipeline") for who in (BASIC, PROFESSIONAL, MANAGER)),
    *(Shot("community", who, "/community") for who in (BASIC, MANAGER)),
    *(Shot("quick-view", who, "/community", the_quick_view) for who in (BASIC, MANAGER)),
    *(Shot("activities", who, "/activities") for who in (PROFESSIONAL, MANAGER)),
    Shot("activities-upcoming", PROFESSIONAL, "/activities?tab=upcoming"),
    *(Shot(f"activities-{view}", PROFESSIONAL, f"/activities?view={view}") for view in ("week", "month")),
    Shot("activities-task", PROFESSIONAL, "/activities", a_task),
    *(Shot("contacts", who, "/contacts") for who in (BASIC, MANAGER)),
    Shot("contacts-persons", PROFESSIONAL, "/contacts?kind=person"),
    Shot("contact", MANAGER, "/contacts", a_company),
    Shot("contact-form", PROFESSIONAL, "/contacts", edit_company),
    Shot("many-leads", PROFESSIONAL, "/pipeline", many_leads),
    Shot("edit-in-row", PROFESSIONAL, "/pipeline", a_row_as_a_form),
    Shot(
        "filters", PROFESSIONAL, "/pipeline?status=all&value_min=100000&created_from=-364d&created_to=0d", the_filters
    ),
    Shot("palette", PROFESSIONAL, "/pipeline", the_palette),
    Shot("export-menu", PROFESSIONAL, "/pipeline", the_export_menu),
    Shot("board", PROFESSIONAL, "/pipeline", the_board),
    Shot("sent-leads", PROFESSIONAL, "/pipeline", a_sent_lead),
    *(Shot("lead", who, "/pipeline", a_lead) for who in (BASIC, PROFESSIONAL, MANAGER)),
    *(Shot("new-lead", who, "/pipeline", new_lead) for who in (BASIC, MANAGER)),
    *(Shot("notifications", who, "/notifications") for who in (BASIC, MANAGER)),
    Shot("bell", MANAGER, "/pipeline", the_bell),
    *(Shot("waiting-lead", who, "/pipeline", a_waiting_lead) for who in (BASIC, MANAGER)),
    *(Shot("rewards", who, "/rewards?span=year") for who in (BASIC, MANAGER)),
    *(Shot("pulse", who, "/pulse") for who in (MANAGER, ADMIN)),
    Shot("admin", ADMIN, "/admin"),
    Shot("stages", ADMIN, "/admin/stages"),
    Shot("edit-stage", ADMIN, "/admin/stages", a_stage),
    Shot("lists", ADMIN, "/admin/lists"),
    Shot("currencies", ADMIN, "/admin/currencies"),
    Shot("organization", ADMIN, "/admin/organization"),
    Shot("users", ADMIN, "/admin/users"),
    Shot("user", ADMIN, "/admin/users", a_person),
    Shot("invite", ADMIN, "/admin/users", an_invitation),
    Shot("mail-outbox", ADMIN, "/admin/mail"),
    Shot("import", PROFESSIONAL, "/import"),
    Shot("import-mapping", PROFESSIONAL, "/import", a_file_to_import),
    Shot("jobs", ADMIN, "/admin/jobs"),
    Shot("erasure", ADMIN, "/admin/users", an_erasure),
    Shot("not-found", BASIC, "/nowhere"),
    Shot("no-right", BASIC, "/admin/data"),
    Shot("privacy", BASIC, "/privacy"),
    Shot("data", ADMIN, "/admin/data", an_archive),
    Shot("mail", ADMIN, "/admin/mail", a_mail),
    Shot("sign-in-provider", ADMIN, "/admin/sign-in"),
    Shot("audit", ADMIN, "/admin/audit"),
    Shot("tokens", ADMIN, "/admin/tokens"),
    Shot("webhooks", ADMIN, "/admin/webhooks"),
    Shot("webhook-form", ADMIN, "/admin/webhooks", a_new_webhook),
    *(Shot("support", who, "/support") for who in (BASIC, ADMIN)),
    Shot("ticket", ADMIN, "/support", a_ticket),
    Shot("new-ticket", BASIC, "/support/new?page=/pipeline", a_new_ticket),
    Shot("articles", ADMIN, "/support/articles"),
    Shot("article", ADMIN, "/support/articles", an_article),
    Shot("article-editor", ADMIN, "/support/articles/new"),
    *(Shot("profile", who, "/profile") for who in (BASIC, ADMIN)),
    Shot("profile-signing-in", PROFESSIONAL, "/profile", signing_in),
    *(Shot("feed", who, "/feed") for who in (BASIC, MANAGER)),
)


def take(browser: Browser, server: Server, shot: Shot, size: str, theme: str) -> str | None:
    """Take one picture; returns what went wrong, if something did."""
    role = shot.who.partition("@")[0]
    picture = FOLDER / f"{size}-{theme}" / "-".join(filter(None, (shot.name, role)))
    context = browser.new_context(
        base_url=server.url, locale="en-GB", timezone_id="Europe/Oslo", color_scheme=theme, **SIZES[size]
    )
    try:
        page = context.new_page()
        page.set_default_timeout(15_000)
        if shot.who:
            sign_in(page, shot.who, to=shot.address)
        else:
            page.goto(shot.address)
        page.wait_for_load_state("networkidle")
        shot.then(page)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(600)
        page.screenshot(path=picture.with_suffix(".png"), full_page=True)
    except Exception as error:
        return f"{picture.relative_to(ROOT)}: {str(error).splitlines()[0]}"
    finally:
        context.close()
    return None


def main() -> int:
    """Take them all; words on the command line choose by name."""
    wanted = sys.argv[1:]
    failures = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "data").start(timeout=300)
        browser = playwright.chromium.launch(executable_path=ensure_browser(), headless=True, args=FLAGS)
        try:
            for size, theme in itertools.product(SIZES, THEMES):
                if not wanted:
                    shutil.rmtree(FOLDER / f"{size}-{theme}", ignore_errors=True)
                for shot in SHOTS:
                    if not wanted or shot.name in wanted:
                        failures.append(take(browser, server, shot, size, theme))
        finally:
            browser.close()
            server.stop()
    missing = list(filter(None, failures))
    print(f"LeadX: {len(failures) - len(missing)} pictures in {FOLDER.relative_to(ROOT)}/")
    print("\n".join(missing), file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())

"""Every page as it stands: readable by everybody, in both themes, on the narrowest phone, whatever is written on it."""

from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import Page, expect

from tests.support import journeys
from tests.support.journeys import act, make, shown_lead
from tests.support.layout import grave_findings, grave_findings_in_both_themes, sticking_out

NARROW = {"width": 360, "height": 740}
SCRIPT = '<img src=x onerror="window.harmed=1"><script>window.harmed=1</script>{{7*7}}${7*7}'
FORMULA = '=HYPERLINK("http://outside.example","click")'
RIGHT_TO_LEFT = "\u202eشركة الاختبار \u202cשלום עולם"
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
ENDLESS = "x" * 5000

Place = Callable[[Page], None]


def sign_in_page(page: Page) -> None:
    page.goto("/login")
    expect(page.get_by_role("heading", name="Demo accounts")).to_be_visible()


def pipeline_list(page: Page) -> None:
    page.goto("/pipeline")
    journeys.figures(page)


def pipeline_board(page: Page) -> None:
    page.goto("/pipeline?view=board")
    expect(page.get_by_role("region", name="New", exact=True)).to_be_visible()


def pipeline_contacts(page: Page) -> None:
    page.goto("/pipeline?view=contacts")
    expect(page.get_by_role("list", name="Contact List")).to_be_visible()


def sent_leads(page: Page) -> None:
    there = page.request.get("/api/v1/receivers").json()["over"][0]["id"]
    journeys.post(page, f"/{make(page, journeys.a_title('Quay'))}/send", organization_id=there)
    page.goto("/pipeline?view=sent")
    expect(page.get_by_role("list", name="Sent to other organizations")).to_be_visible()


def community(page: Page) -> None:
    page.goto("/community")
    expect(page.get_by_role("list", name="Leads")).to_be_visible()


def quick_view(page: Page) -> None:
    community(page)
    page.get_by_role("list", name="Leads").get_by_role("link").first.click()
    expect(page.get_by_role("dialog", name="Quick view").get_by_role("list", name="Journey")).to_be_visible()


def pulse(page: Page) -> None:
    page.goto("/pulse")
    expect(page.get_by_role("table", name="Lead Details")).to_be_visible()
    page.get_by_text("Show as a table").first.click()


def activities(page: Page) -> None:
    page.goto("/activities?tab=upcoming")
    expect(page.get_by_role("list", name="Activities")).to_be_visible()


def activities_month(page: Page) -> None:
    page.goto("/activities?view=month")
    expect(page.get_by_role("group", name="Calendar")).to_be_visible()


def task_form(page: Page) -> None:
    activities(page)
    page.get_by_role("button", name="Task", exact=True).click()
    expect(page.get_by_role("dialog", name="Task").get_by_label("Title")).to_be_visible()


def contacts(page: Page) -> None:
    page.goto("/contacts")
    expect(page.get_by_role("list", name="Companies")).to_be_visible()


def a_person(page: Page) -> None:
    page.goto("/contacts?kind=person")
    page.get_by_role("list", name="Persons").get_by_role("link").first.click()
    expect(page.get_by_role("complementary", name="Details")).to_be_visible()


def contact_form(page: Page) -> None:
    contacts(page)
    page.get_by_role("list", name="Companies").get_by_role("link").first.click()
    page.get_by_role("dialog", name="Contact").get_by_role("button", name="Edit", exact=True).click()
    expect(page.get_by_role("dialog", name="Edit company").get_by_label("Postcode")).to_be_visible()


def first_lead(page: Page) -> None:
    leads = page.request.get("/api/v1/leads", params={"limit": 1}).json()["rows"]
    page.goto(f"/leads/{leads[0]['id']}")
    shown_lead(page)


def edit_form(page: Page) -> None:
    first_lead(page)
    if shown_lead(page).get_by_role("button", name="Edit", exact=True).count():
        act(page, "Edit")
        expect(shown_lead(page).get_by_label("Tags")).to_be_visible()


def lead_popup(page: Page) -> None:
    pipeline_list(page)
    page.get_by_role("main").locator("a[href^='/leads/']").first.click()
    shown_lead(page)


def new_lead(page: Page) -> None:
    pipeline_list(page)
    journeys.new_lead(page)


def missing_lead(page: Page) -> None:
    page.goto("/leads/nothing")
    expect(page.get_by_text("We could not find this lead")).to_be_visible()


def profile(page: Page) -> None:
    page.goto("/profile")
    expect(page.get_by_text("@nordlys.example").first).to_be_visible()


def whole_feed(page: Page) -> None:
    page.goto("/feed")
    expect(page.get_by_role("list", name="Sales Feed")).to_be_visible()


def notifications(page: Page) -> None:
    page.goto("/notifications")
    expect(page.get_by_role("list", name="All notifications")).to_be_visible()


def bell(page: Page) -> None:
    pipeline_list(page)
    journeys.open_bell(page)


def news(page: Page) -> None:
    page.goto("/news")
    expect(page.get_by_role("article").first).to_be_visible()
    page.get_by_role("article").get_by_role("button", name="comment").first.click()
    expect(page.get_by_label("Comment").first).to_be_visible()


def news_editor(page: Page) -> None:
    page.goto("/news")
    expect(page.get_by_role("article").first).to_be_visible()
    write = page.get_by_role("button", name="Write news")
    if write.count():
        write.click()
        page.get_by_text("When and for whom").click()
        expect(page.get_by_label("Show from")).to_be_visible()


def lost(page: Page) -> None:
    page.goto("/nowhere")
    expect(page.get_by_text("There is nothing at this address")).to_be_visible()
    expect(page.get_by_text("Error 404, number")).to_be_visible()


def rewards(page: Page) -> None:
    page.goto("/rewards?span=year")
    expect(page.get_by_role("region", name="My points")).to_be_visible()


def why_these_points(page: Page) -> None:
    rewards(page)
    page.get_by_role("button", name="Why these points", exact=True).click()
    expect(page.get_by_role("dialog", name="Why these points")).to_be_visible()


PLACES = (
    rewards,
    why_these_points,
    pipeline_list,
    pipeline_board,
    pipeline_contacts,
    sent_leads,
    community,
    quick_view,
    pulse,
    first_lead,
    edit_form,
    new_lead,
    missing_lead,
    profile,
    whole_feed,
    notifications,
    bell,
    news,
    news_editor,
    lost,
    lead_popup,
    activities,
    activities_month,
    task_form,
    contacts,
    a_person,
    contact_form,
)
# What a finder sees otherwise than a Manager.
PLACES_OF_FINDERS = (rewards, pipeline_list, community, quick_view, first_lead, new_lead, profile, notifications, news)


def admin(page: Page) -> None:
    page.goto("/admin")
    expect(page.get_by_role("form", name="Nordlys", exact=True).get_by_label("Hours")).to_be_visible()


def mail_outbox(page: Page) -> None:
    page.goto("/admin/mail")
    expect(page.get_by_role("list", name="Mails").get_by_role("button").first).to_be_visible()


def a_mail(page: Page) -> None:
    mail_outbox(page)
    page.get_by_role("list", name="Mails").get_by_role("button").first.click()
    expect(page.get_by_role("region", name="Text of the mail")).to_be_visible()


def jobs(page: Page) -> None:
    page.goto("/admin/jobs")
    expect(page.get_by_role("list").get_by_role("button", name="Run now").first).to_be_visible()


def currencies(page: Page) -> None:
    page.goto("/admin/currencies")
    journeys.expect_loaded(page)


def users(page: Page) -> None:
    page.goto("/admin/users")
    expect(page.get_by_role("list", name="People").get_by_role("listitem").first).to_be_visible()


def a_user(page: Page) -> None:
    users(page)
    page.get_by_role("list", name="People").get_by_role("button").first.click()
    expect(page.get_by_role("dialog", name="Edit user").get_by_role("button", name="Save", exact=True)).to_be_visible()


def an_invitation(page: Page) -> None:
    users(page)
    page.get_by_role("button", name="Invite User").click()
    expect(page.get_by_role("dialog", name="Invite User").get_by_role("group", name="Person 1")).to_be_visible()


def audit_log(page: Page) -> None:
    page.goto("/admin/audit")
    # The last of many tabs: on a phone they are wider than it.
    expect(page.get_by_role("navigation", name="Admin").get_by_role("link", name="Audit log")).to_be_in_viewport()
    expect(page.get_by_role("list", name="Audit log").get_by_role("listitem").first).to_be_visible()


def tokens(page: Page) -> None:
    page.goto("/admin/tokens")
    journeys.expect_loaded(page)


def webhook_form(page: Page) -> None:
    page.goto("/admin/webhooks")
    journeys.expect_loaded(page)
    page.get_by_role("button", name="Add webhook").click()
    expect(page.get_by_role("dialog", name="Webhook").get_by_label("Address")).to_be_visible()


def a_provider(page: Page) -> None:
    page.goto("/admin/sign-in")
    expect(page.get_by_role("region", name="Provider").get_by_role("button", name="Save")).to_be_visible()


def forgotten(page: Page) -> None:
    page.goto("/forgot-password")
    expect(page.get_by_label("Email", exact=True)).to_be_visible()


def registering(page: Page) -> None:
    page.goto("/register")
    expect(page.get_by_text("To register, open the registration address")).to_be_visible()


def organization(page: Page) -> None:
    page.goto("/admin/organization")
    expect(page.get_by_role("region", name="Self-registration").get_by_role("button", name="Save")).to_be_visible()
    expect(page.get_by_role("list", name="Child Organisations")).to_be_visible()


def stages(page: Page) -> None:
    page.goto("/admin/stages")
    expect(page.get_by_role("list", name="Stages").get_by_role("listitem")).to_have_count(4)


def a_stage(page: Page) -> None:
    stages(page)
    page.get_by_role("button", name="Edit Offer").click()
    expect(page.get_by_role("dialog", name="Edit stage").get_by_label("Name")).to_have_value("Offer")


def lists(page: Page) -> None:
    page.goto("/admin/lists")
    expect(page.get_by_role("list", name="Lost reasons").get_by_role("listitem").first).to_be_visible()


def data(page: Page) -> None:
    page.goto("/admin/data")
    expect(page.get_by_role("button", name="Make an archive")).to_be_visible()


def an_erasure(page: Page) -> None:
    a_user(page)
    page.get_by_role("dialog", name="Edit user").get_by_role("button", name="Erase person …").click()
    expect(page.get_by_role("dialog", name="Erase a person").get_by_role("textbox")).to_be_visible()


def privacy(page: Page) -> None:
    page.goto("/privacy")
    expect(page.get_by_role("list", name="What is stored").get_by_role("listitem").first).to_be_visible()


def support(page: Page) -> None:
    page.goto("/support")
    expect(page.get_by_role("list", name="Tickets").get_by_role("listitem").first).to_be_visible()


def a_ticket(page: Page) -> None:
    support(page)
    page.get_by_role("list", name="Tickets").get_by_role("link").first.click()
    expect(page.get_by_label("Your reply")).to_be_visible()


def a_new_ticket(page: Page) -> None:
    page.goto("/support/new?page=/pipeline")
    journeys.expect_loaded(page)
    page.get_by_label("Subject").fill("My passwords")
    expect(page.get_by_role("list", name="Suggested articles")).to_be_visible()


def knowledge_base(page: Page) -> None:
    page.goto("/support/articles")
    expect(page.get_by_role("list", name="Articles").get_by_role("listitem").first).to_be_visible()


def an_article_that_is_edited(page: Page) -> None:
    knowledge_base(page)
    page.get_by_role("list", name="Articles").get_by_role("link").first.click()
    page.get_by_role("article").get_by_role("button", name="Edit").click()
    expect(page.get_by_role("textbox", name="Text")).to_be_visible()


PLACES_OF_SUPPORT = (support, a_ticket, a_new_ticket, knowledge_base, an_article_that_is_edited)
PLACES_OF_ADMINS = (
    *(admin, mail_outbox, a_mail, jobs, data, currencies, organization, users, a_user, an_erasure, an_invitation),
    *(stages, a_stage, lists, audit_log, tokens, webhook_form, a_provider),
    *PLACES_OF_SUPPORT,
)
PLACES_OF_STRANGERS = (sign_in_page, forgotten, registering, privacy, lost)


def look_around(page: Page, judge: Callable[[Page], list[str]], places: Sequence[Place]) -> dict[str, list[str]]:
    """What the judge finds at every place, each opened in a tab of its own: a tab remembers what was open in it."""
    findings = {}
    for place in places:
        tab = page.context.new_page()
        place(tab)
        findings[place.__name__] = judge(tab)
        tab.close()
    return {name: found for name, found in findings.items() if found}


def on_a_narrow_phone(page: Page) -> list[str]:
    """What is wrong with the page as it stands, in both themes."""
    return sticking_out(page) + grave_findings_in_both_themes(page)


@pytest.mark.parametrize(
    ("who", "theme", "places"),
    [("basic", "light", PLACES_OF_FINDERS), ("manager", "dark", PLACES)],
    ids=["finder", "manager"],
)
def test_nothing_sticks_out_at_360_px_and_axe_finds_nothing_grave_there(
    who: str, theme: str, places: Sequence[Place], enter: Callable[..., Page]
):
    page = enter(who, to="/healthz", phone=True, viewport=NARROW, color_scheme=theme)
    assert look_around(page, on_a_narrow_phone, places) == {}


def test_axe_finds_nothing_grave_on_a_desktop(enter: Callable[..., Page]):
    page = enter("manager", to="/healthz", color_scheme="light")
    assert look_around(page, grave_findings, PLACES) == {}


def test_the_admins_pages_are_as_good(enter: Callable[..., Page]):
    page = enter("admin", to="/healthz", phone=True, viewport=NARROW, color_scheme="dark")
    assert look_around(page, on_a_narrow_phone, PLACES_OF_ADMINS) == {}


def test_the_pages_before_the_sign_in_are_as_good(open_page: Callable[..., Page]):
    page = open_page(phone=True, viewport=NARROW, color_scheme="light")
    page.goto("/healthz")
    assert look_around(page, on_a_narrow_phone, PLACES_OF_STRANGERS) == {}


@pytest.mark.parametrize("text", [SCRIPT, FORMULA, RIGHT_TO_LEFT, LONG], ids=["script", "formula", "rtl", "long"])
def test_whatever_is_written_is_shown_as_it_is_and_breaks_nothing(text: str, enter: Callable[..., Page]):
    page = enter("professional", to="/pipeline", phone=True, viewport=NARROW)
    words = text.replace("\u202e", "").replace("\u202c", "")
    popup = journeys.new_lead(page)
    journeys.fill(
        popup, lead_title=text, company_name=text, contact_person=text, description=f"{text}\n{text}", tags=text[:40]
    )
    assert sticking_out(page) == []
    journeys.save(popup)
    expect(popup).to_be_hidden()
    expect(page.get_by_role("main").get_by_text(words, exact=True).first).to_be_visible()
    page.get_by_role("region", name="Messages").get_by_role("button", name="Open").click()
    act(page, "Edit")
    expect(shown_lead(page).get_by_label("Company name")).to_have_value(words)
    assert sticking_out(page) == []
    act(page, "Cancel")
    shown_lead(page).get_by_role("textbox", name="Note").fill(text)
    act(page, "Add note")
    expect(shown_lead(page).get_by_role("list", name="Notes and history")).to_contain_text(words)
    assert sticking_out(page) == []
    for place in (pipeline_list, pipeline_board, pipeline_contacts, contacts):
        place(page)
        assert sticking_out(page) == [], place.__name__
    assert page.evaluate("window.harmed") is None


def test_a_description_without_a_space_stays_inside(enter: Callable[..., Page]):
    page = enter("professional", to="/healthz", phone=True, viewport=NARROW)
    lead = make(page, journeys.a_title("Endless"), description=ENDLESS)
    page.goto(f"/leads/{lead}")
    expect(shown_lead(page).get_by_text(ENDLESS, exact=True).first).to_be_visible()
    assert sticking_out(page) == []

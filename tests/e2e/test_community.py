"""Sales Community in browsers: figures, rows and the quick view, live, by hand and by keyboard."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.journeys import CLICKED_AT, SEEN_AT, a_title, figures, make, number, post
from tests.support.layout import sticking_out

NARROW = {"width": 360, "height": 740}
CANARY = "canary-community-4711"


def leads(page: Page) -> Locator:
    """The list."""
    return page.get_by_role("list", name="Leads")


def row(page: Page, title: str) -> Locator:
    """A lead's row."""
    return leads(page).get_by_role("listitem").filter(has=page.get_by_role("link", name=title, exact=True))


def quick(page: Page) -> Locator:
    """The quick view."""
    return page.get_by_role("dialog", name="Quick view")


def choose(page: Page, name: str, option: str) -> None:
    """Choose in one of the filters."""
    page.get_by_label(name, exact=True).select_option(label=option)


@pytest.fixture
def community(enter: Callable[..., Page]) -> Callable[..., Page]:
    """Opens Community as somebody, and waits until it is there."""

    def opened(who: str, address: str = "/community", **options: Any) -> Page:
        page = enter(who, to=address, **options)
        expect(page.get_by_role("region", name="Key figures")).to_be_visible()
        return page

    return opened


def test_what_one_does_changes_row_and_figures_of_another_without_a_reload(community: Callable[..., Page]):
    seller, reader = community("professional"), community("basic")
    title = a_title("Solar roof for the library")
    revenue = number(figures(reader)["revenue"])
    total = number(figures(reader)["leads_total"])
    lead = make(seller, title, value="4100")
    expect(row(reader, title)).to_contain_text("Ongoing")
    expect(reader.get_by_test_id("kpi-leads_total")).to_contain_text(f"{total + 1:,}")
    reader.evaluate(f"({SEEN_AT})({f'{revenue + 4100:,}'!r})")
    seller.evaluate(CLICKED_AT)
    row(seller, title).get_by_role("link").click()
    quick(seller).get_by_role("button", name="Open the lead").click()
    popup = seller.get_by_role("dialog", name="View Lead")
    popup.get_by_role("button", name="Won", exact=True).click()
    seller.get_by_role("dialog").get_by_role("button", name=re.compile("won", re.IGNORECASE)).last.click()
    expect(row(reader, title)).to_contain_text("Won")
    expect(reader.get_by_test_id("kpi-revenue")).to_contain_text(f"{revenue + 4100:,}")
    assert reader.evaluate("window.seenAt") - seller.evaluate("window.clickedAt") < 15_000
    expect(row(reader, title)).to_have_class(re.compile("is-fresh"))
    assert lead in row(reader, title).get_by_role("link").get_attribute("href")


@pytest.mark.parametrize("slug", ["leads_total", "handshakes"])
def test_a_click_on_a_figure_shows_as_many_leads_as_it_says(community: Callable[..., Page], slug: str):
    page = community("manager@service.nordlys")
    figure = number(figures(page)[slug])
    page.get_by_test_id(f"kpi-{slug}").click()
    expect(page).to_have_url(re.compile("status=counted"))
    shown = 0
    while True:
        expect(leads(page)).to_be_visible()
        shown += leads(page).get_by_role("listitem").count()
        following = page.get_by_role("button", name="Next page")
        if following.count() == 0 or following.is_disabled():
            break
        place = page.get_by_role("navigation", name="Pages").text_content()
        following.click()
        expect(page.get_by_role("navigation", name="Pages")).not_to_have_text(place)
    assert shown == figure


def test_the_leads_behind_the_revenue_add_up_to_it(community: Callable[..., Page]):
    page = community("manager@service.nordlys")
    page.get_by_test_id("kpi-revenue").click()
    expect(page.get_by_role("button", name="With a value only")).to_be_visible()
    found = page.request.get("/api/v1/community/leads?status=won&only=value&limit=100").json()["rows"]
    expect(leads(page).get_by_role("listitem")).to_have_count(min(50, len(found)))
    page.get_by_role("button", name="With a value only").click()
    expect(page.get_by_role("button", name="With a value only")).to_have_count(0)


def test_the_parents_manager_sees_all_with_their_organization_or_picks_one(community: Callable[..., Page]):
    page, child = community("manager"), community("basic@service.nordlys")
    title = a_title("Pump for the harbour")
    make(child, title)
    expect(row(page, title)).to_contain_text("Nordlys Service")
    choose(page, "Organization", "Nordlys Service")
    expect(page).to_have_url(re.compile("organization="))
    expect(row(page, title)).to_be_visible()
    expect(row(page, title)).not_to_contain_text("Nordlys Service")
    choose(page, "Organization", "Nordlys Partner")
    expect(row(page, title)).to_have_count(0)
    page.reload()
    expect(page.get_by_label("Organization", exact=True)).to_have_value(re.compile("[0-9a-f-]{36}"))


def test_a_child_sees_nothing_above_or_beside_it(community: Callable[..., Page]):
    parent, child = community("professional"), community("manager@service.nordlys")
    sibling = community("manager@partner.nordlys")
    above, beside = a_title("Above the child"), a_title("Beside the child")
    make(parent, above)
    make(sibling, beside)
    expect(row(parent, above)).to_be_visible()
    expect(row(sibling, beside)).to_be_visible()
    for address in ("/community", "/community?sort=created"):
        child.goto(address)
        expect(leads(child)).to_be_visible()
        assert above not in child.content()
        assert beside not in child.content()
    child.goto(f"/community?search={above.replace(' ', '+')}")
    expect(child.get_by_text("Nothing matches")).to_be_visible()
    expect(child.get_by_label("Organization", exact=True)).to_have_count(0)


def test_the_quick_view_tells_the_headline_and_no_more(community: Callable[..., Page]):
    seller, reader = community("professional"), community("basic")
    frames: list[str] = []
    reader.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(str(frame))))
    title = a_title("Heat pump for the school")
    lead = make(
        seller, title, person_name=f"{CANARY} person", person_phone="+47 22 47 11 47", description=f"{CANARY} plan"
    )
    post(seller, f"/{lead}/notes", text=f"{CANARY} note")
    reader.reload()
    row(reader, title).get_by_role("link").click()
    expect(quick(reader).get_by_role("heading", name=title)).to_be_visible()
    expect(quick(reader)).to_contain_text("Those who work on this lead see the rest of it.")
    expect(quick(reader).get_by_role("button", name="Open the lead")).to_have_count(0)
    expect(reader).to_have_url(re.compile(f"lead={lead}"))
    assert frames
    for text in (reader.content(), *frames):
        assert CANARY not in text
        assert "47 11 47" not in text
    reader.goto(f"/leads/{lead}")
    expect(reader.get_by_text("We could not find this lead")).to_be_visible()
    assert CANARY not in reader.content()
    row(seller, title).get_by_role("link").click()
    quick(seller).get_by_role("button", name="Open the lead").click()
    expect(seller.get_by_role("dialog", name="View Lead")).to_contain_text(f"{CANARY} note")


def test_the_quick_view_stays_while_the_list_changes_behind_it(community: Callable[..., Page]):
    seller, reader = community("professional"), community("basic")
    first, second = a_title("Looked at"), a_title("Comes later")
    make(seller, first)
    row(reader, first).get_by_role("link").click()
    expect(quick(reader).get_by_role("heading", name=first)).to_be_visible()
    make(seller, second)
    expect(row(reader, second)).to_be_attached()
    expect(quick(reader).get_by_role("heading", name=first)).to_be_visible()
    reader.reload()
    expect(quick(reader).get_by_role("heading", name=first)).to_be_visible()
    quick(reader).get_by_role("button", name="Close").click()
    expect(quick(reader)).to_be_hidden()


def test_everything_by_keyboard(community: Callable[..., Page]):
    page = community("basic")
    expect(leads(page)).to_be_visible()
    links = leads(page).get_by_role("link")
    titles = links.all_text_contents()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(links.first).to_be_focused()
    page.keyboard.press("Enter")
    expect(quick(page).get_by_role("heading", name=titles[0])).to_be_visible()
    page.keyboard.press("j")
    expect(quick(page).get_by_role("heading", name=titles[1])).to_be_visible()
    page.keyboard.press("k")
    expect(quick(page).get_by_role("heading", name=titles[0])).to_be_visible()
    page.keyboard.press("Escape")
    expect(quick(page)).to_be_hidden()
    expect(links.first).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Search", exact=True)).to_be_focused()


def test_on_a_phone_rows_are_cards_and_more_is_in_the_bar(community: Callable[..., Page]):
    page = community("basic", phone=True, viewport=NARROW)
    bar = page.get_by_role("navigation", name="Menu").filter(visible=True)
    expect(bar.get_by_role("link", name="Community")).to_have_attribute("aria-current", "page")
    leads(page).get_by_role("link").first.click()
    expect(quick(page).get_by_role("list", name="Journey")).to_be_visible()
    assert sticking_out(page) == []
    page.go_back()
    expect(quick(page)).to_be_hidden()
    expect(page).to_have_url(re.compile("/community$"))
    leads(page).get_by_role("link").first.click()
    expect(quick(page).get_by_role("list", name="Journey")).to_be_visible()
    quick(page).get_by_role("button", name="Close").click()
    expect(page).not_to_have_url(re.compile("lead="))
    bar.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="View Profile").filter(visible=True).click()
    expect(page).to_have_url(re.compile("/profile"))


def test_a_lite_user_has_no_community(enter: Callable[..., Page]):
    page = enter("lite", to="/community")
    expect(page.get_by_text("This page is not part of your role")).to_be_visible()
    expect(page.get_by_role("link", name="Community")).to_have_count(0)

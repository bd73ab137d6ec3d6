"""A lead on its way between parent, child and sibling, in three browsers at once."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support.journeys import a_title, act, expect_loaded, make, open_lead, row, shown_lead
from tests.support.server import Server


def send(page: Page, way: str, organization: str) -> None:
    """Send the lead that is open."""
    act(page, way)
    popup = page.get_by_role("dialog", name="another")
    popup.get_by_label("Receiving organization", exact=True).select_option(organization)
    popup.get_by_role("button", name=way, exact=True).click()
    expect(popup).to_be_hidden()


def test_a_lead_goes_across_comes_back_and_goes_up(own_server: Server, enter: Callable[..., Page]):
    child, sibling, parent = enter("manager@service.nordlys"), enter("manager@partner.nordlys"), enter("manager")
    title = a_title("Solar roof")
    make(child, title)

    # Across: live on the sibling's open page, and gone to look at only where it came from.
    open_lead(child, title)
    address = f"/leads/{child.url.split('/leads/')[1]}"
    send(child, "Cross Silo", "Nordlys Partner")
    expect(shown_lead(child).get_by_text("waiting for Nordlys Partner")).to_be_visible()
    expect(shown_lead(child).get_by_role("button", name="Edit", exact=True)).to_have_count(0)
    expect(row(sibling, title)).to_be_visible()

    # Returned with a reason: again the sender's, who sees why without reloading; gone where it was.
    open_lead(sibling, title)
    act(sibling, "Return")
    popup = sibling.get_by_role("dialog", name="Return this lead to Nordlys Service")
    popup.get_by_label("Reason").fill("Too far north for us")
    popup.get_by_role("button", name="Return", exact=True).click()
    expect(sibling.get_by_text("We could not find this lead")).to_be_visible()
    expect(shown_lead(child).get_by_text("Too far north for us")).to_be_visible()

    # Taken back by Undo, and sent up to the parent, who accepts it.
    send(child, "Handover", "Nordlys")
    expect(row(parent, title)).to_be_visible()
    child.get_by_role("button", name="Undo").first.click()
    expect(row(parent, title)).to_have_count(0)
    expect(shown_lead(child).get_by_role("button", name="Handover", exact=True)).to_be_visible()
    send(child, "Handover", "Nordlys")
    open_lead(parent, title)
    act(parent, "Accept")
    expect(shown_lead(parent).get_by_role("button", name="Won", exact=True)).to_be_visible()

    # Who made it finds it among what was sent, and looks on; the list of who can see it names nobody of the parent but
    # the owner.
    expect(shown_lead(child).get_by_role("button", name="Take the lead back")).to_have_count(0)
    child.goto("/pipeline?view=sent")
    expect(row(child, title).get_by_text("Now with Nordlys", exact=True)).to_be_visible()
    row(child, title).get_by_role("button", name="Who can see this").click()
    viewers = child.get_by_role("dialog", name="Who can see this")
    expect(viewers.get_by_text("Owner", exact=True)).to_be_visible()
    expect(viewers.get_by_text("Admins of Nordlys", exact=True)).to_be_visible()
    child.keyboard.press("Escape")
    expect(viewers).to_be_hidden()
    assert sibling.request.get(f"/api/v1{address}").status == 404

    # And down from the parent to the other child: live where it comes to, and with who made it.
    sibling.goto("/news")
    expect_loaded(sibling)
    send(parent, "Handover", "Nordlys Partner")
    expect(row(child, title).get_by_text("Waiting for Nordlys Partner", exact=True)).to_be_visible()
    here, there = f"Magnus Haugen sent {title} to Nordlys Partner", f"Magnus Haugen of Nordlys sent {title}"
    for page, entry in ((sibling, there), (parent, here)):
        feed = page.get_by_role("list", name="Sales Feed")
        if page is parent:
            page.goto("/feed")
        expect(feed.get_by_role("listitem").filter(has_text=entry)).to_be_visible()


def test_who_belongs_to_two_organizations_changes_between_them_and_every_tab_follows(
    own_server: Server, enter: Callable[..., Page]
):
    page = enter("kristine.johansen@nordlys.example", to="/news", fresh=True)
    other = page.context.new_page()
    other.goto("/community")
    pulse = page.get_by_role("navigation", name="Menu").get_by_role("link", name="Pulse")
    for tab in (page, other):
        expect(tab.get_by_role("button", name="Organization: Nordlys", exact=True)).to_be_visible()
    expect(pulse).to_have_count(0)
    page.get_by_role("button", name="Organization: Nordlys", exact=True).click()
    page.get_by_role("menuitemradio", name="Nordlys Service", exact=True).click()
    for tab in (page, other):
        expect(tab.get_by_role("button", name="Organization: Nordlys Service", exact=True)).to_be_visible()
    expect(pulse).to_be_visible()
    other.get_by_role("navigation", name="Menu").get_by_role("link", name="Pipeline").click()
    expect(other.get_by_label("Person", exact=True).get_by_role("option", name="Odd Nygård")).to_be_attached()

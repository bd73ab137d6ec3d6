"""The main job: from an employee's hand to a won deal, seen live by both."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support import journeys
from tests.support.journeys import a_title, act, expect_figure, expect_hands, figures, number, row, shown_lead
from tests.support.server import Server

SOON_MS = 1000
TRIES = 8  # The machine may be busy with something else at one moment, but not at all of them.


def handed_over_and_seen(manager: Page, finder: Page, title: str) -> int:
    """Hand over the lead that the finder has open; after how many ms the Manager's open page shows it."""
    manager.evaluate(journeys.SEEN_AT, title)
    finder.evaluate(journeys.CLICKED_AT)
    act(finder, "Handover to sales?")
    return manager.evaluate("window.seenAt") - finder.evaluate("window.clickedAt")


def test_a_handover_goes_live_to_a_manager_and_comes_back_won(own_server: Server, enter: Callable[..., Page]):
    manager, basic = enter("manager"), enter("basic")
    title = a_title("Heat pumps for the school")
    managers, finders = figures(manager), figures(basic)
    journeys.create(basic, title, lead_value="250000")
    expect_figure(basic, "leads_total", f"{number(finders['leads_total']) + 1:,}")
    journeys.open_lead(basic, title)
    lead = journeys.lead_id(basic)
    listed = basic.context.new_page()
    listed.goto("/pipeline")
    expect(row(listed, title)).to_be_visible()

    # Handed over: on the Manager's open page within a second, one hand green.
    waited = [handed_over_and_seen(manager, basic, title)]
    while waited[-1] > SOON_MS and len(waited) < TRIES:
        another = a_title("Another roof")
        journeys.make(basic, another)
        listed.reload()
        journeys.open_lead(listed, another)
        waited.append(handed_over_and_seen(manager, listed, another))
        listed.goto("/pipeline")
    print(f"a handover shows on the Manager's open page after {waited} ms")
    assert waited[-1] <= SOON_MS
    expect_hands(row(manager, title), "waiting for sales", green=1)
    expect_hands(row(listed, title), "waiting for sales", green=1)

    # Accepted: both hands green on the list and the lead that the Basic user has open.
    journeys.open_lead(manager, title)
    assert journeys.lead_id(manager) == lead
    act(manager, "Accept")
    for place in (shown_lead(basic), row(listed, title), shown_lead(manager)):
        expect_hands(place, "accepted by sales", green=2)
    expect(shown_lead(basic).get_by_role("button", name="Edit", exact=True)).to_have_count(0)
    expect_figure(listed, "handshakes", f"{number(finders['handshakes']) + 1:,}")

    # Worked to Won, step by step, seen by the Basic user.
    for stage in ("Lead", "Opportunity", "Offer"):
        act(manager, "Next")
        act(manager, "Save")
        for page in (manager, basic):
            step = shown_lead(page).get_by_role("list", name="Journey").locator("[aria-current=step]")
            expect(step).to_contain_text(stage)
    act(manager, "Won")
    manager.get_by_role("dialog", name="Won", exact=True).get_by_role("button", name="Won", exact=True).click()
    journey = shown_lead(basic).get_by_role("list", name="Journey")
    expect(journey.locator("[aria-current=step]").last).to_have_text("Won")

    # The figures of both have followed.
    revenue = number(finders["revenue"]) + 250_000
    expect_figure(listed, "revenue", f"{revenue:,}")
    assert figures(listed)["hit_rate"] != finders["hit_rate"]
    journeys.leave_lead(manager)
    expect_figure(manager, "revenue", f"{number(managers['revenue']) + 250_000:,}")
    expect_figure(manager, "leads_total", f"{number(managers['leads_total']) + 1:,}")
    expect_figure(manager, "handshakes", f"{number(managers['handshakes']) + 1:,}")

"""The main job: from an employee's hand to a won deal, seen live by both."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support import journeys
from tests.support.journeys import a_title, act, expect_figure, expect_hands, figures, number, row, shown_lead


def test_a_handover_goes_live_to_a_manager_and_comes_back_won(enter: Callable[..., Page]):
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
    manager.evaluate(journeys.SEEN_AT, title)
    basic.evaluate(journeys.CLICKED_AT)
    act(basic, "Handover to sales?")
    waited = manager.evaluate("window.seenAt") - basic.evaluate("window.clickedAt")
    print(f"a handover shows on the Manager's open page after {waited} ms")
    assert waited <= 1000
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

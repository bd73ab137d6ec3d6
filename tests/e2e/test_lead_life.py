"""What happens to a lead after its handover: assigned, returned, parked, closed, reopened; never back."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.support import journeys
from tests.support.journeys import a_title, act, expect_figure, expect_hands, figures, make, number, row, shown_lead


def ask(page: Page, act_name: str, dialog_name: str) -> Locator:
    """Press a button that asks something first; returns the question."""
    act(page, act_name)
    question = page.get_by_role("dialog", name=dialog_name)
    expect(question).to_be_visible()
    return question


def answer(question: Locator, act_name: str) -> None:
    """Confirm the question."""
    question.get_by_role("button", name=act_name, exact=True).click()
    expect(question).to_be_hidden()


def current(page: Page) -> Locator:
    """The last mark of the journey that is current: the stage, or how it ended."""
    return shown_lead(page).get_by_role("list", name="Journey").locator("[aria-current=step]").last


def test_a_manager_assigns_a_handover_and_the_handshake_is_the_new_owners(enter: Callable[..., Page]):
    basic, owner, manager = enter("basic"), enter("professional"), enter("manager", to="/profile")
    title = a_title("Cooling for the fish hall")
    before = figures(owner)
    lead = make(basic, title, hand_over=True)
    manager.goto(f"/leads/{lead}")
    question = ask(manager, "Assign", "Assign this lead")
    question.get_by_label("Assign to").select_option("Petra Solheim")
    answer(question, "Assign")
    expect_hands(row(basic, title), "accepted by sales", green=2)
    expect(row(owner, title)).to_be_visible()
    expect_figure(owner, "handshakes", f"{number(before['handshakes']) + 1:,}")
    journeys.open_lead(owner, title)
    expect(shown_lead(owner).get_by_role("button", name="Won", exact=True)).to_be_visible()
    expect(shown_lead(manager).get_by_role("button", name="Edit", exact=True)).to_have_count(0)


def test_a_returned_lead_is_back_with_its_creator_who_reads_why(enter: Callable[..., Page]):
    basic, manager = enter("basic"), enter("manager", to="/profile")
    title = a_title("A boat that leaks")
    lead = make(basic, title, hand_over=True)
    journeys.open_lead(basic, title)
    manager.goto(f"/leads/{lead}")
    question = ask(manager, "Return", "Return this lead to Bjørn Aasen")
    question.get_by_role("button", name="Return", exact=True).click()
    expect(question.get_by_role("alert")).to_be_visible()
    question.get_by_label("Reason").fill("Boats are not for us. Ask again for houses.")
    answer(question, "Return")

    expect(shown_lead(basic)).to_contain_text("Magnus Haugen returned this lead")
    expect(shown_lead(basic)).to_contain_text("Boats are not for us. Ask again for houses.")
    act(basic, "Edit")
    shown_lead(basic).get_by_label("Description").fill("It is a house boat.")
    act(basic, "Save")
    act(basic, "Handover to sales?")
    expect_hands(shown_lead(basic), "waiting for sales", green=1)
    act(manager, "Accept")
    expect_hands(shown_lead(basic), "accepted by sales", green=2)
    basic.reload()
    expect_hands(shown_lead(basic), "accepted by sales", green=2)
    assert journeys.lead_id(basic) == lead


def test_a_parked_lead_leaves_the_figures_and_resumes_to_its_stage(enter: Callable[..., Page]):
    page = enter("professional")
    title = a_title("Street lights")
    lead = make(page, title, value="5000")
    expect(row(page, title)).to_be_visible()
    counted = number(figures(page)["leads_total"])
    watched = page.context.new_page()
    watched.goto(f"/leads/{lead}")
    act(watched, "Next")
    act(watched, "Save")
    expect(row(page, title)).to_contain_text("Lead")
    act(watched, "Parked")
    expect(current(watched)).to_have_text("Parked")
    expect_figure(page, "leads_total", f"{counted - 1:,}")
    expect(row(page, title)).to_have_count(0)
    expect(journeys.see(page, title, status="Parked")).to_contain_text("Parked")
    act(watched, "Resume")
    expect(current(watched)).to_contain_text("Lead")
    expect_figure(page, "leads_total", f"{counted:,}")


def test_a_closed_lead_says_why_and_a_manager_reopens_it_with_a_reason(enter: Callable[..., Page]):
    page = enter("manager", to="/profile")
    page.goto(f"/leads/{make(page, a_title('Wooden bridge'))}")
    question = ask(page, "Closed", "Close this lead without a sale")
    question.get_by_role("button", name="Closed", exact=True).click()
    expect(question.get_by_role("alert")).to_be_visible()
    question.get_by_label("Why was it closed?").select_option(index=1)
    answer(question, "Closed")
    expect(current(page)).to_have_text("Closed")
    expect(shown_lead(page).get_by_role("button", name="Edit", exact=True)).to_have_count(0)
    question = ask(page, "Reopen", "Reopen this lead")
    question.get_by_label("Reason").fill("They called again.")
    answer(question, "Reopen")
    expect(current(page)).to_contain_text("New")
    history = shown_lead(page).get_by_role("list", name="Notes and history")
    expect(history).to_contain_text("They called again.")


def test_a_won_lead_is_reopened_and_its_revenue_is_taken_back(enter: Callable[..., Page]):
    page = enter("manager")
    before = figures(page)
    lead = make(page, a_title("Roof of the church"), value="7000", sub_stage="won")
    expect_figure(page, "revenue", f"{number(before['revenue']) + 7000:,}")
    opened = page.context.new_page()
    opened.goto(f"/leads/{lead}")
    question = ask(opened, "Reopen", "Reopen this lead")
    question.get_by_label("Reason").fill("The council said no after all.")
    answer(question, "Reopen")
    expect_figure(page, "revenue", before["revenue"])


def test_a_saved_stage_is_never_taken_back(enter: Callable[..., Page]):
    page = enter("professional", to="/profile")
    page.goto(f"/leads/{make(page, a_title('Windows of the town hall'))}")
    expect(shown_lead(page).get_by_role("button", name="Prev", exact=True)).to_be_disabled()
    act(page, "Next")
    act(page, "Next")
    expect(current(page)).to_contain_text("Opportunity")
    act(page, "Prev")
    expect(current(page)).to_contain_text("Lead")
    act(page, "Save")
    expect(shown_lead(page).get_by_role("button", name="Save", exact=True)).to_have_count(0)
    expect(current(page)).to_contain_text("Lead")
    expect(shown_lead(page).get_by_role("button", name="Prev", exact=True)).to_be_disabled()
    page.reload()
    expect(current(page)).to_contain_text("Lead")
    expect(shown_lead(page).get_by_role("button", name="Prev", exact=True)).to_be_disabled()

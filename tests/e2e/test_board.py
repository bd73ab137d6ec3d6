"""The board: dragged with the mouse, moved by keyboard, and never back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.journeys import a_title, figures, make, number


def column(page: Page, stage: str) -> Locator:
    """A stage of the board."""
    return page.get_by_role("region", name=stage, exact=True)


def card(box: Page | Locator, title: str) -> Locator:
    """The card of a lead."""
    return box.get_by_role("article").filter(has_text=title)


def drag(page: Page, title: str, stage: str) -> None:
    """Drag a card with the mouse and let it go over a stage."""
    card(page, title).hover()
    page.mouse.down()
    box = column(page, stage).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 60, steps=8)
    page.mouse.up()


@pytest.fixture
def board(enter: Callable[..., Page]) -> Page:
    """The Professional's pipeline as a board."""
    return enter("professional", to="/pipeline?view=board")


def test_a_card_is_dragged_on_and_cannot_be_dragged_back(board: Page):
    title = a_title("Lift for the library")
    make(board, title)
    for stage in ("Lead", "Offer"):
        expect(card(board, title)).to_be_visible()
        drag(board, title, stage)
        expect(card(column(board, stage), title)).to_be_visible()
    drag(board, title, "Opportunity")
    expect(board.get_by_role("region", name="Messages")).to_contain_text("A lead never goes back to an earlier stage.")
    expect(card(column(board, "Offer"), title)).to_be_visible()
    board.reload()
    expect(card(column(board, "Offer"), title)).to_be_visible()


def test_the_menu_moves_a_card_by_keyboard_and_offers_no_way_back(board: Page):
    title = a_title("Fence for the kindergarten")
    make(board, title)
    card(board, title).get_by_role("button", name="Move to stage").focus()
    board.keyboard.press("Enter")
    menu = board.get_by_role("menu", name="Move to stage")
    expect(menu.get_by_role("menuitem")).to_have_text(["Lead", "Opportunity", "Offer", "Won", "Closed", "Parked"])
    board.keyboard.press("ArrowDown")
    board.keyboard.press("Enter")
    expect(card(column(board, "Opportunity"), title)).to_be_visible()
    card(board, title).get_by_role("button", name="Move to stage").focus()
    board.keyboard.press("Enter")
    expect(menu.get_by_role("menuitem")).to_have_text(["Offer", "Won", "Closed", "Parked"])
    board.keyboard.press("Escape")
    expect(menu).to_be_hidden()


def test_won_is_asked_about_and_parked_can_be_undone(board: Page):
    won, parked = a_title("Won from the board"), a_title("Parked on the board")
    revenue = number(figures(board)["revenue"])
    make(board, won, value="300")
    make(board, parked)

    def pick(title: str, outcome: str) -> None:
        card(board, title).get_by_role("button", name="Move to stage").click()
        board.get_by_role("menu", name="Move to stage").get_by_role("menuitem", name=outcome).click()

    pick(won, "Won")
    question = board.get_by_role("dialog", name="Won?")
    expect(question).to_contain_text(won)
    question.get_by_role("button", name="Mark as won").click()
    expect(card(board, won)).to_have_count(0)
    expect(board.get_by_test_id("kpi-revenue")).to_contain_text(f"{revenue + 300:,}")
    pick(parked, "Parked")
    expect(card(board, parked)).to_have_count(0)
    board.get_by_role("region", name="Messages").get_by_role("button", name="Undo").click()
    expect(card(column(board, "New"), parked)).to_be_visible()

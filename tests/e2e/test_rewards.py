"""Rewards in the browser: points arrive while one looks, say why they are there, and can be kept to oneself."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.support.journeys import a_title, make, open_menu
from tests.support.layout import grave_findings, sticking_out

NARROW = {"width": 360, "height": 740}


def test_points_arrive_live_say_why_and_can_be_kept_to_oneself(enter: Callable[..., Page]):
    page = enter("professional", to="/rewards")
    mine = page.get_by_role("region", name="My points")
    points = mine.locator(".reward-points")
    expect(points).to_be_visible()
    before = page.request.get("/api/v1/rewards").json()["own"]["points"]
    title = a_title("Rewarded")
    make(page, title)
    expect(points).to_have_text(f"{before + 10:,}")

    expect(mine.get_by_role("list", name="My badges")).to_contain_text("leads won")

    mine.get_by_role("button", name="Why these points").click()
    why = page.get_by_role("dialog", name="Why these points")
    newest = why.get_by_role("list", name="Points").get_by_role("listitem").first
    expect(newest).to_contain_text(title)
    expect(newest).to_contain_text("+10")
    assert grave_findings(page) == []
    page.keyboard.press("Escape")

    board = page.get_by_role("region", name="Leaderboard")
    name = page.request.get("/api/v1/rewards").json()["own"]["name"]
    expect(board.get_by_text(name)).to_be_visible()
    hidden = mine.get_by_role("switch", name="Leave me out of the leaderboard")
    hidden.click()
    expect(board.get_by_text(name)).to_have_count(0)
    hidden.click()
    expect(board.get_by_text(name)).to_be_visible()

    manager = enter("manager", to="/rewards", phone=True, viewport=NARROW)
    expect(manager.get_by_role("list", name="Everybody")).to_contain_text(name)
    goal = a_title("Together")
    manager.get_by_role("button", name="Set a goal").click()
    form = manager.get_by_role("dialog", name="Set a goal")
    form.get_by_label("How many").fill("1000")
    form.get_by_label("Name", exact=True).fill(goal)
    form.get_by_label(name, exact=True).check()
    assert grave_findings(manager) == []
    form.get_by_role("button", name="Set the goal").click()
    expect(form).to_be_hidden()
    theirs = page.get_by_role("list", name="Goals").get_by_role("listitem").filter(has_text=goal)
    expect(theirs).to_contain_text(name)
    expect(theirs.locator(".goal-figures")).to_have_text(re.compile(r"^[1-9]\d* of 1,000$"))
    made = int(theirs.locator(".goal-figures").inner_text().split()[0])
    make(page, a_title("One more"))
    expect(theirs.locator(".goal-figures")).to_have_text(f"{made + 1} of 1,000")
    manager.get_by_role("button", name=f"Remove the goal {goal}").click()
    expect(theirs).to_have_count(0)
    manager.get_by_role("button", name="Undo").click()
    expect(theirs).to_be_visible()
    assert sticking_out(manager) == []
    report = open_menu(manager.get_by_role("button", name="Export", exact=True), "PDF")
    with manager.expect_download() as download:
        report.click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    manager.get_by_role("button", name="Year").click()
    manager.get_by_role("button", name="Earlier").click()
    expect(manager.get_by_role("button", name="Later")).to_be_enabled()
    assert sticking_out(manager) == []

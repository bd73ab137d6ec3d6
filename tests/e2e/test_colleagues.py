"""A Manager looks at a colleague's pipeline: everything to see, nothing to do."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support.journeys import a_title, expect_figure, figures, make, open_lead, row, shown_lead


def test_a_manager_looks_at_a_colleague_and_can_only_look(enter: Callable[..., Page]):
    manager, colleague = enter("manager"), enter("professional")
    title = a_title("Colleague's own lead")
    make(colleague, title)
    manager.get_by_label("Person", exact=True).select_option("Petra Solheim")
    expect(manager.get_by_text("You see the pipeline of Petra Solheim. View only.")).to_be_visible()
    expect(row(manager, title)).to_be_visible()
    expect(row(colleague, title)).to_be_visible()
    for slug, figure in figures(colleague).items():
        expect_figure(manager, slug, figure)
    expect(manager.get_by_role("main").get_by_role("button", name="Accept")).to_have_count(0)
    manager.reload()
    expect(manager.get_by_text("You see the pipeline of Petra Solheim. View only.")).to_be_visible()

    manager.get_by_role("button", name="Board").click()
    card = manager.get_by_role("article").filter(has_text=title)
    expect(card).to_be_visible()
    expect(manager.get_by_role("button", name="Move to stage")).to_have_count(0)
    expect(manager.locator("[draggable=true]")).to_have_count(0)
    open_lead(manager, title)
    for name in ("Edit", "Next", "Won", "Closed", "Parked", "Assign", "Add note"):
        expect(shown_lead(manager).get_by_role("button", name=name, exact=True)).to_have_count(0)


def test_the_other_drop_down_shows_a_childs_people(enter: Callable[..., Page]):
    manager, child = enter("manager"), enter("basic@service.nordlys")
    title = a_title("A child's lead")
    make(child, title)
    manager.get_by_label("Organization", exact=True).select_option("Nordlys Service")
    expect(manager.get_by_label("Person", exact=True).get_by_role("option", name="Odd Nygård")).to_be_attached()
    expect(manager.get_by_label("Person", exact=True).get_by_role("option", name="Petra Solheim")).not_to_be_attached()
    manager.get_by_label("Person", exact=True).select_option("Odd Nygård")
    expect(row(manager, title)).to_be_visible()
    manager.get_by_role("button", name="Back to mine").click()
    expect(row(manager, title)).to_have_count(0)


def test_nobody_else_has_the_drop_downs(enter: Callable[..., Page]):
    for who in ("lite", "basic", "professional"):
        page = enter(who)
        figures(page)
        expect(page.get_by_label("Person", exact=True)).to_have_count(0)
        expect(page.get_by_label("Organization", exact=True)).to_have_count(0)

"""The Admin changes the stages while a sales person looks at the board: it follows without a reload."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support.journeys import a_title, create, expect_loaded, save


def test_the_board_follows_what_the_admin_makes_of_the_stages(enter: Callable[..., Page]):
    admin = enter("admin@fjord", to="/admin/stages")
    expect_loaded(admin)
    sales = enter("manager@fjord", to="/pipeline?view=board")
    expect_loaded(sales)
    title = a_title("Solar roof for the quay")
    create(sales, title)
    card = sales.get_by_role("article").filter(has_text=title)
    expect(card).to_be_visible()

    stages = admin.get_by_role("list", name="Stages")
    admin.get_by_role("button", name="Add stage").click()
    box = admin.get_by_role("dialog", name="Add stage")
    box.get_by_label("Name").fill("Talks")
    box.get_by_role("radio", name="Pink").check(force=True)
    save(box)
    expect(box).to_be_hidden()
    expect(stages.get_by_role("listitem")).to_have_count(5)
    expect(sales.get_by_role("region", name="Talks", exact=True)).to_be_visible()

    admin.get_by_role("button", name="Move Talks up").focus()
    admin.keyboard.press("Enter")
    expect(stages.get_by_role("listitem").nth(3)).to_contain_text("Talks")
    card.get_by_role("button", name="Move to stage").focus()
    sales.keyboard.press("Enter")
    sales.get_by_role("menuitem", name="Talks").click()
    expect(sales.get_by_role("region", name="Talks", exact=True).get_by_role("article")).to_contain_text(title)

    admin.get_by_role("button", name="Edit Talks").click()
    box = admin.get_by_role("dialog", name="Edit stage")
    expect(box.get_by_label("Name")).to_have_value("Talks")
    box.get_by_label("Name").fill("Contract")
    save(box)
    expect(sales.get_by_role("region", name="Contract", exact=True).get_by_role("article")).to_contain_text(title)

    admin.get_by_role("button", name="Remove Contract").click()
    box = admin.get_by_role("dialog", name="Remove stage")
    expect(box).to_contain_text("Contract has leads: 1 lead")
    box.get_by_role("button", name="Remove", exact=True).click()
    expect(box.get_by_text("Choose where the leads of this stage go.")).to_be_visible()
    box.get_by_label("To which stage do they go?").select_option(label="Lead")
    box.get_by_role("button", name="Remove", exact=True).click()
    expect(box).to_be_hidden()
    expect(stages.get_by_role("listitem")).to_have_count(4)
    expect(sales.get_by_role("region", name="Contract", exact=True)).to_be_hidden()
    expect(sales.get_by_role("region", name="Lead", exact=True).get_by_role("article")).to_contain_text([title])

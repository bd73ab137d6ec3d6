"""Ring the Bell: on the pages of everybody in the organization, wherever they are, and on nobody else's."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.support.journeys import a_title, act, expect_loaded, make, new_lead, post, shown_lead
from tests.support.layout import grave_findings, sticking_out

NARROW = {"width": 360, "height": 740}
HOSTILE = '<img src=x onerror="window.harmed=1">{{7*7}} \u202eشركة\u202c ' + "x" * 120
COUNT_SOUNDS = """
    window.sounds = 0
    HTMLMediaElement.prototype.play = function () { window.sounds += 1; return Promise.resolve() }
"""
# What the browser says of a page that nobody has clicked on; whatever Playwright does counts as a click.
UNTOUCHED = "Object.defineProperty(navigator, 'userActivation', {value: {hasBeenActive: false, isActive: false}})"


def banner(page: Page) -> Locator:
    return page.get_by_role("status", name="Bell", exact=True).locator(".bell-card")


def won(page: Page, title: str) -> str:
    lead = make(page, title)
    post(page, f"/{lead}/win")
    return lead


def ring(page: Page, lead: str) -> None:
    """Through the button on the lead."""
    page.goto(f"/leads/{lead}")
    act(page, "Ring the Bell")


def test_a_bell_shows_wherever_colleagues_are_and_nowhere_else(enter: Callable[..., Page]):
    title = a_title("The big one")
    winner = enter("professional")
    hear = [enter("lite"), enter("basic", to="/profile"), enter("manager", to="/feed")]
    busy = enter("admin", to="/profile")
    new_lead(hear[0])
    deaf = [enter(who, to="/pipeline") for who in ("manager@service.nordlys", "manager@partner.nordlys")]
    deaf += [enter("manager@fjord"), enter("basic@fjord")]
    for page in (*hear, busy, *deaf, winner):
        expect_loaded(page)
    ring(winner, won(winner, title))
    for page in (*hear, busy):
        expect(banner(page)).to_contain_text("Petra Solheim rang the bell")
        expect(banner(page)).to_contain_text(title)
        expect(page.locator(".bell-confetti")).to_have_count(0)
    expect(banner(winner)).to_contain_text("You rang the bell")
    expect(winner.locator(".bell-confetti i").first).to_be_attached()
    expect(shown_lead(winner).get_by_role("button", name="Ring the Bell")).to_have_count(0)
    for page in deaf:
        expect(banner(page)).to_have_count(0)
        expect(page.get_by_text(title)).to_have_count(0)
    # It blocks nobody: what lies beneath can be used, and the rest is found in the feed.
    hear[0].get_by_label("Lead title").fill("typed on")
    rings = hear[2].get_by_role("list", name="Sales Feed").get_by_role("listitem").filter(has_text="rang the bell")
    expect(rings.filter(has_text=title)).to_be_visible()
    banner(busy).get_by_role("button", name="Close").click()
    expect(banner(busy)).to_have_count(0)
    busy.reload()
    expect_loaded(busy)
    expect(banner(busy)).to_have_count(0)


def test_it_is_heard_after_the_first_click_and_not_when_muted(enter: Callable[..., Page]):
    winner = enter("professional")
    pages = {name: enter("basic", to="/profile") for name in ("untouched", "clicked")}
    for name, page in pages.items():
        page.add_init_script(COUNT_SOUNDS)
        if name == "untouched":
            page.add_init_script(UNTOUCHED)
        page.reload()
        expect(page.get_by_role("switch", name="Hear the bell")).to_be_checked()
    pages["clicked"].get_by_role("heading", name="Preferences").click()
    ring(winner, won(winner, a_title("Heard")))
    for page in pages.values():
        expect(banner(page)).to_be_visible()
    pages["clicked"].wait_for_function("window.sounds === 1")
    assert pages["untouched"].evaluate("window.sounds") == 0

    # Muted on the banner: seen and not heard, and the profile says so.
    page = pages["clicked"]
    banner(page).get_by_role("button", name="Mute the bell").click()
    expect(page.get_by_role("switch", name="Hear the bell")).not_to_be_checked()
    banner(page).get_by_role("button", name="Close").click()
    ring(winner, won(winner, a_title("Not heard")))
    expect(banner(page)).to_be_visible()
    assert page.evaluate("window.sounds") == 1
    page.get_by_role("switch", name="Hear the bell").click()
    expect(page.get_by_role("switch", name="Hear the bell")).to_be_checked()
    page.reload()
    expect(page.get_by_role("switch", name="Hear the bell")).to_be_checked()


def test_the_sound_is_ours_and_plays_without_a_complaint(enter: Callable[..., Page]):
    winner, page = enter("professional"), enter("manager", to="/profile")
    page.get_by_role("heading", name="Preferences").click()
    lead = won(winner, a_title("With sound"))
    with page.expect_response("**/bell.wav") as sound:
        ring(winner, lead)
    assert sound.value.status in (200, 206)
    expect(banner(page)).to_be_visible()


def test_two_rings_queue_and_each_shows_once(enter: Callable[..., Page]):
    winner, page = enter("professional"), enter("basic")
    expect_loaded(page)
    titles = [a_title("First"), a_title("Second")]
    for lead in [won(winner, title) for title in titles]:
        post(winner, f"/{lead}/bell")
        post(winner, f"/{lead}/bell")
    expect(banner(page)).to_contain_text(titles[0])
    banner(page).get_by_role("button", name="Close").click()
    expect(banner(page)).to_contain_text(titles[1])
    banner(page).get_by_role("button", name="Close").click()
    expect(banner(page)).to_have_count(0)


def test_with_reduced_motion_nothing_swings(enter: Callable[..., Page]):
    winner = enter("professional", reduced_motion="reduce")
    ring(winner, won(winner, a_title("Quietly")))
    expect(banner(winner)).to_be_visible()
    expect(winner.locator(".bell-confetti")).to_be_hidden()
    seconds = winner.locator(".bell-drawing .icon").evaluate("bell => getComputedStyle(bell).animationDuration")
    assert seconds in ("0.001s", "1ms")


def test_a_hostile_title_is_text_and_fits_a_phone(enter: Callable[..., Page]):
    winner, page = enter("professional"), enter("basic", phone=True, viewport=NARROW)
    expect_loaded(page)
    ring(winner, won(winner, HOSTILE))
    expect(banner(page)).to_contain_text("{{7*7}}")
    assert sticking_out(page) + grave_findings(page) == []
    assert page.evaluate("window.harmed") is None


def test_winning_on_the_board_offers_the_bell_at_once(enter: Callable[..., Page]):
    winner, page = enter("professional", to="/pipeline?view=board"), enter("basic")
    title = a_title("Won on the board")
    make(winner, title)
    card = winner.get_by_role("article").filter(has_text=title)
    card.get_by_role("button", name="Move to stage").click()
    winner.get_by_role("menuitem", name="Won").click()
    winner.get_by_role("button", name="Mark as won").click()
    winner.get_by_role("region", name="Messages").get_by_role("button", name="Ring the Bell").click()
    expect(banner(page)).to_contain_text(title)

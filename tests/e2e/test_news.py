"""Sales News on everybody's open pages: it comes, changes and goes; Managers write it where it stands."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from leadx_app.i18n import say
from tests.support import sample_files
from tests.support.journeys import CLICKED_AT, SEEN_AT, a_title, email_of, expect_loaded
from tests.support.layout import grave_findings, sticking_out
from tests.support.sign_in import sign_in

NEWS = "/news"
OTHER_MANAGER = "ingrid.nilsen@nordlys.example"
NARROW = {"width": 360, "height": 740}
TABLET = {"width": 768, "height": 1024}
HOSTILE = '<img src=x onerror="window.harmed=1"><script>window.harmed=1</script>=1+1 \u202eשלום'
SHOWN = HOSTILE.replace("\u202e", "")
LIVE_MS = 10_000  # Without a reload; how fast it is on an idle machine is measured by `make bench`.


def item(page: Page, title: str) -> Locator:
    """The item as it is read."""
    return page.get_by_role("article", name=title, exact=True)


def editor(page: Page) -> Locator:
    """The item that is being written."""
    form = page.locator("form.news-editor")
    expect(form).to_be_visible()
    return form


def type_text(page: Page, text: str) -> None:
    """Write the text of the item in place of what stands there."""
    box = editor(page).get_by_role("textbox", name="Text", exact=True)
    box.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def begin(page: Page, title: str, text: str = "All is well.") -> Locator:
    """Begin a new item; returns its form."""
    page.get_by_role("button", name="Write news").click()
    form = editor(page)
    form.get_by_label("Title").fill(title)
    type_text(page, text)
    return form


def publish(page: Page, title: str, text: str = "All is well.") -> None:
    """Write an item for everybody."""
    begin(page, title, text).get_by_role("button", name="Publish").click()
    expect(item(page, title)).to_be_visible()


def unfold(form: Locator) -> None:
    """Show when and for whom."""
    form.get_by_text("When and for whom").click()
    expect(form.get_by_label("Show from")).to_be_visible()


FIVE_MINUTES_LATER = """() => {
    const now = Date.now
    Date.now = () => now() + 5 * 60_000 + 1_000
    document.dispatchEvent(new Event('visibilitychange'))
}"""


def older_than_the_server(socket: WebSocketRoute) -> None:
    """The server says, once the page is there, that its pages are newer."""
    server = socket.connect_to_server()
    told: list[bool] = []

    def passed_on(message: str | bytes) -> None:
        socket.send(message)
        if not told and str(message).startswith('42/_event,["event"'):
            told.append(True)
            socket.send('42/_event,["state_mismatch",{"backend":"x","reload_cooldown_ms":60000}]')

    server.on_message(passed_on)


def in_seconds(seconds: float) -> str:
    """A moment to come, as the clock in Oslo shows it."""
    return f"{datetime.now(ZoneInfo('Europe/Oslo')) + timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%S}"


def test_news_comes_changes_and_goes_on_readers_open_pages(enter: Callable[..., Page]):
    manager, lite, service = enter("manager", to=NEWS), enter("lite", to=NEWS), enter("basic@service.nordlys", to=NEWS)
    stranger = enter("basic@fjord", to=NEWS)
    title = a_title("Ny rekord på Økern")
    for page in (manager, lite, service, stranger):
        expect(page.get_by_role("article").first).to_be_visible()
    lite.evaluate(SEEN_AT, title)
    manager.evaluate(CLICKED_AT)
    publish(manager, title, "Vi vant.")
    for reader in (lite, service):
        expect(item(reader, title)).to_contain_text("Vi vant.")
    delay = lite.evaluate("window.seenAt") - manager.evaluate("window.clickedAt")
    print(f"news: {delay:.0f} ms from the click to a reader's page")
    assert delay <= LIVE_MS

    item(manager, title).get_by_text("Vi vant.").click()
    type_text(manager, "Vi vant to.")
    manager.keyboard.press("Control+Enter")
    expect(item(manager, title)).to_contain_text("Vi vant to.")
    expect(item(lite, title)).to_contain_text("Vi vant to.")
    expect(lite.locator("article.is-fresh", has_text=title)).to_be_visible()
    expect(item(manager, title)).to_contain_text("Read by 2")

    item(manager, title).hover()
    item(manager, title).get_by_role("button", name="More").click()
    manager.get_by_role("menuitem", name="Remove").click()
    for page in (manager, lite, service):
        expect(item(page, title)).to_be_hidden()
    manager.get_by_role("region", name="Messages").get_by_role("button", name="Undo").click()
    for page in (manager, lite, service):
        expect(item(page, title)).to_be_visible()
    expect(item(stranger, title)).to_be_hidden()


def test_an_item_has_an_address_and_its_age_counts_on(enter: Callable[..., Page]):
    manager, basic = enter("manager", to=NEWS), enter("basic", to=NEWS)
    title = a_title("Passed on")
    publish(manager, title, "Read this.")
    item(basic, title).get_by_role("link", name="now", exact=True).click()
    expect(basic.get_by_role("link", name="All news")).to_be_visible()
    expect(basic.get_by_role("article")).to_have_count(1)
    expect(basic.get_by_role("region", name="Comments")).to_be_visible()
    basic.reload()
    expect(item(basic, title)).to_be_visible()
    basic.evaluate(FIVE_MINUTES_LATER)
    expect(item(basic, title).get_by_role("link", name="5 min ago", exact=True)).to_be_visible()
    basic.get_by_role("link", name="All news").click()
    expect(basic.get_by_role("article").nth(1)).to_be_visible()


def test_a_renewed_server_is_told_of_in_our_words(enter: Callable[..., Page]):
    page = enter("basic", to="/profile")
    page.route_web_socket(re.compile("/_event/"), older_than_the_server)
    page.evaluate("sessionStorage.setItem('reflex_last_reloaded_on_error', Date.now())")
    page.goto("/profile")
    banner = page.get_by_role("alert").filter(has_text="There is a new version of LeadX.")
    expect(banner.get_by_role("button", name="Load again")).to_be_visible()
    expect(page.get_by_text("A new version of this app")).to_have_count(0)
    assert not grave_findings(page)


def test_the_clock_shows_and_hides_it_without_a_reload(enter: Callable[..., Page]):
    manager, basic = enter("manager", to=NEWS), enter("basic", to=NEWS)
    title = a_title("By the clock")
    expect(basic.get_by_role("article").first).to_be_visible()
    form = begin(manager, title)
    unfold(form)
    form.get_by_label("Show from").fill(in_seconds(8))
    form.get_by_label("Show until").fill(in_seconds(18))
    form.get_by_role("button", name="Publish").click()
    expect(item(manager, title)).to_contain_text("Scheduled")
    expect(item(basic, title)).to_be_hidden()
    expect(item(basic, title)).to_be_visible()
    expect(item(basic, title)).to_be_hidden()
    expect(item(manager, title)).to_contain_text("Over")


def test_a_time_that_does_not_exist_is_refused_and_nothing_is_lost(enter: Callable[..., Page]):
    manager = enter("manager", to=NEWS)
    title = a_title("In the gap")
    form = begin(manager, title, "Kept")
    unfold(form)
    form.get_by_label("Show from").fill("2027-03-28T02:30")
    form.get_by_role("button", name="Publish").click()
    expect(form.get_by_text("There is no 02:30 on this day: the clocks go forward then.")).to_be_visible()
    expect(form.get_by_label("Title")).to_have_value(title)
    form.get_by_label("Show from").fill("")
    form.get_by_role("button", name="Publish").click()
    expect(item(manager, title)).to_contain_text("Kept")


def test_only_those_whom_it_is_for_see_it(enter: Callable[..., Page]):
    people = ("manager", "basic", "professional", "basic@service.nordlys", "manager@partner.nordlys", "manager@fjord")
    pages = {who: enter(who, to=NEWS) for who in people}
    for page in pages.values():
        expect(page.get_by_role("article").first).to_be_visible()
    title = a_title("For sales at Nordlys")
    form = begin(pages["manager"], title)
    unfold(form)
    form.get_by_label("Professional", exact=True).check()
    form.get_by_label("Nordlys", exact=True).check()
    form.get_by_role("button", name="Publish").click()
    expect(item(pages["manager"], title)).to_contain_text("For Nordlys, Professional")
    expect(item(pages["professional"], title)).to_be_visible()
    last = a_title("For everybody after it")
    publish(pages["manager"], last)
    for who in ("basic", "basic@service.nordlys", "manager@partner.nordlys"):
        expect(item(pages[who], last)).to_be_visible()
        expect(item(pages[who], title)).to_be_hidden()
    for hidden in (title, last):
        expect(item(pages["manager@fjord"], hidden)).to_be_hidden()
        assert hidden not in pages["manager@fjord"].request.get("/api/v1/news?limit=100").text()
    assert title not in pages["basic"].request.get("/api/v1/news?limit=100").text()


def test_two_managers_at_the_same_item_and_nothing_is_lost(enter: Callable[..., Page]):
    magnus, ingrid = enter("manager", to=NEWS), enter(OTHER_MANAGER, to=NEWS)
    title = a_title("Two at once")
    publish(magnus, title, "As it was")
    expect(item(ingrid, title)).to_be_visible()
    item(magnus, title).get_by_text("As it was").click()
    type_text(magnus, "What Magnus wrote")
    item(ingrid, title).hover()
    item(ingrid, title).get_by_role("button", name=say("nb", "Edit")).click()
    box = editor(ingrid).get_by_role("textbox", name=say("nb", "Text"), exact=True)
    box.click()
    ingrid.keyboard.press("Control+a")
    ingrid.keyboard.insert_text("What Ingrid wrote")
    editor(ingrid).get_by_role("button", name=say("nb", "Save"), exact=True).click()
    expect(item(ingrid, title)).to_contain_text("What Ingrid wrote")

    editor(magnus).get_by_role("button", name="Save", exact=True).click()
    conflict = magnus.get_by_role("dialog").filter(has_text="Ingrid Nilsen changed the same")
    text = conflict.get_by_role("group", name="Text")
    for words in ("What Magnus wrote", "What Ingrid wrote"):
        expect(text).to_contain_text(words)
    conflict.get_by_role("button", name="Back").click()
    expect(editor(magnus)).to_contain_text("What Magnus wrote")
    editor(magnus).get_by_role("button", name="Save", exact=True).click()
    text.get_by_label("Yours").check()
    conflict.get_by_role("button", name="Save").click()
    for page in (magnus, ingrid):
        expect(item(page, title)).to_contain_text("What Magnus wrote")


def test_what_is_typed_outlives_a_reload_and_an_item_that_goes(enter: Callable[..., Page]):
    magnus, ingrid = enter("manager", to=NEWS), enter(OTHER_MANAGER, to=NEWS)
    title = a_title("Half done")
    form = begin(magnus, title, "Half a sentence")
    magnus.wait_for_timeout(400)
    magnus.reload()
    expect(form.get_by_label("Title")).to_have_value(title)
    expect(form).to_contain_text("Half a sentence")
    form.get_by_role("button", name="Publish").click()
    item(magnus, title).get_by_text("Half a sentence").click()
    type_text(magnus, "A whole sentence")
    item(ingrid, title).hover()
    item(ingrid, title).get_by_role("button", name=say("nb", "More")).click()
    ingrid.get_by_role("menuitem", name=say("nb", "Remove")).click()
    expect(magnus.get_by_text("This item is no longer in the list. What you typed is kept.")).to_be_visible()
    expect(editor(magnus)).to_contain_text("A whole sentence")
    magnus.keyboard.press("Escape")
    magnus.get_by_role("dialog").get_by_role("button", name="Throw away").click()
    expect(magnus.locator("form.news-editor")).to_be_hidden()
    magnus.reload()
    expect(magnus.get_by_role("article").first).to_be_visible()
    expect(magnus.locator("form.news-editor")).to_be_hidden()


def test_hostile_text_is_shown_as_text_and_stays_inside(enter: Callable[..., Page]):
    manager = enter("manager", to=NEWS, viewport=TABLET)
    reader = enter("basic", to=NEWS, phone=True, viewport=NARROW)
    title = a_title(HOSTILE)
    begin(manager, title, f"{HOSTILE} {'x' * 5000}")
    assert sticking_out(manager) == []
    editor(manager).get_by_role("button", name="Publish").click()
    for page in (manager, reader):
        shown = item(page, title.replace("\u202e", ""))
        expect(shown.locator(".rich")).to_contain_text("=1+1")
        expect(shown.locator(".rich")).to_contain_text("<script>window.harmed=1</script>")
        assert shown.locator("img:not(.avatar-photo), script").count() == 0
        assert sticking_out(page) == []
    shown = item(reader, title.replace("\u202e", ""))
    shown.get_by_role("button", name="Comment").click()
    shown.get_by_role("textbox", name="Comment").fill(f"{HOSTILE} {'y' * 1500}")
    shown.get_by_role("button", name="Comment").last.click()
    for page in (reader, manager):
        if page is manager:
            item(manager, title.replace("\u202e", "")).get_by_role("button", name="1 comment").click()
        expect(item(page, title.replace("\u202e", "")).locator(".news-comment-text")).to_contain_text(SHOWN)
        assert sticking_out(page) == []
        assert page.evaluate("window.harmed") is None


def test_readers_react_and_comment_live(enter: Callable[..., Page]):
    manager, basic = enter("manager", to=NEWS), enter("basic", to=NEWS)
    title = a_title("Say something")
    publish(manager, title)
    item(manager, title).get_by_role("button", name="Comment").click()
    item(basic, title).get_by_role("button", name="Hurray").click()
    expect(item(manager, title).get_by_role("button", name="Hurray, 1")).to_have_attribute("aria-pressed", "false")
    expect(item(basic, title).get_by_role("button", name="Hurray, 1")).to_have_attribute("aria-pressed", "true")
    item(basic, title).get_by_role("button", name="Comment").click()
    item(basic, title).get_by_role("textbox", name="Comment").fill("Så bra!")
    basic.keyboard.press("Control+Enter")
    expect(item(manager, title).get_by_text("Så bra!")).to_be_visible()
    expect(item(basic, title).get_by_role("textbox", name="Comment")).to_have_value("")
    item(basic, title).get_by_role("button", name="Remove comment").click()
    expect(item(manager, title).get_by_text("Så bra!")).to_be_hidden()


def test_a_picture_is_shown_to_readers_and_to_nobody_else(enter: Callable[..., Page]):
    manager, basic, stranger = enter("manager", to=NEWS), enter("basic", to=NEWS), enter("basic@fjord", to=NEWS)
    title = a_title("With a picture")
    form = begin(manager, title)
    photo = {"name": "tak.jpg", "mimeType": "image/jpeg", "buffer": sample_files.photo(size=(1600, 1200))}
    form.get_by_label("Add picture").set_input_files(photo)
    expect(form.get_by_role("button", name="Take off")).to_be_visible()
    form.get_by_role("button", name="Publish").click()
    picture = item(basic, title).locator("img.news-picture")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("complete", True)
    address = picture.get_attribute("src")
    answer = basic.request.get(address)
    assert (answer.status, answer.headers["content-type"]) == (200, "image/webp")
    assert stranger.request.get(address).status == 404
    assert stranger.request.get(address.replace("/preview", "")).status == 404
    refused = basic.request.delete(address.replace("/preview", ""), headers={"X-LeadX": "1"})
    assert refused.status == 403


def test_an_item_is_written_by_keyboard_alone(enter: Callable[..., Page]):
    page = enter("manager", to=NEWS)
    expect(page.get_by_role("article").first).to_be_visible()
    title = a_title("By keyboard")

    def tab_to(target: Locator) -> None:
        for _ in range(80):
            if target.evaluate("box => box === document.activeElement"):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {target}")

    tab_to(page.get_by_role("button", name="Write news"))
    page.keyboard.press("Enter")
    expect(editor(page).get_by_label("Title")).to_be_focused()
    page.keyboard.type(title)
    page.keyboard.press("Enter")
    expect(editor(page).get_by_role("textbox", name="Text", exact=True)).to_be_focused()
    page.keyboard.press("Control+b")
    page.keyboard.type("Bold words")
    page.keyboard.press("Control+Enter")
    expect(item(page, title).locator("strong")).to_have_text("Bold words")
    tab_to(item(page, title).get_by_role("button", name="Edit"))
    page.keyboard.press("Enter")
    editor(page)
    page.keyboard.press("End")
    page.keyboard.type(" and more")
    page.keyboard.press("Escape")
    question = page.get_by_role("dialog", name="Throw away what you typed?")
    expect(question).to_be_visible()
    page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    expect(editor(page)).to_contain_text("and more")
    editor(page).get_by_role("textbox", name="Text", exact=True).focus()
    page.keyboard.press("Control+Enter")
    expect(item(page, title)).to_contain_text("Bold words and more")


def test_links_and_lists_are_kept_and_lead_outside(enter: Callable[..., Page]):
    page = enter("manager", to=NEWS)
    title = a_title("With a link")
    form = begin(page, title, "leadx")
    page.keyboard.press("Control+a")
    form.get_by_role("button", name="Link").click()
    form.get_by_label("Address of the link").fill("leadx.example/about")
    page.keyboard.press("Enter")
    expect(form.locator(".rich-box a")).to_have_attribute("href", "https://leadx.example/about")
    form.get_by_role("button", name="List", exact=True).click()
    form.get_by_role("button", name="Publish").click()
    link = item(page, title).locator("li a")
    expect(link).to_have_attribute("href", "https://leadx.example/about")
    expect(link).to_have_attribute("rel", re.compile("noopener"))


@pytest.mark.parametrize("who", ["basic", "lite", "admin", "professional"])
def test_who_does_not_write_sees_no_pen(who: str, enter: Callable[..., Page]):
    page = enter(who, to=NEWS)
    expect(page.get_by_role("article").first).to_be_visible()
    expect(page.get_by_role("button", name="Write news")).to_be_hidden()
    expect(page.get_by_role("article").get_by_role("button", name="Edit")).to_have_count(0)


def test_a_phone_reads_reacts_and_comments_and_offers_no_writing(enter: Callable[..., Page]):
    page = enter("manager", phone=True, to=NEWS)
    first = page.get_by_role("article").first
    expect(first.get_by_role("button", name="comment")).to_be_visible()
    expect(first.locator(".reaction").first).to_be_visible()
    expect(page.get_by_role("button", name="Write news")).to_be_hidden()


def test_news_is_where_everybody_begins(open_page: Callable[..., Page]):
    for who in ("lite", "admin"):
        page = open_page()
        sign_in(page, email_of(who))
        expect(page).to_have_url(re.compile("/news/?$"))
        menu = page.get_by_role("navigation", name="Menu").first
        expect(menu.get_by_role("link").first).to_have_text("News")


def test_a_phone_reads_what_was_written_at_a_desk(enter: Callable[..., Page]):
    page, desk = enter("manager", to=NEWS, phone=True), enter("manager", to=NEWS)
    expect_loaded(page)
    title = a_title("From the desk")
    publish(desk, title, "Short and good.")
    expect(item(page, title)).to_contain_text("Short and good.")
    expect(page.get_by_role("button", name="Write news")).to_have_count(0)
    assert sticking_out(page) == []

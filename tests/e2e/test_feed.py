"""The Sales Feed: live, with links for those who may, further down without an end, and at home on a phone."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.support.journeys import a_title, make, post, shown_lead
from tests.support.layout import grave_findings, sticking_out

NARROW = {"width": 360, "height": 740}
HOSTILE = '<img src=x onerror="window.harmed=1"><script>window.harmed=1</script>{{7*7}}'
RIGHT_TO_LEFT = "\u202eشركة الاختبار \u202cשלום עולם"
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2


def entries(page: Page) -> Locator:
    return page.get_by_role("list", name="Sales Feed").get_by_role("listitem")


def at_the_feed(page: Page) -> Page:
    expect(entries(page).first).to_be_visible()
    return page


def test_what_happens_appears_with_a_link_for_those_who_may_open_it(enter: Callable[..., Page]):
    finder, colleague, manager = (at_the_feed(enter(who, to="/feed")) for who in ("basic", "professional", "manager"))
    child, stranger = (at_the_feed(enter(who, to="/feed")) for who in ("basic@service.nordlys", "basic@fjord"))
    title = a_title("Solar roof for the feed")
    lead = make(finder, title, hand_over=True)
    # A milestone that somebody reaches by it may stand above.
    for page in (finder, colleague, manager):
        expect(entries(page).filter(has_text=f"Bjørn Aasen brought in {title}")).to_have_count(1)
    post(manager, f"/{lead}/accept")
    accepted = f"Magnus Haugen accepted {title} from Bjørn Aasen"
    for page in (finder, manager):
        expect(entries(page).filter(has_text=accepted).get_by_role("link", name=title)).to_be_visible()
    expect(entries(colleague).filter(has_text=accepted)).to_have_count(1)
    expect(entries(colleague).filter(has_text=accepted).get_by_role("link")).to_have_count(0)
    for page in (child, stranger):
        expect(page.get_by_text(title)).to_have_count(0)
    entries(finder).filter(has_text=accepted).get_by_role("link", name=title).click()
    expect(shown_lead(finder)).to_contain_text(title)


def test_the_filter_stands_in_the_address_and_a_taken_back_win_says_so(enter: Callable[..., Page]):
    winner, reader = enter("professional"), at_the_feed(enter("basic", to="/feed"))
    title = a_title("Won too early")
    lead = make(winner, title)
    reader.get_by_role("button", name="Won", exact=True).click()
    expect(reader).to_have_url("/feed?kind=won")
    post(winner, f"/{lead}/win")
    entry = entries(reader).filter(has_text=f"Petra Solheim won {title}")
    expect(entry).to_be_visible()
    post(enter("manager"), f"/{lead}/reopen", reason="Not signed yet")
    expect(entry).to_contain_text("Reopened since")
    reader.reload()
    expect(reader.get_by_role("button", name="Won", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(entry).to_be_visible()


def test_it_goes_on_while_one_scrolls(enter: Callable[..., Page]):
    page = at_the_feed(enter("manager", to="/feed"))
    expect(entries(page)).to_have_count(30)
    for count in (60, 90):
        page.locator(".content").evaluate("box => box.scrollTo(0, box.scrollHeight)")
        expect(entries(page)).to_have_count(count)
    assert page.locator("*").count() <= 2500


def test_it_is_read_in_norwegian_by_who_reads_norwegian(enter: Callable[..., Page]):
    make(enter("professional"), title := a_title("På norsk"))
    page = enter("ingrid.nilsen@nordlys.example", to="/feed")
    mine = page.get_by_role("list", name="Salgsfeed").get_by_role("listitem").filter(has_text=title)
    expect(mine).to_contain_text(f"Petra Solheim kom med {title}")


def test_whatever_a_title_holds_is_text_and_fits_a_phone(enter: Callable[..., Page]):
    author, page = enter("professional"), at_the_feed(enter("manager", to="/feed", phone=True, viewport=NARROW))
    for title in (HOSTILE, RIGHT_TO_LEFT, LONG):
        make(author, title)
        words = title.replace("\u202e", "").replace("\u202c", "")
        expect(entries(page).filter(has_text=words).first).to_be_visible()
        assert sticking_out(page) == []
    assert grave_findings(page) == []
    assert page.evaluate("window.harmed") is None

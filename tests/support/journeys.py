"""What the journeys do again and again in a browser, with the words that people read."""

import contextlib
import re
from datetime import date
from itertools import count
from typing import Any

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

NUMBERS = count(1)
OPEN_DIALOG = "dialog[open]"
# Other documents, such as the view on the tables, are there when they are loaded.
UNSETTLED = "html:not([data-settled]):has(link[rel=modulepreload])"
PHONE_BELOW = 768

GREEN_HANDS = """async sign => {
    await Promise.all(sign.getAnimations({subtree: true}).map(animation => animation.finished.catch(() => null)))
    const green = getComputedStyle(document.documentElement).getPropertyValue('--won').trim()
    const probe = document.body.appendChild(document.createElement('i'))
    probe.style.color = green
    const won = getComputedStyle(probe).color
    probe.remove()
    return [...sign.querySelectorAll('.hand')].filter(hand => getComputedStyle(hand).fill === won).length
}"""
"""How many hands of the sign are drawn in the green of what was won."""

SEEN_AT = """text => {
    window.seenAt = new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error(`${text} was not seen`)), 60_000)
        const look = () => document.querySelector('main').textContent.includes(text) && resolve(Date.now())
        new MutationObserver(look).observe(document.body, {childList: true, subtree: true, characterData: true})
        look()
    })
}"""
CLICKED_AT = "document.addEventListener('click', () => { window.clickedAt = Date.now() }, true)"


def email_of(who: str) -> str:
    """ "basic" → the Basic user of Nordlys; "manager@fjord" and the like for others; a whole address is itself."""
    if who.endswith(".example"):
        return who
    return f"{who}.example" if "@" in who else f"{who}@nordlys.example"


def a_title(words: str) -> str:
    """A title that no other lead has."""
    return f"{words} no. {next(NUMBERS)}"


def new_lead(page: Page) -> Locator:
    """Open New Lead from the header: by the button, on a phone by + and its chooser; returns the popup."""
    header = page.get_by_role("banner")
    if page.viewport_size["width"] < PHONE_BELOW:
        header.get_by_role("button", name="Create", exact=True).click()
        page.get_by_role("menuitem", name="Lead", exact=True).click()
    else:
        header.get_by_role("button", name="Create new lead").click()
    popup = page.get_by_role("dialog", name="New Lead")
    expect(popup.get_by_label("Lead title")).to_be_visible()
    return popup


def fill(box: Locator, **fields: str) -> None:
    """Fill fields by their labels: `fill(popup, lead_title="…", company_name="…")`."""
    for name, text in fields.items():
        label = name.replace("_", " ").capitalize()
        field = box.get_by_label(label)
        folded = box.locator("details:not([open])").filter(has=box.page.get_by_label(label))
        if folded.count():
            folded.locator("summary").click()
            expect(folded).to_have_count(0)
        field.fill(text)


def save(box: Locator) -> None:
    """Save what a form holds."""
    box.get_by_role("button", name="Save", exact=True).click()


def create(page: Page, title: str, *, hand_over: bool = False, **fields: str) -> None:
    """Create a lead with the popup, and wait until it is closed."""
    popup = new_lead(page)
    fill(popup, lead_title=title, company_name="Fjordheim skole", **fields)
    if hand_over:
        popup.get_by_label("Handover to sales?").check()
    save(popup)
    expect(popup).to_be_hidden()


def row(page: Page, title: str) -> Locator:
    """The line or card of a lead in the list or on the board."""
    main = page.get_by_role("main")
    lines = main.get_by_role("listitem").or_(main.get_by_role("article"))
    return lines.filter(has=page.get_by_role("link", name=title, exact=True))


def open_lead(page: Page, title: str) -> Locator:
    """Open a lead by a click on it; returns what shows it, popup or page."""
    page.get_by_role("main").get_by_role("link", name=title, exact=True).first.click()
    return shown_lead(page)


def shown_lead(page: Page) -> Locator:
    """What shows the lead: the popup over a page, or its own page."""
    lead = page.locator(f"{OPEN_DIALOG} .view, .view-page .view").filter(visible=True).first
    expect(lead).to_be_visible()
    return page.get_by_role("dialog", name="View Lead").or_(page.locator(".view-page")).filter(visible=True).first


def act(page: Page, name: str) -> None:
    """Press a button of the lead that is shown."""
    shown_lead(page).get_by_role("button", name=name, exact=True).click()


def lead_id(page: Page) -> str:
    """The id of the lead that is shown, by its address."""
    expect(page).to_have_url(re.compile("/leads/[0-9a-f-]{36}"))
    return re.search("/leads/([0-9a-f-]{36})", page.url)[1]


def hands(box: Locator) -> Locator:
    """The sign of the handshake."""
    return box.get_by_role("img", name=re.compile("^Handshake:")).first


def expect_hands(box: Locator, words: str, green: int) -> None:
    """The handshake says these words, and so many of its hands are green."""
    sign = hands(box)
    expect(sign).to_have_accessible_name(f"Handshake: {words}")
    expect(sign.locator(".hand")).to_have_count(2)
    assert sign.evaluate(GREEN_HANDS) == green


def figures(page: Page) -> dict[str, str]:
    """The four key figures as they stand there, by their slug."""
    cards = page.get_by_role("region", name="Key figures").locator("[data-testid^=kpi-]")
    expect(cards).to_have_count(4)
    return cards.evaluate_all(
        "cards => Object.fromEntries(cards.map(card => [card.dataset.testid.slice(4),"
        " card.querySelector('.kpi-figure').textContent]))"
    )


def expect_figure(page: Page, slug: str, figure: str) -> None:
    """A key figure changes to this, without a reload."""
    expect(page.get_by_test_id(f"kpi-{slug}").locator(".kpi-figure")).to_have_text(figure)


def number(figure: str) -> int:
    """ "1,234" → 1234."""
    return int(re.sub(r"\D", "", figure))


def make(page: Page, title: str, **fields: Any) -> str:
    """A lead of the signed-in person, made through the REST API where creating is not the point; returns its id."""
    answer = post(page, "", title=title, company_name="Fjordheim skole", **fields)
    return answer["id"]


def post(page: Page, path: str, **data: Any) -> dict[str, Any]:
    """Act on leads through the REST API as the signed-in person; `path` such as `/<id>/accept`."""
    answer = page.request.post(f"/api/v1/leads{path}", data=data or None, headers={"X-LeadX": "1"})
    assert answer.ok, f"{path}: {answer.status} {answer.text()}"
    return answer.json() if answer.body() else {}


def see(page: Page, title: str, status: str = "Ongoing") -> Locator:
    """Look for a lead in the list and return its line."""
    page.get_by_label("Status", exact=True).select_option(status)
    page.get_by_role("searchbox", name="Search leads").fill(title)
    expect(row(page, title)).to_be_visible()
    return row(page, title)


def leave_lead(page: Page) -> None:
    """Back to the list from the lead that is shown, popup or page."""
    page.go_back()
    expect(page.get_by_role("region", name="Key figures")).to_be_visible()
    expect(page.locator(OPEN_DIALOG)).to_have_count(0)


def open_menu(button: Locator, name: str) -> Locator:
    """An item of the menu that a button opens; a menu that the scrolling to its button closed is opened again."""
    item = button.page.get_by_role("menuitem", name=name)
    button.scroll_into_view_if_needed()
    for _ in range(3):
        button.click()
        with contextlib.suppress(PlaywrightTimeoutError):
            item.wait_for(timeout=3_000)
            break
    return item


def expect_settled(page: Page) -> None:
    """A page of ours has read what it asks for when it opens: nothing that is typed from now on is taken away again."""
    expect(page.locator(UNSETTLED)).to_have_count(0)


def expect_loaded(page: Page) -> None:
    """What the page and its frame ask for when they open has come: from now on the page is told what happens."""
    expect_settled(page)
    expect(page.get_by_role("banner").locator(".bell-counted").first).to_be_attached()
    expect(page.get_by_role("main").locator("[aria-busy=true]")).to_have_count(0)


def day_of_calendar(page: Page, at: date) -> Locator:
    """A day of the calendar, which is turned to the next month where this one ends before."""
    days = page.get_by_role("group", name="Calendar").locator("[data-column]")
    expect(days.first).to_be_attached()
    if days.last.get_attribute("data-column") < at.isoformat():
        page.get_by_role("button", name="Later", exact=True).click()
    return page.locator(f"[data-column='{at.isoformat()}']")


def open_menu_by_key(button: Locator, first: str) -> None:
    """Open a menu by Enter on its button and wait until its first item has the focus; one that a late scroll closed is
    opened again."""
    item = button.page.get_by_role("menuitem", name=first)
    button.scroll_into_view_if_needed()
    for _ in range(3):
        button.press("Enter")
        with contextlib.suppress(AssertionError):
            expect(item).to_be_focused(timeout=3_000)
            break
    expect(item).to_be_focused()


def bell(page: Page) -> Locator:
    """The button in the header that says how many notifications are unread."""
    banner = page.get_by_role("banner")
    return banner.get_by_role("button", name=re.compile("^Notifications")).filter(visible=True)


def open_bell(page: Page) -> Locator:
    """Open the panel of the latest notifications."""
    bell(page).click()
    panel = page.get_by_role("dialog", name="Notifications")
    expect(panel.get_by_role("list", name="Latest notifications")).to_be_visible()
    return panel

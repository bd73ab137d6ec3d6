"""Generate Lead, one journey for each role that may, on the desktop and on the phone."""

import io
import re
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.support import journeys
from tests.support.journeys import a_title, act, create, expect_hands, open_lead, row, shown_lead
from tests.support.sample_files import CAMERA, photo

sizes = pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
GPS = 0x8825


def capture_photo(popup: Locator, name: str) -> None:
    """Take a photo with the phone's camera, as far as a test can, and wait until it is sent."""
    popup.get_by_label("Capture").set_input_files(
        {"name": name, "mimeType": "image/jpeg", "buffer": photo(size=(1600, 1200))}
    )
    expect(popup.get_by_role("listitem").filter(has_text=name).locator("img")).to_be_visible()


def expect_clean_photo(page: Page, name: str) -> None:
    """The photo lies on the lead with a thumbnail, and what is downloaded tells nothing about who took it."""
    link = shown_lead(page).get_by_role("link", name=name)
    expect(link).to_be_visible()
    picture = link.locator("img")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("picture => picture.naturalWidth") > 0
    answer = page.request.get(link.get_attribute("href"))
    assert answer.headers["content-disposition"].startswith("attachment")
    image = Image.open(io.BytesIO(answer.body()))
    assert image.format == "JPEG"
    assert not image.getexif().get_ifd(GPS)
    assert CAMERA not in answer.body()


def expect_locked(page: Page) -> None:
    """Nothing on the lead can be changed by who looks at it."""
    lead = shown_lead(page)
    for name in ("Edit", "Handover to sales?", "Next", "Won", "Closed", "Parked", "Assign", "Accept", "Return"):
        expect(lead.get_by_role("button", name=name, exact=True)).to_have_count(0)
    expect(lead.get_by_role("textbox", name="Lead title")).to_have_count(0)


@sizes
def test_basic_keeps_a_lead_edits_it_and_hands_it_over_later(phone: bool, enter: Callable[..., Page]):
    page = enter("basic", phone=phone)
    title = a_title("New floor in the shop")
    popup = journeys.new_lead(page)
    for absent in ("Stage", "Assign to", "Category"):
        expect(popup.get_by_label(absent)).to_have_count(0)
    journeys.fill(popup, lead_title=title, company_name="Bakeren AS", contact_person="Kari Nordmann")
    journeys.save(popup)
    expect(popup).to_be_hidden()
    expect(page.get_by_role("region", name="Messages")).to_contain_text("Saved in your pipeline.")
    expect(row(page, title)).to_contain_text("Bakeren AS")
    expect_hands(row(page, title), "not handed over", green=0)

    open_lead(page, title)
    step = shown_lead(page).get_by_role("list", name="Journey").locator("[aria-current=step]")
    expect(step).to_contain_text("New")
    act(page, "Edit")
    shown_lead(page).get_by_label("Description").fill("400 square metres, before Easter.")
    shown_lead(page).get_by_label("Lead value").fill("80 000,50")
    act(page, "Save")
    expect(shown_lead(page).get_by_text("400 square metres, before Easter.").first).to_be_visible()
    expect(shown_lead(page)).to_contain_text("80,000.50")

    act(page, "Handover to sales?")
    expect_hands(shown_lead(page), "waiting for sales", green=1)
    expect_locked(page)


@sizes
def test_basic_hands_a_lead_over_at_once_and_it_is_locked(phone: bool, enter: Callable[..., Page]):
    page = enter("basic", phone=phone)
    title = a_title("Solar roof for the stable")
    popup = journeys.new_lead(page)
    journeys.fill(popup, lead_title=title, company_name="Stall Solbakken")
    if phone:
        capture_photo(popup, "roof.jpg")
    popup.get_by_label("Handover to sales?").check()
    journeys.save(popup)
    expect(page.get_by_role("region", name="Messages")).to_contain_text("Waiting for sales.")
    expect_hands(row(page, title), "waiting for sales", green=1)
    open_lead(page, title)
    expect_locked(page)
    if phone:
        expect_clean_photo(page, "roof.jpg")


def test_lite_hands_a_lead_over_on_the_phone_with_a_photo(enter: Callable[..., Page]):
    page = enter("lite", phone=True)
    title = a_title("Broken gate at the harbour")
    popup = journeys.new_lead(page)
    journeys.fill(popup, lead_title=title, company_name="Havna KF")
    capture_photo(popup, "gate.jpg")
    popup.get_by_label("Handover to sales?").check()
    journeys.save(popup)
    expect_hands(row(page, title), "waiting for sales", green=1)
    open_lead(page, title)
    expect_locked(page)
    expect_clean_photo(page, "gate.jpg")


@sizes
def test_lite_keeps_a_lead_and_can_still_edit_it(phone: bool, enter: Callable[..., Page]):
    page = enter("lite", phone=phone)
    title = a_title("Shelves for the library")
    create(page, title)
    open_lead(page, title)
    act(page, "Edit")
    shown_lead(page).get_by_label("Description").fill("Oak, if possible.")
    act(page, "Save")
    expect(shown_lead(page).get_by_text("Oak, if possible.").first).to_be_visible()


@sizes
def test_professional_creates_with_the_full_form_and_gives_it_to_a_colleague(phone: bool, enter: Callable[..., Page]):
    page, owner = enter("professional", phone=phone), enter("marte.lindberg@nordlys.example")
    title = a_title("Ventilation for the new wing")
    popup = journeys.new_lead(page)
    expect(popup.get_by_label("Handover to sales?")).to_have_count(0)
    journeys.fill(
        popup,
        lead_title=title,
        company_name="Sykehuset i Vik",
        contact_person="Ola Hansen",
        email="ola@sykehuset.example",
        phone="+47 900 00 000",
        lead_value="1.250.000,00",
        expected_closing_date="2027-03-01",
        tags="hospital, ventilation",
        description="Two floors, tender in January.",
    )
    popup.get_by_label("Currency").select_option("EUR")
    popup.get_by_label("Category").select_option(index=1)
    popup.get_by_label("Source").select_option(index=1)
    popup.get_by_label("Assign to").select_option("Marte Lindberg")
    next_, prev = (popup.get_by_role("button", name=name, exact=True) for name in ("Next", "Prev"))
    expect(prev).to_be_disabled()
    next_.click()
    next_.click()
    expect(popup.get_by_role("radio", name="Opportunity")).to_be_checked()
    prev.click()
    expect(popup.get_by_role("radio", name="Lead", exact=True)).to_be_checked()
    journeys.save(popup)
    expect(popup).to_be_hidden()

    for somebody in (page, owner):
        expect(row(somebody, title)).to_contain_text("Lead")
        expect(row(somebody, title)).to_contain_text("1,250,000")
    lead = open_lead(owner, title)
    for words in ("Sykehuset i Vik", "Ola Hansen", "ola@sykehuset.example", "EUR", "1 Mar 2027", "hospital", "tender"):
        expect(lead).to_contain_text(words)
    expect(lead.get_by_role("button", name="Edit", exact=True)).to_be_visible()
    open_lead(page, title)
    expect(shown_lead(page).get_by_role("button", name="Edit", exact=True)).to_have_count(0)
    expect(shown_lead(page).get_by_role("textbox", name="Note")).to_be_visible()


@sizes
@pytest.mark.parametrize("outcome", ["Won", "Parked", "Closed"])
def test_manager_creates_with_an_outcome(outcome: str, phone: bool, enter: Callable[..., Page]):
    page = enter("manager", phone=phone)
    title = a_title(f"{outcome} from the start")
    before = journeys.figures(page)
    popup = journeys.new_lead(page)
    journeys.fill(popup, lead_title=title, company_name="Fjordheim skole", lead_value="1000")
    popup.get_by_role("radio", name=outcome).check()
    if outcome == "Closed":
        journeys.save(popup)
        expect(popup.get_by_role("alert")).to_be_visible()
        popup.get_by_label("Why was it closed?").select_option(index=1)
    journeys.save(popup)
    expect(popup).to_be_hidden()
    expect(journeys.see(page, title, status=outcome)).to_contain_text(outcome)
    counted = journeys.number(before["leads_total"]) + (outcome != "Parked")
    journeys.expect_figure(page, "leads_total", f"{counted:,}")
    won = journeys.number(before["revenue"]) + (1000 if outcome == "Won" else 0)
    journeys.expect_figure(page, "revenue", f"{won:,}")
    open_lead(page, title)
    final = shown_lead(page).get_by_role("list", name="Journey").locator("[aria-current=step]").last
    expect(final).to_have_text(outcome)
    if outcome == "Closed":
        expect(shown_lead(page)).to_contain_text(re.compile("Closed: .+"))

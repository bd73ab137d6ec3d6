"""A new company out of the public register: found, filled in, never over what somebody wrote, and done without."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.company_register import RegisterServer, an_entity
from tests.support.journeys import fill, new_lead, save
from tests.support.layout import grave_findings, sticking_out
from tests.support.server import Server


@pytest.fixture
def register() -> Iterator[RegisterServer]:
    with RegisterServer() as server:
        yield server


@pytest.fixture
def own_server(demo_data: Path, tmp_path: Path, register: RegisterServer) -> Iterator[Server]:
    """The application with a register to ask."""
    data = tmp_path / "data"
    shutil.copytree(demo_data, data)
    server = Server(data, forged=True, LEADX_COMPANY_REGISTER_URL=register.url).start()
    yield server
    server.kill()
    assert not server.complaints(), server.complaints()


@pytest.mark.usefixtures("own_server")
def test_the_register_fills_what_is_empty_and_keeps_what_was_written(
    enter: Callable[..., Page], register: RegisterServer
):
    page = enter("basic", to="/contacts")
    page.get_by_role("main").get_by_role("button", name="New company").first.click()
    form = page.get_by_role("form", name="Contact")
    form.get_by_label("City").fill("Ås")
    look_up = form.get_by_role("combobox", name="Find in the register")
    look_up.press_sequentially("equin")
    expect(form.get_by_role("option")).to_contain_text(["EQUINOR ASA923"])
    look_up.press("ArrowDown")
    look_up.press("Enter")
    expect(form.get_by_label("Name", exact=False).first).to_have_value("EQUINOR ASA")
    expect(form.get_by_label("Organization number")).to_have_value("923609016")
    expect(form.get_by_label("Country")).to_have_value("NO")
    expect(form.get_by_label("City")).to_have_value("Ås")
    expect(form.get_by_text("You had written City yourself.")).to_be_visible()
    assert sticking_out(page) == []
    assert grave_findings(page) == []
    form.get_by_role("button", name="Use the register's").click()
    expect(form.get_by_label("City")).to_have_value("STAVANGER")

    register.answer = (500, {}, b"")
    look_up.fill("another company")
    expect(form.get_by_text("The register cannot be reached. Fill in by hand.")).to_be_visible()
    form.get_by_label("Industry").fill("Energy")
    form.get_by_role("button", name="Save", exact=True).click()
    expect(form).to_have_count(0)
    page.goto("/contacts?search=923609016")
    expect(page.get_by_role("link", name="EQUINOR ASA")).to_be_visible()


@pytest.mark.usefixtures("own_server")
def test_a_lead_takes_its_company_out_of_the_register_once(enter: Callable[..., Page], register: RegisterServer):
    register.entities.append(an_entity("962986633", "STATNETT SF"))
    page = enter("basic", phone=True)
    for title in ("New lines", "More lines"):
        popup = new_lead(page)
        fill(popup, lead_title=title)
        company = popup.get_by_role("combobox", name="Company name")
        company.press_sequentially("962 986 633")
        offered = popup.get_by_role("option").filter(has_text="STATNETT SF")
        expect(offered).to_contain_text("Among your contacts" if title == "More lines" else "STAVANGER")
        if title == "New lines":
            assert sticking_out(page) == []
            assert grave_findings(page) == []
        company.press("ArrowDown")
        company.press("Enter")
        expect(company).to_have_value("STATNETT SF")
        if title == "New lines":
            expect(popup.get_by_text("Number and address come with it.")).to_be_visible()
        save(popup)
        expect(popup).to_be_hidden()
    page.goto("/contacts?search=962986633")
    expect(page.get_by_role("main").get_by_role("link", name="STATNETT SF")).to_have_count(1)

    register.answer = (500, {}, b"")
    popup = new_lead(page)
    fill(popup, lead_title="By hand", company_name="Kiosken AS")
    save(popup)
    expect(popup).to_be_hidden()

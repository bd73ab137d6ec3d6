"""Leads from a file: mapped, checked, brought in, the errors taken out, taken back; and how it goes, on a phone."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.support.journeys import a_title
from tests.support.layout import grave_findings, sticking_out

PATIENCE = 60_000


def _file(name: str, rows: list[str], encoding: str = "windows-1252") -> Any:
    return {"name": name, "mimeType": "text/csv", "buffer": "\r\n".join(rows).encode(encoding)}


def _mapped(page: Page, column: str) -> Any:
    return page.get_by_role("list", name="What the columns hold").get_by_role("combobox", name=column, exact=True)


def test_a_file_with_errors_is_mapped_checked_imported_and_taken_back(enter: Callable[..., Page]) -> None:
    page = enter("professional")
    good, other = a_title("Båthus på Ærøya"), a_title("Solceller")
    page.get_by_role("main").get_by_role("link", name="Import").click()
    rows = ["Hva;Firma;Verdi;Kontaktperson", f"{good};Ærlig Båt AS;1 234,50;Åse Øye", f"{other};Dal AS;mange;"]
    page.get_by_label("Choose a file").set_input_files(_file("leads.csv", [*rows, ";Tom AS;1;"]))
    expect(page.get_by_text("Say first which column holds: Lead title")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("button", name="Import", exact=True)).to_be_disabled()
    _mapped(page, "Hva").select_option(label="Lead title")
    preview = page.get_by_role("table", name="Preview")
    expect(preview.get_by_role("cell", name="1,234.50")).to_be_visible()
    expect(preview.get_by_text("Write an amount with digits, for example 1234,50.")).to_be_visible()
    assert sticking_out(page) + grave_findings(page) == []
    page.get_by_role("button", name="Check", exact=True).click()
    result = page.get_by_role("group", name="Result")
    expect(result).to_contain_text("1 will be created", timeout=PATIENCE)
    expect(result).to_contain_text("2 have errors")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(result).to_contain_text("1 created", timeout=PATIENCE)
    with page.expect_download() as download:
        result.get_by_role("link", name="Download errors").click()
    told = download.value.path().read_text(encoding="utf-8-sig")
    assert '"3","Lead value: Write an amount with digits, for example 1234,50."' in told
    assert '"4","Lead title: Fill in this field."' in told
    page.goto("/pipeline")
    expect(page.get_by_role("main").get_by_text(good)).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Undo import").click()
    expect(result).to_contain_text("3 removed", timeout=PATIENCE)
    leads = page.request.get("/api/v1/leads", params={"search": good}).json()["rows"]
    assert leads == []


def test_the_progress_is_there_when_one_comes_back_on_a_phone(enter: Callable[..., Page]) -> None:
    manager = enter("manager", to="/import?subject=companies")
    name = a_title("Kunde")
    rows = ["Navn;Poststed", *(f"{name} {number};Oslo" for number in range(900))]
    manager.get_by_label("Choose a file").set_input_files(_file("customers.csv", rows, "utf-8"))
    expect(manager.get_by_role("table", name="Preview")).to_be_visible(timeout=PATIENCE)
    manager.get_by_role("button", name="Import", exact=True).click()
    phone = enter("manager", to="/import", phone=True)
    phone.get_by_role("list", name="Your imports").get_by_role("button", name=re.compile("customers.csv")).first.click()
    expect(phone.get_by_role("group", name="Result")).to_contain_text("900 created", timeout=PATIENCE)
    assert sticking_out(phone) + grave_findings(phone) == []
    expect(manager.get_by_role("group", name="Result")).to_contain_text("900 created", timeout=PATIENCE)
    admin = enter("admin", to="/admin/jobs")
    jobs = admin.get_by_role("list", name="Jobs")
    expect(jobs.get_by_role("listitem").filter(has_text="Import").first).to_contain_text("Done")
    expect(enter("basic", to="/import").get_by_text("This page is not part of your role")).to_be_visible()

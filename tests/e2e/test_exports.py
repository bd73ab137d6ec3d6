"""Taking a list out of a page: what the file holds is what the page shows."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import Page, expect

from tests.support.journeys import a_title, make
from tests.support.layout import sticking_out


def export(page: Page, form: str) -> Path:
    """Choose in the menu, and wait for the file."""
    page.get_by_role("button", name="Export", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=form, exact=True).click()
    return Path(download.value.path())


def titles_in_excel(path: Path, tmp_path: Path) -> list[Any]:
    """The second row and those after it, by their first cell."""
    named = path.rename(tmp_path / "list.xlsx")
    return [row[0] for row in openpyxl.load_workbook(named).active.iter_rows(min_row=2, values_only=True)]


def test_a_list_comes_out_as_it_is_filtered_and_sorted(enter: Callable[..., Page], tmp_path: Path):
    page = enter("professional")
    words = a_title("Export of pumps")
    for title, value in ((f"=Small {words}", "10"), (f"Large {words}", "1234567,50")):
        make(page, title, value=value)
    page.goto(f"/pipeline?search={words.replace(' ', '+')}&sort=value")
    shown = page.get_by_role("main").get_by_role("listitem").filter(has_text=words).get_by_role("link")
    expect(shown).to_have_count(2)
    assert titles_in_excel(export(page, "Excel"), tmp_path) == [f"Large {words}", f"=Small {words}"]
    expect(page.get_by_role("menuitem")).to_have_count(0)
    with export(page, "CSV").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["Lead title"], row["Lead value"]) for row in rows] == [
        (f"Large {words}", "1234567.50"),
        (f"'=Small {words}", "10.00"),
    ]
    page.goto("/activities?tab=done")
    expect(page.get_by_role("list", name="Activities")).to_be_visible()
    assert len(titles_in_excel(export(page, "Excel"), tmp_path)) > 0


def test_on_a_phone_community_comes_out_too(enter: Callable[..., Page], tmp_path: Path):
    page = enter("basic", to="/community", phone=True, viewport={"width": 360, "height": 740})
    expect(page.get_by_role("list", name="Leads")).to_be_visible()
    assert sticking_out(page) == []
    total = page.request.get("/api/v1/community/leads?limit=100").json()["rows"]
    titles = titles_in_excel(export(page, "Excel"), tmp_path)
    assert titles[: len(total)] == [row["title"] for row in total]


def test_a_file_of_a_lead_is_kept_by_the_browser(enter: Callable[..., Page]):
    page = enter("professional")
    lead = make(page, a_title("With a plan"))
    sent = page.request.post(
        f"/api/v1/leads/{lead}/files", data=b"The plan", headers={"X-LeadX": "1", "X-File-Name": "plan.txt"}
    )
    assert sent.ok, sent.text()
    page.goto(f"/leads/{lead}")
    with page.expect_download() as download:
        page.get_by_role("list", name="Files").get_by_role("link").click()
    assert Path(download.value.path()).read_bytes() == b"The plan"

"""An Admin takes everything out: asks, sees it come, downloads it."""

import zipfile
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support.journeys import expect_loaded

NARROW = {"width": 360, "height": 740}
PATIENCE = 60_000


def test_an_admin_downloads_everything_on_a_phone(enter: Callable[..., Page], tmp_path) -> None:
    admin = enter("admin", to="/admin", phone=True, viewport=NARROW, color_scheme="dark")
    admin.get_by_role("navigation", name="Admin").get_by_role("link", name="Data", exact=True).click()
    expect_loaded(admin)
    admin.get_by_role("button", name="Make an archive").click()
    first = admin.get_by_role("list", name="Archives").get_by_role("listitem").first
    link = first.get_by_role("link", name="Download")
    expect(link).to_be_visible(timeout=PATIENCE)
    expect(first).to_contain_text("Done")
    with admin.expect_download(timeout=PATIENCE) as waiting:
        link.click()
    waiting.value.save_as(tmp_path / "archive.zip")
    with zipfile.ZipFile(tmp_path / "archive.zip") as archive:
        assert archive.testzip() is None
        assert {"manifest.json", "tables/leads.jsonl"} <= set(archive.namelist())
    manager = enter("manager", to="/admin/data")
    expect(manager.get_by_text("This page is not part of your role")).to_be_visible()
    expect(manager.get_by_text("Error 403, number")).to_be_visible()

"""The same application on PostgreSQL, as a role that row-level security holds for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.lanes import PostgresLane
from tests.support.server import Server
from tests.support.sign_in import sign_in


@pytest.fixture
def postgres_server(postgres_lane: PostgresLane, tmp_path: Path) -> Iterator[Server]:
    """The application with the demo tenants on a PostgreSQL database of its own."""
    with postgres_lane.empty() as url:
        server = Server(tmp_path / "data", LEADX_DATABASE_URL=url).start()
        yield server
        server.kill()
        assert not server.complaints(), server.complaints()


@pytest.mark.cuts_the_line
def test_it_starts_fills_the_demo_and_shows_each_tenant_its_own(
    postgres_server: Server, open_page: Callable[..., Page]
):
    nordlys, fjord = (open_page(url=postgres_server.url) for _ in range(2))
    sign_in(nordlys, "manager@nordlys.example", to="/pipeline")
    sign_in(fjord, "manager@fjord.example", to="/pipeline")
    for page in (nordlys, fjord):
        expect(page.get_by_text("Leads Total")).to_be_visible()
        expect(page.locator("[href^='/leads/']").first).to_be_visible()
    titles = [set(page.locator("[href^='/leads/']").all_inner_texts()) for page in (nordlys, fjord)]
    assert all(titles)
    assert not titles[0] & titles[1]
    assert nordlys.request.get("/healthz").json() == {"status": "ok", "database": "ok", "storage": "ok"}
    assert postgres_server.stop() == 0

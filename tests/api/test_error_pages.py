"""Whoever goes to an address of ours with a browser and is refused sees a page; programs get a problem as before."""

import asyncio
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from leadx_app.api.guard import Guard
from leadx_app.config import Settings
from leadx_app.runtime import Runtime
from tests.api.conftest import NEVER, Office

VISIT = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
OWN = "http://localhost:8000"


@pytest.mark.parametrize("path", [f"/files/{NEVER}", "/api/v1/nothing", f"/api/v1/archives/{NEVER}"])
def test_what_is_not_there_is_a_page_with_a_number_and_a_way_back(shared_office: Office, path: str) -> None:
    visit = shared_office.get(shared_office.cast.basic, path, headers=VISIT)
    assert (visit.status_code, visit.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert re.search(r"Error 404, number [0-9a-f]{10}", visit.text)
    assert 'href="/"' in visit.text
    asked = shared_office.get(shared_office.cast.basic, path)
    assert (asked.status_code, asked.headers["content-type"]) == (404, "application/problem+json")


def test_whoever_is_not_signed_in_is_led_to_the_sign_in_page(shared_office: Office) -> None:
    visit = shared_office.get(None, f"/files/{NEVER}", headers=VISIT, follow_redirects=False)
    assert (visit.status_code, visit.headers["location"]) == (303, "/login")
    assert shared_office.get(None, f"/files/{NEVER}").status_code == 401


def test_a_failure_that_no_route_dealt_with_is_a_page_too(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def broken(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError("secret-0815")

    async def go() -> tuple[httpx.Response, httpx.Response]:
        transport = httpx.ASGITransport(Guard(broken, Runtime(Settings(data=tmp_path)), tmp_path))
        async with httpx.AsyncClient(transport=transport, base_url=OWN) as client:
            visit = await client.get("/news", headers=VISIT | {"Accept-Language": "nb"})
            return visit, await client.post("/api/v1/leads", headers={"Origin": OWN})

    visit, asked = asyncio.run(go())
    (number,) = re.findall(r"Feil 500, nummer ([0-9a-f]{10})", visit.text)
    assert (visit.status_code, visit.headers["cache-control"]) == (500, "no-store")
    assert '<html lang="nb">' in visit.text
    assert number in caplog.text
    assert "secret-0815" not in visit.text + asked.text + caplog.text
    assert (asked.status_code, asked.headers["content-type"]) == (500, "application/problem+json")

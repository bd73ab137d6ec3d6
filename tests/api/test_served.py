"""Files and REST through the real server and the guard around it."""

from collections.abc import Iterator

import httpx
import pytest

from tests.api.conftest import LEADS, NEVER
from tests.support import sample_files
from tests.support.house import House, open_house
from tests.support.lanes import SqliteLane

MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def house(sqlite_lane: SqliteLane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with (
        sqlite_lane.migrated() as url,
        open_house(tmp_path_factory.mktemp("house"), url, LEADX_FILE_LIMIT_MB="2") as house,
    ):
        yield house


@pytest.fixture
def basic(house: House) -> Iterator[httpx.Client]:
    """A browser of the Basic user."""
    with house.browser() as browser:
        browser.headers["Cookie"] = house.cookie(house.cast.basic)
        yield browser


def test_a_file_comes_back_whole_and_as_a_download(basic: httpx.Client):
    content = bytes(range(32, 127)) * 20_000
    kept = basic.post("/files", content=content, headers={"X-File-Name": "plan.txt"})
    assert kept.status_code == 201, kept.text
    answer = basic.get(kept.headers["location"])
    assert answer.content == content
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"].startswith("attachment")


def test_a_thumbnail_is_shown_in_pages(basic: httpx.Client):
    kept = basic.post("/files", content=sample_files.photo(), headers={"X-File-Name": "a.jpg"}).json()
    answer = basic.get(f"/files/{kept['id']}/thumbnail")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("size", [2 * MEGABYTE + 1, 6 * MEGABYTE])
def test_a_file_that_is_too_large_is_refused_in_words(basic: httpx.Client, size: int):
    answer = basic.post("/files", content=b"x" * size, headers={"X-File-Name": "a.txt"})
    assert (answer.status_code, answer.json()["detail"]) == (413, "The file is too large. At most 2 MB are possible.")


def test_a_refusal_is_read_although_the_file_was_not(basic: httpx.Client):
    headers = {"X-File-Name": "a.txt", "X-Lead-Id": NEVER}
    answer = basic.post("/files", content=b"x" * MEGABYTE, headers=headers)
    assert (answer.status_code, answer.json()["detail"]) == (404, "We could not find that.")


def test_another_site_can_neither_send_nor_write(basic: httpx.Client, house: House):
    headers = {"X-File-Name": "a.txt", "Origin": "https://elsewhere.example"}
    assert basic.post("/files", content=b"text", headers=headers).status_code == 403
    token = {"Authorization": f"Bearer {house.cast.token(house.cast.basic)}", "Origin": "null"}
    assert basic.post(LEADS, json={"title": "a", "company_name": "b"}, headers=token).status_code == 403


def test_neither_tokens_nor_what_was_sent_is_in_the_log(basic: httpx.Client, house: House):
    token = house.cast.token(house.cast.manager)
    with httpx.Client(base_url=house.url, headers={"Authorization": f"Bearer {token}"}) as http:
        for body in ({"title": "A canary in the log", "company_name": "C"}, {"title": "A canary in the log"}):
            http.post(LEADS, json=body)
        http.get(LEADS, params={"search": "A canary in the log"})
    logged = house.backend.logged()
    assert token not in logged
    assert "canary" not in logged


def test_the_bare_address_leads_to_where_everybody_begins(basic: httpx.Client):
    answer = basic.get("/")
    assert (answer.status_code, answer.headers["location"]) == (307, "/news")

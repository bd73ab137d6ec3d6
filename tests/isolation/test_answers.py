"""What comes out of addresses: lists and searches, single rows, files, exports inside, calendars, and the tables."""

import asyncio
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from leadx_app.api.calendar import PREFIX
from leadx_app.api.db_view import db_view
from leadx_app.archive import desk as archive_desk
from leadx_app.models import Role
from leadx_app.queries.db_view import SHOWN
from leadx_app.runtime import use_runtime
from tests.isolation.aims import NEVER, aim_at, plain
from tests.isolation.inside import text_of
from tests.isolation.policy import LEADERS, PARENT_OF, PLACES, words_in
from tests.isolation.rest import OPERATIONS, Client, exports, places
from tests.isolation.test_pages import READERS
from tests.isolation.walk import Walk
from tests.isolation.world import World

readers = pytest.mark.parametrize(("place", "role"), READERS, ids=lambda one: getattr(one, "value", one))
FOUND = {"q": "zq", "search": "zq", "text": "zq zq", "whose": "team", "shown": "all", "show": "all", "tab": "upcoming"}
"""What finds the most."""
NO_REGISTER = 503
"""The public register of companies is not reached from here."""
READ = [path for method, path in OPERATIONS if method == "GET"]


async def read_all(world: World, met: Walk) -> None:
    """Every address that can be read, with one's own ids or searched for what finds the most, and every export."""
    client, actor = Client(world), world.people[met.place][met.role.value]
    for path in READ:
        own = aim_at(world, met.place)
        chosen = {name: own(name) for name in places("GET", path) if f"{{{name}}}" in path}
        told = [await client.ask(actor, "GET", path, own, chosen)] if "{" in path else []
        if "{" not in path:
            told += [await client.get(actor, path, **FOUND)]
            told += [await client.get(actor, path, format=one) for one in exports(path) if met.role in LEADERS]
        for answer in told:
            assert answer.status_code < 500 or answer.status_code == NO_REGISTER, (path, answer.text)
            met.meet(f"GET {path}", text_of(answer))
    if actor.user_id in world.calendars:
        answer = await client.get(None, f"{PREFIX}{world.calendars[actor.user_id]}.ics")
        assert answer.status_code == 200
        met.meet("calendar", text_of(answer))


@pytest.fixture(scope="module")
def walks(world: World) -> dict[tuple[str, Role], Walk]:
    """What everybody read."""
    found = {}
    for place, role in READERS:
        met = found[place, role] = Walk(place, role)
        asyncio.run(read_all(world, met))
    return found


@readers
def test_no_list_search_file_or_export_holds_what_is_not_theirs(walks: dict, place: str, role: Role) -> None:
    assert walks[place, role].wrong == []


def test_what_is_ones_own_is_read_there(walks: dict) -> None:
    own = {what for met in walks.values() for place, what in met.seen if place == met.place}
    assert {"leads", "companies", "persons", "notes", "files", "tasks", "news", "tickets", "articles", "users"} <= own
    children = {what for place, what in walks["nordlys", Role.MANAGER].seen if place == "service"}
    assert {"leads", "companies", "persons"} <= children


@pytest.fixture(scope="module")
def tables(world: World) -> Iterator[TestClient]:
    with use_runtime(world.runtime), TestClient(db_view(), follow_redirects=False) as http:
        yield http


@pytest.mark.parametrize("place", ["nordlys", "service", "fjord"])
def test_the_view_on_the_tables_shows_no_row_of_others_whatever_is_asked(
    world: World, tables: TestClient, place: str
) -> None:
    met = Walk(place, Role.ADMIN)
    tables.cookies.set("leadx_session", world.secrets[world.people[place]["admin"].user_id])
    others = [one for one in PLACES if one not in (place, *(child for child in PARENT_OF if PARENT_OF[child] == place))]
    for table in SHOWN:
        answer = tables.get(f"/admin/db/{table}/list", params={"q": "zq"})
        assert answer.status_code == 200
        met.meet(f"db {table}", answer.text)
        never = tables.get(f"/admin/db/{table}/detail", params={"pk": NEVER})
        for one in (row for other in others[:2] for row in world.ids_of(other, table)[:1]):
            answer = tables.get(f"/admin/db/{table}/detail", params={"pk": one})
            assert (answer.status_code, plain(answer.text)) == (404, plain(never.text)), (table, one)
    assert met.wrong == []
    assert {what for whose, what in met.seen if whose == place} >= {"leads", "companies", "tickets", "emails"}


def test_an_archive_of_a_customer_holds_nothing_of_another(world: World, tmp_path: Path) -> None:
    archive_desk.export_tenant(world.runtime.settings, "nordlys", tmp_path / "nordlys.zip")
    with zipfile.ZipFile(tmp_path / "nordlys.zip") as archive:
        text = "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    met = words_in(text)
    assert {place for place, _ in met} == {"nordlys", "service", "partner"}
    assert ("nordlys", "secrets") not in met

"""The application behind /api/v1 and /files in this process, with the cast inside."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.testclient import TestClient

from leadx_app.api import door, uploads
from leadx_app.api.rest import routes
from leadx_app.config import Settings
from leadx_app.db import Database
from leadx_app.domain.permissions import Actor
from leadx_app.models import Lead
from leadx_app.runtime import Runtime, use_runtime
from tests.cast import Cast, gather_in
from tests.support.lanes import Lane, SqliteLane

LEADS = "/api/v1/leads"
NEVER = "01900000-0000-7000-8000-000000000000"

application = Starlette(routes=routes)


@dataclass
class Office:
    """A running application, and what a test wants to do with it."""

    runtime: Runtime
    cast: Cast
    http: TestClient

    def call(self, actor: Actor | None, method: str, path: str, **more: Any) -> httpx.Response:
        """A request with the actor's token, or of nobody."""
        headers = {"Authorization": f"Bearer {self.cast.token(actor)}"} if actor else {}
        # Another office may have been opened since this one was.
        with use_runtime(self.runtime):
            return self.http.request(method, path, headers=headers | more.pop("headers", {}), **more)

    def get(self, actor: Actor | None, path: str, **more: Any) -> httpx.Response:
        return self.call(actor, "GET", path, **more)

    def post(self, actor: Actor | None, path: str, json: Any = None, **more: Any) -> httpx.Response:
        return self.call(actor, "POST", path, **({"json": json} if json is not None else {}), **more)

    def send(self, actor: Actor, content: Any, name: str = "notes.txt", path: str = "/files", **headers: str) -> Any:
        """Upload; a further header is written as `x_lead_id`."""
        extra = {key.replace("_", "-"): value for key, value in headers.items()}
        return self.call(actor, "POST", path, content=content, headers={"X-File-Name": name} | extra)

    def make(self, build: Callable[..., Lead], *args: Any, **fields: Any) -> UUID:
        """A lead made by one of the builders of tests/cast.py, at this moment; returns its id."""
        return self.runtime.database.system(
            lambda session, *, now: build(session, *args, **{"now": now} | fields).id,
        )

    def within(self, work: Callable[[Session], Any]) -> Any:
        """What a function finds or does in the database, committed."""
        return self.runtime.database.system(lambda session, *, now: work(session))

    def stored(self) -> list[Path]:
        """Everything that lies in the local storage, and what is coming in."""
        folders = (self.runtime.settings.data / "files", self.runtime.settings.data / "incoming")
        return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


@contextmanager
def an_office(folder: Path, url: str, **settings: Any) -> Iterator[Office]:
    runtime = Runtime(Settings(data=folder, database_url=url, **settings))
    runtime.__dict__["database"] = database = Database(url, readers=2)
    try:
        with use_runtime(runtime), TestClient(application) as http:
            yield Office(runtime, gather_in(database), http)
    finally:
        database.close()


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    """This test's own, on each database."""
    with an_office(tmp_path / "data", database_url) as office:
        yield office


@pytest.fixture(scope="session")
def shared_office(sqlite_lane: SqliteLane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One for tests that look only at what they made themselves."""
    with sqlite_lane.migrated() as url, an_office(tmp_path_factory.mktemp("office"), url) as office:
        yield office


@pytest.fixture(scope="session")
def lane_office(lane: Lane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """As `shared_office`, on each database."""
    with lane.migrated() as url, an_office(tmp_path_factory.mktemp("office"), url) as office:
        yield office


@pytest.fixture
def open_office(database_url: str, tmp_path: Path) -> Callable[..., AbstractContextManager[Office]]:
    """For tests that need other settings."""
    return lambda **settings: an_office(tmp_path / "data", database_url, **settings)


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests ask faster than people; the throttle has tests of its own."""
    for throttle in (door.per_credential, door.per_reader, door.per_address):
        monkeypatch.setattr(throttle, "take", lambda key: None)
    monkeypatch.setattr(uploads, "SILENCE_SECONDS", 2)

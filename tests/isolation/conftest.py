"""The world, once for each database; SQLite for everything, PostgreSQL for a sample."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from leadx_app.api import door
from leadx_app.api.throttle import Throttle
from leadx_app.config import Settings
from leadx_app.db import Database
from leadx_app.runtime import Runtime, use_runtime
from leadx_app.state.hub import hub
from tests.isolation.world import World, build
from tests.support.lanes import PostgresLane, SqliteLane


@contextmanager
def a_world(folder: Path, url: str) -> Iterator[World]:
    runtime = Runtime(Settings(data=folder, database_url=url, mail_digest_seconds=0))
    runtime.__dict__["database"] = database = Database(url, readers=2)
    messages = []
    database.on_commit = messages.extend
    nobody = SimpleNamespace(_token_manager=SimpleNamespace(token_to_socket={}))
    before, hub.app = hub.app, SimpleNamespace(state_manager=None, event_namespace=nobody)
    try:
        with use_runtime(runtime):
            world = build(runtime)
            world.messages = tuple(messages)
            yield world
    finally:
        hub.app = before
        database.close()


@pytest.fixture(scope="module")
def world(sqlite_lane: SqliteLane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world of the file's own: what is called there changes things."""
    with sqlite_lane.migrated() as url, a_world(tmp_path_factory.mktemp("world"), url) as world:
        yield world


@pytest.fixture(scope="module")
def postgres_world(postgres_lane: PostgresLane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The same on PostgreSQL, where the application's database user is held to one tenant's rows."""
    with postgres_lane.migrated() as url, a_world(tmp_path_factory.mktemp("world"), url) as world:
        yield world


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests ask faster than people; the throttles have tests of their own."""
    monkeypatch.setattr(Throttle, "take", lambda self, key: None)
    for throttle in (door.per_credential, door.per_reader, door.per_address):
        monkeypatch.setattr(throttle, "take", lambda key: None)

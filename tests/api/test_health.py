"""`/healthz` says what answers and what does not."""

import threading
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from leadx_app.api.health import health_route
from leadx_app.db import Database
from leadx_app.domain.ports import StorageUnavailable


class Storage:
    """A place of files whose answer the test decides."""

    def __init__(self) -> None:
        self.refuses = False
        self.silence = threading.Event()
        self.silence.set()
        self.asked = 0

    def check(self) -> None:
        self.asked += 1
        self.silence.wait(10)
        if self.refuses:
            raise StorageUnavailable


@pytest.fixture
def storage() -> Iterator[Storage]:
    storage = Storage()
    yield storage
    storage.silence.set()


def client(database: Database, storage: Storage) -> TestClient:
    return TestClient(Starlette(routes=[health_route(database, storage, patience=0.3)]))


def test_everything_answers(database: Database, storage: Storage):
    answer = client(database, storage).get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "database": "ok", "storage": "ok"})
    assert answer.headers["cache-control"] == "no-store"


def test_a_storage_that_refuses_is_named(database: Database, storage: Storage):
    storage.refuses = True
    answer = client(database, storage).get("/healthz")
    assert (answer.status_code, answer.json()["storage"], answer.json()["database"]) == (503, "failing", "ok")


def test_a_storage_that_keeps_silent_is_asked_once(database: Database, storage: Storage):
    storage.silence.clear()
    with client(database, storage) as http:
        assert [http.get("/healthz").status_code for _ in range(3)] == [503, 503, 503]
        assert storage.asked == 1
        storage.silence.set()
        assert http.get("/healthz").status_code == 200


def test_a_database_without_tables_is_no_database(empty_database_url: str, storage: Storage):
    database = Database(empty_database_url)
    answer = client(database, storage).get("/healthz")
    database.close()
    assert (answer.status_code, answer.json()["database"], answer.json()["storage"]) == (503, "failing", "ok")

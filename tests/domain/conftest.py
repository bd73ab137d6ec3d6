"""Databases of the domain suite: one for all tests that run in a transaction taken back, own ones for the others."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from leadx_app.db import Database
from tests.cast import Cast, gather, gather_in
from tests.support.lanes import Lane


@pytest.fixture(scope="session")
def stage_of_cast(lane: Lane) -> Iterator[tuple[Database, Cast]]:
    """A database of this lane in which the cast is gathered, and nothing else ever happens."""
    with lane.migrated() as url:
        database = Database(url)
        yield database, database.system(lambda session, *, now: gather(session))
        database.close()


@pytest.fixture
def cast(stage_of_cast: tuple[Database, Cast]) -> Cast:
    """Everybody, gathered at `tests.cast.NOW`."""
    return stage_of_cast[1]


@pytest.fixture
def session(stage_of_cast: tuple[Database, Cast]) -> Iterator[Session]:
    """A transaction beside the cast that is taken back after the test; it may see all tenants, as rules must hold
    without help from the database."""
    database, _ = stage_of_cast
    with database.engine.connect() as connection:
        transaction = connection.begin()
        with Session(connection, expire_on_commit=False) as session:
            database.bind_tenant(session, None)
            yield session
        transaction.rollback()


@pytest.fixture
def home(database: Database) -> Cast:
    """The cast, gathered in this test's own database."""
    return gather_in(database)

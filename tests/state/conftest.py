"""One served backend for the protocol tests, and one on each database for those that depend on it."""

from collections.abc import Iterator

import pytest

from tests.support.house import House, open_house
from tests.support.lanes import PostgresLane, SqliteLane


@pytest.fixture(scope="session")
def house(sqlite_lane: SqliteLane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Shared by tests that leave people and sessions as they are."""
    with sqlite_lane.migrated() as url, open_house(tmp_path_factory.mktemp("house"), url) as house:
        yield house


@pytest.fixture(scope="session")
def _sqlite_house(sqlite_lane: SqliteLane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with sqlite_lane.migrated() as url, open_house(tmp_path_factory.mktemp("house"), url) as house:
        yield house


@pytest.fixture(scope="session")
def _postgres_house(postgres_lane: PostgresLane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with postgres_lane.migrated() as url, open_house(tmp_path_factory.mktemp("house"), url) as house:
        yield house


@pytest.fixture
def lane_house(lane_name: str, request: pytest.FixtureRequest) -> House:
    """One on each database; a test that ends a session or changes a person uses somebody whom no other test needs."""
    return request.getfixturevalue({"sqlite": "_sqlite_house", "postgresql": "_postgres_house"}[lane_name])

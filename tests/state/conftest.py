"""One served backend for all protocol tests on SQLite; tests that end sessions or change people open their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.house import House, open_house
from tests.support.lanes import Lane, SqliteLane


@pytest.fixture(scope="session")
def house(sqlite_lane: SqliteLane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Shared by tests that leave people and sessions as they are."""
    with sqlite_lane.migrated() as url, open_house(tmp_path_factory.mktemp("house"), url) as house:
        yield house


@pytest.fixture
def own_house(lane: Lane, tmp_path: Path) -> Iterator[House]:
    """This test's own, on each database."""
    with lane.migrated() as url, open_house(tmp_path, url) as house:
        yield house

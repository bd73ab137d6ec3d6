"""Fixtures that every suite shares, and the order and report of the suites."""

import atexit
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from sqlmodel import Session

from leadx_app.collector import MIDDLE, OLD, YOUNG, undisturbed
from leadx_app.db import Database
from tests.support.lanes import Lane, PostgresLane, SqliteLane, wanted_lanes
from tests.support.redis import RedisServer
from tests.support.s3_server import BUCKET, S3Server, s3_storage

SUITES = (
    *("domain", "queries", "mail", "state", "api", "isolation", "adapters", "components", "tools"),
    *("architecture", "e2e"),
)
ROOT = Path(__file__).resolve().parent

# The same examples in every run, and no verdict by the clock of a busy machine.
settings.register_profile("leadx", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("leadx")


def _stand_alone() -> None:
    """Nothing of the developer's own installation reaches the tests, nor they it."""
    for name in list(os.environ):
        if name == "PORT" or (name.startswith("LEADX_") and not name.startswith("LEADX_TEST_")):
            del os.environ[name]
    os.environ["LEADX_DATA"] = tempfile.mkdtemp(prefix="leadx-tests-")
    atexit.register(shutil.rmtree, os.environ["LEADX_DATA"], ignore_errors=True)


def _compile_once() -> None:
    """What is compiled is kept, for the other processes and for the many servers that the tests start."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


_stand_alone()
_compile_once()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test that touches a database once per lane."""
    if "lane_name" in metafunc.fixturenames:
        metafunc.parametrize("lane_name", wanted_lanes(), scope="session")


# Files that run for a minute or more: what begins last must not keep one process busy when the others are done.
LONGEST = frozenset(
    f"test_{name}.py"
    for name in (
        *("random_acts", "any_payload", "strangers", "demo", "kill", "two_workers"),
        *("week", "pages", "accounts", "on_postgresql", "between_organizations", "admin_log"),
    )
)


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_collection() -> Iterator[None]:
    """What is loaded while the tests are found stays: the collector need not look through it again and again."""
    with undisturbed():
        yield
    gc.set_threshold(YOUNG, MIDDLE, OLD)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest first, then suites one after the other, and within some of them one lane after the other."""
    items.sort(key=lambda item: (item.path.name not in LONGEST, *_order(_suite(item))))


def _suite(item: pytest.Item) -> str:
    try:
        folder = item.path.relative_to(ROOT).parts[0]
    except ValueError:
        folder = "other"
    lane = getattr(item, "callspec", None) and item.callspec.params.get("lane_name")
    return f"{folder} on {lane}" if lane else folder


def _order(suite: str) -> tuple[int, str]:
    folder, _, lane = suite.partition(" on ")
    position = SUITES.index(folder) if folder in SUITES else len(SUITES)
    both = position in (0, 1)
    return (("", "sqlite", "postgresql").index(lane) * 2 + position, lane) if both else (position + 10, lane)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Say in each report which suite it is of; it may be counted in another process than it was made in."""
    outcome = yield
    outcome.get_result().suite = _suite(item)


class SuiteReport:
    """Counts what each suite ran and says so at the end."""

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self.terminal = terminal
        self.counts: dict[str, dict[str, int]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.outcome != "passed":
            # A test whose process died has a report of nobody's making.
            counts = self.counts.setdefault(getattr(report, "suite", "unknown"), {})
            counts[report.outcome] = counts.get(report.outcome, 0) + 1

    def pytest_terminal_summary(self) -> None:
        self.terminal.section("suites")
        for suite, counts in sorted(self.counts.items()):
            self.terminal.write_line(f"{suite:<28}" + ", ".join(f"{n} {outcome}" for outcome, n in counts.items()))


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Report by suite."""
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if terminal:
        config.pluginmanager.register(SuiteReport(terminal), "leadx-suites")


@pytest.fixture(scope="session")
def sqlite_lane(tmp_path_factory: pytest.TempPathFactory) -> SqliteLane:
    return SqliteLane(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_lane() -> Iterator[PostgresLane]:
    lane = PostgresLane()
    yield lane
    lane.server.remove()


@pytest.fixture(scope="session")
def lane(lane_name: str, request: pytest.FixtureRequest) -> Lane:
    """The database server of this test."""
    return request.getfixturevalue({"sqlite": "sqlite_lane", "postgresql": "postgres_lane"}[lane_name])


@pytest.fixture
def empty_database_url(lane: Lane) -> Iterator[str]:
    """Address of a database without tables."""
    with lane.empty() as url:
        yield url


@pytest.fixture
def database_url(lane: Lane) -> Iterator[str]:
    """Address of a migrated database without rows, this test's own."""
    with lane.migrated() as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The application's own database object on this test's database."""
    database = Database(database_url, readers=2)
    yield database
    database.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session that may write and sees every tenant, as set-up code does; commit it as often as needed."""
    with Session(database.engine.execution_options(leadx_writes=True), expire_on_commit=False) as session:
        sa.event.listen(session, "after_begin", lambda session, transaction, connection: _see_all(connection))
        yield session


def _see_all(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT set_config('leadx.tenant', '*', true)")


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """Address of a Redis that this run started."""
    server = RedisServer()
    server.start()
    yield server.url
    server.remove()


@pytest.fixture(scope="session")
def running_s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """One server for all tests, with an empty bucket."""
    server = S3Server(tmp_path_factory.mktemp("s3"))
    server.start()
    s3_storage(server)._client.create_bucket(Bucket=BUCKET)
    yield server
    server.stop()


@pytest.fixture
def s3_server(running_s3: S3Server) -> Iterator[S3Server]:
    """The server, for a test that may stop or freeze it; runs again afterwards."""
    yield running_s3
    running_s3.ensure_running()

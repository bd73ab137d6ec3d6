"""What PostgreSQL knows of tables that are filled quickly, and what the plans of pages become by it."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from leadx_app.growth import LOOK_EVERY_SECONDS, Growth
from tests.support.lanes import PostgresLane

ROWS = 5_000
LOOK_UP = sa.text("SELECT id FROM things WHERE id = 7")


@pytest.fixture
def engine(postgres_lane: PostgresLane) -> Iterator[Engine]:
    """One connection to a database of one empty table that PostgreSQL has learnt to be empty."""
    with postgres_lane.empty() as url:
        engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", pool_size=1, max_overflow=0)
        with engine.connect() as connection:
            connection.exec_driver_sql("CREATE TABLE things (id integer PRIMARY KEY)")
            connection.exec_driver_sql("ANALYZE things")
            connection.exec_driver_sql("PREPARE look_up(integer) AS SELECT id FROM things WHERE id = $1")
            connection.exec_driver_sql("SET plan_cache_mode = force_generic_plan")
        yield engine
        engine.dispose()


def _plan(engine: Engine) -> str:
    with engine.connect() as connection:
        return "\n".join(connection.scalars(sa.text("EXPLAIN EXECUTE look_up(7)")))


def _fill(engine: Engine, first: int, last: int) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql(f"INSERT INTO things SELECT generate_series({first}, {last})")


def _clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    moment = [1.0]
    monkeypatch.setattr("leadx_app.growth.time.monotonic", lambda: moment[0])
    return moment


def test_a_plan_for_an_empty_table_is_made_anew_when_it_has_grown(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = _clock(monkeypatch)
    growth = Growth(engine)
    assert growth.learn() == []
    assert "Seq Scan" in _plan(engine)
    _fill(engine, 1, ROWS)
    assert "Seq Scan" in _plan(engine)
    assert growth.learn() == []  # Somebody looked a moment ago.
    moment[0] += LOOK_EVERY_SECONDS
    assert growth.learn() == ["things"]
    assert "Index Only Scan" in _plan(engine)
    moment[0] += LOOK_EVERY_SECONDS
    _fill(engine, ROWS + 1, ROWS + ROWS // 2)
    assert growth.learn() == []  # Not twice as large.
    moment[0] += LOOK_EVERY_SECONDS
    _fill(engine, 2 * ROWS, 5 * ROWS)
    assert growth.learn() == ["things"]


def test_a_table_that_somebody_else_is_learning_about_is_left_to_them(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = _clock(monkeypatch)
    growth = Growth(engine)
    assert "Seq Scan" in _plan(engine)
    _fill(engine, 1, ROWS)
    others = sa.create_engine(engine.url, poolclass=sa.NullPool)
    with others.begin() as connection:
        connection.exec_driver_sql("LOCK TABLE things IN SHARE UPDATE EXCLUSIVE MODE")
        assert growth.learn() == ["things"]
        assert "Seq Scan" in _plan(engine)
    moment[0] += LOOK_EVERY_SECONDS
    assert growth.learn() == ["things"]
    assert "Index Only Scan" in _plan(engine)

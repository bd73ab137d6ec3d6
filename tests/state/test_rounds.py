"""Rounds go on for ever, also after a failure, and end with the server."""

import asyncio
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from leadx_app import rounds
from leadx_app.config import Settings
from leadx_app.db import Database
from leadx_app.domain.jobs import clock
from leadx_app.models import RoundRun, utc_now
from leadx_app.rounds import Looking, Round, go_round, run_rounds
from leadx_app.runtime import Runtime


def test_a_round_that_fails_is_called_again(caplog: pytest.LogCaptureFixture) -> None:
    calls: list[str] = []

    async def work(runtime: Any) -> None:
        calls.append(runtime)
        if len(calls) == 1:
            raise RuntimeError("the database is away")
        if len(calls) == 3:
            raise asyncio.CancelledError

    with caplog.at_level(logging.ERROR), pytest.raises(asyncio.CancelledError):
        asyncio.run(go_round(Round("test", 0, work), "runtime"))
    assert calls == ["runtime"] * 3
    assert "RuntimeError" in caplog.text


async def _nothing(runtime: Any) -> None:
    """Nothing was left by a process before."""


async def _no_clock(recurring: Any, runtime: Any) -> None:
    """No recurring jobs here."""


def test_rounds_end_with_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[bool] = []

    async def work(runtime: Any) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    async def serve() -> None:
        async with run_rounds(None):
            await asyncio.sleep(0)

    monkeypatch.setattr(rounds, "LINES", (Round("test", 1, work),))
    monkeypatch.setattr(rounds, "keep_clock", _no_clock)
    monkeypatch.setattr(rounds, "get_runtime", lambda: None)
    monkeypatch.setattr(rounds.runner, "take_up", _nothing)
    asyncio.run(serve())
    assert ended == [True]


@pytest.fixture
def workers(database: Database, tmp_path: Path) -> Iterator[list[Runtime]]:
    """Two server processes on one database."""
    url = database.engine.url.render_as_string(hide_password=False)
    found = [Runtime(Settings(data=tmp_path, database_url=url)) for _ in range(2)]
    yield found
    for worker in found:
        worker.database.close()


def _row(database: Database) -> RoundRun:
    return database.system(lambda session, *, now: session.get_one(RoundRun, "test"), writes=False)


def _set(database: Database, **values: Any) -> None:
    """Let time pass for the recurring job."""
    database.system(lambda session, *, now: session.execute(sa.update(RoundRun).values(values)))


async def _one_look(looking: Looking, runtime: Runtime) -> None:
    await looking.look(runtime)
    await asyncio.gather(*looking.tasks.values())


def test_of_two_workers_one_does_a_recurring_job(workers: list[Runtime], database: Database) -> None:
    done: list[Runtime] = []

    async def work(runtime: Runtime) -> None:
        done.append(runtime)
        await began.wait()

    async def both() -> None:
        eyes = [Looking((Round("test", 3600, work),)) for _ in workers]
        for eye, worker in zip(eyes, workers, strict=True):
            await eye.look(worker)
        began.set()
        for eye in eyes:
            await asyncio.gather(*eye.tasks.values())

    began = asyncio.Event()
    asyncio.run(both())
    row = _row(database)
    assert (len(done), row.claim, row.tries, row.held_until) == (1, 1, 0, None)
    assert row.took_ms is not None
    assert row.due_at > utc_now() + timedelta(minutes=50)


def test_the_turn_of_a_worker_that_died_goes_to_another(workers: list[Runtime], database: Database) -> None:
    done: list[str] = []

    async def work(runtime: Runtime) -> None:
        done.append("done")

    async def look() -> None:
        await _one_look(Looking((Round("test", 1, work),)), workers[1])

    database.system(clock.enter, {"test": 1})
    assert database.system(clock.take_turn, "test")  # And is never heard of again.
    asyncio.run(look())
    assert done == []
    _set(database, held_until=utc_now())
    asyncio.run(look())
    assert done == ["done"]


def test_a_turn_is_taken_only_where_there_is_something_to_do(workers: list[Runtime], database: Database) -> None:
    async def work(runtime: Runtime) -> None:
        done.append("done")

    async def is_due(runtime: Runtime) -> bool:
        return False

    async def look() -> None:
        looking = Looking((Round("test", 3600, work, is_due),))
        await _one_look(looking, workers[0])
        assert (done, _row(database).claim) == ([], 0)
        _set(database, asked_at=utc_now())
        await _one_look(looking, workers[0])

    done: list[str] = []
    asyncio.run(look())
    assert (done, _row(database).asked_at) == (["done"], None)


def test_a_recurring_job_that_fails_is_seen_and_tried_again_later(
    workers: list[Runtime], database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async def work(runtime: Runtime) -> None:
        raise RuntimeError("the mail server is away")

    with caplog.at_level(logging.ERROR):
        asyncio.run(_one_look(Looking((Round("test", 1, work),)), workers[0]))
    row = _row(database)
    assert (row.tries, row.held_until, bool(row.error_id)) == (1, None, True)
    assert row.due_at > row.failed_at + timedelta(seconds=7)
    assert row.error_id in caplog.text


def test_a_worker_that_stops_gives_its_turn_back(workers: list[Runtime], database: Database) -> None:
    async def work(runtime: Runtime) -> None:
        began.set()
        await asyncio.Event().wait()

    async def stop() -> None:
        looking = Looking((Round("test", 3600, work),))
        await looking.look(workers[0])
        await began.wait()
        await looking.stop()

    began = asyncio.Event()
    asyncio.run(stop())
    row = _row(database)
    assert (row.held_until, row.due_at <= utc_now()) == (None, True)

"""The line of the jobs: what becomes of one that ends well, is refused, fails, is cancelled, or is left by a server."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.config import Settings
from leadx_app.db import Database
from leadx_app.domain.errors import Conflict
from leadx_app.domain.jobs import desk, run
from leadx_app.domain.jobs.run import Claimed
from leadx_app.jobs import runner
from leadx_app.jobs.runner import Desk, take_up, work_off
from leadx_app.models import Job, JobState, Tag, new_id, utc_now
from leadx_app.queries.jobs import JobRow, RoundRow
from leadx_app.runtime import Runtime
from leadx_app.state.format import Look
from leadx_app.state.jobs import ROUNDS, job_line, round_line
from tests.cast import NOW, Cast, gather_in


@pytest.fixture
def runtime(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Runtime]:
    monkeypatch.setattr(runner, "MOST_REST", 0)
    runtime = Runtime(Settings(data=tmp_path))
    runtime.__dict__["database"] = database
    return runtime


@pytest.fixture
def cast(database: Database) -> Cast:
    return gather_in(database)


def _ask(runtime: Runtime, cast: Cast) -> None:
    runtime.database.act(cast.credential(cast.manager), desk.ask, "test", about_id=new_id())


def _do(runtime: Runtime, work: Callable[[Desk], Awaitable[None]]) -> Job:
    asyncio.run(work_off(runtime, {"test": work}))
    return _job(runtime)


def _job(runtime: Runtime) -> Job:
    return runtime.database.system(lambda session, *, now: session.exec(select(Job)).one(), writes=False)


def _tag(session: Session, job: Claimed, name: str, *, now: Any) -> None:
    session.add(Tag(tenant_id=job.tenant_id, organization_id=job.organization_id, name=name))
    run.get_on(session, job, job.done + 1, 2, now=now)


def _tags(runtime: Runtime) -> set[str]:
    return set(runtime.database.system(lambda session, *, now: session.exec(select(Tag.name)).all(), writes=False))


def test_a_job_is_done_piece_by_piece(runtime: Runtime, cast: Cast) -> None:
    async def work(desk: Desk) -> None:
        await desk.piece(_tag, "one")
        await desk.piece(_tag, "two")

    _ask(runtime, cast)
    job = _do(runtime, work)
    assert (job.state, job.total, _tags(runtime)) == (JobState.DONE, 2, {"one", "two"})


def test_what_a_piece_fills_is_learnt_about_before_the_next(runtime: Runtime, cast: Cast) -> None:
    def many(session: Session, job: Claimed, *, now: Any) -> None:
        for number in range(2_000):
            session.add(Tag(tenant_id=job.tenant_id, organization_id=job.organization_id, name=f"{number:030d}"))

    def known(session: Session, job: Claimed, *, now: Any) -> int:
        return session.execute(sa.text("SELECT reltuples FROM pg_class WHERE relname = 'tags'")).scalar_one()

    async def work(desk: Desk) -> None:
        await desk.piece(many)
        tags.append(2_000 if runtime.database.is_sqlite else await desk.piece(known))  # SQLite plans without.

    tags: list[int] = []
    _ask(runtime, cast)
    assert (_do(runtime, work).state, tags) == (JobState.DONE, [2_000])


def test_a_refusal_is_final_and_a_failure_is_tried_again(runtime: Runtime, cast: Cast) -> None:
    async def refused(desk: Desk) -> None:
        raise Conflict("A lead never goes back to an earlier stage.")

    async def failed(desk: Desk) -> None:
        await desk.piece(_tag, "one")
        raise RuntimeError("with a value")

    _ask(runtime, cast)
    job = _do(runtime, failed)
    assert (job.state, bool(job.error_id), _tags(runtime)) == (JobState.WAITING, True, {"one"})
    runtime.database.system(lambda session, *, now: setattr(session.exec(select(Job)).one(), "due_at", now))
    job = _do(runtime, refused)
    assert (job.state, job.reason["template"]) == (JobState.FAILED, "A lead never goes back to an earlier stage.")


def test_a_cancelled_job_writes_no_further_piece(runtime: Runtime, cast: Cast) -> None:
    async def work(mine: Desk) -> None:
        await mine.piece(_tag, "one")
        runtime.database.act(cast.credential(cast.admin), desk.cancel, mine.job.id)
        await mine.piece(_tag, "two")

    _ask(runtime, cast)
    assert (_do(runtime, work).state, _tags(runtime)) == (JobState.CANCELLED, {"one"})


def test_a_server_that_stops_gives_the_job_back(runtime: Runtime, cast: Cast) -> None:
    begun = asyncio.Event()

    async def hang(desk: Desk) -> None:
        begun.set()
        await asyncio.Event().wait()

    async def stop() -> None:
        line = asyncio.create_task(work_off(runtime, {"test": hang}))
        await begun.wait()
        line.cancel()
        with pytest.raises(asyncio.CancelledError):
            await line

    _ask(runtime, cast)
    asyncio.run(stop())
    assert (_job(runtime).state, _job(runtime).tries) == (JobState.WAITING, 0)


def test_a_piece_takes_on_what_fits_its_time() -> None:
    fits = runner.PIECE_SECONDS
    assert runner.next_size(200, fits) == 200
    assert runner.next_size(200, fits / 1.5) == 300
    assert runner.next_size(200, fits / 50) == 400
    assert runner.next_size(200, fits * 50) == 100
    assert (runner.next_size(60, fits * 9), runner.next_size(900, 0)) == (runner.LEAST, runner.MOST)


def test_a_line_rests_only_for_as_long_as_somebody_waited() -> None:
    assert runner.rest_after(0.2, 0) == 0
    assert runner.rest_after(0.2, 0.05) == 0.05
    assert runner.rest_after(0.2, 9) == 0.2 * runner.MOST_REST
    assert runner.rest_after(9, 9) == runner.LONGEST_REST_SECONDS


def test_pieces_go_on_until_nothing_is_left(runtime: Runtime, cast: Cast) -> None:
    def take(session: Session, job: Claimed, most: int, *, now: Any) -> bool:
        run.get_on(session, job, job.done + most, None, now=now)
        sizes.append(most)
        return len(sizes) < 3

    async def work(desk: Desk) -> None:
        await desk.pieces(take, 100)

    sizes: list[int] = []
    _ask(runtime, cast)
    assert _do(runtime, work).state == JobState.DONE
    assert (sizes[0], len(sizes)) == (100, 3)


def test_the_only_process_takes_up_at_once_what_a_killed_one_left(runtime: Runtime, cast: Cast) -> None:
    _ask(runtime, cast)
    runtime.database.system(run.claim_next, ["test"])
    asyncio.run(take_up(runtime))
    assert (_job(runtime).due_at <= utc_now()) == runtime.database.is_sqlite


ENGLISH, NORWEGIAN = Look("en", "UTC", NOW), Look("nb", "UTC", NOW)


def _row(**more: Any) -> JobRow:
    usual = {"state": JobState.RUNNING, "done": 1500, "total": 3000, "tries": 1, "reason": None, "error_id": None}
    moments = {"created_at": NOW, "due_at": NOW, "started_at": NOW, "ended_at": None}
    return JobRow(id=new_id(), kind="import.run", name="Mona", **{**usual, **moments, **more})


def test_a_job_in_the_readers_words() -> None:
    line = job_line(_row(), ENGLISH)
    assert (line.kind, line.state, line.progress, line.percent) == ("Import", "Running", "1,500 of 3,000", "50")
    assert (line.may_cancel, line.may_retry) == (True, False)
    reason = {"template": "Use at most {max}.", "params": {"max": "3"}}
    failed = job_line(_row(state=JobState.FAILED, total=None, done=0, reason=reason), NORWEGIAN)
    assert (failed.state, failed.trouble, failed.progress) == ("Mislyktes", "Bruk høyst 3.", "")
    assert job_line(_row(state=JobState.FAILED, error_id="abc"), ENGLISH).trouble == "The log says more under abc."


def test_a_round_in_the_readers_words() -> None:
    assert round_line(RoundRow("mail line 1", 2, NOW, None, None), ENGLISH).name == "Mail is sent (2)"
    failed = round_line(RoundRow("push", 2, NOW, NOW, "abc"), ENGLISH)
    assert (failed.name, failed.trouble) == ("Devices are notified", "Failed now. The log says more under abc.")
    late = NOW + timedelta(days=30 * 365)
    busy = RoundRow("news", 1, NOW, NOW, "abc", late, None, NOW, 1700, 2, True)
    line = round_line(busy, NORWEGIAN)
    assert (line.took, line.state, line.may_run) == ("2 s", "Bedt om", False)
    assert line.trouble.endswith(f"Prøves igjen {NORWEGIAN.moment(late)}.")


def test_every_round_has_a_name_for_people() -> None:
    from leadx_app.rounds import LINES
    from leadx_app.rounds import ROUNDS as ALL

    assert {
        each.name for each in (*ALL, *LINES) if not (each.name in ROUNDS or each.name.rpartition(" ")[0] in ROUNDS)
    } == set()

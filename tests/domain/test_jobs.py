"""Jobs by a stepped clock: claimed once, each piece once, tried again, given up, cancelled, cleaned up."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from leadx_app.db import Database
from leadx_app.domain.accounts import actor_in
from leadx_app.domain.errors import Conflict, Invalid, NotFound, NotPermitted
from leadx_app.domain.jobs import clock, desk, run
from leadx_app.domain.jobs.clock import RoundNote, note_rounds
from leadx_app.domain.jobs.run import Claimed, ClaimLost
from leadx_app.models import Job, JobState, RoundRun, User, new_id
from leadx_app.queries.jobs import job_page, round_rows
from tests.cast import NOW, Cast
from tests.support.statements import statements_of

KINDS = ("test",)
LATER = NOW + run.CLAIM


def _ask(session: Session, cast: Cast, **more: object) -> UUID:
    return desk.ask(session, cast.manager, "test", about_id=new_id(), now=NOW, **more)


def _claim(session: Session, now=NOW) -> Claimed | None:
    session.expire_all()
    return run.claim_next(session, KINDS, now=now)


def _row(session: Session, job_id: UUID) -> Job:
    session.expire_all()
    return session.get_one(Job, job_id)


def test_a_job_is_claimed_once_and_again_when_the_claim_ends(session: Session, cast: Cast) -> None:
    _ask(session, cast)
    first = _claim(session)
    assert (first.claim, first.tries) == (1, 1)
    assert _claim(session) is None
    second = _claim(session, LATER)
    assert (second.id, second.claim, second.tries) == (first.id, 2, 2)


def test_whoever_lost_the_claim_writes_nothing_any_more(session: Session, cast: Cast) -> None:
    job_id = _ask(session, cast)
    first, second = _claim(session), _claim(session, LATER)
    for late in (lambda: run.hold(session, first, now=LATER), lambda: run.get_on(session, first, 5, 9, now=LATER)):
        with pytest.raises(ClaimLost):
            late()
    run.finish(session, first, now=LATER)
    run.fail(session, first, "abc", now=LATER)
    assert _row(session, job_id).state == JobState.RUNNING
    run.get_on(session, second, 5, 9, now=LATER)
    run.finish(session, second, now=LATER)
    row = _row(session, job_id)
    assert (row.state, row.done, row.total, row.ended_at) == (JobState.DONE, 5, 9, LATER)


def test_two_workers_claim_a_job_once(database: Database, home: Cast) -> None:
    database.act(home.credential(home.manager), desk.ask, "test", about_id=new_id())
    with ThreadPoolExecutor(4) as pool:
        claims = list(pool.map(lambda _: database.system(run.claim_next, KINDS), range(8)))
    assert len([claim for claim in claims if claim]) == 1


def test_a_failure_is_tried_again_later_and_given_up_in_the_end(session: Session, cast: Cast) -> None:
    job_id, now = _ask(session, cast), NOW
    for attempt in range(1, run.MOST_TRIES):
        run.fail(session, _claim(session, now), f"error{attempt}", now=now)
        row = _row(session, job_id)
        assert (row.state, row.error_id) == (JobState.WAITING, f"error{attempt}")
        assert row.due_at == now + run.pause_before(attempt, 0.5)
        assert _claim(session, now) is None
        now = row.due_at
    run.fail(session, _claim(session, now), "last", now=now)
    assert _row(session, job_id).state == JobState.FAILED
    desk.retry(session, cast.admin, job_id, now=now)
    assert _claim(session, now).tries == 1


def test_a_job_that_gets_on_may_fail_again_as_often(session: Session, cast: Cast) -> None:
    job_id, now = _ask(session, cast), NOW
    for _ in range(3 * run.MOST_TRIES):
        claimed = _claim(session, now)
        run.get_on(session, claimed, claimed.done + 1, None, now=now)
        run.fail(session, claimed, "abc", now=now)
        now = _row(session, job_id).due_at
    assert _row(session, job_id).state == JobState.WAITING


def test_a_job_whose_processes_are_killed_again_and_again_is_given_up(session: Session, cast: Cast) -> None:
    job_id, now = _ask(session, cast), NOW
    for _ in range(run.MOST_TRIES):
        assert _claim(session, now)
        now += run.CLAIM
    assert _claim(session, now) is None
    assert _row(session, job_id).state == JobState.FAILED


def test_a_refusal_ends_a_job_with_its_reason(session: Session, cast: Cast) -> None:
    job_id = _ask(session, cast)
    run.refuse(session, _claim(session), Invalid("Use at most {max}.", field="x", max=3), now=NOW)
    row = _row(session, job_id)
    assert (row.state, row.reason) == (JobState.FAILED, {"template": "Use at most {max}.", "params": {"max": "3"}})


def test_one_job_at_a_time_about_one_thing(session: Session, cast: Cast) -> None:
    about = new_id()
    job_id = desk.ask(session, cast.manager, "test", about_id=about, now=NOW)
    with pytest.raises(Conflict):
        desk.ask(session, cast.manager, "other", about_id=about, now=NOW)
    desk.cancel(session, cast.admin, job_id, now=NOW)
    desk.ask(session, cast.manager, "other", about_id=about, now=NOW)


def test_a_cancelled_job_stops_before_its_next_piece(session: Session, cast: Cast) -> None:
    job_id = _ask(session, cast)
    claimed = _claim(session)
    desk.cancel(session, cast.admin, job_id, now=NOW)
    with pytest.raises(ClaimLost):
        run.hold(session, claimed, now=NOW)
    with pytest.raises(Conflict):
        desk.cancel(session, cast.admin, job_id, now=NOW)
    assert _claim(session, LATER) is None


def test_a_server_that_stops_gives_its_job_back_and_one_that_starts_takes_up(session: Session, cast: Cast) -> None:
    _ask(session, cast)
    run.give_back(session, _claim(session), now=NOW)
    assert _claim(session).claim == 2
    assert run.take_up_again(session, now=NOW) == 1
    assert _claim(session).claim == 3


def test_a_job_runs_with_the_rights_that_its_person_has_then(session: Session, cast: Cast) -> None:
    _ask(session, cast)
    claimed = _claim(session)
    assert run.who_asked(session, claimed).role == cast.manager.role
    session.get_one(User, cast.manager.user_id).is_active = False
    session.flush()
    assert actor_in(session, cast.manager.user_id, cast.manager.organization_id) is None
    with pytest.raises(NotPermitted):
        run.who_asked(session, claimed)


def test_jobs_are_for_admins_of_the_tenant(session: Session, cast: Cast) -> None:
    job_id = _ask(session, cast)
    for name, actor in cast.everybody().items():
        if actor.role != cast.admin.role:
            for act in (lambda who=actor: job_page(session, who), lambda who=actor: round_rows(session, who)):
                with pytest.raises(NotPermitted):
                    act()
            with pytest.raises(NotPermitted):
                desk.cancel(session, actor, job_id, now=NOW)
        elif name == "stranger_admin":
            assert job_page(session, actor).rows == []
            for unknown in (job_id, new_id()):
                with pytest.raises(NotFound):
                    desk.cancel(session, actor, unknown, now=NOW)
                with pytest.raises(NotFound):
                    desk.retry(session, actor, unknown, now=NOW)
    assert [row.id for row in job_page(session, cast.admin).rows] == [job_id]


def test_only_what_stopped_is_tried_again(session: Session, cast: Cast) -> None:
    job_id = _ask(session, cast)
    with pytest.raises(Conflict):
        desk.retry(session, cast.admin, job_id, now=NOW)


def test_what_was_asked_for_again_since_is_not_tried_again_beside_it(session: Session, cast: Cast) -> None:
    """Two at once about one import would bring its rows in twice."""
    about = new_id()
    first = desk.ask(session, cast.manager, "test", about_id=about, now=NOW)
    desk.cancel(session, cast.admin, first, now=NOW)
    second = desk.ask(session, cast.manager, "test", about_id=about, now=NOW)
    with pytest.raises(Conflict, match="being worked on"):
        desk.retry(session, cast.admin, first, now=NOW)
    desk.cancel(session, cast.admin, second, now=NOW)
    desk.retry(session, cast.admin, first, now=NOW)
    assert [_row(session, job_id).state for job_id in (first, second)] == [JobState.WAITING, JobState.CANCELLED]


def test_a_customer_who_asks_for_much_at_once_does_not_keep_the_others_waiting(session: Session, cast: Cast) -> None:
    for _ in range(4):
        _ask(session, cast)
    desk.ask(session, cast.stranger_admin, "test", about_id=new_id(), now=NOW + timedelta(seconds=1))
    later = NOW + timedelta(seconds=2)
    claims = [_claim(session, later) for _ in range(3)]
    assert [claim.tenant_id == cast.manager.tenant_id for claim in claims] == [True, False, True]


def test_pages_of_jobs_follow_each_other_at_a_fixed_cost(session: Session, cast: Cast) -> None:
    wanted = sorted((_ask(session, cast) for _ in range(7)), reverse=True)
    seen, cursor = [], None
    while True:
        with statements_of(session.get_bind().engine) as statements:
            page = job_page(session, cast.admin, "open", cursor, 3)
        assert len(statements) == 1
        seen += [row.id for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == wanted
    assert job_page(session, cast.admin, "done").rows == []
    with pytest.raises(Invalid):
        job_page(session, cast.admin, "all", "?")


def test_old_jobs_are_forgotten_and_those_under_way_are_not(session: Session, cast: Cast) -> None:
    ended, waiting = _ask(session, cast), _ask(session, cast)
    desk.cancel(session, cast.admin, ended, now=NOW)
    assert run.clean_up(session, now=NOW + run.KEPT) == 0
    assert run.clean_up(session, now=NOW + run.KEPT + timedelta(seconds=1)) == 1
    assert session.exec(select(Job.id)).all() == [waiting]


def test_a_lease_that_ends_leaves_the_turn_to_another(session: Session, cast: Cast) -> None:
    clock.enter(session, {"news": 60}, now=NOW)
    first = clock.take_turn(session, "news", now=NOW)
    late = NOW + clock.LEASE
    assert clock.open_turns(session, now=late - timedelta(seconds=1)) == {}
    assert clock.take_turn(session, "news", now=late - timedelta(seconds=1)) is None
    clock.hold_turn(session, first, now=NOW + timedelta(seconds=30))
    assert clock.take_turn(session, "news", now=late) is None
    later = late + timedelta(seconds=30)
    second = clock.take_turn(session, "news", now=later)
    assert (second.claim, second.tries) == (2, 2)
    with pytest.raises(ClaimLost):
        clock.hold_turn(session, first, now=later)
    clock.fail_turn(session, first, "late", now=later)
    clock.end_turn(session, first, now=later)
    clock.give_turn_back(session, first, now=later)
    assert clock.take_turn(session, "news", now=later) is None
    clock.end_turn(session, second, now=later + timedelta(seconds=2))
    (row,) = round_rows(session, cast.admin)
    assert (row.took_ms, row.tries, row.error_id, row.held_until) == (2000, 0, None, None)
    assert row.due_at == later + timedelta(seconds=62)
    assert clock.open_turns(session, now=row.due_at) == {"news": False}


def test_a_turn_that_fails_waits_longer_each_time_unless_somebody_asks(session: Session, cast: Cast) -> None:
    now = NOW
    clock.enter(session, {"news": 1}, now=now)
    for attempt in (1, 2, 3):
        clock.fail_turn(session, clock.take_turn(session, "news", now=now), f"error{attempt}", now=now)
        (row,) = round_rows(session, cast.admin)
        assert (row.tries, row.error_id, row.due_at) == (
            attempt,
            f"error{attempt}",
            now + run.pause_before(attempt, 0.5),
        )
        assert clock.take_turn(session, "news", now=now) is None
        now = row.due_at
    moment = now - timedelta(seconds=1)
    clock.run_now(session, cast.admin, "news", now=moment)
    assert clock.open_turns(session, now=moment) == {"news": True}
    (row,) = round_rows(session, cast.admin)
    assert (row.is_asked, row.may_run, row.tries) == (True, True, 0)
    clock.end_turn(session, clock.take_turn(session, "news", now=moment), now=moment)
    assert not round_rows(session, cast.admin)[0].is_asked


def test_only_admins_ask_for_a_recurring_job_and_only_for_one_that_is_there(session: Session, cast: Cast) -> None:
    clock.enter(session, {"news": 1}, now=NOW)
    note_rounds(session, [RoundNote("job line 0", 1, NOW)], now=NOW)
    for actor in cast.everybody().values():
        if actor.role != cast.admin.role:
            with pytest.raises(NotPermitted):
                clock.run_now(session, actor, "news", now=NOW)
    for unknown in ("job line 0", "gossip", ""):
        with pytest.raises(NotFound):
            clock.run_now(session, cast.admin, unknown, now=NOW)


def test_a_server_that_starts_anew_leaves_what_was_entered(session: Session, cast: Cast) -> None:
    note_rounds(session, [RoundNote("push", 2, NOW, NOW, "abc")], now=NOW)
    clock.enter(session, {"news": 1, "push": 2}, now=NOW)
    clock.end_turn(session, clock.take_turn(session, "news", now=NOW), now=NOW)
    later = NOW + timedelta(hours=1)
    clock.enter(session, {"news": 5, "push": 2}, now=later)
    news, push = round_rows(session, cast.admin)
    assert (news.every_seconds, news.due_at, push.due_at, push.error_id) == (5, NOW + timedelta(seconds=1), NOW, "abc")
    assert clock.take_turn(session, "news", now=later)
    assert clock.release(session, now=later) == 1
    assert clock.take_turn(session, "news", now=later)


def test_the_last_failure_of_a_round_stays_until_the_next(session: Session, cast: Cast) -> None:
    later = NOW + timedelta(minutes=1)
    note_rounds(session, [RoundNote("news", 1, NOW, NOW, "abc"), RoundNote("push", 2, NOW)], now=NOW)
    note_rounds(session, [RoundNote("news", 1, later)], now=later)
    note_rounds(session, [], now=later)
    assert [(row.name, row.ran_at, row.error_id) for row in round_rows(session, cast.admin)] == [
        ("news", later, "abc"),
        ("push", NOW, None),
    ]
    assert session.get_one(RoundRun, "news").failed_at == NOW

"""Running jobs: claimed by one process at a time, done piece by piece, tried again where it helps, else given up.

Every piece is a transaction that first renews the claim by a conditional write: a process that lost it, because it hung
or because the job was cancelled, writes nothing any more. So each piece happens once, whoever is killed when.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain.accounts import actor_in
from leadx_app.domain.errors import NotPermitted, Refusal
from leadx_app.domain.permissions import Actor
from leadx_app.models import Job, JobState
from leadx_app.models.alias import alias_of

from .changed import say_job_changed

CLAIM = timedelta(minutes=2)
"""Longer than any piece takes; a job whose process was killed goes on after it."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(minutes=10)
MOST_TRIES = 5
KEPT = timedelta(days=30)
_AT_ONCE = 8
_OTHER = alias_of(Job, "other_job")
_RUNS_FOR_CUSTOMER = (
    sa.select(sa.func.count())
    .where(_OTHER.state == JobState.RUNNING, _OTHER.tenant_id == Job.tenant_id, _OTHER.id != Job.id)
    .correlate(Job)
    .scalar_subquery()
)


class ClaimLost(Exception):
    """Another process has the job, or it was cancelled: nothing more is to be done here."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job as the process that runs it knows it; `claim` and `tries` count from 1."""

    id: UUID
    kind: str
    tenant_id: UUID
    organization_id: UUID
    user_id: UUID
    about_id: UUID
    payload: dict[str, Any]
    claim: int
    tries: int
    done: int


def is_due(session: Session, kinds: Collection[str], *, now: datetime) -> bool:
    """Whether there is a job to be done."""
    return bool(_due(session, kinds, now, 1))


def claim_next(session: Session, kinds: Collection[str], *, now: datetime) -> Claimed | None:
    """Take the job that has waited longest, of the customers for whom the fewest run; None when there is none.

    Those tried too often are given up on the way.
    """
    for job in _due(session, kinds, now, _AT_ONCE):
        seen = (Job.id == job.id, Job.claim == job.claim, Job.state == job.state, Job.due_at == job.due_at)
        is_hopeless = job.tries >= MOST_TRIES
        values: dict[str, Any] = {"state": JobState.FAILED, "ended_at": now} if is_hopeless else _taken(job, now)
        if not session.connection().execute(sa.update(Job).where(*seen).values(values)).rowcount:
            continue
        say_job_changed(session, job)
        if not is_hopeless:
            return _claimed(job)
    return None


def hold(session: Session, job: Claimed, *, now: datetime) -> None:
    """Renew the claim, at the beginning of each piece.

    Raises:
        ClaimLost: it is not ours any more.
    """
    _write(session, job, {"due_at": now + CLAIM})


def get_on(session: Session, job: Claimed, done: int, total: int | None, *, now: datetime) -> None:
    """Write down how far it has come; a job that gets on may fail again as often."""
    _write(session, job, {"done": done, "total": total, "tries": 1, "due_at": now + CLAIM})
    say_job_changed(session, session.get_one(Job, job.id))


def finish(session: Session, job: Claimed, *, now: datetime) -> None:
    """It is done."""
    _settle(session, job, {"state": JobState.DONE, "ended_at": now, "error_id": None})


def refuse(session: Session, job: Claimed, refusal: Refusal, *, now: datetime) -> None:
    """It must not or cannot be done, and another try does not help."""
    params = {name: str(value) for name, value in refusal.params.items()}
    reason = {"template": refusal.template, "params": params}
    _settle(session, job, {"state": JobState.FAILED, "ended_at": now, "reason": reason})


def fail(session: Session, job: Claimed, error_id: str, *, chance: float = 0.5, now: datetime) -> None:
    """An attempt failed: try again after a pause, or give up.

    Args:
        error_id: what the log knows it by.
        chance: a number from 0 to 1 that spreads the next attempts of many jobs.
    """
    found = session.execute(sa.select(Job.tries).where(Job.id == job.id)).scalar_one_or_none() or job.tries
    if found >= MOST_TRIES:
        _settle(session, job, {"state": JobState.FAILED, "ended_at": now, "error_id": error_id})
        return
    due_at = now + pause_before(found, chance)
    _settle(session, job, {"state": JobState.WAITING, "due_at": due_at, "error_id": error_id})


def give_back(session: Session, job: Claimed, *, now: datetime) -> None:
    """The process stops: let another one go on at once. Harmless when the claim was lost."""
    _settle(session, job, {"state": JobState.WAITING, "due_at": now, "tries": 0})


def take_up_again(session: Session, *, now: datetime) -> int:
    """At the start of the only server process: what runs by its claim cannot be running. Returns how many."""
    left = sa.update(Job).where(Job.state == JobState.RUNNING).values(state=JobState.WAITING, due_at=now)
    return session.connection().execute(left).rowcount


def who_asked(session: Session, job: Claimed) -> Actor:
    """Whoever asked for the job, with the rights that they have now.

    Raises:
        NotPermitted: they are no longer active there.
    """
    actor = actor_in(session, job.user_id, job.organization_id)
    if actor is None or actor.organization_id != job.organization_id:
        raise NotPermitted("Whoever asked for this no longer works here.")
    return actor


def pause_before(attempt: int, chance: float) -> timedelta:
    """How long to wait after an attempt that failed: 10, 20, 40 … seconds up to ten minutes, 25 % more or less."""
    return min(FIRST_PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE) * (0.75 + 0.5 * chance)


def clean_up(session: Session, *, now: datetime) -> int:
    """Remove jobs that ended 30 days ago. Returns how many."""
    return session.connection().execute(sa.delete(Job).where(Job.ended_at < now - KEPT)).rowcount


def _due(session: Session, kinds: Collection[str], now: datetime, most: int) -> list[Job]:
    query = (
        select(Job)
        .where(Job.state.in_([JobState.WAITING, JobState.RUNNING]), Job.due_at <= now, Job.kind.in_(kinds))
        .order_by(_RUNS_FOR_CUSTOMER, Job.due_at, Job.id)
        .limit(most)
        .execution_options(populate_existing=True)
    )
    return list(session.exec(query))


def _taken(job: Job, now: datetime) -> dict[str, Any]:
    return {
        "state": JobState.RUNNING,
        "claim": job.claim + 1,
        "tries": job.tries + 1,
        "due_at": now + CLAIM,
        "started_at": job.started_at or now,
    }


def _claimed(job: Job) -> Claimed:
    return Claimed(
        id=job.id,
        kind=job.kind,
        tenant_id=job.tenant_id,
        organization_id=job.organization_id,
        user_id=job.user_id,
        about_id=job.about_id or job.id,
        payload=job.payload,
        claim=job.claim + 1,
        tries=job.tries + 1,
        done=job.done,
    )


def _write(session: Session, job: Claimed, values: dict[str, Any]) -> None:
    ours = (Job.id == job.id, Job.state == JobState.RUNNING, Job.claim == job.claim)
    if session.connection().execute(sa.update(Job).where(*ours).values(values)).rowcount != 1:
        raise ClaimLost()


def _settle(session: Session, job: Claimed, values: dict[str, Any]) -> None:
    """Write what became of it; harmless when the claim was lost."""
    try:
        _write(session, job, values)
    except ClaimLost:
        return
    say_job_changed(session, session.get_one(Job, job.id))

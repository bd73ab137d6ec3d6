"""What people do with jobs: ask for one, and, as an Admin, cancel one or try it again."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import Conflict
from leadx_app.domain.find import find_job
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models import Job, JobState

from .changed import say_job_changed

OPEN = (JobState.WAITING, JobState.RUNNING)
ENDED_BADLY = (JobState.FAILED, JobState.CANCELLED)


def ask(
    session: Session, actor: Actor, kind: str, *, about_id: UUID, payload: dict[str, Any] | None = None, now: datetime
) -> UUID:
    """Put a job into the line; it runs with the actor's rights as they are then. Who may is the asking command's rule.

    Raises:
        Conflict: one about the same thing waits or runs already.
    """
    _refuse_second(session, about_id)
    job = Job(
        tenant_id=actor.tenant_id,
        organization_id=actor.organization_id,
        kind=kind,
        about_id=about_id,
        payload=payload or {},
        state=JobState.WAITING,
        user_id=actor.user_id,
        created_at=now,
        due_at=now,
    )
    session.add(job)
    session.flush()
    say_job_changed(session, job)
    return job.id


def stop(session: Session, about_id: UUID, *, now: datetime) -> bool:
    """Stop what is under way about a thing; returns whether there was anything. Who may is the caller's rule."""
    job = session.execute(sa.select(Job).where(Job.about_id == about_id, Job.state.in_(OPEN))).scalars().first()
    return job is not None and _end(session, job, now)


def cancel(session: Session, actor: Actor, job_id: UUID, *, now: datetime) -> None:
    """Stop a job; what it has done so far stays.

    Raises:
        Conflict: it has ended already.
    """
    actor.require(Permission.JOBS_MANAGE)
    if not _end(session, find_job(session, actor, job_id), now):
        raise Conflict("This job has ended already.")


def retry(session: Session, actor: Actor, job_id: UUID, *, now: datetime) -> None:
    """Put a job that failed or was cancelled back in the line; it goes on where it stopped.

    Raises:
        Conflict: it has not failed, or the same was asked for again since.
    """
    actor.require(Permission.JOBS_MANAGE)
    job = find_job(session, actor, job_id)
    if job.state in ENDED_BADLY:
        _refuse_second(session, job.about_id)
    stopped = (Job.id == job.id, Job.state.in_(ENDED_BADLY))
    values = {"state": JobState.WAITING, "tries": 0, "due_at": now, "ended_at": None, "reason": None, "error_id": None}
    if not session.connection().execute(sa.update(Job).where(*stopped).values(values)).rowcount:
        raise Conflict("Only a job that failed or was cancelled can be tried again.")
    say_job_changed(session, job)


def _refuse_second(session: Session, about_id: UUID | None) -> None:
    session.execute(sa.select(Job.id).where(Job.about_id == about_id).with_for_update()).all()  # One after the other.
    open_ones = sa.select(Job.id).where(Job.about_id == about_id, Job.state.in_(OPEN)).limit(1)
    if session.execute(open_ones).first():
        raise Conflict("This is being worked on. Wait until it is done.")


def _end(session: Session, job: Job, now: datetime) -> bool:
    running = (Job.id == job.id, Job.state.in_(OPEN))
    values = {"state": JobState.CANCELLED, "ended_at": now}
    if not session.connection().execute(sa.update(Job).where(*running).values(values)).rowcount:
        return False
    say_job_changed(session, job)
    return True

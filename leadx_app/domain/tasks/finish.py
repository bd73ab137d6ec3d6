"""Do a task, take that back, and bring the next one of those that repeat."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from leadx_app.domain.days import today_in
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.permissions import Actor
from leadx_app.domain.plans import change, write_down
from leadx_app.models import Task, User, new_id

from . import rules
from .plan import own_task, parties
from .repeat import next_day


def complete(session: Session, actor: Actor, task_id: UUID, *, now: datetime) -> None:
    """Do the task; harmless when it is done. One that repeats comes again, once, however often it is done."""
    task = own_task(session, actor, task_id)
    if task.done_at is not None:
        return
    change(session, task, now=now, done_at=now, done_by_id=actor.user_id)
    write_down(session, actor, EventKind.TASK_DONE, task, now=now, people=parties(task))
    if task.repeats:
        _bring_next(session, task, now)


def reopen(session: Session, actor: Actor, task_id: UUID, *, now: datetime) -> None:
    """Take the doing back; the next occurrence goes again, unless somebody has touched it."""
    task = own_task(session, actor, task_id)
    if task.done_at is None:
        return
    change(session, task, now=now, done_at=None, done_by_id=None)
    follower = _follower(session, task)
    if follower and follower.version == 1 and follower.done_at is None and follower.deleted_at is None:
        follower.deleted_at = now
        session.flush()
    write_down(session, actor, EventKind.TASK_REOPENED, task, now=now, people=parties(task))


def _bring_next(session: Session, task: Task, now: datetime) -> None:
    assignee = session.get_one(User, task.assignee_id)
    follower = _follower(session, task)
    if follower:
        if follower.deleted_at is not None and follower.done_at is None:
            follower.deleted_at = None
            session.flush()
        return
    due = rules.due_day(task.due_at, task.due_time is not None, assignee.time_zone)
    day = next_day(task.repeats or "", due, today_in(assignee.time_zone, now))
    if day is None:
        return
    kept = task.model_dump(include=KEPT)
    following = Task(
        **kept,
        id=new_id(),
        due_at=rules.due_moment(day, task.due_time, assignee.time_zone),
        follows_id=task.id,
        created_at=now,
        updated_at=now,
    )
    following.remind_at = rules.remind_moment(following, assignee.time_zone, now)
    session.add(following)
    session.flush()


KEPT = {
    "tenant_id",
    "organization_id",
    "creator_id",
    "assignee_id",
    "title",
    "text",
    "search_text",
    "due_time",
    "reminder",
    "priority",
    "lead_id",
    "repeats",
}
"""What the next occurrence has of the one before."""


def _follower(session: Session, task: Task) -> Task | None:
    return session.exec(select(Task).where(Task.follows_id == task.id)).first()

"""Reminders: each is given once, whichever process finds it due first."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import record_about
from leadx_app.domain.permissions import on_behalf_of
from leadx_app.models import Task

MOST_AT_ONCE = 200


def due_reminders(session: Session, *, now: datetime) -> list[UUID]:
    """Tasks of all tenants whose reminder is due, the longest due first; at most 200. For the clock only."""
    query = select(Task.id).where(*_due(now)).order_by(Task.remind_at, Task.id).limit(MOST_AT_ONCE)
    return list(session.exec(query))


def remind(session: Session, task_id: UUID, *, now: datetime) -> bool:
    """Tell the assignee; a repetition and another process find nothing left to do.

    Returns:
        Whether this call was the one that told them.
    """
    claim = sa.update(Task).where(Task.id == task_id, *_due(now)).values(remind_at=None)
    if session.connection().execute(claim).rowcount != 1:
        return False
    task = session.get_one(Task, task_id)
    payload = {"title": task.title, "id": str(task.id)}
    whose = on_behalf_of(task.assignee_id, task.tenant_id, task.organization_id)
    told = frozenset({task.assignee_id})
    kind = EventKind.TASK_DUE
    record_about(session, whose, kind, task.organization_id, now=now, payload=payload, told=told, by_clock=True)
    return True


def _due(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    is_open = sa.and_(Task.done_at.is_(None), Task.deleted_at.is_(None))
    return is_open, Task.remind_at.is_not(None), Task.remind_at <= now

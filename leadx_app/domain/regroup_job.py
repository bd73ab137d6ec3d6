"""The job that gives the many leads of a stage, category, source or reason another one, and then lets it go."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from leadx_app.models import Job, Stage

from .choices import drop_choice
from .errors import NotFound
from .jobs.run import Claimed, finish, get_on, who_asked
from .leads.regroup import COLUMNS, Listed, count_of, regroup
from .list_settings import find_listed, hold_lists, note_setting, tell_tenant
from .permissions import Actor
from .stages import retire_stage

_TABLES: dict[str, Any] = {table.__tablename__: table for table in COLUMNS}


def regroup_piece(session: Session, job: Claimed, most: int, *, now: datetime) -> bool:
    """Let so many leads go where they should; returns whether there were any.

    Raises:
        NotFound: the row, or where its leads should go, is no more.
    """
    actor, row = _row_of(session, job)
    to = find_listed(session, actor, type(row), UUID(job.payload["to"]))
    if to.retired_at is not None:
        raise NotFound()
    moved = regroup(session, actor, row, to, most, now=now)
    if moved:
        done = session.get_one(Job, job.id).done + moved
        get_on(session, job, done, done + count_of(session, row, 1_000_000), now=now)
        tell_tenant(session, actor)
    return bool(moved)


def finish_regroup(session: Session, job: Claimed, *, now: datetime) -> bool:
    """The leads are where they should be: let the row go, when that is wanted.

    Returns:
        False when leads got it meanwhile, which have to go too.
    """
    actor, row = _row_of(session, job, ends=True)
    if job.payload["ends"] and row.retired_at is None:
        if count_of(session, row, 1):
            return False
        if isinstance(row, Stage):
            retire_stage(session, actor, row, now=now)
        else:
            drop_choice(session, row)
        note_setting(session, actor, row.__tablename__, {"act": "gone", "from": row.name}, now=now)
    finish(session, job, now=now)
    return True


def _row_of(session: Session, job: Claimed, *, ends: bool = False) -> tuple[Actor, Listed]:
    actor = who_asked(session, job)
    hold_lists(session, actor)
    return actor, find_listed(session, actor, _TABLES[job.payload["table"]], job.about_id, ends=ends)

"""Background jobs and the rounds of the clock, as an Admin watches them."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import Invalid
from leadx_app.domain.jobs.desk import ENDED_BADLY, OPEN
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import sees_job
from leadx_app.models import Job, JobState, RoundRun, User

PAGE_SIZE = 50
MAX_PAGE_SIZE = 100


class Show(StrEnum):
    """Which jobs."""

    ALL = "all"
    OPEN = "open"
    DONE = "done"
    FAILED = "failed"


_STATES: dict[Show, tuple[JobState, ...]] = {
    Show.ALL: tuple(JobState),
    Show.OPEN: OPEN,
    Show.DONE: (JobState.DONE,),
    Show.FAILED: ENDED_BADLY,
}


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job. `total` is None until it is known; `due_at` is when it is tried next, while it waits."""

    id: UUID
    kind: str
    state: JobState
    done: int
    total: int | None
    tries: int
    reason: dict[str, Any] | None
    error_id: str | None
    name: str
    created_at: datetime
    due_at: datetime
    started_at: datetime | None
    ended_at: datetime | None

    @property
    def may_cancel(self) -> bool:
        return self.state in OPEN

    @property
    def may_retry(self) -> bool:
        return self.state in ENDED_BADLY


@dataclass(frozen=True, slots=True)
class JobPage:
    """Jobs, newest first; `next_cursor` is None on the last page."""

    rows: list[JobRow]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A recurring job or a line; `failed_at` and `error_id` tell of its last failure, however long ago.

    `due_at` is None of a line, which nobody can ask for; `tries` are those since a turn ended well.
    """

    name: str
    every_seconds: int
    ran_at: datetime
    failed_at: datetime | None
    error_id: str | None
    due_at: datetime | None = None
    held_until: datetime | None = None
    began_at: datetime | None = None
    took_ms: int | None = None
    tries: int = 0
    is_asked: bool = False

    @property
    def may_run(self) -> bool:
        return self.due_at is not None


def job_page(
    session: Session,
    actor: Actor,
    show: Literal["all", "open", "done", "failed"] = "all",
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
) -> JobPage:
    """A page of the jobs that people of the actor's organizations asked for.

    Raises:
        Invalid: on `cursor`, when it cannot be read.
    """
    actor.require(Permission.JOBS_MANAGE)
    limit = max(1, min(limit, MAX_PAGE_SIZE))
    query = (
        _ROWS.where(sees_job(actor), Job.state.in_(_STATES[Show(show)]), *_beyond(cursor))
        .order_by(Job.created_at.desc(), Job.id.desc())
        .limit(limit + 1)
    )
    found = [JobRow(*row) for row in session.execute(query)]
    more, found = len(found) > limit, found[:limit]
    return JobPage(found, _cursor(found[-1]) if more else None)


def round_rows(session: Session, actor: Actor) -> list[RoundRow]:
    """Recurring jobs and lines, by name: how they go, and nothing of what they work on."""
    actor.require(Permission.JOBS_MANAGE)
    query = sa.select(*_ROUND).order_by(RoundRun.name).limit(MAX_PAGE_SIZE)
    return [RoundRow(*row) for row in session.execute(query)]


_ROUND = (
    RoundRun.name,
    RoundRun.every_seconds,
    RoundRun.ran_at,
    RoundRun.failed_at,
    RoundRun.error_id,
    RoundRun.due_at,
    RoundRun.held_until,
    RoundRun.began_at,
    RoundRun.took_ms,
    RoundRun.tries,
    RoundRun.asked_at.is_not(None),
)

_ROWS = sa.select(
    Job.id,
    Job.kind,
    Job.state,
    Job.done,
    Job.total,
    Job.tries,
    Job.reason,
    Job.error_id,
    User.name,
    Job.created_at,
    Job.due_at,
    Job.started_at,
    Job.ended_at,
).join(User, User.id == Job.user_id)


def _cursor(row: JobRow) -> str:
    place = json.dumps([row.created_at.isoformat(), str(row.id)])
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _beyond(cursor: str | None) -> list[sa.ColumnElement[bool]]:
    """What is older than the cursor."""
    if not cursor:
        return []
    try:
        moment, last = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        created_at, last_id = datetime.fromisoformat(moment).astimezone(UTC), UUID(last)
    except (ValueError, TypeError, AttributeError, OverflowError, binascii.Error, RecursionError):
        raise Invalid("Start again from the first page.", field="cursor") from None
    tie = sa.and_(Job.created_at == created_at, Job.id < last_id)
    return [sa.or_(Job.created_at < created_at, tie)]

"""Work in the background: pieces that people asked for, and what recurs by the clock."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from .base import OrganizationRow, UtcDateTime, enum_column


class JobState(StrEnum):
    """How far a job has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(OrganizationRow, table=True):
    """A piece of work that somebody asked for.

    `due_at` is when somebody should look at it next: of one that runs, when the claim of its process ends. `claim`
    grows with every claim; a process writes only while it is the last one. `tries` are those since the job last got on.
    `reason` says why it was refused, a template and its parameters; `error_id` is the log's number of a failure.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        sa.Index(None, "state", "due_at"),
        sa.Index("ix_jobs_newest", "organization_id", "created_at", "id"),
        sa.Index(None, "about_id"),
    )

    kind: str = Field(max_length=40)
    about_id: UUID | None = None
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    state: JobState = Field(sa_type=enum_column(JobState))
    done: int = 0
    total: int | None = None
    claim: int = 0
    tries: int = 0
    reason: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    error_id: str | None = Field(default=None, max_length=16)
    user_id: UUID = Field(foreign_key="users.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RoundRun(SQLModel, table=True):
    """A recurring job, or a line of the server's own; nobody's data.

    `ran_at` is when a process last looked whether there was anything to do, `took_ms` how long that took the last time
    that there was. `due_at` is when the next turn may be taken, None of a line, which every process has for itself. A
    process that took the turn has it until `held_until`; `claim` grows with every turn, `tries` are those since one
    ended well. `failed_at` and `error_id` tell of the last failure. `asked_at` says that an Admin wants it now.
    """

    __tablename__ = "round_runs"

    name: str = Field(max_length=40, primary_key=True)
    every_seconds: int
    ran_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    held_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    claim: int = 0
    tries: int = 0
    began_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    took_ms: int | None = None
    asked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    asked_by_id: UUID | None = None
    failed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error_id: str | None = Field(default=None, max_length=16)

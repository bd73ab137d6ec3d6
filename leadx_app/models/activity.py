"""What sales people did and are going to do: sales activities, tasks, and the addresses of their calendars."""

from datetime import datetime, time
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from .base import OrganizationRow, UtcDateTime, enum_column


class ActivityKind(StrEnum):
    """What kind of contact with a customer it is."""

    CALL = "call"
    MEETING = "meeting"
    EMAIL = "email"
    VISIT = "visit"
    DEMO = "demo"
    OTHER = "other"


class Priority(StrEnum):
    """How much a task matters."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Reminder(StrEnum):
    """When somebody is reminded of a task: before its time, or by the morning of its day."""

    ON_TIME = "on_time"
    MINUTES_10 = "minutes_10"
    MINUTES_30 = "minutes_30"
    HOUR = "hour"
    DAY = "day"


def _partial(name: str, *columns: str, where: str) -> sa.Index:
    condition = sa.text(where)
    return sa.Index(name, *columns, sqlite_where=condition, postgresql_where=condition)


_OPEN = "done_at IS NULL AND deleted_at IS NULL"
_DONE = "done_at IS NOT NULL AND deleted_at IS NULL"


class SalesActivity(OrganizationRow, table=True):
    """A contact with a customer, past or planned. `draft_id` makes logging harmless when repeated; `search_text` is
    title and text folded for searching."""

    __tablename__ = "sales_activities"
    __table_args__ = (
        sa.UniqueConstraint("author_id", "draft_id"),
        _partial(
            "ix_sales_activities_mine",
            "organization_id",
            "author_id",
            "happens_at",
            "id",
            where="deleted_at IS NULL",
        ),
        sa.Index("ix_sales_activities_of_lead", "lead_id", "happens_at"),
        sa.Index("ix_sales_activities_of_company", "company_id", "happens_at"),
        sa.Index("ix_sales_activities_of_person", "person_id", "happens_at"),
    )

    author_id: UUID = Field(foreign_key="users.id")
    kind: ActivityKind = Field(sa_type=enum_column(ActivityKind))
    title: str = Field(max_length=200)
    text: str = Field(default="", sa_type=sa.Text)
    happens_at: datetime = Field(sa_type=UtcDateTime)
    duration_minutes: int | None = None
    lead_id: UUID | None = Field(default=None, foreign_key="leads.id")
    company_id: UUID | None = Field(default=None, foreign_key="companies.id")
    person_id: UUID | None = Field(default=None, foreign_key="persons.id")
    search_text: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    draft_id: UUID | None = None
    version: int = 1
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Task(OrganizationRow, table=True):
    """Something that somebody is going to do.

    `due_at` is the moment of a task with a time. Without one it is 00:00 UTC of the due day, and means that day in
    every time zone. `due_time` is the hour by the assignee's clock, kept so that a task that repeats comes at the same
    hour in summer and winter. `repeats` is an RRULE; `follows_id` the occurrence before this one, which has at most one
    after it. `remind_at` is emptied by whoever reminds. `search_text` is title and text folded for searching.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        sa.UniqueConstraint("creator_id", "draft_id"),
        sa.UniqueConstraint("follows_id"),
        _partial("ix_tasks_open", "organization_id", "assignee_id", "due_at", "id", where=_OPEN),
        _partial("ix_tasks_done", "organization_id", "assignee_id", "done_at", "id", where=_DONE),
        _partial("ix_tasks_given", "organization_id", "creator_id", "due_at", "id", where=_OPEN),
        _partial("ix_tasks_given_done", "organization_id", "creator_id", "done_at", "id", where=_DONE),
        _partial("ix_tasks_remind", "remind_at", where=f"remind_at IS NOT NULL AND {_OPEN}"),
        sa.Index("ix_tasks_of_lead", "lead_id", "due_at"),
    )

    creator_id: UUID = Field(foreign_key="users.id")
    assignee_id: UUID = Field(foreign_key="users.id")
    title: str = Field(max_length=200)
    text: str = Field(default="", sa_type=sa.Text)
    due_at: datetime = Field(sa_type=UtcDateTime)
    due_time: time | None = None
    reminder: Reminder | None = Field(default=None, sa_type=enum_column(Reminder))
    remind_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    priority: Priority = Field(default=Priority.NORMAL, sa_type=enum_column(Priority))
    lead_id: UUID | None = Field(default=None, foreign_key="leads.id")
    repeats: str | None = Field(default=None, max_length=200)
    follows_id: UUID | None = Field(default=None, foreign_key="tasks.id")
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_by_id: UUID | None = Field(default=None, foreign_key="users.id")
    search_text: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    draft_id: UUID | None = None
    version: int = 1
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CalendarAddress(OrganizationRow, table=True):
    """The private address of a person's calendar; only the hash of its secret is kept."""

    __tablename__ = "calendar_addresses"
    __table_args__ = (sa.UniqueConstraint("user_id", "organization_id"),)

    user_id: UUID = Field(foreign_key="users.id")
    secret_hash: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)

"""Support: tickets with what was said on them, articles of the knowledge base, and when support is open."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from .base import OrganizationRow, UtcDateTime, enum_column


class TicketKind(StrEnum):
    """What somebody wants of support."""

    QUESTION = "question"
    INCIDENT = "incident"
    SERVICE_REQUEST = "service_request"
    CHANGE_REQUEST = "change_request"


class Severity(StrEnum):
    """How bad it is: the times for the first response and the resolution hang on it."""

    S1 = "s1"
    S2 = "s2"
    S3 = "s3"
    S4 = "s4"


class TicketStatus(StrEnum):
    """How far a ticket has come."""

    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Ticket(OrganizationRow, table=True):
    """What somebody asks of support; what is said on it are its `TicketEntry`s.

    The clock of the resolution runs since `clock_since` and had used `used_seconds` of support time before; without
    `clock_since` it stands. `respond_due_at` is when the first response is due, `due_at` whichever clock runs out next,
    None where none runs. `is_response_late` and `is_resolution_late` are None until it happened; people were told at
    `overdue_notified_at` that the clock that runs had run out. `page` is where in the application it was raised.
    `draft_id` makes it once, however often it is sent.
    """

    __tablename__ = "tickets"
    __table_args__ = (
        sa.UniqueConstraint("reporter_id", "draft_id"),
        sa.Index("ix_tickets_due", "organization_id", "status", "due_at"),
        sa.Index("ix_tickets_reporter", "reporter_id", "status"),
        sa.Index("ix_tickets_resolved", "organization_id", "resolved_at"),
        sa.Index(
            "ix_tickets_to_tell",
            "due_at",
            sqlite_where=sa.text("overdue_notified_at IS NULL"),
            postgresql_where=sa.text("overdue_notified_at IS NULL"),
        ),
    )

    reporter_id: UUID = Field(foreign_key="users.id")
    assignee_id: UUID | None = Field(default=None, foreign_key="users.id")
    kind: TicketKind = Field(sa_type=enum_column(TicketKind))
    severity: Severity = Field(sa_type=enum_column(Severity))
    status: TicketStatus = Field(default=TicketStatus.NEW, sa_type=enum_column(TicketStatus))
    subject: str = Field(max_length=200)
    page: str = Field(default="", max_length=300)
    clock_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    used_seconds: int = 0
    respond_due_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    responded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    is_response_late: bool | None = None
    resolved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    is_resolution_late: bool | None = None
    overdue_notified_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    moved_at: datetime = Field(sa_type=UtcDateTime)
    draft_id: UUID | None = None
    version: int = 1
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)


class TicketEntry(OrganizationRow, table=True):
    """Something that was said on a ticket (`text`), that moved it on (`from_status`, `to_status`), or both."""

    __tablename__ = "ticket_entries"
    __table_args__ = (sa.UniqueConstraint("author_id", "draft_id"), sa.Index(None, "ticket_id", "created_at"))

    ticket_id: UUID = Field(foreign_key="tickets.id")
    author_id: UUID = Field(foreign_key="users.id")
    text: str = Field(default="", sa_type=sa.Text)
    from_status: TicketStatus | None = Field(default=None, sa_type=enum_column(TicketStatus))
    to_status: TicketStatus | None = Field(default=None, sa_type=enum_column(TicketStatus))
    draft_id: UUID | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)


class Article(OrganizationRow, table=True):
    """An answer that is written down for everybody of the organization and its children, in one language."""

    __tablename__ = "articles"
    __table_args__ = (sa.UniqueConstraint("author_id", "draft_id"), sa.Index(None, "organization_id", "language"))

    author_id: UUID = Field(foreign_key="users.id")
    language: str = Field(max_length=2)
    title: str = Field(max_length=200)
    html: str = Field(sa_type=sa.Text)
    search_text: str = Field(default="", sa_type=sa.Text)
    draft_id: UUID | None = None
    version: int = 1
    updated_by_id: UUID = Field(foreign_key="users.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SupportTimes(OrganizationRow, table=True):
    """When support is open, where a parent organization said so: minutes of the day, weekdays as digits (Monday is 0),
    and the country whose holidays are free ("" for none)."""

    __tablename__ = "support_times"
    __table_args__ = (sa.UniqueConstraint("organization_id"),)

    opens_minute: int
    closes_minute: int
    weekdays: str = Field(max_length=7)
    country: str = Field(default="", max_length=2)
    updated_at: datetime = Field(sa_type=UtcDateTime)

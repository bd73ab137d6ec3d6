"""What happened, and who was told."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from .base import OrganizationRow, TenantRow, UtcDateTime

_IN_FEED = {"sqlite_where": sa.text("feed IS NOT NULL"), "postgresql_where": sa.text("feed IS NOT NULL")}


class Event(OrganizationRow, table=True):
    """One act, written in the transaction of the act; never changed. `payload` holds what changed.

    `feed` is the kind of entry under which the Sales Feed shows it, None for what the feed leaves out.
    """

    __tablename__ = "events"
    __table_args__ = (
        sa.Index(None, "lead_id", "occurred_at"),
        sa.Index(None, "organization_id", "occurred_at"),
        sa.Index("ix_events_feed", "organization_id", "occurred_at", "id", **_IN_FEED),
        sa.Index("ix_events_feed_kind", "organization_id", "feed", "occurred_at", "id", **_IN_FEED),
    )

    kind: str = Field(max_length=40)
    actor_id: UUID = Field(foreign_key="users.id")
    feed: str | None = Field(default=None, max_length=16)
    lead_id: UUID | None = Field(default=None, foreign_key="leads.id")
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    occurred_at: datetime = Field(sa_type=UtcDateTime)


class Notification(OrganizationRow, table=True):
    """An event that one person should know of."""

    __tablename__ = "notifications"
    __table_args__ = (
        sa.Index(None, "user_id", "read_at", "created_at"),
        sa.Index(None, "user_id", "created_at"),
    )

    user_id: UUID = Field(foreign_key="users.id")
    event_id: UUID = Field(foreign_key="events.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class NotificationPreference(TenantRow, table=True):
    """Where a person wants a kind of notification otherwise than by default."""

    __tablename__ = "notification_preferences"
    __table_args__ = (sa.UniqueConstraint("user_id", "notice", "channel"),)

    user_id: UUID = Field(foreign_key="users.id")
    notice: str = Field(max_length=24)
    channel: str = Field(max_length=24)
    is_wanted: bool

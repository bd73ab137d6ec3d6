"""Devices that are notified through Web Push, and what is on its way to them."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from .base import OrganizationRow, UtcDateTime


class PushSubscription(OrganizationRow, table=True):
    """A browser that a person allowed to notify them; it ends with the session that allowed it.

    Whoever knows the endpoint and the keys can write to the device: they are shown to nobody.
    """

    __tablename__ = "push_subscriptions"
    __table_args__ = (sa.UniqueConstraint("user_id", "endpoint_hash"),)

    user_id: UUID = Field(foreign_key="users.id")
    session_id: UUID = Field(foreign_key="user_sessions.id", index=True)
    endpoint: str = Field(max_length=1000)
    endpoint_hash: str = Field(max_length=64)
    p256dh: str = Field(max_length=100)
    auth: str = Field(max_length=40)
    created_at: datetime = Field(sa_type=UtcDateTime)


_WAITING = {"sqlite_where": sa.text("failed_at IS NULL"), "postgresql_where": sa.text("failed_at IS NULL")}


class OutboxPush(OrganizationRow, table=True):
    """One event on its way to one device, written in the transaction of the act; gone when it was sent.

    `due_at` is when somebody should look at it next: of one that is being sent, when the sender's claim ends.
    """

    __tablename__ = "outbox_pushes"
    __table_args__ = (sa.Index("ix_outbox_pushes_due", "due_at", **_WAITING),)

    subscription_id: UUID = Field(foreign_key="push_subscriptions.id", index=True)
    event_id: UUID = Field(foreign_key="events.id", index=True)
    tries: int = 0
    created_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    failed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

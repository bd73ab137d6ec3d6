"""Webhooks: addresses of other programs that are told what happens, and what was sent to them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from .base import OrganizationRow, UtcDateTime, enum_column


class Webhook(OrganizationRow, table=True):
    """An address that hears of acts of its organization, and of the children's where it `covers_children`.

    `seed` is random; the secret that signs is made of it and of the installation's own secret, and kept nowhere.
    `failing_since` is when the first delivery failed after the last that went well. `paused_at` is when it was given
    up for failing too long; `is_on` is what the Admin wants.
    """

    __tablename__ = "webhooks"
    __table_args__ = (sa.Index("ix_webhooks_newest", "organization_id", "created_at", "id"),)

    url: str = Field(max_length=500)
    kinds: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    covers_children: bool = False
    seed: str = Field(max_length=64)
    is_on: bool = True
    failing_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    paused_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_by_id: UUID = Field(foreign_key="users.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DeliveryState(StrEnum):
    """Where a delivery is on its way."""

    WAITING = "waiting"
    SENDING = "sending"
    DELIVERED = "delivered"
    DEAD = "dead"


class DeliveryTrouble(StrEnum):
    """Why a delivery did not arrive."""

    NOT_REACHED = "not_reached"
    TIMED_OUT = "timed_out"
    NOT_ENCRYPTED = "not_encrypted"
    FORBIDDEN = "forbidden"
    REDIRECTED = "redirected"
    REFUSED = "refused"


class WebhookDelivery(OrganizationRow, table=True):
    """One message to a webhook, written in the transaction of the act that it tells of; `event_id` None is a test.

    The body is written when it is sent first, and stays the same. `due_at` is when somebody should look at it next: of
    one that is being sent, when the claim of its process ends. `status` is what the other side answered last.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        sa.UniqueConstraint("webhook_id", "event_id"),
        sa.Index(None, "state", "due_at"),
        sa.Index("ix_webhook_deliveries_newest", "webhook_id", "created_at", "id"),
    )

    webhook_id: UUID = Field(foreign_key="webhooks.id")
    event_id: UUID | None = Field(default=None, foreign_key="events.id")
    kind: str = Field(max_length=40)
    body: str = Field(default="", sa_type=sa.Text)
    state: DeliveryState = Field(default=DeliveryState.WAITING, sa_type=enum_column(DeliveryState))
    tries: int = 0
    trouble: DeliveryTrouble | None = Field(default=None, sa_type=enum_column(DeliveryTrouble))
    status: int | None = None
    took_ms: int | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    tried_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

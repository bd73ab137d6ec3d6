"""Leads on their way from one organization to another."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from .base import OrganizationRow, UtcDateTime, enum_column


class TransferState(StrEnum):
    """What became of a lead that was sent."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


_WAITS = {
    "sqlite_where": sa.text("state = 'waiting'"),
    "postgresql_where": sa.text("state = 'waiting'"),
}


class Transfer(OrganizationRow, table=True):
    """A lead that was sent from an organization to another one of the tenant; a lead waits in one place only.

    `title` is the lead's as it was sent: all that the organization it left still says of it. `before` holds what the
    lead gets back when it returns, `made` the ids of the contacts that were copied for it.
    """

    __tablename__ = "transfers"
    __table_args__ = (
        sa.Index(None, "lead_id", "sent_at"),
        sa.Index("ix_transfers_waiting", "lead_id", unique=True, **_WAITS),
    )

    receiver_id: UUID = Field(foreign_key="organizations.id", index=True)
    lead_id: UUID = Field(foreign_key="leads.id")
    title: str = Field(max_length=200)
    state: TransferState = Field(default=TransferState.WAITING, sa_type=enum_column(TransferState))
    before: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    made: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    sent_by_id: UUID = Field(foreign_key="users.id")
    sent_at: datetime = Field(sa_type=UtcDateTime)
    answered_by_id: UUID | None = Field(default=None, foreign_key="users.id")
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

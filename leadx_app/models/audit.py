"""What an Admin can look up later: who came in, what was refused, what was changed, what was taken out."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from .base import OrganizationRow, UtcDateTime


class AuditEntry(OrganizationRow, table=True):
    """One line of the audit log. The database itself refuses to change or to remove one.

    `area` is the group that the kind belongs to. `actor_id` is who did it, None for nobody known; `subject_id` is whom
    it is about. Their names are read where they stand, so that none is kept here. `address` is the network that a
    sign-in came from, "" for the rest.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        sa.Index("ix_audit_entries_newest", "organization_id", "occurred_at", "id"),
        sa.Index("ix_audit_entries_area", "organization_id", "area", "occurred_at", "id"),
    )

    kind: str = Field(max_length=40)
    area: str = Field(max_length=16)
    actor_id: UUID | None = Field(default=None, foreign_key="users.id")
    subject_id: UUID | None = Field(default=None, foreign_key="users.id")
    address: str = Field(default="", max_length=45)
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    occurred_at: datetime = Field(sa_type=UtcDateTime)

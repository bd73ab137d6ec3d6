"""How people register themselves, and their requests (product.md section 4)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from .base import OrganizationRow, UtcDateTime, enum_column
from .user import Role


class SelfRegistration(OrganizationRow, table=True):
    """Whether people of a customer may register by themselves: one row per parent organization, once it was set.

    `key` is the end of the registration address; whoever is given the address may ask. `role` is what people get who
    need no approval. `set_by_id` is the Admin who set it last, on whose behalf requests come in.
    """

    __tablename__ = "self_registrations"
    __table_args__ = (sa.UniqueConstraint("organization_id"),)

    key: str = Field(max_length=64, unique=True)
    is_on: bool
    needs_approval: bool
    offers_organizations: bool
    role: Role = Field(sa_type=enum_column(Role))
    set_by_id: UUID = Field(foreign_key="users.id")


class JoinState(StrEnum):
    """What became of a request."""

    UNCONFIRMED = "unconfirmed"
    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"


class JoinRequest(OrganizationRow, table=True):
    """Somebody who asks to join; `organization_id` is the organization that they ask for.

    `token_hash` is of the link that confirms the email; `confirmed_at` is None where no mail server could send one.
    `password_hash` goes over to the person who is made of it.
    """

    __tablename__ = "join_requests"
    __table_args__ = (
        sa.Index(None, "tenant_id", "state", "created_at"),
        sa.Index(None, "email"),
        sa.Index(
            "ix_join_requests_waiting",
            "tenant_id",
            "email",
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        ),
    )

    email: str = Field(max_length=320)
    name: str = Field(max_length=200)
    phone: str | None = Field(default=None, max_length=20)
    password_hash: str = Field(max_length=255)
    language: str = Field(max_length=2)
    state: JoinState = Field(sa_type=enum_column(JoinState))
    token_hash: str | None = Field(default=None, max_length=64, unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by_id: UUID | None = Field(default=None, foreign_key="users.id")
    reason: str = Field(default="", max_length=1000)

"""People, their roles in organizations, and how they are recognized."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from .base import OrganizationRow, UtcDateTime, enum_column, new_id


class Role(StrEnum):
    """The licence that a user has in one organization."""

    LITE = "lite"
    BASIC = "basic"
    PROFESSIONAL = "professional"
    MANAGER = "manager"
    ADMIN = "admin"


class User(OrganizationRow, table=True):
    """A person of one tenant; `organization_id` is the one they start in."""

    __tablename__ = "users"
    __table_args__ = (sa.UniqueConstraint("tenant_id", "email"), sa.Index(None, "email"))

    email: str = Field(max_length=320)
    name: str = Field(max_length=200)
    phone: str | None = Field(default=None, max_length=20)
    password_hash: str | None = Field(default=None, max_length=255)
    language: str = Field(default="en", max_length=2)
    time_zone: str = Field(default="Europe/Oslo", max_length=64)
    theme: str = Field(default="system", max_length=10)
    is_bell_muted: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    photo_id: UUID | None = None
    """The file of the photo, whose `person_id` leads back: so this is no foreign key."""
    is_active: bool = True
    created_at: datetime = Field(sa_type=UtcDateTime)


class Membership(OrganizationRow, table=True):
    """The role of a user in one organization."""

    __tablename__ = "memberships"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "organization_id"),
        sa.Index(None, "organization_id", "role"),
    )

    user_id: UUID = Field(foreign_key="users.id", index=True)
    role: Role = Field(sa_type=enum_column(Role))
    is_active: bool = True
    created_at: datetime = Field(sa_type=UtcDateTime)


class UserSession(OrganizationRow, table=True):
    """A signed-in browser; only the hash of its cookie is kept. `organization_id` is the one it works in, `address`
    the network that it signed in from, `provider` with whose account, "" for the password or a passkey."""

    __tablename__ = "user_sessions"

    user_id: UUID = Field(foreign_key="users.id", index=True)
    token_hash: str = Field(max_length=64, unique=True)
    user_agent: str = Field(default="", max_length=200)
    address: str = Field(default="", max_length=45, sa_column_kwargs={"server_default": ""})
    provider: str = Field(default="", max_length=60, sa_column_kwargs={"server_default": ""})
    created_at: datetime = Field(sa_type=UtcDateTime)
    last_seen_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ApiToken(OrganizationRow, table=True):
    """A bearer token of a user for the REST API; only its hash is kept, `prefix` is shown to tell tokens apart."""

    __tablename__ = "api_tokens"

    user_id: UUID = Field(foreign_key="users.id", index=True)
    name: str = Field(max_length=80)
    prefix: str = Field(max_length=12)
    token_hash: str = Field(max_length=64, unique=True)
    may_write: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInAttempt(SQLModel, table=True):
    """One sign-in attempt, counted per hashed account and per hashed address; belongs to no tenant yet."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (sa.Index(None, "key", "attempted_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str = Field(max_length=64)
    attempted_at: datetime = Field(sa_type=UtcDateTime)


class LinkPurpose(StrEnum):
    """What a link in a mail is good for."""

    RESET = "reset"
    INVITATION = "invitation"


class AccountLink(OrganizationRow, table=True):
    """A link by which a person chooses their password, once; only the hash of its secret is kept.

    `ended_at` is when it was used or taken back.
    """

    __tablename__ = "account_links"
    __table_args__ = (sa.Index(None, "user_id", "created_at"),)

    user_id: UUID = Field(foreign_key="users.id")
    purpose: LinkPurpose = Field(sa_type=enum_column(LinkPurpose))
    token_hash: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

"""Signing in with an account that somebody has elsewhere: the provider of a customer, and whose account is whose."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from .base import OrganizationRow, UtcDateTime, enum_column, new_id
from .user import Role


class SignInProvider(OrganizationRow, table=True):
    """The OpenID provider of a customer: one row per parent organization, once it was set.

    `label` is what its button says. `sealed_secret` is kept sealed with the installation's own, None for a client that
    has none. Only emails of the `domains` come in. `role` and `starts_in_id` are what people get who are made at their
    first sign-in. `set_by_id` is the Admin who set it last, on whose behalf people come in.
    """

    __tablename__ = "sign_in_providers"
    __table_args__ = (sa.UniqueConstraint("organization_id"),)

    label: str = Field(max_length=60)
    issuer: str = Field(max_length=500)
    client_id: str = Field(max_length=200)
    sealed_secret: str | None = Field(default=None, max_length=1000)
    domains: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    makes_people: bool = False
    role: Role = Field(sa_type=enum_column(Role))
    starts_in_id: UUID = Field(foreign_key="organizations.id")
    is_on: bool = False
    set_by_id: UUID = Field(foreign_key="users.id")


class SignInLink(OrganizationRow, table=True):
    """Whose account of a provider (`subject`, which stays when name and email change) belongs to which person."""

    __tablename__ = "sign_in_links"
    __table_args__ = (
        sa.UniqueConstraint("tenant_id", "issuer", "subject"),
        sa.UniqueConstraint("user_id", "issuer"),
    )

    user_id: UUID = Field(foreign_key="users.id")
    issuer: str = Field(max_length=500)
    subject: str = Field(max_length=255)
    created_at: datetime = Field(sa_type=UtcDateTime)
    last_used_at: datetime = Field(sa_type=UtcDateTime)


class SignInFlow(SQLModel, table=True):
    """Somebody who was sent to a provider, and is not back yet; of nobody so far.

    `browser_hash` is of a secret that this browser alone holds. `next` is the page that asked for the sign-in.
    """

    __tablename__ = "sign_in_flows"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    browser_hash: str = Field(max_length=64, unique=True)
    provider_id: UUID
    next: str = Field(default="", max_length=300)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)

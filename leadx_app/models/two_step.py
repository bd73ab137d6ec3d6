"""The second step of signing in: the authenticator app of a person, and the codes for when it is lost."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from .base import OrganizationRow, UtcDateTime


class TwoStep(OrganizationRow, table=True):
    """The authenticator app of a person; its secret is kept sealed with the installation's own.

    `turned_on_at` is None until a first code was right. `last_step` is the time step of the newest code that was used:
    it and all before are used up.
    """

    __tablename__ = "two_steps"

    user_id: UUID = Field(foreign_key="users.id", unique=True)
    sealed_secret: str = Field(max_length=200)
    last_step: int = Field(default=0, sa_type=sa.BigInteger)
    created_at: datetime = Field(sa_type=UtcDateTime)
    turned_on_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RecoveryCode(OrganizationRow, table=True):
    """A code that stands in for the app, once; only a keyed hash of it is kept."""

    __tablename__ = "recovery_codes"
    __table_args__ = (sa.UniqueConstraint("user_id", "code_hash"),)

    user_id: UUID = Field(foreign_key="users.id")
    code_hash: str = Field(max_length=64)
    created_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

"""Passkeys: keys that a person's device or password manager keeps, with which they sign in without a password."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from .base import OrganizationRow, UtcDateTime, new_id


class Passkey(OrganizationRow, table=True):
    """The public half of a passkey; `credential_id` and `public_key` are base64url."""

    __tablename__ = "passkeys"

    user_id: UUID = Field(foreign_key="users.id", index=True)
    name: str = Field(max_length=80)
    credential_id: str = Field(max_length=1400, unique=True)
    public_key: str = Field(max_length=2000)
    sign_count: int = Field(default=0, sa_type=sa.BigInteger)
    created_at: datetime = Field(sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PasskeyChallenge(SQLModel, table=True):
    """What a passkey is asked to sign, once and for a few minutes; of nobody yet where somebody signs in."""

    __tablename__ = "passkey_challenges"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    challenge_hash: str = Field(max_length=64, unique=True)
    user_id: UUID | None = None
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)

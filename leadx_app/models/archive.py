"""Archives of a whole tenant."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from .base import OrganizationRow, UtcDateTime


class TenantArchive(OrganizationRow, table=True):
    """Everything of the tenant in one file, for the Admin who asked; `storage_key` is set when a job begins to make it,
    `size_bytes` and `sha256` when it is there. After `expires_at` it is removed."""

    __tablename__ = "tenant_archives"

    user_id: UUID = Field(foreign_key="users.id", index=True)
    job_id: UUID | None = None
    storage_key: str | None = Field(default=None, max_length=100)
    size_bytes: int | None = Field(default=None, sa_type=sa.BigInteger)
    sha256: str | None = Field(default=None, max_length=64)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)

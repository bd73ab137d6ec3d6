"""Lists that a tenant chooses from; they stand at the parent organization.

What has `retired_at` is not offered any more; leads that have it keep it.
"""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from .base import OrganizationRow, UtcDateTime


class Stage(OrganizationRow, table=True):
    """A place on the lead journey; position 0 is always New. A retired one has no leads, and a negative position."""

    __tablename__ = "stages"
    __table_args__ = (sa.UniqueConstraint("tenant_id", "position"), sa.UniqueConstraint("tenant_id", "name"))

    name: str = Field(max_length=60)
    position: int
    color: str = Field(max_length=7)
    win_probability_percent: int
    quiet_after_days: int
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Category(OrganizationRow, table=True):
    """What kind of business a lead is about."""

    __tablename__ = "categories"
    __table_args__ = (sa.UniqueConstraint("tenant_id", "name"),)

    name: str = Field(max_length=60)
    position: int
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Source(OrganizationRow, table=True):
    """Where a lead came from."""

    __tablename__ = "sources"
    __table_args__ = (sa.UniqueConstraint("tenant_id", "name"),)

    name: str = Field(max_length=60)
    position: int
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class LostReason(OrganizationRow, table=True):
    """Why a lead was closed without a sale."""

    __tablename__ = "lost_reasons"
    __table_args__ = (sa.UniqueConstraint("tenant_id", "name"),)

    name: str = Field(max_length=60)
    position: int
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Tag(OrganizationRow, table=True):
    """A word that leads are marked with."""

    __tablename__ = "tags"
    __table_args__ = (sa.UniqueConstraint("tenant_id", "name"),)

    name: str = Field(max_length=40)
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class LeadTag(OrganizationRow, table=True):
    """A tag on a lead."""

    __tablename__ = "lead_tags"
    __table_args__ = (sa.UniqueConstraint("lead_id", "tag_id"),)

    lead_id: UUID = Field(foreign_key="leads.id", index=True)
    tag_id: UUID = Field(foreign_key="tags.id", index=True)

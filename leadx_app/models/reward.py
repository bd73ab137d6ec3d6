"""Points for bringing in and winning leads: what each is worth, and the ledger of every point ever given."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from .base import UtcDateTime, enum_column


class PointKind(StrEnum):
    """What points are given for."""

    CREATED = "created"
    HANDSHAKE = "handshake"
    WON = "won"


class PointRule(SQLModel, table=True):
    """What each kind was worth in an organization from `set_at` until the next version; version 1 is never written."""

    __tablename__ = "point_rules"

    organization_id: UUID = Field(foreign_key="organizations.id", primary_key=True)
    version: int = Field(primary_key=True)
    tenant_id: UUID = Field(foreign_key="tenants.id")
    created: int
    handshake: int
    won: int
    set_by_id: UUID = Field(foreign_key="users.id")
    set_at: datetime = Field(sa_type=UtcDateTime)


class PointEntry(SQLModel, table=True):
    """Points given to a person for a lead, or taken back; never changed, never removed, also not with the lead.

    `turn` is 1 the first time that the lead earned this kind, 2 the second; what takes it back has the same number,
    negative. So the key lets an act count once and be taken back once. `day` and `month` (its first day) are
    `date.toordinal()` in the time zone that the organization had then.
    """

    __tablename__ = "point_entries"
    __table_args__ = (
        sa.Index("ix_point_entries_ledger", "organization_id", "user_id", "at", "lead_id", "kind", "turn"),
    )

    lead_id: UUID = Field(primary_key=True)
    kind: PointKind = Field(sa_type=enum_column(PointKind), primary_key=True)
    turn: int = Field(primary_key=True)
    tenant_id: UUID = Field(foreign_key="tenants.id")
    organization_id: UUID = Field(foreign_key="organizations.id")
    user_id: UUID = Field(foreign_key="users.id")
    rule_version: int
    points: int
    day: int
    month: int
    at: datetime = Field(sa_type=UtcDateTime)


class LeaderboardAbsence(SQLModel, table=True):
    """A person who does not want to be shown on an organization's leaderboard."""

    __tablename__ = "leaderboard_absences"

    organization_id: UUID = Field(foreign_key="organizations.id", primary_key=True)
    user_id: UUID = Field(foreign_key="users.id", primary_key=True)
    tenant_id: UUID = Field(foreign_key="tenants.id")

"""Goals of an organization or of a team of its people."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from .base import Money, OrganizationRow, UtcDateTime, enum_column


class GoalMeasure(StrEnum):
    """What a goal counts."""

    LEADS = "leads"
    HANDSHAKES = "handshakes"
    WON = "won"
    REVENUE = "revenue"
    POINTS = "points"


class Goal(OrganizationRow, table=True):
    """So much of a measure within whole months; `target` is an amount in base currency for revenue, else whole.

    `span` is "month", "quarter" or "year"; `first_day` and `last_day` are `date.toordinal()`, both among it. A goal of
    a team counts what its `GoalPerson`s do, any other what the whole organization does. `reached_at` is when it was
    reached first. `draft_id` makes it once, however often it is sent.
    """

    __tablename__ = "goals"
    __table_args__ = (
        sa.UniqueConstraint("set_by_id", "draft_id"),
        sa.Index("ix_goals_time", "organization_id", "last_day"),
        sa.Index("ix_goals_open", "reached_at", "last_day"),
    )

    measure: GoalMeasure = Field(sa_type=enum_column(GoalMeasure))
    target: Decimal = Field(sa_type=Money)
    span: str = Field(max_length=8)
    first_day: int
    last_day: int
    name: str = Field(default="", max_length=80)
    is_team: bool = False
    set_by_id: UUID = Field(foreign_key="users.id")
    draft_id: UUID | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    reached_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class GoalPerson(SQLModel, table=True):
    """Somebody of the team that a goal is for."""

    __tablename__ = "goal_people"

    goal_id: UUID = Field(foreign_key="goals.id", primary_key=True)
    user_id: UUID = Field(foreign_key="users.id", primary_key=True)
    tenant_id: UUID = Field(foreign_key="tenants.id")
    organization_id: UUID = Field(foreign_key="organizations.id")

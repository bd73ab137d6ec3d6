"""Lists of rows as people keep them: saved views, and how each person shows a list."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from .base import OrganizationRow, UtcDateTime, enum_column


class ListName(StrEnum):
    """The lists that have saved views."""

    PIPELINE = "pipeline"
    COMMUNITY = "community"
    ACTIVITIES = "activities"
    COMPANIES = "companies"
    PERSONS = "persons"


class Density(StrEnum):
    """How close the rows of a list stand."""

    COMFORTABLE = "comfortable"
    COMPACT = "compact"


class SavedView(OrganizationRow, table=True):
    """A list with its filters, order and columns under a name; `query` is that part of the list's address.

    `columns` are keys with commas between, "" for the usual ones. `draft_id` makes creation harmless when repeated.
    """

    __tablename__ = "saved_views"
    __table_args__ = (
        sa.UniqueConstraint("owner_id", "draft_id"),
        sa.Index("ix_saved_views_shown", "organization_id", "list_name", "is_shared", "owner_id"),
    )

    owner_id: UUID = Field(foreign_key="users.id", index=True)
    list_name: ListName = Field(sa_type=enum_column(ListName))
    name: str = Field(max_length=60)
    query: str = Field(max_length=1000)
    columns: str = Field(default="", max_length=200)
    density: Density = Field(default=Density.COMFORTABLE, sa_type=enum_column(Density))
    is_shared: bool = False
    draft_id: UUID | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ListPreference(OrganizationRow, table=True):
    """How a person shows a list in an organization when no saved view says otherwise, and the view it opens with."""

    __tablename__ = "list_preferences"
    __table_args__ = (sa.UniqueConstraint("user_id", "organization_id", "list_name"),)

    user_id: UUID = Field(foreign_key="users.id")
    list_name: ListName = Field(sa_type=enum_column(ListName))
    columns: str = Field(default="", max_length=200)
    density: Density = Field(default=Density.COMFORTABLE, sa_type=enum_column(Density))
    default_view_id: UUID | None = Field(default=None, foreign_key="saved_views.id")

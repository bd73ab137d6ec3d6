"""Sales News: items, whom they are for, and what readers do with them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from .base import OrganizationRow, UtcDateTime, enum_column
from .user import Role


class Reaction(StrEnum):
    """What a reader says with one click."""

    LIKE = "like"
    LOVE = "love"
    CHEER = "cheer"
    IDEA = "idea"


class News(OrganizationRow, table=True):
    """An item of news.

    `html` is sanitized, `search_text` is title and text folded for searching. `version` grows with every edit and
    `changed_in` says in which version each field was changed last. `due_at` is the next moment at which the clock alone
    shows or hides the item, None when there is none; `announced_at` is when readers were told of it. The audience is
    everybody at and below `organization_id`, or with `is_for_some` the organizations of `news_organizations`; of those
    everybody, or with `is_for_roles` the roles of `news_roles`.
    """

    __tablename__ = "news"
    __table_args__ = (
        sa.UniqueConstraint("author_id", "draft_id"),
        sa.Index("ix_news_order", "organization_id", "is_pinned", "publish_at"),
        sa.Index(
            "ix_news_due",
            "due_at",
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        ),
    )

    author_id: UUID = Field(foreign_key="users.id")
    title: str = Field(max_length=200)
    html: str = Field(default="", sa_type=sa.Text)
    search_text: str = Field(default="", sa_type=sa.Text)
    is_pinned: bool = False
    is_draft: bool = False
    is_for_some: bool = False
    is_for_roles: bool = False
    publish_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    announced_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    draft_id: UUID | None = None
    version: int = 1
    changed_in: dict[str, int] = Field(default_factory=dict, sa_type=sa.JSON)
    updated_by_id: UUID = Field(foreign_key="users.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class NewsOrganization(OrganizationRow, table=True):
    """An organization that an item is for."""

    __tablename__ = "news_organizations"
    __table_args__ = (sa.UniqueConstraint("news_id", "addressed_id"),)

    news_id: UUID = Field(foreign_key="news.id")
    addressed_id: UUID = Field(foreign_key="organizations.id", index=True)


class NewsRole(OrganizationRow, table=True):
    """A role that an item is for."""

    __tablename__ = "news_roles"
    __table_args__ = (sa.UniqueConstraint("news_id", "role"),)

    news_id: UUID = Field(foreign_key="news.id")
    role: Role = Field(sa_type=enum_column(Role))


class NewsComment(OrganizationRow, table=True):
    """What a reader wrote under an item."""

    __tablename__ = "news_comments"
    __table_args__ = (sa.Index(None, "news_id", "created_at"),)

    news_id: UUID = Field(foreign_key="news.id")
    author_id: UUID = Field(foreign_key="users.id")
    text: str = Field(sa_type=sa.Text)
    created_at: datetime = Field(sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class NewsReaction(OrganizationRow, table=True):
    """A reader's reaction to an item."""

    __tablename__ = "news_reactions"
    __table_args__ = (sa.UniqueConstraint("news_id", "user_id", "reaction"),)

    news_id: UUID = Field(foreign_key="news.id")
    user_id: UUID = Field(foreign_key="users.id")
    reaction: Reaction = Field(sa_type=enum_column(Reaction))
    created_at: datetime = Field(sa_type=UtcDateTime)


class NewsRead(OrganizationRow, table=True):
    """Somebody had an item before their eyes; one row per person and item."""

    __tablename__ = "news_reads"
    __table_args__ = (sa.UniqueConstraint("news_id", "user_id"),)

    news_id: UUID = Field(foreign_key="news.id")
    user_id: UUID = Field(foreign_key="users.id")
    read_at: datetime = Field(sa_type=UtcDateTime)

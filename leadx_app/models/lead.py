"""Leads and the facts about them."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from .base import Money, OrganizationRow, Rate, UtcDateTime, enum_column


class SubStage(StrEnum):
    """The outcome beside the stage."""

    OPEN = "open"
    WON = "won"
    CLOSED = "closed"
    PARKED = "parked"


class HandoverState(StrEnum):
    """How far the way from a finder to the sales team has come."""

    NONE = "none"
    WAITING = "waiting"
    ACCEPTED = "accepted"


def _community_indexes() -> tuple[sa.Index, ...]:
    """Community's lists, of one organization and of a whole tenant (whose stages are its own), begin where they ask."""
    shaken = sa.text("handshake_at IS NOT NULL")
    orders = {"updated": "updated_at", "created": "created_at", "value": "base_value"}
    indexes = []
    for scope, columns in (("organization", ["organization_id"]), ("tenant", [])):
        place = [*columns, "stage_id", "sub_stage"]
        indexes += [sa.Index(f"ix_leads_{scope}_{name}", *place, order, "id") for name, order in orders.items()]
        partial = {"sqlite_where": shaken, "postgresql_where": shaken}
        shown = [*place, "handover_state", "updated_at", "id"]
        indexes.append(sa.Index(f"ix_leads_{scope}_handshakes", *shown, **partial))
    return tuple(indexes)


def _outcome_indexes() -> tuple[sa.Index, ...]:
    """What Pulse's figures are opened by: few leads of an organization and an outcome by one column."""
    indexes = []
    for column in ("source_id", "category_id", "lost_reason_id", "stage_entered_at", "expected_closing_on", "ended_at"):
        has = {"sqlite_where": _ENDED, "postgresql_where": _ENDED} if column == "ended_at" else {}
        indexes.append(sa.Index(f"ix_leads_by_{column}", "organization_id", "sub_stage", column, "id", **has))
    return tuple(indexes)


_ENDED = sa.text("ended_at IS NOT NULL")


def _some(name: str, column: str) -> sa.Index:
    """An index over the few leads that have it."""
    has = sa.text(f"{column} IS NOT NULL")
    return sa.Index(name, column, sqlite_where=has, postgresql_where=has)


_OF_STAGE = ("stage_id", "sub_stage", "updated_at", "id")
"""Where a column of a person's board begins."""


class Lead(OrganizationRow, table=True):
    """A possible sale.

    `base_value` is `value` at `rate` in the organization's base currency; both are frozen when the lead is won.
    `version` grows with every write and decides who came first. `draft_id` makes creation harmless when repeated.
    `search_text` holds title, company and person folded for searching. `external_key` is what another program that the
    lead was imported from knows it by. `home_id` is where it was made, while it is elsewhere; `sent_by_id` who sent it
    here from another organization, while it waits for an answer.
    """

    __tablename__ = "leads"
    __table_args__ = (
        sa.UniqueConstraint("creator_id", "draft_id"),
        sa.Index("ix_leads_owner", "organization_id", "owner_id", "sub_stage", "updated_at"),
        sa.Index("ix_leads_creator", "organization_id", "creator_id", "sub_stage", "updated_at", "owner_id"),
        sa.Index("ix_leads_owner_stage", "organization_id", "owner_id", *_OF_STAGE),
        sa.Index("ix_leads_creator_stage", "organization_id", "creator_id", *_OF_STAGE, "owner_id"),
        sa.Index("ix_leads_organization_current", "organization_id", "sub_stage", "updated_at"),
        sa.Index(
            "ix_leads_waiting",
            "organization_id",
            "handed_over_at",
            sqlite_where=sa.text("handover_state = 'waiting'"),
            postgresql_where=sa.text("handover_state = 'waiting'"),
        ),
        sa.Index(
            "ix_leads_answered",
            "organization_id",
            "handshake_at",
            "handed_over_at",
            sqlite_where=sa.text("handshake_at IS NOT NULL"),
            postgresql_where=sa.text("handshake_at IS NOT NULL"),
        ),
        sa.Index(
            "ix_leads_external_key",
            "organization_id",
            "external_key",
            sqlite_where=sa.text("external_key IS NOT NULL"),
            postgresql_where=sa.text("external_key IS NOT NULL"),
        ),
        _some("ix_leads_home", "home_id"),
        _some("ix_leads_sent_by", "sent_by_id"),
        *_community_indexes(),
        *_outcome_indexes(),
    )

    title: str = Field(max_length=200)
    company_id: UUID = Field(foreign_key="companies.id", index=True)
    person_id: UUID | None = Field(default=None, foreign_key="persons.id", index=True)
    description: str = Field(default="", sa_type=sa.Text)
    value: Decimal | None = Field(default=None, sa_type=Money)
    currency: str = Field(max_length=3)
    rate: Decimal = Field(sa_type=Rate)
    base_value: Decimal | None = Field(default=None, sa_type=Money)
    expected_closing_on: date | None = None
    category_id: UUID | None = Field(default=None, foreign_key="categories.id")
    source_id: UUID | None = Field(default=None, foreign_key="sources.id")
    stage_id: UUID = Field(foreign_key="stages.id")
    sub_stage: SubStage = Field(default=SubStage.OPEN, sa_type=enum_column(SubStage))
    stage_entered_at: datetime = Field(sa_type=UtcDateTime)
    creator_id: UUID = Field(foreign_key="users.id")
    owner_id: UUID | None = Field(default=None, foreign_key="users.id")
    home_id: UUID | None = Field(default=None, foreign_key="organizations.id")
    sent_by_id: UUID | None = Field(default=None, foreign_key="users.id")
    handover_state: HandoverState = Field(default=HandoverState.NONE, sa_type=enum_column(HandoverState))
    handed_over_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    overdue_notified_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    handshake_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    handshake_by_id: UUID | None = Field(default=None, foreign_key="users.id")
    return_reason: str | None = Field(default=None, max_length=500)
    returned_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lost_reason_id: UUID | None = Field(default=None, foreign_key="lost_reasons.id")
    parked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    bell_rung_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    search_text: str = Field(default="", sa_type=sa.Text)
    external_key: str | None = Field(default=None, max_length=100)
    draft_id: UUID | None = None
    draft_fingerprint: str | None = Field(default=None, max_length=64)
    version: int = 1
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)


def _moves(name: str, whose: str) -> sa.Index:
    """An index in time of steps that are not the first of a lead."""
    went_on = sa.text("from_stage_id IS NOT NULL")
    return sa.Index(name, whose, "changed_at", "id", sqlite_where=went_on, postgresql_where=went_on)


class StageChange(OrganizationRow, table=True):
    """A lead came to a place on its journey; the first row of a lead has no `from_*`."""

    __tablename__ = "stage_changes"
    __table_args__ = (
        sa.Index(None, "lead_id", "changed_at"),
        _moves("ix_stage_changes_moves", "organization_id"),
        _moves("ix_stage_changes_moves_of_tenant", "tenant_id"),
    )

    lead_id: UUID = Field(foreign_key="leads.id")
    actor_id: UUID = Field(foreign_key="users.id")
    from_stage_id: UUID | None = Field(default=None, foreign_key="stages.id")
    to_stage_id: UUID = Field(foreign_key="stages.id")
    from_sub_stage: SubStage | None = Field(default=None, sa_type=enum_column(SubStage))
    to_sub_stage: SubStage = Field(sa_type=enum_column(SubStage))
    changed_at: datetime = Field(sa_type=UtcDateTime)


class Note(OrganizationRow, table=True):
    """What the creator or the owner wrote about a lead."""

    __tablename__ = "notes"
    __table_args__ = (sa.Index(None, "lead_id", "created_at"),)

    lead_id: UUID = Field(foreign_key="leads.id")
    author_id: UUID = Field(foreign_key="users.id")
    text: str = Field(sa_type=sa.Text)
    created_at: datetime = Field(sa_type=UtcDateTime)


class File(OrganizationRow, table=True):
    """An uploaded file; without a lead, an item of news, a person whose photo it is, an organization whose logo it is
    or a ticket's entry it waits to be attached by its uploader."""

    __tablename__ = "files"
    __table_args__ = (sa.Index(None, "lead_id", "created_at"),)

    lead_id: UUID | None = Field(default=None, foreign_key="leads.id")
    news_id: UUID | None = Field(default=None, foreign_key="news.id", index=True)
    person_id: UUID | None = Field(default=None, foreign_key="users.id", index=True)
    logo_of_id: UUID | None = Field(default=None, foreign_key="organizations.id", index=True)
    ticket_entry_id: UUID | None = Field(default=None, foreign_key="ticket_entries.id", index=True)
    uploader_id: UUID = Field(foreign_key="users.id", index=True)
    name: str = Field(max_length=200)
    content_type: str = Field(max_length=100)
    size_bytes: int = Field(sa_type=sa.BigInteger)
    sha256: str = Field(max_length=64)
    storage_key: str = Field(max_length=200, unique=True)
    thumbnail_key: str | None = Field(default=None, max_length=200)
    preview_key: str | None = Field(default=None, max_length=200)
    created_at: datetime = Field(sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

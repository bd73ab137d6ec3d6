"""Contacts: companies and persons, what was changed of them, and which of them became one."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from .base import OrganizationRow, UtcDateTime

KeyText = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
"""Text that is compared letter by letter, on every database alike."""


def _known(name: str, *columns: str) -> sa.Index:
    """An index over the rows that have the last of these columns."""
    has = sa.text(f"{columns[-1]} IS NOT NULL")
    return sa.Index(name, *columns, sqlite_where=has, postgresql_where=has)


def _placed(name: str, whose: str) -> sa.Index:
    """An index over the companies of a city, and the ways in which its name is written."""
    has = sa.text("city_key IS NOT NULL")
    return sa.Index(name, whose, "city_key", "city", sqlite_where=has, postgresql_where=has)


class _ContactRow(OrganizationRow):
    """What companies and persons share.

    `name_key` is the name folded, `sort_key` its place in the alphabet, `match_key` what names that mean the same have
    in common, `email_key` the address folded, `search_text` what a search looks at. `changed_in` says for each field in
    which version it was changed last. A contact that became part of another one names it in `merged_into_id`.
    """

    name: str = Field(max_length=200)
    name_key: str = Field(max_length=200)
    sort_key: str = Field(sa_type=KeyText)
    match_key: str = Field(sa_type=KeyText)
    email: str | None = Field(default=None, max_length=320)
    email_key: str | None = Field(default=None, max_length=320)
    phone: str | None = Field(default=None, max_length=20)
    search_text: str = Field(sa_type=sa.Text)
    version: int = 1
    changed_in: dict[str, int] = Field(default_factory=dict, sa_type=sa.JSON)
    created_by_id: UUID = Field(foreign_key="users.id")
    updated_by_id: UUID = Field(foreign_key="users.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)


class Company(_ContactRow, table=True):
    """A company that leads are about; `city_key` is what the ways of writing its city have in common."""

    __tablename__ = "companies"
    __table_args__ = (
        sa.Index(None, "organization_id", "name_key"),
        sa.Index(None, "organization_id", "sort_key", "id"),
        sa.Index(None, "tenant_id", "sort_key", "id"),
        sa.Index(None, "organization_id", "created_at", "id"),
        sa.Index(None, "tenant_id", "created_at", "id"),
        sa.Index(None, "organization_id", "match_key"),
        _known("ix_companies_number", "organization_id", "organization_number"),
        _known("ix_companies_email", "organization_id", "email_key"),
        _known("ix_companies_phone", "organization_id", "phone"),
        _placed("ix_companies_city_key", "organization_id"),
        _placed("ix_companies_city_key_of_tenant", "tenant_id"),
        _known("ix_companies_country", "organization_id", "country"),
        _known("ix_companies_country_of_tenant", "tenant_id", "country"),
        _known("ix_companies_merged", "merged_into_id"),
    )

    organization_number: str | None = Field(default=None, max_length=20)
    industry: str | None = Field(default=None, max_length=200)
    address: str | None = Field(default=None, max_length=200)
    postcode: str | None = Field(default=None, max_length=20)
    city: str | None = Field(default=None, max_length=100)
    city_key: str | None = Field(default=None, sa_type=KeyText)
    country: str | None = Field(default=None, max_length=2)
    website: str | None = Field(default=None, max_length=200)
    merged_into_id: UUID | None = Field(default=None, foreign_key="companies.id")


class Person(_ContactRow, table=True):
    """A contact person, usually of a company."""

    __tablename__ = "persons"
    __table_args__ = (
        sa.Index(None, "organization_id", "name_key"),
        sa.Index(None, "organization_id", "sort_key", "id"),
        sa.Index(None, "tenant_id", "sort_key", "id"),
        sa.Index(None, "organization_id", "created_at", "id"),
        sa.Index(None, "tenant_id", "created_at", "id"),
        sa.Index(None, "organization_id", "match_key"),
        _known("ix_persons_email", "organization_id", "email_key"),
        _known("ix_persons_phone", "organization_id", "phone"),
        _known("ix_persons_merged", "merged_into_id"),
    )

    title: str | None = Field(default=None, max_length=100)
    company_id: UUID | None = Field(default=None, foreign_key="companies.id", index=True)
    merged_into_id: UUID | None = Field(default=None, foreign_key="persons.id")


class ContactChange(OrganizationRow, table=True):
    """A version of a contact: who changed what from what to what; never changed itself.

    `kind` is the EventKind; `merge_id` the merge that it came from or that was taken back.
    """

    __tablename__ = "contact_changes"
    __table_args__ = (sa.Index(None, "contact_id", "changed_at"),)

    contact_id: UUID
    kind: str = Field(max_length=40)
    version: int
    changes: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    other: str = Field(default="", max_length=200)
    merge_id: UUID | None = None
    actor_id: UUID = Field(foreign_key="users.id")
    changed_at: datetime = Field(sa_type=UtcDateTime)


class ContactMerge(OrganizationRow, table=True):
    """Two contacts that became one, with all that is needed to part them again.

    `before` holds the fields of the kept one as they were, `moved` the ids of the leads and persons that it got.
    """

    __tablename__ = "contact_merges"
    __table_args__ = (sa.Index(None, "kept_id", "merged_at"),)

    is_company: bool
    kept_id: UUID
    merged_id: UUID
    kept_version: int
    before: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    moved: dict[str, list[str]] = Field(default_factory=dict, sa_type=sa.JSON)
    merged_by_id: UUID = Field(foreign_key="users.id")
    merged_at: datetime = Field(sa_type=UtcDateTime)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

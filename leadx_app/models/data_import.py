"""Imports: a table that somebody sent, its rows, and what each of them made or changed."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from .base import OrganizationRow, UtcDateTime, enum_column


class ImportSubject(StrEnum):
    """What the rows are about."""

    LEADS = "leads"
    COMPANIES = "companies"
    PERSONS = "persons"


class ImportState(StrEnum):
    """How far an import has come."""

    READING = "reading"
    MAPPING = "mapping"
    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


class Duplicates(StrEnum):
    """What becomes of a row whose lead or contact is there already."""

    SKIP = "skip"
    UPDATE = "update"
    CREATE = "create"


class RowOutcome(StrEnum):
    """What became of a row."""

    CREATED = "created"
    UPDATED = "updated"
    SKIPPED = "skipped"
    REFUSED = "refused"


class Import(OrganizationRow, table=True):
    """A table that somebody brings in.

    `form` says how the file is read; `headers` are the names of its columns, `header_key` the same in one text by which
    a mapping is remembered; `mapping` names the field of each column, "" for none. `row_count` counts the rows below
    the header. `checked`, `counts` and `undone` say how many rows or things came out how.
    """

    __tablename__ = "imports"
    __table_args__ = (
        sa.Index("ix_imports_newest", "organization_id", "user_id", "created_at", "id"),
        sa.Index("ix_imports_header", "organization_id", "subject", "header_key", "created_at"),
    )

    user_id: UUID = Field(foreign_key="users.id")
    subject: ImportSubject = Field(sa_type=enum_column(ImportSubject))
    state: ImportState = Field(sa_type=enum_column(ImportState))
    file_id: UUID
    file_name: str = Field(max_length=200)
    form: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    headers: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    header_key: str | None = Field(default=None, max_length=64)
    has_header: bool = True
    row_count: int = 0
    mapping: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    duplicates: Duplicates = Field(default=Duplicates.SKIP, sa_type=enum_column(Duplicates))
    decimal_mark: str = Field(default=",", max_length=1)
    checked: dict[str, int] | None = Field(default=None, sa_type=sa.JSON)
    counts: dict[str, int] = Field(default_factory=dict, sa_type=sa.JSON)
    undone: dict[str, int] = Field(default_factory=dict, sa_type=sa.JSON)
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class _OfImport(SQLModel):
    """What belongs to an import."""

    import_id: UUID = Field(foreign_key="imports.id", primary_key=True)
    tenant_id: UUID = Field(foreign_key="tenants.id")
    organization_id: UUID = Field(foreign_key="organizations.id")


class ImportRow(_OfImport, table=True):
    """A row of the table as it was sent; its number in the file is its key, so that it counts once.

    `problems` say per column ("" for the row as a whole) what is wrong: templates and their parameters.
    """

    __tablename__ = "import_rows"
    __table_args__ = (sa.Index(None, "import_id", "outcome", "number"),)

    number: int = Field(primary_key=True)
    cells: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    is_garbled: bool = False
    outcome: RowOutcome | None = Field(default=None, sa_type=enum_column(RowOutcome))
    problems: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)


class ImportTrace(_OfImport, table=True):
    """A lead or contact that an import made or changed, with all that is needed to take it back.

    `version` is the one that the import left; `before` holds the fields as they were, None of what it made. `left` says
    why it could not be taken back.
    """

    __tablename__ = "import_traces"
    __table_args__ = (sa.Index(None, "import_id", "kind", "is_undone", "object_id"),)

    object_id: UUID = Field(primary_key=True)
    kind: str = Field(max_length=10)
    number: int
    version: int
    before: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON(none_as_null=True))
    is_undone: bool = False
    left: str | None = Field(default=None, max_length=200)

"""Imports as whoever brings something in sees them: the list, one with its preview, and its refused rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain.find import find_import
from leadx_app.domain.imports.fields import FIELDS, missing
from leadx_app.domain.imports.lists import lists_of
from leadx_app.domain.imports.rows import ReadRow, RowReader
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import sees_import
from leadx_app.models import (
    Duplicates,
    Import,
    ImportRow,
    ImportState,
    ImportSubject,
    ImportTrace,
    Job,
    JobState,
    RowOutcome,
)

LIST_SIZE = 20
PREVIEW_ROWS = 20
SHOWN_PROBLEMS = 20
PAGE_SIZE = 500
UNDER_WAY = frozenset({ImportState.READING, ImportState.CHECKING, ImportState.RUNNING, ImportState.UNDOING})
_LATEST_JOB = (
    sa.select(Job.state)
    .where(Job.about_id == Import.id, Job.tenant_id == Import.tenant_id)
    .order_by(Job.created_at.desc(), Job.id.desc())
    .limit(1)
    .correlate(Import)
    .scalar_subquery()
)
_CELL_OF = {"stage_id": "stage", "category_id": "category", "source_id": "source", "owner_id": "owner"}
_DRAFT_FIELD = {cell: name for name, cell in _CELL_OF.items()} | {"lost_reason": "lost_reason_id"}


@dataclass(frozen=True, slots=True)
class ImportLine:
    """An import in the list of one's own; `has_failed` when its work was given up, `is_stopped` when rows are left."""

    id: UUID
    subject: ImportSubject
    state: ImportState
    file_name: str
    row_count: int
    created_at: datetime
    has_failed: bool = False
    is_stopped: bool = False


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with a cell, or with the row as a whole (`column` None): a template and its parameters."""

    column: int | None
    field: str
    template: str
    params: dict[str, str]


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row as it will be read: per column its text, and the value that is understood (None where there is none)."""

    number: int
    cells: list[str]
    values: list[Any]
    problems: list[CellProblem]


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """The job that works on the import, or did last."""

    kind: str
    state: JobState
    done: int
    total: int | None
    reason: dict[str, Any] | None
    error_id: str | None


@dataclass(frozen=True, slots=True)
class ImportDetail:
    """One import.

    Attributes:
        headers: the names of the columns; "" where there are none.
        lacking: labels of required fields that no column is mapped to.
        checked: what the dry run counted, None before it.
        left: how many rows are not worked on yet, of an import that was stopped.
    """

    id: UUID
    subject: ImportSubject
    state: ImportState
    file_name: str
    form: dict[str, Any]
    headers: list[str]
    has_header: bool
    mapping: list[str]
    lacking: list[str]
    duplicates: Duplicates
    decimal_mark: str
    row_count: int
    checked: dict[str, int] | None
    counts: dict[str, int]
    undone: dict[str, int]
    progress: ImportProgress | None
    preview: list[PreviewRow] = field(default_factory=list)
    refused: list[PreviewRow] = field(default_factory=list)


def import_list(session: Session, actor: Actor) -> list[ImportLine]:
    """The actor's own latest imports, newest first."""
    actor.require(Permission.IMPORT_CONTACTS)
    columns = (Import.id, Import.subject, Import.state, Import.file_name, Import.row_count, Import.created_at)
    query = sa.select(*columns, Import.counts, _LATEST_JOB.label("job")).where(sees_import(actor))
    rows = session.execute(query.order_by(Import.created_at.desc(), Import.id.desc()).limit(LIST_SIZE))
    return [_line(row) for row in rows]


def _line(row: sa.Row[Any]) -> ImportLine:
    return ImportLine(
        id=row.id,
        subject=row.subject,
        state=row.state,
        file_name=row.file_name,
        row_count=row.row_count,
        created_at=row.created_at,
        has_failed=row.job == JobState.FAILED and row.state in UNDER_WAY,
        is_stopped=row.state == ImportState.DONE and sum(row.counts.values()) < row.row_count,
    )


def import_detail(session: Session, actor: Actor, import_id: UUID, *, now: datetime) -> ImportDetail:
    """One of the actor's own imports with its first rows and its first refused ones."""
    found = find_import(session, actor, import_id)
    is_readable = found.state != ImportState.READING
    reader = RowReader(actor, found, lists_of(session, actor, now=now)) if is_readable else None
    refused = _rows(session, found, SHOWN_PROBLEMS, ImportRow.outcome == RowOutcome.REFUSED) if reader else []
    first = _rows(session, found, PREVIEW_ROWS) if reader else []
    return ImportDetail(
        id=found.id,
        subject=found.subject,
        state=found.state,
        file_name=found.file_name,
        form=found.form,
        headers=found.headers,
        has_header=found.has_header,
        mapping=found.mapping,
        lacking=[one.label for one in missing(found.subject, found.mapping)],
        duplicates=found.duplicates,
        decimal_mark=found.decimal_mark,
        row_count=found.row_count,
        checked=found.checked,
        counts=found.counts,
        undone=found.undone,
        progress=_progress(session, found),
        preview=[_read(reader, found, row) for row in first] if reader else [],
        refused=[_told(found, row) for row in refused],
    )


def refused_rows(session: Session, actor: Actor, import_id: UUID, after: int = 0) -> list[PreviewRow]:
    """Some more of the rows that could not be brought in, in the order of the file; beyond the row `after`."""
    found = find_import(session, actor, import_id)
    rows = _rows(session, found, PAGE_SIZE, ImportRow.outcome == RowOutcome.REFUSED, ImportRow.number > after)
    return [_told(found, row) for row in rows]


def kept_things(session: Session, actor: Actor, import_id: UUID) -> list[tuple[int, str]]:
    """What taking back had to leave: the row that it came with, and why; the first ones."""
    found = find_import(session, actor, import_id)
    mine = (ImportTrace.import_id == found.id, ImportTrace.left.is_not(None))
    query = sa.select(ImportTrace.number, ImportTrace.left).where(*mine)
    rows = session.execute(query.order_by(ImportTrace.number, ImportTrace.object_id).limit(SHOWN_PROBLEMS))
    return [(number, left) for number, left in rows]


def fields_of(subject: ImportSubject) -> list[tuple[str, str]]:
    """The fields that a column can be mapped to: name and English label."""
    return [(one.name, one.label) for one in FIELDS[subject]]


def _rows(session: Session, found: Import, most: int, *which: Any) -> Sequence[ImportRow]:
    below = (ImportRow.import_id == found.id, ImportRow.number > int(found.has_header))
    return session.exec(select(ImportRow).where(*below, *which).order_by(ImportRow.number).limit(most)).all()


def _progress(session: Session, found: Import) -> ImportProgress | None:
    columns = (Job.kind, Job.state, Job.done, Job.total, Job.reason, Job.error_id)
    query = sa.select(*columns).where(Job.about_id == found.id, Job.tenant_id == found.tenant_id)
    row = session.execute(query.order_by(Job.created_at.desc(), Job.id.desc()).limit(1)).first()
    return ImportProgress(*row) if row else None


def _read(reader: RowReader, found: Import, row: ImportRow) -> PreviewRow:
    read = reader.read(row.number, row.cells, is_garbled=row.is_garbled)
    problems = [(one.field, one.template, one.params) for one in read.problems]
    values = [_value(read, name) for name in found.mapping]
    return PreviewRow(row.number, _padded(found, row), values, _problems(found, problems))


def _told(found: Import, row: ImportRow) -> PreviewRow:
    problems = [(one["field"], one["template"], one["params"]) for one in row.problems]
    return PreviewRow(row.number, _padded(found, row), [None] * len(found.mapping), _problems(found, problems))


def _padded(found: Import, row: ImportRow) -> list[str]:
    return [*row.cells, *[""] * (len(found.headers) - len(row.cells))][: len(found.headers)]


def _value(read: ReadRow, name: str) -> Any:
    """What is understood of a mapped cell; of what is chosen from a list its own words."""
    if read.draft is None or not name or name == "external_key" or name in _DRAFT_FIELD:
        return None
    return getattr(read.draft, name, None)


def _problems(found: Import, problems: list[tuple[str, str, dict[str, str]]]) -> list[CellProblem]:
    places = {name: place for place, name in enumerate(found.mapping) if name}
    return [CellProblem(places.get(name), name, template, params) for name, template, params in problems]

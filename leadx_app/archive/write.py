"""Writing an archive: the rows as they all were at one moment, then the files, then what is in it."""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.ports import MissingFile, Storage
from leadx_app.models import Tenant

from .tables import (
    FORMAT,
    LEFT_OUT,
    LEFT_OUT_COLUMNS,
    VERSION,
    archived_columns,
    archived_tables,
    holds_storage_keys,
    is_storage_key,
    of_tenant,
)
from .values import written

MANIFEST = "manifest.json"
ROWS_AT_ONCE = 1_000


class Stopped(Exception):
    """Whoever wanted the archive does not any more."""


@dataclass(slots=True)
class Progress:
    """How far the writing has come, in rows and files; another thread may look, and may stop it."""

    done: int = 0
    total: int = 0
    is_stopped: bool = False

    def step(self) -> None:
        self.done += 1
        if self.is_stopped:
            raise Stopped()


@dataclass(slots=True)
class _Writing:
    """An archive that is being written."""

    zip: zipfile.ZipFile
    tenant_id: UUID
    now: datetime
    progress: Progress
    keys: dict[str, None] = field(default_factory=dict)

    def entry(self, name: str, chunks: Iterable[bytes], method: int) -> dict[str, Any]:
        """Write an entry; returns its name, size and checksum."""
        info = zipfile.ZipInfo(name, self.now.timetuple()[:6])
        info.compress_type = method
        info.external_attr = 0o600 << 16
        digest, size = hashlib.sha256(), 0
        with self.zip.open(info, "w", force_zip64=True) as target:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
        return {"file": name, "size": size, "sha256": digest.hexdigest()}


def write_archive(
    session: Session,
    path: Path,
    storage: Storage,
    tenant_id: UUID,
    made_by: UUID | None,
    progress: Progress,
    *,
    now: datetime,
) -> None:
    """Write everything of a tenant into a file; the session sees the tenant's rows as they were at one moment.

    Args:
        made_by: the Admin who asked; None is the operator.
    """  # fmt: skip
    tables = archived_tables()
    progress.done, progress.total = 0, sum(_count(session, table, tenant_id) for table in tables)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as target:
        writing = _Writing(target, tenant_id, now, progress)
        rows = [_table(session, writing, table) for table in tables]
        progress.total += len(writing.keys)
        files = [_file(writing, storage, key) for key in writing.keys]
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "schema": schema_of(session),
            "made_at": now.isoformat(),
            "made_by": str(made_by) if made_by else None,
            "tenant": _tenant(session, tenant_id),
            "tables": rows,
            "files": [one for one in files if "sha256" in one],
            "missing_files": [one["key"] for one in files if "sha256" not in one],
            "left_out": {
                "tables": LEFT_OUT,
                "columns": {f"{table}.{column}": why for (table, column), why in LEFT_OUT_COLUMNS.items()},
            },
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        writing.entry(MANIFEST, [text], zipfile.ZIP_DEFLATED)


def schema_of(session: Session) -> str:
    """The state of the database's tables: the last migration that ran."""
    return str(session.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one())


def _tenant(session: Session, tenant_id: UUID) -> dict[str, str]:
    tenant = session.get_one(Tenant, tenant_id)
    return {"id": str(tenant.id), "slug": tenant.slug, "name": tenant.name}


def _count(session: Session, table: sa.Table, tenant_id: UUID) -> int:
    query = sa.select(sa.func.count()).select_from(table).where(of_tenant(table, tenant_id))
    return session.execute(query).scalar_one()


def _table(session: Session, writing: _Writing, table: sa.Table) -> dict[str, Any]:
    before = writing.progress.done
    lines = _lines(session, writing, table)
    entry = writing.entry(f"tables/{table.name}.jsonl", lines, zipfile.ZIP_DEFLATED)
    return {"name": table.name, "rows": writing.progress.done - before, **entry}


def _lines(session: Session, writing: _Writing, table: sa.Table) -> Iterator[bytes]:
    """A line for each row, in the order of their keys; notes where their files lie."""
    columns = archived_columns(table)
    keys = [number for number, column in enumerate(columns) if holds_storage_keys(column)]
    names = [column.name for column in columns]
    query = sa.select(*columns).where(of_tenant(table, writing.tenant_id)).order_by(*table.primary_key)
    found = session.execute(query, execution_options={"yield_per": ROWS_AT_ONCE})
    for row in found:
        writing.keys |= {row[number]: None for number in keys if is_storage_key(row[number], writing.tenant_id)}
        values = {name: written(value) for name, value in zip(names, row, strict=True)}
        writing.progress.step()
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _file(writing: _Writing, storage: Storage, key: str) -> dict[str, Any]:
    """A stored file; without a checksum when its bytes are gone."""
    writing.progress.step()
    try:
        chunks = storage.open(key)
    except MissingFile:
        return {"key": key}
    return {"key": key, **writing.entry(f"files/{key.partition('/')[2]}", chunks, zipfile.ZIP_STORED)}

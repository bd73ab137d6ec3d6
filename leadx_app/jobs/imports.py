"""The jobs of an import: read the file, check, bring in, take back."""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session

from leadx_app.adapters.tables import Row, TableForm, look_at, rows_of
from leadx_app.domain.errors import Invalid
from leadx_app.domain.imports import pieces, undo
from leadx_app.domain.imports.pieces import Checked, StagedRow
from leadx_app.domain.ports import FileRefused, MissingFile
from leadx_app.jobs.runner import Desk
from leadx_app.models import File
from leadx_app.runtime import Runtime

GONE = "The file is no longer there. Send it again."


async def read_file(desk: Desk) -> None:
    """Read the file into rows. It is read in a thread; whoever else needs the database gets in between."""
    file_id, _ = await desk.piece(pieces.file_to_read)
    key = await desk.runtime.database.system_async(_key_of, file_id, writes=False)
    folder = desk.runtime.settings.make_data_folder()
    with tempfile.NamedTemporaryFile(dir=folder, prefix="import-") as copy:
        path = Path(copy.name)
        with _refusing():
            await asyncio.to_thread(_fetch, desk.runtime, key, path)
            form = _chosen(await asyncio.to_thread(look_at, path), desk.job.payload)
            rows = rows_of(path, form)
            while batch := await asyncio.to_thread(_next, rows):
                await desk.piece(pieces.stage, [StagedRow(row.number, row.cells, row.is_garbled) for row in batch])
    await desk.piece(pieces.finish_reading, asdict(form))


async def check_import(desk: Desk) -> None:
    """Decide on every row without writing any."""
    checked = Checked()
    while not checked.is_over:
        checked = await desk.piece(pieces.check_piece, checked)
    await desk.piece(pieces.finish_check, checked)


async def run_import(desk: Desk) -> None:
    """Bring every row in."""
    await desk.pieces(pieces.run_piece, pieces.RUN_AT_ONCE)
    await desk.piece(pieces.finish_run)


async def undo_import(desk: Desk) -> None:
    """Take everything back that can be."""
    await desk.pieces(undo.undo_piece, undo.AT_ONCE)
    await desk.piece(undo.finish_undo)


def _key_of(session: Session, file_id: UUID, *, now: Any) -> str:
    file = session.get(File, file_id)
    if file is None or file.deleted_at is not None:
        raise Invalid(GONE, field="file")
    return file.storage_key


def _fetch(runtime: Runtime, key: str, path: Path) -> None:
    try:
        chunks = runtime.storage.open(key)
    except MissingFile:
        raise Invalid(GONE, field="file") from None
    with path.open("wb") as file:
        for chunk in chunks:
            file.write(chunk)


def _chosen(form: TableForm, payload: dict[str, Any]) -> TableForm:
    """The form as it was found, with what the person chose instead."""
    if form.kind == "csv":
        return replace(form, **{name: value for name, value in payload.items() if name != "sheet"})
    return replace(form, sheet=payload["sheet"]) if payload.get("sheet") in form.sheets else form


def _next(rows: Iterator[Row]) -> list[Row]:
    batch: list[Row] = []
    length = 0
    while len(batch) < pieces.READ_AT_ONCE and length < pieces.READ_LENGTH and (row := next(rows, None)):
        batch.append(row)
        length += row.length
    return batch


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except FileRefused as refusal:
        raise Invalid(refusal.template, field="file", **refusal.params) from None

"""Imports without files and processes: rows as lists of cells, and the pieces of the jobs one after the other."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain.imports import desk, pieces, undo
from leadx_app.domain.imports.desk import ImportPlan
from leadx_app.domain.imports.pieces import Checked, StagedRow
from leadx_app.domain.jobs import run
from leadx_app.domain.jobs.run import Claimed
from leadx_app.domain.permissions import Actor
from leadx_app.models import Duplicates, File, Import, ImportRow, ImportSubject, RowOutcome, new_id
from tests.cast import NOW

CSV = {"kind": "csv", "encoding": "utf-8", "delimiter": ";", "sheet": ""}
LATER = NOW + timedelta(minutes=1)
Table = Sequence[Sequence[str]]


def a_file(session: Session, actor: Actor, name: str = "leads.csv", content_type: str = "text/csv") -> UUID:
    """An own upload that waits."""
    file = File(
        id=new_id(),
        tenant_id=actor.tenant_id,
        organization_id=actor.organization_id,
        uploader_id=actor.user_id,
        name=name,
        content_type=content_type,
        size_bytes=1,
        sha256="0" * 64,
        storage_key=str(new_id()),
        created_at=NOW,
    )
    session.add(file)
    session.flush()
    return file.id


def claimed(session: Session, now: datetime = NOW) -> Claimed:
    """The job that waits, claimed."""
    session.expire_all()
    kinds = [desk.READ, desk.CHECK, desk.RUN, desk.UNDO]
    job = run.claim_next(session, kinds, now=now)
    assert job
    return job


def begun(
    session: Session,
    actor: Actor,
    table: Table,
    subject: ImportSubject = ImportSubject.LEADS,
    *,
    form: dict[str, Any] = CSV,
    now: datetime = NOW,
) -> UUID:
    """An import whose file was read; the first row of the table is the header."""
    import_id = desk.begin(session, actor, subject, a_file(session, actor), now=now)
    job = claimed(session, now)
    pieces.file_to_read(session, job, now=now)
    rows = [StagedRow(number, list(cells), False) for number, cells in enumerate(table, start=1)]
    for at in range(0, len(rows), pieces.READ_AT_ONCE):
        pieces.stage(session, job, rows[at : at + pieces.READ_AT_ONCE], now=now)
    pieces.finish_reading(session, job, form, now=now)
    run.finish(session, job, now=now)
    return import_id


def decided(session: Session, actor: Actor, import_id: UUID, duplicates: Duplicates, *, now: datetime = NOW) -> None:
    """What becomes of duplicates; the mapping as it was guessed."""
    found = session.get_one(Import, import_id)
    desk.decide(session, actor, import_id, ImportPlan(found.mapping, duplicates), now=now)


def checked(session: Session, actor: Actor, import_id: UUID, *, now: datetime = NOW) -> dict[str, int]:
    """The dry run, to its end."""
    desk.check(session, actor, import_id, now=now)
    job, so_far = claimed(session, now), Checked()
    while not so_far.is_over:
        so_far = pieces.check_piece(session, job, so_far, now=now)
    pieces.finish_check(session, job, so_far, now=now)
    run.finish(session, job, now=now)
    return dict(session.get_one(Import, import_id).checked or {})


def ran(session: Session, actor: Actor, import_id: UUID, *, now: datetime = NOW) -> dict[str, int]:
    """The import itself, to its end."""
    desk.run(session, actor, import_id, now=now)
    job = claimed(session, now)
    while pieces.run_piece(session, job, now=now):
        pass
    pieces.finish_run(session, job, now=now)
    run.finish(session, job, now=now)
    return dict(session.get_one(Import, import_id).counts)


def undone(session: Session, actor: Actor, import_id: UUID, *, now: datetime = LATER) -> dict[str, int]:
    """Taken back, to its end."""
    desk.undo(session, actor, import_id, now=now)
    job = claimed(session, now)
    while undo.undo_piece(session, job, now=now):
        pass
    undo.finish_undo(session, job, now=now)
    run.finish(session, job, now=now)
    return dict(session.get_one(Import, import_id).undone)


def imported(
    session: Session,
    actor: Actor,
    table: Table,
    subject: ImportSubject = ImportSubject.LEADS,
    duplicates: Duplicates = Duplicates.SKIP,
    *,
    now: datetime = NOW,
) -> tuple[UUID, dict[str, int]]:
    """A table brought in: the import's id, and how many rows came out how."""
    import_id = begun(session, actor, table, subject, now=now)
    decided(session, actor, import_id, duplicates, now=now)
    return import_id, ran(session, actor, import_id, now=now)


def problems(session: Session, import_id: UUID) -> dict[int, list[tuple[str, str]]]:
    """Of refused rows, by number: the field and what is wrong with it, in English."""
    refused = (ImportRow.import_id == import_id, ImportRow.outcome == RowOutcome.REFUSED)
    rows = session.exec(select(ImportRow).where(*refused).execution_options(populate_existing=True))
    return {
        row.number: [(one["field"], one["template"].format(**one["params"])) for one in row.problems] for row in rows
    }


def count(session: Session, table: Any, *where: Any) -> int:
    """How many rows a table has."""
    return session.execute(sa.select(sa.func.count()).select_from(table).where(*where)).scalar_one()

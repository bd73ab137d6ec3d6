"""The work of an import, piece by piece: reading, checking, bringing in. Each piece is a transaction of a job's."""

from collections import Counter
from collections.abc import Hashable, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain import bulk
from leadx_app.domain.errors import Conflict, Invalid
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import record_about
from leadx_app.domain.jobs.run import Claimed, finish, get_on, who_asked
from leadx_app.domain.money import hold_rates
from leadx_app.domain.permissions import Actor
from leadx_app.models import Import, ImportRow, ImportState, ImportSubject, ImportTrace, Lead, RowOutcome

from . import contacts, leads
from .changed import say_import_changed
from .desk import COLUMN_NAME, guess_decimal_mark, header_key, require
from .fields import FIELDS, guess, header_place, looks_like_header
from .lists import hold_choices, lists_of
from .rows import ReadRow, RowReader
from .traces import Kind, Ledger, write_outcomes
from .verdict import Verdict, in_turns

_STAGE = sa.insert(ImportRow)
READ_AT_ONCE, CHECK_AT_ONCE, RUN_AT_ONCE = 1_000, 500, 200
HEAD_ROWS = 15
READ_LENGTH = 2_000_000
"""Characters: rows of long texts are kept fewer at once."""


@dataclass(frozen=True, slots=True)
class StagedRow:
    """A row of the file on its way in."""

    number: int
    cells: list[str]
    is_garbled: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """What a dry run has found so far."""

    after: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    seen: frozenset[Hashable] = frozenset()
    is_over: bool = False


def file_to_read(session: Session, job: Claimed, *, now: datetime) -> tuple[Any, str]:
    """The file's id and name; rows that an earlier attempt read are forgotten."""
    found = import_in(session, job, ImportState.READING)
    session.connection().execute(sa.delete(ImportRow).where(ImportRow.import_id == found.id))
    get_on(session, job, 0, None, now=now)
    return found.file_id, found.file_name


def stage(session: Session, job: Claimed, rows: Sequence[StagedRow], *, now: datetime) -> None:
    """Keep rows of the file."""
    found = import_in(session, job, ImportState.READING)
    facts = {"import_id": found.id, "tenant_id": found.tenant_id, "organization_id": found.organization_id}
    values = [
        {**facts, "number": row.number, "cells": row.cells, "is_garbled": row.is_garbled, "problems": []}
        for row in rows
    ]
    bulk.write(session, _STAGE, values)
    get_on(session, job, rows[-1].number, None, now=now)


def finish_reading(session: Session, job: Claimed, form: dict[str, Any], *, now: datetime) -> None:
    """The whole file is there: name its columns and guess what they hold, as it was decided last time if it was."""
    found = import_in(session, job, ImportState.READING)
    mine = ImportRow.import_id == found.id
    rows = session.exec(select(ImportRow).where(mine).order_by(ImportRow.number).limit(HEAD_ROWS)).all()
    if not rows:
        raise Invalid("The file is empty.", field="file")
    above = header_place(found.subject, [row.cells for row in rows])
    first = rows[above]
    _begin_at(session, found, first)
    total, width = session.execute(_extent(found)).one()
    found.form = {**form, "above": above}
    found.has_header = looks_like_header(found.subject, first.cells)
    found.headers = [cell.strip()[:COLUMN_NAME] for cell in first.cells] if found.has_header else [""] * width
    found.row_count = total - int(found.has_header)
    found.header_key = header_key(found.headers)
    found.mapping = _remembered(session, found) or guess(found.subject, found.headers)
    found.decimal_mark = guess_decimal_mark(session, found, found.mapping)
    found.state, found.updated_at = ImportState.MAPPING, now
    session.add(found)
    session.flush()
    get_on(session, job, total, total, now=now)
    end(session, job, found, now)


def check_piece(session: Session, job: Claimed, so_far: Checked, *, now: datetime) -> Checked:
    """Decide on some rows without writing any; what is wrong with refused ones is kept for the person to read."""
    found = import_in(session, job, ImportState.CHECKING)
    actor = actor_of(session, job, found)
    rows = _rows(session, found, CHECK_AT_ONCE, ImportRow.number > so_far.after)
    if not rows:
        return Checked(so_far.after, so_far.counts, so_far.seen, True)
    verdicts, seen = _judged(session, actor, found, rows, so_far.seen, now)
    refused = {one.row.number: (one.outcome, one.problems) for one in verdicts if one.outcome == RowOutcome.REFUSED}
    write_outcomes(session, found.id, refused)
    counts = so_far.counts + Counter(one.outcome.value for one in verdicts)
    get_on(session, job, counts.total(), found.row_count, now=now)
    say_import_changed(session, found)
    return Checked(rows[-1].number, counts, seen)


def finish_check(session: Session, job: Claimed, checked: Checked, *, now: datetime) -> None:
    """Keep what the dry run found."""
    found = import_in(session, job, ImportState.CHECKING)
    found.checked = dict(checked.counts)
    found.state, found.updated_at = ImportState.CHECKED, now
    end(session, job, found, now)


def run_piece(session: Session, job: Claimed, most: int | None = None, *, now: datetime) -> bool:
    """Bring in at most so many rows; returns whether there were any. Whatever happens, a row comes in once."""
    found = import_in(session, job, ImportState.RUNNING)
    actor = actor_of(session, job, found)
    rows = _rows(session, found, most or RUN_AT_ONCE, ImportRow.outcome.is_(None))
    if not rows:
        return False
    hold_rates(session, actor.organization_id)
    hold_choices(session, actor)
    lists, reader = _reader(session, actor, found, now)
    about = leads if found.subject == ImportSubject.LEADS else contacts
    ledger = Ledger(found)
    for turn in in_turns([_read(reader, row) for row in rows], about.keys_of):
        verdicts = about.judge(session, actor, found, lists, turn, frozenset())
        about.write(session, actor, lists, verdicts, ledger, now=now)
    ledger.write(session, now=now)
    get_on(session, job, sum(found.counts.values()), found.row_count, now=now)
    say_import_changed(session, found)
    return True


def finish_run(session: Session, job: Claimed, *, now: datetime) -> None:
    """All rows are in: one line in the feed, and one for whoever imported and those who were given leads."""
    found = import_in(session, job, ImportState.RUNNING)
    found.state, found.updated_at, found.ended_at = ImportState.DONE, now, now
    end(session, job, found, now)
    made = found.counts.get(RowOutcome.CREATED, 0)
    brought = made + found.counts.get(RowOutcome.UPDATED, 0)
    actor = actor_of(session, job, found)
    is_leads = found.subject == ImportSubject.LEADS
    payload = {
        "import_id": str(found.id),
        "title": found.file_name,
        "count": str(brought),
        "leads": str(made) if is_leads and made else "",
    }
    told = {actor.user_id} | (_owners(session, found) if is_leads else set())
    record_about(
        session, actor, EventKind.IMPORT_DONE, found.organization_id, now=now, payload=payload, told=told, by_clock=True
    )


def import_in(session: Session, job: Claimed, state: ImportState) -> Import:
    """The import that a job is about; Conflict unless it is at this point."""
    found = session.get_one(Import, job.about_id)
    if found.state != state:
        raise Conflict("This import is at another point by now. Look again.")
    return found


def actor_of(session: Session, job: Claimed, found: Import) -> Actor:
    """Whoever imports, with the rights that they have now; NotPermitted when those are gone."""
    actor = who_asked(session, job)
    require(actor, found.subject)
    return actor


def end(session: Session, job: Claimed, found: Import, now: datetime) -> None:
    """The last piece also ends the job: whoever sees the import at its new point can go on at once."""
    session.add(found)
    session.flush()
    finish(session, job, now=now)
    say_import_changed(session, found)


def _rows(session: Session, found: Import, most: int, *which: Any) -> Sequence[sa.Row[Any]]:
    """Rows that are only read."""
    query = sa.select(ImportRow.number, ImportRow.cells, ImportRow.is_garbled)
    below = (ImportRow.import_id == found.id, ImportRow.number > int(found.has_header))
    return session.execute(query.where(*below, *which).order_by(ImportRow.number).limit(most)).all()


def _reader(session: Session, actor: Actor, found: Import, now: datetime) -> tuple[Any, RowReader]:
    lists = lists_of(session, actor, now=now)
    return lists, RowReader(actor, found, lists)


def _read(reader: RowReader, row: sa.Row[Any]) -> ReadRow:
    return reader.read(row.number, row.cells, is_garbled=row.is_garbled)


def _judged(
    session: Session, actor: Actor, found: Import, rows: Sequence[sa.Row[Any]], seen: Set[Hashable], now: datetime
) -> tuple[list[Verdict], frozenset[Hashable]]:
    lists, reader = _reader(session, actor, found, now)
    about = leads if found.subject == ImportSubject.LEADS else contacts
    verdicts: list[Verdict] = []
    known = set(seen)
    for turn in in_turns([_read(reader, row) for row in rows], about.keys_of):
        judged = about.judge(session, actor, found, lists, turn, known)
        for one in judged:
            known |= about.keys_of(one.row) if one.outcome == RowOutcome.CREATED else set()
        verdicts += judged
    return verdicts, frozenset(known)


def _extent(found: Import) -> sa.Select:
    """How many rows and columns there are."""
    length = sa.func.json_array_length(ImportRow.cells)
    return sa.select(sa.func.count(), sa.func.max(length)).where(ImportRow.import_id == found.id)


def _begin_at(session: Session, found: Import, first: ImportRow) -> None:
    """What is above the first row does not count: the header is row 1, wherever the table begins."""
    above = sa.delete(ImportRow).where(ImportRow.import_id == found.id, ImportRow.number < first.number)
    session.connection().execute(above)
    if first.number > 1:
        move = sa.update(ImportRow).where(ImportRow.import_id == found.id, ImportRow.number == first.number)
        session.connection().execute(move.values(number=1))


def _remembered(session: Session, found: Import) -> list[str] | None:
    """The mapping that the person, or else a colleague, decided on for a file with these columns."""
    if not any(found.headers):
        return None
    same = (
        Import.organization_id == found.organization_id,
        Import.subject == found.subject,
        Import.header_key == found.header_key,
        Import.id != found.id,
        Import.state.in_([ImportState.CHECKED, ImportState.RUNNING, ImportState.DONE, ImportState.UNDONE]),
    )
    own_first = sa.case((Import.user_id == found.user_id, 0), else_=1)
    query = select(Import.mapping).where(*same).order_by(own_first, Import.created_at.desc(), Import.id.desc()).limit(1)
    mapping = session.exec(query).first()
    known = {one.name for one in FIELDS[found.subject]}
    return mapping if mapping and len(mapping) == len(found.headers) and {*mapping} <= known | {""} else None


def _owners(session: Session, found: Import) -> set[Any]:
    """Who was given leads."""
    query = (
        select(Lead.owner_id)
        .join(ImportTrace, ImportTrace.object_id == Lead.id)
        .where(ImportTrace.import_id == found.id, ImportTrace.kind == Kind.LEAD, ImportTrace.before.is_(None))
        .distinct()
        .limit(200)
    )
    return {owner for owner in session.exec(query) if owner}

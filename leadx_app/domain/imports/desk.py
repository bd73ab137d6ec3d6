"""What people do with an import: begin, map, check, run, stop, undo; the work is done by jobs."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain.errors import Conflict, Invalid, NotFound, TooMany
from leadx_app.domain.find import find_file, find_import
from leadx_app.domain.jobs import desk as jobs
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models import Duplicates, Import, ImportRow, ImportState, ImportSubject, new_id

from .cells import mark_of_decimals
from .changed import say_import_changed
from .fields import FIELDS, missing, name_key

READ, CHECK, RUN, UNDO = "import.read", "import.check", "import.run", "import.undo"
TABLE_TYPES = frozenset({"text/csv", "text/plain", "application/zip"}) | {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
}
SAMPLE_ROWS = 200
COLUMN_NAME = 100
MOST_A_DAY = 100
"""Imports of a person: each keeps every row of its file for a while, and one file can be begun with again and again."""
_MAPPABLE = (ImportState.MAPPING, ImportState.CHECKED)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a person decides: the field of each column ("" for none), and what becomes of duplicates."""

    mapping: Sequence[str]
    duplicates: Duplicates = Duplicates.SKIP
    has_header: bool = True
    decimal_mark: Literal[",", "."] | None = None


def begin(session: Session, actor: Actor, subject: ImportSubject, file_id: UUID, *, now: datetime) -> UUID:
    """Take an own waiting upload in as a table; it is read in the background. Returns the import's id.

    Raises:
        NotPermitted: the role does not import this.
        Invalid: on `file_id`, when the file is none of the actor's, or surely no table.
        TooMany: the actor has begun very many within a day.
    """
    require(actor, subject)
    try:
        file = find_file(session, actor, file_id, now=now)
    except NotFound:
        raise Invalid("The file is no longer there. Send it again.", field="file_id") from None
    if file.uploader_id != actor.user_id or file.lead_id or file.news_id or file.logo_of_id or file.ticket_entry_id:
        raise Invalid("The file is no longer there. Send it again.", field="file_id")
    if file.content_type not in TABLE_TYPES:
        raise Invalid("This file is no table. Send CSV or Excel (.xlsx).", field="file_id")
    _check_day(session, actor, now)
    found = Import(
        id=new_id(),
        tenant_id=actor.tenant_id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        subject=subject,
        state=ImportState.READING,
        file_id=file.id,
        file_name=file.name,
        created_at=now,
        updated_at=now,
    )
    session.add(found)
    session.flush()
    jobs.ask(session, actor, READ, about_id=found.id, now=now)
    say_import_changed(session, found)
    return found.id


def read_again(
    session: Session,
    actor: Actor,
    import_id: UUID,
    *,
    encoding: str = "",
    delimiter: str = "",
    sheet: str = "",
    now: datetime,
) -> None:
    """Read the file once more, with another encoding, delimiter or sheet than was found.

    Raises:
        Invalid: on `sheet`, when the workbook has no such one.
    """
    found = _mine(session, actor, import_id)
    if sheet and sheet not in found.form.get("sheets", []):
        raise Invalid("Choose one from the list.", field="sheet")
    _step(session, found, (ImportState.READING, *_MAPPABLE), ImportState.READING, now)
    said = {"encoding": encoding, "delimiter": delimiter, "sheet": sheet}
    payload = {name: value for name, value in said.items() if value}
    jobs.ask(session, actor, READ, about_id=found.id, payload=payload, now=now)


def decide(session: Session, actor: Actor, import_id: UUID, plan: ImportPlan, *, now: datetime) -> None:
    """Keep what the person decides; it is remembered for the next file with the same columns.

    Raises:
        Invalid: on `mapping`: a field twice, or one that is not known.
        Conflict: the import runs or has run.
    """
    found = _mine(session, actor, import_id)
    _check_mapping(found, plan.mapping)
    if found.state not in _MAPPABLE:
        raise Conflict("This import cannot be changed any more. Begin a new one.")
    new_column = _column(plan.mapping, "value") != _column(found.mapping, "value")
    if new_column and plan.decimal_mark is None:
        found.decimal_mark = guess_decimal_mark(session, found, plan.mapping)
    elif plan.decimal_mark is not None:
        found.decimal_mark = plan.decimal_mark
    if plan.has_header != found.has_header:
        found.has_header = plan.has_header
        found.row_count += -1 if plan.has_header else 1
        found.headers = _headers(session, found)
    found.mapping, found.duplicates = list(plan.mapping), plan.duplicates
    found.state, found.checked, found.updated_at = ImportState.MAPPING, None, now
    session.add(found)
    say_import_changed(session, found)


def check(session: Session, actor: Actor, import_id: UUID, *, now: datetime) -> None:
    """Try it without writing: how many rows would be made, changed, left out, refused, and why."""
    found = _mine(session, actor, import_id)
    _check_complete(found)
    _step(session, found, _MAPPABLE, ImportState.CHECKING, now)
    _forget_outcomes(session, found)
    jobs.ask(session, actor, CHECK, about_id=found.id, now=now)


def run(session: Session, actor: Actor, import_id: UUID, *, now: datetime) -> None:
    """Bring the rows in, in the background."""
    found = _mine(session, actor, import_id)
    _check_complete(found)
    _step(session, found, _MAPPABLE, ImportState.RUNNING, now)
    _forget_outcomes(session, found)
    found.counts = {}
    session.add(found)
    jobs.ask(session, actor, RUN, about_id=found.id, now=now)


def stop(session: Session, actor: Actor, import_id: UUID, *, now: datetime) -> None:
    """Stop what is under way, or was given up; rows that were brought in stay, and can be taken back."""
    found = _mine(session, actor, import_id)
    after = {
        ImportState.CHECKING: ImportState.MAPPING,
        ImportState.RUNNING: ImportState.DONE,
        ImportState.UNDOING: ImportState.DONE,
    }
    if found.state not in after:
        raise Conflict("Nothing is under way here.")
    jobs.stop(session, found.id, now=now)
    _step(session, found, (found.state,), after[found.state], now)


def go_on(session: Session, actor: Actor, import_id: UUID, *, now: datetime) -> None:
    """Bring in what a stopped import has left."""
    found = _mine(session, actor, import_id)
    rest = select(ImportRow.number).where(ImportRow.import_id == found.id, ImportRow.outcome.is_(None))
    if session.exec(rest.where(ImportRow.number > int(found.has_header)).limit(1)).first() is None:
        raise Conflict("Every row of this import was worked on.")
    _step(session, found, (ImportState.DONE,), ImportState.RUNNING, now)
    jobs.ask(session, actor, RUN, about_id=found.id, now=now)


def undo(session: Session, actor: Actor, import_id: UUID, *, now: datetime) -> None:
    """Take the import back, in the background: what it made goes, what it changed becomes as it was.

    What somebody has worked with since stays, and is told of.
    """
    found = _mine(session, actor, import_id)
    _step(session, found, (ImportState.DONE,), ImportState.UNDOING, now)
    jobs.ask(session, actor, UNDO, about_id=found.id, now=now)


def require(actor: Actor, subject: ImportSubject) -> None:
    """Raises NotPermitted unless the actor's role imports this."""
    actor.require(Permission.IMPORT_LEADS if subject == ImportSubject.LEADS else Permission.IMPORT_CONTACTS)


def header_key(headers: Sequence[str]) -> str:
    """What the columns of two files of one kind have in common."""
    return hashlib.sha256("\n".join(name_key(header) for header in headers).encode()).hexdigest()


def guess_decimal_mark(session: Session, found: Import, mapping: Sequence[str]) -> str:
    """The mark of decimals, by the first amounts; a file of Excel's has points, one with semicolons commas."""
    if found.form.get("kind") == "xlsx":
        return "."
    otherwise = "." if found.form.get("delimiter") == "," else ","
    column = _column(mapping, "value")
    if column is None:
        return otherwise
    query = select(ImportRow.cells).where(ImportRow.import_id == found.id, ImportRow.number > int(found.has_header))
    rows = session.exec(query.order_by(ImportRow.number).limit(SAMPLE_ROWS)).all()
    return mark_of_decimals((cells[column] for cells in rows if len(cells) > column), otherwise)


def _mine(session: Session, actor: Actor, import_id: UUID) -> Import:
    found = find_import(session, actor, import_id)
    require(actor, found.subject)
    return found


def _check_day(session: Session, actor: Actor, now: datetime) -> None:
    today = (Import.user_id == actor.user_id, Import.created_at > now - timedelta(days=1))
    mine = (Import.organization_id == actor.organization_id, *today)
    if session.execute(sa.select(sa.func.count()).select_from(Import).where(*mine)).scalar_one() >= MOST_A_DAY:
        text = "You have begun {max} imports within a day. Put their rows into fewer files, or go on tomorrow."
        raise TooMany(text, max=MOST_A_DAY, retry_after_seconds=3600)


def _step(session: Session, found: Import, come_from: Sequence[ImportState], state: ImportState, now: datetime) -> None:
    """From one of these states to another, whoever else tries it at the same time."""
    seen = (Import.id == found.id, Import.state.in_(come_from))
    values = {"state": state, "updated_at": now}
    session.flush()
    if not session.connection().execute(sa.update(Import).where(*seen).values(values)).rowcount:
        raise Conflict("This import is at another point by now. Look again.")
    session.refresh(found)
    say_import_changed(session, found)


def _forget_outcomes(session: Session, found: Import) -> None:
    known = (ImportRow.import_id == found.id, ImportRow.outcome.is_not(None))
    session.connection().execute(sa.update(ImportRow).where(*known).values(outcome=None, problems=[]))


def _headers(session: Session, found: Import) -> list[str]:
    """The names of the columns in the first row; all empty where it holds none."""
    first = session.get(ImportRow, (found.id, 1)) if found.has_header else None
    names = [cell.strip()[:COLUMN_NAME] for cell in first.cells] if first else []
    return [*names, *[""] * (len(found.headers) - len(names))]


def _check_mapping(found: Import, mapping: Sequence[str]) -> None:
    known = {field.name for field in FIELDS[found.subject]}
    used = [name for name in mapping if name]
    if len(mapping) != len(found.headers) or set(used) - known:
        raise Invalid("Choose one from the list.", field="mapping")
    if len(used) != len(set(used)):
        raise Invalid("Each field can come from one column only.", field="mapping")


def _check_complete(found: Import) -> None:
    lacking = missing(found.subject, found.mapping)
    if lacking:
        raise Invalid("Say first which column holds the required fields.", field="mapping")
    if found.row_count < 1:
        raise Invalid("The file has no rows to bring in.", field="mapping")


def _column(mapping: Sequence[str], name: str) -> int | None:
    return list(mapping).index(name) if name in mapping else None

"""How the rounds of the clock went, for the Admin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from leadx_app.models import RoundRun


@dataclass(frozen=True, slots=True)
class RoundNote:
    """What one server process saw of a round since it last said so; `failed_at` and `error_id` of the last failure."""

    name: str
    every_seconds: int
    ran_at: datetime
    failed_at: datetime | None = None
    error_id: str | None = None


def note_rounds(session: Session, notes: Sequence[RoundNote], *, now: datetime) -> None:
    """Write down how rounds went; the latest word counts, and a failure stays until there is a later one."""
    rows = [{name: getattr(note, name) for name in _COLUMNS} for note in notes]
    if rows:
        session.connection().execute(_UPSERTS[session.get_bind().dialect.name], rows)


_COLUMNS = [column.name for column in RoundRun.__table__.columns]


def _upsert(dialect: Any) -> sa.Insert:
    table = RoundRun.__table__
    insert = dialect.insert(table)
    new = insert.excluded
    kept = {name: sa.func.coalesce(new[name], table.c[name]) for name in ("failed_at", "error_id")}
    later = {"ran_at": new.ran_at, "every_seconds": new.every_seconds, **kept}
    return insert.on_conflict_do_update(index_elements=[table.c.name], set_=later)


_UPSERTS = {"sqlite": _upsert(sqlite), "postgresql": _upsert(postgresql)}

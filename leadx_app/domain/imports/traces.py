"""What a piece of an import did: counted, written down row by row, and traced for taking it back."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from leadx_app.domain import bulk
from leadx_app.models import Company, Import, ImportRow, ImportTrace, Lead, Person, RowOutcome

from .rows import Problem


class Kind(StrEnum):
    """What a trace is of."""

    LEAD = "lead"
    PERSON = "person"
    COMPANY = "company"


KIND_OF: dict[type, Kind] = {Lead: Kind.LEAD, Person: Kind.PERSON, Company: Kind.COMPANY}


@dataclass(slots=True)
class Ledger:
    """What one piece does, gathered while it works and written at its end."""

    found: Import
    outcomes: dict[int, tuple[RowOutcome, tuple[Problem, ...]]] = field(default_factory=dict)
    traces: dict[UUID, dict[str, Any]] = field(default_factory=dict)

    def settle(self, number: int, outcome: RowOutcome, problems: tuple[Problem, ...] = ()) -> None:
        """Say what became of a row."""
        self.outcomes[number] = (outcome, problems)

    def trace(self, thing: Lead | Person | Company, number: int, before: dict[str, Any] | None) -> None:
        """Note what was made (`before` is None) or changed; of what is traced already, only the version is new."""
        known = self.traces.get(thing.id)
        if known:
            known["version"] = thing.version
            return
        self.traces[thing.id] = {
            "import_id": self.found.id,
            "tenant_id": self.found.tenant_id,
            "organization_id": self.found.organization_id,
            "object_id": thing.id,
            "kind": KIND_OF[type(thing)].value,
            "number": number,
            "version": thing.version,
            "before": before,
            "is_undone": False,
            "left": None,
        }

    def write(self, session: Session, *, now: datetime) -> Counter[str]:
        """Write all of it; returns how many rows came out how."""
        if self.traces:
            bulk.write(session, _UPSERTS[session.get_bind().dialect.name], list(self.traces.values()))
        write_outcomes(session, self.found.id, self.outcomes)
        counted = Counter(outcome.value for outcome, _ in self.outcomes.values())
        self.found.counts = dict(Counter(self.found.counts) + counted)
        self.found.updated_at = now
        session.add(self.found)
        return counted


def write_outcomes(
    session: Session, import_id: UUID, outcomes: dict[int, tuple[RowOutcome, tuple[Problem, ...]]]
) -> None:
    """Write what became of rows: those with problems one by one, the others with a statement per outcome."""
    rows: list[dict[str, Any]] = []
    plain: dict[RowOutcome, list[int]] = {}
    for number, (outcome, problems) in outcomes.items():
        if problems:
            wrong = [problem.to_json() for problem in problems]
            rows.append({"of": import_id, "at": number, "result": outcome, "wrong": wrong})
        else:
            plain.setdefault(outcome, []).append(number)
    for outcome, numbers in plain.items():
        these = (_ROWS.c.import_id == import_id, _ROWS.c.number.in_(numbers))
        session.connection().execute(sa.update(_ROWS).where(*these).values(outcome=outcome, problems=[]))
    if rows:
        session.connection().execute(_OUTCOME, rows)


_ROWS = ImportRow.__table__
_OUTCOME = (
    sa.update(_ROWS)
    .where(_ROWS.c.import_id == sa.bindparam("of"), _ROWS.c.number == sa.bindparam("at"))
    .values(outcome=sa.bindparam("result"), problems=sa.bindparam("wrong"))
)


def _upsert(dialect: Any) -> sa.Insert:
    table = ImportTrace.__table__
    insert = dialect.insert(table)
    return insert.on_conflict_do_update(
        index_elements=[table.c.import_id, table.c.object_id], set_={"version": insert.excluded.version}
    )


_UPSERTS = {"sqlite": _upsert(sqlite), "postgresql": _upsert(postgresql)}

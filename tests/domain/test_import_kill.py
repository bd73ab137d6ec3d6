"""kill -9 in the middle of an import, again and again: in the end every row is in once, and the figures are right."""

import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.db import Database
from leadx_app.domain.imports import desk
from leadx_app.models import (
    Company,
    Event,
    Import,
    ImportRow,
    ImportState,
    ImportTrace,
    Job,
    Lead,
    StageChange,
    utc_now,
)
from tests.cast import Cast, gather_in
from tests.support.figures import wrong
from tests.support.imports import begun
from tests.support.lanes import Lane

ROOT = Path(__file__).resolve().parents[2]
ROWS = 1_200
pytestmark = pytest.mark.slow


def _asked(session: Session, cast: Cast) -> None:
    """An import that waits to be run; every third row names a company of its own."""
    table = [("Title", "Company", "Value", "Tags")]
    table += [(f"Lead {number}", f"Company {number // 3} AS", str(number), "old") for number in range(ROWS)]
    now = utc_now()
    import_id = begun(session, cast.professional, table, now=now)
    desk.run(session, cast.professional, import_id, now=now)


def _run_and_kill(url: str, folder: Path, after: int) -> None:
    """Let another process work, and kill it when it has said so often that a piece is in; 0 lets it end."""
    command = [sys.executable, "-m", "tests.support.import_writer", url, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        for count, _ in enumerate(writer.stdout, start=1):
            if count == after:
                writer.kill()
    assert writer.returncode == (-9 if after else 0)


def _time_passes(session: Session, **_: object) -> None:
    """The claim of a killed process ends."""
    session.execute(sa.update(Job).values(due_at=utc_now() - timedelta(seconds=1)))


def test_an_import_goes_on_after_kills_without_a_row_twice(lane: Lane, tmp_path: Path) -> None:
    with lane.migrated() as url:
        database = Database(url)
        cast = gather_in(database)
        database.system(lambda session, *, now: _asked(session, cast))
        for after in (1, 2, 0):
            _run_and_kill(url, tmp_path, after)
            database.system(_time_passes)
        database.system(_everything_is_in_once, writes=False)
        assert database.system(wrong, writes=False) == []
        database.close()


def _everything_is_in_once(session: Session, *, now: object) -> None:
    leads = session.exec(select(Lead)).all()
    assert Counter(lead.title for lead in leads) == {f"Lead {number}": 1 for number in range(ROWS)}
    assert Counter(session.exec(select(Company.name)).all()) == {f"Company {n} AS": 1 for n in range(ROWS // 3)}
    ids = {lead.id: 1 for lead in leads}
    assert Counter(session.exec(select(StageChange.lead_id)).all()) == ids
    assert Counter(session.exec(select(Event.lead_id).where(Event.lead_id.is_not(None))).all()) == ids
    assert Counter(session.exec(select(ImportRow.outcome).where(ImportRow.number > 1)).all()) == {"created": ROWS}
    assert len(session.exec(select(ImportTrace.object_id)).all()) == ROWS + ROWS // 3
    found = session.exec(select(Import)).one()
    assert (found.state, found.counts) == (ImportState.DONE, {"created": ROWS})
    assert len(session.exec(select(Event.id).where(Event.kind == "import.done")).all()) == 1

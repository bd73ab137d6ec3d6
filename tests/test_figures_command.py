"""`figures verify` and `figures rebuild` on the command line."""

import os
import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa

from leadx_app.db import Database
from leadx_app.models import ALL_TIME, DayFigure
from tests.cast import a_won_lead, gather_in

ROOT = Path(__file__).resolve().parents[1]


def run(url: str, command: str, folder: Path) -> subprocess.CompletedProcess:
    """The command on a database, as an operator gives it."""
    environment = {**os.environ, "LEADX_DATABASE_URL": url, "LEADX_DATA": str(folder)}
    words = [sys.executable, "-m", "leadx_app.cli", "figures", command]
    return subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_verify_lists_what_is_wrong_and_rebuild_mends_it(database_url: str, tmp_path: Path) -> None:
    database = Database(database_url)
    cast = gather_in(database)
    manager = cast.manager
    database.act(
        cast.credential(manager), lambda session, actor, *, now: a_won_lead(session, actor, value="7", now=now)
    )
    assert run(database_url, "verify", tmp_path).returncode == 0
    wrong = sa.update(DayFigure).where(DayFigure.whose_id == manager.organization_id, DayFigure.day == ALL_TIME)
    database.system(lambda session, *, now: session.execute(wrong.values(revenue_low=0)))
    database.close()
    found = run(database_url, "verify", tmp_path)
    assert (found.returncode, found.stdout) == (1, "Nordlys, everybody, all time: revenue_low 700 too few\n")
    assert "figures rebuild" in found.stderr
    assert run(database_url, "rebuild", tmp_path).returncode == 0
    assert run(database_url, "verify", tmp_path).stdout == "LeadX: all kept figures are what the leads say\n"

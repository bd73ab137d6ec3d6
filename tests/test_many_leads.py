"""A large organization for trying out and measuring: as many leads as asked for, and all that belongs to them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from leadx_app.db import Database
from leadx_app.demo import many
from leadx_app.domain.accounts import accounts_with_email
from leadx_app.figures import differences_of
from leadx_app.models import Event, Lead, StageChange, utc_now
from tests.support.lanes import SqliteLane

ROOT = Path(__file__).resolve().parents[1]
COUNTED = (Lead, StageChange, Event)


def indexes(database: Database) -> set[tuple[str, str]]:
    inspector = sa.inspect(database.engine)
    return {
        (table.__tablename__, str(index["name"]))
        for table in COUNTED
        for index in inspector.get_indexes(table.__tablename__)
    }


def test_copies_come_with_their_facts_their_figures_and_their_indexes(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "MADE", 40)
    monkeypatch.setattr(many, "COMPANIES", 20)
    database = Database(database_url)
    before = indexes(database)
    filled = many.fill_with_leads(database, 150, now=utc_now(), password_hash="a hash")

    def look(session: sa.orm.Session, *, now: object) -> tuple[list[int], set[int]]:
        counts = [session.scalar(sa.select(sa.func.count()).select_from(table)) or 0 for table in COUNTED]
        owned = session.execute(sa.select(sa.func.count(Lead.id)).group_by(Lead.owner_id)).scalars()
        assert accounts_with_email(session, filled.manager.email)[0].password_hash == "a hash"
        return counts, set(owned)

    counts, owned = database.system(look, writes=False)
    assert counts == [150, 150, 150]
    assert owned <= {3, 4}, "the sales users share the leads evenly"
    assert indexes(database) == before
    assert not database.system(differences_of, filled.organization.id, writes=False)
    database.close()


def test_the_command_fills_only_an_empty_database(sqlite_lane: SqliteLane, tmp_path: Path) -> None:
    with sqlite_lane.migrated() as url:
        environment = {**os.environ, "LEADX_DATABASE_URL": url, "LEADX_DATA": str(tmp_path)}
        words = [sys.executable, "-m", "leadx_app.cli", "demo", "--leads", "30"]

        def run() -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
            )

        first, second = run(), run()
    assert first.stdout.endswith(
        "LeadX: 30 leads are there; sign in as user50@bench.example with the password of the demo accounts\n"
    ), first.stderr
    assert (second.returncode, second.stdout) == (2, "")
    assert second.stderr == "LeadX: the database is not empty; --leads fills only an empty one\n"

"""Migrations: one line of them, up from nothing and back, the same shape as the models, one process at a time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from leadx_app import migrations


def tables(url: str) -> set[str]:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    return set(sa.inspect(engine).get_table_names()) - {"alembic_version"}


@pytest.fixture(scope="module")
def scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(migrations.alembic_config())


def test_there_is_one_head(scripts: ScriptDirectory):
    assert len(scripts.get_heads()) == 1


def test_file_names_start_with_their_date(scripts: ScriptDirectory):
    names = [script.path.rsplit("/", 1)[1] for script in scripts.walk_revisions()]
    assert names == sorted(names, reverse=True)


def test_migrations_do_not_import_the_application(scripts: ScriptDirectory):
    for script in scripts.walk_revisions():
        with open(script.path) as file:
            assert "leadx_app" not in file.read(), script.path


def test_up_from_empty_makes_the_models_shape(empty_database_url: str):
    migrations.upgrade(empty_database_url)
    assert tables(empty_database_url)
    migrations.check(empty_database_url)


def test_the_triggers_that_keep_the_full_text_index_are_there(empty_database_url: str):
    """On SQLite a table that a migration makes anew loses them; then the migration must make them again."""
    migrations.upgrade(empty_database_url)
    engine = sa.create_engine(empty_database_url, poolclass=sa.NullPool)
    catalog = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'"
    if engine.dialect.name == "postgresql":
        catalog = "SELECT event_object_table FROM information_schema.triggers"
    with engine.connect() as connection:
        tables_kept = list(connection.exec_driver_sql(catalog).scalars())
    for table in ("leads", "companies", "persons", "news", "tasks", "sales_activities", "articles"):
        assert tables_kept.count(table) == 3, table


def test_back_to_empty_and_up_again(empty_database_url: str):
    migrations.upgrade(empty_database_url)
    before = tables(empty_database_url)
    migrations.downgrade(empty_database_url)
    assert tables(empty_database_url) == set()
    migrations.upgrade(empty_database_url)
    assert tables(empty_database_url) == before


def test_two_processes_starting_at_once_migrate_once(empty_database_url: str, tmp_path: Path):
    environment = {**os.environ, "LEADX_DATABASE_URL": empty_database_url, "LEADX_DATA": str(tmp_path)}
    command = [sys.executable, "-m", "leadx_app.cli", "migrate"]
    starts = [subprocess.Popen(command, cwd=migrations.ROOT, env=environment) for _ in range(2)]
    assert [start.wait(60) for start in starts] == [0, 0]
    migrations.check(empty_database_url)

"""The database lanes: each test gets a migrated, empty database of its own within milliseconds."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from tests.support.postgres import APPLICATION_ROLE, PostgresServer

ALL = ("sqlite", "postgresql")


def wanted_lanes() -> tuple[str, ...]:
    """The lanes to run, from LEADX_TEST_LANES; all by default."""
    lanes = tuple(filter(None, os.environ.get("LEADX_TEST_LANES", ",".join(ALL)).split(",")))
    unknown = set(lanes) - set(ALL)
    if unknown or not lanes:
        raise ValueError(f"LEADX_TEST_LANES: choose from {', '.join(ALL)}; not {', '.join(unknown) or 'nothing'}")
    return lanes


class Lane(Protocol):
    """One kind of database server."""

    def empty(self) -> Iterator[str]:
        """URL of a database without tables."""

    def migrated(self) -> Iterator[str]:
        """URL of a migrated database without rows."""


class SqliteLane:
    """Copies of one migrated file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template: Path | None = None

    @contextmanager
    def empty(self) -> Iterator[str]:
        file = self.folder / f"{uuid4().hex}.sqlite3"
        try:
            yield f"sqlite:///{file}"
        finally:
            for path in self.folder.glob(f"{file.name}*"):
                path.unlink()

    @contextmanager
    def migrated(self) -> Iterator[str]:
        if self.template is None:
            from leadx_app.migrations import upgrade

            self.template = self.folder / "template.sqlite3"
            upgrade(f"sqlite:///{self.template}")
        with self.empty() as url:
            shutil.copyfile(self.template, url.removeprefix("sqlite:///"))
            yield url


# Empties what has rows, and says what was ever made in the database: a test that changed its tables shows there.
EMPTIED = """
DO $$
DECLARE name text; has_rows boolean;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', name) INTO has_rows;
        IF has_rows THEN EXECUTE format('DELETE FROM %I', name); END IF;
    END LOOP;
    PERFORM setval(format('%I', sequencename)::regclass, start_value, false) FROM pg_sequences
        WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""
MADE = """
SELECT (SELECT max(oid::bigint) FROM pg_class), (SELECT max(oid::bigint) FROM pg_proc),
       (SELECT max(oid::bigint) FROM pg_trigger), (SELECT count(*) FROM pg_trigger),
       (SELECT string_agg(version_num, ',') FROM alembic_version)
"""
# What a plan is made from, beside the rows themselves; being analysed outlives even the transaction that did it.
WORN = """
SELECT bool_or(reltuples > 0 OR pg_relation_size(oid) > 250000) FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
"""
OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
TURNS = 50


@dataclass
class _Used:
    """A database that tests have after one another: how often, and what was in it when it was made."""

    name: str
    made: tuple[object, ...]
    turns: int = 0


class PostgresLane:
    """Databases of one server, made from one migrated template; the application is no superuser there.

    A migrated database that a test gives back is emptied and given to the next: making one takes a hundred times as
    long. One whose tables were changed or analysed, that grew large or that has served often is thrown away.
    """

    def __init__(self) -> None:
        self.server = PostgresServer()
        self.server.start()
        self.template: str | None = None
        self.free: list[_Used] = []
        self._run(f"CREATE ROLE {APPLICATION_ROLE} LOGIN NOSUPERUSER NOBYPASSRLS")

    @contextmanager
    def empty(self, template: str = "template0") -> Iterator[str]:
        name = f"t{uuid4().hex}"
        self._create(name, template)
        try:
            yield self.server.url(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def migrated(self) -> Iterator[str]:
        if self.template is None:
            from leadx_app.migrations import upgrade

            self.template = "leadx_template"
            self._create(self.template, "template0")
            upgrade(self.server.url(self.template))
        used = self.free.pop() if self.free else self._fresh(self.template)
        try:
            yield self.server.url(used.name)
        finally:
            if self._is_as_new(used):
                self.free.append(used)
            else:
                self._run(f"DROP DATABASE {used.name} WITH (FORCE)")

    def _fresh(self, template: str) -> _Used:
        name = f"t{uuid4().hex}"
        self._create(name, template)
        with self._within(name) as connection:
            return _Used(name, connection.execute(MADE).fetchone())

    def _is_as_new(self, used: _Used) -> bool:
        """Whether the database is now as it was made."""
        used.turns += 1
        if used.turns >= TURNS:
            return False
        with self._within(used.name) as connection:
            connection.execute(OTHERS)
            if connection.execute(MADE).fetchone() != used.made or connection.execute(WORN).fetchone()[0]:
                return False
            connection.execute(EMPTIED)
        return True

    def _within(self, name: str) -> Any:
        import psycopg

        return psycopg.connect(self.server.conninfo(name), autocommit=True)

    def _create(self, name: str, template: str) -> None:
        self._run(f"CREATE DATABASE {name} OWNER {APPLICATION_ROLE} TEMPLATE {template}", " STRATEGY file_copy")

    def _run(self, statement: str, from_15: str = "") -> None:
        """Run a statement, with what PostgreSQL understands from version 15 on."""
        import psycopg

        with psycopg.connect(self.server.conninfo(), autocommit=True) as connection:
            connection.execute(statement + (from_15 if connection.info.server_version >= 150_000 else ""))

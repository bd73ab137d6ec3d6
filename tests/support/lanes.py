"""The database lanes: each test gets a migrated, empty database of its own within milliseconds."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
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


class PostgresLane:
    """Databases of one server, made from one migrated template; the application is no superuser there."""

    def __init__(self) -> None:
        self.server = PostgresServer()
        self.server.start()
        self.template: str | None = None
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
        with self.empty(self.template) as url:
            yield url

    def _create(self, name: str, template: str) -> None:
        self._run(f"CREATE DATABASE {name} OWNER {APPLICATION_ROLE} TEMPLATE {template}", " STRATEGY file_copy")

    def _run(self, statement: str, from_15: str = "") -> None:
        """Run a statement, with what PostgreSQL understands from version 15 on."""
        import psycopg

        with psycopg.connect(self.server.conninfo(), autocommit=True) as connection:
            connection.execute(statement + (from_15 if connection.info.server_version >= 150_000 else ""))

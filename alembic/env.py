"""How migrations run: one transaction, one process at a time, on SQLite and PostgreSQL alike."""

import importlib
import pkgutil
from typing import Any

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel import SQLModel

import leadx_app.models
from leadx_app.config import get_settings

# Any number that no other program on the same server uses for its advisory locks.
MIGRATION_LOCK = 0x1EAD_0001


def load_tables() -> sa.MetaData:
    """Import every table module and return what they declare."""
    for module in pkgutil.walk_packages(leadx_app.models.__path__, "leadx_app.models."):
        importlib.import_module(module.name)
    return SQLModel.metadata


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | bool:
    """Write our column types as plain ones, so that a migration never imports the application."""
    if kind != "type":
        return False
    if isinstance(item, sa.Enum) and not item.native_enum:
        return f"sa.String(length={item.length})"
    if isinstance(item, sa.types.TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def include_object(thing: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """Leave what models cannot say to the migrations: the databases' own full-text search, named `fts_…`."""
    return not (reflected and compare_to is None and (name or "").startswith("fts_"))


def make_engine(url: str) -> sa.Engine:
    """An engine of its own, whose transactions on SQLite take the write lock first and include DDL."""
    if not url.startswith("sqlite"):
        return sa.create_engine(url, poolclass=sa.NullPool)
    engine = sa.create_engine(url, poolclass=sa.NullPool, connect_args={"timeout": 60, "isolation_level": None})

    @sa.event.listens_for(engine, "begin")
    def _take_write_lock(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def run_migrations() -> None:
    """Run what was asked for; a second process waits until the first is done."""
    url = context.config.attributes.get("url") or get_settings().url
    engine = make_engine(url)
    with engine.connect() as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATION_LOCK)))
        context.configure(
            connection=connection,
            target_metadata=load_tables(),
            compare_type=True,
            compare_server_default=False,
            render_as_batch=True,
            render_item=render_item,
            include_object=include_object,
            transactional_ddl=True,
        )
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"migration leaves rows that point nowhere: {broken[:5]}")


run_migrations()

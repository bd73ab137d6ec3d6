"""No table is forgotten in the archive of a tenant, and no secret gets into it."""

import re

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from leadx_app.archive.tables import (
    LEFT_OUT,
    LEFT_OUT_COLUMNS,
    NOBODYS,
    archived_columns,
    archived_tables,
    references,
)
from leadx_app.archive.values import reader
from leadx_app.domain.metrics import recount

SECRET = re.compile(r"hash|secret|token|passw|totp|otp_|recovery|passkey|credential|endpoint|p256dh|^auth$|private")
TABLES = SQLModel.metadata.tables


def test_every_table_is_in_the_archive_or_named_with_the_reason_why_not():
    named = set(LEFT_OUT) | NOBODYS
    assert named <= set(TABLES)
    assert {table.name for table in archived_tables()} == set(TABLES) - named
    of_tenants = {name for name, table in TABLES.items() if "tenant_id" in table.columns}
    assert set(TABLES) - of_tenants == NOBODYS | {"tenants"}
    assert {table for table, _ in LEFT_OUT_COLUMNS} <= {table.name for table in archived_tables()}


def test_no_column_that_sounds_like_a_secret_is_in_the_archive():
    """One that is a secret is named in `archive/tables.py`, by its table or its column; one that is none, here."""
    sounding = {
        f"{table.name}.{column.name}"
        for table in archived_tables()
        for column in archived_columns(table)
        if SECRET.search(column.name)
    }
    assert sounding == set()


@pytest.mark.parametrize("table", archived_tables(), ids=lambda table: table.name)
def test_a_table_can_be_brought_in_again(table: sa.Table):
    """What it refers to is there before it, every value can be read, and what is left out may be missing."""
    order = [one.name for one in archived_tables()]
    for name, to in references(table).items():
        assert to.table.name in order, f"{table.name}.{name} refers to a table that is left out"
        assert order.index(to.table.name) <= order.index(table.name)
        if to.table is table:
            assert table.columns[name].nullable
            assert [key.name for key in table.primary_key] == ["id"]
    for column in archived_columns(table):
        assert callable(reader(column))
    for column in set(table.columns) - set(archived_columns(table)):
        assert column.nullable or column.default or column.server_default, column


def test_kept_figures_are_counted_anew():
    counted = {name for name, why in LEFT_OUT.items() if why.startswith("Counted")}
    assert counted == {table.__tablename__ for table in recount.TABLES}

"""The privacy page says everything that is stored about people."""

from sqlmodel import SQLModel

import leadx_app.models  # noqa: F401
from leadx_app import i18n
from leadx_app.domain.privacy import NOT_OF_PEOPLE, PERSONAL, STORED

TABLES = SQLModel.metadata.tables
NAMED = {name for one in STORED for name in one.columns}


def test_every_personal_column_stands_on_the_privacy_page():
    """A new one gets into `STORED` of domain/privacy.py; a table that says nothing of people into `NOT_OF_PEOPLE`."""
    personal = {
        f"{table.name}.{column.name}"
        for table in TABLES.values()
        if table.name not in NOT_OF_PEOPLE
        for column in table.columns
        if PERSONAL.search(column.name)
    }
    assert personal - NAMED == set()


def test_the_privacy_page_names_only_columns_that_exist():
    for name in NAMED:
        table, _, column = name.partition(".")
        assert table not in TABLES or column in TABLES[table].columns, name


def test_each_says_what_why_and_how_long():
    assert all(one.what and one.why and one.how_long for one in STORED)
    assert len({one.what for one in STORED}) == len(STORED)
    assert {text for one in STORED for text in (one.what, one.why, one.how_long)} <= set(i18n.NORWEGIAN)

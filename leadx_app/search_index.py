"""The operator's care of the full-text index: make the words of everything anew, one organization at a time."""

import time
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.db import Database
from leadx_app.models import Article, Company, Lead, News, Organization, Person, SalesActivity, SearchRow, Task

SEARCHED = (Lead, Company, Person, News, Task, SalesActivity, Article)


def rebuild_all(url: str) -> Iterator[str]:
    """Make each organization's words anew in a transaction of its own; a line for each that is done."""
    database = Database(url, readers=1)
    try:
        if database.is_sqlite:
            database.system(_rebuild_fts)
        for organization_id, name in database.system(_organizations, writes=False):
            begun = time.monotonic()
            database.system(rebuild_one, organization_id)
            yield f"{name}: {time.monotonic() - begun:.1f} s"
    finally:
        database.close()


def rebuild_one(session: Session, organization_id: UUID, *, now: datetime) -> None:
    """Make one organization's words anew: the database's triggers do, for each row that is written."""
    connection = session.connection()
    connection.execute(sa.delete(SearchRow).where(SearchRow.organization_id == organization_id))
    for table in SEARCHED:
        here = table.organization_id == organization_id
        connection.execute(sa.update(table).where(here).values(search_text=table.search_text))


def _rebuild_fts(session: Session, *, now: datetime) -> None:
    """FTS5 takes words out by what it is told they were: what it holds must be what the rows say."""
    session.connection().exec_driver_sql("INSERT INTO fts_search(fts_search) VALUES ('rebuild')")


def _organizations(session: Session, *, now: datetime) -> list[tuple[UUID, str]]:
    query = sa.select(Organization.id, Organization.name).order_by(Organization.tenant_id, Organization.id)
    return [(row.id, row.name) for row in session.execute(query)]

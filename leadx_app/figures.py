"""The operator's care of kept figures: compare them with the leads, count them anew; one organization at a time."""

import time
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.db import Database
from leadx_app.domain.metrics import recount
from leadx_app.models import Organization


def every_difference(url: str) -> Iterator[str]:
    """A line for each counter that is not what the leads say."""
    database = Database(url, readers=1)
    try:
        for organization_id, name in database.system(_organizations, writes=False):
            for found in database.system(differences_of, organization_id, writes=False):
                whose = "everybody" if found.whose_id == organization_id else str(found.whose_id)
                excess = f"{abs(found.excess)} {'too many' if found.excess > 0 else 'too few'}"
                yield f"{name}, {whose}, {found.place}: {found.counter} {excess}"
    finally:
        database.close()


def rebuild_all(url: str) -> Iterator[str]:
    """Count each organization's figures anew in a transaction of its own; a line for each that is done."""
    database = Database(url, readers=1)
    try:
        for organization_id, name in database.system(_organizations, writes=False):
            begun = time.monotonic()
            database.system(rebuild_one, organization_id)
            yield f"{name}: {time.monotonic() - begun:.1f} s"
    finally:
        database.close()


def rebuild_one(session: Session, organization_id: UUID, *, now: datetime) -> None:
    """Count one organization's figures anew."""
    recount.rebuild(session, session.get_one(Organization, organization_id), now=now)


def _organizations(session: Session, *, now: datetime) -> list[tuple[UUID, str]]:
    query = sa.select(Organization.id, Organization.name).order_by(Organization.tenant_id, Organization.id)
    return [(row.id, row.name) for row in session.execute(query)]


def differences_of(session: Session, organization_id: UUID, *, now: datetime) -> list[recount.Difference]:
    """What one organization keeps otherwise than the leads say."""
    return list(recount.differences(session, session.get_one(Organization, organization_id), now=now))

"""Pulse of one organization at growing numbers of leads, and of a parent with hundreds of children."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from bench.measure import Timing, timed
from bench.seed import House
from leadx_app.db import Database
from leadx_app.domain.metrics.periods import Preset
from leadx_app.domain.metrics.recount import rebuild
from leadx_app.domain.tenants import add_child
from leadx_app.models import Lead, Organization, StageChange
from leadx_app.queries.pulse import pulse
from leadx_app.queries.pulse_filters import PulseFilters

CALLS = 30
ORGANIZATIONS = 550


def pulse_timings(database: Database, house: House) -> dict[str, Timing]:
    """The page as a Manager opens it, over all time, and of one person."""
    asked = {
        "the financial year": PulseFilters(),
        "the last 30 days": PulseFilters(preset=Preset.DAYS_30),
        "all time": PulseFilters(preset=Preset.ALL),
        "one person": PulseFilters(organization_id=house.organization_id, person_id=house.sales[0].user_id),
    }
    return {
        name: timed(database, [lambda filters=filters: database.read(house.manager.credential, pulse, filters)] * CALLS)
        for name, filters in asked.items()
    }


def spread(database: Database, house: House) -> None:
    """Give the leads to as many organizations, evenly, and count their figures."""
    children = database.system(_children, house)
    database.system(_give_away, children)
    for organization_id in [house.organization_id, *children]:
        database.system(
            lambda session, now, one=organization_id: rebuild(session, session.get_one(Organization, one), now=now)
        )
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _children(session: Session, house: House, *, now: datetime) -> list:
    parent = session.get_one(Organization, house.organization_id)
    made = [add_child(session, parent, f"Child {number:03}", now=now) for number in range(ORGANIZATIONS - 1)]
    session.flush()
    return [child.id for child in made]


def _give_away(session: Session, children: list, *, now: datetime) -> None:
    ids = session.scalars(sa.select(Lead.id).order_by(Lead.id)).all()
    for place, organization_id in enumerate(children, start=1):
        theirs = ids[place :: len(children) + 1]
        for start in range(0, len(theirs), 500):
            some = theirs[start : start + 500]
            for table, column in ((Lead, Lead.id), (StageChange, StageChange.lead_id)):
                session.execute(sa.update(table).where(column.in_(some)).values(organization_id=organization_id))

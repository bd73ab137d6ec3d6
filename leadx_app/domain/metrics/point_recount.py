"""Points counted again, in SQL: the totals from the ledger, and the ledger from the leads."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain import points
from leadx_app.models import Lead, Organization, PointEntry, PointKind, SubStage
from leadx_app.models.alias import alias_of

from .shares import day_of
from .sql_days import DAY, day_columns, first_moment, made_in

COUNTERS = ("points", *(kind.value for kind in PointKind))
_LONGEST_MONTH = timedelta(days=31)

_TAKEN_BACK = alias_of(PointEntry, "taken_back")
_IS_TAKEN_BACK = sa.exists().where(
    _TAKEN_BACK.lead_id == PointEntry.lead_id,
    _TAKEN_BACK.kind == PointEntry.kind,
    _TAKEN_BACK.turn == -PointEntry.turn,
)


def months(organization: Organization) -> sa.Select:
    """`PointTotal` rows as the ledger says."""
    once = sa.case((PointEntry.turn > 0, 1), else_=-1)
    counted = {kind.value: sa.case((PointEntry.kind == kind, once), else_=0) for kind in PointKind}
    sums = {"points": PointEntry.points, **counted}
    whose = (PointEntry.user_id.label("whose_id"), PointEntry.month)
    columns = [sa.cast(sa.func.sum(what), sa.BigInteger).label(name) for name, what in sums.items()]
    here = PointEntry.organization_id == organization.id
    return sa.select(*whose, *columns).where(here).group_by(PointEntry.user_id, PointEntry.month)


def unlike_leads(organization: Organization) -> sa.Select:
    """Per person and kind: for how many leads points stand that no fact gives, less those that are missing."""
    here = PointEntry.organization_id == organization.id
    kind_of = sa.cast(PointEntry.kind, sa.String).label("kind")
    standing = sa.select(PointEntry.user_id, kind_of, sa.literal(1).label("count"))
    owed = [
        sa.select(whose, sa.literal(kind.value), sa.literal(-1)).where(which)
        for kind, whose, which, _ in _facts(organization)
    ]
    rows = standing.where(here, PointEntry.turn > 0, ~_IS_TAKEN_BACK).union_all(*owed).subquery()
    excess = sa.func.sum(rows.c.count)
    query = sa.select(rows.c.user_id, rows.c.kind, excess.label("excess")).group_by(rows.c.user_id, rows.c.kind)
    return query.having(excess != 0).order_by(rows.c.user_id, rows.c.kind)


def fill(session: Session, organization: Organization, *, now: datetime) -> None:
    """Give the points that leads lack in the ledger, by the rule of now on the days of the facts."""
    version, worth = points.rule_of(session, organization.id)
    for kind, whose, which, moment in _facts(organization):
        (day,) = day_columns(session, organization, {"day": moment}, now=now)
        # Not `NOT IN`: for very many leads PostgreSQL would look through all entries for each of them.
        has_them = sa.exists().where(
            PointEntry.lead_id == Lead.id, PointEntry.kind == kind, PointEntry.turn > 0, ~_IS_TAKEN_BACK
        )
        turns = sa.select(sa.func.count() + 1).where(
            PointEntry.lead_id == Lead.id, PointEntry.kind == kind, PointEntry.turn > 0
        )
        facts = sa.select(
            Lead.id.label("lead_id"),
            turns.correlate(Lead).scalar_subquery().label("turn"),
            whose.label("user_id"),
            moment.label("at"),
            day,
        ).where(which, ~has_them.correlate(Lead))
        rows = facts.subquery()
        values: dict[str, Any] = {
            **dict(rows.c.items()),
            "kind": sa.literal(kind.value, sa.String),
            "tenant_id": sa.literal(organization.tenant_id, sa.Uuid),
            "organization_id": sa.literal(organization.id, sa.Uuid),
            "rule_version": sa.literal(version, sa.Integer),
            "points": sa.literal(worth[kind], sa.Integer),
            "month": _month(rows.c.day, list(_month_starts(session, organization, now))),
        }
        session.execute(sa.insert(PointEntry).from_select(list(values), sa.select(*values.values())))


def _facts(organization: Organization) -> list[tuple[PointKind, Any, sa.ColumnElement[bool], Any]]:
    """Each kind: whose points they are, of which leads, and since when."""
    here, made_here = Lead.organization_id == organization.id, made_in(organization)
    won = sa.and_(here, Lead.sub_stage == SubStage.WON, Lead.owner_id.is_not(None))
    return [
        (PointKind.CREATED, Lead.creator_id, made_here, Lead.created_at),
        (PointKind.HANDSHAKE, Lead.creator_id, sa.and_(made_here, Lead.handshake_at.is_not(None)), Lead.handshake_at),
        (PointKind.WON, Lead.owner_id, won, sa.func.coalesce(Lead.ended_at, Lead.created_at)),
    ]


def _month_starts(session: Session, organization: Organization, now: datetime) -> Iterator[date]:
    """The first days of the months from the first lead until now, latest first."""
    zone = ZoneInfo(organization.time_zone)
    begin = day_of(first_moment(session, organization, now=now) - DAY, zone)
    month = points.month_of(day_of(now + DAY, zone))
    while month > begin:
        yield date.fromordinal(month)
        month = points.month_of(month - 1)
    yield date.fromordinal(month)


def _month(day: sa.ColumnElement[int], starts: list[date]) -> sa.ColumnElement[int]:
    *later, first = (start.toordinal() for start in starts)
    if not later:
        return sa.literal(first, sa.Integer)
    return sa.case(*((day >= start, start) for start in later), else_=first)

"""The day of a moment in SQL, by the same time zone rules as everywhere else and not those of the database."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.models import Lead, Organization

DAY = timedelta(days=1)
_FIRST_DAY: sa.ColumnElement = sa.literal_column("date '0001-01-01'")


def first_moment(session: Session, organization: Organization, *, now: datetime) -> datetime:
    """When the first lead of those that are in the organization, or were made in it, was made, or now."""
    known = sa.or_(Lead.organization_id == organization.id, Lead.home_id == organization.id)
    here = sa.select(sa.func.min(Lead.created_at)).where(known)
    return session.execute(here).scalar_one() or now


def made_in(organization: Organization) -> sa.ColumnElement[bool]:
    """Leads that were made in the organization, wherever they are now."""
    stayed = sa.and_(Lead.organization_id == organization.id, Lead.home_id.is_(None))
    return sa.or_(stayed, Lead.home_id == organization.id)


def day_columns(
    session: Session, organization: Organization, moments: dict[str, sa.ColumnElement], *, now: datetime
) -> list[sa.Label]:
    """The day of each moment in the organization's time zone as a number.

    Args:
        moments: of leads that are in it or were made in it, up to now.
    """
    begin = first_moment(session, organization, now=now)
    offsets = _offsets(ZoneInfo(organization.time_zone), begin - DAY, now + DAY)
    to_day = _sqlite_day if session.get_bind().dialect.name == "sqlite" else _postgresql_day
    return [to_day(moment, _offset(moment, offsets)).label(name) for name, moment in moments.items()]


def days_month(session: Session, day: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
    """The first day of the month of a day, both as numbers."""
    if session.get_bind().dialect.name == "sqlite":
        begins = sa.func.date(day + sa.literal_column("1721424.5"), "start of month", type_=sa.String)
        return _sqlite_number(begins)
    return month_begins(session, sa.cast(_FIRST_DAY, sa.Date) + (day - 1))


def month_begins(session: Session, day: sa.ColumnElement) -> sa.ColumnElement[int]:
    """The first day of the month of a date, as a number."""
    if session.get_bind().dialect.name == "sqlite":
        return _sqlite_number(sa.func.date(day, "start of month", type_=sa.String))
    begins = sa.cast(sa.func.date_trunc("month", sa.cast(day, sa.DateTime)), sa.Date)
    return begins.op("-", return_type=sa.Integer)(_FIRST_DAY) + 1


def _offset(moment: sa.ColumnElement, offsets: list[tuple[datetime, int]]) -> sa.ColumnElement[int]:
    """Seconds that the clock is ahead of UTC at the moment."""
    *earlier, (_, last) = offsets
    return sa.case(*((moment < until, seconds) for until, seconds in earlier), else_=last) if earlier else _int(last)


def _sqlite_day(moment: sa.ColumnElement, offset: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
    shifted = sa.func.date(moment, sa.cast(offset, sa.String).concat(" seconds"), type_=sa.String)
    return _sqlite_number(shifted)


def _sqlite_number(day: sa.ColumnElement[str]) -> sa.ColumnElement[int]:
    return sa.cast(sa.func.julianday(day, type_=sa.Float) - sa.literal_column("1721424.5"), sa.Integer)


def _postgresql_day(moment: sa.ColumnElement, offset: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
    there = sa.func.timezone("UTC", moment, type_=sa.DateTime) + sa.func.make_interval(0, 0, 0, 0, 0, 0, offset)
    return sa.cast(there, sa.Date).op("-", return_type=sa.Integer)(_FIRST_DAY) + 1


def _int(value: int) -> sa.ColumnElement[int]:
    return sa.literal(value, sa.Integer)


def _offsets(zone: ZoneInfo, begin: datetime, end: datetime) -> list[tuple[datetime, int]]:
    """Until when the clock was how many seconds ahead of UTC, in order; the last one holds to the end."""
    offsets: list[tuple[datetime, int]] = []
    moment = begin
    while moment < end:
        following = moment + DAY
        if _ahead(zone, moment) != _ahead(zone, following):
            change = _change_between(zone, moment, following)
            offsets.append((change, _ahead(zone, moment)))
        moment = following
    return [*offsets, (moment, _ahead(zone, moment))]


def _ahead(zone: ZoneInfo, moment: datetime) -> int:
    ahead = moment.astimezone(zone).utcoffset()
    return int(ahead.total_seconds()) if ahead else 0


def _change_between(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The second at which the clock was changed."""
    low, high = int(before.timestamp()), int(after.timestamp())
    old = _ahead(zone, before)
    while high - low > 1:
        middle = (low + high) // 2
        is_old = _ahead(zone, datetime.fromtimestamp(middle, UTC)) == old
        low, high = (middle, high) if is_old else (low, middle)
    return datetime.fromtimestamp(high, UTC)

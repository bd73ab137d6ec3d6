"""Count the kept figures again from the leads, in SQL: to find differences and to mend them.

A way of its own, apart from `shares.py`, so that each proves the other. Nobody's rights: for the operator and for acts
that change what a day is, such as another time zone of an organization.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.models import (
    ALL_TIME,
    HIGH,
    NO_MONTH,
    DayFigure,
    ForecastFigure,
    GroupDayFigure,
    Lead,
    Organization,
    PointTotal,
    StageDayFigure,
    StageFigure,
    SubStage,
)

from . import point_recount
from .kept import settle
from .sql_days import day_columns, days_month, month_begins

DAY_COUNTERS = (
    *("leads", "leads_won", "won", "closed", "handshakes"),
    *("revenue_high", "revenue_low", "owned_high", "owned_low"),
)
STAGE_COUNTERS = ("leads", "value_high", "value_low")
STAGE_DAY_COUNTERS = ("made", "made_won", "standing", "won", "won_seconds")
GROUP_COUNTERS = ("leads", "leads_won", "won", "closed", "value_high", "value_low")


@dataclass(frozen=True, slots=True)
class Difference:
    """A counter that is not what the facts say.

    Attributes:
        whose_id: a person, or the organization itself.
        place: the day ("2026-03-02", "all time") or the month ("month 2026-03"), and what else the row is of.
        excess: how much is kept too many; negative: too few.
    """

    organization_id: UUID
    whose_id: UUID
    place: str
    counter: str
    excess: int


def differences(session: Session, organization: Organization, *, now: datetime) -> Iterator[Difference]:
    """What is kept otherwise than counted, by one statement per table: acts may go on beside it."""
    settle(session)
    for table, place, counters, facts in _counted(session, organization, now):
        for row in session.execute(_compared(table, place, counters, facts, organization.id)):
            yield from _found(organization.id, row, place, counters)
    for row in session.execute(point_recount.unlike_leads(organization)):
        yield Difference(organization.id, row.user_id, "ledger of points", row.kind, int(row.excess))


def rebuild(session: Session, organization: Organization, *, now: datetime) -> None:
    """Count an organization's figures anew, and give points that leads lack; harmless when repeated or killed.

    On PostgreSQL acts that change figures wait until the end of the transaction; what they noted before their lead was
    counted is added afterwards. On SQLite there is one writer anyway.
    """
    settle(session)
    if session.get_bind().dialect.name == "postgresql":
        tables = ", ".join(table.__tablename__ for table in TABLES)
        session.execute(sa.text(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE"))
    point_recount.fill(session, organization, now=now)
    for table in TABLES:
        session.execute(sa.delete(table).where(table.organization_id == organization.id))
    keys = (sa.literal(organization.tenant_id, sa.Uuid), sa.literal(organization.id, sa.Uuid))
    for table, _, _, facts in _counted(session, organization, now):
        rows = facts.subquery()
        names = ["tenant_id", "organization_id", *rows.c.keys()]
        session.execute(sa.insert(table).from_select(names, sa.select(*keys, *rows.c)))


TABLES: tuple[Any, ...] = (DayFigure, StageFigure, StageDayFigure, GroupDayFigure, ForecastFigure, PointTotal)


def _counted(
    session: Session, organization: Organization, now: datetime
) -> list[tuple[Any, tuple[str, ...], tuple[str, ...], sa.Select]]:
    """Each table, its key beside whose it is, its counters, and its rows as the leads say."""
    return [
        (DayFigure, ("day",), DAY_COUNTERS, _days(session, organization, now)),
        (StageFigure, ("stage_id", "sub_stage"), STAGE_COUNTERS, _standing(organization)),
        (StageDayFigure, ("stage_id", "day"), STAGE_DAY_COUNTERS, _stage_days(session, organization, now)),
        (GroupDayFigure, ("day", "group_id"), GROUP_COUNTERS, _group_days(session, organization, now)),
        (ForecastFigure, ("month", "stage_id"), STAGE_COUNTERS, _forecast(session, organization)),
        (PointTotal, ("month",), point_recount.COUNTERS, point_recount.months(organization)),
    ]


def _found(organization_id: UUID, row: sa.Row, place: tuple[str, ...], counters: tuple[str, ...]) -> list[Difference]:
    where = " ".join(_named(getattr(row, name)) for name in place)
    excesses = {counter: int(getattr(row, counter)) for counter in counters}
    return [
        Difference(organization_id, row.whose_id, where, counter, excess)
        for counter, excess in excesses.items()
        if excess
    ]


def _named(value: int | UUID | str) -> str:
    if isinstance(value, int) and value < ALL_TIME:
        return f"month {datetime.fromordinal(-value):%Y-%m}"
    if isinstance(value, int):
        return "all time" if value == ALL_TIME else datetime.fromordinal(value).date().isoformat()
    return str(value)


def _compared(
    table: Any, place: tuple[str, ...], counters: tuple[str, ...], facts: sa.Select, organization_id: UUID
) -> sa.Select:
    """Kept less counted, per key where they differ."""
    key = ("whose_id", *place)
    counted = facts.subquery()
    kept = sa.select(*(getattr(table, name) for name in (*key, *counters))).where(
        table.organization_id == organization_id
    )
    both = kept.union_all(sa.select(*(counted.c[name] for name in key), *(-counted.c[name] for name in counters)))
    rows = both.subquery()
    sums = [sa.func.sum(rows.c[name]).label(name) for name in counters]
    keys = [rows.c[name] for name in key]
    return sa.select(*keys, *sums).group_by(*keys).having(sa.or_(*(total != 0 for total in sums)))


def _days(session: Session, organization: Organization, now: datetime) -> sa.Select:
    """`DayFigure` rows as the leads say: each day, and all time."""
    leads = _shared(organization, Lead.owner_id, *_day_columns(session, organization, now))
    is_won = sa.case((leads.c.sub_stage == SubStage.WON, 1), else_=0)
    is_owned = sa.and_(leads.c.sub_stage == SubStage.WON, leads.c.owner_id == leads.c.whose_id)
    high, low = leads.c.cents // HIGH, leads.c.cents % HIGH
    happened = sa.union_all(
        _happened(leads, leads.c.made, leads.c.sub_stage != SubStage.PARKED, leads=1, leads_won=is_won),
        _happened(leads, leads.c.shaken, leads.c.sub_stage != SubStage.PARKED, handshakes=1),
        _happened(leads, leads.c.ended, leads.c.sub_stage == SubStage.WON, won=1, revenue_high=high, revenue_low=low),
        _happened(leads, leads.c.ended, leads.c.sub_stage == SubStage.CLOSED, closed=1),
        _happened(leads, leads.c.ended, is_owned, owned_high=high, owned_low=low),
    ).subquery()
    by_day = _grouped(happened, ("whose_id", "day"), DAY_COUNTERS).cte("by_day")
    all_time = sa.select(by_day.c.whose_id, sa.literal(ALL_TIME).label("day"), *_summed(by_day, DAY_COUNTERS))
    months = _months(session, by_day, ("whose_id", "day"), DAY_COUNTERS)
    every = sa.select(by_day).union_all(months, all_time.group_by(by_day.c.whose_id)).subquery()
    return sa.select(every)


def _months(session: Session, by_day: sa.CTE, key: tuple[str, ...], counters: tuple[str, ...]) -> sa.Select:
    """The rows of days summed by month; `key` holds "day"."""
    month = (-days_month(session, by_day.c.day)).label("day")
    named = [month if name == "day" else by_day.c[name] for name in key]
    summed = sa.select(*named, *(by_day.c[name] for name in counters)).subquery()
    return _grouped(summed, key, counters)


def _with_months(session: Session, rows: sa.FromClause, key: tuple[str, ...], counters: tuple[str, ...]) -> sa.Select:
    """Rows summed by day and by month."""
    by_day = _grouped(rows, key, counters).cte("by_day")
    return sa.select(sa.select(by_day).union_all(_months(session, by_day, key, counters)).subquery())


def _standing(organization: Organization) -> sa.Select:
    """`StageFigure` rows as the leads say."""
    leads = _shared(organization, Lead.stage_id)
    each = sa.select(
        leads.c.whose_id,
        leads.c.stage_id,
        leads.c.sub_stage,
        sa.literal(1).label("leads"),
        (leads.c.cents // HIGH).label("value_high"),
        (leads.c.cents % HIGH).label("value_low"),
    )
    return _grouped(each.subquery(), ("whose_id", "stage_id", "sub_stage"), STAGE_COUNTERS)


def _stage_days(session: Session, organization: Organization, now: datetime) -> sa.Select:
    """`StageDayFigure` rows as the leads say."""
    seconds = (_seconds(session, Lead.ended_at) - _seconds(session, Lead.created_at)).label("seconds")
    leads = _shared(organization, Lead.stage_id, seconds, *_day_columns(session, organization, now))

    def happened(day: sa.ColumnElement, which: sa.ColumnElement[bool], **amounts: int | sa.ColumnElement) -> sa.Select:
        counted = {name: amounts.get(name, 0) for name in STAGE_DAY_COUNTERS}
        columns = [(_int(one) if isinstance(one, int) else one).label(name) for name, one in counted.items()]
        place = (leads.c.whose_id, leads.c.stage_id, day.label("day"))
        return sa.select(*place, *columns).where(which, day.is_not(None))

    every = sa.union_all(
        happened(
            leads.c.made,
            leads.c.sub_stage != SubStage.PARKED,
            made=1,
            made_won=sa.case((leads.c.sub_stage == SubStage.WON, 1), else_=0),
        ),
        happened(leads.c.entered, leads.c.sub_stage == SubStage.OPEN, standing=1),
        happened(leads.c.ended, leads.c.sub_stage == SubStage.WON, won=1, won_seconds=leads.c.seconds),
    )
    return _with_months(session, every.subquery(), ("whose_id", "stage_id", "day"), STAGE_DAY_COUNTERS)


def _group_days(session: Session, organization: Organization, now: datetime) -> sa.Select:
    """`GroupDayFigure` rows as the leads say."""
    groups = (Lead.source_id, Lead.category_id, Lead.lost_reason_id)
    leads = _shared(organization, *groups, *_day_columns(session, organization, now))
    is_won, is_closed = leads.c.sub_stage == SubStage.WON, leads.c.sub_stage == SubStage.CLOSED
    counts = leads.c.sub_stage != SubStage.PARKED
    worth = {"value_high": leads.c.cents // HIGH, "value_low": leads.c.cents % HIGH}

    def happened(group: str, day: str, which: sa.ColumnElement[bool], **amounts: int | sa.ColumnElement) -> sa.Select:
        counted = {name: amounts.get(name, 0) for name in GROUP_COUNTERS}
        columns = [(_int(one) if isinstance(one, int) else one).label(name) for name, one in counted.items()]
        place = (leads.c.whose_id, leads.c[day].label("day"), leads.c[group].label("group_id"))
        return sa.select(*place, *columns).where(which, leads.c[group].is_not(None), leads.c[day].is_not(None))

    parts = [happened("lost_reason_id", "ended", is_closed, closed=1, **worth)]
    for group in ("source_id", "category_id"):
        parts += [
            happened(group, "made", counts, leads=1, leads_won=sa.case((is_won, 1), else_=0)),
            happened(group, "ended", is_won, won=1, **worth),
            happened(group, "ended", is_closed, closed=1),
        ]
    rows = sa.union_all(*parts).subquery()
    return _with_months(session, rows, ("whose_id", "day", "group_id"), GROUP_COUNTERS)


def _forecast(session: Session, organization: Organization) -> sa.Select:
    """`ForecastFigure` rows as the leads say."""
    leads = _shared(organization, Lead.stage_id, Lead.expected_closing_on)
    closing = leads.c.expected_closing_on
    month = sa.case((closing.is_(None), NO_MONTH), else_=month_begins(session, closing))
    each = sa.select(
        leads.c.whose_id,
        month.label("month"),
        leads.c.stage_id,
        _int(1).label("leads"),
        (leads.c.cents // HIGH).label("value_high"),
        (leads.c.cents % HIGH).label("value_low"),
    ).where(leads.c.sub_stage == SubStage.OPEN)
    return _grouped(each.subquery(), ("whose_id", "month", "stage_id"), STAGE_COUNTERS)


def _seconds(session: Session, moment: sa.ColumnElement) -> sa.ColumnElement[int]:
    """Whole seconds since 1970."""
    if session.get_bind().dialect.name == "sqlite":
        return sa.cast(sa.func.strftime("%s", sa.func.substr(moment, 1, 19, type_=sa.String)), sa.Integer)
    return sa.cast(sa.func.floor(sa.extract("epoch", moment)), sa.BigInteger)


def _shared(organization: Organization, *columns: sa.ColumnElement) -> sa.CTE:
    """Each lead for everybody who has a share in it: the organization, the creator, and the owner if another."""
    cents = sa.func.coalesce(sa.type_coerce(Lead.base_value, sa.BigInteger), 0).label("cents")
    here = Lead.organization_id == organization.id
    anothers = sa.and_(here, Lead.owner_id.is_not(None), Lead.owner_id != Lead.creator_id)
    whose = (
        (sa.literal(organization.id, sa.Uuid), here),
        (Lead.creator_id, here),
        (Lead.owner_id, anothers),
    )
    facts = [
        sa.select(one.label("whose_id"), Lead.sub_stage, cents, *columns).where(condition) for one, condition in whose
    ]
    return sa.union_all(*facts).cte("shared")


def _happened(
    shared: sa.CTE, day: sa.ColumnElement, which: sa.ColumnElement[bool], /, **amounts: int | sa.ColumnElement[int]
) -> sa.Select:
    """What the leads add on a day of theirs; other counters nothing."""
    counted = {name: amounts.get(name, 0) for name in DAY_COUNTERS}
    columns = [(_int(amount) if isinstance(amount, int) else amount).label(name) for name, amount in counted.items()]
    return sa.select(shared.c.whose_id, day.label("day"), *columns).where(which, day.is_not(None))


def _grouped(rows: sa.FromClause, key: tuple[str, ...], counters: tuple[str, ...]) -> sa.Select:
    keys = [rows.c[name] for name in key]
    return sa.select(*keys, *_summed(rows, counters)).group_by(*keys)


def _summed(rows: sa.FromClause, counters: tuple[str, ...]) -> list[sa.Label]:
    return [sa.cast(sa.func.sum(rows.c[name]), sa.BigInteger).label(name) for name in counters]


def _day_columns(session: Session, organization: Organization, now: datetime) -> list[sa.Label]:
    moments = {
        "made": Lead.created_at,
        "ended": Lead.ended_at,
        "entered": Lead.stage_entered_at,
        "shaken": Lead.handshake_at,
    }
    return day_columns(session, organization, moments, now=now)


def _int(value: int) -> sa.ColumnElement[int]:
    return sa.literal(value, sa.Integer)

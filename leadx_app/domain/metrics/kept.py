"""Keep the figures with the acts: what a lead adds changes in the transaction that changes the lead.

Differences are gathered while a transaction runs and written at its end (or when its own figures are read), in one
order for everybody: a statement per table however many leads an act changes, the rows that all share are locked only
while committing, and two transactions never wait for each other in a circle.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session as AnySession
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session

from leadx_app.domain import bulk
from leadx_app.models import (
    DayFigure,
    ForecastFigure,
    GroupDayFigure,
    Organization,
    PointTotal,
    StageDayFigure,
    StageFigure,
)

from .shares import (
    DayKey,
    Facts,
    ForecastKey,
    GroupDayKey,
    PointKey,
    Shares,
    StageDayKey,
    StageKey,
    cents_of,
    shares_of,
    shares_of_many,
)

PENDING = "leadx.figures"

Kind = type[DayKey] | type[StageKey] | type[StageDayKey] | type[GroupDayKey] | type[ForecastKey] | type[PointKey]

_TABLES: dict[Kind, Any] = {
    DayKey: DayFigure.__table__,
    StageKey: StageFigure.__table__,
    StageDayKey: StageDayFigure.__table__,
    GroupDayKey: GroupDayFigure.__table__,
    ForecastKey: ForecastFigure.__table__,
    PointKey: PointTotal.__table__,
}


def keep(session: Session, before: Facts | None, after: Facts | None) -> None:
    """Note that a lead changed from one to the other; None is a lead that was not, or is no more."""
    if before == after:
        return
    pending: Shares = session.info.setdefault(PENDING, Counter())
    for facts, add in ((before, pending.subtract), (after, pending.update)):
        if facts is not None:
            organization = session.get_one(Organization, facts.organization_id)
            add(shares_of(facts, ZoneInfo(organization.time_zone)))


def keep_new(session: Session, made: Iterable[Facts]) -> None:
    """`keep` for leads of one organization that were not there before."""
    _keep_many(session, made, 1)


def keep_gone(session: Session, removed: Iterable[Facts]) -> None:
    """`keep` for leads of one organization that are no more."""
    _keep_many(session, removed, -1)


def _keep_many(session: Session, many: Iterable[Facts], sign: int) -> None:
    """Leads that differ in their value alone add up before anything is looked up."""
    pending: Shares = session.info.setdefault(PENDING, Counter())
    alike: dict[Facts, list[int]] = {}
    for facts in many:
        alike.setdefault(replace(facts, base_value=None), []).append(cents_of(facts))
    for facts, values in alike.items():
        organization = session.get_one(Organization, facts.organization_id)
        for share, amount in shares_of_many(facts, values, ZoneInfo(organization.time_zone)).items():
            pending[share] += sign * amount


def add(session: Session, shares: Shares) -> None:
    """Note what is to be added to rows."""
    pending: Shares = session.info.setdefault(PENDING, Counter())
    pending.update(shares)


def settle(session: AnySession) -> None:
    """Write what was noted so far."""
    pending: Shares | None = session.info.pop(PENDING, None)
    if not pending:
        return
    rows: dict[Kind, dict[Any, dict[str, int]]] = {table: {} for table in _TABLES}
    for (key, column), amount in pending.items():
        if amount:
            rows[type(key)].setdefault(key, {})[column] = amount
    with bulk.at_once(session):
        for kind, changed in rows.items():
            if changed:
                bulk.write(session, _upsert(session, kind), _ordered(kind, changed))


def _ordered(kind: Kind, changed: dict[Any, dict[str, int]]) -> list[dict[str, Any]]:
    """The rows of one statement: each organization's own first, so that its acts queue up there and nowhere else."""
    keys = sorted(changed, key=lambda key: (key.organization_id, key.whose_id != key.organization_id, key))
    nothing = dict.fromkeys(_counters(kind), 0)
    return [key._asdict() | nothing | changed[key] for key in keys]


def _upsert(session: AnySession, kind: Kind) -> sa.Insert:
    return _UPSERTS[kind, session.get_bind().dialect.name]


def _counters(kind: Kind) -> list[str]:
    return [column.name for column in _TABLES[kind].columns if column.name not in kind._fields]


def _make_upsert(kind: Kind, dialect: Any) -> sa.Insert:
    """Add to a row, or make it."""
    table = _TABLES[kind]
    insert = dialect.insert(table)
    added = {name: table.c[name] + insert.excluded[name] for name in _counters(kind)}
    return insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=added)


_UPSERTS = {
    (kind, name): _make_upsert(kind, dialect)
    for kind in _TABLES
    for name, dialect in {"sqlite": sqlite, "postgresql": postgresql}.items()
}


# What was noted belongs to its transaction: written with it, forgotten with it, and put back with a savepoint.

_AT_SAVEPOINT: WeakKeyDictionary[SessionTransaction, Shares] = WeakKeyDictionary()


@sa.event.listens_for(AnySession, "before_commit")
def _write_with_the_transaction(session: AnySession) -> None:
    if session.get_nested_transaction() is None:
        settle(session)


@sa.event.listens_for(AnySession, "after_transaction_create")
def _remember(session: AnySession, transaction: SessionTransaction) -> None:
    if transaction.nested:
        _AT_SAVEPOINT[transaction] = Counter(session.info.get(PENDING, {}))


@sa.event.listens_for(AnySession, "after_soft_rollback")
def _take_back(session: AnySession, transaction: SessionTransaction) -> None:
    if transaction.nested:
        session.info[PENDING] = _AT_SAVEPOINT.pop(transaction, Counter())
    elif transaction.parent is None:
        session.info.pop(PENDING, None)

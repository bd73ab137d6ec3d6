"""How long leads stand at a stage, and from which stage to which they go on (product.md section 10, "Pulse")."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.days import day_begins
from leadx_app.domain.metrics.periods import Days
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models import Lead, StageChange, SubStage

MOST_MOVES = 500
"""How many of the latest moves are looked at, so that the cost is the same for any number of leads."""

Move = tuple[UUID, UUID | None, timedelta]
"""The stage that was left, the one come to (None: won), the open time there."""


@dataclass(frozen=True, slots=True)
class StageTime:
    """The average open time that leads stood at a stage before they went on, and of how many moves."""

    average: timedelta
    moves: int


@dataclass(frozen=True, slots=True)
class StageTimes:
    """Averages over the latest moves of a period.

    Attributes:
        at: by the stage that was left.
        between: by the stage that was left and the one that was come to; None is Won.
        moves: how many there are together; `is_all` says whether the period has no more than were looked at.
    """

    at: dict[UUID, StageTime] = field(default_factory=dict)
    between: dict[tuple[UUID, UUID | None], StageTime] = field(default_factory=dict)
    moves: int = 0
    is_all: bool = True


def stage_times(
    session: Session,
    actor: Actor,
    organization_id: UUID | None,
    person_id: UUID | None,
    days: Days | None,
    time_zone: str,
    journey: Collection[UUID],
) -> StageTimes:
    """Open time from coming to a stage to leaving it for another one or for Won, over the latest moves in the days.

    It is the time that a lead's journey shows: parked and ended time does not count. Leads that are parked now are
    left out.

    Args:
        organization_id: one that the actor reads; None is all of them.
        time_zone: of the days.
        journey: the stages that there are; moves from and to others are left out.
    """
    actor.require(Permission.PULSE_READ)
    begin, end = _moments(days, time_zone)
    latest = _latest_moves(actor, organization_id, person_id, begin, end)
    step = sa.select(
        StageChange.lead_id,
        StageChange.from_stage_id,
        StageChange.to_stage_id,
        StageChange.to_sub_stage,
        StageChange.changed_at,
        latest.c.counted,
    ).join(latest, latest.c.lead_id == StageChange.lead_id)
    steps = session.execute(step.order_by(StageChange.lead_id, StageChange.changed_at, StageChange.id)).all()
    if not steps:
        return StageTimes()
    times: dict[tuple[UUID, UUID | None], list[timedelta]] = defaultdict(list)
    for _, of_lead in groupby(steps, key=lambda row: row.lead_id):
        for left, come_to, spent in _moves(list(of_lead), begin, end):
            if left in journey and (come_to is None or come_to in journey):
                times[left, come_to].append(spent)
    at: dict[UUID, list[timedelta]] = defaultdict(list)
    for (left, _), spent_each in times.items():
        at[left] += spent_each
    return StageTimes(
        at={left: _average(spent) for left, spent in at.items()},
        between={pair: _average(spent) for pair, spent in times.items()},
        moves=sum(len(spent) for spent in times.values()),
        is_all=steps[0].counted < MOST_MOVES,
    )


def _moments(days: Days | None, time_zone: str) -> tuple[datetime | None, datetime | None]:
    if days is None:
        return None, None
    return day_begins(days.first, time_zone), day_begins(days.last + timedelta(days=1), time_zone)


def _latest_moves(
    actor: Actor, organization_id: UUID | None, person_id: UUID | None, begin: datetime | None, end: datetime | None
) -> sa.Subquery:
    """The leads that moved last, straight from the index of steps, and how many moves were looked at."""
    if organization_id is not None:
        here = [StageChange.organization_id == organization_id]
    else:  # Several are all of the tenant: the parent's readers see every organization.
        here = [StageChange.tenant_id == actor.tenant_id]
    goes_on = sa.or_(StageChange.from_stage_id != StageChange.to_stage_id, StageChange.to_sub_stage == SubStage.WON)
    query = (
        sa.select(StageChange.lead_id)
        .join(Lead, Lead.id == StageChange.lead_id)
        .where(*here, StageChange.from_stage_id.is_not(None), goes_on, Lead.sub_stage != SubStage.PARKED)
        .order_by(StageChange.changed_at.desc(), StageChange.id.desc())
        .limit(MOST_MOVES)
    )
    query = query.where(StageChange.changed_at >= begin) if begin else query
    query = query.where(StageChange.changed_at < end) if end else query
    if person_id is not None:
        query = query.where(sa.or_(Lead.owner_id == person_id, Lead.creator_id == person_id))
    moves = query.subquery()
    counted = sa.select(sa.func.count()).select_from(moves).scalar_subquery()
    return sa.select(moves.c.lead_id, counted.label("counted")).distinct().subquery()


def _moves(steps: list[sa.Row], begin: datetime | None, end: datetime | None) -> Iterator[Move]:
    """The moves of one lead in the period, from its steps in order."""
    spent, found = timedelta(), list[tuple[datetime, Move]]()
    for before, step in pairwise(steps):
        if before.to_sub_stage == SubStage.OPEN:
            spent += step.changed_at - before.changed_at
        is_move, is_won = step.to_stage_id != before.to_stage_id, step.to_sub_stage == SubStage.WON
        if before.to_sub_stage == SubStage.WON and found:
            found.pop()  # Reopened: it was not won yet.
        if is_move or is_won:
            found.append((step.changed_at, (before.to_stage_id, step.to_stage_id if is_move else None, spent)))
        spent = timedelta() if is_move else spent
    for changed_at, move in found:
        if (begin is None or changed_at >= begin) and (end is None or changed_at < end):
            yield move


def _average(spent: list[timedelta]) -> StageTime:
    return StageTime(sum(spent, timedelta()) / len(spent), len(spent))

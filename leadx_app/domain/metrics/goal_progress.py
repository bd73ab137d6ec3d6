"""How far goals have come (product.md section 10): an organization's by its key figures, a team's by the cards.

Of an organization leads, handshakes, won and revenue are those of `DayFigure`: parked leads are left out. Of a team
leads, handshakes and won are those of the ledger of points, as on the cards; revenue is the value of the leads that its
people own and won, in base currency at the rate frozen when won. Points are those of the ledger for both.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.models import CENT, HIGH, DayFigure, Goal, GoalMeasure, Organization, PointTotal

from .kept import settle

_OF_DAYS = {
    GoalMeasure.LEADS: DayFigure.leads,
    GoalMeasure.HANDSHAKES: DayFigure.handshakes,
    GoalMeasure.WON: DayFigure.won,
}
_OF_POINTS = {
    GoalMeasure.LEADS: PointTotal.created,
    GoalMeasure.HANDSHAKES: PointTotal.handshake,
    GoalMeasure.WON: PointTotal.won,
    GoalMeasure.POINTS: PointTotal.points,
}


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal with the people of its team, none for the whole organization."""

    goal: Goal
    people: frozenset[UUID] = frozenset()


def progress_of(session: Session, organization: Organization, aims: Collection[Aim]) -> dict[UUID, Decimal]:
    """What was done for each goal of the organization so far, by the goal's id; one statement for all.

    Unit: whole numbers, for revenue an amount in base currency.
    """
    if not aims:
        return {}
    settle(session)
    parts = [_part(organization, aim, number) for number, aim in enumerate(aims)]
    goals = [aim.goal for aim in aims]
    return {
        goals[row.number].id: _amount(goals[row.number], int(row.high), int(row.low))
        for row in session.execute(sa.union_all(*parts))
    }


def _amount(goal: Goal, high: int, low: int) -> Decimal:
    if goal.measure == GoalMeasure.REVENUE:
        return (Decimal(high * HIGH + low) / 100).quantize(CENT)
    return Decimal(low)


def _part(organization: Organization, aim: Aim, number: int) -> sa.Select:
    """Number, high and low of one goal, from the sums of its months."""
    goal = aim.goal
    people = sorted(aim.people)
    if goal.measure == GoalMeasure.POINTS or (goal.is_team and goal.measure != GoalMeasure.REVENUE):
        whose = [PointTotal.whose_id.in_(people)] if goal.is_team else []
        months = PointTotal.month.between(goal.first_day, goal.last_day)
        where = [PointTotal.organization_id == organization.id, months, *whose]
        return _sums(number, [sa.literal(0), _OF_POINTS[goal.measure]], where)
    of_whom = DayFigure.whose_id.in_(people) if goal.is_team else DayFigure.whose_id == organization.id
    where = [
        DayFigure.organization_id == organization.id,
        of_whom,
        DayFigure.day.between(-goal.last_day, -goal.first_day),
    ]
    if goal.measure != GoalMeasure.REVENUE:
        return _sums(number, [sa.literal(0), _OF_DAYS[goal.measure]], where)
    owned, revenue = (DayFigure.owned_high, DayFigure.owned_low), (DayFigure.revenue_high, DayFigure.revenue_low)
    return _sums(number, owned if goal.is_team else revenue, where)


def _sums(number: int, counters: Sequence[sa.ColumnElement], where: Sequence[sa.ColumnElement[bool]]) -> sa.Select:
    high, low = (sa.func.coalesce(sa.func.sum(one), 0) for one in counters)
    return sa.select(sa.literal(number).label("number"), high.label("high"), low.label("low")).where(*where)

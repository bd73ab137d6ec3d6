"""Goals with how far they have come, and who can be in a team (product.md section 10)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.find import find_visible_organization
from leadx_app.domain.goals import MOST_PEOPLE, may_set
from leadx_app.domain.metrics.goal_progress import Aim, progress_of
from leadx_app.domain.metrics.spans import Period, Span, period_of, today_in
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models import Goal, GoalMeasure, GoalPerson, Membership, User
from leadx_app.queries.choices import Option
from leadx_app.queries.rewards import RewardFilters, period_at

MOST_SHOWN = 24


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal as it stands now.

    Attributes:
        name: "" where it was given none.
        target, done: whole numbers, for revenue amounts in `currency`.
        people: the team by name, nobody for the whole organization.
        reached_at: when it was reached first; what was done may have been taken back since.
        is_over: its last day is gone, where the organization is.
    """

    id: UUID
    name: str
    measure: GoalMeasure
    target: Decimal
    done: Decimal
    currency: str
    period: Period
    people: list[str]
    reached_at: datetime | None
    is_over: bool

    @property
    def is_reached(self) -> bool:
        """Whether as much is done as was aimed at."""
        return self.done >= self.target


@dataclass(frozen=True, slots=True)
class Goals:
    """Goals of an organization, those that end first before the others; whether the actor may set some."""

    rows: list[GoalRow]
    may_set: bool


def goals(session: Session, actor: Actor, filters: RewardFilters, *, now: datetime) -> Goals:
    """Goals of the filters' organization whose time touches that of the filters; now also those to come.

    Raises:
        NotFound: an organization that the actor does not read.
    """
    actor.require(Permission.REWARDS_READ)
    organization = find_visible_organization(session, actor, filters.organization_id or actor.organization_id)
    period, today = period_at(organization, filters, now=now), today_in(organization, now)
    where = [Goal.organization_id == organization.id, Goal.last_day >= period.first.toordinal()]
    if today > period.last:
        where.append(Goal.first_day <= period.last.toordinal())
    first = sa.select(Goal.id).where(*where, Goal.deleted_at.is_(None))
    first = first.order_by(Goal.last_day, Goal.first_day, Goal.id).limit(MOST_SHOWN)
    query = (
        sa.select(Goal, GoalPerson.user_id, User.name)
        .outerjoin(GoalPerson, GoalPerson.goal_id == Goal.id)
        .outerjoin(User, User.id == GoalPerson.user_id)
        .where(Goal.id.in_(first))
        .order_by(Goal.last_day, Goal.first_day, Goal.id, User.name, GoalPerson.user_id)
    )
    found: dict[UUID, tuple[Goal, dict[UUID, str]]] = {}
    for goal, user_id, name in session.execute(query):
        _, people = found.setdefault(goal.id, (goal, {}))
        if user_id is not None:
            people[user_id] = name
    done = progress_of(session, organization, [Aim(goal, frozenset(people)) for goal, people in found.values()])
    rows = [
        GoalRow(
            id=goal.id,
            name=goal.name,
            measure=goal.measure,
            target=goal.target,
            done=done[goal.id],
            currency=organization.base_currency if goal.measure == GoalMeasure.REVENUE else "",
            period=Period(Span(goal.span), date.fromordinal(goal.first_day), date.fromordinal(goal.last_day)),
            people=list(people.values()),
            reached_at=goal.reached_at,
            is_over=goal.last_day < today.toordinal(),
        )
        for goal, people in found.values()
    ]
    return Goals(rows, may_set(actor, organization.id))


@dataclass(frozen=True, slots=True)
class GoalChoices:
    """What a new goal can be: its times, this and the next of each length, and the people of its team by name."""

    periods: list[Period]
    people: list[Option]
    currency: str


def goal_choices(session: Session, actor: Actor, *, now: datetime) -> GoalChoices:
    """The choices for a goal of the actor's organization."""
    actor.require(Permission.GOAL_SET)
    organization = find_visible_organization(session, actor, actor.organization_id)
    today = today_in(organization, now)
    periods = []
    for span in Span:
        current = period_of(organization, span, today)
        periods += [current, period_of(organization, span, current.last + timedelta(days=1))]
    query = sa.select(User.id, User.name).join(Membership, Membership.user_id == User.id)
    works_there = (Membership.organization_id == actor.organization_id, Membership.is_active, User.is_active)
    rows = session.execute(query.where(*works_there).order_by(User.name, User.id).limit(MOST_PEOPLE))
    return GoalChoices(periods, [Option(row.id, row.name) for row in rows], organization.base_currency)

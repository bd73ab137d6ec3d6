"""Rewards of an organization at growing numbers of leads."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session

from bench.measure import Timing, timed
from bench.seed import House
from leadx_app.db import Database
from leadx_app.domain.goals import GoalDraft, set_goal
from leadx_app.domain.metrics.spans import Span
from leadx_app.domain.permissions import Actor
from leadx_app.models import GoalMeasure
from leadx_app.queries.point_lines import point_lines
from leadx_app.queries.reward_page import reward_page
from leadx_app.queries.rewards import RewardFilters

CALLS = 100
FAR = Decimal(1_000_000_000)
TEAM = 10


def set_goals(database: Database, house: House) -> None:
    """Four goals of the year, two of them of ten people: what a page has to count besides the cards."""
    team = tuple(person.user_id for person in house.sales[:TEAM])
    for measure in (GoalMeasure.LEADS, GoalMeasure.REVENUE):
        for people in ((), team):
            draft = GoalDraft(measure=measure, target=FAR, span=Span.YEAR, people=people)
            database.act(house.manager.credential, set_goal, draft)


def reward_timings(database: Database, house: House) -> dict[str, Timing]:
    """The page of a month and of a year, a sales person's, and the ledger of one person."""
    month, year = RewardFilters(), RewardFilters(span=Span.YEAR)
    person = house.sales[0]
    reads: dict[str, Callable[[], object]] = {
        "Rewards, a month": lambda: database.read(house.manager.credential, reward_page, month),
        "Rewards, a year": lambda: database.read(house.manager.credential, reward_page, year),
        "Rewards of a sales person": lambda: database.read(person.credential, reward_page, month),
        "why these points, a year": lambda: database.read(person.credential, _own_lines, year),
    }
    return {name: timed(database, [read] * CALLS) for name, read in reads.items()}


def reward_calls(database: Database, house: House) -> list[Callable[[], object]]:
    """Reads of the page, for the comparison of sizes."""
    return [lambda: database.read(house.manager.credential, reward_page, RewardFilters())] * CALLS


def _own_lines(session: Session, actor: Actor, filters: RewardFilters, *, now: datetime) -> object:
    return point_lines(session, actor, actor.user_id, filters, now=now)

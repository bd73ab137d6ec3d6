"""Goals of an organization and of teams (product.md section 10): set by its Managers, seen by everybody there.

How far a goal has come is never kept: it is counted from the kept figures whenever somebody looks
(`metrics/goal_progress.py`). Only that it was reached is written down, once, and told in the Sales Feed.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session, select

from leadx_app import i18n
from leadx_app.models import Event, Goal, GoalMeasure, GoalPerson, Membership, Organization, User, new_id

from .errors import Conflict, Invalid, NotPermitted
from .event_kinds import EventKind
from .events import Message, announce, record_about
from .find import find_goal
from .metrics.goal_progress import Aim, progress_of
from .metrics.spans import Span, period_of, today_in
from .permissions import Actor, Permission, on_behalf_of
from .text import IsoDate, MoneyAmount, line, optional

MOST_GOALS = 20
MOST_PEOPLE = 200
MOST_TARGET = Decimal(1_000_000_000)
GRACE_DAYS = 2
"""A goal is looked at a little longer than its last day: whose clock that is, and what was won just before midnight."""

WORDS: dict[GoalMeasure, str] = {
    GoalMeasure.LEADS: "{number} leads",
    GoalMeasure.HANDSHAKES: "{number} handshakes",
    GoalMeasure.WON: "{number} leads won",
    GoalMeasure.REVENUE: "{number} {currency} revenue",
    GoalMeasure.POINTS: "{number} points",
}


class GoalDraft(BaseModel):
    """A new goal for the time that `day` lies in, today without one; nobody in `people` is the whole organization.

    `draft_id` makes it once, however often it is sent.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    measure: GoalMeasure
    target: MoneyAmount
    span: Span = Span.MONTH
    day: optional(IsoDate) = None
    name: optional(line(80)) = None
    people: tuple[UUID, ...] = Field(default=(), max_length=MOST_PEOPLE)
    draft_id: optional(UUID) = None


def set_goal(session: Session, actor: Actor, draft: GoalDraft, *, now: datetime) -> UUID:
    """Set a goal of the own organization; one that is reached already says so at once.

    Raises:
        Invalid: on `target`, `day` (a time that is over) or `people` (somebody who does not work there).
        Conflict: there are `MOST_GOALS` of that time already.
    """
    actor.require(Permission.GOAL_SET)
    organization = session.get_one(Organization, actor.organization_id)
    made = select(Goal.id).where(Goal.set_by_id == actor.user_id, Goal.draft_id == draft.draft_id)
    if draft.draft_id and (known := session.exec(made).first()):
        return known
    _check_target(draft)
    today = today_in(organization, now)
    period = period_of(organization, draft.span, draft.day or today)
    if period.last < today:
        raise Invalid("Choose a time that is not over.", field="day")
    people = _team(session, organization, draft.people)
    _require_room(session, organization, period.first, period.last)
    goal = Goal(
        id=new_id(),
        tenant_id=organization.tenant_id,
        organization_id=organization.id,
        measure=draft.measure,
        target=draft.target,
        span=draft.span.value,
        first_day=period.first.toordinal(),
        last_day=period.last.toordinal(),
        name=draft.name or "",
        is_team=bool(people),
        set_by_id=actor.user_id,
        draft_id=draft.draft_id,
        created_at=now,
    )
    session.add(goal)
    session.flush()
    here = {"goal_id": goal.id, "tenant_id": goal.tenant_id, "organization_id": goal.organization_id}
    session.add_all(GoalPerson(**here, user_id=one) for one in sorted(people))
    _say(session, actor, EventKind.GOAL_SET, organization, goal, now=now)
    flag_reached(session, goal.id, now=now)
    return goal.id


def remove_goal(session: Session, actor: Actor, goal_id: UUID, *, now: datetime) -> None:
    """Take a goal away; it can be restored."""
    goal = _own(session, actor, goal_id)
    goal.deleted_at = now
    organization = session.get_one(Organization, goal.organization_id)
    _say(session, actor, EventKind.GOAL_REMOVED, organization, goal, now=now)


def restore_goal(session: Session, actor: Actor, goal_id: UUID, *, now: datetime) -> None:
    """Take a removal back; harmless when it is there."""
    goal = _own(session, actor, goal_id, removed=True)
    if goal.deleted_at is None:
        return
    goal.deleted_at = None
    organization = session.get_one(Organization, goal.organization_id)
    _say(session, actor, EventKind.GOAL_RESTORED, organization, goal, now=now)


def may_set(actor: Actor, organization_id: UUID) -> bool:
    """Whether the actor sets the organization's goals: its own Managers do, the parent's look on."""
    return actor.may(Permission.GOAL_SET) and organization_id == actor.organization_id


def open_goals(session: Session, *, now: datetime) -> dict[UUID, datetime | None]:
    """Goals of all tenants that may be reached now, with the moment of the latest act in their organization.

    It stands above the tenants: for the clock only.
    """
    latest = sa.select(sa.func.max(Event.occurred_at)).where(Event.organization_id == Goal.organization_id)
    today = now.date().toordinal()
    query = sa.select(Goal.id, latest.correlate(Goal).scalar_subquery()).where(
        Goal.reached_at.is_(None),
        Goal.last_day >= today - GRACE_DAYS,
        Goal.first_day <= today + 1,
        Goal.deleted_at.is_(None),
    )
    return {row[0]: row[1] for row in session.execute(query.order_by(Goal.id))}


def is_due(session: Session, goal_id: UUID, *, now: datetime) -> bool:
    """Whether a goal is reached and nobody was told yet."""
    goal = session.get(Goal, goal_id)
    if goal is None or goal.reached_at is not None or goal.deleted_at is not None:
        return False
    organization = session.get_one(Organization, goal.organization_id)
    people = select(GoalPerson.user_id).where(GoalPerson.goal_id == goal.id)
    team = frozenset(session.exec(people)) if goal.is_team else frozenset()
    return progress_of(session, organization, [Aim(goal, team)])[goal.id] >= goal.target


def flag_reached(session: Session, goal_id: UUID, *, now: datetime) -> bool:
    """Write down that a goal is reached, and tell it in the feed; whether this call was the one that did."""
    if not is_due(session, goal_id, now=now):
        return False
    claim = sa.update(Goal).where(Goal.id == goal_id, Goal.reached_at.is_(None), Goal.deleted_at.is_(None))
    if session.connection().execute(claim.values(reached_at=now)).rowcount != 1:
        return False
    goal = session.get_one(Goal, goal_id)
    session.refresh(goal)
    organization = session.get_one(Organization, goal.organization_id)
    who = on_behalf_of(goal.set_by_id, goal.tenant_id, goal.organization_id)
    _say(session, who, EventKind.GOAL_REACHED, organization, goal, now=now)
    return True


def goal_words(payload: dict[str, Any], language: str) -> str:
    """A goal of an event's payload in a language: its name, else what it counts."""
    if payload["name"]:
        return str(payload["name"])
    whole, _, cents = str(payload["target"]).partition(".")
    number = f"{int(whole):,}".translate({ord(","): "\u00a0"} if language == "nb" else {})
    if cents.strip("0"):
        number += f"{',' if language == 'nb' else '.'}{cents}"
    words = WORDS[GoalMeasure(payload["measure"])]
    return i18n.say(language, words, number=number, currency=payload["currency"])


def _check_target(draft: GoalDraft) -> None:
    if draft.target <= 0:
        raise Invalid("Write a number that is more than 0.", field="target")
    if draft.measure == GoalMeasure.REVENUE:
        return
    if draft.target != draft.target.to_integral_value():
        raise Invalid("Write a whole number.", field="target")
    if draft.target > MOST_TARGET:
        raise Invalid("Write a whole number from 0 to {max}.", field="target", max=int(MOST_TARGET))


def _team(session: Session, organization: Organization, people: tuple[UUID, ...]) -> set[UUID]:
    """The people of the draft, who all work there now."""
    wanted = set(people)
    query = select(Membership.user_id).join(User, User.id == Membership.user_id)
    works_there = (Membership.organization_id == organization.id, Membership.is_active, User.is_active)
    if wanted - set(session.exec(query.where(*works_there, Membership.user_id.in_(sorted(wanted))))):
        raise Invalid("Choose people who work here.", field="people")
    return wanted


def _require_room(session: Session, organization: Organization, first: date, last: date) -> None:
    there = (
        Goal.organization_id == organization.id,
        Goal.last_day >= first.toordinal(),
        Goal.first_day <= last.toordinal(),
        Goal.deleted_at.is_(None),
    )
    if session.execute(sa.select(sa.func.count()).select_from(Goal).where(*there)).scalar_one() >= MOST_GOALS:
        raise Conflict("There are {max} goals in that time already. Take one away first.", max=MOST_GOALS)


def _own(session: Session, actor: Actor, goal_id: UUID, *, removed: bool = False) -> Goal:
    """A goal that the actor may change.

    Raises:
        NotFound: absent, or of an organization that the actor does not read.
        NotPermitted: of another organization, or not a Manager.
    """
    actor.require(Permission.GOAL_SET)
    goal = find_goal(session, actor, goal_id, removed=removed)
    if not may_set(actor, goal.organization_id):
        raise NotPermitted()
    return goal


def _say(
    session: Session, actor: Actor, kind: EventKind, organization: Organization, goal: Goal, *, now: datetime
) -> None:
    """Write the event down and let every page of the organization know."""
    payload = {
        "goal_id": str(goal.id),
        "name": goal.name,
        "measure": goal.measure.value,
        "target": str(goal.target),
        "currency": organization.base_currency,
    }
    payload["goal"] = goal_words(payload, "en")
    by_clock = kind == EventKind.GOAL_REACHED
    record_about(session, actor, kind, organization.id, now=now, payload=payload, by_clock=by_clock)
    where = frozenset({organization.id})
    announce(session, Message(goal.tenant_id, where, None, None, kind, actor.user_id))

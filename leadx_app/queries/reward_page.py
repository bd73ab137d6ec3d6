"""Rewards as its page shows it, in one read."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from leadx_app.domain.find import find_visible_organizations
from leadx_app.domain.permissions import Actor
from leadx_app.queries.badges import PersonBadges, badges_by_person
from leadx_app.queries.goals import Goals, goals
from leadx_app.queries.rewards import RewardFilters, Rewards, rewards


@dataclass(frozen=True, slots=True)
class RewardPage:
    """Figures and cards, the goals of the time, and the badges of those whose cards are shown, by their ids."""

    rewards: Rewards
    goals: Goals
    badges: dict[UUID, PersonBadges] = field(default_factory=dict)


def reward_page(session: Session, actor: Actor, filters: RewardFilters, *, now: datetime) -> RewardPage:
    """Everything of the page as far as the actor sees it.

    Raises:
        NotFound: an organization that the actor does not read.
    """
    held = find_visible_organizations(session, actor, actor.organization_ids)  # Read once for all that follows.
    found = rewards(session, actor, filters, now=now)
    shown = [card.user_id for card in (*([found.own] if found.own else []), *found.cards)]
    people = list(dict.fromkeys(shown))
    mine = found.own.user_id if found.own else None
    here = next(one.id for one in held if one.id == found.organization_id)
    badges = badges_by_person(session, actor, people, here, now=now, with_days_of=mine)
    return RewardPage(found, goals(session, actor, filters, now=now), badges)

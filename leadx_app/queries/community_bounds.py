"""What Community asks of a column that the order of its list does not hold, and by which index few leads are found.

Each of these columns has an index of its own, of one organization's leads by their outcome; of a whole tenant it is
entered once for each organization, so that no lead pays for a second one.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.days import day_begins
from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import Condition, sees_organization
from leadx_app.models import Lead, Organization
from leadx_app.queries.community_filters import NONE, Bound, CommunityFilters

BY_OUTCOME = frozenset(Bound) - {Bound.VALUE, Bound.MADE}
"""Those with an index by outcome; the others are found by that of a list which is ordered by them."""

_COLUMNS = {
    Bound.VALUE: "base_value",
    Bound.MADE: "created_at",
    Bound.ENDED: "ended_at",
    Bound.ENTERED: "stage_entered_at",
    Bound.CLOSING: "expected_closing_on",
    Bound.SOURCE: "source_id",
    Bound.CATEGORY: "category_id",
    Bound.LOST_REASON: "lost_reason_id",
}

Sides = tuple[Any, Any]
"""The lowest and the highest value, both included; None where there is none."""


@dataclass(frozen=True, slots=True)
class Between:
    """A bound: the widest sides, which an index is entered by, and those of each clock where there are several."""

    column: str
    sides: Sides
    by_clock: tuple[tuple[Sides, sa.Select], ...] = ()

    def widely(self) -> list[Condition]:
        """What an index finds; it may be a little more."""
        return _between(getattr(Lead, self.column), self.sides)

    def exactly(self, of: Any) -> list[Condition]:
        """Of leads, or of a window of them."""
        column = getattr(of, self.column)
        within = _between(column, self.sides)
        if len(self.by_clock) < 2:
            return within
        each = [sa.and_(of.organization_id.in_(there), *_between(column, sides)) for sides, there in self.by_clock]
        return [*within, sa.or_(*each)]


@dataclass(frozen=True, slots=True)
class Is:
    """One value, or none at all."""

    column: str
    value: UUID | None

    def widely(self) -> list[Condition]:
        """What an index finds."""
        return self.exactly(Lead)

    def exactly(self, of: Any) -> list[Condition]:
        """Of leads, or of a window of them."""
        column = getattr(of, self.column)
        return [column.is_(None) if self.value is None else column == self.value]


Beside = Between | Is


def bounds_of(session: Session, actor: Actor, filters: CommunityFilters) -> dict[Bound, Beside]:
    """What is asked, column by column."""
    days = {
        Bound.MADE: (filters.made_from, filters.made_to),
        Bound.ENDED: (filters.ended_from, filters.ended_to),
        Bound.ENTERED: (filters.entered_from, filters.entered_to),
    }
    asked = filters.bounded
    zones = _zones(session, actor, filters) if days.keys() & set(asked) else {}
    ids = {
        Bound.SOURCE: filters.source_id,
        Bound.CATEGORY: filters.category_id,
        Bound.LOST_REASON: filters.lost_reason_id,
    }
    bounds: dict[Bound, Beside] = {}
    for bound in asked:
        column = _COLUMNS[bound]
        if bound in days:
            bounds[bound] = _of_days(column, *days[bound], zones)
        elif bound in ids:
            bounds[bound] = Is(column, None if ids[bound] == NONE else ids[bound])
        elif bound == Bound.VALUE:
            bounds[bound] = Between(column, (filters.value_min, filters.value_max))
        else:
            closing = Between(column, (filters.closing_from, filters.closing_to))
            bounds[bound] = Is(column, None) if filters.is_undated else closing
    return bounds


def leads_here(actor: Actor, filters: CommunityFilters) -> Condition:
    """The leads that are shown, organization by organization, as the indexes by outcome hold them."""
    here = sees_organization(actor, filters.organization_id)
    if filters.organization_id or len(actor.organization_ids) == 1:
        return Lead.organization_id == (filters.organization_id or actor.organization_id)
    return Lead.organization_id.in_(sa.select(Organization.id).where(here))


def _of_days(column: str, first: date | None, last: date | None, zones: dict[str, sa.Select]) -> Between:
    """Days on the clock of each organization."""
    clocks = [(_moments(first, last, zone), there) for zone, there in zones.items()]
    low = min(sides[0] for sides, _ in clocks) if first else None
    high = max(sides[1] for sides, _ in clocks) if last else None
    return Between(column, (low, high), tuple(clocks))


def _zones(session: Session, actor: Actor, filters: CommunityFilters) -> dict[str, sa.Select]:
    """The clocks of the organizations that are shown, with what finds the organizations of each."""
    here = sees_organization(actor, filters.organization_id)
    zones = session.scalars(sa.select(Organization.time_zone).where(here).distinct())
    return {zone: sa.select(Organization.id).where(here, Organization.time_zone == zone) for zone in sorted(zones)}


def _between(column: sa.ColumnElement, sides: Sides) -> list[Condition]:
    low, high = sides
    return ([column >= low] if low is not None else []) + ([column <= high] if high is not None else [])


def _moments(first: date | None, last: date | None, zone: str) -> Sides:
    """The first and the last moment of days."""
    end = day_begins(last + timedelta(days=1), zone) - timedelta(microseconds=1) if last else None
    return day_begins(first, zone) if first else None, end

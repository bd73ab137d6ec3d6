"""Badges as people see them: their own with the day, everybody's for who sees everybody (product.md section 10)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import NotFound
from leadx_app.domain.find import find_visible_organization
from leadx_app.domain.metrics.badges import Badge, BadgeKind, MonthOfPoints, NextBadge, badges_of, next_badge
from leadx_app.domain.metrics.kept import settle
from leadx_app.domain.metrics.spans import today_in
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models import Membership, Organization, PointEntry, PointKind, PointTotal

_KINDS = {BadgeKind.LEADS: PointKind.CREATED, BadgeKind.HANDSHAKES: PointKind.HANDSHAKE, BadgeKind.WON: PointKind.WON}


@dataclass(frozen=True, slots=True)
class BadgeRow:
    """A badge that stands.

    Attributes:
        number: how many leads, handshakes, wins or months in a row; the points of the best month.
        month: the one in which it was earned, by its first day.
        day: the day on which it was earned, where that was looked up; None for whole months.
    """

    kind: BadgeKind
    number: int
    month: date
    day: date | None


@dataclass(frozen=True, slots=True)
class PersonBadges:
    """A person's badges by kind and step, and the one that is nearest."""

    rows: list[BadgeRow]
    next: NextBadge | None


NO_BADGES = PersonBadges([], None)


def person_badges(
    session: Session, actor: Actor, user_id: UUID, organization_id: UUID | None = None, *, now: datetime
) -> PersonBadges:
    """A person's badges in an organization, with days; one's own, or anybody's for who sees everybody.

    Raises:
        NotPermitted: somebody else's without the right to see everybody.
        NotFound: an organization that the actor does not read; a person who never worked there.
    """
    actor.require(Permission.REWARDS_READ)
    if user_id != actor.user_id:
        actor.require(Permission.REWARDS_EVERYBODY)
    organization = find_visible_organization(session, actor, organization_id or actor.organization_id)
    works_there = (Membership.user_id == user_id, Membership.organization_id == organization.id)
    if session.execute(sa.select(Membership.user_id).where(*works_there)).first() is None:
        raise NotFound()
    return badges_by_person(session, actor, [user_id], organization.id, now=now, with_days_of=user_id)[user_id]


def badges_by_person(
    session: Session,
    actor: Actor,
    people: Collection[UUID],
    organization_id: UUID,
    *,
    now: datetime,
    with_days_of: UUID | None = None,
) -> dict[UUID, PersonBadges]:
    """The badges of people whose cards the actor sees, by their ids; of one of them with days.

    Raises:
        NotPermitted: somebody else's without the right to see everybody.
        NotFound: an organization that the actor does not read.
    """
    actor.require(Permission.REWARDS_READ)
    if set(people) - {actor.user_id}:
        actor.require(Permission.REWARDS_EVERYBODY)
    organization = find_visible_organization(session, actor, organization_id)
    settle(session)
    months = _months(session, organization, people)
    today = today_in(organization, now)
    found: dict[UUID, PersonBadges] = {}
    for person in people:
        earned = badges_of(months[person], today)
        days = _days(session, organization, person, earned) if person == with_days_of else {}
        rows = [BadgeRow(one.kind, one.number, one.month, days.get((one.kind, one.number))) for one in earned]
        found[person] = PersonBadges(rows, next_badge(months[person]))
    return found


def _months(session: Session, organization: Organization, people: Collection[UUID]) -> dict[UUID, list[MonthOfPoints]]:
    query = (
        sa.select(PointTotal)
        .where(PointTotal.organization_id == organization.id, PointTotal.whose_id.in_(sorted(people)))
        .order_by(PointTotal.whose_id, PointTotal.month)
    )
    found: dict[UUID, list[MonthOfPoints]] = {person: [] for person in people}
    for total in session.execute(query).scalars():
        month = date.fromordinal(total.month)
        facts = (int(total.created), int(total.handshake), int(total.won), int(total.points))
        found[total.whose_id].append(MonthOfPoints(month, *facts))
    return found


def _days(
    session: Session, organization: Organization, person: UUID, earned: Iterable[Badge]
) -> dict[tuple[BadgeKind, int], date]:
    """The day in its month on which each counted badge was last reached; one statement for all."""
    counted = [one for one in earned if one.kind in _KINDS]
    if not counted:
        return {}
    query = (
        sa.select(PointEntry.kind, PointEntry.month, PointEntry.day, PointEntry.turn)
        .where(PointEntry.organization_id == organization.id, PointEntry.user_id == person)
        .where(sa.or_(*(_within(month) for month in sorted({one.month for one in counted}))))
        .order_by(PointEntry.at, PointEntry.lead_id, PointEntry.kind, PointEntry.turn)
    )
    entries = session.execute(query).all()
    found: dict[tuple[BadgeKind, int], date] = {}
    for badge in counted:
        total = badge.before
        for entry in entries:
            if entry.kind == _KINDS[badge.kind] and entry.month == badge.month.toordinal():
                before, total = total, total + (1 if entry.turn > 0 else -1)
                if before < badge.number <= total:
                    found[badge.kind, badge.number] = date.fromordinal(entry.day)
    return found


def _within(month: date) -> sa.ColumnElement[bool]:
    """Entries of a month, by an index that is entered at moments: a day's margin for every time zone."""
    first = datetime(month.year, month.month, 1, tzinfo=UTC)
    moments = PointEntry.at.between(first - timedelta(days=1), first + timedelta(days=33))
    return sa.and_(moments, PointEntry.month == month.toordinal())

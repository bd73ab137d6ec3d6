"""**Why these points**: a person's entries in the ledger, line by line (product.md section 10)."""

import base64
import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import Invalid, NotFound
from leadx_app.domain.find import find_visible_organization
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import opens_lead
from leadx_app.models import Lead, Membership, PointEntry, PointKind, User
from leadx_app.queries.rewards import RewardFilters, period_at

PAGE_SIZE = 25
MAX_PAGE_SIZE = 200


@dataclass(frozen=True, slots=True)
class PointLine:
    """An entry of the ledger.

    Attributes:
        is_reversal: it takes points back that were given before.
        rule_version: of the rule that the points were given by.
        day: in the organization's time zone.
        title: of the lead, None for a lead that is removed or not the actor's to open; then `lead_id` is None too.
    """

    kind: PointKind
    is_reversal: bool
    points: int
    rule_version: int
    day: date
    at: datetime
    lead_id: UUID | None
    title: str | None


@dataclass(frozen=True, slots=True)
class PointLines:
    """A page of a person's entries, the latest first."""

    user_id: UUID
    name: str
    rows: list[PointLine]
    next_cursor: str | None


def point_lines(
    session: Session,
    actor: Actor,
    user_id: UUID,
    filters: RewardFilters,
    *,
    now: datetime,
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
) -> PointLines:
    """A person's entries in the filters' organization and time; one's own, or anybody's for who sees everybody.

    Raises:
        NotPermitted: somebody else's without the right to see everybody.
        NotFound: an organization that the actor does not read; a person who never worked there.
        Invalid: on `cursor`, when it was not made here.
    """
    actor.require(Permission.REWARDS_READ)
    if user_id != actor.user_id:
        actor.require(Permission.REWARDS_EVERYBODY)
    organization = find_visible_organization(session, actor, filters.organization_id or actor.organization_id)
    period = period_at(organization, filters, now=now)
    works_there = (Membership.user_id == User.id, Membership.organization_id == organization.id)
    name = session.execute(sa.select(User.name).join(Membership, sa.and_(*works_there)).where(User.id == user_id))
    found = name.scalars().first()
    if found is None:
        raise NotFound()
    days = PointEntry.day.between(period.first.toordinal(), period.last.toordinal())
    mine = (PointEntry.organization_id == organization.id, PointEntry.user_id == user_id, days, *_beyond(cursor))
    query = (
        sa.select(PointEntry, Lead.title, Lead.owner_id, Lead.creator_id, Lead.sent_by_id, Lead.organization_id)
        .outerjoin(Lead, sa.and_(Lead.id == PointEntry.lead_id, Lead.tenant_id == actor.tenant_id))
        .where(*mine)
        .order_by(*(column.desc() for column in _ORDER))
        .limit(limit + 1)
    )
    rows = session.execute(query).all()
    lines = [_line(actor, row) for row in rows[:limit]]
    return PointLines(user_id, found, lines, _cursor(rows[limit - 1][0]) if len(rows) > limit else None)


_ORDER = (PointEntry.at, PointEntry.lead_id, PointEntry.kind, PointEntry.turn)


def _line(actor: Actor, row: sa.Row) -> PointLine:
    entry: PointEntry = row[0]
    opens = row.title is not None and opens_lead(
        actor,
        owner_id=row.owner_id,
        creator_id=row.creator_id,
        organization_id=row.organization_id,
        sent_by_id=row.sent_by_id,
    )
    return PointLine(
        kind=entry.kind,
        is_reversal=entry.turn < 0,
        points=entry.points,
        rule_version=entry.rule_version,
        day=date.fromordinal(entry.day),
        at=entry.at,
        lead_id=entry.lead_id if opens else None,
        title=row.title if opens else None,
    )


def _cursor(entry: PointEntry) -> str:
    place = [entry.at.isoformat(), str(entry.lead_id), entry.kind.value, entry.turn]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


def _beyond(cursor: str | None) -> list[sa.ColumnElement[bool]]:
    if cursor is None:
        return []
    try:
        at, lead_id, kind, turn = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
        place = (datetime.fromisoformat(at), UUID(lead_id), PointKind(kind), int(turn))
        if place[0].tzinfo is None:
            raise ValueError(at)
    except (ValueError, TypeError, AttributeError):
        raise Invalid("Start again from the first page.", field="cursor") from None
    values = [sa.literal(value, column.type) for value, column in zip(place, _ORDER, strict=True)]
    return [sa.tuple_(*_ORDER) < sa.tuple_(*values)]

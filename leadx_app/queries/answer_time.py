"""How quickly sales answers handed-over leads (product.md section 5, "Handshake")."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import NotFound
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models import Lead

DAYS = 90
MOST_HANDSHAKES = 200


@dataclass(frozen=True, slots=True)
class AnswerTime:
    """The median from handed over to accepted or assigned, and how many handshakes it is taken from."""

    median: timedelta | None
    count: int


def answer_time(
    session: Session, actor: Actor, organization_ids: frozenset[UUID] | None = None, *, now: datetime
) -> AnswerTime:
    """Median answer time: the middle of `handshake_at - handed_over_at`, over the latest completed handshakes.

    They are the latest 200 of the last 90 days, so that the cost is the same for any number of leads. Returned leads
    have no handshake and do not count, nor do those that came from another organization. Of an even number it is the
    mean of the two in the middle.

    Args:
        organization_ids: None for all that the actor reads.

    Returns:
        A median in wall time; None when no handshake was completed in that time.

    Raises:
        NotFound: an organization that the actor does not read.
    """
    actor.require(Permission.COMMUNITY_READ)
    wanted = actor.organization_ids if organization_ids is None else organization_ids
    if not wanted <= actor.organization_ids:
        raise NotFound()
    latest = sa.union_all(*[_latest(one, now).subquery().select() for one in sorted(wanted)]).subquery()
    query = sa.select(latest).order_by(latest.c.handshake_at.desc()).limit(MOST_HANDSHAKES)
    times = [row.handshake_at - row.handed_over_at for row in session.execute(query)]
    return AnswerTime(median(times) if times else None, len(times))


def _latest(organization_id: UUID, now: datetime) -> sa.Select:
    """The latest handshakes of one organization, straight from their index."""
    return (
        sa.select(Lead.handshake_at, Lead.handed_over_at)
        .where(
            Lead.organization_id == organization_id,
            Lead.handshake_at.is_not(None),
            Lead.handshake_at > now - timedelta(days=DAYS),
            Lead.handed_over_at.is_not(None),
            Lead.handed_over_at <= Lead.handshake_at,
        )
        .order_by(Lead.handshake_at.desc())
        .limit(MOST_HANDSHAKES)
    )

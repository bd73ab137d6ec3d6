"""Kept figures against the facts: recounted in SQL, and worked out lead by lead in Python."""

from collections.abc import Set
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.metrics.recount import Difference, differences
from leadx_app.domain.permissions import Actor
from leadx_app.models import Lead, Organization
from leadx_app.queries.figures import KpiFigure


def wrong(session: Session, *, now: datetime, among: Set[UUID] | None = None) -> list[Difference]:
    """All differences between what is kept and what the facts say, in these organizations or in every one."""
    organizations = [row for row in session.scalars(sa.select(Organization)) if among is None or row.id in among]
    return [found for organization in organizations for found in differences(session, organization, now=now)]


def by_hand(leads: list[Lead], organization: Organization, person: Actor | None, *, now: datetime) -> list[tuple]:
    """The four KPIs as (all time, last 30 days, 30 days before), from every single lead of the organization.

    Args:
        person: whose pipeline; None is everybody.
    """
    leads = [
        lead
        for lead in leads
        if lead.sub_stage != "parked" and (person is None or person.user_id in (lead.creator_id, lead.owner_id))
    ]
    today = now.astimezone(ZoneInfo(organization.time_zone)).date()
    found = []
    for first, last in ((None, None), (29, 0), (59, 30)):

        def within(moment: datetime | None, first: int | None = first, last: int | None = last) -> bool:
            if moment is None or first is None:
                return moment is not None
            day = moment.astimezone(ZoneInfo(organization.time_zone)).date()
            return today - timedelta(days=first) <= day <= today - timedelta(days=last)

        made = [lead for lead in leads if within(lead.created_at)]
        won = [lead for lead in leads if lead.sub_stage == "won" and within(lead.ended_at)]
        hits = [lead for lead in made if lead.sub_stage == "won"]
        rate = float(round(Decimal(100 * len(hits)) / len(made) + Decimal("1e-9"), 1)) if made else None
        revenue = sum((lead.base_value for lead in won if lead.base_value is not None), Decimal("0.00"))
        found.append((revenue, len(made), rate, sum(within(lead.handshake_at) for lead in leads)))
    return list(zip(*found, strict=True))


def shown(figures: list[KpiFigure]) -> list[tuple]:
    """Figures in the form of `by_hand`."""
    return [(figure.value, figure.recent, figure.before) for figure in figures]

"""Community asked for a source, a category, a reason, and days of stage, end and closing: found, and at what cost."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.permissions import Actor
from leadx_app.models import Category, Lead, LostReason, Source, SubStage, new_id
from leadx_app.queries import community_leads
from leadx_app.queries.community import SORTS, CommunityPage, community_page
from leadx_app.queries.community_filters import NONE, CommunityFilters
from leadx_app.queries.lead_filters import Status
from leadx_app.queries.lead_order import Sort
from tests.cast import NOW, Cast, a_lead, organization_of, stages
from tests.support.statements import plan_of, statements_of

DAY = timedelta(days=1)
TODAY = NOW.date()


def page(session: Session, actor: Actor, **filters: Any) -> CommunityPage:
    return community_page(session, actor, CommunityFilters(**filters), now=NOW)


def choice(session: Session, actor: Actor, table: type) -> Any:
    return session.scalars(
        sa.select(table.id).where(table.tenant_id == actor.tenant_id).order_by(table.position)
    ).first()


def spread(session: Session, actor: Actor, count: int, *, every: int) -> None:
    """Leads over stages and outcomes, the latest changed first; every so-manyth has what is asked for."""
    lead = a_lead(session, actor)
    row = {column.name: getattr(lead, column.name) for column in Lead.__table__.columns}
    journey = [stage.id for stage in stages(session, actor)]
    source, category = (choice(session, actor, table) for table in (Source, Category))
    reason = choice(session, actor, LostReason)
    rows = []
    for number in range(count):
        outcome, has = list(SubStage)[number % 7 % 4], number % every == every - 1
        ended = NOW - (3 * DAY if has else 30 * DAY)
        rows.append(
            row
            | {
                "id": new_id(),
                "draft_id": None,
                "title": f"Lead {number}",
                "stage_id": journey[number % len(journey)],
                "sub_stage": outcome,
                "updated_at": NOW - number * timedelta(minutes=1),
                "created_at": NOW - 60 * DAY + number * timedelta(minutes=1),
                "base_value": None if number % 9 == 0 else Decimal(number),
                "source_id": source if has else None,
                "category_id": category if has else None,
                "lost_reason_id": reason if outcome == SubStage.CLOSED and has else None,
                "stage_entered_at": NOW - (3 * DAY if has else 30 * DAY),
                "ended_at": ended if outcome in (SubStage.WON, SubStage.CLOSED) else None,
                "expected_closing_on": date(2026, 4, 2) if has else date(2027, 4, 2) if number % 2 else None,
            }
        )
    session.execute(sa.insert(Lead), rows)


def asked(session: Session, actor: Actor) -> dict[str, tuple[dict[str, Any], Callable[[Lead], bool]]]:
    """Filters by the index that finds them, each with what it means for one lead."""
    source, category = (choice(session, actor, table) for table in (Source, Category))
    reason = choice(session, actor, LostReason)
    since = NOW - 4 * DAY
    days = {"ended_from": TODAY - 4 * DAY, "ended_to": TODAY}
    return {
        "source_id": ({"source_id": source}, lambda lead: lead.source_id == source),
        "category_id": ({"category_id": category}, lambda lead: lead.category_id == category),
        "lost_reason_id": ({"lost_reason_id": reason}, lambda lead: lead.lost_reason_id == reason),
        "ended_at": (days, lambda lead: lead.ended_at is not None and lead.ended_at > since),
        "stage_entered_at": ({"entered_from": TODAY - 4 * DAY}, lambda lead: lead.stage_entered_at > since),
        "expected_closing_on": (
            {"closing_from": date(2026, 4, 1), "closing_to": date(2026, 4, 30)},
            lambda lead: lead.expected_closing_on == date(2026, 4, 2),
        ),
    }


def without(session: Session) -> dict[str, tuple[dict[str, Any], Callable[[Lead], bool]]]:
    """Filters for leads that have nothing there."""
    return {
        "source_id": ({"source_id": NONE}, lambda lead: lead.source_id is None),
        "lost_reason_id": (
            {"lost_reason_id": NONE, "status": Status.CLOSED},
            lambda lead: lead.sub_stage == SubStage.CLOSED and lead.lost_reason_id is None,
        ),
        "expected_closing_on": ({"is_undated": True}, lambda lead: lead.expected_closing_on is None),
    }


@pytest.mark.parametrize("lengths", [(1_000, 1_000, 1_000), (4, 1_000, 1_000), (4, 1, 7)])
def test_every_page_together_is_what_each_lead_says(session: Session, cast: Cast, monkeypatch, lengths):
    """By a walk, by the index, and by walks that go on."""
    organization_of(session, cast.child_manager).time_zone = "America/New_York"
    session.flush()
    for actor in (cast.professional, cast.child_professional):
        spread(session, actor, 40, every=6)
    for name, length in zip(("WALKED", "FEW", "SEARCHED"), lengths, strict=True):
        monkeypatch.setattr(community_leads, name, length)
    mine = sa.select(Lead).where(Lead.tenant_id == cast.manager.tenant_id)
    leads = session.scalars(mine).all()
    cases = [*asked(session, cast.manager).values(), *without(session).values()]
    whole = cast.manager.organization_ids
    for (filters, holds), (sort, here) in product(
        cases, ((Sort.UPDATED, whole), (Sort.VALUE, {cast.basic.organization_id}))
    ):
        where = {} if here == whole else {"organization_id": cast.basic.organization_id}
        found, cursor = [], None
        for _ in range(200):
            shown = page(session, cast.manager, **filters, **where, sort=sort, cursor=cursor, limit=5)
            found += [row.id for row in shown.rows]
            if (cursor := shown.next_cursor) is None:
                break
        expected = {lead.id for lead in leads if holds(lead) and lead.organization_id in here}
        assert len(found) == len(set(found))
        assert set(found) == expected, (filters, sort)
        assert expected, filters


def test_what_few_leads_have_is_found_by_its_own_index(session: Session, cast: Cast):
    """No look at every lead, whatever is asked, for one organization and for all of the tenant, in any order."""
    for actor in (cast.professional, cast.child_professional):
        spread(session, actor, 4_000, every=1_237)
    if session.get_bind().dialect.name == "postgresql":
        session.connection().exec_driver_sql("ANALYZE leads")
    cases = asked(session, cast.manager).items()
    for (column, (filters, _)), (actor, scope) in product(
        cases, ((cast.basic, "organization"), (cast.manager, "tenant"))
    ):
        sort = SORTS[len(column) % len(SORTS)]
        with statements_of(session.get_bind().engine) as statements:
            rows = page(session, actor, **filters, sort=sort).rows
        assert 0 < len(rows) <= 8, filters
        assert len(statements) <= 6, filters
        sent = [(text, values) for text, values in statements.sent if "FROM leads" in text]
        plan = [line for text, values in sent for line in plan_of(session, text, values)]
        used = {word.strip("()") for line in plan for word in line.split() if word.startswith("ix_leads_")}
        assert f"ix_leads_by_{column}" in used, (filters, scope, "\n".join(plan))
        assert not any("Seq Scan on leads" in line or "SCAN leads" in line for line in plan), "\n".join(plan)

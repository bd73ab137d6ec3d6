"""Rewards as each role sees it, with numbers worked out by hand."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from leadx_app.domain.errors import Invalid, NotFound, NotPermitted
from leadx_app.domain.leads.close import reopen
from leadx_app.domain.metrics.spans import Period, Span, period_of
from leadx_app.domain.permissions import Actor
from leadx_app.domain.rewards import hide
from leadx_app.models import new_id
from leadx_app.queries.point_lines import PointLines, point_lines
from leadx_app.queries.rewards import (
    RewardFigures,
    RewardFilters,
    Rewards,
    exported_rewards,
    rewards,
)
from tests.cast import (
    NOW,
    Cast,
    a_lead,
    a_parked_lead,
    a_won_lead,
    an_assigned_lead,
    organization_of,
)
from tests.support.statements import statements_of

FEBRUARY = datetime(2026, 2, 10, 12, tzinfo=UTC)
MARCH = Period(Span.MONTH, date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture
def month(session: Session, cast: Cast) -> None:
    """March: Basic finds one that is shaken hands on, Professional wins two and loses the win of one of them."""
    an_assigned_lead(session, cast.basic, cast.manager, cast.professional, value="70")
    a_won_lead(session, cast.professional, value="1000.50")
    lead = a_won_lead(session, cast.professional, value="400")
    reopen(session, cast.manager, lead.id, "Too early", now=NOW + timedelta(hours=1))
    a_won_lead(session, cast.professional, value="100", now=FEBRUARY)
    a_parked_lead(session, cast.manager, value="9")
    a_lead(session, cast.lite)


def page(session: Session, actor: Actor, **filters: object) -> Rewards:
    return rewards(session, actor, RewardFilters(**filters), now=NOW)


def lines(session: Session, actor: Actor, user_id: UUID, organization_id: UUID, **more: Any) -> PointLines:
    return point_lines(session, actor, user_id, RewardFilters(organization_id), now=NOW, **more)


def names(cards: list) -> list[tuple]:
    return [(card.name, card.leads, card.won, card.points) for card in cards]


@pytest.mark.usefixtures("month")
def test_a_month_by_hand(session, cast):
    found = page(session, cast.basic)
    # Professional: 2 made (20), 2 won (100), 1 taken back (−50). Basic: made 10 + handshake 20.
    assert [(card.user_id, card.leads, card.won, card.points, card.place) for card in found.top] == [
        (cast.professional.user_id, 2, 1, 70, 1),
        (cast.basic.user_id, 1, 0, 30, 2),
        *[(one.user_id, 1, 0, 10, 3) for one in sorted((cast.lite, cast.manager), key=lambda one: one.name)],
    ]
    assert (found.own.points, found.own.place) == (30, 2)
    # Leads: 5 made, 1 of them parked. Revenue: 1000.50 alone, for the other was reopened. One month has begun.
    people = found.figures.employees
    assert found.figures == RewardFigures(people, 4, Decimal("1000.50"), Decimal("1000.50"), "NOK")
    assert people == len([one for one in cast.everybody().values() if one.organization_id == found.organization_id])
    assert found.period == MARCH


@pytest.mark.usefixtures("month")
def test_quarter_and_year_add_months_up(session, cast):
    for span in (Span.QUARTER, Span.YEAR):
        found = page(session, cast.professional, span=span)
        assert (found.own.leads, found.own.won, found.own.points) == (3, 2, 130)
        assert found.figures.revenue == Decimal("1100.50")
        assert found.figures.revenue_per_month == Decimal("366.83")  # Three months have begun.
    february = page(session, cast.professional, day=FEBRUARY.date())
    assert (february.own.points, february.is_current) == (60, False)


def test_periods_are_those_of_the_financial_year():
    def around(start: int, span: Span, day: date) -> tuple[date, date]:
        period = period_of(SimpleNamespace(financial_year_start_month=start), span, day)
        return period.first, period.last

    assert around(1, Span.QUARTER, date(2026, 3, 31)) == (date(2026, 1, 1), date(2026, 3, 31))
    assert around(2, Span.QUARTER, date(2026, 1, 31)) == (date(2025, 11, 1), date(2026, 1, 31))
    assert around(7, Span.YEAR, date(2026, 6, 30)) == (date(2025, 7, 1), date(2026, 6, 30))
    assert around(7, Span.YEAR, date(2026, 7, 1)) == (date(2026, 7, 1), date(2027, 6, 30))
    assert around(3, Span.MONTH, date(2024, 2, 29)) == (date(2024, 2, 1), date(2024, 2, 29))


@pytest.mark.usefixtures("month")
def test_lite_sees_the_own_card_and_nothing_else(session, cast):
    found = page(session, cast.lite)
    assert (found.own.points, found.own.place) == (10, None)
    assert (found.figures, found.top, found.cards, len(found.organizations)) == (None, [], [], 1)


@pytest.mark.usefixtures("month")
def test_only_leaders_see_everybody(session, cast):
    for actor in (cast.basic, cast.professional):
        assert page(session, actor).cards == []
        with pytest.raises(NotPermitted):
            list(exported_rewards(session, actor, RewardFilters(), now=NOW))
    for actor in (cast.manager, cast.admin):
        cards = page(session, actor).cards
        assert names(cards)[0] == (cast.professional.name, 2, 1, 70)
        assert len(cards) == page(session, actor).figures.employees
        assert [card for chunk in exported_rewards(session, actor, RewardFilters(), now=NOW) for card in chunk] == cards
        pages = [page(session, actor, limit=2, after=after).cards for after in range(0, len(cards), 2)]
        assert [card for chunk in pages for card in chunk] == cards


@pytest.mark.usefixtures("month")
def test_who_hides_takes_no_place_but_keeps_the_own_card(session, cast):
    hide(session, cast.professional, True, now=NOW)
    found = page(session, cast.basic)
    assert next(card.name for card in found.top) == cast.basic.name
    assert (found.own.place, found.is_hidden) == (1, False)
    mine = page(session, cast.professional)
    assert (mine.own.points, mine.own.place, mine.is_hidden) == (70, None, True)
    assert cast.professional.name not in [card.name for card in mine.top]
    assert cast.professional.name in [card.name for card in page(session, cast.manager).cards]


def test_nobody_without_points_stands_on_the_leaderboard(session, cast):
    found = page(session, cast.basic)
    assert (found.top, found.own.points, found.own.place) == ([], 0, None)


@pytest.mark.usefixtures("month")
def test_organizations_stay_apart(session, cast):
    a_won_lead(session, cast.child_professional)
    a_won_lead(session, cast.stranger_manager)
    child = cast.child_professional.organization_id
    assert names(page(session, cast.manager, organization_id=child).top) == [(cast.child_professional.name, 1, 1, 60)]
    assert page(session, cast.manager, organization_id=child).own is None
    assert names(page(session, cast.child_basic).top) == [(cast.child_professional.name, 1, 1, 60)]
    for actor in (cast.basic, cast.child_manager, cast.child_basic, cast.manager, cast.admin):
        other = cast.stranger_manager if actor in (cast.manager, cast.admin) else cast.sibling_manager
        for organization_id in (other.organization_id, new_id()):
            with pytest.raises(NotFound):
                page(session, actor, organization_id=organization_id)


@pytest.mark.usefixtures("month")
def test_the_page_costs_few_statements_however_much_there_is(session, cast):
    for _ in range(5):
        a_won_lead(session, cast.professional)
    session.flush()
    page(session, cast.manager)
    session.expire_all()
    with statements_of(session.get_bind().engine) as sent:
        page(session, cast.manager)
    assert len(sent) <= 5


@pytest.mark.usefixtures("month")
def test_why_these_points_line_by_line(session, cast):
    here = cast.professional.organization_id
    found = lines(session, cast.professional, cast.professional.user_id, here)
    assert next(line.points for line in found.rows) == -50
    assert sum(line.points for line in found.rows) == 70
    assert sum(line.is_reversal for line in found.rows) == 1
    assert all(line.title and line.rule_version == 1 for line in found.rows)
    rows, cursor = [], None
    while True:
        part = lines(session, cast.manager, cast.professional.user_id, here, cursor=cursor, limit=2)
        rows += part.rows
        cursor = part.next_cursor
        if cursor is None:
            break
    assert rows == found.rows


@pytest.mark.usefixtures("month")
def test_nobody_reads_other_peoples_lines_but_leaders(session, cast):
    here = cast.basic.organization_id
    for actor in (cast.lite, cast.basic, cast.professional):
        with pytest.raises(NotPermitted):
            lines(session, actor, cast.manager.user_id, here)
    for person, where in (
        (cast.stranger_basic.user_id, here),
        (new_id(), here),
        (cast.stranger_basic.user_id, cast.stranger_basic.organization_id),
    ):
        with pytest.raises(NotFound):
            lines(session, cast.manager, person, where)
    for cursor in ("x", "é", "bnVsbA==", "WzFd"):
        with pytest.raises(Invalid):
            lines(session, cast.basic, cast.basic.user_id, here, cursor=cursor)


def test_a_lead_that_is_not_mine_to_open_keeps_its_title_to_itself(session, cast):
    lead = a_won_lead(session, cast.professional)
    reopen(session, cast.manager, lead.id, "Too early", now=NOW)
    lead.owner_id = cast.other_professional.user_id
    lead.creator_id = cast.manager.user_id
    session.flush()
    here = organization_of(session, cast.professional).id
    found = lines(session, cast.professional, cast.professional.user_id, here)
    assert {(line.title, line.lead_id) for line in found.rows} == {(None, None)}

"""Badges: worked out by hand from months, and from a ledger that people made."""

from datetime import UTC, date, datetime, timedelta

import pytest

from leadx_app.domain import points
from leadx_app.domain.errors import NotFound, NotPermitted
from leadx_app.domain.goals import GoalDraft, set_goal
from leadx_app.domain.leads.close import close_won, reopen
from leadx_app.domain.metrics.badges import BadgeKind, MonthOfPoints, NextBadge, badges_of, next_badge
from leadx_app.domain.rewards import PointsDraft, set_points
from leadx_app.models import new_id
from leadx_app.queries.badges import person_badges
from leadx_app.queries.reward_page import reward_page
from leadx_app.queries.rewards import RewardFilters
from tests.cast import NOW, a_lead, a_won_lead, an_accepted_lead
from tests.support.statements import statements_of

TODAY = date(2026, 12, 24)


def months(*counts: tuple[int, int, int, int, int]) -> list[MonthOfPoints]:
    """Month of 2026, leads, handshakes, won, points."""
    return [MonthOfPoints(date(2026, month, 1), *facts) for month, *facts in counts]


def found(*counts: tuple[int, int, int, int, int]) -> list[tuple[str, int, int]]:
    return [(one.kind.value, one.number, one.month.month) for one in badges_of(months(*counts), TODAY)]


def mine(session, actor, now: datetime = NOW) -> list[tuple[str, int, str]]:
    rows = person_badges(session, actor, actor.user_id, now=now).rows
    return [(row.kind.value, row.number, str(row.day or row.month)) for row in rows]


def test_counts_earn_their_steps_in_the_month_that_reaches_them():
    assert found((1, 1, 0, 0, 10), (3, 9, 1, 0, 110), (4, 40, 0, 10, 900)) == [
        ("leads", 1, 1),
        ("leads", 10, 3),
        ("leads", 50, 4),
        ("handshakes", 1, 3),
        ("won", 1, 4),
        ("won", 10, 4),
        ("best_month", 900, 4),
    ]
    assert found() == found((5, 0, 0, 0, 0)) == []


def test_what_is_taken_back_takes_its_badge_along_and_can_earn_it_again():
    assert found((1, 10, 0, 1, 150), (2, -1, 0, -1, -60)) == [("leads", 1, 1)]
    again = found((1, 10, 0, 1, 150), (2, -1, 0, -1, -60), (6, 1, 0, 1, 60))
    assert again == [("leads", 1, 1), ("leads", 10, 6), ("won", 1, 6)]


def test_months_in_a_row_are_those_with_new_leads():
    row = [(month, 1, 0, 0, 10) for month in (1, 2, 4, 5, 6, 7, 8, 9)]
    assert [one for one in found(*row) if one[0] == "streak"] == [("streak", 3, 6), ("streak", 6, 9)]
    broken = [(month, 0 if month == 5 else 1, 0, 0, 10) for month in (4, 5, 6, 7)]
    assert [one for one in found(*broken) if one[0] == "streak"] == []
    over_new_year = [MonthOfPoints(day, 1, 0, 0, 1) for day in (date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1))]
    assert BadgeKind.STREAK in [one.kind for one in badges_of(over_new_year, TODAY)]


def test_the_best_month_is_over_and_had_others_to_beat():
    best = found((1, 1, 0, 0, 30), (2, 1, 0, 0, 30), (3, 1, 0, 0, 10), (12, 5, 0, 0, 99))
    assert best[-1] == ("best_month", 30, 1)
    assert "best_month" not in [kind for kind, _, _ in found((1, 1, 0, 0, 30), (2, 1, 0, 0, 30), (12, 5, 0, 0, 99))]


def test_the_next_badge_is_the_nearest_one():
    assert next_badge(months((1, 8, 1, 0, 100))) == NextBadge(BadgeKind.LEADS, 10, 8)
    assert next_badge(months((1, 10, 9, 0, 100))) == NextBadge(BadgeKind.HANDSHAKES, 10, 9)
    assert next_badge([]) == NextBadge(BadgeKind.LEADS, 1, 0)
    assert next_badge(months((1, 9_999, 999, 999, 1))) is None


def test_a_ledgers_badges_carry_the_day_and_go_with_the_facts(session, cast):
    an_accepted_lead(session, cast.basic, cast.manager)
    assert mine(session, cast.basic) == [("leads", 1, "2026-03-02"), ("handshakes", 1, "2026-03-02")]
    lead = a_won_lead(session, cast.professional, now=datetime(2026, 1, 31, 23, 0, tzinfo=UTC))
    assert mine(session, cast.professional) == [("leads", 1, "2026-02-01"), ("won", 1, "2026-02-01")]
    reopen(session, cast.manager, lead.id, "Too early", now=datetime(2026, 2, 1, 12, tzinfo=UTC))
    assert mine(session, cast.professional) == [("leads", 1, "2026-02-01")]
    close_won(session, cast.professional, lead.id, now=NOW)
    assert mine(session, cast.professional) == [("leads", 1, "2026-02-01"), ("won", 1, "2026-03-02")]
    points.end(session, [lead], now=NOW + timedelta(hours=1))
    assert mine(session, cast.professional) == []


def test_the_tenth_lead_counts_on_its_own_day(session, cast):
    for day in range(12):
        a_lead(session, cast.basic, now=NOW + timedelta(days=day))
    assert mine(session, cast.basic, NOW + timedelta(days=20)) == [
        ("leads", 1, "2026-03-02"),
        ("leads", 10, "2026-03-11"),
    ]


def test_no_worth_of_points_takes_a_badge_away(session, cast):
    a_won_lead(session, cast.professional)
    before = mine(session, cast.professional)
    nothing = PointsDraft(version=1, created=0, handshake=0, won=0)
    set_points(session, cast.admin, cast.admin.organization_id, nothing, now=NOW)
    assert mine(session, cast.professional) == before
    a_lead(session, cast.other_professional)
    assert mine(session, cast.other_professional) == [("leads", 1, "2026-03-02")]


def test_badges_are_seen_by_their_owner_and_by_leaders(session, cast):
    a_lead(session, cast.professional)
    whose = cast.professional.user_id
    for actor in (cast.manager, cast.admin):
        assert len(person_badges(session, actor, whose, now=NOW).rows) == 1
    for actor in (cast.lite, cast.basic, cast.other_professional):
        with pytest.raises(NotPermitted):
            person_badges(session, actor, whose, now=NOW)
    for person in (cast.stranger_basic.user_id, cast.child_basic.user_id, new_id()):
        with pytest.raises(NotFound):
            person_badges(session, cast.manager, person, now=NOW)
    with pytest.raises(NotFound):
        person_badges(session, cast.lite, cast.lite.user_id, cast.child_basic.organization_id, now=NOW)


def test_the_whole_page_costs_seven_statements_beside_who_asks(session, cast):
    for actor in (cast.professional, cast.manager, cast.manager):
        a_won_lead(session, actor)
    set_goal(session, cast.manager, GoalDraft(measure="won", target="3"), now=NOW)
    session.flush()
    reward_page(session, cast.manager, RewardFilters(), now=NOW)
    session.expire_all()
    with statements_of(session.get_bind().engine) as sent:
        page = reward_page(session, cast.manager, RewardFilters(), now=NOW)
    assert len(sent) <= 7
    assert [len(page.badges[card.user_id].rows) for card in page.rewards.cards[:3]] == [2, 2, 0]
    mine, theirs = (page.badges[actor.user_id].rows[0].day for actor in (cast.manager, cast.professional))
    assert (mine, theirs) == (date(2026, 3, 2), None)
    only_own = reward_page(session, cast.lite, RewardFilters(), now=NOW)
    assert list(only_own.badges) == [cast.lite.user_id]

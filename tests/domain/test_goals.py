"""Goals: who sets them, what they count by hand, and that reaching one is told once."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, select

from leadx_app.domain.errors import Conflict, Invalid, InvalidDraft, NotFound, NotPermitted
from leadx_app.domain.goals import (
    MOST_GOALS,
    GoalDraft,
    flag_reached,
    goal_words,
    is_due,
    open_goals,
    remove_goal,
    restore_goal,
    set_goal,
)
from leadx_app.domain.leads.close import close_won, park, reopen
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.metrics.kept import settle
from leadx_app.domain.metrics.spans import Span
from leadx_app.domain.permissions import Actor
from leadx_app.models import Event, Goal, new_id
from leadx_app.queries.goals import GoalRow, goal_choices, goals
from leadx_app.queries.rewards import RewardFilters
from tests.cast import NOW, a_lead, a_won_lead, an_accepted_lead, an_assigned_lead
from tests.support.figures import wrong
from tests.support.statements import statements_of

HOUR = timedelta(hours=1)
LAST_YEAR = datetime(2025, 12, 31, 12, tzinfo=UTC)


def a_goal(session: Session, actor: Actor, measure: str = "leads", target: object = "2", **fields: Any) -> UUID:
    said = {"measure": measure, "target": target, **fields}
    return set_goal(session, actor, parse_draft(GoalDraft, said), now=fields.pop("now", NOW))


def shown(session: Session, actor: Actor, now: datetime = NOW, **filters: Any) -> list[GoalRow]:
    return goals(session, actor, RewardFilters(**filters), now=now).rows


def done(session: Session, actor: Actor, **filters: Any) -> dict[UUID, Decimal]:
    return {row.id: row.done for row in shown(session, actor, **filters)}


def told(session: Session) -> list[str]:
    kinds = select(Event).where(Event.kind == "goal.reached").order_by(Event.id)
    return [event.payload["goal"] for event in session.exec(kinds)]


def test_an_organizations_goals_count_its_key_figures(session, cast):
    found = {measure: a_goal(session, cast.manager, measure, "1000") for measure in ("leads", "handshakes", "won")}
    revenue = a_goal(session, cast.manager, "revenue", "5 000,50", span="year")
    points = a_goal(session, cast.manager, "points", "1000")
    an_assigned_lead(session, cast.basic, cast.manager, cast.professional)
    a_won_lead(session, cast.professional, value="1000.50")
    a_won_lead(session, cast.manager, value="10", currency="EUR", now=datetime(2026, 1, 1, tzinfo=UTC))
    a_won_lead(session, cast.manager, value="7", now=LAST_YEAR)
    parked = a_lead(session, cast.professional)
    park(session, cast.professional, parked.id, now=NOW)
    assert done(session, cast.lite) == {
        found["leads"]: 2,  # The assigned and the won one; the parked one is left out.
        found["handshakes"]: 1,
        found["won"]: 1,
        revenue: Decimal("1115.50"),  # 1000.50 and EUR 10 at 11.50; last year's is not of this year.
        points: 10 + 20 + 10 + 50 + 10,  # The ledger does not mind parking.
    }


def test_a_teams_goals_count_what_its_people_do(session, cast):
    team = [str(cast.basic.user_id), str(cast.professional.user_id)]
    found = {measure: a_goal(session, cast.manager, measure, "1000", people=team) for measure in ("leads", "won")}
    handshakes = a_goal(session, cast.manager, "handshakes", "1000", people=team)
    revenue = a_goal(session, cast.manager, "revenue", "1000", people=team)
    points = a_goal(session, cast.manager, "points", "1000", people=team)
    an_accepted_lead(session, cast.basic, cast.manager)
    a_won_lead(session, cast.professional, value="300")
    a_won_lead(session, cast.other_professional, value="5000")
    taken_back = a_won_lead(session, cast.professional, value="77")
    reopen(session, cast.manager, taken_back.id, "Too early", now=NOW + HOUR)
    assert done(session, cast.basic) == {
        found["leads"]: 3,
        found["won"]: 1,
        handshakes: 1,
        revenue: 300,
        points: 30 + 60 + 60 - 50,
    }
    assert {tuple(row.people) for row in shown(session, cast.lite)} == {
        tuple(sorted(["Bjørn Basic", "Petter Professional"]))
    }


def test_goals_are_read_from_kept_figures_and_from_no_lead(session, cast):
    team = [str(cast.professional.user_id), str(cast.manager.user_id)]
    for people in ([], team):
        for measure in ("leads", "handshakes", "won", "revenue", "points"):
            a_goal(session, cast.manager, measure, "1000", people=people, span="year")
    found_by_one = a_lead(session, cast.manager, owner_id=cast.professional.user_id, value="40")
    close_won(session, cast.professional, found_by_one.id, now=NOW)
    settle(session)
    with statements_of(session.get_bind().engine) as statements:
        rows = shown(session, cast.manager, span=Span.YEAR)
    assert [row.done for row in rows if row.measure == "revenue"] == [40, 40]  # once, though two of the team share it
    assert statements.about("leads") == []
    assert wrong(session, now=NOW) == []


def test_a_goal_begins_and_ends_at_midnight_where_the_organization_is(session, cast):
    one = a_goal(session, cast.manager, "revenue", "1000", people=[str(cast.professional.user_id)])
    whole = a_goal(session, cast.manager, "revenue", "1000")
    for hour, value in (
        (datetime(2026, 2, 28, 22, 59, tzinfo=UTC), "1"),
        (datetime(2026, 2, 28, 23, 0, tzinfo=UTC), "20"),
    ):
        a_won_lead(session, cast.professional, value=value, now=hour)
    a_won_lead(session, cast.professional, value="300", now=datetime(2026, 3, 31, 21, 59, tzinfo=UTC))
    a_won_lead(session, cast.professional, value="4000", now=datetime(2026, 3, 31, 22, 0, tzinfo=UTC))
    assert done(session, cast.basic) == {one: 320, whole: 320}


def test_reaching_a_goal_is_told_once_also_when_it_is_lost_and_won_again(session, cast):
    goal = a_goal(session, cast.manager, "won", "2", name="Vårløftet")
    a_won_lead(session, cast.professional)
    assert not flag_reached(session, goal, now=NOW)
    second = a_won_lead(session, cast.professional)
    assert is_due(session, goal, now=NOW)
    assert [flag_reached(session, goal, now=NOW + HOUR) for _ in range(2)] == [True, False]
    reopen(session, cast.manager, second.id, "Too early", now=NOW + 2 * HOUR)
    row = shown(session, cast.basic)[0]
    assert (row.is_reached, row.reached_at) == (False, NOW + HOUR)
    a_won_lead(session, cast.professional)
    assert shown(session, cast.basic)[0].is_reached
    assert not flag_reached(session, goal, now=NOW + 3 * HOUR)
    assert told(session) == ["Vårløftet"]


def test_a_goal_that_is_reached_already_says_so_at_once(session, cast):
    a_won_lead(session, cast.professional, value="100")
    a_goal(session, cast.manager, "revenue", "99,50")
    assert told(session) == ["99.50 NOK revenue"]
    payload = {"name": "", "measure": "revenue", "target": "1234567.50", "currency": "NOK"}
    assert goal_words(payload, "nb") == "1\u00a0234\u00a0567,50 NOK i omsetning"


def test_the_clock_looks_at_goals_of_now_that_are_not_reached(session, cast):
    now = a_goal(session, cast.manager)
    to_come = a_goal(session, cast.manager, day="2026-06-01")
    removed = a_goal(session, cast.manager)
    remove_goal(session, cast.manager, removed, now=NOW)
    assert set(open_goals(session, now=NOW)) == {now}
    assert set(open_goals(session, now=datetime(2026, 4, 1, 12, tzinfo=UTC))) == {now}
    assert set(open_goals(session, now=datetime(2026, 4, 9, 12, tzinfo=UTC))) == set()
    assert not is_due(session, to_come, now=NOW)
    assert not is_due(session, removed, now=NOW)
    assert not is_due(session, new_id(), now=NOW)


def test_goals_show_with_the_time_that_they_touch(session, cast):
    year = a_goal(session, cast.manager, span="year")
    march, april = a_goal(session, cast.manager), a_goal(session, cast.manager, day="2026-04-10")
    assert [row.id for row in shown(session, cast.basic)] == [march, april, year]
    assert [row.id for row in shown(session, cast.basic, day=date(2026, 2, 1))] == [year]
    later = datetime(2026, 5, 1, 12, tzinfo=UTC)
    found = shown(session, cast.basic, now=later, day=date(2026, 3, 1))
    assert [(row.id, row.is_over) for row in found] == [(march, True), (year, False)]
    assert (found[0].period.span, found[0].period.last) == (Span.MONTH, date(2026, 3, 31))


def test_only_the_organizations_own_managers_set_goals_and_take_them_away(session, cast):
    goal = a_goal(session, cast.child_manager)
    for actor in (cast.lite, cast.basic, cast.professional, cast.admin):
        with pytest.raises(NotPermitted):
            a_goal(session, actor)
        with pytest.raises(NotPermitted):
            goal_choices(session, actor, now=NOW)
    for actor, refusal in (
        (cast.child_professional, NotPermitted),
        (cast.manager, NotPermitted),
        (cast.sibling_manager, NotFound),
        (cast.stranger_manager, NotFound),
    ):
        for act in (remove_goal, restore_goal):
            with pytest.raises(refusal):
                act(session, actor, goal, now=NOW)
    with pytest.raises(NotFound):
        remove_goal(session, cast.manager, new_id(), now=NOW)


def test_goals_are_seen_in_their_organization_and_by_the_parents_leaders(session, cast):
    child = cast.child_basic.organization_id
    goal = a_goal(session, cast.child_manager)
    for actor in (cast.child_basic, cast.manager, cast.admin):
        assert [row.id for row in shown(session, actor, organization_id=child)] == [goal]
    for actor in (cast.basic, cast.sibling_manager, cast.stranger_manager):
        with pytest.raises(NotFound):
            shown(session, actor, organization_id=child)
        assert shown(session, actor) == []
    assert not goals(session, cast.manager, RewardFilters(child), now=NOW).may_set
    assert goals(session, cast.manager, RewardFilters(), now=NOW).may_set


def test_a_goal_is_taken_away_and_brought_back_as_often_as_one_likes(session, cast):
    goal = a_goal(session, cast.manager)
    remove_goal(session, cast.manager, goal, now=NOW)
    assert shown(session, cast.basic) == []
    with pytest.raises(NotFound):
        remove_goal(session, cast.manager, goal, now=NOW)
    for _ in range(2):
        restore_goal(session, cast.other_manager, goal, now=NOW)
    assert [row.id for row in shown(session, cast.basic)] == [goal]


def test_a_draft_makes_one_goal_however_often_it_is_sent(session, cast):
    draft = str(new_id())
    assert a_goal(session, cast.manager, draft_id=draft) == a_goal(session, cast.manager, draft_id=draft)
    assert len(session.exec(select(Goal)).all()) == 1


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("target", {"target": "0"}),
        ("target", {"target": "1.5"}),
        ("target", {"target": "1000000001"}),
        ("day", {"day": "2026-02-28"}),
        ("people", {"people": ["01a207bc-0000-7000-8000-000000000000"]}),
    ],
)
def test_what_makes_no_goal_is_refused_at_its_field(session, cast, field, fields):
    with pytest.raises(Invalid) as refused:
        a_goal(session, cast.manager, **fields)
    assert refused.value.field == field


def test_nonsense_and_people_of_others_make_no_team(session, cast):
    for person in (cast.child_basic, cast.stranger_basic):
        with pytest.raises(Invalid):
            a_goal(session, cast.manager, people=[str(person.user_id)])
    for odd in ({"measure": "luck"}, {"target": "-1"}, {"span": "week"}, {"people": ["x"]}, {"colour": "red"}):
        with pytest.raises(InvalidDraft):
            parse_draft(GoalDraft, {"measure": "leads", "target": "1", **odd})
    assert session.exec(select(Goal)).all() == []


def test_a_new_goal_can_be_of_this_time_or_the_next_and_of_people_who_work_there(session, cast):
    found = goal_choices(session, cast.manager, now=NOW)
    assert [(one.first.isoformat(), one.last.isoformat()) for one in found.periods] == [
        ("2026-03-01", "2026-03-31"),
        ("2026-04-01", "2026-04-30"),
        ("2026-01-01", "2026-03-31"),
        ("2026-04-01", "2026-06-30"),
        ("2026-01-01", "2026-12-31"),
        ("2027-01-01", "2027-12-31"),
    ]
    here = {one.user_id for one in cast.everybody().values() if one.organization_id == cast.manager.organization_id}
    assert {one.id for one in found.people} == here
    assert found.currency == "NOK"


def test_there_is_an_end_to_goals_of_one_time(session, cast):
    for _ in range(MOST_GOALS):
        a_goal(session, cast.manager)
    with pytest.raises(Conflict):
        a_goal(session, cast.manager, span="year")
    a_goal(session, cast.manager, day="2026-04-01")


def test_all_goals_of_a_page_cost_three_statements(session, cast):
    for measure in ("leads", "won", "revenue", "points"):
        a_goal(session, cast.manager, measure, "1000")
        a_goal(session, cast.manager, measure, "1000", people=[str(cast.basic.user_id)])
    a_won_lead(session, cast.professional)
    session.flush()
    shown(session, cast.basic)
    session.expire_all()
    with statements_of(session.get_bind().engine) as sent:
        assert len(shown(session, cast.basic)) == 8
    assert len(sent) <= 3

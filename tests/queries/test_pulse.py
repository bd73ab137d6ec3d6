"""Pulse, worked by hand."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import Invalid, NotFound, NotPermitted
from leadx_app.domain.leads.close import close_won, park, reopen, resume
from leadx_app.domain.leads.handover import assign
from leadx_app.domain.leads.qualify import move_stage
from leadx_app.domain.metrics.periods import Days, Preset
from leadx_app.domain.permissions import Actor
from leadx_app.models import HitRateBasis, StageChange, new_id
from leadx_app.queries.community import CommunityFilters, community_page
from leadx_app.queries.figures import organization_kpis
from leadx_app.queries.lead_filters import Status
from leadx_app.queries.pulse import Pulse, pulse
from leadx_app.queries.pulse_filters import PulseFilters
from tests.cast import (
    NOW,
    a_closed_lead,
    a_lead,
    a_parked_lead,
    a_waiting_lead,
    a_won_lead,
    an_accepted_lead,
    an_assigned_lead,
    organization_of,
    stages,
)
from tests.support.statements import plan_of, statements_of

DAY = timedelta(days=1)
ALL = Preset.ALL


def of(session: Session, actor: Actor, *, now: datetime = NOW, **filters) -> Pulse:
    filters.setdefault("organization_id", actor.organization_id)
    return pulse(session, actor, PulseFilters(**filters), now=now)


def values(found: Pulse) -> tuple:
    return tuple(figure.value for figure in found.figures)


def pairs(found: Pulse) -> list[tuple[int, int]]:
    return [(row.leads, row.before) for row in found.by_stage]


def titles(found: Pulse) -> list[str]:
    return [row.title for row in found.details.rows]


def test_an_organization_without_leads_has_zeros_and_unknowns_and_no_times(session, cast):
    found = of(session, cast.manager)
    assert values(found) == (Decimal("0.00"), 0, None, 0)
    assert (found.velocity.average, found.velocity.won, found.times.moves) == (None, 0, 0)
    assert [month.leads for month in found.months] == [0] * 12
    assert pairs(found) == [(0, 0)] * 4
    assert [row.counts for row in found.ages] == [(0, 0, 0, 0)] * 4
    assert found.details.rows == []


def test_all_time_figures_are_those_of_community(session, cast):
    an_accepted_lead(session, cast.basic, cast.manager, value="7", now=NOW - 400 * DAY)
    a_won_lead(session, cast.professional, value="10", currency="EUR", now=NOW - 90 * DAY)
    reopened = a_won_lead(session, cast.manager, value="500")
    reopen(session, cast.manager, reopened.id, "Too early", now=NOW)
    a_parked_lead(session, cast.professional, value="9999")
    a_closed_lead(session, cast.professional)
    a_won_lead(session, cast.child_professional, value="3")
    for asked in (cast.manager.organization_id, cast.child_manager.organization_id, None):
        theirs = organization_kpis(session, cast.manager, {asked} if asked else cast.manager.organization_ids, now=NOW)
        found = of(session, cast.manager, organization_id=asked, preset=ALL)
        assert values(found) == tuple(figure.value for figure in theirs)
        assert [figure.kpi.label for figure in found.figures] == [figure.label for figure in theirs]
    # Of the parent: 10 EUR · 11.50; accepted, won, reopened and closed ones; 1 of 4 won; 1 handshake.
    assert values(of(session, cast.admin, preset=ALL)) == (Decimal("115.00"), 4, 25.0, 1)


def test_velocity_is_the_average_time_from_made_to_won_of_leads_won_in_the_period(session, cast):
    for made, won in ((10, 0), (25, 5), (70, 40)):  # 10, 20 and 30 days; the last one before the 30 days
        lead = a_lead(session, cast.professional, now=NOW - made * DAY)
        close_won(session, cast.professional, lead.id, now=NOW - won * DAY)
    reopened = a_won_lead(session, cast.manager, now=NOW)
    reopen(session, cast.manager, reopened.id, "Too early", now=NOW)
    a_closed_lead(session, cast.professional)
    found = of(session, cast.manager, preset=Preset.DAYS_30)
    assert (found.velocity.average, found.velocity.won) == (15 * DAY, 2)
    assert (found.velocity_before.average, found.velocity_before.won) == (30 * DAY, 1)
    assert of(session, cast.manager, preset=ALL).velocity.average == 20 * DAY
    assert of(session, cast.manager, preset=ALL, person_id=cast.basic.user_id).velocity.average is None


def test_time_at_a_stage_is_open_time_and_goes_to_the_stage_that_was_left(session, cast):
    new, lead_stage, opportunity, offer = stages(session, cast.professional)
    lead = a_lead(session, cast.professional, now=NOW - 20 * DAY)
    park(session, cast.professional, lead.id, now=NOW - 18 * DAY)
    resume(session, cast.professional, lead.id, now=NOW - 13 * DAY)
    move_stage(session, cast.professional, lead.id, lead_stage.id, now=NOW - 12 * DAY)  # 2 + 1 days open at New
    move_stage(session, cast.professional, lead.id, offer.id, now=NOW - 8 * DAY)  # 4 at Lead
    close_won(session, cast.professional, lead.id, now=NOW - 6 * DAY)  # 2 at Offer
    other = a_lead(session, cast.manager, now=NOW - 10 * DAY)
    move_stage(session, cast.manager, other.id, lead_stage.id, now=NOW - 9 * DAY)  # 1 at New
    parked = a_lead(session, cast.manager, now=NOW - 10 * DAY)
    move_stage(session, cast.manager, parked.id, lead_stage.id, now=NOW - 3 * DAY)
    park(session, cast.manager, parked.id, now=NOW)
    times = of(session, cast.manager, preset=ALL).times
    assert {one: (spent.average, spent.moves) for one, spent in times.at.items()} == {
        new.id: (2 * DAY, 2),
        lead_stage.id: (4 * DAY, 1),
        offer.id: (2 * DAY, 1),
    }
    assert {pair: spent.average for pair, spent in times.between.items()} == {
        (new.id, lead_stage.id): 2 * DAY,
        (lead_stage.id, offer.id): 4 * DAY,
        (offer.id, None): 2 * DAY,
    }
    assert (times.moves, times.is_all) == (4, True)
    of_manager = of(session, cast.manager, preset=ALL, person_id=cast.manager.user_id).times
    assert of_manager.at[new.id].average == DAY
    assert set(of(session, cast.manager, preset=Preset.DAYS_7).times.at) == {offer.id}
    assert opportunity.id not in times.at


def test_a_win_that_was_taken_back_is_no_move(session, cast):
    lead = a_lead(session, cast.manager, now=NOW - 5 * DAY)
    close_won(session, cast.manager, lead.id, now=NOW - DAY)
    reopen(session, cast.manager, lead.id, "Too early", now=NOW - DAY / 2)
    assert of(session, cast.manager).times.moves == 0
    close_won(session, cast.manager, lead.id, now=NOW)
    times = of(session, cast.manager).times
    assert [(spent.average, spent.moves) for spent in times.at.values()] == [(4.5 * DAY, 1)]


def test_months_are_those_of_the_financial_year_on_the_organizations_clock(session, cast):
    organization_of(session, cast.manager).financial_year_start_month = 7
    session.flush()
    a_won_lead(session, cast.professional, value="10", now=datetime(2025, 6, 30, 21, 59, tzinfo=UTC))  # 30 June, 23:59
    a_won_lead(session, cast.professional, value="20", now=datetime(2025, 6, 30, 22, 0, tzinfo=UTC))  # 1 July, 00:00
    made = a_lead(session, cast.professional, value="5", currency="EUR", now=datetime(2026, 1, 31, 22, 59, tzinfo=UTC))
    close_won(session, cast.professional, made.id, now=datetime(2026, 1, 31, 23, 0, tzinfo=UTC))  # 1 February
    a_lead(session, cast.professional, now=datetime(2026, 2, 10, 12, 0, tzinfo=UTC))
    found = of(session, cast.manager)
    assert (found.year, found.start_month, found.months[0].days) == (2025, 7, Days(date(2025, 7, 1), date(2025, 7, 31)))
    by_month = {month.days.first.month: (month.leads, month.revenue, month.hit_rate) for month in found.months}
    assert by_month[7] == (1, Decimal("20.00"), 100.0)
    assert by_month[1] == (1, Decimal("0.00"), 100.0)  # made in January, won since
    assert by_month[2] == (1, Decimal("57.50"), 0.0)  # 5 · 11.50
    assert by_month[3] == (0, Decimal("0.00"), None)
    assert values(found)[:2] == (Decimal("77.50"), 3)
    before = of(session, cast.manager, year=2024)
    assert (before.months[-1].leads, before.months[-1].revenue) == (1, Decimal("10.00"))
    assert values(before)[:2] == (Decimal("10.00"), 1)
    assert found.years == [2025, 2024, 2023, 2022, 2021]


def test_a_running_year_is_compared_with_the_same_days_a_year_earlier(session, cast):
    for day in (date(2025, 1, 1), date(2025, 3, 2), date(2025, 3, 3), date(2026, 1, 1)):
        a_lead(session, cast.professional, now=datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    found = of(session, cast.manager)  # it is 2 March 2026
    assert found.before == Days(date(2025, 1, 1), date(2025, 3, 2))
    assert (found.figures[1].value, found.figures[1].before) == (1, 2)
    assert of(session, cast.manager, year=2025).before == Days(date(2024, 1, 1), date(2024, 12, 31))


def test_leads_per_stage_stand_against_the_period_before(session, cast):
    lead_stage = stages(session, cast.professional)[1]
    for days in (0, 6, 7, 13, 14):
        a_lead(session, cast.professional, now=NOW - days * DAY)
    moved = a_lead(session, cast.professional, now=NOW - 8 * DAY)
    move_stage(session, cast.professional, moved.id, lead_stage.id, now=NOW)
    a_parked_lead(session, cast.professional)
    assert pairs(of(session, cast.manager, compared=7)) == [(2, 2), (0, 1), (0, 0), (0, 0)]
    assert pairs(of(session, cast.manager, compared=30)) == [(5, 0), (1, 0), (0, 0), (0, 0)]
    assert pairs(of(session, cast.manager, compared=7, person_id=cast.manager.user_id)) == [(0, 0)] * 4
    with pytest.raises(Invalid):
        of(session, cast.manager, compared=8)


def test_ages_count_open_leads_by_whole_days_at_their_stage(session, cast):
    new, lead_stage = stages(session, cast.professional)[:2]
    for days in (0, 7, 8, 30, 31, 90, 91, 400):
        a_lead(session, cast.professional, now=NOW - days * DAY)
    moved = a_lead(session, cast.professional, now=NOW - 200 * DAY)
    move_stage(session, cast.professional, moved.id, lead_stage.id, now=NOW - 9 * DAY)
    a_won_lead(session, cast.professional)
    a_closed_lead(session, cast.professional)
    lead = a_parked_lead(session, cast.professional, now=NOW - 40 * DAY)
    found = of(session, cast.manager)
    assert [row.counts for row in found.ages] == [(2, 2, 2, 2), (0, 1, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0)]
    resume(session, cast.professional, lead.id, now=NOW)
    [only] = of(session, cast.manager, stage_id=new.id).ages
    assert (only.stage.id, only.counts) == (new.id, (2, 2, 3, 2))


def test_a_person_has_what_they_created_or_own_and_a_lead_given_on_changes_hands(session, cast):
    lead = an_assigned_lead(session, cast.basic, cast.manager, cast.professional, value="80")
    close_won(session, cast.professional, lead.id, now=NOW)
    given = a_lead(session, cast.manager, title="Given on")
    assign(session, cast.manager, given.id, cast.other_professional.user_id, now=NOW)
    for person in (cast.basic, cast.professional):
        assert values(of(session, cast.admin, person_id=person.user_id)) == (Decimal("80.00"), 1, 100.0, 1)
    assert titles(of(session, cast.admin, person_id=cast.other_professional.user_id)) == ["Given on"]
    assert titles(of(session, cast.admin, person_id=cast.other_basic.user_id)) == []


def test_details_are_exactly_the_leads_that_the_figure_counts_and_go_on_page_by_page(session, cast):
    for number in range(27):
        a_lead(session, cast.professional, title=f"Lead {number:02}", now=NOW - number * DAY / 2)
    a_parked_lead(session, cast.professional, title="Parked")
    a_lead(session, cast.professional, title="Old", now=NOW - 31 * DAY)
    first = of(session, cast.manager, preset=Preset.DAYS_30)
    assert (first.figures[1].value, len(titles(first)), first.details.previous_cursor) == (27, 25, None)
    second = of(session, cast.manager, preset=Preset.DAYS_30, cursor=first.details.next_cursor)
    assert titles(first) + titles(second) == [f"Lead {number:02}" for number in range(27)]
    back = of(session, cast.manager, preset=Preset.DAYS_30, before=second.details.previous_cursor)
    assert titles(back) == titles(first)
    march = CommunityFilters(
        status=Status.COUNTED, made_from=date(2026, 3, 1), made_to=date(2026, 3, 1), person_id=cast.professional.user_id
    )
    rows = community_page(session, cast.manager, march, now=NOW).rows
    assert {row.title for row in rows} == {"Lead 01", "Lead 02"}


def test_days_of_ones_own_may_be_chosen_in_any_order(session, cast):
    for day in (1, 2, 10, 11):
        a_lead(session, cast.professional, now=datetime(2026, 1, day, 12, tzinfo=UTC))
    ends = {"first": date(2026, 1, 10), "last": date(2026, 1, 2)}
    found = of(session, cast.manager, preset=Preset.CUSTOM, **ends)
    assert (found.days, found.figures[1].value) == (Days(date(2026, 1, 2), date(2026, 1, 10)), 2)
    assert (found.before, found.figures[1].before) == (Days(date(2025, 12, 24), date(2026, 1, 1)), 1)


def test_the_hit_rate_is_the_one_that_the_organization_chose(session, cast):
    organization_of(session, cast.manager).hit_rate_basis = HitRateBasis.CLOSED_LEADS
    session.flush()
    a_lead(session, cast.professional)
    a_won_lead(session, cast.professional)
    a_closed_lead(session, cast.professional)
    found = of(session, cast.manager)
    assert (found.figures[2].value, found.months[2].hit_rate) == (50.0, 50.0)
    assert found.hit_rate.formula == "Won leads out of the won and the closed ones."


def test_revenue_without_a_rate_is_unknown_and_the_rest_is_not(session, cast):
    organization_of(session, cast.child_manager).base_currency = "USD"
    session.flush()
    a_won_lead(session, cast.child_professional, value="7")
    found = of(session, cast.manager, organization_id=None)
    assert (values(found), found.months[2].revenue) == ((None, 1, 100.0, 0), None)
    assert values(of(session, cast.manager, organization_id=cast.child_manager.organization_id))[0] == Decimal("7.00")


def test_pulse_is_the_leaders_and_knows_nothing_of_others(session, cast):
    a_waiting_lead(session, cast.basic)
    for actor in (cast.lite, cast.basic, cast.professional, cast.child_professional, cast.stranger_basic):
        with pytest.raises(NotPermitted):
            of(session, actor)
    assert len(of(session, cast.admin, organization_id=None).organizations) == 3
    assert [one.name for one in of(session, cast.child_manager).organizations] == ["Nordlys Service"]
    for asked in (cast.manager.organization_id, cast.sibling_manager.organization_id, new_id()):
        with pytest.raises(NotFound):
            of(session, cast.child_manager, organization_id=asked)
        with pytest.raises(NotFound):
            of(session, cast.stranger_manager, organization_id=asked)
    for person in (cast.stranger_manager.user_id, cast.child_manager.user_id, new_id()):
        with pytest.raises(NotFound):
            of(session, cast.manager, person_id=person)
    with pytest.raises(NotFound):
        of(session, cast.manager, stage_id=stages(session, cast.stranger_manager)[0].id)
    assert {one.name for one in of(session, cast.child_manager).people} == {
        "Bente Service",
        "Maja Service",
        "Per Service",
    }


def test_the_page_costs_eight_statements_at_most_whatever_is_there(session, cast):
    def cost(**filters: object) -> int:
        of(session, cast.manager)
        session.expunge_all()
        with statements_of(session.get_bind()) as statements:
            of(session, cast.manager, **filters)
        return len(statements)

    for _ in range(3):
        a_won_lead(session, cast.professional, value="5")
    assert cost(organization_id=None) == cost(person_id=cast.professional.user_id) == 6
    organization_of(session, cast.child_manager).base_currency = "SEK"
    a_won_lead(session, cast.child_professional, value="5")
    assert cost(organization_id=None) == 6


def test_moves_are_found_without_passing_by_leads_that_never_moved(session, cast):
    lead = a_lead(session, cast.professional)
    move_stage(session, cast.professional, lead.id, stages(session, cast.professional)[1].id, now=NOW)
    idle = a_lead(session, cast.professional)
    session.flush()
    first = session.scalars(sa.select(StageChange).where(StageChange.lead_id == idle.id)).one()
    session.execute(sa.insert(StageChange), [{**first.model_dump(), "id": new_id()} for _ in range(5_000)])
    if session.get_bind().dialect.name == "postgresql":
        session.connection().exec_driver_sql("ANALYZE stage_changes")
    for asked, index in ((cast.manager.organization_id, "moves"), (None, "moves_of_tenant")):
        with statements_of(session.get_bind().engine) as statements:
            assert of(session, cast.manager, organization_id=asked).times.moves == 1
        ((text, values),) = statements.about("stage_changes")
        plan = plan_of(session, text, values)
        assert any(f"ix_stage_changes_{index} " in f"{line} " for line in plan), "\n".join(plan)
        assert not any("Seq Scan on stage_changes" in line or "SCAN stage_changes" in line for line in plan), plan

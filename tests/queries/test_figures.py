"""The four KPIs, worked by hand."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from leadx_app.domain.errors import NotFound, NotPermitted
from leadx_app.domain.leads.close import close_won, park, reopen, resume
from leadx_app.domain.leads.handover import accept_handover, return_to_creator
from leadx_app.domain.leads.qualify import move_stage
from leadx_app.domain.permissions import Actor
from leadx_app.domain.tenants import set_rate
from leadx_app.models import HitRateBasis, SubStage
from leadx_app.queries.figures import KpiFigure, StageCount, organization_counts, organization_kpis, pipeline_kpis
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

DAY = timedelta(days=1)


def kpis(session: Session, actor: Actor, person: Actor | None = None) -> dict[str, KpiFigure]:
    person = person or actor
    figures = pipeline_kpis(session, actor, person.user_id, person.organization_id, now=NOW)
    assert [figure.slug for figure in figures] == ["revenue", "leads_total", "hit_rate", "handshakes"]
    return {figure.slug: figure for figure in figures}


def values(session: Session, actor: Actor, person: Actor | None = None) -> tuple[object, ...]:
    return tuple(figure.value for figure in kpis(session, actor, person).values())


def test_without_leads_counts_are_zero_and_the_hit_rate_is_unknown(session, cast):
    assert values(session, cast.professional) == (Decimal("0.00"), 0, None, 0)


def test_the_four_figures_of_a_small_pipeline(session, cast):
    a_won_lead(session, cast.professional, value="1000.50")
    a_won_lead(session, cast.professional, value="10", currency="EUR")  # 10 · 11.50 = 115.00
    a_won_lead(session, cast.professional)  # no value: counts as a lead, not as revenue
    a_closed_lead(session, cast.professional, value="400")
    a_lead(session, cast.professional, value="5000")
    a_parked_lead(session, cast.professional, value="9999")
    an_assigned_lead(session, cast.basic, cast.manager, cast.professional, value="70")
    # revenue 1000.50 + 115.00; leads 3 won + 1 closed + 2 open; hit rate 3 of 6
    assert values(session, cast.professional) == (Decimal("1115.50"), 6, 50.0, 1)


def test_created_and_owned_leads_count_once_for_the_creator_and_once_for_the_owner(session, cast):
    lead = an_assigned_lead(session, cast.basic, cast.manager, cast.professional, value="80")
    close_won(session, cast.professional, lead.id, now=NOW)
    assert values(session, cast.basic) == values(session, cast.professional) == (Decimal("80.00"), 1, 100.0, 1)
    assert values(session, cast.manager) == (Decimal("0.00"), 0, None, 0)


def test_a_handshake_counts_when_it_is_complete_and_stops_when_the_lead_is_returned(session, cast):
    a_waiting_lead(session, cast.basic)
    assert kpis(session, cast.basic)["handshakes"].value == 0
    lead = an_assigned_lead(session, cast.basic, cast.manager, cast.professional)
    assert kpis(session, cast.professional)["handshakes"].value == 1
    return_to_creator(session, cast.professional, lead.id, "Wrong team", now=NOW)
    assert kpis(session, cast.basic)["handshakes"].value == kpis(session, cast.professional)["handshakes"].value == 0


def test_a_parked_lead_leaves_all_figures_until_it_is_resumed(session, cast):
    lead = a_parked_lead(session, cast.professional, value="10")
    assert values(session, cast.professional) == (Decimal("0.00"), 0, None, 0)
    resume(session, cast.professional, lead.id, now=NOW)
    assert values(session, cast.professional) == (Decimal("0.00"), 1, 0.0, 0)


def test_revenue_keeps_the_rate_of_the_day_it_was_won(session, cast):
    a_won_lead(session, cast.professional, value="10", currency="EUR")
    open_lead = a_lead(session, cast.professional, value="10", currency="EUR")
    set_rate(session, organization_of(session, cast.professional), "EUR", Decimal(12))
    assert kpis(session, cast.professional)["revenue"].value == Decimal("115.00")
    close_won(session, cast.professional, open_lead.id, now=NOW)
    assert kpis(session, cast.professional)["revenue"].value == Decimal("235.00")


def test_reopening_takes_the_revenue_back(session, cast):
    lead = a_won_lead(session, cast.manager, value="10")
    reopen(session, cast.manager, lead.id, "Too early", now=NOW + timedelta(hours=1))
    assert values(session, cast.manager) == (Decimal("0.00"), 1, 0.0, 0)


def test_an_organization_may_count_closed_leads_only(session, cast):
    organization_of(session, cast.professional).hit_rate_basis = HitRateBasis.CLOSED_LEADS
    session.flush()
    a_lead(session, cast.professional)
    assert kpis(session, cast.professional)["hit_rate"].value is None
    for _ in range(2):
        a_won_lead(session, cast.professional)
    a_closed_lead(session, cast.professional)
    figure = kpis(session, cast.professional)["hit_rate"]
    assert (figure.value, figure.formula) == (66.7, "Won leads out of the won and the closed ones.")


def test_percent_is_rounded_half_up_to_one_decimal(session, cast):
    a_won_lead(session, cast.professional)
    for _ in range(15):
        a_lead(session, cast.professional)
    assert kpis(session, cast.professional)["hit_rate"].value == 6.3  # 1 of 16 = 6.25


def test_the_last_thirty_days_stand_against_the_thirty_before(session, cast):
    for days, value in ((0, "1"), (29, "20"), (30, "300"), (31, "4000"), (59, "50000"), (61, "600000")):
        a_won_lead(session, cast.professional, value=value, now=NOW - days * DAY)
    a_closed_lead(session, cast.professional, now=NOW - 3 * DAY)
    found = kpis(session, cast.professional)
    # whole days: today and the 29 before it, then the 30 before those
    assert (found["revenue"].recent, found["revenue"].before) == (Decimal("21.00"), Decimal("54300.00"))
    assert (found["leads_total"].recent, found["leads_total"].before) == (3, 3)
    assert (found["hit_rate"].recent, found["hit_rate"].before) == (66.7, 100.0)
    assert found["revenue"].value == Decimal("654321.00")
    assert found["leads_total"].value == 7


def test_a_period_without_leads_has_an_unknown_hit_rate(session, cast):
    a_won_lead(session, cast.professional, now=NOW - 400 * DAY)
    figure = kpis(session, cast.professional)["hit_rate"]
    assert (figure.value, figure.recent, figure.before) == (100.0, None, None)


def test_handshakes_count_in_the_period_of_the_handshake(session, cast):
    an_accepted_lead(session, cast.basic, cast.manager, now=NOW - 10 * DAY)
    an_accepted_lead(session, cast.basic, cast.manager, now=NOW - 40 * DAY)
    an_accepted_lead(session, cast.lite, cast.manager, now=NOW - 41 * DAY)
    figure = kpis(session, cast.manager)["handshakes"]
    assert (figure.value, figure.recent, figure.before) == (3, 1, 2)


def test_sums_are_exact_to_the_cent_and_hold_the_largest_values(session, cast):
    for _ in range(3):
        a_won_lead(session, cast.professional, value="0.10")
    a_won_lead(session, cast.professional, value="999999999999.99")
    a_won_lead(session, cast.professional, value="999999999999.99")
    assert kpis(session, cast.professional)["revenue"].value == Decimal("2000000000000.28")


def test_a_colleagues_figures_are_the_managers_to_see_and_nobody_elses(session, cast):
    a_won_lead(session, cast.professional, value="5")
    a_won_lead(session, cast.child_professional, value="7")
    assert values(session, cast.manager, cast.professional)[0] == Decimal("5.00")
    assert values(session, cast.manager, cast.child_professional)[0] == Decimal("7.00")
    for actor in (cast.lite, cast.basic, cast.other_professional, cast.admin):
        with pytest.raises(NotPermitted):
            values(session, actor, cast.professional)
    for actor in (cast.child_manager, cast.sibling_manager, cast.stranger_manager):
        with pytest.raises(NotFound):
            values(session, actor, cast.professional)


def whole(session: Session, actor: Actor, *organizations: Actor, now=NOW) -> dict[str, KpiFigure]:
    asked = {one.organization_id for one in organizations or (actor,)}
    return {figure.slug: figure for figure in organization_kpis(session, actor, asked, now=now)}


def test_an_organizations_figures_count_each_lead_once(session, cast):
    an_assigned_lead(session, cast.basic, cast.manager, cast.professional, value="70")
    a_won_lead(session, cast.manager, value="10", currency="EUR")
    a_parked_lead(session, cast.professional, value="9")
    figures = whole(session, cast.basic)
    assert [figure.value for figure in figures.values()] == [Decimal("115.00"), 2, 50.0, 1]
    assert figures["revenue"].formula.startswith("The value of all Won leads")


def test_parent_and_children_add_up_for_the_parents_manager_only(session, cast):
    a_won_lead(session, cast.professional, value="5")
    a_won_lead(session, cast.child_professional, value="7")
    both = whole(session, cast.manager, cast.manager, cast.child_manager)
    assert (both["revenue"].value, both["leads_total"].value) == (Decimal("12.00"), 2)
    assert whole(session, cast.manager, cast.child_manager)["revenue"].value == Decimal("7.00")
    for actor in (cast.professional, cast.child_manager, cast.sibling_manager, cast.stranger_manager):
        with pytest.raises(NotFound):
            whole(session, actor, cast.manager, cast.child_manager)
    with pytest.raises(NotFound):
        organization_kpis(session, cast.manager, (), now=NOW)
    with pytest.raises(NotPermitted):
        whole(session, cast.lite)


def test_revenue_in_another_currency_is_worth_what_the_own_organization_says_or_unknown(session, cast):
    child = organization_of(session, cast.child_manager)
    child.base_currency = "SEK"
    session.flush()
    a_won_lead(session, cast.professional, value="100")
    a_won_lead(session, cast.child_professional, value="0.25")  # 0.25 SEK at 1.02 = 0.255, half up 0.26
    both = whole(session, cast.manager, cast.manager, cast.child_manager)
    assert (both["revenue"].value, both["revenue"].currency) == (Decimal("100.26"), "NOK")
    alone = whole(session, cast.manager, cast.child_manager)["revenue"]
    assert (alone.value, alone.currency) == (Decimal("0.25"), "SEK")
    child.base_currency = "USD"
    session.flush()
    both = whole(session, cast.manager, cast.manager, cast.child_manager)
    assert (both["revenue"].value, both["revenue"].trend[-1], both["leads_total"].value) == (None, None, 2)


def test_counts_per_stage_and_outcome_follow_every_act(session, cast):
    new, first = stages(session, cast.professional)[:2]
    a_lead(session, cast.professional, value="10")
    moved = a_lead(session, cast.professional, value="20")
    move_stage(session, cast.professional, moved.id, first.id, now=NOW)
    lead = a_waiting_lead(session, cast.basic)
    accept_handover(session, cast.manager, lead.id, now=NOW)
    park(session, cast.manager, lead.id, now=NOW)
    found = {(row.stage_id, row.sub_stage): (row.leads, row.base_sum) for row in here(session, cast.basic)}
    assert found == {
        (new.id, SubStage.OPEN): (1, Decimal("10.00")),
        (first.id, SubStage.OPEN): (1, Decimal("20.00")),
        (new.id, SubStage.PARKED): (1, Decimal("0.00")),
    }
    assert {row.leads for row in here(session, cast.child_basic)} == set()
    with pytest.raises(NotFound):
        organization_counts(session, cast.basic, {cast.child_basic.organization_id})
    with pytest.raises(NotPermitted):
        here(session, cast.lite)


def here(session: Session, actor: Actor) -> list[StageCount]:
    return organization_counts(session, actor, {actor.organization_id})


def test_the_trend_is_twelve_periods_of_thirty_days(session, cast):
    for days in (0, 29, 30, 359, 360):
        a_lead(session, cast.professional, now=NOW - days * DAY)
    figure = kpis(session, cast.professional)["leads_total"]
    assert figure.trend == (1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2)
    assert kpis(session, cast.professional)["hit_rate"].trend[1] is None

"""The four KPIs, worked by hand."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from leadx_app.domain.errors import NotFound, NotPermitted
from leadx_app.domain.leads.close import close_won, reopen, resume
from leadx_app.domain.leads.handover import return_to_creator
from leadx_app.domain.permissions import Actor
from leadx_app.models import HitRateBasis, OrganizationCurrency
from leadx_app.queries.figures import KpiFigure, pipeline_kpis
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
    euro = session.exec(
        OrganizationCurrency.__table__.select().where(
            OrganizationCurrency.organization_id == cast.professional.organization_id,
            OrganizationCurrency.code == "EUR",
        )
    ).one()
    session.get_one(OrganizationCurrency, euro.id).rate = Decimal(12)
    session.flush()
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
    # a moment is in the period that it begins: exactly 30 days ago is in the last 30 days, now itself is not past yet
    assert (found["revenue"].recent, found["revenue"].before) == (Decimal("320.00"), Decimal("54000.00"))
    assert (found["leads_total"].recent, found["leads_total"].before) == (3, 2)
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

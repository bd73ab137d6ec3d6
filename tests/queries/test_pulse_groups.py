"""Funnel, forecast, and leads by source and the like, worked by hand; and every link of Pulse opens what it counts."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import NotFound
from leadx_app.domain.leads.close import close_lost, close_won, park, reopen, resume
from leadx_app.domain.leads.draft import LeadEdit
from leadx_app.domain.leads.handover import assign
from leadx_app.domain.leads.qualify import edit, move_stage
from leadx_app.domain.metrics.periods import Days, Preset, keys_of
from leadx_app.domain.permissions import Actor
from leadx_app.models import Category, HitRateBasis, LostReason, Source
from leadx_app.pulse.lines import PulseShown, pulse_shown
from leadx_app.queries.community import community_page
from leadx_app.queries.community_filters import NONE, CommunityFilters
from leadx_app.queries.lead_filters import Status
from leadx_app.queries.pulse import Pulse, pulse
from leadx_app.queries.pulse_filters import PulseFilters
from leadx_app.queries.pulse_groups import By, Closing
from leadx_app.state.community_address import CommunityAddress
from tests.cast import (
    NOW,
    a_closed_lead,
    a_lead,
    a_lost_reason,
    a_parked_lead,
    a_won_lead,
    organization_of,
    stages,
)
from tests.support.figures import wrong

DAY = timedelta(days=1)
ALL = Preset.ALL


def of(session: Session, actor: Actor, **filters) -> Pulse:
    filters.setdefault("organization_id", actor.organization_id)
    return pulse(session, actor, PulseFilters(**filters), now=NOW)


def choices(session: Session, actor: Actor, table: type) -> list:
    return list(session.scalars(sa.select(table).where(table.tenant_id == actor.tenant_id).order_by(table.position)))


def groups(found: Pulse, by: By) -> dict[str, tuple]:
    return {one.name: (one.leads, one.before, one.won, one.revenue, one.percent) for one in found.groups[by]}


def months(found: Pulse) -> dict[tuple[Closing, date | None], tuple]:
    return {(one.closing, one.month): (one.leads, one.value, one.weighted) for one in found.forecast if one.leads}


def test_the_funnel_counts_what_came_as_far_and_the_won_everywhere(session, cast):
    _, lead_stage, opportunity, offer = stages(session, cast.professional)
    for stage in (None, lead_stage, opportunity):
        lead = a_lead(session, cast.professional)
        if stage:
            move_stage(session, cast.professional, lead.id, stage.id, now=NOW)
    a_won_lead(session, cast.professional)  # from New straight to Won: it passed all of them
    closed = a_lead(session, cast.professional)
    move_stage(session, cast.professional, closed.id, lead_stage.id, now=NOW)
    close_lost(session, cast.professional, closed.id, a_lost_reason(session, cast.basic).id, now=NOW)
    parked = a_lead(session, cast.professional)
    move_stage(session, cast.professional, parked.id, offer.id, now=NOW)
    park(session, cast.professional, parked.id, now=NOW)
    reopened = a_won_lead(session, cast.manager)
    reopen(session, cast.manager, reopened.id, "Too early", now=NOW)  # stands at New again
    a_won_lead(session, cast.professional, now=NOW - 400 * DAY)
    found = of(session, cast.manager, preset=Preset.DAYS_30)
    counted = [(step.leads, step.percent) for step in found.funnel]
    assert counted == [(6, None), (4, 66.7), (2, 50.0), (1, 50.0), (1, 100.0)]
    assert [step.stage.name if step.stage else "Won" for step in found.funnel][-2:] == [offer.name, "Won"]
    assert {step.before for step in found.funnel} == {0}
    assert [step.leads for step in of(session, cast.manager, preset=ALL).funnel] == [7, 5, 3, 2, 2]
    resume(session, cast.professional, parked.id, now=NOW)
    assert [step.leads for step in of(session, cast.manager, preset=Preset.DAYS_30).funnel] == [7, 5, 3, 2, 1]
    with_percent = of(session, cast.manager, person_id=cast.basic.user_id).funnel
    assert [(step.leads, step.percent) for step in with_percent] == [(0, None)] * 5


def test_the_forecast_weighs_open_leads_by_the_chance_of_their_stage_in_base_currency(session, cast):
    new, lead_stage = stages(session, cast.professional)[:2]
    new.win_probability_percent, lead_stage.win_probability_percent = 10, 25
    session.flush()
    april = date(2026, 4, 1)
    a_lead(session, cast.professional, value="100.05", expected_closing_on=date(2026, 4, 1))
    at_lead = a_lead(session, cast.professional, value="10", currency="EUR", expected_closing_on=date(2026, 4, 30))
    move_stage(session, cast.professional, at_lead.id, lead_stage.id, now=NOW)
    a_lead(session, cast.professional, expected_closing_on=date(2026, 4, 2))  # without a value
    a_lead(session, cast.professional, value="7", expected_closing_on=date(2026, 2, 28))  # before this March
    a_lead(session, cast.professional, value="8", expected_closing_on=date(2026, 3, 1))  # past, but in this month
    a_lead(session, cast.professional, value="9", expected_closing_on=date(2027, 3, 1))  # after twelve months
    a_lead(session, cast.professional, value="11")
    for made in (a_won_lead, a_closed_lead, a_parked_lead):
        made(session, cast.professional, value="9999", expected_closing_on=april)
    assert months(of(session, cast.manager)) == {
        (Closing.OVERDUE, date(2026, 3, 1)): (1, Decimal("7.00"), Decimal("0.70")),
        (Closing.MONTH, date(2026, 3, 1)): (1, Decimal("8.00"), Decimal("0.80")),
        # 100.05 · 10 % + 10 EUR · 11.50 · 25 % = 10.005 + 28.75 = 38.755, rounded up once
        (Closing.MONTH, april): (3, Decimal("215.05"), Decimal("38.76")),
        (Closing.LATER, date(2027, 3, 1)): (1, Decimal("9.00"), Decimal("0.90")),
        (Closing.NO_DATE, None): (1, Decimal("11.00"), Decimal("1.10")),
    }
    assert len(of(session, cast.manager).forecast) == 1 + 12 + 2
    assert months(of(session, cast.manager, person_id=cast.basic.user_id)) == {}


def test_a_changed_date_or_value_moves_the_forecast_and_a_handed_over_lead_goes_along(session, cast):
    lead = a_lead(session, cast.manager, value="100", expected_closing_on=date(2026, 4, 5))
    change = LeadEdit(version=lead.version, value=Decimal("50"), expected_closing_on=date(2026, 5, 31))
    edit(session, cast.manager, lead.id, change, now=NOW)
    assign(session, cast.manager, lead.id, cast.professional.user_id, now=NOW)
    for person in (None, cast.professional.user_id, cast.manager.user_id):
        [(where, (leads, value, _))] = months(of(session, cast.manager, person_id=person)).items()
        assert (where, leads, value) == ((Closing.MONTH, date(2026, 5, 1)), 1, Decimal("50.00"))
    close_won(session, cast.professional, lead.id, now=NOW)
    assert months(of(session, cast.manager)) == {}
    assert wrong(session, now=NOW) == []


def test_sources_and_categories_have_leads_won_revenue_and_hit_rate_and_a_rest(session, cast):
    web, fair = choices(session, cast.manager, Source)[:2]
    kind = choices(session, cast.manager, Category)[0]
    a_won_lead(session, cast.professional, value="10", currency="EUR", source_id=web.id, category_id=kind.id)
    a_lead(session, cast.professional, value="3", source_id=web.id)
    a_parked_lead(session, cast.professional, value="9999", source_id=web.id)
    a_won_lead(session, cast.professional, value="5", now=NOW - 8 * DAY, source_id=web.id)  # made and won before
    late = a_lead(session, cast.professional, value="4", now=NOW - 8 * DAY, source_id=fair.id)
    close_won(session, cast.professional, late.id, now=NOW)  # made before, won in the days
    a_won_lead(session, cast.professional, value="2")
    found = of(session, cast.manager, preset=Preset.DAYS_7)
    assert groups(found, By.SOURCE) == {
        web.name: (2, 1, 1, Decimal("115.00"), 50.0),
        fair.name: (0, 1, 1, Decimal("4.00"), None),
        "": (1, 0, 1, Decimal("2.00"), 100.0),
    }
    assert groups(found, By.CATEGORY) == {
        kind.name: (1, 0, 1, Decimal("115.00"), 100.0),
        "": (2, 2, 2, Decimal("6.00"), 50.0),
    }
    revenue = found.figures[0].value
    assert [sum(one.revenue for one in found.groups[by]) for by in (By.SOURCE, By.CATEGORY)] == [revenue, revenue]
    organization_of(session, cast.manager).hit_rate_basis = HitRateBasis.CLOSED_LEADS
    session.flush()
    a_closed_lead(session, cast.professional, source_id=fair.id)
    assert groups(of(session, cast.manager, preset=Preset.DAYS_7), By.SOURCE)[fair.name][4] == 50.0
    assert wrong(session, now=NOW) == []


def test_reasons_have_what_was_lost_and_a_reopened_lead_is_not(session, cast):
    first, second = choices(session, cast.manager, LostReason)[:2]
    a_closed_lead(session, cast.professional, value="10")
    a_closed_lead(session, cast.professional, value="20")
    lead = a_lead(session, cast.professional, value="7")
    close_lost(session, cast.professional, lead.id, second.id, now=NOW)
    again = a_closed_lead(session, cast.manager, value="500")
    reopen(session, cast.manager, again.id, "They called back", now=NOW)
    a_closed_lead(session, cast.professional, now=NOW - 8 * DAY)
    found = of(session, cast.manager, preset=Preset.DAYS_7)
    assert groups(found, By.LOST_REASON) == {
        first.name: (2, 1, 0, Decimal("30.00"), 66.7),
        second.name: (1, 0, 0, Decimal("7.00"), 33.3),
    }


def test_people_count_what_they_created_or_own_and_organizations_all_of_theirs(session, cast):
    lead = a_lead(session, cast.manager, value="80")
    assign(session, cast.manager, lead.id, cast.professional.user_id, now=NOW)
    close_won(session, cast.professional, lead.id, now=NOW)
    a_lead(session, cast.professional)
    a_won_lead(session, cast.child_professional, value="7")
    names = {one.id: one.name for one in of(session, cast.manager).people}
    assert groups(of(session, cast.manager), By.PERSON) == {
        names[cast.professional.user_id]: (2, 0, 1, Decimal("80.00"), 50.0),
        names[cast.manager.user_id]: (1, 0, 1, Decimal("80.00"), 100.0),
    }
    everywhere = groups(of(session, cast.manager, organization_id=None), By.ORGANIZATION)
    assert everywhere == {
        organization_of(session, cast.manager).name: (2, 0, 1, Decimal("80.00"), 50.0),
        organization_of(session, cast.child_manager).name: (1, 0, 1, Decimal("7.00"), 100.0),
    }
    organization_of(session, cast.child_manager).base_currency = "USD"  # for which nobody has a rate
    session.flush()
    for by in (By.PERSON, By.ORGANIZATION):
        unknown = groups(of(session, cast.manager, organization_id=None), by).values()
        assert {revenue for _, _, _, revenue, _ in unknown} == {None}
    assert list(groups(of(session, cast.child_manager), By.PERSON).values()) == [(1, 0, 1, Decimal("7.00"), 100.0)]


def test_days_are_read_as_whole_months_and_the_days_at_their_ends():
    def days(first: date | None, last: date | None) -> list[date]:
        found: list[date] = []
        for low, high in keys_of(first, last):
            if low > 0:
                found += [date.fromordinal(day) for day in range(low, high + 1)]
                continue
            for key in range(max(low, -date(2026, 12, 1).toordinal()), high + 1):
                begin = date.fromordinal(-key)
                if begin.day == 1 and begin >= date(2025, 1, 1):
                    following = (begin + 31 * DAY).replace(day=1)
                    found += [begin + number * DAY for number in range((following - begin).days)]
        return sorted(found)

    for first, last in (
        (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2025, 12, 31), date(2026, 3, 1)),
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 2, 2), date(2026, 2, 27)),
        (date(2026, 1, 31), date(2026, 2, 1)),
        (date(2026, 5, 5), date(2026, 5, 5)),
        (None, date(2026, 3, 15)),
    ):
        begin = first or date(2025, 1, 1)
        assert days(first, last) == [begin + number * DAY for number in range((last - begin).days + 1)], (first, last)
    assert keys_of(date(2026, 1, 1), date(2026, 12, 31)) == [
        (-date(2027, 1, 1).toordinal() + 1, -date(2026, 1, 1).toordinal())
    ]


def links(shown: PulseShown) -> list[tuple[str, int]]:
    """Each link of the page, and how many leads it promises."""
    bars = [*shown.compared, *shown.funnel, *shown.groups]
    found = [(bar.href, int(bar.value)) for bar in bars if bar.href]
    found += [
        (href, int(count)) for line in shown.ages for href, count in zip(line.hrefs, line.counts, strict=True) if href
    ]
    found += [(line.href, int(line.total)) for line in shown.ages if line.href]
    found += [(line.href, int(line.leads)) for line in shown.forecast_rows if line.href]
    found += [(line.href, int(line.leads)) for line in shown.group_lines if line.href]
    found += [(line.won_href, int(line.won)) for line in shown.group_lines if line.won_href]
    return found


@pytest.mark.parametrize(("basis", "preset"), [(HitRateBasis.ALL_LEADS, Preset.YEAR), (HitRateBasis.CLOSED_LEADS, ALL)])
def test_every_link_opens_exactly_the_leads_that_it_counts(session, cast, basis: HitRateBasis, preset: Preset):
    organization_of(session, cast.manager).hit_rate_basis = basis
    child = organization_of(session, cast.child_manager)
    child.time_zone = "America/New_York"
    session.flush()
    source, category = choices(session, cast.manager, Source)[0], choices(session, cast.manager, Category)[0]
    lead_stage = stages(session, cast.professional)[1]
    midnight = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)  # 1 February in Oslo, 31 January in New York
    for actor in (cast.professional, cast.child_professional):
        a_won_lead(session, actor, value="5", now=midnight, source_id=source.id)
        a_won_lead(session, actor, now=midnight, category_id=category.id)  # without a value
        a_closed_lead(session, actor, now=midnight)
        moved = a_lead(session, actor, now=NOW - 40 * DAY, expected_closing_on=date(2026, 4, 30), source_id=source.id)
        move_stage(session, actor, moved.id, lead_stage.id, now=NOW - 9 * DAY)
        a_lead(session, actor, now=NOW - 100 * DAY, expected_closing_on=date(2026, 2, 1))
        a_lead(session, actor, expected_closing_on=date(2027, 6, 1))
        a_parked_lead(session, actor, source_id=source.id)
    checked: set[tuple[str, int]] = set()
    for by in By:
        for whose in ({}, {"organization_id": child.id}, {"person_id": cast.professional.user_id}):
            shown = pulse_shown(session, cast.manager, PulseFilters(preset=preset, **whose), "leads", by, 1, now=NOW)
            for href, count in set(links(shown)) - checked:
                address = CommunityAddress.read(urlsplit(href).query)
                assert set(parse_qs(urlsplit(href).query)) <= set(CommunityAddress.__dataclass_fields__), href
                rows = community_page(session, cast.manager, address.filters(NOW.date()), now=NOW).rows
                assert len(rows) == count, (by, href)
                checked.add((href, count))
    assert len(checked) > 60
    revenue = pulse_shown(session, cast.manager, PulseFilters(preset=preset), "revenue", "source", 1, now=NOW)
    opened = [bar.href for bar in revenue.months if bar.href]
    worth = [
        community_page(
            session, cast.manager, CommunityAddress.read(urlsplit(href).query).filters(NOW.date()), now=NOW
        ).rows
        for href in opened
    ]
    assert [sorted(row.value for row in rows) for rows in worth] == [[Decimal("5.00")], [Decimal("5.00")]]
    rates = pulse_shown(session, cast.manager, PulseFilters(preset=preset), "hit_rate", "source", 1, now=NOW)
    of_month = {bar.key: bar for bar in rates.months}["2026-01-01"]
    address = CommunityAddress.read(urlsplit(of_month.href).query)
    rows = community_page(session, cast.manager, address.filters(NOW.date()), now=NOW).rows
    # January: in New York two won and one closed. In Oslo nothing ended, and the lead of 21 January was made.
    expected = {
        HitRateBasis.CLOSED_LEADS: (3, "Jan\u00a02026: 66.7%"),
        HitRateBasis.ALL_LEADS: (5, "Jan\u00a02026: 40.0%"),
    }[basis]
    assert (len(rows), of_month.exact) == expected


def test_what_is_chosen_of_another_tenant_is_as_what_never_was(session, cast):
    a_lead(session, cast.professional, source_id=choices(session, cast.manager, Source)[0].id)
    theirs = choices(session, cast.stranger_manager, Source)[0].id
    found = community_page(session, cast.manager, CommunityFilters(source_id=theirs), now=NOW)
    assert found.rows == []
    reached = CommunityFilters(reached_id=stages(session, cast.stranger_manager)[0].id)
    assert community_page(session, cast.manager, reached, now=NOW).rows == []
    assert len(community_page(session, cast.manager, CommunityFilters(lost_reason_id=NONE), now=NOW).rows) == 1
    with pytest.raises(NotFound):
        community_page(
            session,
            cast.child_manager,
            CommunityFilters(organization_id=cast.manager.organization_id, ended_from=date(2026, 1, 1)),
            now=NOW,
        )


def test_days_of_the_list_lie_on_each_organizations_own_clock(session, cast):
    organization_of(session, cast.child_manager).time_zone = "America/New_York"
    session.flush()
    moment = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
    for actor in (cast.professional, cast.child_professional):
        a_lead(session, actor, title=actor.user_id.hex, now=moment)
    january = CommunityFilters(status=Status.COUNTED, made_from=date(2026, 1, 1), made_to=date(2026, 1, 31))
    [row] = community_page(session, cast.manager, january, now=NOW).rows
    assert row.title == cast.child_professional.user_id.hex
    assert Days(date(2026, 1, 1), date(2026, 1, 31)).length == 31

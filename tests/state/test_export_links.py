"""What a page shows, as the query of its export."""

from datetime import UTC, date, datetime
from decimal import Decimal
from urllib.parse import parse_qs
from uuid import UUID

from leadx_app.queries.agenda_filters import AgendaFilters, Tab
from leadx_app.queries.community_filters import CommunityFilters, Only
from leadx_app.queries.lead_filters import LeadFilters, Status
from leadx_app.queries.lead_order import Sort
from leadx_app.state.export_links import export_query, lead_export_query

SOMEBODY = UUID("01900000-0000-7000-8000-000000000000")


def test_an_own_pipeline_is_asked_for_with_what_waits():
    assert parse_qs(lead_export_query(LeadFilters())) == {"pipeline": ["mine"], "with_waiting": ["true"]}


def test_every_filter_is_said_and_no_page():
    filters = LeadFilters(
        person_id=SOMEBODY,
        organization_id=SOMEBODY,
        status=Status.WON,
        sort=Sort.VALUE,
        search="a&b=æ",
        with_handshake=True,
        value_min=Decimal("10.50"),
        created_from=datetime(2026, 3, 2, tzinfo=UTC),
        cursor="abc",
        before="abc",
        limit=3,
        waiting_limit=200,
    )
    assert parse_qs(lead_export_query(filters)) == {
        "pipeline": [str(SOMEBODY)],
        "with_waiting": ["true"],
        "organization_id": [str(SOMEBODY)],
        "status": ["won"],
        "sort": ["value"],
        "search": ["a&b=æ"],
        "with_handshake": ["true"],
        "value_min": ["10.50"],
        "created_from": ["2026-03-02T00:00:00+00:00"],
    }


def test_the_other_lists_say_their_filters_too():
    assert export_query(CommunityFilters(cursor="abc")) == ""
    between = CommunityFilters(owner_id=SOMEBODY, value_min=Decimal("1.50"), made_from=date(2026, 3, 2))
    assert export_query(between) == f"made_from=2026-03-02&owner_id={SOMEBODY}&value_min=1.50"
    assert export_query(CommunityFilters(only=Only.WITH_VALUE, status=Status.WON)) == "status=won&only=value"
    assert export_query(AgendaFilters(tab=Tab.DONE, kind="call")) == "tab=done&kind=call"

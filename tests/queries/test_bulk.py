"""All that match: the leads behind the filters of the list, and nobody else's."""

import pytest
from sqlmodel import Session

from leadx_app.domain.errors import NotPermitted
from leadx_app.queries.bulk import matching_ids
from leadx_app.queries.leads import LeadFilters, Sort, Status, lead_page
from tests.cast import NOW, Cast, a_lead, a_parked_lead, a_waiting_lead
from tests.support.statements import statements_of


def test_all_that_match_are_those_of_the_list_in_its_order(session: Session, cast: Cast) -> None:
    mine = cast.manager
    for number in range(5):
        a_lead(session, mine, title=f"Solar {number}", value=str(number))
    a_lead(session, mine, title="Heat pump")
    a_parked_lead(session, mine, title="Solar, parked")
    a_lead(session, cast.other_manager, title="Solar of another")
    a_waiting_lead(session, cast.basic, title="Solar, waiting")
    filters = LeadFilters(person_id=mine.user_id, search="solar", sort=Sort.VALUE, limit=2)
    with statements_of(session.get_bind()) as noted:
        found = matching_ids(session, mine, filters)
    assert len(noted) == 1
    whole = LeadFilters(person_id=mine.user_id, search="solar", sort=Sort.VALUE)
    assert found == [row.id for row in lead_page(session, mine, whole, now=NOW).rows]
    assert len(found) == 5
    assert len(matching_ids(session, mine, LeadFilters(search="solar", status=Status.ALL))) == 6


def test_who_has_no_pipeline_has_nothing_that_matches(session: Session, cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        matching_ids(session, cast.admin, LeadFilters())

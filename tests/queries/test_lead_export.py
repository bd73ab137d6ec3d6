"""What is taken out is what the list shows: the same rows, the same order, the same scope, in constant memory."""

import gc
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.adapters import list_sheets
from leadx_app.adapters.sheets import Reader
from leadx_app.domain.errors import NotFound, NotPermitted
from leadx_app.domain.permissions import Actor
from leadx_app.models import Lead
from leadx_app.queries import lead_export
from leadx_app.queries.community import CommunityFilters, community_page
from leadx_app.queries.lead_export import ExportedLead, exported_community, exported_leads
from leadx_app.queries.leads import LeadFilters, Sort, Status, lead_page
from tests.cast import NOW, Cast, a_lead, a_waiting_lead, a_won_lead, an_assigned_lead, organization_of
from tests.support.statements import statements_of


def exported(session: Session, actor: Actor, filters: LeadFilters) -> list[ExportedLead]:
    return [row for chunk in exported_leads(session, actor, filters) for row in chunk]


@pytest.fixture
def leads(session: Session, cast: Cast) -> None:
    for number, value in enumerate(["10", None, "3000000.50", "10"]):
        moment = NOW + timedelta(hours=number)
        a_lead(session, cast.professional, title=f"Pump {number}", value=value, now=moment, tags=["b", "a"][:number])
    a_won_lead(session, cast.professional, title="Won pump")
    an_assigned_lead(session, cast.basic, cast.manager, cast.professional, title="Given", now=NOW)
    a_waiting_lead(session, cast.basic, title="Waits long", now=NOW - timedelta(days=1))
    a_waiting_lead(session, cast.lite, title="Waits", now=NOW)
    a_lead(session, cast.child_professional, title="Of a child")
    a_lead(session, cast.sibling_manager, title="Of the other child")
    a_lead(session, cast.stranger_manager, title="CANARY of Fjord", company_name="CANARY")


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.usefixtures("leads")
def test_a_pipeline_is_taken_out_as_its_list_shows_it(session: Session, cast: Cast, sort: Sort):
    for actor in (cast.professional, cast.manager, cast.basic):
        for status in (Status.ONGOING, Status.ALL):
            filters = LeadFilters(person_id=actor.user_id, with_waiting=True, status=status, sort=sort, limit=100)
            page = lead_page(session, actor, filters, now=NOW)
            assert [row.id for row in exported(session, actor, filters)] == [
                row.id for row in [*page.waiting, *page.rows]
            ]


@pytest.mark.usefixtures("leads")
def test_filters_hold_and_everything_written_is_there(session: Session, cast: Cast):
    (row,) = exported(session, cast.professional, LeadFilters(search="pump 2"))
    assert (row.title, str(row.value), row.currency, row.tags, row.stage) == (
        "Pump 2",
        "3000000.50",
        "NOK",
        ["a", "b"],
        "New",
    )
    assert (row.company, row.person, row.owner, row.organization) == (
        "Fjordheim skole",
        "",
        "Petter Professional",
        "Nordlys",
    )
    assert exported(session, cast.professional, LeadFilters(search="nobody has this")) == []


@pytest.mark.usefixtures("leads")
def test_nobody_takes_out_what_they_do_not_see(session: Session, cast: Cast):
    everything = LeadFilters(status=Status.ALL)
    titles = {
        name: {row.title for row in exported(session, actor, everything)} for name, actor in cast.everybody().items()
    }
    assert titles["lite"] == {"Waits"}
    assert titles["child_basic"] == titles["stranger_basic"] == set()
    assert "Of a child" in titles["manager"]
    assert titles["sibling_manager"] == {"Of the other child"}
    assert titles["stranger_manager"] == titles["stranger_admin"] == {"CANARY of Fjord"}
    assert not [name for name, seen in titles.items() if "CANARY of Fjord" in seen and "stranger" not in name]
    with pytest.raises(NotPermitted):
        exported(session, cast.professional, LeadFilters(person_id=cast.manager.user_id))
    for actor in (cast.child_manager, cast.stranger_manager):
        with pytest.raises(NotFound):
            exported(session, actor, LeadFilters(organization_id=cast.manager.organization_id))


@pytest.mark.usefixtures("leads")
def test_community_is_taken_out_page_after_page(session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch):
    filters = CommunityFilters(limit=100)
    expected = community_page(session, cast.manager, filters, now=NOW).rows
    monkeypatch.setattr(lead_export, "MAX_PAGE_SIZE", 3)
    chunks = list(exported_community(session, cast.manager, replace(filters, limit=2), now=NOW))
    assert [row for chunk in chunks for row in chunk] == expected
    assert {len(chunk) for chunk in chunks[:-1]} == {3}
    found = [
        row.title
        for chunk in exported_community(session, cast.basic, CommunityFilters(search="pump"), now=NOW)
        for row in chunk
    ]
    assert sorted(found) == ["Pump 0", "Pump 1", "Pump 2", "Pump 3", "Won pump"]
    with pytest.raises(NotPermitted):
        list(exported_community(session, cast.lite, filters, now=NOW))


def test_community_comes_out_with_each_value_in_its_organizations_base_currency(session: Session, cast: Cast):
    organization_of(session, cast.child_manager).base_currency = "SEK"
    session.flush()
    a_lead(session, cast.professional, title="Euros", value="10.01", currency="EUR")  # at 11.50
    a_lead(session, cast.professional, title="Kroner", value="7")
    a_lead(session, cast.professional, title="Nobody knows")
    a_lead(session, cast.child_professional, title="Kronor", value="5", currency="SEK")
    (rows,) = exported_community(session, cast.manager, CommunityFilters(), now=NOW)
    columns = [column for column in list_sheets.COMMUNITY if "ase currency" in column.label]
    reader = Reader("en", "UTC")
    assert {row.title: [column.cell(row, reader) for column in columns] for row in rows} == {
        "Euros": [Decimal("115.12"), "NOK"],  # 115.115, rounded half up
        "Kroner": [Decimal("7.00"), "NOK"],
        "Nobody knows": [None, "NOK"],
        "Kronor": [Decimal("5.00"), "SEK"],
    }


def test_twenty_thousand_rows_pass_five_hundred_at_a_time(session: Session, cast: Cast):
    lead = a_lead(session, cast.professional, title="One of many", tags=["many"])
    copies(session, lead, 20_000)
    engine: Any = session.get_bind()
    filters, count, most = LeadFilters(person_id=cast.professional.user_id), 0, 0
    with statements_of(engine.engine) as sent:
        for chunk in exported_leads(session, cast.professional, filters):
            assert len(chunk) <= lead_export.CHUNK
            count += len(chunk)
            if count % 5_000 == 0:
                most = max(most, sum(type(one) is ExportedLead for one in gc.get_objects()))
    assert count == 20_001
    assert 0 < most <= 2 * lead_export.CHUNK
    assert len(sent.about("leads")) == 1, "one statement hands out all rows"
    assert len(sent) == 1 + len(range(0, count, lead_export.CHUNK))


def copies(session: Session, lead: Lead, count: int) -> None:
    """So many leads like this one, made by the database itself."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    fresh = {"id": "lower(hex(randomblob(16)))" if is_sqlite else "gen_random_uuid()", "draft_id": "NULL"}
    names = [column.name for column in Lead.__table__.columns]
    text = f"""
        INSERT INTO leads ({", ".join(names)})
        WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :count)
        SELECT {", ".join(fresh.get(name, f"leads.{name}") for name in names)}
        FROM leads, number WHERE leads.title = :title
    """
    session.execute(sa.text(text), {"count": count, "title": lead.title})

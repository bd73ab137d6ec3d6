"""My Pipeline as one read: what it offers, whose it shows, what it costs."""

import re
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from bench.seed import fill
from leadx_app.db import Database
from leadx_app.domain.errors import NotFound, NotPermitted
from leadx_app.domain.permissions import Actor
from leadx_app.models import ListName, new_id, utc_now
from leadx_app.queries.filter_choices import filter_choices
from leadx_app.queries.leads import LeadFilters, Sort, Status
from leadx_app.queries.pipeline import Pipeline, View, ending, pipeline
from leadx_app.queries.views import list_views
from tests.cast import NOW, Cast, a_lead, a_waiting_lead, stages
from tests.support.statements import Statements, statements_of

MOST_STATEMENTS = 8


def shown(session: Session, actor: Actor, view: View = View.LIST, **filters: object) -> Pipeline:
    return pipeline(session, actor, view, LeadFilters(**filters), with_choices=True, now=NOW)


def titles(found: Pipeline) -> list[str]:
    return [row.title for row in found.page.rows]


def test_everybody_but_the_admin_has_a_pipeline(session, cast):
    for actor in (cast.lite, cast.basic, cast.professional, cast.manager, cast.child_basic, cast.stranger_basic):
        a_lead(session, actor, title=actor.name)
        assert titles(shown(session, actor)) == [actor.name]
    for actor in (cast.admin, cast.stranger_admin):
        with pytest.raises(NotPermitted):
            shown(session, actor)


def test_only_managers_are_offered_organizations_and_people(session, cast):
    for actor in (cast.lite, cast.basic, cast.professional):
        choices = shown(session, actor).choices
        assert (choices.organizations, choices.people, choices.person) == ([], [], "")
    choices = shown(session, cast.manager).choices
    assert [row.name for row in choices.organizations] == ["Nordlys", "Nordlys Partner", "Nordlys Service"]
    names = [person.name for person in choices.people]
    assert names == sorted(names)
    assert cast.professional.name in names
    assert not {cast.manager.name, cast.admin.name, cast.child_basic.name, cast.stranger_basic.name} & set(names)
    assert [row.name for row in shown(session, cast.child_manager).choices.organizations] == ["Nordlys Service"]
    assert [stage.name for stage in choices.stages] == [stage.name for stage in stages(session, cast.manager)]


def test_a_manager_looks_at_a_colleague_here_and_in_a_child(session, cast):
    a_lead(session, cast.professional, title="colleague's")
    a_lead(session, cast.child_professional, title="child's")
    found = shown(session, cast.manager, person_id=cast.professional.user_id)
    assert (found.choices.person, titles(found)) == (cast.professional.name, ["colleague's"])
    child = cast.child_professional.organization_id
    found = shown(session, cast.manager, person_id=cast.child_professional.user_id, organization_id=child)
    assert (found.choices.person, titles(found)) == (cast.child_professional.name, ["child's"])
    own_there = shown(session, cast.manager, organization_id=child)
    assert (own_there.choices.person, titles(own_there)) == ("", [])


def test_people_and_organizations_out_of_reach_do_not_exist(session, cast):
    for actor, filters in (
        (cast.manager, {"person_id": cast.stranger_basic.user_id}),
        (cast.manager, {"person_id": cast.child_basic.user_id}),
        (cast.manager, {"organization_id": cast.stranger_basic.organization_id}),
        (cast.child_manager, {"organization_id": cast.manager.organization_id}),
        (cast.child_manager, {"organization_id": cast.sibling_manager.organization_id}),
        (cast.professional, {"organization_id": cast.child_basic.organization_id}),
        (cast.stranger_manager, {"organization_id": cast.manager.organization_id}),
    ):
        for view in View:
            with pytest.raises(NotFound):
                shown(session, actor, view, **filters)
    for view in View:
        with pytest.raises(NotPermitted):
            shown(session, cast.basic, view, person_id=cast.professional.user_id)


def test_each_view_reads_its_own_part(session, cast):
    a_lead(session, cast.professional, title="one")
    as_list = shown(session, cast.professional)
    as_board = shown(session, cast.professional, View.BOARD)
    as_contacts = shown(session, cast.professional, View.CONTACTS)
    assert (titles(as_list), as_list.columns, as_list.contacts) == (["one"], [], [])
    assert (as_board.page, len(as_board.columns), as_board.contacts) == (None, 4, [])
    assert (as_contacts.page, as_contacts.columns, len(as_contacts.contacts)) == (None, [], 1)
    assert as_list.kpis == as_board.kpis == as_contacts.kpis
    assert as_list.currency == "NOK"


def test_without_choices_the_same_leads_come(session, cast):
    a_waiting_lead(session, cast.basic, title="waits")
    found = pipeline(session, cast.manager, View.LIST, LeadFilters(), with_choices=False, now=NOW)
    assert (found.choices, [row.title for row in found.page.waiting]) == (None, ["waits"])


def test_what_is_asked_before_an_end_names_the_lead_and_the_reasons(session, cast):
    lead = a_lead(session, cast.professional, title="Solar roof", value="5")
    asked = ending(session, cast.professional, lead.id)
    assert (asked.title, asked.value, asked.currency) == ("Solar roof", lead.value, "NOK")
    assert [reason.name for reason in asked.reasons][:2] == ["Price", "Chose a competitor"]
    for stranger in (cast.basic, cast.child_manager, cast.stranger_manager):
        with pytest.raises(NotFound):
            ending(session, stranger, lead.id)


# What it costs


def test_a_page_costs_at_most_eight_statements_for_every_role_and_view(database: Database, home: Cast):
    for actor in (home.lite, home.basic, home.professional, home.manager, home.child_manager):
        for view in View:
            with statements_of(database.engine) as noted:
                database.read(home.credential(actor), pipeline, view, LeadFilters(), with_choices=True)
            assert 0 < len(noted) <= MOST_STATEMENTS, (actor.name, view, [text for text, _ in noted.sent])


def test_what_stands_above_the_list_costs_a_statement_for_its_views_and_one_for_its_choices(
    database: Database, home: Cast
):
    for actor in (home.lite, home.manager):
        with statements_of(database.engine) as who:
            database.read(home.credential(actor), lambda session, actor: None)
        for query, more in ((list_views, (ListName.PIPELINE,)), (filter_choices, ())):
            with statements_of(database.engine) as noted:
                database.read(home.credential(actor), query, *more)
            assert len(noted) - len(who) <= 2, [text for text, _ in noted.sent]


@pytest.mark.slow
@pytest.mark.parametrize("filters", [{}, {"search": "solar", "sort": Sort.VALUE, "status": Status.ALL}])
def test_many_leads_cost_as_many_statements_as_few(database: Database, filters):
    counts = {}
    few = fill(database, 500, now=utc_now())
    counts["few"] = _statements(database, few.sales[0].credential, filters)
    _multiply(database, few.sales[0].user_id, 1_000)
    counts["many"] = _statements(database, few.sales[0].credential, filters)
    assert counts["few"] == counts["many"]


def _statements(database: Database, credential: Any, filters: dict[str, Any]) -> list[int]:
    counts = []
    for view in View:
        with statements_of(database.engine) as noted:
            database.read(credential, pipeline, view, LeadFilters(**filters), with_choices=True)
        counts.append(len(noted))
    return counts


def _multiply(database: Database, owner_id: Any, count: int) -> None:
    """Give one person that many of the leads."""

    def give(session: Session, **_: object) -> None:
        ids = sa.text("UPDATE leads SET owner_id = :owner WHERE id IN (SELECT id FROM leads LIMIT :count)")
        owner = owner_id if session.get_bind().dialect.name != "sqlite" else owner_id.hex
        session.execute(ids, {"owner": owner, "count": count})

    database.system(give)


# How it is answered


@pytest.mark.slow
def test_no_pipeline_reads_the_whole_table_of_leads(database: Database):
    house = fill(database, 20_000, now=utc_now())
    for person in (house.sales[0], house.manager):
        for view in View:
            for filters in (
                LeadFilters(),
                LeadFilters(status=Status.ALL, sort=Sort.VALUE),
                LeadFilters(search="solar", sort=Sort.TITLE),
                LeadFilters(sort=Sort.CREATED),
                LeadFilters(tag_id=new_id(), status=Status.ALL),
                LeadFilters(source_id=new_id(), closing_from=date(2026, 1, 1), creator_id=person.user_id),
            ):
                with statements_of(database.engine) as noted:
                    database.read(person.credential, pipeline, view, filters, with_choices=True)
                plans = _plans(database, noted)
                assert plans
                for plan in plans:
                    assert not re.search(r"SCAN leads\b(?! USING)|Seq Scan on leads\b", plan), plan


def _plans(database: Database, noted: Statements) -> list[str]:
    """How the database answers the statements about leads."""
    explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    plans = []
    with database.engine.connect() as connection:
        if not database.is_sqlite:
            connection.exec_driver_sql("SELECT set_config('leadx.tenant', '*', false)")
        for text, parameters in noted.about("leads"):
            plan = connection.exec_driver_sql(explain + text, parameters)
            plans.append("\n".join(str(row[-1]) for row in plan))
        connection.rollback()
    return plans

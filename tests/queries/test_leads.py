"""Lists of leads: who sees what, filters, search, orders, pages, and the handovers that wait."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from leadx_app.domain.errors import Invalid, NotFound, NotPermitted
from leadx_app.domain.leads.close import close_won
from leadx_app.domain.leads.qualify import move_stage
from leadx_app.domain.permissions import Actor
from leadx_app.models import HandoverState, Lead
from leadx_app.queries.filter_choices import filter_choices
from leadx_app.queries.leads import LeadFilters, LeadPage, LeadRow, Sort, Status, lead_page
from tests.cast import (
    NOW,
    a_closed_lead,
    a_lead,
    a_parked_lead,
    a_waiting_lead,
    a_won_lead,
    an_accepted_lead,
    an_assigned_lead,
    stages,
)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def own_page(session: Session, actor: Actor, **filters: object) -> LeadPage:
    """The actor's own pipeline."""
    return lead_page(session, actor, LeadFilters(person_id=actor.user_id, **filters), now=NOW)


def titles(page: LeadPage) -> list[str]:
    return [row.title for row in page.rows]


def the_row(session: Session, actor: Actor, **filters: object) -> LeadRow:
    [row] = own_page(session, actor, **filters).rows
    return row


# Whose leads


def test_a_pipeline_holds_what_one_created_and_what_one_owns_once_each(session, cast):
    a_lead(session, cast.professional, title="both")
    an_assigned_lead(session, cast.basic, cast.manager, cast.professional, title="owned")
    a_lead(session, cast.professional, title="given away", owner_id=str(cast.other_professional.user_id))
    a_lead(session, cast.other_professional, title="theirs")
    page = own_page(session, cast.professional)
    assert sorted(titles(page)) == ["both", "given away", "owned"]
    assert page.total == 3


def test_somebody_elses_pipeline_is_refused_to_all_but_managers(session, cast):
    a_lead(session, cast.professional, title="seen")
    wanted = LeadFilters(person_id=cast.professional.user_id)
    assert titles(lead_page(session, cast.manager, wanted, now=NOW)) == ["seen"]
    for actor in (cast.lite, cast.basic, cast.other_professional, cast.admin):
        with pytest.raises(NotPermitted):
            lead_page(session, actor, wanted, now=NOW)


def test_a_manager_sees_a_colleagues_leads_without_being_able_to_move_them(session, cast):
    a_lead(session, cast.professional)
    page = lead_page(session, cast.manager, LeadFilters(person_id=cast.professional.user_id), now=NOW)
    assert [(row.may_move, row.may_answer) for row in page.rows] == [(False, False)]


def test_the_parents_manager_looks_into_a_child_and_never_the_other_way_round(session, cast):
    a_lead(session, cast.child_professional, title="child's")
    a_lead(session, cast.professional, title="parent's")
    child, parent = cast.child_professional.organization_id, cast.manager.organization_id
    into_child = LeadFilters(person_id=cast.child_professional.user_id, organization_id=child)
    into_parent = LeadFilters(person_id=cast.professional.user_id, organization_id=parent)
    assert titles(lead_page(session, cast.manager, into_child, now=NOW)) == ["child's"]
    for actor, wanted in (
        (cast.child_manager, into_parent),
        (cast.sibling_manager, into_child),
        (cast.stranger_manager, into_child),
        (cast.stranger_manager, into_parent),
    ):
        with pytest.raises(NotFound):
            lead_page(session, actor, wanted, now=NOW)


def test_a_person_of_another_tenant_has_nothing_here(session, cast):
    a_lead(session, cast.stranger_manager, title="secret")
    wanted = LeadFilters(person_id=cast.stranger_manager.user_id)
    page = lead_page(session, cast.manager, wanted, now=NOW)
    assert (page.rows, page.total, page.waiting) == ([], 0, [])


def test_without_a_person_everybody_gets_what_they_may_see(session, cast):
    a_lead(session, cast.professional, title="mine")
    a_lead(session, cast.other_professional, title="theirs")
    a_lead(session, cast.child_professional, title="child's")
    a_lead(session, cast.stranger_manager, title="secret")

    def seen(actor: Actor) -> list[str]:
        return sorted(titles(lead_page(session, actor, LeadFilters(), now=NOW)))

    assert seen(cast.professional) == ["mine"]
    assert seen(cast.manager) == seen(cast.admin) == ["child's", "mine", "theirs"]
    assert seen(cast.child_manager) == ["child's"]
    assert seen(cast.sibling_manager) == seen(cast.basic) == []
    assert seen(cast.stranger_admin) == ["secret"]


# Filters


def test_each_status_shows_its_sub_stages(session, cast):
    a_lead(session, cast.professional, title="open")
    a_parked_lead(session, cast.professional, title="parked")
    a_won_lead(session, cast.professional, title="won")
    a_closed_lead(session, cast.professional, title="closed")
    expected = {
        Status.ONGOING: ["open"],
        Status.PARKED: ["parked"],
        Status.WON: ["won"],
        Status.CLOSED: ["closed"],
        Status.ENDED: ["closed", "won"],
        Status.COUNTED: ["closed", "open", "won"],
        Status.ALL: ["closed", "open", "parked", "won"],
    }
    assert set(expected) == set(Status)
    for status, wanted in expected.items():
        page = own_page(session, cast.professional, status=status)
        assert (sorted(titles(page)), page.total) == (wanted, len(wanted))


def test_filters_by_stage_value_time_and_handshake_hold_together(session, cast):
    _, _, opportunity, _ = stages(session, cast.professional)
    early = a_lead(session, cast.professional, title="early", now=NOW - 3 * DAY, value="100")
    a_lead(session, cast.professional, title="late", now=NOW - DAY, value="200", stage_id=str(opportunity.id))
    a_lead(session, cast.professional, title="no value", now=NOW - DAY, stage_id=str(opportunity.id))
    an_assigned_lead(session, cast.basic, cast.manager, cast.professional, title="shaken", now=NOW, value="300")

    def found(**filters: object) -> list[str]:
        return sorted(titles(own_page(session, cast.professional, **filters)))

    assert found(stage_id=opportunity.id) == ["late", "no value"]
    assert found(stage_id=opportunity.id, value_min=Decimal(1)) == ["late"]
    assert found(value_min=Decimal("100.00"), value_max=Decimal("200.00")) == ["early", "late"]
    assert found(created_from=NOW - 2 * DAY, created_to=NOW - HOUR) == ["late", "no value"]
    assert found(with_handshake=True) == ["shaken"]
    assert found(owner_id=early.owner_id, created_to=early.created_at) == ["early"]
    assert found(owner_id=cast.manager.user_id) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("varmepumpe", True),
        ("VARMEPUMPE blåbær", True),
        ("blåbær varme", True),
        ("bla\u030aba\u0308r", False),
        ("bla\u030abær", True),
        ("ærlig øst", True),
        ("Ærlig Ø", True),
        ("100%", True),
        ("10%0", False),
        ("a_b", True),
        ("a%b", False),
        ("axb", False),
        ("o'hara", True),
        ('"rask"', True),
        ("c:\\mappe", True),
        ("kari nordmann", True),
        ("'; drop table leads; --", False),
        ("finnes ikke", False),
        ("   ", True),
        ("", True),
    ],
)
def test_search_finds_all_words_in_title_company_and_person_and_takes_signs_as_they_are(session, cast, words, found):
    a_lead(
        session,
        cast.professional,
        title='Varmepumpe 100% "rask" a_b c:\\mappe',
        company_name="Blåbær & O'Hara Ærlig Øst",
        person_name="Kari Nordmann",
    )
    assert own_page(session, cast.professional, search=words).total == int(found)


def test_filters_by_people_category_source_tag_and_closing_date_hold_together(session, cast):
    choices = filter_choices(session, cast.professional)
    heat, web = choices.categories[0].id, choices.sources[0].id
    said = {"category_id": str(heat), "source_id": str(web), "expected_closing_on": "2026-04-01", "tags": ["hot"]}
    a_lead(session, cast.professional, title="all of it", **said)
    a_lead(session, cast.professional, title="later", **said | {"expected_closing_on": "2026-05-02", "tags": ["cold"]})
    a_lead(session, cast.professional, title="nothing of it")
    an_assigned_lead(session, cast.basic, cast.manager, cast.professional, title="brought")
    a_lead(session, cast.professional, title="given", owner_id=str(cast.other_professional.user_id))
    [cold, hot] = filter_choices(session, cast.professional).tags
    april = {"closing_from": date(2026, 4, 1), "closing_to": date(2026, 4, 30)}
    for filters, found in (
        ({"category_id": heat}, ["all of it", "later"]),
        ({"source_id": web, "tag_id": hot.id}, ["all of it"]),
        ({"tag_id": cold.id}, ["later"]),
        ({"tag_id": web}, []),
        (april, ["all of it"]),
        (april | {"tag_id": cold.id}, []),
        ({"creator_id": cast.basic.user_id}, ["brought"]),
        ({"owner_id": cast.other_professional.user_id}, ["given"]),
        (
            {"creator_id": cast.professional.user_id, "owner_id": cast.professional.user_id, "source_id": web},
            ["all of it", "later"],
        ),
    ):
        page = own_page(session, cast.professional, **filters)
        assert sorted(titles(page)) == found, filters
        assert page.total == len(found)


def test_filters_offer_what_the_organization_has_and_nothing_of_others(session, cast):
    a_lead(session, cast.professional, title="one", tags=["hot"])
    a_lead(session, cast.stranger_manager, title="theirs", tags=["secret"])
    a_lead(session, cast.child_professional, title="child's", tags=["below"])
    mine = filter_choices(session, cast.professional, cast.professional.organization_id)
    assert [stage.name for stage in mine.stages] == [stage.name for stage in stages(session, cast.manager)]
    assert [tag.name for tag in mine.tags] == ["hot"]
    people = {person.id for person in mine.people}
    assert {cast.lite.user_id, cast.basic.user_id, cast.manager.user_id} <= people
    assert not {cast.admin.user_id, cast.child_basic.user_id, cast.stranger_basic.user_id} & people
    owners = {person.id for person in mine.owners}
    assert cast.professional.user_id in owners
    assert cast.basic.user_id not in owners
    assert filter_choices(session, cast.basic).tags == []
    everywhere = filter_choices(session, cast.manager)
    assert cast.child_basic.user_id in {person.id for person in everywhere.people}
    assert [tag.name for tag in everywhere.tags] == ["below", "hot"]
    for actor, organization_id in (
        (cast.professional, cast.child_basic.organization_id),
        (cast.child_manager, cast.manager.organization_id),
        (cast.manager, cast.stranger_manager.organization_id),
    ):
        with pytest.raises(NotFound):
            filter_choices(session, actor, organization_id)


def test_search_does_not_take_one_sign_for_another(session, cast):
    a_lead(session, cast.professional, title="axb 1000", company_name="Plain")
    assert own_page(session, cast.professional, search="a_b").total == 0
    assert own_page(session, cast.professional, search="100%").total == 0


def test_a_search_for_nothing_filters_nothing_and_a_long_one_is_cut(session, cast):
    a_lead(session, cast.professional)
    for nothing in ("\ud800", "\x00", " \t\n"):
        assert own_page(session, cast.professional, search=nothing).total == 1
    assert own_page(session, cast.professional, search="x" * 100_000).total == 0


# Orders and pages


def eleven(session: Session, actor: Actor) -> list[Lead]:
    """Eleven leads of which groups share their time, title and value."""
    return [
        a_lead(
            session,
            actor,
            title=f"Group {number % 3}",
            company_name="Same AS",
            now=NOW - DAY * (number % 4),
            **({} if number % 5 == 0 else {"value": str(100 * (number % 2))}),
        )
        for number in range(11)
    ]


KEYS = {
    Sort.UPDATED: (lambda row: row.updated_at, True),
    Sort.CREATED: (lambda row: row.created_at, True),
    Sort.OLDEST: (lambda row: row.created_at, False),
    Sort.TITLE: (lambda row: row.title, False),
    Sort.VALUE: (lambda row: Decimal(-1) if row.base_value is None else row.base_value, True),
}


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_forwards_and_backwards_show_every_lead_once_in_order(session, cast, sort):
    leads = eleven(session, cast.professional)
    key, descending = KEYS[sort]
    pages = [own_page(session, cast.professional, sort=sort, limit=4)]
    while pages[-1].next_cursor:
        pages.append(own_page(session, cast.professional, sort=sort, limit=4, cursor=pages[-1].next_cursor))
    rows = [row for page in pages for row in page.rows]
    assert [len(page.rows) for page in pages] == [4, 4, 3]
    assert sorted(row.id for row in rows) == sorted(lead.id for lead in leads)
    assert rows == sorted(rows, key=lambda row: (key(row), row.id), reverse=descending)
    assert {page.total for page in pages} == {11}

    assert pages[0].previous_cursor is None
    middle = own_page(session, cast.professional, sort=sort, limit=4, before=pages[2].previous_cursor)
    first = own_page(session, cast.professional, sort=sort, limit=4, before=middle.previous_cursor)
    assert (middle.rows, first.rows) == (pages[1].rows, pages[0].rows)
    assert (middle.next_cursor, first.next_cursor) == (pages[1].next_cursor, pages[0].next_cursor)
    assert first.previous_cursor is None


@pytest.mark.parametrize("sort", list(Sort))
def test_leads_that_come_between_two_pages_make_none_appear_twice_or_vanish(session, cast, sort):
    leads = eleven(session, cast.professional)
    rows = []
    cursor = None
    for _ in range(20):
        page = own_page(session, cast.professional, sort=sort, limit=2, cursor=cursor)
        rows += page.rows
        for number, when in enumerate((NOW - 9 * DAY, NOW - DAY, NOW + DAY)):
            a_lead(session, cast.professional, title=f"Group {number}", company_name="Same AS", now=when, value="50")
        cursor = page.next_cursor
        if cursor is None:
            break
        if {lead.id for lead in leads} <= {row.id for row in rows}:
            break
    seen = [row.id for row in rows]
    assert len(seen) == len(set(seen))
    assert {lead.id for lead in leads} <= set(seen)


def test_a_page_has_at_least_one_and_at_most_a_hundred_rows(session, cast):
    eleven(session, cast.professional)
    assert len(own_page(session, cast.professional, limit=0).rows) == 1
    assert len(own_page(session, cast.professional, limit=-5).rows) == 1
    assert len(own_page(session, cast.professional, limit=10**9).rows) == 11


@pytest.mark.parametrize(
    "cursor", ["x", "é", "A" * 5_000, "bnVsbA", "W10", "WyJ1cGRhdGVkIiwgMSwgMV0", "W1tbW1tbW1tbW1tb", "\x00"]
)
def test_a_cursor_that_nobody_gave_is_refused(session, cast, cursor):
    for where in ("cursor", "before"):
        with pytest.raises(Invalid) as refusal:
            own_page(session, cast.professional, **{where: cursor})
        assert refusal.value.field == "cursor"


def test_a_cursor_of_another_order_is_refused(session, cast):
    eleven(session, cast.professional)
    cursor = own_page(session, cast.professional, sort=Sort.UPDATED, limit=2).next_cursor
    with pytest.raises(Invalid):
        own_page(session, cast.professional, sort=Sort.TITLE, limit=2, cursor=cursor)


def test_the_last_page_may_be_full_and_then_nothing_follows(session, cast):
    for _ in range(4):
        a_lead(session, cast.professional)
    first = own_page(session, cast.professional, limit=2)
    assert own_page(session, cast.professional, limit=2, cursor=first.next_cursor).next_cursor is None
    assert own_page(session, cast.professional, limit=4).next_cursor is None


# Handovers that wait


def test_waiting_handovers_come_first_for_managers_those_that_wait_longest_on_top(session, cast):
    a_waiting_lead(session, cast.basic, title="second", now=NOW - HOUR)
    a_waiting_lead(session, cast.lite, title="first", now=NOW - 2 * HOUR)
    an_accepted_lead(session, cast.basic, cast.manager, title="mine", now=NOW)
    for manager in (cast.manager, cast.other_manager):
        page = own_page(session, manager, with_waiting=True)
        assert [row.title for row in page.waiting] == ["first", "second"]
        assert all(row.may_answer and not row.may_move for row in page.waiting)
        assert page.waiting_total == 2
    page = own_page(session, cast.manager, with_waiting=True)
    assert (titles(page), page.total) == (["mine"], 1)


def test_nobody_but_the_managers_of_the_organization_sees_what_waits(session, cast):
    a_waiting_lead(session, cast.basic, title="waits", now=NOW)
    for actor in (
        cast.lite,
        cast.other_basic,
        cast.professional,
        cast.child_manager,
        cast.sibling_manager,
        cast.stranger_manager,
    ):
        page = own_page(session, actor, with_waiting=True)
        assert (page.rows, page.waiting, page.waiting_total) == ([], [], 0)


def test_a_childs_handovers_wait_for_the_childs_manager_alone(session, cast):
    a_waiting_lead(session, cast.child_basic, title="child's", now=NOW)
    child = cast.child_basic.organization_id
    assert own_page(session, cast.manager, with_waiting=True).waiting == []
    into = LeadFilters(person_id=cast.manager.user_id, organization_id=child, with_waiting=True)
    assert lead_page(session, cast.manager, into, now=NOW).waiting == []
    assert [row.title for row in own_page(session, cast.child_manager, with_waiting=True).waiting] == ["child's"]


def test_what_waits_is_not_shown_in_a_colleagues_pipeline_or_on_later_pages(session, cast):
    a_waiting_lead(session, cast.basic, title="waits", now=NOW)
    for _ in range(3):
        an_accepted_lead(session, cast.basic, cast.manager, now=NOW)
    colleague = LeadFilters(person_id=cast.other_manager.user_id, with_waiting=True)
    assert lead_page(session, cast.manager, colleague, now=NOW).waiting == []
    first = own_page(session, cast.manager, with_waiting=True, limit=2)
    second = own_page(session, cast.manager, with_waiting=True, limit=2, cursor=first.next_cursor)
    assert (len(first.waiting), second.waiting, second.waiting_total) == (1, [], 1)
    assert len(second.rows) == 1
    back = own_page(session, cast.manager, with_waiting=True, limit=2, before=second.previous_cursor)
    assert (back.waiting, [row.id for row in back.rows]) == ([], [row.id for row in first.rows])


def test_what_waits_meets_the_filters_too(session, cast):
    a_waiting_lead(session, cast.basic, title="Solar roof", now=NOW)
    a_waiting_lead(session, cast.basic, title="Heat pump", now=NOW)
    page = own_page(session, cast.manager, with_waiting=True, search="solar")
    assert [row.title for row in page.waiting] == ["Solar roof"]
    assert own_page(session, cast.manager, with_waiting=True, status=Status.WON).waiting == []


def test_more_waiting_handovers_than_are_shown_are_counted(session, cast):
    for number in range(23):
        a_waiting_lead(session, cast.basic, title=f"waits {number}", now=NOW + timedelta(minutes=number))
    page = own_page(session, cast.manager, with_waiting=True)
    assert ([row.title for row in page.waiting], page.waiting_total) == ([f"waits {n}" for n in range(20)], 23)


def test_as_many_waiting_handovers_are_shown_as_asked_for(session, cast):
    for number in range(23):
        a_waiting_lead(session, cast.basic, title=f"waits {number}", now=NOW + timedelta(minutes=number))
    for asked, shown in ((21, 21), (40, 23), (10**6, 23), (0, 1)):
        page = own_page(session, cast.manager, with_waiting=True, waiting_limit=asked)
        assert (len(page.waiting), page.waiting_total) == (shown, 23)


def test_a_manager_who_once_handed_over_sees_that_lead_in_the_list_and_not_twice(session, cast):
    lead = a_waiting_lead(session, cast.basic, title="from before", now=NOW)
    lead.creator_id = cast.manager.user_id
    session.flush()
    page = own_page(session, cast.manager, with_waiting=True)
    assert (titles(page), page.waiting, page.waiting_total) == (["from before"], [], 0)


# What a row says


def test_a_row_tells_what_may_be_done_and_what_stands_there(session, cast):
    lead = an_assigned_lead(
        session,
        cast.basic,
        cast.manager,
        cast.professional,
        title="Solar roof",
        company_name="Berg AS",
        person_name="Ola Berg",
        value="100",
        currency="EUR",
        now=NOW - 3 * DAY,
    )
    row = the_row(session, cast.professional)
    assert (row.id, row.title, row.company, row.person) == (lead.id, "Solar roof", "Berg AS", "Ola Berg")
    assert (row.value, row.currency, row.base_value) == (Decimal("100.00"), "EUR", Decimal("1150.00"))
    assert (row.stage, row.stage_position, row.sub_stage) == ("New", 0, "open")
    assert (row.owner, row.creator) == (cast.professional.name, cast.basic.name)
    assert (row.handover_state, row.age_days) == (HandoverState.ACCEPTED, 3)
    assert (row.may_move, row.may_answer, row.is_quiet, row.is_returned) == (True, False, False, False)
    seen_by_creator = the_row(session, cast.basic)
    assert (seen_by_creator.may_move, seen_by_creator.may_answer) == (False, False)


def test_nothing_known_is_none_and_empty_and_never_zero(session, cast):
    a_lead(session, cast.basic)
    row = the_row(session, cast.basic)
    assert (row.value, row.base_value, row.owner_id, row.owner, row.person) == (None, None, None, "", "")


def test_an_open_lead_is_quiet_when_its_stage_says_so_and_an_ended_one_never(session, cast):
    new, _, opportunity, _ = stages(session, cast.professional)
    days = new.quiet_after_days
    lead = a_lead(session, cast.professional, now=NOW - timedelta(days=days))
    assert the_row(session, cast.professional).is_quiet
    fresh = NOW - timedelta(days=days) + timedelta(seconds=1)
    move_stage(session, cast.professional, lead.id, opportunity.id, now=fresh)
    assert not the_row(session, cast.professional).is_quiet
    close_won(session, cast.professional, lead.id, now=fresh)
    assert (
        not lead_page(
            session,
            cast.professional,
            LeadFilters(person_id=cast.professional.user_id, status=Status.ALL),
            now=NOW + timedelta(days=400),
        )
        .rows[0]
        .is_quiet
    )

"""Sales Community: whose headlines, which of them, in which order, and at what cost."""

from dataclasses import fields
from datetime import timedelta
from decimal import Decimal
from itertools import product

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import Invalid, NotFound, NotPermitted
from leadx_app.domain.leads.qualify import move_stage
from leadx_app.domain.metrics.kept import settle
from leadx_app.domain.notes import NoteDraft, write_note
from leadx_app.domain.permissions import Actor
from leadx_app.models import HandoverState, HitRateBasis, Lead, new_id
from leadx_app.queries import community_leads
from leadx_app.queries.community import (
    SORTS,
    CommunityPage,
    CommunityRow,
    community,
    community_lead,
    community_page,
    leads_behind,
)
from leadx_app.queries.community_filters import CommunityFilters, Only
from leadx_app.queries.figures import KpiFigure
from leadx_app.queries.lead_filters import Status
from leadx_app.queries.lead_order import Sort
from tests.cast import (
    NOW,
    a_closed_lead,
    a_lead,
    a_parked_lead,
    a_waiting_lead,
    a_won_lead,
    an_assigned_lead,
    organization_of,
    stages,
)
from tests.support.statements import plan_of, statements_of

DAY = timedelta(days=1)


def page(session: Session, actor: Actor, **filters: object) -> CommunityPage:
    return community_page(session, actor, CommunityFilters(**filters), now=NOW)


def titles(page: CommunityPage) -> list[str]:
    return [row.title for row in page.rows]


def seen(session: Session, actor: Actor, **filters: object) -> list[str]:
    return sorted(titles(page(session, actor, **filters)))


# Who sees whose


@pytest.fixture
def everywhere(session, cast) -> None:
    """A lead in every organization."""
    a_lead(session, cast.basic, title="parent's, of Basic")
    a_lead(session, cast.professional, title="parent's, of Professional")
    a_lead(session, cast.child_basic, title="child's")
    a_lead(session, cast.sibling_manager, title="sibling's")
    a_lead(session, cast.stranger_manager, title="stranger's")


PARENT = ["parent's, of Basic", "parent's, of Professional"]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("basic", PARENT),
        ("other_basic", PARENT),
        ("professional", PARENT),
        ("manager", ["child's", *PARENT, "sibling's"]),
        ("admin", ["child's", *PARENT, "sibling's"]),
        ("child_basic", ["child's"]),
        ("child_manager", ["child's"]),
        ("sibling_manager", ["sibling's"]),
        ("stranger_basic", ["stranger's"]),
        ("stranger_admin", ["stranger's"]),
    ],
)
def test_everybody_sees_their_organization_and_the_parents_readers_all_of_the_tenant(
    session, cast, everywhere, who, expected
):
    assert seen(session, getattr(cast, who)) == expected


def test_a_lite_user_has_no_community(session, cast, everywhere):
    lead_id = a_lead(session, cast.lite).id
    for ask in (
        lambda: page(session, cast.lite),
        lambda: community(session, cast.lite, CommunityFilters(), now=NOW),
        lambda: community_lead(session, cast.lite, lead_id, now=NOW),
    ):
        with pytest.raises(NotPermitted):
            ask()


def test_the_parents_manager_picks_one_organization(session, cast, everywhere):
    child, parent = cast.child_manager.organization_id, cast.manager.organization_id
    for actor in (cast.manager, cast.admin):
        assert seen(session, actor, organization_id=child) == ["child's"]
        assert seen(session, actor, organization_id=parent) == PARENT


def test_an_organization_out_of_sight_is_as_one_that_never_was(session, cast, everywhere):
    parent, sibling = cast.manager.organization_id, cast.sibling_manager.organization_id
    stranger = cast.stranger_manager.organization_id
    for actor, organization_id in (
        (cast.child_manager, parent),
        (cast.child_basic, sibling),
        (cast.professional, sibling),
        (cast.basic, cast.child_basic.organization_id),
        (cast.manager, stranger),
        (cast.stranger_admin, parent),
        (cast.manager, new_id()),
    ):
        with pytest.raises(NotFound):
            page(session, actor, organization_id=organization_id)


def test_only_who_sees_several_organizations_is_offered_a_choice(session, cast):
    def offered(actor: Actor) -> list[str]:
        return [one.name for one in community(session, actor, CommunityFilters(), now=NOW).organizations]

    assert offered(cast.manager) == offered(cast.admin) == ["Nordlys", "Nordlys Partner", "Nordlys Service"]
    assert offered(cast.basic) == offered(cast.professional) == ["Nordlys"]
    assert offered(cast.child_manager) == ["Nordlys Service"]


# What a headline says


def test_a_row_is_a_headline_and_nothing_more(session, cast):
    lead = an_assigned_lead(
        session,
        cast.basic,
        cast.manager,
        cast.professional,
        title="Solar roof",
        company_name="Berg AS",
        person_name="Ola Berg",
        description="secret plan",
        value="100",
        currency="EUR",
        now=NOW - 3 * DAY,
    )
    [row] = page(session, cast.other_basic).rows
    assert (row.id, row.title, row.company) == (lead.id, "Solar roof", "Berg AS")
    assert (row.value, row.currency, row.stage, row.sub_stage) == (Decimal("100.00"), "EUR", "New", "open")
    assert (row.owner, row.creator, row.organization) == (cast.professional.name, cast.basic.name, "Nordlys")
    assert (row.handover_state, row.age_days, row.is_quiet) == (HandoverState.ACCEPTED, 3, False)
    assert {field.name for field in fields(CommunityRow)} == {
        "id", "organization_id", "organization", "title", "company", "value", "currency", "base_value", "base_currency",
        "stage_id", "stage", "stage_color", "sub_stage", "handover_state",
        "owner_id", "owner", "creator_id", "creator", "created_at", "updated_at", "age_days",
        "is_quiet", "answer_due_at", "owner_photo_id", "creator_photo_id",
    }  # fmt: skip


def test_by_when_sales_should_answer_is_said_to_those_who_may_open_the_lead(session, cast):
    organization_of(session, cast.basic).answer_within_hours = 48
    lead = a_waiting_lead(session, cast.basic, now=NOW)
    a_lead(session, cast.basic)
    said = {
        name: {row.id: row.answer_due_at for row in page(session, getattr(cast, name)).rows}[lead.id]
        for name in ("basic", "other_basic", "professional", "manager", "admin")
    }
    due = NOW + 2 * DAY
    assert said == {"basic": due, "other_basic": None, "professional": None, "manager": due, "admin": due}
    assert community_lead(session, cast.basic, lead.id, now=NOW).row.answer_due_at == due
    assert community_lead(session, cast.other_basic, lead.id, now=NOW).row.answer_due_at is None
    assert [row.answer_due_at for row in page(session, cast.manager, search="nothing").rows] == []


def test_the_quick_view_adds_the_journey_and_who_may_open_the_lead(session, cast):
    lead = a_lead(session, cast.professional, title="Solar roof", now=NOW - 5 * DAY)
    _, _, opportunity, _ = stages(session, cast.professional)
    move_stage(session, cast.professional, lead.id, opportunity.id, now=NOW - 2 * DAY)
    write_note(session, cast.professional, lead.id, NoteDraft(text="canary"), now=NOW)
    view = community_lead(session, cast.basic, lead.id, now=NOW)
    assert [(step.name, step.spent) for step in view.journey] == [
        ("New", 3 * DAY),
        ("Lead", None),
        ("Opportunity", 2 * DAY),
        ("Offer", None),
    ]
    assert "canary" not in str(view)
    opens = {
        name: community_lead(session, getattr(cast, name), lead.id, now=NOW).may_open
        for name in ("basic", "professional", "other_professional", "manager", "admin")
    }
    assert opens == {
        "basic": False,
        "professional": True,
        "other_professional": False,
        "manager": True,
        "admin": True,
    }


def test_a_lead_out_of_sight_is_as_one_that_never_was(session, cast):
    lead = a_lead(session, cast.professional)
    for actor in (cast.child_manager, cast.child_basic, cast.sibling_manager, cast.stranger_manager):
        for lead_id in (lead.id, new_id()):
            with pytest.raises(NotFound):
                community_lead(session, actor, lead_id, now=NOW)
    assert community_lead(session, cast.manager, a_lead(session, cast.child_basic).id, now=NOW).may_open


# Filters


def test_each_status_shows_its_sub_stages(session, cast):
    a_lead(session, cast.professional, title="open")
    a_parked_lead(session, cast.professional, title="parked")
    a_won_lead(session, cast.professional, title="won")
    a_closed_lead(session, cast.professional, title="closed")
    assert seen(session, cast.basic) == seen(session, cast.basic, status=Status.ALL)
    assert {status: seen(session, cast.basic, status=status) for status in Status} == {
        Status.ONGOING: ["open"],
        Status.PARKED: ["parked"],
        Status.WON: ["won"],
        Status.CLOSED: ["closed"],
        Status.ENDED: ["closed", "won"],
        Status.COUNTED: ["closed", "open", "won"],
        Status.ALL: ["closed", "open", "parked", "won"],
    }


def test_filters_by_stage_value_and_handshake(session, cast):
    _, _, opportunity, _ = stages(session, cast.professional)
    a_won_lead(session, cast.professional, title="valued", value="200")
    a_won_lead(session, cast.professional, title="no value", stage_id=str(opportunity.id))
    an_assigned_lead(session, cast.basic, cast.manager, cast.professional, title="shaken")
    a_waiting_lead(session, cast.basic, title="waits")
    assert seen(session, cast.basic, stage_id=opportunity.id) == ["no value"]
    assert seen(session, cast.basic, status=Status.WON, only=Only.WITH_VALUE) == ["valued"]
    assert seen(session, cast.basic, only=Only.WITH_HANDSHAKE) == ["shaken"]
    assert seen(session, cast.basic, stage_id=new_id()) == []
    stranger_stage = stages(session, cast.stranger_manager)[0]
    assert seen(session, cast.basic, stage_id=stranger_stage.id) == []


def test_filters_by_owner_finder_value_and_days(session, cast):
    found = {"owner_id": cast.professional.user_id, "creator_id": cast.basic.user_id}
    an_assigned_lead(session, cast.basic, cast.manager, cast.professional, title="of both", value="100")
    a_lead(session, cast.professional, title="own", value="100.01", now=NOW - 3 * DAY)
    a_lead(session, cast.basic, title="unassigned")
    a_lead(session, cast.child_professional, title="child's", value="100")
    a_lead(session, cast.stranger_manager, title="stranger's", value="100")
    assert seen(session, cast.basic, owner_id=found["owner_id"]) == ["of both", "own"]
    assert seen(session, cast.basic, creator_id=found["creator_id"]) == ["of both", "unassigned"]
    assert seen(session, cast.manager, **found) == ["of both"]
    assert seen(session, cast.manager, owner_id=cast.child_professional.user_id) == ["child's"]
    for out_of_sight in (cast.stranger_manager.user_id, new_id()):
        assert seen(session, cast.manager, owner_id=out_of_sight) == []
    assert seen(session, cast.basic, owner_id=cast.child_professional.user_id) == []
    assert seen(session, cast.basic, value_min=Decimal("100.01")) == ["own"]
    assert seen(session, cast.manager, value_min=Decimal(100), value_max=Decimal(100)) == ["child's", "of both"]
    assert seen(session, cast.basic, value_max=Decimal(99)) == []
    today = NOW.date()
    assert seen(session, cast.basic, made_from=today) == ["of both", "unassigned"]
    assert seen(session, cast.basic, made_to=today - DAY) == ["own"]
    assert seen(session, cast.basic, made_from=today - DAY, made_to=today - DAY) == []


def _many_sided(session, cast) -> list[tuple[dict[str, object], list[Lead]]]:
    """Leads of several people, values and days, and for each set of filters those that meet it."""
    people = [cast.professional, cast.manager, cast.other_professional, cast.basic]
    leads = [
        a_lead(
            session,
            people[number % 4],
            title=f"{'roof' if number % 3 else 'pump'} {number}",
            now=NOW - DAY * (number * 7 % 10),
            **({} if number % 5 == 0 else {"value": str(100 * (number % 4))}),
        )
        for number in range(16)
    ]
    leads += [a_lead(session, cast.child_professional, title=f"roof of the child {n}", value="100") for n in range(3)]
    for number, lead in enumerate(leads):
        lead.updated_at = NOW - timedelta(hours=number * 5 % 23)
    session.flush()
    first, last, own = NOW.date() - 7 * DAY, NOW.date() - 2 * DAY, cast.professional.user_id

    def is_within(lead: Lead) -> bool:
        return first <= lead.created_at.date() <= last

    def is_worth(lead: Lead, low: int, high: int) -> bool:
        return lead.base_value is not None and low <= lead.base_value <= high

    cases = [
        ({"value_min": Decimal(100), "value_max": Decimal(200)}, lambda one: is_worth(one, 100, 200)),
        ({"made_from": first, "made_to": last}, is_within),
        (
            {"value_min": Decimal(200), "made_from": first, "made_to": last},
            lambda one: is_worth(one, 200, 300) and is_within(one),
        ),
        ({"owner_id": own}, lambda one: one.owner_id == own),
        ({"creator_id": cast.basic.user_id}, lambda one: one.creator_id == cast.basic.user_id),
        ({"person_id": own, "value_max": Decimal(100)}, lambda one: one.owner_id == own and is_worth(one, 0, 100)),
        ({"owner_id": own, "creator_id": cast.basic.user_id}, lambda one: False),
        (
            {"search": "roof", "value_min": Decimal(100), "made_to": last},
            lambda one: "roof" in one.title and is_worth(one, 100, 300) and one.created_at.date() <= last,
        ),
        ({"search": "roof", "owner_id": own}, lambda one: "roof" in one.title and one.owner_id == own),
    ]
    return [(filters, [lead for lead in leads if meets(lead)]) for filters, meets in cases]


@pytest.mark.parametrize("lengths", [(500, 3_000, 10_000), (2, 3_000, 4), (2, 0, 4)])
def test_filters_find_what_looking_at_each_lead_finds_page_by_page(session, cast, monkeypatch, lengths):
    for name, length in zip(("WALKED", "FEW", "SEARCHED"), lengths, strict=True):
        monkeypatch.setattr(community_leads, name, length)
    sorts = SORTS if lengths[0] == 500 else (Sort.UPDATED, Sort.VALUE)
    for (filters, expected), sort in product(_many_sided(session, cast), sorts):
        key, descending = KEYS[sort]
        pages = [page(session, cast.manager, sort=sort, limit=4, **filters)]
        while pages[-1].next_cursor:
            pages.append(page(session, cast.manager, sort=sort, limit=4, cursor=pages[-1].next_cursor, **filters))
        rows = [row for one in pages for row in one.rows]
        assert sorted(row.id for row in rows) == sorted(lead.id for lead in expected), (sort, filters)
        assert rows == sorted(rows, key=lambda row: (key(row), row.id), reverse=descending)
        back, before = [], pages[-1].previous_cursor
        while before:
            one = page(session, cast.manager, sort=sort, limit=4, before=before, **filters)
            back, before = one.rows + back, one.previous_cursor
        assert back + pages[-1].rows == rows or not pages[-1].rows, (sort, filters)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("varmepumpe", True),
        ("VARMEPUMPE blåbær", True),
        ("100%", True),
        ("10%0", False),
        ("a_b", True),
        ("axb", False),
        ("c:\\mappe", True),
        ("'; drop table leads; --", False),
        ("", True),
    ],
)
def test_search_finds_all_words_in_title_and_company(session, cast, words, found):
    a_lead(session, cast.professional, title="Varmepumpe 100% a_b c:\\mappe", company_name="Blåbær AS")
    assert bool(seen(session, cast.basic, search=words)) == found


def test_search_says_nothing_about_the_contact_person(session, cast):
    a_lead(session, cast.professional, title="Solar roof", company_name="Berg AS", person_name="Kari Nordmann")
    a_lead(session, cast.professional, title="Kari's garage", company_name="Berg AS", person_name="Kari")
    assert seen(session, cast.basic, search="nordmann") == []
    assert seen(session, cast.basic, search="kari") == ["Kari's garage"]
    assert seen(session, cast.basic, search="berg kari") == ["Kari's garage"]
    assert seen(session, cast.basic, search="as kari nord") == []


def test_a_search_for_what_many_hold_looks_through_so_many_leads_and_goes_on_from_there(session, cast, monkeypatch):
    monkeypatch.setattr(community_leads, "WALKED", 4)
    monkeypatch.setattr(community_leads, "SEARCHED", 4)
    monkeypatch.setattr(community_leads, "FEW", 1)
    for number in range(10):
        a_lead(
            session,
            cast.professional,
            title=f"{'roof' if number in (0, 1, 9) else 'other'} {number}",
            now=NOW + number * DAY,
        )
    first = page(session, cast.basic, search="roof")
    assert (titles(first), first.next_cursor is not None) == (["roof 9"], True)
    second = page(session, cast.basic, search="roof", cursor=first.next_cursor)
    assert (titles(second), second.next_cursor is not None) == ([], True)
    third = page(session, cast.basic, search="roof", cursor=second.next_cursor)
    assert (titles(third), third.next_cursor) == (["roof 1", "roof 0"], None)


@pytest.mark.parametrize("sort", SORTS)
def test_what_few_hold_fills_pages_in_order_however_deep_it_lies(session, cast, monkeypatch, sort):
    for number in range(12):
        title = f"{'roof' if number % 3 == 0 else 'other'} {number:02d}"
        a_lead(
            session, cast.professional, title=title, value=str(number) if number % 2 else None, now=NOW + number * DAY
        )
    whole = titles(page(session, cast.basic, search="roof", sort=sort))
    assert len(whole) == 4
    assert titles(page(session, cast.basic, search="roof o", sort=sort)) == []
    monkeypatch.setattr(community_leads, "WALKED", 1)
    monkeypatch.setattr(community_leads, "FEW", 1)
    assert titles(page(session, cast.basic, search="roof", sort=sort)) == whole
    monkeypatch.setattr(community_leads, "FEW", 4)
    first = page(session, cast.basic, search="roof", sort=sort, limit=2)
    rest = page(session, cast.basic, search="roof", sort=sort, limit=2, cursor=first.next_cursor)
    assert (titles(first) + titles(rest), rest.next_cursor) == (whole, None)
    assert titles(page(session, cast.basic, search="roof o", sort=sort)) == []


# Figures and what makes them


def _figures(session: Session, actor: Actor, **filters: object) -> dict[str, KpiFigure]:
    found = community(session, actor, CommunityFilters(**filters), now=NOW)
    return {figure.slug: figure for figure in found.kpis}


def _everything(session, cast) -> None:
    """At the parent: 3 won (2 with a value), 2 open of which one shaken, 1 closed, 1 parked; and one of the child."""
    a_won_lead(session, cast.professional, value="100")
    a_won_lead(session, cast.manager, value="10", currency="EUR")  # 10 · 11.50 = 115.00
    a_won_lead(session, cast.professional)
    a_lead(session, cast.basic, value="7")
    an_assigned_lead(session, cast.basic, cast.manager, cast.professional)
    a_closed_lead(session, cast.professional, value="9")
    a_parked_lead(session, cast.professional, value="8")
    a_won_lead(session, cast.child_professional, value="1000")


@pytest.mark.parametrize(
    ("who", "revenue", "counts"),
    [
        ("basic", "215.00", (6, 50.0, 1)),
        ("manager", "1215.00", (7, 57.1, 1)),
        ("child_basic", "1000.00", (1, 100.0, 0)),
    ],
)
def test_the_leads_behind_a_figure_are_exactly_those_that_make_it(session, cast, who, revenue, counts):
    _everything(session, cast)
    actor = getattr(cast, who)
    figures = _figures(session, actor)
    behind = {}
    for slug, figure in figures.items():
        status, only = leads_behind(figure)
        behind[slug] = page(session, actor, status=status, only=only).rows
    leads, hit_rate, handshakes = counts
    assert figures["revenue"].value == Decimal(revenue)
    rates = {"NOK": Decimal(1), "EUR": Decimal("11.50")}
    assert sum(row.value * rates[row.currency] for row in behind["revenue"]) == Decimal(revenue)
    assert figures["leads_total"].value == len(behind["leads_total"]) == leads
    assert figures["handshakes"].value == len(behind["handshakes"]) == handshakes
    assert figures["hit_rate"].value == hit_rate
    won = [row for row in behind["hit_rate"] if row.sub_stage == "won"]
    assert round(100 * len(won) / len(behind["hit_rate"]), 1) == hit_rate


def test_where_closed_leads_alone_count_for_the_hit_rate_they_stand_behind_it(session, cast):
    _everything(session, cast)
    organization_of(session, cast.basic).hit_rate_basis = HitRateBasis.CLOSED_LEADS
    session.flush()
    figure = _figures(session, cast.basic)["hit_rate"]
    status, only = leads_behind(figure)
    assert (figure.value, len(page(session, cast.basic, status=status, only=only).rows)) == (75.0, 4)


def test_the_figures_are_of_the_organizations_that_are_shown(session, cast):
    _everything(session, cast)
    child = cast.child_basic.organization_id
    assert _figures(session, cast.manager, organization_id=child)["revenue"].value == Decimal("1000.00")
    assert _figures(session, cast.sibling_manager)["leads_total"].value == 0
    assert _figures(session, cast.stranger_admin)["hit_rate"].value is None


def test_the_total_is_kept_and_counts_all_pages(session, cast):
    _everything(session, cast)
    new = stages(session, cast.basic)[0].id

    def total(actor: Actor, **filters: object) -> int | None:
        return community(session, actor, CommunityFilters(limit=1, **filters), now=NOW).total

    assert [total(actor) for actor in (cast.basic, cast.manager, cast.child_basic)] == [7, 8, 1]
    assert [total(cast.basic, status=status) for status in (Status.WON, Status.PARKED, Status.COUNTED)] == [3, 1, 6]
    assert (total(cast.basic, stage_id=new), total(cast.basic, stage_id=new_id())) == (7, 0)
    assert total(cast.basic, search="heat") is total(cast.basic, only=Only.WITH_HANDSHAKE) is None


# Orders and pages

KEYS = {
    Sort.UPDATED: (lambda row: row.updated_at, True),
    Sort.CREATED: (lambda row: row.created_at, True),
    Sort.OLDEST: (lambda row: row.created_at, False),
    Sort.VALUE: (lambda row: Decimal(-1) if row.value is None else row.value, True),
}


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("who", ["basic", "manager"])
def test_pages_forwards_and_backwards_show_every_lead_once_in_order(session, cast, sort, who):
    reader = getattr(cast, who)
    later = [stage.id for stage in stages(session, cast.professional)]
    leads = [
        (a_lead, a_won_lead, a_closed_lead, a_parked_lead)[number % 4](
            session,
            cast.professional if who == "basic" or number % 2 else cast.child_professional,
            title=f"lead {number}",
            now=NOW - DAY * (number % 3),
            stage_id=str(later[number % 2]),
            **({} if number % 5 in (0, 3) else {"value": str(100 * (number % 2))}),
        )
        for number in range(13)
    ]
    key, descending = KEYS[sort]
    pages = [page(session, reader, sort=sort, limit=4)]
    while pages[-1].next_cursor:
        pages.append(page(session, reader, sort=sort, limit=4, cursor=pages[-1].next_cursor))
    rows = [row for one in pages for row in one.rows]
    assert [len(one.rows) for one in pages] == [4, 4, 4, 1]
    assert sorted(row.id for row in rows) == sorted(lead.id for lead in leads)
    assert rows == sorted(rows, key=lambda row: (key(row), row.id), reverse=descending)
    assert pages[0].previous_cursor is None
    for behind, before in zip(pages[:0:-1], pages[-2::-1], strict=True):
        back = page(session, reader, sort=sort, limit=4, before=behind.previous_cursor)
        assert (back.rows, back.next_cursor) == (before.rows, before.next_cursor)
    assert back.previous_cursor is None
    found = []
    cursor = None
    while True:
        one = page(session, reader, sort=sort, limit=3, search="lead", cursor=cursor)
        found += one.rows
        cursor = one.next_cursor
        if cursor is None:
            break
    assert found == rows


@pytest.mark.parametrize("cursor", ["x", "é", "A" * 5_000, "bnVsbA", "W10", "WyJ1cGRhdGVkIiwgMSwgMV0", "\x00"])
def test_a_cursor_that_nobody_gave_is_refused(session, cast, cursor):
    for where in ("cursor", "before"):
        with pytest.raises(Invalid) as refusal:
            page(session, cast.basic, **{where: cursor})
        assert refusal.value.field == "cursor"


def test_the_order_by_title_is_not_offered(session, cast):
    with pytest.raises(Invalid) as refusal:
        page(session, cast.basic, sort=Sort.TITLE)
    assert refusal.value.field == "sort"


# Cost


def _fill(session: Session, actor: Actor, count: int, other: Actor | None = None) -> None:
    """Many leads at once, spread over stages and outcomes; all but every fortieth are another one's."""
    lead = a_lead(session, actor)
    row = {column.name: getattr(lead, column.name) for column in Lead.__table__.columns}
    stage_ids = [stage.id for stage in stages(session, actor)]
    spread = [
        {
            "id": new_id(),
            "draft_id": None,
            **({"owner_id": other.user_id, "creator_id": other.user_id} if other and number % 40 else {}),
            "stage_id": stage_ids[number % len(stage_ids)],
            "sub_stage": ("open", "won", "closed", "parked")[number % 7 % 4],
            "updated_at": NOW - number * timedelta(minutes=1),
            "base_value": None if number % 9 == 0 else Decimal(number),
            "handshake_at": NOW if number % 11 == 0 else None,
            "handover_state": HandoverState.ACCEPTED if number % 11 == 0 else HandoverState.NONE,
        }
        for number in range(count)
    ]
    session.execute(sa.insert(Lead), [row | one for one in spread])


@pytest.mark.parametrize("who", ["basic", "manager"])
def test_it_costs_as_many_statements_for_any_number_of_leads(session, cast, who):
    def cost(**filters: object) -> int:
        settle(session)
        with statements_of(session.get_bind().engine) as statements:
            community(session, getattr(cast, who), CommunityFilters(**filters), now=NOW)
        return len(statements)

    a_lead(session, cast.professional, title="one", value="1")
    few = {sort: cost(sort=sort) for sort in SORTS}
    _fill(session, cast.professional, 300)
    many = {sort: cost(sort=sort) for sort in SORTS}
    assert max(many.values()) <= 6
    assert all(many[sort] <= few[sort] for sort in SORTS)
    assert cost(search="heat") <= 6
    assert cost(search="one") <= 8


def test_lists_are_answered_by_an_index_in_their_order(session, cast):
    """No sort over all leads and no look at each of them, for one organization and for all of the tenant."""
    for actor, other in ((cast.professional, cast.manager), (cast.child_professional, cast.child_manager)):
        _fill(session, actor, 10_000, other)
    if session.get_bind().dialect.name == "postgresql":
        session.connection().exec_driver_sql("ANALYZE leads")
    orders = [*((sort, Only.EVERY) for sort in SORTS), (Sort.UPDATED, Only.WITH_HANDSHAKE)]
    for (actor, scope), (sort, only) in product(((cast.basic, "organization"), (cast.manager, "tenant")), orders):
        with statements_of(session.get_bind().engine) as statements:
            page(session, actor, sort=sort, only=only)
        text, parameters = next((text, values) for text, values in statements.sent if "UNION ALL" in text)
        name = "handshakes" if only else {Sort.OLDEST: "created"}.get(sort, sort.value)
        plan = plan_of(session, text, parameters)
        used = {word for line in plan for word in line.split() if word.startswith("ix_leads_")}
        assert used == {f"ix_leads_{scope}_{name}"}, "\n".join(plan)
        assert not any("Seq Scan on leads" in line or "SCAN leads" in line for line in plan), "\n".join(plan)
        assert sum("TEMP B-TREE FOR ORDER BY" in line for line in plan) <= 1, "the page itself may be sorted"
        assert any("MERGE (UNION ALL)" in line or "Merge Append" in line for line in plan), "\n".join(plan)
    _assert_filters_use_an_index(session, cast)


def _assert_filters_use_an_index(session: Session, cast) -> None:
    """What is filtered by people begins at them; a bound is looked for along the order, or by its own index."""
    days = {"made_from": NOW.date() - DAY, "made_to": NOW.date()}
    few = {"value_min": Decimal(9_990)}
    owner, creator = {"owner_id": cast.professional.user_id}, {"creator_id": cast.professional.user_id}
    for (actor, scope), (filters, names) in product(
        ((cast.basic, "organization"), (cast.manager, "tenant")),
        (
            (owner, {"owner_stage", "owner"}),
            (creator, {"creator_stage", "creator"}),
            (owner | few, {"owner_stage", "owner"}),
            (owner | {"sort": Sort.CREATED}, {"owner", "owner_stage"}),
            (few | {"sort": Sort.VALUE}, {"{scope}_value"}),
            (days | {"sort": Sort.OLDEST}, {"{scope}_created"}),
            (few, {"{scope}_updated", "{scope}_value"}),
            (days | few | {"sort": Sort.VALUE}, {"{scope}_value"}),
        ),
    ):
        with statements_of(session.get_bind().engine) as statements:
            page(session, actor, **filters)
        sent = [(text, values) for text, values in statements.sent if "FROM leads" in text]
        plan = [line for text, values in sent for line in plan_of(session, text, values)]
        used = {word.strip("()") for line in plan for word in line.split() if word.startswith("ix_leads_")}
        allowed = {f"ix_leads_{name.format(scope=one)}" for name in names for one in (scope, "tenant")}
        assert used <= allowed, (filters, "\n".join(plan))
        assert used, "\n".join(plan)
        assert not any("Seq Scan on leads" in line or "SCAN leads" in line for line in plan), "\n".join(plan)

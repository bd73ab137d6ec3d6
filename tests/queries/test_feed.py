"""The Sales Feed: who reads what, entry by entry, page by page, and what it costs."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.db import Database
from leadx_app.domain.errors import Invalid, NotFound, NotPermitted
from leadx_app.domain.event_kinds import EventKind, FeedKind
from leadx_app.domain.find import find_lead
from leadx_app.domain.leads.close import close_won, reopen
from leadx_app.domain.leads.handover import assign, return_to_creator
from leadx_app.domain.permissions import Actor
from leadx_app.models import Event, Lead, new_id
from leadx_app.queries.feed import FeedEntry, FeedPage, feed_page, opens
from leadx_app.state.audience import audience
from tests.cast import (
    NOW,
    Cast,
    a_closed_lead,
    a_lead,
    a_parked_lead,
    a_waiting_lead,
    a_won_lead,
    an_accepted_lead,
    an_assigned_lead,
)
from tests.support.statements import statements_of

HOUR = timedelta(hours=1)


def told(session: Session, actor: Actor, **filters: object) -> list[tuple[str, str, str]]:
    """Kind, actor and title of the newest entries."""
    return [(entry.feed.value, entry.actor, entry.title) for entry in feed_page(session, actor, **filters).entries]


def the_entry(session: Session, actor: Actor, kind: FeedKind) -> FeedEntry:
    [entry] = feed_page(session, actor, kind).entries
    return entry


# What is in it


def test_a_lead_is_told_from_its_creation_to_its_win(session, cast):
    lead = an_accepted_lead(session, cast.basic, cast.manager, title="Heat pumps")
    close_won(session, cast.manager, lead.id, now=NOW + HOUR)
    assert sorted(told(session, cast.professional)) == [
        ("accepted", "Mona Manager", "Heat pumps"),
        ("created", "Bjørn Basic", "Heat pumps"),
        ("milestone", "Mona Manager", ""),
        ("won", "Mona Manager", "Heat pumps"),
    ]
    assert the_entry(session, cast.basic, FeedKind.ACCEPTED).finder == "Bjørn Basic"


def test_an_assignment_is_told_only_when_it_completed_a_handshake(session, cast):
    lead = an_assigned_lead(session, cast.lite, cast.manager, cast.professional, title="Taken")
    assign(session, cast.professional, lead.id, cast.other_professional.user_id, now=NOW + HOUR)
    a_lead(session, cast.manager, title="Given", owner_id=str(cast.professional.user_id))
    entry = the_entry(session, cast.basic, FeedKind.ACCEPTED)
    assert (entry.actor, entry.finder, entry.owner) == ("Mona Manager", "Liv Lite", "Petter Professional")


def test_what_concerns_nobody_else_stays_out(session, cast):
    a_parked_lead(session, cast.professional, title="parked")
    a_closed_lead(session, cast.professional, title="closed")
    a_waiting_lead(session, cast.basic, title="waiting")
    assert {kind for kind, _, _ in told(session, cast.manager)} == {"created"}


def test_a_win_that_was_taken_back_says_so_and_the_next_one_stands(session, cast):
    lead = a_won_lead(session, cast.professional)
    assert not the_entry(session, cast.basic, FeedKind.WON).undone
    reopen(session, cast.manager, lead.id, "Too early", now=NOW + HOUR)
    assert the_entry(session, cast.basic, FeedKind.WON).undone
    close_won(session, cast.professional, lead.id, now=NOW + 2 * HOUR)
    assert [entry.undone for entry in feed_page(session, cast.basic, FeedKind.WON).entries] == [False, True]


def test_a_handshake_that_was_taken_back_says_so(session, cast):
    lead = an_accepted_lead(session, cast.basic, cast.manager)
    assert not the_entry(session, cast.basic, FeedKind.ACCEPTED).undone
    return_to_creator(session, cast.manager, lead.id, "Who is this?", now=NOW + HOUR)
    assert the_entry(session, cast.basic, FeedKind.ACCEPTED).undone


def test_the_feed_is_filtered_by_kind(session, cast):
    a_won_lead(session, cast.professional, title="won")
    assert told(session, cast.basic, kind=FeedKind.WON) == [("won", "Petter Professional", "won")]
    assert told(session, cast.basic, kind=FeedKind.BELL) == []


# Who reads it


def test_everybody_but_lite_reads_the_feed_of_the_organization(session, cast):
    a_lead(session, cast.other_basic, title="seen")
    for actor in (cast.basic, cast.professional, cast.manager, cast.admin):
        assert told(session, actor) == [("created", "Berit Basic", "seen")]
    with pytest.raises(NotPermitted):
        feed_page(session, cast.lite)


def test_only_the_parents_managers_and_admins_read_a_childs(session, cast):
    a_lead(session, cast.child_basic, title="child's")
    a_lead(session, cast.basic, title="parent's")
    seen = {name: {title for _, _, title in told(session, actor)} for name, actor in readers(cast).items()}
    assert {name for name, titles in seen.items() if "child's" in titles} == {
        "manager", "other_manager", "admin", "child_manager", "child_professional", "child_basic",
    }  # fmt: skip
    assert {name for name, titles in seen.items() if "parent's" in titles} == {
        "basic", "other_basic", "professional", "other_professional", "manager", "other_manager", "admin",
    }  # fmt: skip


def readers(cast: Cast) -> dict[str, Actor]:
    return {name: actor for name, actor in cast.everybody().items() if name != "lite"}


def test_a_link_is_offered_to_exactly_those_who_see_the_lead(session, cast):
    leads = [
        an_assigned_lead(session, cast.basic, cast.manager, cast.professional, title="assigned"),
        a_lead(session, cast.other_professional, title="theirs"),
        a_lead(session, cast.child_basic, title="child's"),
        a_waiting_lead(session, cast.lite, title="waiting"),
    ]
    for name, actor in readers(cast).items():
        page = feed_page(session, actor)
        shared = feed_page(session, audience(actor))
        assert [entry.id for entry in page.entries] == [entry.id for entry in shared.entries]
        for entry, common in zip(page.entries, shared.entries, strict=True):
            sees_it = entry.lead_id is not None and sees(session, actor, entry.lead_id)
            assert entry.may_open == sees_it == opens(actor, common), (name, entry.title)
        assert len(page.entries) in (0, 1, 5, 6), name
    assert len(leads) == 4


def sees(session: Session, actor: Actor, lead_id: object) -> bool:
    try:
        return find_lead(session, actor, lead_id) is not None
    except NotFound:
        return False


def test_an_entry_that_is_about_no_lead_has_no_link(session, cast):
    write_events(session, cast.basic, 1, kind=EventKind.MILESTONE_REACHED)
    entry = the_entry(session, cast.manager, FeedKind.MILESTONE)
    assert (entry.lead_id, entry.title, entry.may_open, opens(cast.manager, entry)) == (None, "", False, False)


# Pages


def write_events(
    session: Session, actor: Actor, count: int, *, lead: Lead | None = None, kind: EventKind = EventKind.LEAD_CREATED
) -> None:
    """Events without the acts, four of a moment, for what only counts them."""
    facts = {"tenant_id": actor.tenant_id, "organization_id": actor.organization_id, "actor_id": actor.user_id}
    feed = {EventKind.LEAD_CREATED: "created", EventKind.MILESTONE_REACHED: "milestone"}.get(kind)
    for begin in range(0, count, 5_000):
        rows = [
            {
                **facts,
                "id": new_id(),
                "kind": kind.value,
                "feed": feed,
                "lead_id": lead.id if lead else None,
                "payload": {},
                "occurred_at": NOW + timedelta(minutes=number // 4),
            }
            for number in range(begin, min(begin + 5_000, count))
        ]
        session.connection().execute(sa.insert(Event), rows)


def all_pages(session: Session, actor: Actor, between: object = None) -> list[FeedPage]:
    """Every page, with something done between two of them."""
    pages = [feed_page(session, actor, limit=7)]
    while pages[-1].next_cursor:
        if callable(between):
            between()
        pages.append(feed_page(session, actor, cursor=pages[-1].next_cursor, limit=7))
    return pages


def test_pages_have_no_gap_and_no_double_while_rows_are_added(session, cast):
    for actor in (cast.basic, cast.child_basic, cast.sibling_manager):
        write_events(session, actor, 20)
    before = feed_page(session, cast.manager, limit=240).entries
    later = iter(range(1, 100))
    added = lambda: a_lead(session, cast.basic, now=NOW + timedelta(days=next(later)))  # noqa: E731
    pages = all_pages(session, cast.manager, added)
    assert [entry.id for page in pages for entry in page.entries] == [entry.id for entry in before]
    assert len(before) == 60
    assert before == sorted(before, key=lambda entry: (entry.occurred_at, entry.id), reverse=True)


def test_the_last_page_is_known_to_be_the_last(session, cast):
    write_events(session, cast.basic, 14)
    assert [len(page.entries) for page in all_pages(session, cast.professional)] == [7, 7]


@pytest.mark.parametrize("cursor", ["", "x", "W10", "WyJhIiwgImIiXQ", "bnVsbA", "é", "A" * 3000])
def test_a_cursor_that_is_none_is_refused(session, cast, cursor: str):
    with pytest.raises(Invalid):
        feed_page(session, cast.manager, cursor=cursor)


# What it costs


def test_a_page_costs_one_statement_however_long_the_feed_is(session, cast):
    engine = session.get_bind().engine
    for count in (3, 300):
        write_events(session, cast.basic, count)
        write_events(session, cast.child_basic, count)
        with statements_of(engine) as sent:
            feed_page(session, cast.manager)
        assert len(sent) == 1


@pytest.mark.slow
def test_a_page_of_a_hundred_thousand_is_read_by_index(database: Database, home: Cast):
    def seed(session: Session, *, now: object) -> None:
        write_events(session, home.basic, 69_000)
        write_events(session, home.basic, 1_000, kind=EventKind.MILESTONE_REACHED)
        write_events(session, home.basic, 30_000, kind=EventKind.NOTE_ADDED)

    database.system(seed)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    for kind, index in ((None, "ix_events_feed"), (FeedKind.MILESTONE, "ix_events_feed_kind")):
        first = database.read(home.credential(home.professional), feed_page, kind)
        with statements_of(database.engine) as sent:
            database.read(home.credential(home.professional), feed_page, kind, first.next_cursor)
        plan = _plan(database, *sent.about("events")[-1])
        assert re.search(rf"{index}\b.*(organization_id=\?|Index Cond.*organization_id).*occurred_at", plan, re.S), plan
        assert not re.search(r"SCAN events|Seq Scan on events", plan), plan


def _plan(database: Database, text: str, parameters: object) -> str:
    explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    with database.engine.connect() as connection:
        return "\n".join(str(row[-1]) for row in connection.exec_driver_sql(explain + text, parameters))

"""The same act on many leads: who is changed, who is left out and why, what people hear, and taking it back."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.db import Database
from leadx_app.domain.errors import Conflict, Invalid, InvalidDraft, NotFound, NotPermitted
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import MESSAGES, MOST_LEADS
from leadx_app.domain.leads.bulk import change_many, preview
from leadx_app.domain.leads.bulk_draft import BulkAct, BulkDraft, Why
from leadx_app.domain.leads.bulk_undo import undo
from leadx_app.domain.leads.close import close_won
from leadx_app.domain.leads.draft import LeadEdit, parse_draft
from leadx_app.domain.leads.qualify import edit
from leadx_app.domain.metrics.recount import rebuild
from leadx_app.domain.permissions import Actor
from leadx_app.domain.tags import names_of
from leadx_app.models import Event, HandoverState, Lead, Notification, Organization, OutboxMail, SubStage, new_id
from tests.cast import (
    NOW,
    Cast,
    a_closed_lead,
    a_lead,
    a_lost_reason,
    a_parked_lead,
    a_waiting_lead,
    a_won_lead,
    kinds_of,
    steps_of,
)
from tests.support.figures import wrong
from tests.support.statements import statements_of

LATER = NOW + timedelta(hours=1)


def a_bulk(act: BulkAct, leads: Sequence[Lead | UUID], **more: Any) -> BulkDraft:
    """The act on these leads, as the form and the API send it."""
    ids = [{"id": lead.id if isinstance(lead, Lead) else lead} for lead in leads]
    return parse_draft(BulkDraft, {"act": act, "leads": ids, **more})


def counts(done: Any) -> dict[Why, int]:
    return {one.why: one.count for one in done.skipped}


def heard(session: Session, actor: Actor) -> list[tuple[str, str | None]]:
    """What the person was told, as kind and count."""
    query = select(Event.kind, Event.payload).join(Notification, Notification.event_id == Event.id)
    found = session.exec(query.where(Notification.user_id == actor.user_id).order_by(Notification.id))
    return [(kind, payload.get("count")) for kind, payload in found]


# What changes and what does not.


def test_tagging_a_hundred_leads_costs_three_statements_each(session: Session, cast: Cast) -> None:
    leads = [a_lead(session, cast.basic) for _ in range(100)]
    with statements_of(session.get_bind()) as noted:
        done = change_many(session, cast.basic, a_bulk(BulkAct.TAG, leads, tags=["vinter"]), now=LATER)
    assert done.changed == 100
    assert len(noted) <= 3 * 100 + 12


def test_every_lead_is_parked_by_an_act_of_its_own(session: Session, cast: Cast) -> None:
    leads = [a_lead(session, cast.professional) for _ in range(3)]
    done = change_many(session, cast.professional, a_bulk(BulkAct.PARK, leads), now=LATER)
    assert (done.changed, done.skipped) == (3, [])
    for lead in leads:
        assert (lead.sub_stage, lead.parked_at, lead.version) == (SubStage.PARKED, LATER, 2)
        assert kinds_of(session, lead.id) == ["lead.created", "lead.parked"]
        assert steps_of(session, lead.id)[-1].to_sub_stage == SubStage.PARKED
    assert wrong(session, now=LATER) == []


def test_what_may_not_be_changed_is_left_out_and_counted_by_why(session: Session, cast: Cast) -> None:
    mine = cast.professional
    leads = [
        a_lead(session, mine),
        a_won_lead(session, mine),
        a_closed_lead(session, mine),
        a_parked_lead(session, mine),
        a_parked_lead(session, mine),
        a_lead(session, mine, owner_id=cast.other_professional.user_id),
        a_lead(session, cast.other_professional),
        a_lead(session, cast.child_professional),
        a_lead(session, cast.stranger_manager),
        new_id(),
    ]
    draft = a_bulk(BulkAct.CLOSE, [*leads, leads[0]], lost_reason_id=a_lost_reason(session, mine).id)
    shown = preview(session, mine, draft)
    assert list(shown.versions) == [leads[0].id]
    expected = {Why.GONE: 4, Why.WON: 1, Why.CLOSED: 1, Why.PARKED: 2, Why.NOT_YOURS: 1}
    assert counts(shown) == expected
    done = change_many(session, mine, draft, now=LATER)
    assert (done.changed, counts(done)) == (1, expected)
    assert wrong(session, now=LATER) == []


def test_a_manager_changes_only_what_they_own_and_assigns_what_waits(session: Session, cast: Cast) -> None:
    waiting = [a_waiting_lead(session, cast.basic), a_waiting_lead(session, cast.basic)]
    leads = [*waiting, a_lead(session, cast.professional), a_waiting_lead(session, cast.child_basic)]
    park = preview(session, cast.manager, a_bulk(BulkAct.PARK, leads))
    assert (len(park.versions), counts(park)) == (0, {Why.NOT_YOURS: 4})
    give = a_bulk(BulkAct.ASSIGN, leads, owner_id=cast.other_professional.user_id)
    done = change_many(session, cast.manager, give, now=LATER)
    assert (done.changed, counts(done)) == (2, {Why.NOT_YOURS: 2})
    assert {lead.handover_state for lead in waiting} == {HandoverState.ACCEPTED}
    assert {lead.owner_id for lead in waiting} == {cast.other_professional.user_id}
    assert wrong(session, now=LATER) == []


def test_a_lead_that_somebody_changed_since_the_preview_is_left_out(session: Session, cast: Cast) -> None:
    mine = cast.professional
    seen, changed = a_lead(session, mine), a_lead(session, mine)
    versions = preview(session, mine, a_bulk(BulkAct.PARK, [seen, changed])).versions
    edit(session, mine, changed.id, LeadEdit(version=1, title="Another"), now=NOW)
    leads = [{"id": lead_id, "version": version} for lead_id, version in versions.items()]
    done = change_many(session, mine, parse_draft(BulkDraft, {"act": "park", "leads": leads}), now=LATER)
    assert (done.changed, counts(done)) == (1, {Why.CHANGED: 1})
    assert (seen.sub_stage, changed.sub_stage) == (SubStage.PARKED, SubStage.OPEN)


def test_tags_are_added_to_those_that_a_lead_has(session: Session, cast: Cast) -> None:
    mine = cast.basic
    some, full = a_lead(session, mine, tags=["Enova"]), a_lead(session, mine, tags=[f"t{n}" for n in range(20)])
    locked, tagged = a_waiting_lead(session, mine), a_lead(session, mine, tags=["Enova", "vinter"])
    draft = a_bulk(BulkAct.TAG, [some, full, locked, tagged], tags=["vinter", "Enova"])
    done = change_many(session, mine, draft, now=LATER)
    assert (done.changed, counts(done)) == (1, {Why.LOCKED: 1, Why.TAGGED: 1, Why.FULL: 1})
    assert names_of(session, some.id) == ["Enova", "vinter"]
    event = session.exec(select(Event).where(Event.lead_id == some.id, Event.kind == "lead.updated")).one()
    change = {"field": "tags", "from": ["Enova"], "to": ["Enova", "vinter"]}
    assert event.payload == {"version": 2, "changes": [change]}


@pytest.mark.parametrize("act", [BulkAct.ASSIGN, BulkAct.PARK, BulkAct.CLOSE])
@pytest.mark.parametrize("who", ["lite", "basic", "admin"])
def test_who_has_no_sales_licence_may_do_neither(session: Session, cast: Cast, who: str, act: BulkAct) -> None:
    actor = getattr(cast, who)
    draft = a_bulk(act, [new_id()])
    for attempt in (lambda: preview(session, actor, draft), lambda: change_many(session, actor, draft, now=NOW)):
        with pytest.raises(NotPermitted):
            attempt()


def test_an_admin_tags_nothing(session: Session, cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        change_many(session, cast.admin, a_bulk(BulkAct.TAG, [a_lead(session, cast.basic)], tags=["x"]), now=NOW)


def test_what_is_missing_or_not_to_be_had_is_said_by_field(session: Session, cast: Cast) -> None:
    mine, lead = cast.professional, a_lead(session, cast.professional)
    strange = a_lost_reason(session, cast.stranger_manager).id
    wrong_drafts = [
        (a_bulk(BulkAct.PARK, []), "leads"),
        (a_bulk(BulkAct.ASSIGN, [lead]), "owner_id"),
        (a_bulk(BulkAct.ASSIGN, [lead], owner_id=cast.basic.user_id), "owner_id"),
        (a_bulk(BulkAct.ASSIGN, [lead], owner_id=cast.stranger_manager.user_id), "owner_id"),
        (a_bulk(BulkAct.TAG, [lead]), "tags"),
        (a_bulk(BulkAct.CLOSE, [lead]), "lost_reason_id"),
        (a_bulk(BulkAct.CLOSE, [lead], lost_reason_id=strange), "lost_reason_id"),
    ]
    for draft, field in wrong_drafts:
        with pytest.raises(Invalid) as refused:
            change_many(session, mine, draft, now=LATER)
        assert refused.value.field == field
    with pytest.raises(InvalidDraft):
        a_bulk(BulkAct.PARK, [new_id() for _ in range(1_001)])
    with pytest.raises(InvalidDraft):
        a_bulk(BulkAct.TAG, [lead], tags=["x" * 41])
    assert lead.version == 1


# What people and pages hear.


def test_people_hear_of_many_leads_once(session: Session, cast: Cast) -> None:
    mona, petter = cast.manager, cast.professional
    leads = [a_waiting_lead(session, cast.basic) for _ in range(3)]
    leads += [a_waiting_lead(session, cast.lite)]
    session.execute(sa.delete(Notification))
    session.execute(sa.delete(OutboxMail))
    change_many(session, mona, a_bulk(BulkAct.ASSIGN, leads, owner_id=petter.user_id), now=LATER)
    assert heard(session, petter) == [("leads.assigned", "4")]
    assert heard(session, cast.basic) == [("leads.assigned", "3")]
    assert heard(session, cast.lite) == [("lead.assigned", None)], "of one lead alone as always"
    assert heard(session, mona) == []
    mailed = session.scalars(sa.select(OutboxMail.user_id)).all()
    assert sorted(mailed) == sorted(who.user_id for who in (petter, cast.basic, cast.lite))


def test_pages_hear_in_few_messages_and_nothing_but_ids(session: Session, cast: Cast) -> None:
    leads = [a_lead(session, cast.professional, title="Secret plans") for _ in range(MOST_LEADS + 5)]
    session.info.pop(MESSAGES)
    change_many(session, cast.professional, a_bulk(BulkAct.PARK, leads), now=LATER)
    parked = [message for message in session.info[MESSAGES] if message.kind == EventKind.LEAD_PARKED]
    assert [len(message.lead_ids) for message in parked] == [MOST_LEADS, 5]
    assert frozenset().union(*(message.leads for message in parked)) == {lead.id for lead in leads}
    for message in session.info[MESSAGES]:
        assert type(message).from_json(message.to_json()) == message
        assert len(message.to_json()) < 8_000
        assert "Secret" not in message.to_json()


# Taking it back.


def test_undo_brings_back_what_nobody_touched_since(session: Session, cast: Cast) -> None:
    mine = cast.professional
    leads = [a_lead(session, mine) for _ in range(3)]
    done = change_many(session, mine, a_bulk(BulkAct.PARK, leads), now=LATER)
    back = undo(session, mine, done.bulk_id, now=LATER)
    assert (back.changed, back.skipped) == (3, [])
    assert {lead.sub_stage for lead in leads} == {SubStage.OPEN}
    again = undo(session, mine, done.bulk_id, now=LATER)
    assert (again.changed, counts(again)) == (0, {Why.CHANGED: 3})
    assert wrong(session, now=LATER) == []


def test_given_away_leads_come_back_but_for_handshakes_and_changed_ones(session: Session, cast: Cast) -> None:
    mona, petter = cast.manager, cast.professional
    own, changed, waiting = a_lead(session, mona), a_lead(session, mona), a_waiting_lead(session, cast.basic)
    draft = a_bulk(BulkAct.ASSIGN, [own, changed, waiting], owner_id=petter.user_id)
    done = change_many(session, mona, draft, now=LATER)
    close_won(session, petter, changed.id, now=LATER)
    back = undo(session, mona, done.bulk_id, now=LATER)
    assert (back.changed, counts(back)) == (1, {Why.CHANGED: 1, Why.HANDSHAKE: 1})
    assert [lead.owner_id for lead in (own, changed, waiting)] == [mona.user_id, petter.user_id, petter.user_id]
    assert wrong(session, now=LATER) == []


def test_a_sales_person_gets_back_a_lead_that_they_no_longer_see(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.manager, owner_id=cast.professional.user_id)
    draft = a_bulk(BulkAct.ASSIGN, [lead], owner_id=cast.other_professional.user_id)
    done = change_many(session, cast.professional, draft, now=LATER)
    assert undo(session, cast.professional, done.bulk_id, now=LATER).changed == 1
    assert lead.owner_id == cast.professional.user_id


def test_only_the_added_tags_are_taken_off(session: Session, cast: Cast) -> None:
    some, none = a_lead(session, cast.basic, tags=["Enova"]), a_lead(session, cast.basic)
    draft = a_bulk(BulkAct.TAG, [some, none], tags=["Enova", "vinter"])
    done = change_many(session, cast.basic, draft, now=LATER)
    assert undo(session, cast.basic, done.bulk_id, now=LATER).changed == 2
    assert (names_of(session, some.id), names_of(session, none.id)) == (["Enova"], [])


def test_a_manager_reopens_what_they_closed_and_a_sales_person_does_not(session: Session, cast: Cast) -> None:
    reason_id = a_lost_reason(session, cast.manager).id
    for actor, changed, stays in ((cast.manager, 2, {}), (cast.professional, 0, {Why.FINAL: 2})):
        leads = [a_lead(session, actor, value="100") for _ in range(2)]
        done = change_many(session, actor, a_bulk(BulkAct.CLOSE, leads, lost_reason_id=reason_id), now=LATER)
        back = undo(session, actor, done.bulk_id, now=LATER)
        assert (back.changed, counts(back)) == (changed, stays)
    assert wrong(session, now=LATER) == []


def test_only_who_did_it_takes_it_back_and_only_within_a_day(session: Session, cast: Cast) -> None:
    done = change_many(session, cast.manager, a_bulk(BulkAct.PARK, [a_lead(session, cast.manager)]), now=LATER)
    for actor in (cast.other_manager, cast.professional, cast.stranger_manager, cast.child_manager):
        with pytest.raises(NotFound):
            undo(session, actor, done.bulk_id, now=LATER)
    with pytest.raises(NotFound):
        undo(session, cast.manager, new_id(), now=LATER)
    with pytest.raises(Conflict):
        undo(session, cast.manager, done.bulk_id, now=LATER + timedelta(hours=24, seconds=1))


# A thousand.


def test_a_thousand_leads_cost_three_statements_each_and_keep_the_figures_right(
    database: Database, home: Cast, a_thousand: Callable[[Actor], list[UUID]]
) -> None:
    ids = a_thousand(home.professional)
    who = home.credential(home.professional)
    with statements_of(database.engine) as looked:
        shown = database.read(who, preview, a_bulk(BulkAct.PARK, ids))
    assert len(shown.versions) == 1_000
    assert len(looked) <= 5
    with statements_of(database.engine) as noted:
        done = database.act(who, change_many, a_bulk(BulkAct.PARK, ids))
    assert done.changed == 1_000
    assert len(noted) <= 3 * 1_000 + 13
    assert database.act(who, undo, done.bulk_id).changed == 1_000
    here = {home.professional.organization_id}
    assert database.system(lambda session, *, now: wrong(session, now=now, among=here)) == []


def test_of_two_acts_on_the_same_leads_each_lead_has_one(database: Database, home: Cast) -> None:
    mine = home.professional
    who, reason_id = home.credential(mine), database.system(lambda s, **_: a_lost_reason(s, mine).id, writes=False)
    ids = database.system(lambda session, *, now: [a_lead(session, mine, now=now).id for _ in range(12)])
    other = Database(database.engine.url.render_as_string(hide_password=False), readers=2)
    acts = [a_bulk(BulkAct.PARK, ids), a_bulk(BulkAct.CLOSE, ids[::-1], lost_reason_id=reason_id)] * 2
    with ThreadPoolExecutor(4) as threads:
        done = list(
            threads.map(lambda one: one[0].act(who, change_many, one[1]), zip([database, other] * 2, acts, strict=True))
        )
    other.close()
    assert sorted(one.changed for one in done) == [0, 0, 0, 12]
    assert {sum(counts(one).values()) + one.changed for one in done} == {12}
    here = {mine.organization_id}
    assert database.system(lambda session, *, now: wrong(session, now=now, among=here)) == []


@pytest.fixture
def a_thousand(database: Database) -> Callable[[Actor], list[UUID]]:
    """Makes a thousand leads of one person quickly: one by its command, and copies of its row."""

    def make(actor: Actor) -> list[UUID]:
        def fill(session: Session, *, now: Any) -> list[UUID]:
            first = a_lead(session, actor, now=now)
            row = {column.name: getattr(first, column.name) for column in Lead.__table__.columns}
            rows = [{**row, "id": new_id(), "draft_id": None} for _ in range(999)]
            session.execute(sa.insert(Lead), rows)
            rebuild(session, session.get_one(Organization, actor.organization_id), now=now)
            return [first.id, *(one["id"] for one in rows)]

        return database.system(fill)

    return make

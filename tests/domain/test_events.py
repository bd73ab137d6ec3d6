"""What happened is written once, told to the right people, and said to open pages after the commit."""

from collections.abc import Callable
from string import Formatter

import psycopg
import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.db import Database
from leadx_app.domain.errors import Conflict
from leadx_app.domain.event_kinds import RECIPIENTS, SENTENCES, EventKind
from leadx_app.domain.events import MESSAGES, Message
from leadx_app.domain.leads.capture import capture
from leadx_app.domain.leads.close import close_lost, close_won, park, reopen, resume
from leadx_app.domain.leads.draft import LeadEdit
from leadx_app.domain.leads.handover import accept_handover, assign, hand_over, return_to_creator
from leadx_app.domain.leads.qualify import edit, move_stage
from leadx_app.domain.notes import NoteDraft, write_note
from leadx_app.models import Event, Membership, Notification, User, new_id
from tests.cast import NOW, Cast, a_draft, a_lead, a_lost_reason, a_waiting_lead, kinds_of, stages, told_of

KINDS = list(EventKind)
OF_STRANGERS = (
    EventKind.JOIN_ASKED,
    EventKind.JOIN_DONE,
    EventKind.PROVIDER_JOINED,
    EventKind.SUBSCRIPTION_ENDING,
)
"""Whoever registers is nobody's actor yet; the sentence names them."""


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_stands_in_every_table(kind: EventKind) -> None:
    assert SENTENCES[kind].startswith("{name} " if kind in OF_STRANGERS else "{actor} ")
    assert kind in RECIPIENTS


def test_no_table_speaks_of_a_kind_that_is_gone() -> None:
    assert set(SENTENCES) == set(RECIPIENTS) == set(EventKind)


def test_every_act_writes_one_event_and_its_payload_fills_the_sentence(session: Session, cast: Cast) -> None:
    mona, petter = cast.manager, cast.professional
    lead = a_lead(session, cast.basic)
    path = stages(session, mona)
    acts = [
        lambda: hand_over(session, cast.basic, lead.id, now=NOW),
        lambda: return_to_creator(session, mona, lead.id, "Who?", now=NOW),
        lambda: edit(session, cast.basic, lead.id, LeadEdit(version=lead.version, title="Another"), now=NOW),
        lambda: hand_over(session, cast.basic, lead.id, now=NOW),
        lambda: accept_handover(session, mona, lead.id, now=NOW),
        lambda: assign(session, mona, lead.id, petter.user_id, now=NOW),
        lambda: move_stage(session, petter, lead.id, path[2].id, now=NOW),
        lambda: park(session, petter, lead.id, now=NOW),
        lambda: resume(session, petter, lead.id, now=NOW),
        lambda: write_note(session, petter, lead.id, NoteDraft(text="Hei"), now=NOW),
        lambda: close_lost(session, petter, lead.id, a_lost_reason(session, petter).id, now=NOW),
        lambda: reopen(session, mona, lead.id, "Again", now=NOW),
        lambda: close_won(session, petter, lead.id, now=NOW),
    ]
    for number, act in enumerate(acts, start=2):
        act()
        assert len(kinds_of(session, lead.id)) == number
    for event in session.exec(select(Event).where(Event.lead_id == lead.id)):
        words = {name for _, name, _, _ in Formatter().parse(SENTENCES[EventKind(event.kind)]) if name}
        assert words - {"actor"} <= set(event.payload)
        assert event.payload["version"] <= lead.version
        assert (event.tenant_id, event.organization_id) == (lead.tenant_id, lead.organization_id)


def test_versions_in_the_history_grow_with_every_write(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic)
    accept_handover(session, cast.manager, lead.id, now=NOW)
    close_won(session, cast.manager, lead.id, now=NOW)
    versions = [e.payload["version"] for e in session.exec(select(Event).where(Event.lead_id == lead.id))]
    assert sorted(versions) == [1, 1, 2, 3]
    assert lead.version == 3


def test_a_refused_act_leaves_no_event_and_no_message(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic)
    accept_handover(session, cast.manager, lead.id, now=NOW)
    before, messages = kinds_of(session, lead.id), list(session.info[MESSAGES])
    with pytest.raises(Conflict):
        accept_handover(session, cast.other_manager, lead.id, now=NOW)
    assert (kinds_of(session, lead.id), session.info[MESSAGES]) == (before, messages)


def test_an_inactive_manager_is_not_told(session: Session, cast: Cast) -> None:
    membership = select(Membership).where(Membership.user_id == cast.other_manager.user_id)
    session.exec(membership).one().is_active = False
    lead = a_waiting_lead(session, cast.basic)
    assert told_of(session, lead.id) == {(cast.manager.user_id, "lead.handed_over")}


def test_a_person_whose_account_is_off_is_not_told(session: Session, cast: Cast) -> None:
    session.get_one(User, cast.other_manager.user_id).is_active = False
    lead = a_waiting_lead(session, cast.basic)
    assert told_of(session, lead.id) == {(cast.manager.user_id, "lead.handed_over")}


def test_a_notification_is_unread_and_stands_in_the_leads_organization(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.child_basic)
    notice = session.exec(select(Notification).where(Notification.user_id == cast.child_manager.user_id)).one()
    assert (notice.read_at, notice.created_at, notice.organization_id) == (None, NOW, lead.organization_id)


def test_a_message_says_whose_it_is_and_nothing_else(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic, title="Secret plans")
    message = session.info[MESSAGES][-1]
    basic = cast.basic.user_id
    assert message == Message(
        lead.tenant_id,
        frozenset({lead.organization_id}),
        lead.id,
        frozenset({basic, cast.manager.user_id, cast.other_manager.user_id}),
        EventKind.LEAD_HANDED_OVER,
        actor_id=basic,
    )
    assert "Secret" not in message.to_json()


def test_the_owner_before_hears_that_the_lead_went(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional)
    assign(session, cast.professional, lead.id, cast.other_professional.user_id, now=NOW)
    assert session.info[MESSAGES][-1].people == {cast.professional.user_id, cast.other_professional.user_id}


def test_a_message_survives_the_wire() -> None:
    people = frozenset(new_id() for _ in range(20))
    message = Message(new_id(), frozenset({new_id()}), new_id(), people, EventKind.LEAD_WON)
    assert Message.from_json(message.to_json()) == message
    nobody = Message(new_id(), frozenset({new_id()}), None, frozenset(), EventKind.NOTE_ADDED)
    assert Message.from_json(nobody.to_json()) == nobody


def test_a_message_for_very_many_names_nobody_and_fits() -> None:
    many = frozenset(new_id() for _ in range(80))
    fits = Message(new_id(), many, new_id(), many, EventKind.NEWS_PUBLISHED, new_id())
    assert Message.from_json(fits.to_json()) == fits
    assert len(fits.to_json().encode()) < 8000
    too_many = many | {new_id()}
    told = Message.from_json(Message(new_id(), too_many, None, too_many, EventKind.NEWS_PUBLISHED).to_json())
    assert (told.organization_ids, told.people) == (None, None)


def test_messages_go_out_after_the_commit_and_only_then(database: Database, home: Cast) -> None:
    own: list[Message] = []
    database.on_commit = own.extend
    listen = _listen(database)
    database.act(home.credential(home.basic), capture, a_draft(hand_over=True))
    with pytest.raises(ZeroDivisionError):
        database.act(home.credential(home.basic), _capture_and_fail)
    expected = [EventKind.CONTACT_CREATED, EventKind.LEAD_CREATED, EventKind.LEAD_HANDED_OVER]
    assert [message.kind for message in own] == expected
    assert listen() == ([] if database.is_sqlite else own)
    leads = database.system(lambda session, *, now: session.exec(sa.text("SELECT count(*) FROM leads")).scalar_one())
    assert leads == 1


def _capture_and_fail(session: Session, actor, *, now) -> None:
    capture(session, actor, a_draft(), now=now)
    raise ZeroDivisionError


def _listen(database: Database) -> Callable[[], list[Message]]:
    """Listen as another process does; returns what gives the messages heard so far. With SQLite there is no other."""
    if database.is_sqlite:
        return list
    url = database.engine.url
    connection = psycopg.connect(host=url.query["host"], dbname=url.database, user=url.username, autocommit=True)
    connection.execute("LISTEN leadx")

    def gather() -> list[Message]:
        notices = [*connection.notifies(timeout=60, stop_after=2), *connection.notifies(timeout=0)]
        connection.close()
        said = [notice.payload.partition(" ") for notice in notices]
        assert {mark for mark, _, _ in said} == {database.mark}
        return [Message.from_json(text) for _, _, text in said]

    return gather

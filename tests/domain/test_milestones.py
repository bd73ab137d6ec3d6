"""Round numbers of a person's work are told once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from sqlmodel import Session, select

from leadx_app import i18n
from leadx_app.db import Database
from leadx_app.domain.leads.capture import capture
from leadx_app.domain.leads.close import close_won, reopen
from leadx_app.domain.leads.handover import accept_handover, assign, hand_over, return_to_creator
from leadx_app.domain.milestones import MILESTONES, WORDS, Measure, milestone_words
from leadx_app.domain.permissions import Actor
from leadx_app.models import Event, PersonCount
from tests.cast import NOW, Cast, a_draft, a_lead, a_waiting_lead, a_won_lead
from tests.support.statements import statements_of

HOUR = timedelta(hours=1)


def told(session: Session) -> list[tuple[object, str]]:
    """Who reached what, in the order of writing."""
    query = select(Event).where(Event.kind == "milestone.reached").order_by(Event.id)
    return [(event.actor_id, event.payload["milestone"]) for event in session.exec(query)]


def counted(session: Session, actor: Actor, measure: Measure) -> int:
    key = (PersonCount.user_id == actor.user_id, PersonCount.measure == measure.value)
    return session.exec(select(PersonCount.count).where(*key)).one()


def test_the_tenth_lead_of_a_person_is_told_once(session: Session, cast: Cast):
    for _ in range(9):
        a_lead(session, cast.basic)
    a_lead(session, cast.other_basic)
    assert told(session) == []
    a_lead(session, cast.basic)
    a_lead(session, cast.basic)
    assert told(session) == [(cast.basic.user_id, "10 leads brought in")]


def test_the_first_handshake_counts_for_the_owner_whoever_gave_it(session: Session, cast: Cast):
    for _ in range(2):
        assign(session, cast.manager, a_waiting_lead(session, cast.basic).id, cast.professional.user_id, now=NOW)
        accept_handover(session, cast.manager, a_waiting_lead(session, cast.lite).id, now=NOW)
    assert told(session) == [
        (cast.professional.user_id, "the first handshake"),
        (cast.manager.user_id, "the first handshake"),
    ]


def test_what_was_taken_back_is_not_counted_and_not_told_twice(session: Session, cast: Cast):
    lead = a_waiting_lead(session, cast.basic)
    accept_handover(session, cast.manager, lead.id, now=NOW)
    return_to_creator(session, cast.manager, lead.id, "Who?", now=NOW)
    assert counted(session, cast.manager, Measure.HANDSHAKES) == 0
    hand_over(session, cast.basic, lead.id, now=NOW)
    accept_handover(session, cast.manager, lead.id, now=NOW)
    assert told(session) == [(cast.manager.user_id, "the first handshake")]


def test_winning_the_same_lead_again_reaches_nothing(session: Session, cast: Cast):
    leads = [a_won_lead(session, cast.professional) for _ in range(9)]
    reopen(session, cast.manager, leads[0].id, "Too early", now=NOW + HOUR)
    close_won(session, cast.professional, leads[0].id, now=NOW + HOUR)
    assert (counted(session, cast.professional, Measure.WON), told(session)) == (9, [])
    a_lead(session, cast.manager, owner_id=str(cast.professional.user_id), sub_stage="won")
    assert told(session) == [(cast.professional.user_id, "10 leads won")]


def test_a_milestone_stands_where_the_work_was_done(session: Session, cast: Cast):
    for _ in range(10):
        a_lead(session, cast.child_basic)
    event = session.exec(select(Event).where(Event.kind == "milestone.reached")).one()
    assert (event.organization_id, event.feed) == (cast.child_basic.organization_id, "milestone")


def test_counting_costs_one_statement(session: Session, cast: Cast):
    a_lead(session, cast.basic)
    with statements_of(session.get_bind().engine) as sent:
        a_lead(session, cast.basic)
    assert len(sent.about("person_counts")) == 1


def test_twenty_at_once_reach_the_tenth_once(database: Database, home: Cast):
    start = Barrier(20)

    def make(_: int) -> None:
        start.wait()
        database.act(home.credential(home.basic), capture, a_draft())

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(make, range(20)))
    assert database.system(lambda session, *, now: told(session)) == [(home.basic.user_id, "10 leads brought in")]


def test_every_milestone_has_words_in_both_languages():
    assert set(MILESTONES) == set(WORDS) == set(Measure)
    for measure in Measure:
        assert WORDS[measure] in i18n.NORWEGIAN
    assert milestone_words({"measure": "won", "number": 50}, "nb") == "50 leads vunnet"

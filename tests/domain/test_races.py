"""Two people at once, with real threads on real databases: the database decides, and says so."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.db import Database
from leadx_app.domain import files
from leadx_app.domain.errors import Conflict, EditConflict, Invalid, Refusal
from leadx_app.domain.leads.capture import capture
from leadx_app.domain.leads.close import close_won, park
from leadx_app.domain.leads.draft import LeadEdit
from leadx_app.domain.leads.handover import accept_handover, assign, return_to_creator
from leadx_app.domain.leads.qualify import edit
from leadx_app.models import (
    Company,
    Event,
    HandoverState,
    Lead,
    Notification,
    Person,
    StageChange,
    SubStage,
    Tag,
    new_id,
)
from tests.cast import NOW, Cast, a_draft, a_lead, a_waiting_lead, kinds_of
from tests.support.figures import wrong

ROUNDS = 200
pytestmark = pytest.mark.slow


def _at_once(*acts: Callable[[], object]) -> list[object]:
    """Do the acts in threads that start together; what each returned, or the refusal that it met."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def _make(database: Database, count: int, make: Callable[[Session], Lead]) -> list[UUID]:
    return database.system(lambda session, *, now: [make(session).id for _ in range(count)])


def _look(database: Database, query: Any) -> list[Any]:
    return database.system(lambda session, *, now: session.exec(query).all(), writes=False)


def _count(database: Database, table: type, *conditions: Any) -> int:
    return _look(database, select(sa.func.count()).select_from(table).where(*conditions))[0]


def test_two_managers_who_accept_at_once_are_one_owner_one_event_one_handshake_200_times(
    database: Database, home: Cast
) -> None:
    lead_ids = _make(database, ROUNDS, lambda session: a_waiting_lead(session, home.basic))
    managers = (home.manager, home.other_manager)
    barrier = Barrier(2)

    def accept_all(manager) -> list[object]:
        outcomes: list[object] = []
        for lead_id in lead_ids:
            barrier.wait()
            try:
                outcomes.append(database.act(home.credential(manager), accept_handover, lead_id))
            except Conflict as conflict:
                outcomes.append(str(conflict))
        return outcomes

    with ThreadPoolExecutor(2) as pool:
        outcomes = dict(zip(managers, pool.map(accept_all, managers), strict=True))
    owners = dict(_look(database, select(Lead.id, Lead.owner_id).where(Lead.handshake_at.is_not(None))))
    assert len(owners) == ROUNDS
    for number, lead_id in enumerate(lead_ids):
        winner, loser = managers if owners[lead_id] == managers[0].user_id else managers[::-1]
        assert outcomes[winner][number] is None
        assert outcomes[loser][number] == f"{winner.name} has this lead already."
    assert database.system(wrong, writes=False) == []
    accepted = Event.kind == "handover.accepted"
    assert _count(database, Event, accepted) == ROUNDS
    assert len(set(_look(database, select(Event.lead_id).where(accepted)))) == ROUNDS
    told = select(Notification.id).join(Event, Event.id == Notification.event_id).where(accepted)
    assert len(_look(database, told)) == ROUNDS
    assert set(_look(database, select(Lead.version))) == {2}


def test_accept_assign_and_return_at_once_have_one_outcome(database: Database, home: Cast) -> None:
    lead_ids = _make(database, 25, lambda session: a_waiting_lead(session, home.basic))
    for lead_id in lead_ids:
        outcomes = _at_once(
            lambda id=lead_id: database.act(home.credential(home.manager), accept_handover, id),
            lambda id=lead_id: database.act(home.credential(home.other_manager), assign, id, home.professional.user_id),
            lambda id=lead_id: database.act(home.credential(home.other_manager), return_to_creator, id, "Who?"),
        )
        assert [outcome for outcome in outcomes if outcome is None] == [None]
        assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 2
    kinds = {"handover.accepted", "lead.assigned", "lead.returned"}
    assert _count(database, Event, Event.kind.in_(kinds)) == len(lead_ids)
    answered = Lead.handover_state == HandoverState.ACCEPTED
    assert _count(database, Lead, answered) == _count(database, Lead, Lead.handshake_at.is_not(None))


def test_a_double_click_on_save_is_one_lead(database: Database, home: Cast) -> None:
    for number in range(10):
        draft = a_draft(draft_id=uuid4(), company_name=f"Company {number}", tags=[f"tag {number}"])
        captured = _at_once(*[lambda d=draft: database.act(home.credential(home.basic), capture, d)] * 4)
        assert len({outcome.lead_id for outcome in captured}) == 1
        assert sorted(outcome.is_new for outcome in captured) == [False, False, False, True]
    for table in (Lead, Company, Tag, StageChange):
        assert _count(database, table) == 10
    assert _count(database, Event, Event.kind == "lead.created") == 10


def test_people_who_type_the_same_new_company_and_person_at_once_make_them_once(database: Database, home: Cast) -> None:
    people = [home.basic, home.other_basic, home.other_manager, home.professional, home.manager]
    for number in range(10):
        draft = a_draft(company_name=f"Company {number}", person_name="Kari", tags=[f"tag {number}"])
        _at_once(*(lambda who=who, d=draft: database.act(home.credential(who), capture, d) for who in people))
    assert _count(database, Lead) == 50
    for table in (Company, Person, Tag):
        assert _count(database, table) == 10


def test_two_tabs_that_save_the_same_field_are_one_change_and_one_conflict(database: Database, home: Cast) -> None:
    for lead_id in _make(database, 20, lambda session: a_lead(session, home.professional)):
        outcomes = _at_once(
            *(
                lambda title=title, id=lead_id: database.act(
                    home.credential(home.professional), edit, id, LeadEdit(version=1, title=title)
                )
                for title in ("One", "Two")
            )
        )
        [conflict] = [outcome for outcome in outcomes if isinstance(outcome, EditConflict)]
        [title] = _look(database, select(Lead.title).where(Lead.id == lead_id))
        assert conflict.fields == {"title": title}


def test_two_tabs_that_save_different_fields_are_both_kept(database: Database, home: Cast) -> None:
    for lead_id in _make(database, 20, lambda session: a_lead(session, home.professional)):
        outcomes = _at_once(
            *(
                lambda fields=fields, id=lead_id: database.act(
                    home.credential(home.professional), edit, id, LeadEdit(version=1, **fields)
                )
                for fields in ({"title": "One"}, {"value": "5"}, {"description": "Text"})
            )
        )
        assert sorted(outcomes) == [2, 3, 4]
        [lead] = _look(database, select(Lead).where(Lead.id == lead_id))
        assert (lead.title, lead.value, lead.description) == ("One", 5, "Text")


def test_winning_and_parking_at_once_is_one_of_them(database: Database, home: Cast) -> None:
    lead_ids = _make(database, 20, lambda session: a_lead(session, home.professional))
    who = home.credential(home.professional)
    for lead_id in lead_ids:
        outcomes = _at_once(
            lambda id=lead_id: database.act(who, close_won, id), lambda id=lead_id: database.act(who, park, id)
        )
        assert sum(outcome is None for outcome in outcomes) == 1
        [steps] = _look(database, select(sa.func.count()).where(StageChange.lead_id == lead_id))
        assert steps == 2
    ended = _count(database, Lead, Lead.sub_stage == SubStage.WON, Lead.ended_at.is_not(None))
    parked = _count(database, Lead, Lead.sub_stage == SubStage.PARKED, Lead.parked_at.is_not(None))
    assert ended + parked == len(lead_ids)


def test_a_file_goes_to_one_of_two_leads_that_want_it(database: Database, home: Cast) -> None:
    who = home.credential(home.basic)
    for number in range(10):
        stored = files.StoredFile(f"{number}.txt", "text/plain", 1, "0" * 64, f"t/{new_id()}", None)
        file_id = database.act(who, files.add_file, stored, None)
        drafts = [a_draft(title=title, file_ids=[str(file_id)]) for title in ("One", "Two")]
        outcomes = _at_once(*(lambda d=draft: database.act(who, capture, d) for draft in drafts))
        assert sum(isinstance(outcome, Invalid) for outcome in outcomes) == 1
    assert _count(database, Lead) == _count(database, files.File, files.File.lead_id.is_not(None)) == 10


def test_readers_see_whole_leads_while_others_write(database: Database, home: Cast) -> None:
    def write(count: int) -> None:
        for _ in range(count):
            database.act(home.credential(home.basic), capture, a_draft(hand_over=True))

    def look(count: int) -> Iterable[tuple[int, int]]:
        steps = sa.select(sa.func.count()).select_from(StageChange).scalar_subquery()
        of_leads = Event.kind.in_(["lead.created", "lead.handed_over"])
        events = sa.select(sa.func.count()).select_from(Event).where(of_leads).scalar_subquery()
        leads = sa.select(sa.func.count()).select_from(Lead).scalar_subquery()
        who = home.credential(home.manager)
        for _ in range(count):
            yield database.read(who, lambda session, actor: session.execute(sa.select(leads, steps, events)).one())

    with ThreadPoolExecutor(3) as pool:
        writers = [pool.submit(write, 20) for _ in range(2)]
        seen = pool.submit(lambda: list(look(60)))
        assert all(leads == steps and events == 2 * leads for leads, steps, events in seen.result())
        for writer in writers:
            writer.result()
    assert _count(database, Lead) == 40


def test_kinds_are_written_in_the_order_of_the_acts(database: Database, home: Cast) -> None:
    [lead_id] = _make(database, 1, lambda session: a_waiting_lead(session, home.basic, now=NOW))
    database.act(home.credential(home.manager), accept_handover, lead_id)
    database.act(home.credential(home.manager), close_won, lead_id)
    kinds = database.system(lambda session, *, now: kinds_of(session, lead_id))
    assert kinds[2:] == ["handover.accepted", "lead.won"]

"""Handed-over leads are answered in time, or somebody hears of it, once (product.md section 5, "Handshake")."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlmodel import Session, select

from leadx_app.db import Database
from leadx_app.domain.errors import Invalid, NotFound, NotPermitted
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import MESSAGES
from leadx_app.domain.leads.capture import capture
from leadx_app.domain.leads.handover import accept_handover, hand_over, return_to_creator
from leadx_app.domain.leads.overdue import flag_overdue, overdue_handovers
from leadx_app.domain.settings import LONGEST_ANSWER_HOURS, set_answer_by
from leadx_app.models import Escalation, Lead, Organization, User, new_id
from leadx_app.queries.lead_detail import lead_detail
from leadx_app.queries.lead_filters import LeadFilters
from leadx_app.queries.leads import lead_page
from leadx_app.queries.settings import answer_bys
from leadx_app.rounds import flag_overdue_handovers
from tests.cast import NOW, Cast, a_draft, a_lead, a_waiting_lead, kinds_of, organization_of, told_of

HOUR = timedelta(hours=1)
OVERDUE = "handover.overdue"


def answer_within(session: Session, cast: Cast, hours: int | None, escalation: UUID | None = None) -> None:
    set_answer_by(session, cast.admin, cast.admin.organization_id, hours, escalation, now=NOW)


def flag_all(session: Session, now) -> int:
    return sum(flag_overdue(session, lead_id, now=now) for lead_id in overdue_handovers(session, now=now))


def test_only_the_admin_sets_it_for_the_parent_and_each_child(session: Session, cast: Cast) -> None:
    set_answer_by(session, cast.admin, cast.child_basic.organization_id, 8, cast.manager.user_id, now=NOW)
    assert organization_of(session, cast.child_basic).answer_within_hours == 8
    assert organization_of(session, cast.basic).answer_within_hours is None
    for who in ("manager", "professional", "basic", "child_manager"):
        with pytest.raises(NotPermitted):
            set_answer_by(session, getattr(cast, who), cast.admin.organization_id, 8, None, now=NOW)
    for organization_id in (cast.admin.organization_id, new_id()):
        with pytest.raises(NotFound):
            set_answer_by(session, cast.stranger_admin, organization_id, 8, None, now=NOW)


@pytest.mark.parametrize("hours", [0, -1, LONGEST_ANSWER_HOURS + 1, 2**63])
def test_hours_that_make_no_sense_are_refused(session: Session, cast: Cast, hours: int) -> None:
    with pytest.raises(Invalid) as refused:
        answer_within(session, cast, hours)
    assert refused.value.field == "hours"


def test_the_escalation_is_a_leader_of_the_organization_or_its_parent(session: Session, cast: Cast) -> None:
    service = cast.child_basic.organization_id
    for who in ("child_manager", "manager", "admin"):
        set_answer_by(session, cast.admin, service, 8, getattr(cast, who).user_id, now=NOW)
    session.get_one(User, cast.other_manager.user_id).is_active = False
    for who in ("child_basic", "professional", "sibling_manager", "stranger_manager", "other_manager"):
        with pytest.raises(Invalid) as refused:
            set_answer_by(session, cast.admin, service, 8, getattr(cast, who).user_id, now=NOW)
        assert refused.value.field == "escalation_id"
    with pytest.raises(Invalid):
        answer_within(session, cast, 8, cast.child_manager.user_id)


def test_the_settings_are_listed_for_the_admin_own_organization_first(session: Session, cast: Cast) -> None:
    answer_within(session, cast, 24, cast.manager.user_id)
    rows = answer_bys(session, cast.admin)
    assert [(row.organization, row.hours, row.escalation_id) for row in rows] == [
        ("Nordlys", 24, cast.manager.user_id),
        ("Nordlys Partner", None, None),
        ("Nordlys Service", None, None),
    ]
    assert [leader.name for leader in rows[0].leaders] == ["Anne Admin", "Magnus Manager", "Mona Manager"]
    assert [leader.name for leader in rows[2].leaders] == [
        "Anne Admin",
        "Magnus Manager",
        "Maja Service",
        "Mona Manager",
    ]
    with pytest.raises(NotPermitted):
        answer_bys(session, cast.manager)


def test_setting_the_same_again_says_nothing(session: Session, cast: Cast) -> None:
    answer_within(session, cast, 24)
    said = len(session.info[MESSAGES])
    answer_within(session, cast, 24)
    assert len(session.info[MESSAGES]) == said


def test_a_waiting_lead_shows_its_due_time_to_finder_and_manager(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic)
    assert lead_detail(session, cast.basic, lead.id, now=NOW).answer_due_at is None
    answer_within(session, cast, 24)
    for who in (cast.basic, cast.manager, cast.admin):
        assert lead_detail(session, who, lead.id, now=NOW).answer_due_at == NOW + 24 * HOUR
    filters = LeadFilters(person_id=cast.manager.user_id, with_waiting=True)
    (row,) = lead_page(session, cast.manager, filters, now=NOW).waiting
    assert row.answer_due_at == NOW + 24 * HOUR
    accept_handover(session, cast.manager, lead.id, now=NOW)
    assert lead_detail(session, cast.basic, lead.id, now=NOW).answer_due_at is None


def test_managers_and_escalation_are_told_once_and_the_finder_is_not(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic)
    answer_within(session, cast, 2, cast.admin.user_id)
    assert flag_all(session, NOW + 2 * HOUR - timedelta(seconds=1)) == 0
    assert flag_all(session, NOW + 2 * HOUR) == 1
    overdue = {person for person, kind in told_of(session, lead.id) if kind == OVERDUE}
    assert overdue == {cast.manager.user_id, cast.other_manager.user_id, cast.admin.user_id}
    message = session.info[MESSAGES][-1]
    assert (message.kind, cast.basic.user_id in message.people) == (EventKind.HANDOVER_OVERDUE, True)
    for later in (2, 3, 1, 100):
        assert flag_all(session, NOW + later * HOUR) == 0
    assert kinds_of(session, lead.id).count(OVERDUE) == 1


def test_it_changes_neither_version_nor_latest_change(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic)
    answer_within(session, cast, 1)
    before = (lead.version, lead.updated_at)
    flag_all(session, NOW + HOUR)
    session.expire_all()
    assert (lead.version, lead.updated_at) == before
    accept_handover(session, cast.manager, lead.id, now=NOW + 2 * HOUR)


def test_answered_returned_and_unlimited_leads_are_never_overdue(session: Session, cast: Cast) -> None:
    accepted, returned = a_waiting_lead(session, cast.basic), a_waiting_lead(session, cast.basic, title="Another")
    elsewhere = a_waiting_lead(session, cast.child_basic)
    a_lead(session, cast.basic, title="Kept")
    answer_within(session, cast, 1)
    accept_handover(session, cast.manager, accepted.id, now=NOW)
    return_to_creator(session, cast.manager, returned.id, "Who?", now=NOW)
    assert flag_all(session, NOW + 100 * HOUR) == 0
    assert not flag_overdue(session, accepted.id, now=NOW + 100 * HOUR)
    assert not flag_overdue(session, elsewhere.id, now=NOW + 100 * HOUR)


def test_handed_over_again_begins_a_new_clock(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic)
    answer_within(session, cast, 1)
    assert flag_all(session, NOW + HOUR) == 1
    return_to_creator(session, cast.manager, lead.id, "Who?", now=NOW + HOUR)
    hand_over(session, cast.basic, lead.id, now=NOW + 2 * HOUR)
    assert lead_detail(session, cast.basic, lead.id, now=NOW + 2 * HOUR).answer_due_at == NOW + 3 * HOUR
    assert flag_all(session, NOW + 2 * HOUR) == 0
    assert flag_all(session, NOW + 3 * HOUR) == 1
    assert kinds_of(session, lead.id).count(OVERDUE) == 2


def test_another_setting_holds_for_what_waits_already(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic)
    answer_within(session, cast, 48)
    assert flag_all(session, NOW + 3 * HOUR) == 0
    answer_within(session, cast, 3)
    assert flag_all(session, NOW + 3 * HOUR) == 1
    answer_within(session, cast, None)
    assert lead_detail(session, cast.basic, lead.id, now=NOW + 3 * HOUR).answer_due_at is None


def test_two_processes_tell_of_each_lead_once(database: Database, home: Cast) -> None:
    for number in range(6):
        database.act(home.credential(home.basic), capture, a_draft(title=f"Lead {number}", hand_over=True))
    database.act(home.credential(home.admin), set_answer_by, home.admin.organization_id, 1, None)
    database.system(_hand_over_yesterday)

    def process(_: int) -> None:
        asyncio.run(flag_overdue_handovers(SimpleNamespace(database=database)))

    with ThreadPoolExecutor(4) as processes:
        list(processes.map(process, range(4)))
    assert database.system(_overdue_events) == [1] * 6


def _hand_over_yesterday(session: Session, *, now) -> None:
    for lead in session.exec(select(Lead)):
        lead.handed_over_at = now - 24 * HOUR


def _overdue_events(session: Session, *, now) -> list[int]:
    return [kinds_of(session, lead_id).count(OVERDUE) for lead_id in session.exec(select(Lead.id))]


def test_no_escalation_is_kept_for_nobody(session: Session, cast: Cast) -> None:
    answer_within(session, cast, 8, cast.manager.user_id)
    answer_within(session, cast, 8, None)
    assert session.exec(select(Escalation)).all() == []
    assert session.get_one(Organization, cast.admin.organization_id).answer_within_hours == 8

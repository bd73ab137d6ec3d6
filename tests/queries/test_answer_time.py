"""How quickly sales answers: worked out by hand."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import NotFound, NotPermitted
from leadx_app.domain.leads.handover import accept_handover, assign, return_to_creator
from leadx_app.models import Lead, new_id
from leadx_app.queries import answer_time as module
from leadx_app.queries.answer_time import AnswerTime, answer_time
from tests.cast import NOW, Cast, a_lead, a_waiting_lead, an_accepted_lead
from tests.support.statements import statements_of

HOUR = timedelta(hours=1)


def answered(session: Session, cast: Cast, hours: int, *, days_ago: int = 1) -> None:
    """A lead of the Basic user that the Manager accepted after so many hours."""
    then = NOW - timedelta(days=days_ago)
    lead = a_waiting_lead(session, cast.basic, title=f"{hours} h, {days_ago} d", now=then - hours * HOUR)
    accept_handover(session, cast.manager, lead.id, now=then)


def test_without_a_handshake_it_is_unknown(session: Session, cast: Cast) -> None:
    a_lead(session, cast.professional)
    a_waiting_lead(session, cast.basic)
    returned = a_waiting_lead(session, cast.basic, title="Returned")
    return_to_creator(session, cast.manager, returned.id, "Who?", now=NOW + HOUR)
    assert answer_time(session, cast.basic, now=NOW) == AnswerTime(None, 0)


def test_it_is_the_middle_of_three_and_the_mean_of_the_two_in_the_middle_of_four(session: Session, cast: Cast) -> None:
    for hours in (1, 30, 4):
        answered(session, cast, hours)
    assert answer_time(session, cast.basic, now=NOW) == AnswerTime(4 * HOUR, 3)
    answered(session, cast, 6)
    assert answer_time(session, cast.basic, now=NOW) == AnswerTime(5 * HOUR, 4)


def test_an_assignment_answers_too_and_what_is_older_than_ninety_days_does_not_count(
    session: Session, cast: Cast
) -> None:
    answered(session, cast, 50, days_ago=91)
    lead = a_waiting_lead(session, cast.basic, now=NOW - 2 * HOUR)
    assign(session, cast.manager, lead.id, cast.professional.user_id, now=NOW)
    assert answer_time(session, cast.manager, now=NOW) == AnswerTime(2 * HOUR, 1)


def test_the_latest_count_and_the_others_do_not(session: Session, cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(module, "MOST_HANDSHAKES", 2)
    answered(session, cast, 100, days_ago=50)
    answered(session, cast, 2, days_ago=3)
    answered(session, cast, 4, days_ago=2)
    assert answer_time(session, cast.basic, now=NOW) == AnswerTime(3 * HOUR, 2)


def test_the_parents_manager_sees_all_together_and_a_child_only_itself(session: Session, cast: Cast) -> None:
    answered(session, cast, 2)
    lead = a_waiting_lead(session, cast.child_basic, now=NOW - 8 * HOUR)
    accept_handover(session, cast.child_manager, lead.id, now=NOW)
    assert answer_time(session, cast.manager, now=NOW) == AnswerTime(5 * HOUR, 2)
    service = frozenset({cast.child_manager.organization_id})
    assert answer_time(session, cast.manager, service, now=NOW) == AnswerTime(8 * HOUR, 1)
    assert answer_time(session, cast.child_manager, now=NOW) == AnswerTime(8 * HOUR, 1)
    for others in (frozenset({cast.manager.organization_id}), frozenset({new_id()})):
        with pytest.raises(NotFound):
            answer_time(session, cast.child_manager, others, now=NOW)
    assert answer_time(session, cast.stranger_manager, now=NOW) == AnswerTime(None, 0)


def test_who_does_not_read_community_is_refused(session: Session, cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        answer_time(session, cast.lite, now=NOW)


def test_for_any_number_of_leads_it_is_one_short_walk_along_an_index(session: Session, cast: Cast) -> None:
    lead = an_accepted_lead(session, cast.basic, cast.manager, now=NOW - HOUR)
    session.flush()
    like = dict(session.execute(sa.select(Lead.__table__).where(Lead.id == lead.id)).mappings().one())
    copies = [
        like | {"id": new_id(), "draft_id": None, "handshake_at": shaken, "handed_over_at": shaken - HOUR}
        for shaken in (NOW - number * timedelta(minutes=5) for number in range(5_000))
    ]
    session.execute(sa.insert(Lead.__table__), copies)
    with statements_of(session.get_bind().engine) as sent:
        found = answer_time(session, cast.basic, now=NOW)
    assert (found.count, len(sent)) == (module.MOST_HANDSHAKES, 1)
    plan = _plan(session, *sent.sent[0])
    assert any("ix_leads_answered" in line for line in plan), "\n".join(plan)
    assert not any("Seq Scan" in line or "SCAN leads" in line for line in plan), "\n".join(plan)


def _plan(session: Session, text: str, parameters: object) -> list[str]:
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        return [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", parameters)]
    connection.exec_driver_sql("ANALYZE leads")
    return [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {text}", parameters)]

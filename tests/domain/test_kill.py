"""kill -9 in the middle of 200 concurrent creates: what was acknowledged is there, and nothing is half made."""

import subprocess
import sys
from collections import Counter
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.db import Database
from leadx_app.models import Company, Event, HandoverState, Lead, LeadTag, Notification, Person, StageChange
from tests.cast import Cast, gather_in
from tests.support.figures import wrong
from tests.support.lanes import Lane

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


def _write_and_kill(url: str, secret: str, after: int) -> list[UUID]:
    """Let another process write, kill it when it has acknowledged so many leads; returns all that it acknowledged."""
    command = [sys.executable, "-m", "tests.support.crash_writer", url, secret]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        acknowledged = []
        for line in writer.stdout:
            if line.endswith("\n"):
                acknowledged.append(UUID(line.strip()))
            if len(acknowledged) == after:
                writer.kill()
    assert writer.returncode == -9
    return acknowledged


@pytest.mark.parametrize("after", [1, 40, 150])
def test_a_kill_loses_nothing_acknowledged_and_leaves_nothing_half_made(lane: Lane, after: int) -> None:
    with lane.migrated() as url:
        database = Database(url)
        cast = gather_in(database)
        secret = cast.secret(cast.basic)
        database.close()
        acknowledged = _write_and_kill(url, secret, after)
        database = Database(url)
        try:
            made = database.system(lambda session, *, now: _whole_leads(session, cast), writes=False)
            assert set(acknowledged) <= made
            assert len(acknowledged) >= after
            assert database.system(_is_sound)
            assert database.system(wrong, writes=False) == []
        finally:
            database.close()


def _whole_leads(session: Session, cast: Cast) -> set[UUID]:
    """The leads; each is there with everything that one act writes, and there is nothing besides."""
    leads = {lead.id: lead for lead in session.exec(select(Lead))}
    companies = {row.id: row.name for row in session.exec(select(Company))}
    persons = {row.id: row.name for row in session.exec(select(Person))}
    steps = Counter(session.exec(select(StageChange.lead_id)))
    tags = Counter(session.exec(select(LeadTag.lead_id)))
    kinds = Counter(session.exec(select(Event.lead_id, Event.kind).where(Event.lead_id.is_not(None))))
    told = Counter(
        session.exec(select(Event.lead_id).join(Notification, Notification.event_id == Event.id)),
    )
    for lead in leads.values():
        number = lead.title.removeprefix("Lead ")
        assert companies[lead.company_id] == f"Company {number}"
        assert persons[lead.person_id] == f"Person {number}"
        assert lead.handover_state == HandoverState.WAITING
    assert len(companies) == len(persons) == len(leads)
    assert steps == dict.fromkeys(leads, 1)
    assert tags == told == dict.fromkeys(leads, 2)
    assert kinds == {(lead_id, kind): 1 for lead_id in leads for kind in ("lead.created", "lead.handed_over")}
    return set(leads)


def _is_sound(session: Session, *, now: object) -> bool:
    """SQLite checks its own file after the crash; PostgreSQL would not have started."""
    if session.get_bind().dialect.name == "postgresql":
        return True
    return session.execute(sa.text("PRAGMA integrity_check")).scalar_one() == "ok"

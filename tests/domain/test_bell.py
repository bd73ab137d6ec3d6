"""Ring the Bell: by whom, once, and who is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.db import Database
from leadx_app.domain import tenants
from leadx_app.domain.bell import ring_bell
from leadx_app.domain.errors import Conflict, NotFound, NotPermitted
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import MESSAGES
from leadx_app.domain.leads.close import close_won, reopen
from leadx_app.domain.leads.rules import may_ring
from leadx_app.models import Event, Lead, Membership, Notification, Role, User
from leadx_app.queries.bell import latest_rings
from tests.cast import NOW, Cast, a_lead, a_won_lead, an_assigned_lead, kinds_of, organization_of, told_of
from tests.support.statements import statements_of

HOUR = timedelta(hours=1)


def test_the_owner_of_a_won_lead_rings_once(session: Session, cast: Cast):
    lead = a_won_lead(session, cast.professional)
    assert may_ring(cast.professional, lead)
    assert ring_bell(session, cast.professional, lead.id, now=NOW) is True
    assert not may_ring(cast.professional, lead)
    assert ring_bell(session, cast.professional, lead.id, now=NOW + HOUR) is False
    assert kinds_of(session, lead.id).count("bell.rung") == 1
    assert lead.bell_rung_at == NOW


def test_nobody_else_rings_it(session: Session, cast: Cast):
    lead = an_assigned_lead(session, cast.basic, cast.manager, cast.professional)
    close_won(session, cast.professional, lead.id, now=NOW)
    for actor in (cast.basic, cast.lite, cast.admin, cast.manager):
        with pytest.raises(NotPermitted):
            ring_bell(session, actor, lead.id, now=NOW)
    for actor in (cast.other_professional, cast.child_manager, cast.sibling_manager, cast.stranger_manager):
        with pytest.raises(NotFound):
            ring_bell(session, actor, lead.id, now=NOW)
    assert "bell.rung" not in kinds_of(session, lead.id)


def test_a_lead_that_is_not_won_has_no_bell(session: Session, cast: Cast):
    lead = a_lead(session, cast.professional)
    with pytest.raises(Conflict):
        ring_bell(session, cast.professional, lead.id, now=NOW)
    assert not may_ring(cast.professional, lead)


def test_a_lead_that_is_won_again_does_not_ring_again(session: Session, cast: Cast):
    lead = a_won_lead(session, cast.professional)
    ring_bell(session, cast.professional, lead.id, now=NOW)
    reopen(session, cast.manager, lead.id, "Too early", now=NOW + HOUR)
    close_won(session, cast.professional, lead.id, now=NOW + 2 * HOUR)
    assert not may_ring(cast.professional, lead)
    assert ring_bell(session, cast.professional, lead.id, now=NOW + 2 * HOUR) is False


def test_everybody_of_the_organization_is_told_and_nobody_else(session: Session, cast: Cast):
    session.get_one(User, cast.other_basic.user_id).is_active = False
    gone = select(Membership).where(Membership.user_id == cast.other_manager.user_id)
    session.exec(gone).one().is_active = False
    lead = a_won_lead(session, cast.professional)
    ring_bell(session, cast.professional, lead.id, now=NOW)
    told = {user_id for user_id, kind in told_of(session, lead.id) if kind == "bell.rung"}
    here = (cast.lite, cast.basic, cast.other_professional, cast.manager, cast.admin)
    assert told == {actor.user_id for actor in here}
    assert session.info[MESSAGES][-1].organization_ids == {cast.professional.organization_id}


def test_rings_are_heard_where_one_works_and_nowhere_else(session: Session, cast: Cast):
    lead = a_won_lead(session, cast.child_professional, title="Child's")
    ring_bell(session, cast.child_professional, lead.id, now=NOW)
    for name, actor in cast.everybody().items():
        heard = [ring.title for ring in latest_rings(session, actor)]
        assert heard == (["Child's"] if name.startswith("child_") else []), name


def test_the_latest_rings_come_oldest_first(session: Session, cast: Cast):
    for number in range(7):
        lead = a_won_lead(session, cast.professional, title=f"won {number}")
        ring_bell(session, cast.professional, lead.id, now=NOW + number * HOUR)
    assert [ring.title for ring in latest_rings(session, cast.lite)] == [f"won {number}" for number in range(2, 7)]


def test_fifty_at_once_ring_once(database: Database, home: Cast):
    who = home.credential(home.professional)
    lead_id = database.act(who, lambda session, actor, *, now: a_won_lead(session, actor, now=now).id)
    start = Barrier(50)

    def ring(_: int) -> bool:
        start.wait()
        return database.act(who, ring_bell, lead_id)

    with ThreadPoolExecutor(50) as pool:
        assert sorted(pool.map(ring, range(50))) == [False] * 49 + [True]

    def look(session: Session, *, now: object) -> tuple[list[str], int]:
        rings = session.exec(select(Event.id).where(Event.kind == EventKind.BELL_RUNG.value)).all()
        query = select(sa.func.count()).select_from(Notification).where(Notification.event_id.in_(rings))
        return rings, session.exec(query).one()

    rings, told = database.system(look)
    assert (len(rings), told) == (1, 7)


def test_telling_five_hundred_costs_few_statements(session: Session, cast: Cast):
    organization = organization_of(session, cast.professional)
    counts = []
    for number in (0, 500):
        for each in range(number):
            email = f"extra{each}@nordlys.example"
            tenants.add_user(session, organization, email=email, name="X", role=Role.BASIC, password_hash=None, now=NOW)
        session.flush()
        lead = a_won_lead(session, cast.professional)
        with statements_of(session.get_bind().engine) as sent:
            ring_bell(session, cast.professional, lead.id, now=NOW)
        counts.append(len(sent))
    assert max(counts) <= 8
    told = select(sa.func.count()).select_from(Notification)
    assert session.exec(told.join(Event).where(Event.lead_id == lead.id)).one() == 507
    assert session.get_one(Lead, lead.id).bell_rung_at == NOW

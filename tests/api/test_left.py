"""Somebody who was made inactive: everything that was theirs to come in by leads nowhere from that moment on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from leadx_app.api.calendar import calendar_route
from leadx_app.domain import people, pushes
from leadx_app.domain.accounts import actor_in, hash_secret
from leadx_app.domain.bell import ring_bell
from leadx_app.domain.push_notes import push_note
from leadx_app.models import Event, OutboxPush, PushSubscription, User, utc_now
from tests.api.conftest import LEADS, Office, an_office
from tests.api.test_agenda import an_address
from tests.cast import a_lead, a_won_lead
from tests.domain.test_pushes import GOOD
from tests.support.lanes import SqliteLane


@pytest.fixture
def office(sqlite_lane: SqliteLane, tmp_path: Path) -> Iterator[Office]:
    """On SQLite alone: that an inactive person is nobody is tested with the domain, on both."""
    with sqlite_lane.migrated() as url, an_office(tmp_path / "data", url) as office:
        yield office


def set_active(office: Office, is_active: bool) -> None:
    admin, person = office.cast.admin, office.cast.professional
    office.within(lambda session: people.set_active(session, admin, person.user_id, is_active, now=utc_now()))


def a_push_on_its_way(session: Session, office: Office) -> None:
    """Something that happened is to be said on the person's device."""
    person = office.cast.professional
    pushes.subscribe(session, person, GOOD, hash_secret(office.cast.secret(person)), now=utc_now())
    session.flush()
    ring_bell(session, person, a_won_lead(session, person, now=utc_now()).id, now=utc_now())
    event_id = session.exec(select(Event.id).where(Event.kind == "bell.rung")).one()
    facts = {"tenant_id": person.tenant_id, "organization_id": person.organization_id}
    pushes.queue(session.connection(), facts, event_id, {person.user_id}, now=utc_now())


def test_every_way_in_is_closed_at_once_and_sessions_do_not_come_back(office: Office) -> None:
    me = office.cast.professional
    office.within(lambda session: session.execute(sa.update(User).values(password_hash="hash")) and None)
    lead_id = office.make(a_lead, me)
    file_id = office.send(me, b"text", x_lead_id=str(lead_id)).json()["id"]
    calendar = an_address(office)
    office.within(lambda session: a_push_on_its_way(session, office))
    (push_id,) = office.within(lambda session: list(session.exec(select(OutboxPush.id))))
    http = TestClient(Starlette(routes=[calendar_route]))
    cookie = {"Cookie": f"leadx_session={office.cast.secret(me)}"}

    def answers() -> list[int]:
        own = [f"{LEADS}/{lead_id}", f"/files/{file_id}", f"{LEADS}/export?format=csv"]
        with_token = [office.get(me, path).status_code for path in own]
        with_cookie = [office.get(None, path, headers=cookie | {"X-LeadX": "1"}).status_code for path in own]
        return [*with_token, *with_cookie, http.get(calendar).status_code]

    def hears(session: Session) -> bool:
        return push_note(session, push_id, now=utc_now()) is not None

    assert answers() == [200] * 7
    assert office.within(hears)
    set_active(office, False)
    assert answers() == [401] * 6 + [404]
    assert not office.within(hears)
    assert office.within(lambda session: pushes.clean_up(session, now=utc_now())) == 1
    assert office.within(lambda session: list(session.exec(select(PushSubscription.id)))) == []
    asked = office.within(lambda session: actor_in(session, me.user_id, me.organization_id))
    assert asked is None, "mails are written and jobs are done for nobody who left"

    set_active(office, True)
    assert answers()[3:6] == [401] * 3, "sessions that ended do not come back"

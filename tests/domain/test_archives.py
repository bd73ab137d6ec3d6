"""Archives of everything: only an Admin of the parent organization asks, and only they open it, for a day."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlmodel import Session, select

from leadx_app.domain import archives, tenants
from leadx_app.domain.accounts import actor_in
from leadx_app.domain.errors import Conflict, NotFound, NotPermitted
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.permissions import Actor
from leadx_app.models import Event, Job, JobState, Organization, Role, TenantArchive, User
from leadx_app.queries.archives import archive_page
from tests.cast import NOW, Cast

KEY = "0" * 32 + "/" + "1" * 32


def _ready(session: Session, actor: Actor) -> Any:
    archive_id = archives.ask(session, actor, now=NOW)
    job: Any = SimpleNamespace(
        payload={"archive_id": str(archive_id)}, user_id=actor.user_id, organization_id=actor.organization_id
    )
    assert archives.begin(session, job, KEY, now=NOW) == KEY
    assert archives.begin(session, job, "another", now=NOW) == KEY
    archives.finish(session, job, 7, "ab", now=NOW)
    return archive_id


def _admin(session: Session, organization_id: Any, email: str) -> Actor:
    organization = session.get_one(Organization, organization_id)
    user = tenants.add_user(session, organization, email=email, name="Ada", role=Role.ADMIN, now=NOW)
    actor = actor_in(session, user.id, organization_id)
    assert actor is not None
    return actor


def test_nobody_else_may_ask(session: Session, cast: Cast) -> None:
    for name, actor in cast.everybody().items():
        if not name.endswith("admin"):
            with pytest.raises(NotPermitted):
                archives.ask(session, actor, now=NOW)
            with pytest.raises(NotPermitted):
                archive_page(session, actor, now=NOW)
    child = _admin(session, cast.child_manager.organization_id, "ada@service.example")
    with pytest.raises(NotPermitted, match="parent organization"):
        archives.ask(session, child, now=NOW)
    assert archive_page(session, child, now=NOW).may_ask is False


def test_only_one_is_made_at_a_time(session: Session, cast: Cast) -> None:
    archives.ask(session, cast.admin, now=NOW)
    with pytest.raises(Conflict):
        archives.ask(session, _admin(session, cast.admin.organization_id, "ada@nordlys.example"), now=NOW)
    archives.ask(session, cast.stranger_admin, now=NOW)


def test_only_who_asked_opens_it_and_only_for_a_day(session: Session, cast: Cast) -> None:
    archive_id = _ready(session, cast.admin)
    opened = archives.open_archive(session, cast.admin, archive_id, now=NOW + timedelta(hours=23))
    assert (opened.storage_key, opened.size_bytes) == (KEY, 7)
    other = _admin(session, cast.admin.organization_id, "ada@nordlys.example")
    for actor in (other, cast.stranger_admin, cast.manager, cast.basic):
        with pytest.raises(NotFound):
            archives.open_archive(session, actor, archive_id, now=NOW)
    assert archive_page(session, other, now=NOW).rows == []
    with pytest.raises(NotFound):
        archives.open_archive(session, cast.admin, archive_id, now=NOW + timedelta(hours=25))
    kinds = session.exec(select(Event.kind).where(Event.actor_id == cast.admin.user_id).order_by(Event.id)).all()
    assert kinds[-2:] == [EventKind.ARCHIVE_ASKED, EventKind.ARCHIVE_OPENED]


def test_one_that_is_not_there_yet_is_not_opened(session: Session, cast: Cast) -> None:
    archive_id = archives.ask(session, cast.admin, now=NOW)
    with pytest.raises(NotFound):
        archives.open_archive(session, cast.admin, archive_id, now=NOW)
    (row,) = archive_page(session, cast.admin, now=NOW).rows
    assert (row.size_bytes, row.state) == (None, JobState.WAITING)


def test_whoever_lost_the_right_gets_none(session: Session, cast: Cast) -> None:
    archives.ask(session, cast.admin, now=NOW)
    session.get_one(User, cast.admin.user_id).is_active = False
    session.flush()
    job = session.exec(select(Job).order_by(Job.id.desc())).first()
    with pytest.raises(NotPermitted):
        archives.begin(session, job, KEY, now=NOW)  # type: ignore[arg-type]


def test_what_is_over_is_forgotten_with_its_bytes(session: Session, cast: Cast) -> None:
    _ready(session, cast.admin)
    archives.ask(session, cast.stranger_admin, now=NOW)
    assert archives.take_expired(session, now=NOW + timedelta(hours=23)) == []
    assert archives.take_expired(session, now=NOW + timedelta(hours=25)) == [KEY]
    assert session.exec(select(TenantArchive)).all() == []

"""People who belong to several organizations: a session goes on in another one, with the rights there."""

import pytest
from sqlmodel import Session

from leadx_app.domain.accounts import SessionLimits, hash_secret, resolve_actor, work_in
from leadx_app.domain.errors import NotFound
from leadx_app.domain.permissions import Actor
from leadx_app.domain.tenants import grant_role
from leadx_app.models import Organization, Role, User
from leadx_app.queries.session import session_frame
from tests.cast import NOW, Cast


def also_in(session: Session, actor: Actor, place: Actor, role: Role) -> None:
    """Give the actor a role where somebody else works."""
    user, organization = session.get_one(User, actor.user_id), session.get_one(Organization, place.organization_id)
    grant_role(session, user, organization, role, now=NOW)


def now_of(session: Session, cast: Cast, actor: Actor) -> Actor:
    """The actor as their session resolves at this moment."""
    return resolve_actor(session, cast.credential(actor), now=NOW, limits=SessionLimits())


def go(session: Session, cast: Cast, actor: Actor, place: Actor, *, secret: str | None = None) -> None:
    work_in(session, actor, hash_secret(secret or cast.secret(actor)), place.organization_id, now=NOW)


def test_a_session_goes_on_elsewhere_with_the_rights_there_and_back(session: Session, cast: Cast):
    also_in(session, cast.professional, cast.child_manager, Role.MANAGER)
    go(session, cast, cast.professional, cast.child_manager)
    there = now_of(session, cast, cast.professional)
    assert (there.user_id, there.organization_id) == (cast.professional.user_id, cast.child_manager.organization_id)
    assert (there.role, there.organization_ids) == (Role.MANAGER, {cast.child_manager.organization_id})
    go(session, cast, there, cast.professional)
    assert now_of(session, cast, cast.professional) == cast.professional


def test_nobody_goes_where_they_do_not_belong(session: Session, cast: Cast):
    for place in (cast.child_manager, cast.sibling_manager, cast.stranger_manager):
        with pytest.raises(NotFound):
            go(session, cast, cast.manager, place)
    assert now_of(session, cast, cast.manager) == cast.manager


def test_nobody_moves_the_session_of_somebody_else(session: Session, cast: Cast):
    also_in(session, cast.professional, cast.child_manager, Role.MANAGER)
    with pytest.raises(NotFound):
        go(session, cast, cast.professional, cast.child_manager, secret=cast.secret(cast.child_basic))
    assert now_of(session, cast, cast.child_basic) == cast.child_basic


def test_the_frame_names_the_organizations_that_the_person_belongs_to(session: Session, cast: Cast):
    also_in(session, cast.professional, cast.child_manager, Role.BASIC)
    assert [one.name for one in session_frame(session, cast.professional).places] == ["Nordlys", "Nordlys Service"]
    assert [one.name for one in session_frame(session, cast.manager).places] == ["Nordlys"]

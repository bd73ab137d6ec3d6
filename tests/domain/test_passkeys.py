"""Passkeys: challenges that are used once, whose they are, and how many."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.db import Database
from leadx_app.domain import passkeys
from leadx_app.domain.errors import Conflict, Invalid, NotFound
from leadx_app.domain.mails.compose import Letter
from leadx_app.domain.passkeys import NewPasskey
from leadx_app.domain.permissions import Actor
from leadx_app.domain.two_step import Notice
from leadx_app.models import Organization, Passkey, PasskeyChallenge, User
from leadx_app.queries.passkeys import own_passkeys
from tests.cast import NOW, Cast
from tests.support.two_processes import at_once

NOTICE = Notice(lambda user, organization: Letter("A passkey", "", ""), "nordlys.example")


def _add(session: Session, actor: Actor, number: int = 1) -> None:
    passkeys.add_passkey(session, actor, NewPasskey(f"Key {number}", f"id-{number}", "key", 0), NOTICE, now=NOW)


def test_a_challenge_is_used_once_by_whom_it_was_made_for_within_five_minutes(session: Session, cast: Cast) -> None:
    mine, later = cast.basic.user_id, NOW + timedelta(minutes=5)
    for challenge, owner in (("a", mine), ("b", mine), ("c", None), ("d", None)):
        passkeys.keep_challenge(session, challenge, owner, now=NOW)
    session.flush()

    assert not passkeys.take_challenge(session, "a", cast.manager.user_id, now=NOW)
    assert not passkeys.take_challenge(session, "a", None, now=NOW)
    assert [passkeys.take_challenge(session, "a", mine, now=NOW) for _ in range(2)] == [True, False]
    assert not passkeys.take_challenge(session, "c", mine, now=NOW)
    assert [passkeys.take_challenge(session, "c", None, now=NOW) for _ in range(2)] == [True, False]
    assert not passkeys.take_challenge(session, "b", mine, now=later)
    passkeys.keep_challenge(session, "e", None, now=later)
    session.flush()
    assert len(session.exec(select(PasskeyChallenge)).all()) == 1, "what was not answered in time is forgotten"


def test_passkeys_are_listed_and_removed_by_their_person_alone(session: Session, cast: Cast) -> None:
    for number in (1, 2):
        _add(session, cast.basic, number)
    names = [row.name for row in own_passkeys(session, cast.basic)]
    assert names == ["Key 2", "Key 1"]
    assert own_passkeys(session, cast.manager) == []
    (first, _) = own_passkeys(session, cast.basic)
    for stranger in (cast.manager, cast.admin, cast.stranger_admin):
        with pytest.raises(NotFound):
            passkeys.remove_passkey(session, stranger, first.id, now=NOW)
    passkeys.remove_passkey(session, cast.basic, first.id, now=NOW)
    session.flush()

    assert [row.name for row in own_passkeys(session, cast.basic)] == ["Key 1"]
    assert passkeys.holder(session, "id-2", now=NOW) is None


def test_a_passkey_is_of_one_person_and_there_are_at_most_twenty(session: Session, cast: Cast) -> None:
    _add(session, cast.basic)
    with pytest.raises(Conflict):
        _add(session, cast.manager)
    for number in range(2, passkeys.MOST + 1):
        _add(session, cast.basic, number)
    with pytest.raises(Invalid):
        _add(session, cast.basic, passkeys.MOST + 1)


def test_the_holder_is_found_where_they_start_while_they_may_sign_in(session: Session, cast: Cast) -> None:
    _add(session, cast.basic)
    found = passkeys.holder(session, "id-1", now=NOW)
    assert found is not None
    assert (found.account.user_id, found.account.organization) == (cast.basic.user_id, "Nordlys")
    passkeys.use_passkey(session, found.passkey_id, 5, now=NOW)
    session.expire_all()
    assert session.exec(select(Passkey.sign_count)).all() == [5]

    place = sa.update(Organization).where(Organization.id == cast.basic.organization_id)
    for is_active, is_found in ((False, False), (True, True)):
        session.connection().execute(place.values(is_active=is_active))
        assert (passkeys.holder(session, "id-1", now=NOW) is not None) == is_found
    session.connection().execute(sa.update(User).where(User.id == cast.basic.user_id).values(is_active=False))
    assert passkeys.holder(session, "id-1", now=NOW) is None


def test_the_count_of_a_passkey_goes_forward_only_unless_it_does_not_count(session: Session, cast: Cast) -> None:
    _add(session, cast.basic)
    (row,) = own_passkeys(session, cast.basic)
    assert [passkeys.use_passkey(session, row.id, count, now=NOW) for count in (0, 0, 3, 3, 2, 0, 4)] == [
        *(True, True, True),
        *(False, False, False),
        True,
    ]
    passkeys.remove_passkey(session, cast.basic, row.id, now=NOW)
    session.flush()
    assert not passkeys.use_passkey(session, row.id, 5, now=NOW), "one that was removed meanwhile"


def test_of_a_passkey_and_its_copy_that_sign_at_once_one_comes_in(database: Database, home: Cast) -> None:
    database.system(lambda session, *, now: _add(session, home.basic))
    passkey_id = database.system(lambda session, *, now: own_passkeys(session, home.basic)[0].id)

    def uses(database: Database) -> bool:
        return database.system(passkeys.use_passkey, passkey_id, 1)

    assert sorted(at_once(database, uses, uses)) == [False, True]

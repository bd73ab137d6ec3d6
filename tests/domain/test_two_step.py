"""The second step of signing in: what turns it on, what passes, how often one may be wrong, who may reset it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from leadx_app.db import Database
from leadx_app.domain import two_step
from leadx_app.domain.accounts import accounts_with_email
from leadx_app.domain.errors import Conflict, NotFound, NotPermitted, TooMany
from leadx_app.domain.mails.compose import Letter
from leadx_app.domain.permissions import Actor
from leadx_app.domain.two_step import Notice, ShownCode
from leadx_app.models import Event, OutboxMail, RecoveryCode, TwoStep, User
from leadx_app.queries.two_step import OwnTwoStep, has_second_step, own_two_step
from tests.cast import NOW, Cast
from tests.support.two_processes import at_once

NOTICE = Notice(lambda user, organization: Letter("Two-step sign-in", "", ""), "nordlys.example")
FIRST = 1000
HASHES = [f"{number:064x}" for number in range(two_step.CODES)]


def _shown(actor: Actor, step: int | None, recovery: str = "-") -> ShownCode:
    """The code of a time step, without an app; None is a wrong one."""

    def step_in(user_id: UUID, sealed: str, now: datetime) -> int | None:
        assert (user_id, sealed) == (actor.user_id, "sealed")
        return step

    return ShownCode(step_in, recovery, f"second:{actor.user_id}")


def _turn_on(session: Session, actor: Actor) -> None:
    two_step.begin(session, actor, "sealed", now=NOW)
    assert two_step.turn_on(session, actor, _shown(actor, FIRST), HASHES, NOTICE, now=NOW)
    session.flush()


def _passes(session: Session, actor: Actor, step: int | None, recovery: str = "-", at: datetime = NOW) -> bool:
    return two_step.passes(session, actor.user_id, _shown(actor, step, recovery), now=at)


def _is_asked(session: Session, actor: Actor) -> bool:
    email = session.get_one(User, actor.user_id).email
    (account,) = [one for one in accounts_with_email(session, email) if one.user_id == actor.user_id]
    return account.has_second_step


def _kinds(session: Session) -> list[str]:
    kinds = session.exec(select(Event.kind).order_by(Event.id)).all()
    return [kind for kind in kinds if kind.startswith(("account.", "user."))]


def test_it_counts_from_the_first_right_code_on(session: Session, cast: Cast) -> None:
    two_step.begin(session, cast.basic, "before", now=NOW)
    two_step.begin(session, cast.basic, "sealed", now=NOW)
    session.flush()
    assert not two_step.turn_on(session, cast.basic, _shown(cast.basic, None), HASHES, NOTICE, now=NOW)
    assert not _is_asked(session, cast.basic)
    assert _passes(session, cast.basic, None)
    assert own_two_step(session, cast.basic) == OwnTwoStep(None, 0)

    assert two_step.turn_on(session, cast.basic, _shown(cast.basic, FIRST), HASHES, NOTICE, now=NOW)
    assert _is_asked(session, cast.basic)
    assert not _is_asked(session, cast.manager)
    assert own_two_step(session, cast.basic) == OwnTwoStep(NOW, 10)
    assert _kinds(session) == ["account.two_step_on"]
    assert session.exec(select(OutboxMail.kind)).all() == ["account.two_step_on"]


def test_it_is_not_set_up_over_one_that_is_on_nor_turned_on_without_a_beginning(session: Session, cast: Cast) -> None:
    with pytest.raises(Conflict):
        two_step.turn_on(session, cast.manager, _shown(cast.manager, FIRST), HASHES, NOTICE, now=NOW)
    _turn_on(session, cast.basic)
    with pytest.raises(Conflict):
        two_step.begin(session, cast.basic, "another", now=NOW)
    with pytest.raises(Conflict):
        two_step.turn_on(session, cast.basic, _shown(cast.basic, FIRST + 1), HASHES, NOTICE, now=NOW)


def test_a_code_passes_once_and_ends_all_before_it(session: Session, cast: Cast) -> None:
    _turn_on(session, cast.basic)

    assert not _passes(session, cast.basic, FIRST), "the code that turned it on is used up"
    assert _passes(session, cast.basic, FIRST + 2)
    assert not _passes(session, cast.basic, FIRST + 2)
    assert not _passes(session, cast.basic, FIRST + 1)
    assert _passes(session, cast.basic, FIRST + 3)


def test_a_recovery_code_passes_once_and_only_for_its_person(session: Session, cast: Cast) -> None:
    _turn_on(session, cast.basic)
    _turn_on(session, cast.manager)
    session.connection().execute(RecoveryCode.__table__.delete().where(RecoveryCode.user_id == cast.manager.user_id))

    assert not _passes(session, cast.manager, None, HASHES[0])
    assert _passes(session, cast.basic, None, HASHES[0])
    assert not _passes(session, cast.basic, None, HASHES[0])
    assert own_two_step(session, cast.basic).codes_left == 9
    assert "account.recovery_code_used" in _kinds(session)


def test_of_two_who_show_the_same_code_at_once_one_passes(database: Database, home: Cast) -> None:
    """In two processes: the one who read it over a shoulder, and its owner."""
    database.system(lambda session, *, now: _turn_on(session, home.basic))

    def shows(step: int | None, recovery: str) -> Callable[[Database], bool]:
        shown = _shown(home.basic, step, recovery)
        return lambda database: database.system(two_step.passes, home.basic.user_id, shown)

    for step, recovery in ((FIRST + 1, "-"), (FIRST + 2, "-"), (None, HASHES[0]), (None, HASHES[1])):
        assert sorted(at_once(database, shows(step, recovery), shows(step, recovery))) == [False, True]


def test_of_hundreds_of_guesses_in_a_row_five_in_five_minutes_are_looked_at(session: Session, cast: Cast) -> None:
    _turn_on(session, cast.basic)
    looked: list[bool] = []
    wrong = ShownCode(lambda *_: looked.append(True), "-", _shown(cast.basic, None).key)
    for number in range(400):
        with suppress(TooMany):
            assert not two_step.passes(session, cast.basic.user_id, wrong, now=NOW + timedelta(seconds=3 * number))
    assert len(looked) == 5 * 4, "twenty minutes"
    with pytest.raises(TooMany):
        _passes(session, cast.basic, FIRST + 1, at=NOW + timedelta(seconds=1_199))
    assert _passes(session, cast.basic, FIRST + 1, at=NOW + timedelta(seconds=1_200)), "nobody is kept out for ever"


def test_five_wrong_codes_are_the_last_for_five_minutes_even_before_a_right_one(session: Session, cast: Cast) -> None:
    _turn_on(session, cast.basic)
    assert [_passes(session, cast.basic, None) for _ in range(two_step.ATTEMPTS)] == [False] * 5
    for step, recovery in ((FIRST + 1, "-"), (None, HASHES[0])):
        with pytest.raises(TooMany):
            _passes(session, cast.basic, step, recovery)

    _turn_on(session, cast.manager)
    assert _passes(session, cast.manager, FIRST + 1), "others are not held up"
    assert _passes(session, cast.basic, FIRST + 11, at=NOW + timedelta(minutes=5, seconds=1))


def test_a_first_code_may_be_wrong_as_rarely(session: Session, cast: Cast) -> None:
    two_step.begin(session, cast.basic, "sealed", now=NOW)
    session.flush()
    for _ in range(two_step.ATTEMPTS):
        assert not two_step.turn_on(session, cast.basic, _shown(cast.basic, None), HASHES, NOTICE, now=NOW)
    with pytest.raises(TooMany):
        two_step.turn_on(session, cast.basic, _shown(cast.basic, FIRST), HASHES, NOTICE, now=NOW)


def test_new_recovery_codes_end_those_before(session: Session, cast: Cast) -> None:
    _turn_on(session, cast.basic)
    fresh = [f"{number:064x}" for number in range(100, 110)]
    assert not two_step.renew_codes(session, cast.basic, _shown(cast.basic, None), fresh, now=NOW)
    assert two_step.renew_codes(session, cast.basic, _shown(cast.basic, FIRST + 1), fresh, now=NOW)

    assert not _passes(session, cast.basic, None, HASHES[0])
    assert _passes(session, cast.basic, None, fresh[0])


def test_turning_it_off_takes_a_code_and_leaves_nothing(session: Session, cast: Cast) -> None:
    _turn_on(session, cast.basic)
    assert not two_step.turn_off(session, cast.basic, _shown(cast.basic, FIRST), NOTICE, now=NOW)
    assert two_step.turn_off(session, cast.basic, _shown(cast.basic, None, HASHES[3]), NOTICE, now=NOW)

    assert not _is_asked(session, cast.basic)
    assert session.exec(select(TwoStep)).all() == session.exec(select(RecoveryCode)).all() == []
    with pytest.raises(Conflict):
        two_step.turn_off(session, cast.basic, _shown(cast.basic, FIRST + 1), NOTICE, now=NOW)
    assert _kinds(session)[-1] == "account.two_step_off"


def test_an_admin_resets_it_for_people_they_see_to_and_for_nobody_else(session: Session, cast: Cast) -> None:
    _turn_on(session, cast.basic)
    assert has_second_step(session, cast.admin, cast.basic.user_id)
    for other in (cast.manager, cast.basic):
        with pytest.raises(NotPermitted):
            two_step.reset(session, other, cast.basic.user_id, NOTICE, now=NOW)
        with pytest.raises(NotPermitted):
            has_second_step(session, other, cast.basic.user_id)
    with pytest.raises(NotFound):
        two_step.reset(session, cast.stranger_admin, cast.basic.user_id, NOTICE, now=NOW)
    with pytest.raises(NotFound):
        has_second_step(session, cast.stranger_admin, cast.basic.user_id)

    for _ in range(2):
        two_step.reset(session, cast.admin, cast.basic.user_id, NOTICE, now=NOW)
    assert not _is_asked(session, cast.basic)
    assert not has_second_step(session, cast.admin, cast.basic.user_id)
    assert _kinds(session).count("user.two_step_reset") == 1
    mails = session.exec(select(OutboxMail.kind).order_by(OutboxMail.id)).all()
    assert mails == ["account.two_step_on", "account.two_step_off"]


def test_an_admin_does_not_reset_their_own(session: Session, cast: Cast) -> None:
    _turn_on(session, cast.admin)
    with pytest.raises(Conflict):
        two_step.reset(session, cast.admin, cast.admin.user_id, NOTICE, now=NOW)
    assert _is_asked(session, cast.admin)


def test_the_operator_lets_somebody_in_who_has_no_other_admin(session: Session, cast: Cast) -> None:
    _turn_on(session, cast.admin)
    email = session.get_one(User, cast.admin.user_id).email
    for slug, other in (("fjord", email), ("nordlys", "nobody@nordlys.example")):
        with pytest.raises(NotFound):
            two_step.reset_by_operator(session, slug, other, NOTICE, now=NOW)
    two_step.reset_by_operator(session, "nordlys", email.upper(), NOTICE, now=NOW)

    assert not _is_asked(session, cast.admin)
    with pytest.raises(NotFound):
        two_step.reset_by_operator(session, "nordlys", email, NOTICE, now=NOW)

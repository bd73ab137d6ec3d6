"""What people change of themselves, and where they are signed in."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain import accounts, files, profile
from leadx_app.domain.accounts import SessionLimits, resolve_actor
from leadx_app.domain.errors import Conflict, InvalidDraft, NotFound, NotPermitted, SignedOut
from leadx_app.domain.files import StoredFile
from leadx_app.domain.find import find_file
from leadx_app.domain.mails.compose import Letter
from leadx_app.domain.networks import network_of
from leadx_app.domain.permissions import Actor
from leadx_app.models import Event, File, Organization, OutboxMail, User, UserSession
from leadx_app.queries.account import api_tokens
from leadx_app.queries.account import profile as profile_of
from leadx_app.queries.own_sessions import own_sessions
from leadx_app.queries.passkeys import own_passkeys
from leadx_app.queries.two_step import own_two_step
from leadx_app.state.own_sessions import browser_of
from tests.cast import NOW, Cast
from tests.support.statements import statements_of

LIMITS = SessionLimits()
OSLO = "Europe/Oslo"


def _write(user: User, organization: Organization) -> Letter:
    return Letter(f"Changed at {organization.name}", "", "")


def _second(session: Session, actor: Actor, *, address: str = "", ago: timedelta = timedelta()) -> str:
    """Another browser in which somebody is signed in; returns the hash of its cookie."""
    (account,) = [one for one in _accounts(session, actor) if one.user_id == actor.user_id]
    secret, _ = accounts.open_session(
        session, account, user_agent="Firefox/133.0", address=address, now=NOW - ago, limits=LIMITS
    )
    session.flush()
    return accounts.hash_secret(secret)


def _accounts(session: Session, actor: Actor) -> list[accounts.Account]:
    email = session.get_one(User, actor.user_id).email
    return accounts.accounts_with_email(session, email)


def _photo(actor: Actor, number: int = 1) -> StoredFile:
    key = f"{actor.tenant_id.hex}/{number:032x}"
    return StoredFile("me.webp", "image/webp", 100, "0" * 64, key, f"{key}-thumbnail")


def _is_in(session: Session, session_hash: str) -> bool:
    try:
        resolve_actor(session, accounts.Credential(session_hash=session_hash), now=NOW, limits=LIMITS)
    except SignedOut:
        return False
    return True


def test_name_phone_and_time_zone_are_ones_own_to_change(session: Session, cast: Cast) -> None:
    values = {"name": "  Basse   Berg ", "phone": "22 22 22 22", "time_zone": "America/New_York"}
    profile.change_profile(session, cast.basic, **values, now=NOW)
    user = session.get_one(User, cast.basic.user_id)

    assert (user.name, user.phone, user.time_zone) == ("Basse Berg", "+4722222222", "America/New_York")
    profile.change_profile(session, cast.basic, name="Basse", phone=" ", time_zone=OSLO, now=NOW)
    assert user.phone is None


def test_what_cannot_be_used_is_told_at_its_field_and_nothing_is_kept(session: Session, cast: Cast) -> None:
    before = session.get_one(User, cast.basic.user_id).name
    with pytest.raises(InvalidDraft) as refusal:
        profile.change_profile(session, cast.basic, name=" \u200b ", phone="x", time_zone="Mars/Base", now=NOW)

    assert {error.field for error in refusal.value.errors} == {"name", "phone", "time_zone"}
    assert session.get_one(User, cast.basic.user_id).name == before


def test_a_changed_password_ends_the_other_sessions_and_tells_by_mail(session: Session, cast: Cast) -> None:
    session.connection().execute(sa.update(User).values(password_hash="before"))
    this, other = accounts.hash_secret(cast.secret(cast.basic)), _second(session, cast.basic)
    stranger = accounts.hash_secret(cast.secret(cast.manager))
    profile.change_password(session, cast.basic, "before", "after", this, _write, "x.example", now=NOW)

    assert [_is_in(session, one) for one in (this, other, stranger)] == [True, False, True]
    (mail,) = session.exec(select(OutboxMail).where(OutboxMail.kind == "account.password_changed")).all()
    assert mail.address == session.get_one(User, cast.basic.user_id).email
    assert "account.password_changed" in session.exec(select(Event.kind)).all()
    with pytest.raises(Conflict):
        profile.change_password(session, cast.basic, "before", "again", this, _write, "x.example", now=NOW)


def test_own_sessions_are_listed_with_this_one_first_and_none_of_others(session: Session, cast: Cast) -> None:
    this = accounts.hash_secret(cast.secret(cast.basic))
    _second(session, cast.basic, address="203.0.113.77", ago=timedelta(hours=1))
    _second(session, cast.basic, ago=timedelta(hours=13))
    rows = own_sessions(session, cast.basic, this, LIMITS.idle, now=NOW)

    assert [(row.is_this, row.address) for row in rows] == [(True, ""), (False, "203.0.113.x")]


def test_one_of_the_own_sessions_is_ended_and_nobody_elses(session: Session, cast: Cast) -> None:
    other = _second(session, cast.basic)
    theirs = session.exec(select(UserSession).where(UserSession.token_hash == other)).one()
    for stranger in (cast.manager, cast.admin, cast.stranger_admin):
        with pytest.raises(NotFound):
            profile.end_own_session(session, stranger, theirs.id, now=NOW)
    profile.end_own_session(session, cast.basic, theirs.id, now=NOW)
    profile.end_own_session(session, cast.basic, theirs.id, now=NOW)

    assert not _is_in(session, other)
    assert _is_in(session, accounts.hash_secret(cast.secret(cast.basic)))


def test_signing_out_everywhere_ends_this_session_too_and_nobody_elses(session: Session, cast: Cast) -> None:
    this, other = accounts.hash_secret(cast.secret(cast.basic)), _second(session, cast.basic)
    profile.end_all_own_sessions(session, cast.basic, now=NOW)

    assert [_is_in(session, one) for one in (this, other)] == [False, False]
    assert _is_in(session, accounts.hash_secret(cast.secret(cast.manager)))


def test_a_photo_is_seen_by_colleagues_and_by_no_other_customer(session: Session, cast: Cast) -> None:
    file_id = files.set_photo(session, cast.basic, _photo(cast.basic), now=NOW)
    session.flush()

    for colleague in (cast.basic, cast.lite, cast.manager, cast.child_basic):
        assert find_file(session, colleague, file_id, now=NOW).person_id == cast.basic.user_id
    for stranger in (cast.stranger_admin, cast.stranger_manager):
        with pytest.raises(NotFound):
            find_file(session, stranger, file_id, now=NOW)


def test_people_of_a_child_are_not_seen_by_its_sibling(session: Session, cast: Cast) -> None:
    file_id = files.set_photo(session, cast.child_basic, _photo(cast.child_basic), now=NOW)
    session.flush()

    assert find_file(session, cast.manager, file_id, now=NOW)
    for stranger in (cast.sibling_manager, cast.basic):
        with pytest.raises(NotFound):
            find_file(session, stranger, file_id, now=NOW)


def test_a_new_photo_takes_the_place_of_the_one_before_and_its_bytes_go_a_day_later(
    session: Session, cast: Cast
) -> None:
    first = files.set_photo(session, cast.basic, _photo(cast.basic, 1), now=NOW)
    second = files.set_photo(session, cast.basic, _photo(cast.basic, 2), now=NOW)
    user = session.get_one(User, cast.basic.user_id)

    assert user.photo_id == second
    with pytest.raises(NotFound):
        find_file(session, cast.basic, first, now=NOW)
    files.remove_photo(session, cast.basic, now=NOW)
    files.remove_photo(session, cast.basic, now=NOW)
    assert user.photo_id is None
    assert not files.take_expired(session, now=NOW + timedelta(hours=23))
    assert len(files.take_expired(session, now=NOW + timedelta(hours=25))) == 4


def test_a_photo_is_neither_attached_to_a_lead_nor_removed_as_a_file(session: Session, cast: Cast) -> None:
    file_id = files.set_photo(session, cast.manager, _photo(cast.manager), now=NOW)
    session.flush()

    with pytest.raises(NotPermitted):
        files.remove_file(session, cast.manager, file_id, now=NOW)
    assert session.exec(select(File.id).where(*files.WAITING)).all() == []


def test_what_the_page_says_of_signing_in_costs_a_statement_each(session: Session, cast: Cast) -> None:
    session.flush()
    with statements_of(session.get_bind().engine) as counted:
        profile_of(session, cast.basic)
        own_two_step(session, cast.basic)
        own_passkeys(session, cast.basic)
        own_sessions(session, cast.basic, "", LIMITS.idle, now=NOW)
        api_tokens(session, cast.basic)
    assert len(counted) == 5


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.x"),
        ("::ffff:203.0.113.77", "203.0.113.x"),
        ("2001:db8:7:1:2:3:4:5", "2001:db8:7::x"),
        ("fe80::1%eth0", "fe80:0:0::x"),
        ("", ""),
        ("testclient", ""),
    ],
)
def test_of_an_address_only_the_network_is_kept(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("user_agent", "shown"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36", "Chrome · Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox · Linux"),
        ("curl/8.5", "curl/8.5"),
        ("", "–"),
    ],
)
def test_a_browser_is_named_as_people_know_it(user_agent: str, shown: str) -> None:
    assert browser_of(user_agent) == shown

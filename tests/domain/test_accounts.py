"""Who somebody is: sessions, tokens, and the limits of trying (product.md section 4)."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from leadx_app.domain import accounts, tenants
from leadx_app.domain.accounts import Credential, SessionLimits, resolve_actor
from leadx_app.domain.errors import Invalid, NotFound, NotPermitted, SignedOut, TooMany
from leadx_app.domain.permissions import Actor
from leadx_app.models import ApiToken, Membership, Role, SignInAttempt, User, UserSession
from leadx_app.queries.account import api_tokens
from tests.cast import NOW, Cast, organization_of

LIMITS = SessionLimits(idle=timedelta(hours=12), absolute=timedelta(days=30))
INSTANT = timedelta(microseconds=1)


def _resolve(session: Session, credential: Credential, after: timedelta = timedelta()) -> Actor:
    return resolve_actor(session, credential, now=NOW + after, limits=LIMITS)


def _refused(session: Session, credential: Credential, after: timedelta = timedelta()) -> bool:
    with pytest.raises(SignedOut):
        _resolve(session, credential, after)
    return True


# Sessions.


def test_a_session_says_who_acts_where_and_as_what(session: Session, cast: Cast) -> None:
    actor = _resolve(session, cast.credential(cast.basic))
    assert actor == cast.basic
    assert (actor.role, actor.name, actor.may_write) == (Role.BASIC, "Bjørn Basic", True)


def test_manager_and_admin_of_the_parent_know_its_children_and_nobody_else_does(session: Session, cast: Cast) -> None:
    children = frozenset({cast.child_manager.organization_id, cast.sibling_manager.organization_id})
    assert cast.manager.child_ids == cast.admin.child_ids == children
    others = set(cast.everybody()) - {"manager", "other_manager", "admin"}
    assert all(not getattr(cast, name).child_ids for name in others)


def test_only_the_hash_of_the_cookie_is_kept(session: Session, cast: Cast) -> None:
    row = session.exec(select(UserSession).where(UserSession.user_id == cast.basic.user_id)).one()
    assert cast.secret(cast.basic) not in str(row.model_dump())
    assert row.token_hash == accounts.hash_secret(cast.secret(cast.basic))


def test_every_session_has_its_own_secret_of_256_bits(session: Session, cast: Cast) -> None:
    assert len(set(cast.secrets.values())) == len(cast.secrets)
    assert all(len(secret) >= 43 for secret in cast.secrets.values())


@pytest.mark.parametrize(
    "credential",
    [Credential(), Credential(session_hash=""), Credential(session_hash="0" * 64), Credential(token_hash="0" * 64)],
)
def test_a_credential_that_nobody_has_is_nobody(session: Session, cast: Cast, credential: Credential) -> None:
    assert _refused(session, credential)


def test_the_secret_itself_or_a_token_in_place_of_a_cookie_is_nobody(session: Session, cast: Cast) -> None:
    assert _refused(session, Credential(session_hash=cast.secret(cast.basic)))
    assert _refused(session, Credential(session_hash=accounts.hash_secret(cast.token(cast.basic))))
    assert _refused(session, Credential(token_hash=accounts.hash_secret(cast.secret(cast.basic))))


def test_a_session_ends_when_it_was_not_used_for_twelve_hours(session: Session, cast: Cast) -> None:
    credential = cast.credential(cast.basic)
    assert _resolve(session, credential, LIMITS.idle - INSTANT)
    assert _refused(session, credential, LIMITS.idle)


def test_a_session_in_use_lives_on_but_not_beyond_thirty_days(session: Session, cast: Cast) -> None:
    credential = cast.credential(cast.basic)
    for hours in range(6, 30 * 24, 6):
        accounts.touch_session(session, credential.session_hash, now=NOW + timedelta(hours=hours))
    accounts.touch_session(session, credential.session_hash, now=NOW + LIMITS.absolute - timedelta(hours=1))
    assert _resolve(session, credential, LIMITS.absolute - INSTANT)
    assert _refused(session, credential, LIMITS.absolute)


def test_use_is_noted_every_five_minutes_at_most(session: Session, cast: Cast) -> None:
    row = session.exec(select(UserSession).where(UserSession.user_id == cast.basic.user_id)).one()
    for minutes, noted in ((4, 0), (6, 6), (10, 6), (12, 12)):
        accounts.touch_session(session, row.token_hash, now=NOW + timedelta(minutes=minutes))
        session.refresh(row)
        assert row.last_seen_at == NOW + timedelta(minutes=noted)


def test_a_closed_session_is_nobody_and_the_others_live_on(session: Session, cast: Cast) -> None:
    accounts.close_session(session, accounts.hash_secret(cast.secret(cast.basic)), now=NOW)
    accounts.close_session(session, accounts.hash_secret(cast.secret(cast.basic)), now=NOW + timedelta(hours=1))
    assert _refused(session, cast.credential(cast.basic))
    assert _resolve(session, cast.credential(cast.other_basic))
    row = session.exec(select(UserSession).where(UserSession.user_id == cast.basic.user_id)).one()
    assert row.revoked_at == NOW


def test_a_person_who_is_switched_off_is_nobody_at_once(session: Session, cast: Cast) -> None:
    session.get_one(User, cast.basic.user_id).is_active = False
    assert _refused(session, cast.credential(cast.basic))
    assert _refused(session, cast.token_credential(cast.basic))


def test_a_membership_that_is_switched_off_lets_nobody_in(session: Session, cast: Cast) -> None:
    session.exec(select(Membership).where(Membership.user_id == cast.basic.user_id)).one().is_active = False
    assert _refused(session, cast.credential(cast.basic))
    assert _refused(session, cast.token_credential(cast.basic))


def test_a_role_that_changed_holds_for_the_next_act(session: Session, cast: Cast) -> None:
    session.exec(select(Membership).where(Membership.user_id == cast.manager.user_id)).one().role = Role.BASIC
    actor = _resolve(session, cast.credential(cast.manager))
    assert (actor.role, actor.child_ids) == (Role.BASIC, frozenset())


# Tokens.


def _make(session: Session, actor: Actor, *, may_write: bool) -> tuple[ApiToken, Credential]:
    secret = accounts.make_api_token(session, actor, " My \n phone ", may_write, now=NOW)
    token_hash = accounts.hash_secret(secret)
    session.flush()
    return session.exec(select(ApiToken).where(ApiToken.token_hash == token_hash)).one(), Credential(
        token_hash=token_hash
    )


def test_a_token_acts_as_its_maker(session: Session, cast: Cast) -> None:
    _, credential = _make(session, cast.manager, may_write=True)
    assert _resolve(session, credential) == cast.manager


def test_a_token_for_reading_only_says_so(session: Session, cast: Cast) -> None:
    token, credential = _make(session, cast.manager, may_write=False)
    assert _resolve(session, credential).may_write is False
    assert (token.name, token.may_write) == ("My phone", False)


def test_a_token_is_kept_as_a_hash_and_a_beginning(session: Session, cast: Cast) -> None:
    secret = accounts.make_api_token(session, cast.basic, "Phone", True, now=NOW)
    session.flush()
    token = session.exec(select(ApiToken).where(ApiToken.token_hash == accounts.hash_secret(secret))).one()
    assert secret.startswith(token.prefix)
    assert len(secret) - len(token.prefix) >= 32
    assert secret not in str(token.model_dump())


def test_a_token_lives_for_a_year(session: Session, cast: Cast) -> None:
    _, credential = _make(session, cast.basic, may_write=True)
    assert _resolve(session, credential, timedelta(days=365) - INSTANT)
    assert _refused(session, credential, timedelta(days=365))


def test_a_revoked_token_is_nobody(session: Session, cast: Cast) -> None:
    token, credential = _make(session, cast.basic, may_write=True)
    accounts.revoke_api_token(session, cast.basic, token.id, now=NOW)
    accounts.revoke_api_token(session, cast.basic, token.id, now=NOW + timedelta(hours=1))
    assert token.revoked_at == NOW
    assert _refused(session, credential)


@pytest.mark.parametrize("who", ["other_basic", "manager", "admin", "stranger_admin"])
def test_nobody_revokes_the_token_of_somebody_else(session: Session, cast: Cast, who: str) -> None:
    token, _ = _make(session, cast.basic, may_write=True)
    with pytest.raises(NotFound):
        accounts.revoke_api_token(session, getattr(cast, who), token.id, now=NOW)
    assert token.revoked_at is None


@pytest.mark.parametrize("name", ["", " \n ", "\u200b", "\x00", "x" * 81])
def test_a_token_has_a_name_that_can_be_read(session: Session, cast: Cast, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        accounts.make_api_token(session, cast.basic, name, True, now=NOW)
    assert refused.value.field == "name"


def test_nobody_has_more_tokens_than_their_list_shows(session: Session, cast: Cast) -> None:
    made = [_make(session, cast.basic, may_write=False)[0] for _ in range(accounts.MAX_TOKENS - 1)]
    with pytest.raises(Invalid) as refused:
        _make(session, cast.basic, may_write=False)
    assert refused.value.field == "name"
    assert {token.id for token in made} < {row.id for row in api_tokens(session, cast.basic)}
    accounts.revoke_api_token(session, cast.basic, made[0].id, now=NOW)
    assert _make(session, cast.basic, may_write=False)


# Signing in.


def test_an_email_finds_its_account_whatever_its_case(session: Session, cast: Cast) -> None:
    [account] = accounts.accounts_with_email(session, " BASIC@nordlys.example ")
    assert (account.user_id, account.role, account.organization) == (cast.basic.user_id, Role.BASIC, "Nordlys")


@pytest.mark.parametrize("email", ["", "nobody@nordlys.example", "%@nordlys.example", "basic@nordlys.example'--"])
def test_an_email_that_nobody_has_finds_nobody(session: Session, cast: Cast, email: str) -> None:
    assert accounts.accounts_with_email(session, email) == []


def test_people_who_are_switched_off_cannot_sign_in(session: Session, cast: Cast) -> None:
    session.get_one(User, cast.basic.user_id).is_active = False
    assert accounts.accounts_with_email(session, "basic@nordlys.example") == []


def test_a_new_sign_in_is_a_new_session_in_the_persons_organization(session: Session, cast: Cast) -> None:
    [account] = accounts.accounts_with_email(session, "basic@nordlys.example")
    secret, role = accounts.open_session(session, account, user_agent="x" * 500, now=NOW, limits=LIMITS)
    session.flush()
    assert secret != cast.secret(cast.basic)
    assert _resolve(session, Credential(session_hash=accounts.hash_secret(secret))) == cast.basic
    row = session.exec(select(UserSession).where(UserSession.token_hash == accounts.hash_secret(secret))).one()
    assert (len(row.user_agent), row.expires_at, role) == (200, NOW + LIMITS.absolute, Role.BASIC)


def test_a_person_of_two_organizations_starts_in_their_own(session: Session, cast: Cast) -> None:
    user = session.get_one(User, cast.basic.user_id)
    tenants.grant_role(session, user, organization_of(session, cast.child_manager), Role.MANAGER, now=NOW)
    [account] = accounts.accounts_with_email(session, "basic@nordlys.example")
    assert (account.organization, account.role) == ("Nordlys", Role.BASIC)


def test_ten_attempts_in_five_minutes_are_the_limit_of_an_account_and_of_an_address(session: Session) -> None:
    for number in range(10):
        accounts.record_attempt(session, ["account", f"address {number}"], 10, now=NOW)
    with pytest.raises(TooMany) as refused:
        accounts.record_attempt(session, ["account", "another address"], 10, now=NOW + timedelta(minutes=3))
    assert (refused.value.retry_after_seconds, refused.value.params["minutes"]) == (120, 2)
    accounts.record_attempt(session, ["another account", "address 1"], 10, now=NOW)


def test_a_refused_attempt_is_not_counted_and_after_five_minutes_it_goes_on(session: Session) -> None:
    for _ in range(10):
        accounts.record_attempt(session, ["account"], 10, now=NOW)
    for seconds in range(0, 300, 20):
        with pytest.raises(TooMany):
            accounts.record_attempt(session, ["account"], 10, now=NOW + timedelta(seconds=seconds))
    accounts.record_attempt(session, ["account"], 10, now=NOW + timedelta(minutes=5))


def test_an_address_is_counted_over_all_accounts_that_it_tries(session: Session) -> None:
    for number in range(10):
        accounts.record_attempt(session, [f"account {number}", "address"], 10, now=NOW)
    with pytest.raises(TooMany):
        accounts.record_attempt(session, ["account 11", "address"], 10, now=NOW)


def test_old_attempts_are_forgotten(session: Session) -> None:
    accounts.record_attempt(session, ["account"], 10, now=NOW)
    accounts.record_attempt(session, ["other"], 10, now=NOW + timedelta(hours=2))
    session.flush()
    assert [row.key for row in session.exec(select(SignInAttempt))] == ["other"]


def test_a_token_that_may_not_write_is_refused_every_act(database, home: Cast) -> None:
    from leadx_app.domain.leads.capture import capture
    from tests.cast import a_draft

    secret = database.act(home.credential(home.basic), accounts.make_api_token, "Reader", False)
    with pytest.raises(NotPermitted):
        database.act(Credential(token_hash=accounts.hash_secret(secret)), capture, a_draft())


def test_sessions_of_many_are_resolved_like_each_alone(session, cast):
    everybody = cast.everybody()
    hashes = {name: cast.credential(actor).session_hash for name, actor in everybody.items()}
    session.get_one(User, cast.basic.user_id).is_active = False
    session.flush()
    found = accounts.resolve_sessions(session, {*hashes.values(), "unknown"}, now=NOW, limits=SessionLimits())
    assert hashes["basic"] not in found
    del everybody["basic"]
    assert found == {
        hashes[name]: accounts.resolve_actor(session, cast.credential(actor), now=NOW, limits=SessionLimits())
        for name, actor in everybody.items()
    }
    late = NOW + SessionLimits().idle
    assert accounts.resolve_sessions(session, hashes.values(), now=late, limits=SessionLimits()) == {}

"""Signing in and out: who gets in, what is told to those who do not, and what is kept."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import sqlalchemy as sa
from sqlmodel import Session, select
from starlette.applications import Starlette

from leadx_app.adapters.passwords import Argon2Passwords
from leadx_app.api import auth
from leadx_app.config import Settings
from leadx_app.db import Database
from leadx_app.domain.accounts import Credential, hash_secret
from leadx_app.domain.errors import SignedOut
from leadx_app.models import Membership, SignInAttempt, User, UserSession
from leadx_app.queries.session import who_am_i
from leadx_app.runtime import Runtime, use_runtime
from tests.cast import Cast, gather_in

PASSWORD = "a password of the cast"
WRONG = "not the password at all"
HASHER = Argon2Passwords(rounds=1, memory_kib=64)
PASSWORD_HASH = HASHER.hash_password(PASSWORD)


class CountingPasswords(Argon2Passwords):
    """Weak and quick, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(rounds=1, memory_kib=64)
        self.verified = 0
        self.hashed = 0

    def verify_password(self, hashed: str, password: str) -> bool:
        self.verified += 1
        return super().verify_password(hashed, password)

    def hash_password(self, password: str) -> str:
        self.hashed += 1
        return super().hash_password(password)


class Desk:
    """The sign-in as a browser meets it, with a database behind."""

    def __init__(self, database: Database, cast: Cast, data: Path, **settings: Any) -> None:
        self.database, self.cast, self.passwords = database, cast, CountingPasswords()
        self.runtime = Runtime(Settings(data=data, **settings))
        self.runtime.__dict__.update(database=database, passwords=self.passwords)
        self.app = Starlette(routes=auth.routes)
        self.home = "http://localhost:8000"

    def post(
        self, path: str, body: Any = None, *, address: str = "203.0.113.9", cookie: str = "", **headers: str
    ) -> httpx.Response:
        """Send JSON, or bytes as they are."""
        content = {"content": body} if isinstance(body, bytes) else {"json": body}
        sent = {"X-LeadX": "1", **({"Cookie": cookie} if cookie else {}), **headers}

        async def go() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=(address, 1))
            async with httpx.AsyncClient(transport=transport, base_url=self.home) as client:
                return await client.post(path, headers=sent, **content)

        with use_runtime(self.runtime):
            return asyncio.run(go())

    def sign_in(self, email: str, password: str = PASSWORD, **more: Any) -> httpx.Response:
        """Sign in; `address`, `cookie` and headers go with the request, the rest into the body."""
        request = {name: more.pop(name) for name in ("address", "cookie") if name in more}
        return self.post("/auth/sign-in", {"email": email, "password": password, **more}, **request)

    def rows(self, query: Any) -> list[Any]:
        with Session(self.database.engine) as session:
            self.database.bind_tenant(session, None)
            return list(session.exec(query))

    def change(self, statement: Any) -> None:
        self.database.system(lambda session, *, now: session.exec(statement) and None)

    def is_alive(self, secret: str) -> bool:
        try:
            self.database.read(Credential(session_hash=hash_secret(secret)), who_am_i)
        except SignedOut:
            return False
        return True


def secret_of(answer: httpx.Response) -> str:
    return answer.headers["set-cookie"].partition(";")[0].partition("=")[2]


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    database = Database(database_url)
    yield Desk(database, gather_in(database, password_hash=PASSWORD_HASH), tmp_path)
    database.close()


MANAGER = "manager@nordlys.example"
ADMIN = "admin@nordlys.example"
FJORD = "stranger.manager@fjord.example"


def test_the_right_password_begins_a_session(desk: Desk) -> None:
    answer = desk.sign_in(MANAGER)

    assert answer.status_code == 200
    assert answer.json() == {"next": "/news"}
    assert answer.headers["cache-control"] == "no-store"
    assert desk.is_alive(secret_of(answer))


def test_the_email_is_read_as_people_write_it(desk: Desk) -> None:
    assert desk.sign_in("  Manager@Nordlys.Example ").status_code == 200


def test_everybody_begins_at_the_news_or_where_they_wanted_to(desk: Desk) -> None:
    assert desk.sign_in(ADMIN).json() == {"next": "/news"}
    assert desk.sign_in(MANAGER, next="/leads/7").json() == {"next": "/leads/7"}
    assert desk.sign_in(MANAGER, next="//evil.example").json() == {"next": "/news"}
    assert desk.sign_in(MANAGER, next="javascript:alert(1)").json() == {"next": "/news"}


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(desk: Desk) -> None:
    cookie = desk.sign_in(MANAGER).headers["set-cookie"].lower()

    assert cookie.startswith("leadx_session=")
    assert "; httponly" in cookie
    assert "; samesite=lax" in cookie
    assert "; path=/" in cookie
    assert "; max-age=2592000" in cookie
    assert "domain" not in cookie
    assert "; secure" not in cookie


def test_over_https_the_cookie_belongs_to_this_host_alone(desk: Desk, tmp_path: Path) -> None:
    secure = Desk(desk.database, desk.cast, tmp_path, public_url="https://leads.example.com")
    cookie = secure.sign_in(MANAGER).headers["set-cookie"]

    assert cookie.startswith("__Host-leadx_session=")
    assert "; Secure" in cookie


def test_only_the_hash_of_the_cookie_is_kept(desk: Desk) -> None:
    secret = secret_of(desk.sign_in(MANAGER))
    kept = [row for table in UserSession.metadata.sorted_tables for row in desk.rows(sa.select(table))]

    assert not [row for row in kept if secret in str(tuple(row))]
    assert [row for row in kept if hash_secret(secret) in str(tuple(row))]


def test_signing_in_again_ends_the_session_before(desk: Desk) -> None:
    first = secret_of(desk.sign_in(MANAGER))
    second = secret_of(desk.sign_in(MANAGER, cookie=f"leadx_session={first}"))

    assert first != second
    assert not desk.is_alive(first)
    assert desk.is_alive(second)


def test_a_cookie_that_somebody_else_chose_is_not_taken_over(desk: Desk) -> None:
    answer = desk.sign_in(MANAGER, cookie="leadx_session=chosen-by-somebody")

    assert secret_of(answer) != "chosen-by-somebody"
    assert not desk.is_alive("chosen-by-somebody")


def test_a_failed_sign_in_leaves_the_session_before_alone(desk: Desk) -> None:
    before = desk.cast.secret(desk.cast.manager)

    assert desk.sign_in(MANAGER, WRONG, cookie=f"leadx_session={before}").status_code == 401
    assert desk.is_alive(before)


@pytest.mark.parametrize("email", [MANAGER, "nobody@nordlys.example", "", "not an email", "' OR 1=1 --", "a\x00b"])
def test_wrong_is_wrong_in_the_same_words_and_with_the_same_work(desk: Desk, email: str) -> None:
    answer = desk.sign_in(email, WRONG)

    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "status": 401,
        "title": "Unauthorized",
        "detail": "The email or the password is wrong.",
    }
    assert "set-cookie" not in answer.headers
    assert desk.passwords.verified == 1


def test_the_refusal_is_in_the_readers_language(desk: Desk) -> None:
    answer = desk.post("/auth/sign-in", {"email": MANAGER, "password": WRONG}, **{"Accept-Language": "nb-NO,nb;q=0.9"})

    assert answer.json()["detail"] == "E-posten eller passordet er feil."


def inactive_person(desk: Desk) -> None:
    desk.change(sa.update(User).where(User.email == MANAGER).values(is_active=False))


def inactive_membership(desk: Desk) -> None:
    desk.change(sa.update(Membership).where(Membership.user_id == desk.cast.manager.user_id).values(is_active=False))


def without_password(desk: Desk) -> None:
    desk.change(sa.update(User).where(User.email == MANAGER).values(password_hash=None))


@pytest.mark.parametrize("become", [inactive_person, inactive_membership, without_password])
def test_who_may_not_sign_in_is_told_the_same_as_a_stranger(desk: Desk, become: Callable[[Desk], None]) -> None:
    become(desk)
    answer = desk.sign_in(MANAGER)

    assert answer.status_code == 401
    assert answer.json()["detail"] == "The email or the password is wrong."
    assert desk.passwords.verified == 1


def test_ten_failures_of_an_account_close_it_for_five_minutes_from_every_address(desk: Desk) -> None:
    for number in range(10):
        assert desk.sign_in(MANAGER, WRONG, address=f"203.0.113.{number}").status_code == 401
    answer = desk.sign_in(MANAGER, address="198.51.100.1")

    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 300
    assert answer.json()["detail"] == "Too many attempts. Wait 5 min and try again."
    assert desk.passwords.verified == 10, "a closed account is not even looked at"


def test_an_account_that_does_not_exist_closes_as_well(desk: Desk) -> None:
    answers = [desk.sign_in("nobody@nordlys.example", WRONG, address=f"203.0.113.{n}").status_code for n in range(11)]

    assert answers == [401] * 10 + [429]


def test_ten_failures_of_an_address_close_it_for_every_account(desk: Desk) -> None:
    for number in range(10):
        assert desk.sign_in(f"nobody{number}@nordlys.example", WRONG).status_code == 401

    assert desk.sign_in(MANAGER).status_code == 429
    assert desk.sign_in(MANAGER, address="198.51.100.1").status_code == 200


def test_another_way_of_writing_the_email_is_the_same_account(desk: Desk) -> None:
    for number in range(10):
        desk.sign_in(MANAGER.upper() if number % 2 else f" {MANAGER}", WRONG, address=f"203.0.113.{number}")

    assert desk.sign_in(MANAGER, address="198.51.100.1").status_code == 429


def test_successes_are_not_counted(desk: Desk) -> None:
    assert [desk.sign_in(MANAGER).status_code for _ in range(12)] == [200] * 12


def test_the_limit_ends_after_five_minutes(desk: Desk) -> None:
    for _ in range(10):
        desk.sign_in(MANAGER, WRONG)
    attempts = desk.rows(select(SignInAttempt))
    for attempt in attempts:
        moment = attempt.attempted_at - timedelta(minutes=5)
        desk.change(sa.update(SignInAttempt).where(SignInAttempt.id == attempt.id).values(attempted_at=moment))

    assert desk.sign_in(MANAGER).status_code == 200


def test_many_attempts_at_once_get_no_further_than_one_after_the_other(desk: Desk) -> None:
    async def all_at_once() -> list[int]:
        transport = httpx.ASGITransport(desk.app, client=("203.0.113.9", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
            body = {"email": MANAGER, "password": WRONG}
            attempt = [client.post("/auth/sign-in", json=body, headers={"X-LeadX": "1"}) for _ in range(60)]
            return [answer.status_code for answer in await asyncio.gather(*attempt)]

    with use_runtime(desk.runtime):
        answers = asyncio.run(all_at_once())

    assert answers.count(401) + answers.count(429) == 60
    assert desk.passwords.verified <= 10 + auth.HASHES_AT_ONCE


def test_neither_email_nor_address_is_kept_with_the_attempts(desk: Desk) -> None:
    desk.sign_in(MANAGER, WRONG)
    attempts = desk.rows(select(SignInAttempt))

    assert len(attempts) == 2
    assert all(len(attempt.key) == 32 and "@" not in attempt.key for attempt in attempts)
    assert hash_secret(MANAGER)[:32] not in {attempt.key for attempt in attempts}, "not a hash that one can guess"


def same_person_in_both_tenants(desk: Desk) -> None:
    desk.change(sa.update(User).where(User.email == FJORD).values(email=MANAGER))


def test_in_several_tenants_the_organization_is_asked_for_after_the_password_was_right(desk: Desk) -> None:
    same_person_in_both_tenants(desk)
    asked = desk.sign_in(MANAGER)

    assert asked.status_code == 409
    assert "set-cookie" not in asked.headers
    assert [one["name"] for one in asked.json()["organizations"]] == ["Fjord", "Nordlys"]
    assert desk.sign_in(MANAGER, WRONG).json().get("organizations") is None


def test_the_chosen_organization_is_the_one_that_is_entered(desk: Desk) -> None:
    same_person_in_both_tenants(desk)
    for choice in desk.sign_in(MANAGER).json()["organizations"]:
        answer = desk.sign_in(MANAGER, organization_id=choice["id"])
        actor = desk.database.read(Credential(session_hash=hash_secret(secret_of(answer))), who_am_i)
        assert actor.organization_id == UUID(choice["id"])


def test_an_organization_of_somebody_else_is_wrong(desk: Desk) -> None:
    stranger = str(desk.cast.stranger_manager.organization_id)

    assert desk.sign_in(MANAGER, organization_id=stranger).status_code == 401


def test_a_weak_hash_becomes_a_strong_one_at_the_next_sign_in(desk: Desk) -> None:
    weak = Argon2Passwords(rounds=1, memory_kib=32).hash_password(PASSWORD)
    desk.change(sa.update(User).where(User.email == MANAGER).values(password_hash=weak))

    assert desk.sign_in(MANAGER).status_code == 200
    strong = desk.rows(select(User.password_hash).where(User.email == MANAGER))[0]
    assert strong != weak
    assert not desk.passwords.needs_rehash(strong)
    assert desk.sign_in(MANAGER).status_code == 200
    assert desk.passwords.hashed == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b'{"email": "a"}',
        b'{"email": 7, "password": "x"}',
        b'{"email": "a", "password": ["x"]}',
        b'{"email": "a", "password": "x", "role": "admin"}',
        b'{"email": "a", "password": "x", "organization_id": "x"}',
        b'{"email": "a", "password": "\\ud800"}',
        b'{"email": "' + b"a" * 400 + b'", "password": "x"}',
        b'{"email": "a", "password": "' + b"x" * 2000 + b'"}',
    ],
)
def test_what_cannot_be_read_is_refused_and_counts_as_nothing(desk: Desk, body: bytes) -> None:
    answer = desk.post("/auth/sign-in", body)

    assert answer.status_code == 400
    assert answer.json()["detail"] == "We could not read what was sent."
    assert desk.rows(select(SignInAttempt)) == []


@pytest.mark.parametrize("path", ["/auth/sign-in", "/auth/sign-out"])
def test_a_form_of_another_site_cannot_send_our_header(desk: Desk, path: str) -> None:
    body = {"email": MANAGER, "password": PASSWORD}

    assert desk.post(path, body, **{"X-LeadX": "0"}).status_code == 403


def test_signing_out_ends_the_session_and_takes_the_cookie_away(desk: Desk) -> None:
    secret = secret_of(desk.sign_in(MANAGER))
    other = secret_of(desk.sign_in(MANAGER))
    answer = desk.post("/auth/sign-out", cookie=f"leadx_session={secret}")

    assert answer.json() == {"next": "/login"}
    assert "max-age=0" in answer.headers["set-cookie"].lower()
    assert not desk.is_alive(secret)
    assert desk.is_alive(other)
    assert desk.post("/auth/sign-out", cookie=f"leadx_session={secret}").status_code == 200
    assert desk.post("/auth/sign-out").status_code == 200


def test_signing_out_everywhere_ends_every_session_of_the_person_and_of_nobody_else(desk: Desk) -> None:
    before, others = desk.cast.secret(desk.cast.manager), desk.cast.secret(desk.cast.admin)
    mine = secret_of(desk.sign_in(MANAGER))
    cookie = f"leadx_session={mine}"
    assert desk.post("/auth/sign-out-everywhere", cookie=cookie, **{"X-LeadX": "0"}).status_code == 403
    answers = [desk.post("/auth/sign-out-everywhere", cookie=cookie) for _ in range(2)]

    assert [answer.json() for answer in answers] == [{"next": "/login"}] * 2
    assert "max-age=0" in answers[0].headers["set-cookie"].lower()
    assert [desk.is_alive(one) for one in (before, mine, others)] == [False, False, True]


def test_of_the_address_that_somebody_signed_in_from_the_network_is_kept(desk: Desk) -> None:
    secret = secret_of(desk.sign_in(MANAGER, address="203.0.113.77"))
    (address,) = desk.rows(select(UserSession.address).where(UserSession.token_hash == hash_secret(secret)))

    assert address == "203.0.113.x"

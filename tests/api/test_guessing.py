"""Ten thousand guesses, and what an answer says of whom it is about: hashes and statements are counted, not seconds."""

import asyncio
import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from leadx_app import db
from leadx_app.api import auth, joining, passwords, two_step
from leadx_app.db import Database
from leadx_app.domain.joining import RegistrationDraft, set_self_registration
from leadx_app.models import (
    AuditEntry,
    JoinRequest,
    Membership,
    OutboxMail,
    SelfRegistration,
    SignInAttempt,
    TwoStep,
    User,
    utc_now,
)
from leadx_app.runtime import use_runtime
from tests.api.test_auth import ADMIN, HASHER, MANAGER, PASSWORD, WRONG, Desk, secret_of
from tests.cast import gather_in
from tests.support.lanes import SqliteLane
from tests.support.statements import statements_of

BASIC = "basic@nordlys.example"
NEW = "seven quiet boats at dawn"
WINDOW = timedelta(minutes=5)
OWN_ADDRESS = "198.51.100.1"


class Watch:
    """A clock that goes when it is told."""

    def __init__(self) -> None:
        self.now = utc_now()

    def __call__(self) -> datetime:
        return self.now

    def step(self, **more: float) -> None:
        self.now += timedelta(**more)


class Gate(Desk):
    """Everything by which people come in without being in, under a clock of the test."""

    def __init__(self, database: Database, *args: Any, **settings: Any) -> None:
        super().__init__(database, *args, **settings)
        self.app = Starlette(routes=[*auth.routes, *passwords.routes, *joining.routes, *two_step.routes])

    def in_another_process(self, database: Database, folder: Path) -> "Gate":
        """The same installation, served by a process that knows nothing of what this one was asked."""
        return Gate(database, self.cast, folder)

    def guess(self, guesses: Iterator[tuple[str, str]], watch: Watch, seconds: float) -> list[int]:
        """Wrong passwords for (email, address), one every so many seconds, straight at the endpoint.

        In this thread: to hand each over to another one would take most of the time.
        """

        async def here(work: Any, *args: Any, **more: Any) -> Any:
            return self.database.system(work, *args, **more)

        async def go() -> list[int]:
            answers = []
            for email, address in guesses:
                watch.step(seconds=seconds)
                answer = await auth.sign_in(asked(email, address))
                answers.append(answer.status_code)
                if answer.background:
                    await answer.background()
            return answers

        with use_runtime(self.runtime), pytest.MonkeyPatch.context() as patched:
            patched.setattr(self.database, "system_async", here)
            return asyncio.run(go())

    def told(self, kind: str) -> list[str]:
        return self.rows(select(OutboxMail.address).where(OutboxMail.kind == kind).order_by(OutboxMail.id))


def asked(email: str, address: str) -> Request:
    """A wrong sign-in as the server hands it on."""
    body = json.dumps({"email": email, "password": WRONG}).encode()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    scope = {"type": "http", "method": "POST", "path": "/auth/sign-in", "headers": [], "client": (address, 1)}
    return Request(scope | {"query_string": b""}, receive)


@pytest.fixture
def gate(sqlite_lane: SqliteLane, tmp_path: Path) -> Iterator[Gate]:
    """On SQLite alone: how attempts are counted is tested with the domain, on both."""
    with sqlite_lane.migrated() as url:
        database = Database(url, readers=2)
        yield Gate(database, gather_in(database, password_hash=HASHER.hash_password(PASSWORD)), tmp_path)
        database.close()


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch = Watch()
    monkeypatch.setattr(db, "utc_now", watch)
    return watch


def browser_of(answer: Response | Any) -> str:
    """The cookie by which the browser is known, as it is sent back."""
    return re.search(r"leadx_browser=[^;]+", answer.headers["set-cookie"])[0]


def test_of_ten_thousand_wrong_passwords_few_are_looked_at_and_the_owner_still_comes_in(
    gate: Gate, watch: Watch, tmp_path: Path
) -> None:
    home = browser_of(gate.sign_in(MANAGER))
    gate.passwords.verified = 0

    from_everywhere = gate.guess(((MANAGER, f"2001:db8:{n:x}::/64") for n in range(5_000)), watch, 1)
    looked_at = 10 * 17  # In every five minutes of 5,000 seconds.
    assert (from_everywhere.count(401), from_everywhere.count(429)) == (looked_at, 5_000 - looked_at)
    assert gate.passwords.verified == looked_at, "the others are refused before hashing"
    assert gate.told("account.passwords_guessed") == [MANAGER], "once a day"

    watch.step(seconds=1)
    gate.guess(iter([(MANAGER, OWN_ADDRESS)] * 10), watch, 0)
    other = Database(str(gate.database.engine.url), readers=2)
    for one in (gate, gate.in_another_process(other, tmp_path)):
        assert one.sign_in(MANAGER, address=OWN_ADDRESS).status_code == 429, "the limit is the installation's"
        assert one.sign_in(MANAGER, address=OWN_ADDRESS, cookie=home).status_code == 200
    other.close()
    watch.step(minutes=5)
    assert gate.sign_in(MANAGER, address=OWN_ADDRESS).status_code == 200, "nor is anybody kept out for ever"

    gate.passwords.verified = 0
    at_everybody = gate.guess(((f"somebody{n}@nordlys.example", "203.0.113.7") for n in range(5_000)), watch, 1)
    assert (at_everybody.count(401), gate.passwords.verified) == (looked_at, looked_at)
    assert gate.told("account.passwords_guessed") == [MANAGER], "nobody has these emails"
    assert len(gate.rows(select(SignInAttempt))) <= 2 * 10 * 13, "what is older than an hour is forgotten"


def test_a_known_browser_has_attempts_of_its_own_and_only_for_its_person(gate: Gate) -> None:
    home = browser_of(gate.sign_in(MANAGER))
    for number in range(10):
        gate.sign_in(MANAGER, WRONG, address=f"203.0.113.{number}")

    nonce, _, mark = home.partition("=")[2].partition(".")
    others = browser_of(gate.sign_in(ADMIN, address=OWN_ADDRESS))
    forged = ("x", f"{nonce}.{mark[:-1]}", f"{nonce}x.{mark}", f".{mark}", f"{nonce}.", others.partition("=")[2])
    for value in forged:
        cookie = f"leadx_browser={value}"
        assert gate.sign_in(MANAGER, address=OWN_ADDRESS, cookie=cookie).status_code == 429, value
    tries = [gate.sign_in(MANAGER, WRONG, cookie=home, address=f"192.0.2.{n}").status_code for n in range(11)]
    assert tries == [401] * 10 + [429]
    assert gate.sign_in(MANAGER, cookie=home).status_code == 429
    assert gate.sign_in(ADMIN, address="192.0.2.1").status_code == 200, "its attempts are nobody else's"


def test_the_browser_cookie_is_out_of_reach_and_signs_nobody_in(gate: Gate, tmp_path: Path) -> None:
    answer = gate.sign_in(MANAGER)
    (cookie,) = [one for one in answer.headers.get_list("set-cookie") if "leadx_browser" in one]
    assert {"HttpOnly", "SameSite=strict", "Path=/auth/sign-in", "Max-Age=31536000"} <= set(cookie.split("; "))
    value = browser_of(answer).partition("=")[2]
    assert not gate.is_alive(value)
    assert MANAGER not in cookie
    kept = [row for table in User.metadata.sorted_tables for row in gate.rows(sa.select(table))]
    assert not [row for row in kept if value.partition(".")[0] in str(tuple(row))]

    secure = Gate(gate.database, gate.cast, tmp_path, public_url="https://leads.example.com")
    assert "__Secure-leadx_browser=" in secure.sign_in(MANAGER).headers["set-cookie"]


def test_whoever_proves_their_mailbox_comes_in_while_others_guess(gate: Gate) -> None:
    gate.post("/auth/forgot-password", {"email": MANAGER})
    (text,) = gate.rows(select(OutboxMail.text).where(OutboxMail.kind == "account.reset"))
    token = re.search(r"/reset-password#(\S+)", text)[1]
    for number in range(10):
        gate.sign_in(MANAGER, WRONG, address=f"203.0.113.{number}")
    chosen = gate.post(
        "/auth/reset-password", {"token": token, "new_password": NEW, "confirm_password": NEW}, address=OWN_ADDRESS
    )

    assert gate.sign_in(MANAGER, NEW, address=OWN_ADDRESS).status_code == 429
    assert gate.sign_in(MANAGER, NEW, address=OWN_ADDRESS, cookie=browser_of(chosen)).status_code == 200


def test_who_is_in_changes_their_password_while_others_guess(gate: Gate) -> None:
    cookie = f"leadx_session={gate.cast.secret(gate.cast.manager)}"
    for number in range(10):
        gate.sign_in(MANAGER, WRONG, address=f"203.0.113.{number}")
    body = {"current_password": WRONG, "new_password": NEW, "confirm_password": NEW}
    assert gate.post("/auth/change-password", body, cookie=cookie).status_code == 422, "wrong is still said to be wrong"
    assert gate.post("/auth/change-password", body | {"current_password": PASSWORD}, cookie=cookie).status_code == 200


def inactive(gate: Gate) -> None:
    gate.change(sa.update(User).where(User.email == MANAGER).values(is_active=False))


def without_organization(gate: Gate) -> None:
    gate.change(sa.update(Membership).where(Membership.user_id == gate.cast.manager.user_id).values(is_active=False))


def without_password(gate: Gate) -> None:
    gate.change(sa.update(User).where(User.email == MANAGER).values(password_hash=None))


def with_second_step(gate: Gate) -> None:
    cookie = f"leadx_session={gate.cast.secret(gate.cast.manager)}"
    assert gate.post("/auth/two-step/begin", {"current_password": PASSWORD}, cookie=cookie).status_code == 200
    gate.change(sa.update(TwoStep).values(turned_on_at=TwoStep.created_at))


def only_asking_to_join(gate: Gate) -> None:
    """Nobody yet, but for a request that waits."""
    gate.database.act(
        gate.cast.credential(gate.cast.admin), set_self_registration, RegistrationDraft(is_on=True, needs_approval=True)
    )
    (key,) = gate.rows(select(SelfRegistration.key))
    words = {"name": "Nina Ny", "phone": "", "new_password": NEW, "confirm_password": NEW}
    assert gate.post("/auth/register", {"token": key, "email": "nina@nordlys.example", **words}).status_code == 200
    assert gate.rows(select(JoinRequest.email)) == ["nina@nordlys.example"]


def as_everybody(gate: Gate) -> None:
    """As they are."""


STANDINGS = [as_everybody, inactive, without_organization, without_password, with_second_step, only_asking_to_join]


def test_a_wrong_password_gets_the_same_words_work_and_statements_whoever_it_is_for(gate: Gate) -> None:
    def measured(email: str) -> tuple[Any, ...]:
        gate.passwords.verified = 0
        with statements_of(gate.database.engine) as statements:
            answer = gate.sign_in(email, WRONG, address=f"203.0.113.{next(addresses)}")
        said = (answer.status_code, answer.content, sorted(answer.headers.items()))
        return *said, gate.passwords.verified, [text for text, _ in statements.sent]

    addresses = iter(range(250))
    nobody = measured("nobody@nordlys.example")
    assert (nobody[0], nobody[3], "set-cookie" in dict(nobody[2])) == (401, 1, False)
    for become in STANDINGS:
        before = gate.rows(sa.select(User.is_active, User.password_hash).where(User.email == MANAGER))[0]
        become(gate)
        email = "nina@nordlys.example" if become is only_asking_to_join else MANAGER
        assert measured(email) == nobody, become.__name__
        back = {"is_active": before.is_active, "password_hash": before.password_hash}
        gate.change(sa.update(User).where(User.email == MANAGER).values(back))
        gate.change(sa.update(Membership).values(is_active=True))
    refused = gate.rows(select(AuditEntry.subject_id).where(AuditEntry.kind == "sign_in.refused"))
    assert refused == [gate.cast.manager.user_id] * 5, "a line for each that has an account, and for nobody else"


def test_whoever_knows_the_password_and_guesses_codes_is_told_of(gate: Gate) -> None:
    with_second_step(gate)
    answers = [gate.sign_in(MANAGER, code=f"wrong-{n}", address=f"203.0.113.{n}").status_code for n in range(7)]

    assert answers == [401] * 5 + [429] * 2
    assert gate.told("account.codes_guessed") == [MANAGER]
    (text,) = gate.rows(select(OutboxMail.text).where(OutboxMail.kind == "account.codes_guessed"))
    assert "choose a new password at once" in text


def _renew_while_it_is_verified(gate: Gate, password: str) -> None:
    """Give the Manager this password at the first moment at which the one before was found right."""
    verify, renewed = gate.passwords.verify_password, []

    def verify_and_renew(hashed: str, shown: str) -> bool:
        right = verify(hashed, shown)
        if right and not renewed:
            renewed.append(True)
            new = HASHER.hash_password(password)
            gate.database.system(
                lambda session, *, now: (
                    session.exec(sa.update(User).where(User.email == MANAGER).values(password_hash=new)) and None
                )
            )
        return right

    gate.passwords.verify_password = verify_and_renew


def test_a_password_that_is_replaced_while_it_is_verified_opens_nothing(gate: Gate) -> None:
    """A reset ends every session: one that was being opened with the old password must not begin after it."""
    _renew_while_it_is_verified(gate, NEW)
    refused = gate.sign_in(MANAGER)
    assert (refused.status_code, "set-cookie" in refused.headers) == (401, False)
    assert gate.is_alive(secret_of(gate.sign_in(MANAGER, NEW)))


def test_a_hash_that_is_renewed_meanwhile_keeps_nobody_out(gate: Gate) -> None:
    _renew_while_it_is_verified(gate, PASSWORD)
    assert gate.sign_in(MANAGER).status_code == 200

"""Two-step sign-in over HTTP: set up, asked for, used once, limited, turned off; what is told and what is kept."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pyotp
import pytest
import sqlalchemy as sa
from sqlmodel import select
from starlette.applications import Starlette

from leadx_app.api import auth, two_step
from leadx_app.db import Database
from leadx_app.models import AuditEntry, Event, OutboxMail, RecoveryCode, SignInAttempt, TwoStep, User, utc_now
from tests.api.test_auth import ADMIN, FJORD, MANAGER, PASSWORD, PASSWORD_HASH, Desk, secret_of
from tests.cast import gather_in
from tests.support.lanes import SqliteLane

STEP = timedelta(seconds=30)
WRONG_CODE = "This code is wrong or was used already. Wait for the next one."
ENDPOINTS = ("begin", "on", "codes", "off")


class Phone(Desk):
    """A desk, and the authenticator app of the Manager."""

    app_secret = first = ""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        self.app = Starlette(routes=[*auth.routes, *two_step.routes])
        self.mine = self.cast.secret(self.cast.manager)

    def ask(self, path: str, *, cookie: str | None = None, **body: str) -> httpx.Response:
        session = self.mine if cookie is None else cookie
        return self.post(f"/auth/two-step/{path}", body, cookie=f"leadx_session={session}")

    def code(self, later: int = 0) -> str:
        """What the app shows now, or so many steps later: one step ahead passes as of a clock that is fast."""
        return pyotp.TOTP(self.app_secret).at(utc_now() + later * STEP)

    def set_up(self) -> list[str]:
        """Turn it on, which uses the present code up; returns the recovery codes."""
        self.app_secret = self.ask("begin", current_password=PASSWORD).json()["secret"]
        self.first = self.code()
        return self.ask("on", code=self.first).json()["recovery_codes"]


@pytest.fixture
def phone(sqlite_lane: SqliteLane, tmp_path: Path) -> Iterator[Phone]:
    """On SQLite alone: what the database decides is tested with the domain, on both."""
    with sqlite_lane.migrated() as url:
        database = Database(url, readers=2)
        yield Phone(database, gather_in(database, password_hash=PASSWORD_HASH), tmp_path)
        database.close()


def test_the_app_is_set_up_by_password_picture_and_a_first_code(phone: Phone) -> None:
    wrong = phone.ask("begin", current_password="not the password")
    assert wrong.json()["errors"] == [{"field": "current_password", "detail": "This is not your password."}]
    begun = phone.ask("begin", current_password=PASSWORD)
    assert begun.headers["cache-control"] == "no-store"
    assert begun.json()["picture"].startswith("data:image/svg+xml")
    phone.app_secret = begun.json()["secret"]
    assert phone.sign_in(MANAGER).status_code == 200, "not on yet"
    refused = phone.ask("on", code="no code")
    assert refused.json()["errors"] == [{"field": "code", "detail": WRONG_CODE}]
    codes = phone.ask("on", code=phone.code()).json()["recovery_codes"]

    assert len(set(codes)) == 10
    assert phone.sign_in(MANAGER).status_code == 401
    assert phone.rows(select(OutboxMail.kind)) == ["account.two_step_on"]
    assert phone.ask("begin", current_password=PASSWORD).status_code == 409


def test_signing_in_takes_password_and_a_code_that_was_not_used(phone: Phone) -> None:
    phone.set_up()
    asked = phone.sign_in(MANAGER)
    assert (asked.status_code, asked.json()["second_step"]) == (401, True)
    assert asked.json()["detail"] == "Write the code that your authenticator app shows."
    assert "set-cookie" not in asked.headers
    now = phone.code(1)
    entered = phone.sign_in(MANAGER, code=f" {now[:3]} {now[3:]} ")
    assert entered.status_code == 200
    assert phone.is_alive(secret_of(entered))

    for code in (now, phone.first):
        again = phone.sign_in(MANAGER, code=code)
        assert (again.status_code, again.json()["detail"], again.json()["second_step"]) == (401, WRONG_CODE, True)
        assert "set-cookie" not in again.headers
    assert phone.sign_in(ADMIN).status_code == 200, "others sign in as before"
    assert phone.rows(select(AuditEntry.kind)).count("sign_in.refused") == 2


def test_a_wrong_password_says_nothing_of_a_second_step(phone: Phone) -> None:
    phone.set_up()
    answers = [
        phone.sign_in(email, "wrong", code=phone.code(1)) for email in (MANAGER, ADMIN, "nobody@nordlys.example")
    ]

    assert len({(answer.status_code, answer.content) for answer in answers}) == 1
    assert phone.sign_in(MANAGER, code=phone.code(1)).status_code == 200, "the code was not used up by it"


def test_each_recovery_code_opens_once(phone: Phone) -> None:
    codes = phone.set_up()

    assert phone.sign_in(MANAGER, code=codes[0].upper().replace("-", " ")).status_code == 200
    assert phone.sign_in(MANAGER, code=codes[0]).status_code == 401
    assert phone.sign_in(MANAGER, code=codes[1]).status_code == 200
    assert "account.recovery_code_used" in phone.rows(select(Event.kind))


def test_the_sixth_code_within_five_minutes_is_not_looked_at(phone: Phone) -> None:
    codes = phone.set_up()
    wrong = [phone.sign_in(MANAGER, code=f"wrong-{number}").status_code for number in range(5)]
    limited = phone.sign_in(MANAGER, code=codes[0])

    assert wrong == [401] * 5
    assert (limited.status_code, int(limited.headers["retry-after"]) > 0) == (429, True)
    assert phone.ask("off", current_password=PASSWORD, code=codes[0]).status_code == 429
    for attempt in phone.rows(select(SignInAttempt)):
        moment = attempt.attempted_at - timedelta(minutes=6)
        phone.change(sa.update(SignInAttempt).where(SignInAttempt.id == attempt.id).values(attempted_at=moment))
    assert phone.sign_in(MANAGER, code=codes[0]).status_code == 200


def test_it_is_turned_off_with_password_and_code_and_not_with_one_of_them(phone: Phone) -> None:
    codes = phone.set_up()
    assert phone.ask("off", current_password="wrong", code=codes[0]).json()["errors"][0]["field"] == "current_password"
    assert phone.ask("off", current_password=PASSWORD, code="wrong").json()["errors"][0]["field"] == "code"
    assert phone.sign_in(MANAGER).status_code == 401
    assert phone.ask("off", current_password=PASSWORD, code=codes[0]).json() == {}

    assert phone.sign_in(MANAGER).status_code == 200
    assert sorted(phone.rows(select(OutboxMail.kind))) == ["account.two_step_off", "account.two_step_on"]
    assert phone.ask("off", current_password=PASSWORD, code=codes[1]).status_code == 409


def test_new_recovery_codes_end_the_old_ones(phone: Phone) -> None:
    before = phone.set_up()
    fresh = phone.ask("codes", current_password=PASSWORD, code=before[0]).json()["recovery_codes"]

    assert not set(before) & set(fresh)
    assert phone.sign_in(MANAGER, code=before[1]).status_code == 401
    assert phone.sign_in(MANAGER, code=fresh[1]).status_code == 200


def test_in_several_organizations_the_one_that_is_chosen_asks(phone: Phone) -> None:
    phone.set_up()
    phone.change(sa.update(User).where(User.email == FJORD).values(email=MANAGER))
    choices = {one["name"]: one["id"] for one in phone.sign_in(MANAGER).json()["organizations"]}

    assert phone.sign_in(MANAGER, organization_id=choices["Fjord"]).status_code == 200
    assert phone.sign_in(MANAGER, organization_id=choices["Nordlys"]).json()["second_step"] is True
    assert phone.sign_in(MANAGER, organization_id=choices["Nordlys"], code=phone.code(1)).status_code == 200


def test_neither_the_secret_of_the_app_nor_a_recovery_code_is_kept_as_it_is(phone: Phone) -> None:
    codes = phone.set_up()
    kept = " ".join(str(tuple(row)) for table in TwoStep.metadata.sorted_tables for row in phone.rows(sa.select(table)))

    assert phone.app_secret not in kept
    assert not [code for code in codes if code in kept or code.replace("-", "") in kept]
    assert len(phone.rows(select(RecoveryCode))) == 10


def test_only_pages_of_ours_and_people_who_are_signed_in_are_answered(phone: Phone) -> None:
    bodies = ({}, {"code": 7}, {"current_password": "x", "code": "1", "more": "1"}, [])
    for path in ENDPOINTS:
        for body in bodies:
            cookie = f"leadx_session={phone.mine}"
            content = json.dumps(body).encode()
            assert phone.post(f"/auth/two-step/{path}", content, cookie=cookie).status_code == 400
            assert phone.post(f"/auth/two-step/{path}", content, cookie=cookie, **{"X-LeadX": "0"}).status_code == 403
    whole = {"begin": {"current_password": "x"}, "on": {"code": "1"}}
    for path in ENDPOINTS:
        body = whole.get(path, {"current_password": "x", "code": "1"})
        assert phone.ask(path, cookie="nobody", **body).status_code == 401

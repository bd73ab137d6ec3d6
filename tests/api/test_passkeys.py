"""Passkeys over HTTP: made with the password, signed in with, and what does not sign anybody in."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from sqlmodel import select
from starlette.applications import Starlette

from leadx_app.api import auth, passkeys, two_step
from leadx_app.db import Database
from leadx_app.domain.accounts import Credential, hash_secret
from leadx_app.domain.passkeys import use_passkey
from leadx_app.models import AuditEntry, Event, OutboxMail, Passkey, PasskeyChallenge, User, UserSession
from leadx_app.queries.session import who_am_i
from tests.api.test_auth import MANAGER, PASSWORD, PASSWORD_HASH, Desk, secret_of
from tests.cast import gather_in
from tests.support.authenticator import PRESENT, Authenticator, text_of
from tests.support.lanes import SqliteLane

UNKNOWN = "This passkey does not sign anybody in here. Use your password."


class Door(Desk):
    """A desk to which people come with passkeys."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        self.app = Starlette(routes=[*auth.routes, *two_step.routes, *passkeys.routes])
        self.mine = self.cast.secret(self.cast.manager)

    def ask(self, path: str, body: Any, cookie: str | None = None) -> httpx.Response:
        session = self.mine if cookie is None else cookie
        return self.post(f"/auth/passkey/{path}", body, cookie=f"leadx_session={session}")

    def add(self, device: Authenticator, name: str = "Phone") -> httpx.Response:
        """Make a passkey of the Manager."""
        options = self.ask("new", {"current_password": PASSWORD}).json()
        return self.ask("add", {"name": name, "credential": device.make(options)})

    def options(self) -> dict[str, Any]:
        return self.post("/auth/passkey/begin", {}).json()

    def enter(self, answer: Any, **more: Any) -> httpx.Response:
        return self.post("/auth/passkey/sign-in", {"credential": answer, **more})


@pytest.fixture
def door(sqlite_lane: SqliteLane, tmp_path: Path) -> Iterator[Door]:
    """On SQLite alone: what the database decides is tested with the domain, on both."""
    with sqlite_lane.migrated() as url:
        database = Database(url, readers=2)
        yield Door(database, gather_in(database, password_hash=PASSWORD_HASH), tmp_path)
        database.close()


def test_a_passkey_is_made_with_the_password_and_signs_in_without(door: Door) -> None:
    wrong = door.ask("new", {"current_password": "wrong"})
    assert wrong.json()["errors"] == [{"field": "current_password", "detail": "This is not your password."}]
    device = Authenticator()
    assert door.add(device).json() == {}
    entered = door.enter(device.use(door.options()), next="/pipeline")

    assert (entered.status_code, entered.json()) == (200, {"next": "/pipeline"})
    assert door.is_alive(secret_of(entered))
    assert door.enter(device.use(door.options()), next="//evil.example").json() == {"next": "/news"}
    (kept,) = door.rows(select(Passkey))
    assert (kept.name, kept.sign_count, kept.last_used_at is not None) == ("Phone", 2, True)
    assert door.rows(select(OutboxMail.kind)) == ["account.passkey_added"]
    assert "account.passkey_added" in door.rows(select(Event.kind))


def test_an_answer_signs_in_once_and_only_to_what_was_asked(door: Door) -> None:
    device = Authenticator()
    door.add(device)
    answer = device.use(door.options())
    assert door.enter(answer).status_code == 200

    assert door.enter(answer).status_code == 401
    assert door.enter(device.use({"challenge": "AAAA"})).status_code == 401
    stale = device.use(door.options())
    (challenge,) = door.rows(select(PasskeyChallenge))
    moment = challenge.expires_at - timedelta(minutes=6)
    door.change(sa.update(PasskeyChallenge).values(expires_at=moment))
    assert door.enter(stale).json()["detail"] == UNKNOWN


def test_what_other_sites_keys_and_unchecked_people_sign_is_refused(door: Door) -> None:
    device = Authenticator()
    door.add(device)
    changes: list[dict[str, Any]] = [
        {"origin": "https://evil.example"},
        {"host": "evil.example"},
        {"flags": PRESENT},
        {"key": Authenticator().key},
        {"id": Authenticator().id},
    ]
    for change in changes:
        before = dict(vars(device))
        vars(device).update(change)
        refused = door.enter(device.use(door.options()))
        assert (refused.status_code, "set-cookie" in refused.headers) == (401, False), change
        vars(device).update({name: before[name] for name in change})
    assert door.enter(device.use(door.options())).status_code == 200


def test_a_passkey_that_counts_backwards_is_a_copy(door: Door) -> None:
    device = Authenticator()
    door.add(device)
    device.count = 7
    assert door.enter(device.use(door.options())).status_code == 200
    device.count = 3
    assert door.enter(device.use(door.options())).status_code == 401
    told = select(AuditEntry.subject_id).where(AuditEntry.kind == "sign_in.refused")
    assert door.rows(told) == [door.cast.manager.user_id], "the Admins see that it was tried"


def test_of_two_answers_with_one_count_the_second_is_a_copys(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both were verified against the same count before either was noted."""
    device = Authenticator()
    door.add(device)
    first = device.use(door.options())
    device.count -= 1
    copys = device.use(door.options())
    used, answers = door.runtime.ceremonies.used, []

    def meanwhile(*said: Any) -> int:
        count = used(*said)
        if not answers:
            answers.append(None)
            passkey_id = door.rows(select(Passkey.id))[0]
            door.database.system(use_passkey, passkey_id, count)
        return count

    monkeypatch.setattr(door.runtime.ceremonies, "used", meanwhile)
    assert [door.enter(one).status_code for one in (first, copys)] == [401, 401]
    assert door.enter(device.use(door.options())).status_code == 200


def test_the_passkey_of_somebody_else_does_not_open_the_account_that_is_named(door: Door) -> None:
    mine, theirs = Authenticator(), Authenticator()
    door.add(mine)
    door.mine = door.cast.secret(door.cast.admin)
    door.add(theirs)
    answer = theirs.use(door.options())
    user_handle = text_of(door.cast.manager.user_id.bytes)
    answer["response"]["userHandle"] = user_handle
    for name in ("id", "rawId"):
        assert door.enter(answer | {name: text_of(mine.id)}).status_code == 401, name
        answer = theirs.use(door.options())
    entered = door.enter({**answer, "response": {**answer["response"], "userHandle": user_handle}})
    assert entered.status_code == 200
    who = door.database.read(Credential(session_hash=hash_secret(secret_of(entered))), who_am_i)
    assert who.user_id == door.cast.admin.user_id, "whose key signed, not whose name was said"


def test_a_passkey_is_made_for_whoever_asked_and_for_this_host(door: Door) -> None:
    options = door.ask("new", {"current_password": PASSWORD}).json()
    others = door.cast.secret(door.cast.admin)
    stolen = door.ask("add", {"name": "x", "credential": Authenticator().make(options)}, cookie=others)
    assert (stolen.status_code, stolen.json()["detail"]) == (409, "The passkey could not be made. Try again.")
    for device in (Authenticator(origin="https://evil.example"), Authenticator(host="evil.example")):
        assert door.add(device).status_code == 409
    assert door.add(Authenticator(), name=" ").json()["errors"][0]["field"] == "name"
    assert door.rows(select(Passkey)) == []

    twice = Authenticator()
    assert [door.add(twice).status_code for _ in range(2)] == [200, 409]
    known = door.ask("new", {"current_password": PASSWORD}).json()["excludeCredentials"]
    assert len(known) == 1, "the browser is told which there are"


def test_whoever_was_closed_out_does_not_come_in_by_a_passkey(door: Door) -> None:
    device = Authenticator()
    door.add(device)
    options = door.options()
    close_out = sa.update(User).where(User.email == MANAGER)
    used = door.runtime.ceremonies.used

    def used_last(*said: Any) -> int:
        count = used(*said)
        door.change(close_out.values(is_active=False))
        return count

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(door.runtime.ceremonies, "used", used_last)
        refused = door.enter(device.use(options))
    assert (refused.status_code, "set-cookie" in refused.headers) == (401, False), "closed out while it was looked at"
    assert door.enter(device.use(door.options())).status_code == 401
    door.change(close_out.values(is_active=True))
    mine = select(UserSession.revoked_at).where(UserSession.user_id == door.cast.manager.user_id)
    assert len(door.rows(mine)) == 1, "no session waits for the day when they are let in again"


def test_what_cannot_be_read_is_refused_and_asking_is_limited(door: Door) -> None:
    for body in ([], {"credential": 7}, {"credential": {}, "more": 1}):
        assert door.post("/auth/passkey/sign-in", json.dumps(body).encode()).status_code == 400
    for answer in ({}, {"response": {"clientDataJSON": "!"}}, {"response": {"clientDataJSON": "W10"}}):
        assert door.enter(answer).status_code == 401
    for path in ("begin", "sign-in", "new", "add"):
        assert door.post(f"/auth/passkey/{path}", b"{}", **{"X-LeadX": "0"}).status_code == 403
    assert door.ask("new", {"current_password": "x"}, cookie="nobody").status_code == 401
    codes = [door.post("/auth/passkey/begin", {}).status_code for _ in range(passkeys.ASKED_LIMIT + 1)]
    assert (codes[0], codes[-1]) == (200, 429)

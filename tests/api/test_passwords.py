"""Forgotten passwords: what is asked, answered, mailed and kept."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from sqlmodel import select
from starlette.applications import Starlette

from leadx_app.api import auth, passwords
from leadx_app.db import Database
from leadx_app.models import AccountLink, Event, MailState, OutboxMail, User
from tests.api.test_auth import ADMIN, FJORD, MANAGER, PASSWORD, PASSWORD_HASH, Desk, secret_of
from tests.cast import gather_in

NEW = "seven quiet boats at dawn"


class Counter(Desk):
    """Both: signing in and choosing passwords."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        self.app = Starlette(routes=[*auth.routes, *passwords.routes])

    def forget(self, email: str, **more: str) -> httpx.Response:
        return self.post("/auth/forgot-password", {"email": email}, **more)

    def secrets(self, email: str) -> list[str]:
        """The secrets of the links that were mailed to somebody, oldest first."""
        query = select(OutboxMail).where(OutboxMail.address == email, OutboxMail.kind == "account.reset")
        mails = self.rows(query.order_by(OutboxMail.id))
        return [re.search(r"/reset-password#(\S+)", mail.text)[1] for mail in mails]

    def choose(self, token: str, password: str = NEW, confirmation: str | None = None) -> httpx.Response:
        again = password if confirmation is None else confirmation
        body = {"token": token, "new_password": password, "confirm_password": again}
        return self.post("/auth/reset-password", body)

    def look(self, token: str) -> httpx.Response:
        return self.post("/auth/link", {"token": token})


@pytest.fixture
def counter(database_url: str, tmp_path: Path) -> Iterator[Counter]:
    database = Database(database_url, readers=2)
    yield Counter(database, gather_in(database, password_hash=PASSWORD_HASH), tmp_path)
    database.close()


def test_the_link_of_the_mail_chooses_a_new_password_once_and_ends_every_session(counter: Counter) -> None:
    before = counter.cast.secret(counter.cast.manager)
    counter.forget(f" {MANAGER.upper()} ")
    (secret,) = counter.secrets(MANAGER)
    seen = counter.look(secret)
    assert seen.json() == {"purpose": "reset", "email": MANAGER, "organization": "Nordlys"}
    chosen = counter.choose(secret)

    assert (chosen.status_code, chosen.json()) == (200, {"next": "/login?chosen=1"})
    assert "leadx_session" not in chosen.headers["set-cookie"], "nobody is signed in by it"
    assert not counter.is_alive(before)
    assert counter.is_alive(counter.cast.secret(counter.cast.basic))
    assert counter.sign_in(MANAGER).status_code == 401
    assert counter.sign_in(MANAGER, NEW).status_code == 200
    told = counter.rows(select(OutboxMail).where(OutboxMail.kind == "account.password_changed"))
    assert [(mail.address, mail.is_secret) for mail in told] == [(MANAGER, False)]
    kinds = counter.rows(select(Event.kind).where(Event.actor_id == counter.cast.manager.user_id))
    assert sorted(kinds) == ["account.password_changed", "account.reset_asked"]
    for answer in (counter.choose(secret, "another quiet password"), counter.look(secret)):
        assert answer.status_code == 404
        assert answer.json()["detail"] == "This link was used already. Sign in, or ask for a new one."


def test_known_and_unknown_emails_get_the_same_answer_before_anybody_is_looked_up(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.change(sa.update(User).where(User.email == ADMIN).values(is_active=False))
    answers = [counter.forget(email) for email in (MANAGER, ADMIN, "nobody@nordlys.example")]

    assert len({(one.status_code, one.content, str(sorted(one.headers.items()))) for one in answers}) == 1
    assert [len(counter.secrets(email)) for email in (MANAGER, ADMIN, "nobody@nordlys.example")] == [1, 0, 0]

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("only after the answer")

    monkeypatch.setattr(passwords, "ask_reset", fails)
    assert counter.forget(MANAGER).status_code == 200


def test_at_most_five_mails_a_day_go_to_an_account_and_the_answer_stays_the_same(counter: Counter) -> None:
    answers = [counter.forget(MANAGER, address=f"203.0.113.{number}") for number in range(7)]

    assert {answer.status_code for answer in answers} == {200}
    assert len(counter.secrets(MANAGER)) == 5
    for link in counter.rows(select(AccountLink)):
        moment = link.created_at - timedelta(days=1)
        counter.change(sa.update(AccountLink).where(AccountLink.id == link.id).values(created_at=moment))
    counter.forget(MANAGER, address="203.0.113.99")
    assert len(counter.secrets(MANAGER)) == 6


def test_an_address_cannot_ask_for_many_accounts_in_a_row(counter: Counter) -> None:
    answers = [counter.forget(f"nobody{number}@nordlys.example").status_code for number in range(11)]

    assert answers == [200] * 10 + [429]
    assert counter.sign_in(MANAGER).status_code == 200, "asking is not failing to sign in"


def test_an_expired_link_and_one_that_was_changed_say_what_to_do(counter: Counter) -> None:
    counter.forget(MANAGER)
    (secret,) = counter.secrets(MANAGER)
    flipped = secret[:-1] + ("A" if secret[-1] != "A" else "B")
    for token in (flipped, "", "x", secret + "\u0000"):
        assert counter.choose(token).json()["detail"] == (
            "This link is not complete. Open it from the mail again, or ask for a new one."
        )
    (link,) = counter.rows(select(AccountLink))
    assert link.expires_at - link.created_at == timedelta(minutes=30)
    counter.change(sa.update(AccountLink).values(expires_at=link.created_at))
    assert counter.choose(secret).json()["detail"] == (
        "This link has expired. A link works for 30 minutes. Ask for a new one."
    )
    assert counter.sign_in(MANAGER).status_code == 200


def test_a_password_that_may_not_be_used_is_refused_by_field_and_the_link_still_works(counter: Counter) -> None:
    counter.forget(MANAGER)
    (secret,) = counter.secrets(MANAGER)
    short = counter.choose(secret, "short", "other")

    assert short.status_code == 422
    assert {one["field"]: one["detail"] for one in short.json()["errors"]} == {
        "new_password": "Use at least 12 characters for the password.",
        "confirm_password": "Write the same password in both fields.",
    }
    assert counter.choose(secret, "password12345").status_code == 422
    assert counter.choose(secret).status_code == 200


def test_one_used_link_ends_all_others_of_the_person_and_none_of_others(counter: Counter) -> None:
    for email in (MANAGER, MANAGER, ADMIN):
        counter.forget(email)
    first, second = counter.secrets(MANAGER)

    assert counter.choose(second).status_code == 200
    assert counter.choose(first).status_code == 404
    assert counter.choose(counter.secrets(ADMIN)[0]).status_code == 200


def test_in_several_tenants_every_account_gets_a_link_of_its_own(counter: Counter) -> None:
    counter.change(sa.update(User).where(User.email == FJORD).values(email=MANAGER))
    counter.forget(MANAGER)
    organizations = {counter.look(secret).json()["organization"]: secret for secret in counter.secrets(MANAGER)}

    assert sorted(organizations) == ["Fjord", "Nordlys"]
    assert counter.choose(organizations["Fjord"]).status_code == 200
    assert counter.sign_in(MANAGER).status_code == 200, "the other tenant's password stays"


def test_a_link_of_somebody_who_was_closed_out_meanwhile_does_not_let_them_in(counter: Counter) -> None:
    counter.forget(MANAGER)
    (secret,) = counter.secrets(MANAGER)
    counter.change(sa.update(User).where(User.email == MANAGER).values(is_active=False))

    assert counter.choose(secret).status_code == 404
    assert counter.rows(select(User.is_active).where(User.email == MANAGER)) == [False]


def test_only_the_hash_of_a_link_is_kept_and_no_admin_reads_the_mail(counter: Counter) -> None:
    counter.forget(MANAGER)
    (secret,) = counter.secrets(MANAGER)
    kept = [row for table in AccountLink.metadata.sorted_tables for row in counter.rows(sa.select(table))]
    (mail,) = counter.rows(select(OutboxMail).where(OutboxMail.kind == "account.reset"))

    assert len([row for row in kept if secret in str(tuple(row))]) == 1, "in the mail that goes out, nowhere else"
    assert (mail.is_secret, mail.state) == (True, MailState.WAITING)


def test_the_secret_is_not_part_of_the_address_that_servers_and_other_sites_are_told(counter: Counter) -> None:
    counter.forget(MANAGER)
    (mail,) = counter.rows(select(OutboxMail).where(OutboxMail.kind == "account.reset"))
    (link,) = re.findall(r"http\S+", mail.text)

    assert link.startswith("http://nordlys.localhost:8000/reset-password#")
    assert f'href="{link}"' in mail.html


def test_what_cannot_be_read_and_what_another_site_sends_is_refused(counter: Counter) -> None:
    for path in ("/auth/forgot-password", "/auth/link", "/auth/reset-password"):
        for body in (b"", b"{", b"[]", b'{"email": 7, "token": 7}', b'{"email": "a@b.no", "x": 1}'):
            assert counter.post(path, body).status_code == 400
            assert counter.post(path, body, **{"X-LeadX": "0"}).status_code == 403


def test_what_is_no_email_is_told_at_its_field(counter: Counter) -> None:
    answer = counter.forget("not an email")

    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": "email", "detail": "This is not an email address."}]


# The own account.


def _own(counter: Counter, current: str, new: str = NEW, *, cookie: str, **headers: str) -> httpx.Response:
    body = {"current_password": current, "new_password": new, "confirm_password": new}
    return counter.post("/auth/change-password", body, cookie=f"leadx_session={cookie}", **headers)


def test_changing_the_password_asks_for_the_one_before_and_ends_the_other_sessions(counter: Counter) -> None:
    other = counter.cast.secret(counter.cast.manager)
    mine = secret_of(counter.sign_in(MANAGER))
    counter.forget(MANAGER)
    wrong = _own(counter, "not the password", cookie=mine)
    assert wrong.status_code == 422
    assert wrong.json()["errors"] == [{"field": "current_password", "detail": "This is not your password."}]
    assert _own(counter, PASSWORD, "short", cookie=mine).json()["errors"][0]["field"] == "new_password"
    assert counter.is_alive(other)

    assert _own(counter, PASSWORD, cookie=mine).status_code == 200
    assert [counter.is_alive(one) for one in (mine, other)] == [True, False]
    assert counter.sign_in(MANAGER).status_code == 401
    assert counter.sign_in(MANAGER, NEW).status_code == 200
    assert counter.look(counter.secrets(MANAGER)[0]).status_code == 404, "links that wait end too"
    (mail,) = counter.rows(select(OutboxMail).where(OutboxMail.kind == "account.password_changed"))
    assert "You stay signed in where you changed it" in mail.text
    assert _own(counter, PASSWORD, cookie="nobody").status_code == 401
    assert _own(counter, PASSWORD, cookie=mine, **{"X-LeadX": "0"}).status_code == 403


def test_guessing_the_password_before_is_limited_as_signing_in_is(counter: Counter) -> None:
    mine = counter.cast.secret(counter.cast.manager)

    assert [_own(counter, f"guess {n}", cookie=mine).status_code for n in range(11)] == [422] * 10 + [429]
    assert counter.sign_in(MANAGER).status_code == 429


def test_what_is_wrong_is_said_in_the_language_of_the_person(counter: Counter) -> None:
    counter.change(sa.update(User).where(User.email == MANAGER).values(language="nb"))
    answer = _own(counter, "wrong", cookie=counter.cast.secret(counter.cast.manager))

    assert answer.json()["errors"][0]["detail"] == "Dette er ikke passordet ditt."

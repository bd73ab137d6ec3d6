"""Registering over HTTP: what is asked, answered, mailed and kept."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlmodel import select
from starlette.applications import Starlette

from leadx_app.api import auth, joining
from leadx_app.db import Database
from leadx_app.domain.joining import RegistrationDraft, set_self_registration
from leadx_app.models import JoinRequest, OutboxMail, SelfRegistration, User
from tests.api.test_auth import MANAGER, PASSWORD_HASH, Desk
from tests.cast import gather_in

NINA = "nina@nordlys.example"
NEW = "seven quiet boats at dawn"


class Reception(Desk):
    """Registering, and signing in."""

    def __init__(self, *args: object, **settings: object) -> None:
        super().__init__(*args, smtp_host="localhost", mail_from="leadx@example.com", smtp_security="none", **settings)
        self.app = Starlette(routes=[*auth.routes, *joining.routes])

    def open(self, **setting: object) -> str:
        """Let people register; returns the end of the address."""
        draft = RegistrationDraft(is_on=True, **setting)
        self.database.act(self.cast.credential(self.cast.admin), set_self_registration, draft)
        return self.rows(select(SelfRegistration.key))[0]

    def register(self, key: str, email: str = NINA, **more: str) -> httpx.Response:
        usual = {"name": "Nina Ny", "phone": "", "new_password": NEW, "confirm_password": NEW}
        request = {name: more.pop(name) for name in ("address", "Accept-Language") if name in more}
        return self.post("/auth/register", {"token": key, "email": email, **usual, **more}, **request)

    def secret(self, email: str = NINA) -> str:
        mails = self.rows(select(OutboxMail.text).where(OutboxMail.address == email).order_by(OutboxMail.id))
        return [found[1] for text in mails if (found := re.search(r"/confirm-email#(\S+)", text))][-1]

    def confirm(self, password: str = NEW) -> httpx.Response:
        return self.post("/auth/confirm-email", {"token": self.secret(), "password": password})


@pytest.fixture
def reception(database_url: str, tmp_path: Path) -> Iterator[Reception]:
    database = Database(database_url, readers=2)
    yield Reception(database, gather_in(database, password_hash=PASSWORD_HASH), tmp_path)
    database.close()


def test_a_request_is_confirmed_with_its_link_and_its_password_and_signs_nobody_in_before_an_admin_answers(
    reception: Reception,
) -> None:
    key = reception.open()
    assert reception.post("/auth/registration", {"token": key}).json() == {
        "organization": "Nordlys",
        "organization_id": [],
    }
    assert reception.register(key).json()["said"].startswith("A mail is on its way to you.")
    waits = reception.sign_in(NINA, NEW)
    assert (waits.status_code, waits.json()["detail"][:24]) == (403, "Confirm your email first")
    assert reception.sign_in(NINA, "another quiet password").status_code == 401
    link = reception.post("/auth/confirmation", {"token": reception.secret()})
    assert link.json() == {"email": NINA, "organization": "Nordlys"}
    wrong = reception.confirm("another quiet password")
    assert [one["field"] for one in wrong.json()["errors"]] == ["password"]
    assert "Your email is confirmed." in reception.confirm().json()["said"]
    assert reception.confirm().status_code == 404
    assert reception.sign_in(NINA, NEW).json()["detail"] == "Your request to join Nordlys waits for an administrator."


def test_where_no_approval_is_asked_for_a_confirmed_email_signs_in(reception: Reception) -> None:
    key = reception.open(needs_approval=False)
    reception.register(key, **{"Accept-Language": "nb-NO"})
    assert reception.confirm().json() == {"next": "/login?joined=1"}
    assert reception.sign_in(NINA, NEW).status_code == 200
    assert reception.rows(select(User.language).where(User.email == NINA)) == ["nb"]


def test_known_and_unknown_emails_get_the_same_answer_before_anybody_is_looked_up(
    reception: Reception, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = reception.open()
    answers = [reception.register(key, email) for email in (MANAGER, NINA, NINA)]
    assert len({(one.status_code, one.content, str(sorted(one.headers.items()))) for one in answers}) == 1
    assert reception.passwords.hashed == 3
    assert reception.rows(select(JoinRequest.email)) == [NINA, NINA]
    assert reception.sign_in(MANAGER).status_code == 200

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("only after the answer")

    monkeypatch.setattr(joining, "ask_to_join", fails)
    assert reception.register(key).status_code == 200


def test_without_a_mail_server_the_request_waits_at_once(reception: Reception) -> None:
    reception.runtime.__dict__["settings"] = reception.runtime.settings.model_copy(update={"smtp_host": None})
    assert reception.register(reception.open()).json()["said"].startswith("Your request waits")
    assert reception.sign_in(NINA, NEW).json()["detail"] == "Your request to join Nordlys waits for an administrator."


def test_what_is_wrong_is_told_at_its_field_and_a_wrong_address_tells_nothing(reception: Reception) -> None:
    key = reception.open()
    answer = reception.register(key, "not an email", name=" ", new_password="short", organization_id="x")
    fields = [one["field"] for one in answer.json()["errors"]]
    assert fields == ["name", "email", "organization_id", "new_password", "confirm_password"]
    for wrong in ("", "x", key + "x"):
        assert reception.register(wrong).status_code == 404
        assert reception.post("/auth/registration", {"token": wrong}).status_code == 404
    assert reception.rows(select(JoinRequest)) == []


def test_an_address_cannot_register_many_people_nor_try_many_passwords(reception: Reception) -> None:
    key = reception.open()
    answers = [reception.register(key, f"new{number}@nordlys.example").status_code for number in range(11)]
    assert answers == [200] * 10 + [429]
    reception.register(key, address="203.0.113.77")
    assert [reception.confirm("wrong wrong wrong").status_code for _ in range(11)] == [422] * 10 + [429]
    assert reception.confirm().status_code == 429


def test_what_cannot_be_read_and_what_another_site_sends_is_refused(reception: Reception) -> None:
    for path in ("/auth/registration", "/auth/register", "/auth/confirmation", "/auth/confirm-email"):
        for body in (b"", b"{", b"[]", b'{"token": 7}', b'{"token": "a", "x": 1}'):
            assert reception.post(path, body).status_code == 400
            assert reception.post(path, body, **{"X-LeadX": "0"}).status_code == 403

"""Who somebody is to the API: tokens for reading and writing, and the session of a browser."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from leadx_app.domain import accounts
from leadx_app.models import ApiToken, User, utc_now
from tests.api.conftest import LEADS, Office
from tests.cast import a_lead

NEW = {"title": "Heat pumps for the school", "company_name": "Fjordheim skole"}


def test_a_token_for_reading_reads_and_does_not_write(office: Office):
    basic = office.cast.basic
    lead_id = office.make(a_lead, basic)
    secret = office.within(lambda session: accounts.make_api_token(session, basic, "reports", False, now=utc_now()))
    bearer = {"Authorization": f"Bearer {secret}"}
    assert office.get(None, f"{LEADS}/{lead_id}", headers=bearer).status_code == 200
    for path, body in (("", NEW), (f"/{lead_id}/hand-over", None), (f"/{lead_id}/notes", {"text": "x"})):
        refused = office.post(None, LEADS + path, body, headers=bearer)
        assert (refused.status_code, refused.json()["detail"]) == (403, "This token may only read.")
    upload = office.call(None, "POST", "/files", headers=bearer | {"X-File-Name": "a.txt"}, content=b"text")
    assert (upload.status_code, office.stored()) == (403, [])


@pytest.mark.parametrize("column", ["revoked_at", "expires_at"])
def test_a_token_that_ended_is_as_one_that_never_was(office: Office, column: str):
    manager = office.cast.manager
    assert office.get(manager, LEADS).status_code == 200
    ended = sa.update(ApiToken).where(ApiToken.user_id == manager.user_id).values({column: utc_now() - timedelta(1)})
    office.within(lambda session: session.execute(ended))
    answer = office.get(manager, LEADS)
    assert answer.status_code == 401
    assert answer.content == office.get(None, LEADS, headers={"Authorization": "Bearer leadx_never"}).content


def test_a_deactivated_user_is_out_at_once(office: Office):
    basic = office.cast.basic
    office.within(
        lambda session: session.execute(sa.update(User).where(User.id == basic.user_id).values(is_active=False))
    )
    assert office.post(basic, LEADS, NEW).status_code == 401


def test_only_the_hash_is_kept_and_the_use_is_noted(office: Office):
    basic = office.cast.basic
    secret = office.cast.token(basic)
    assert office.get(basic, "/api/v1/me").json()["email"] == "basic@nordlys.example"
    query = select(ApiToken).where(ApiToken.user_id == basic.user_id)
    token = office.within(lambda session: session.exec(query).one())
    assert token.token_hash == accounts.hash_secret(secret)
    assert secret not in str(token.model_dump())
    assert token.last_used_at is not None


@pytest.mark.parametrize(
    "header", [b"", b"Bearer", b"Bearer ", b"Basic YTpi", b"leadx_x", b"Bearer \xff", b"Bearer leadx_" + b"x" * 5000]
)
def test_what_is_no_token_is_nobody(shared_office: Office, header: bytes):
    assert shared_office.get(None, LEADS, headers={b"Authorization": header}).status_code == 401


def test_a_cookie_reads_but_writes_only_with_our_header(office: Office):
    cookie = {"Cookie": f"leadx_session={office.cast.secret(office.cast.basic)}"}
    assert office.get(None, LEADS, headers=cookie).status_code == 200
    refused = office.post(None, LEADS, NEW, headers=cookie)
    assert (refused.status_code, refused.json()["detail"]) == (403, "This request did not come from LeadX.")
    assert office.post(None, LEADS, NEW, headers=cookie | {"X-LeadX": "1"}).status_code == 201


def test_a_bad_token_beside_a_good_cookie_is_nobody(office: Office):
    headers = {"Cookie": f"leadx_session={office.cast.secret(office.cast.basic)}", "Authorization": "Bearer x"}
    assert office.get(None, LEADS, headers=headers).status_code == 401

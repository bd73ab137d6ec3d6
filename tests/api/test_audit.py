"""The audit log over REST and as a file; what happens at the door is in it."""

from datetime import timedelta

import pytest

from leadx_app.domain.accounts import make_api_token
from leadx_app.models import utc_now
from tests.api.conftest import Office

AUDIT = "/api/v1/audit"


@pytest.fixture
def office(shared_office: Office) -> Office:
    return shared_office


def _kinds(office: Office, **params: str) -> list[str]:
    return [row["kind"] for row in office.get(office.cast.admin, AUDIT, params=params).json()["rows"]]


def test_an_admin_takes_the_log_out_and_that_is_in_it(office: Office):
    admin = office.cast.admin
    office.within(lambda session: make_api_token(session, admin, '=HYPERLINK("x")', False, now=utc_now()))
    answer = office.get(admin, f"{AUDIT}/export", params={"area": "tokens"})
    assert answer.headers["content-disposition"] == 'attachment; filename="audit.csv"'
    lines = answer.text.splitlines()
    assert lines[0].startswith('\ufeff"When","Kind","What happened","Changes"')
    assert any('"Anne Admin made the API token =HYPERLINK' in line for line in lines)
    assert not [line for line in lines if ',"=' in line]
    assert office.get(admin, f"{AUDIT}/export", params={"format": "xlsx"}).content[:2] == b"PK"
    assert _kinds(office, area="exports")[:2] == ["list.exported"] * 2
    newest = office.get(admin, AUDIT, params={"area": "exports", "limit": "1"}).json()
    assert (newest["rows"][0]["payload"]["list"], newest["next_cursor"] is None) == ("audit", False)


def test_nobody_else_reads_it_and_that_is_in_it_too(office: Office):
    cast = office.cast
    assert office.get(cast.manager, AUDIT).status_code == 403
    assert office.get(cast.manager, f"{AUDIT}/export").status_code == 403
    assert office.get(None, AUDIT).status_code == 401
    refused = office.get(cast.admin, AUDIT, params={"area": "refusals"}).json()["rows"]
    assert ("Mona Manager", "audit.read") in {(row["actor"], row["payload"]["what"]) for row in refused}
    theirs = office.get(cast.stranger_admin, AUDIT).json()["rows"]
    assert {row["organization"] for row in theirs} == {"Fjord"}


def test_what_cannot_be_asked_is_said(office: Office):
    far = (utc_now() + timedelta(days=3)).date().isoformat()  # Tomorrow begins earlier in Oslo.
    assert _kinds(office, first=far) == []
    for wrong in ({"area": "leads"}, {"cursor": "x"}, {"first": "9999-12-31"}, {"nothing": "1"}):
        assert office.get(office.cast.admin, AUDIT, params=wrong).status_code == 422, wrong

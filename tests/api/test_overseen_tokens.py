"""Everybody's API tokens, as an Admin oversees and ends them."""

import pytest

from leadx_app.domain.accounts import make_api_token
from leadx_app.models import new_id, utc_now
from leadx_app.queries.tokens import OverseenToken, TokenStanding
from leadx_app.state.format import Look
from leadx_app.state.tokens import overseen_line
from tests.api.conftest import Office
from tests.cast import NOW

TOKENS = "/api/v1/tokens"


@pytest.fixture
def office(shared_office: Office) -> Office:
    return shared_office


def _token(office: Office, name: str) -> tuple[str, str]:
    """A token of the Basic user: its secret and its id."""
    secret = office.within(lambda session: make_api_token(session, office.cast.basic, name, False, now=utc_now()))
    rows = office.get(office.cast.admin, TOKENS, params={"limit": "200"}).json()["rows"]
    return secret, next(row["id"] for row in rows if row["name"] == name)


def test_an_admin_sees_whose_token_it_is_and_ends_it_at_once(office: Office):
    admin = office.cast.admin
    secret, token_id = _token(office, "Till")
    bearer = {"Authorization": f"Bearer {secret}"}
    assert office.get(None, "/api/v1/feed", headers=bearer).status_code == 200
    row = next(row for row in office.get(admin, TOKENS).json()["rows"] if row["id"] == token_id)
    assert (row["owner"], row["email"], row["may_write"]) == ("Bjørn Basic", "basic@nordlys.example", False)
    assert secret not in office.get(admin, TOKENS).text
    assert row["last_used_at"] is not None
    for _ in range(2):
        assert office.call(admin, "DELETE", f"{TOKENS}/{token_id}").status_code == 204
    assert office.get(None, "/api/v1/feed", headers=bearer).status_code == 401
    ended = office.get(admin, TOKENS, params={"show": "all", "limit": "200"}).json()["rows"]
    assert next(one for one in ended if one["id"] == token_id)["standing"] == "revoked"
    assert token_id not in office.get(admin, TOKENS).text
    log = office.get(admin, "/api/v1/audit", params={"area": "tokens", "search": "till"}).json()["rows"]
    assert [(one["kind"], one["actor"], one["name"]) for one in log] == [
        ("token.revoked", "Anne Admin", "Bjørn Basic"),
        ("token.used", "Bjørn Basic", "Bjørn Basic"),
        ("token.made", "Bjørn Basic", "Bjørn Basic"),
    ]


def test_nobody_else_sees_or_ends_them(office: Office):
    cast = office.cast
    _, token_id = _token(office, "Not yours")
    for actor in (cast.lite, cast.basic, cast.professional, cast.manager, cast.child_manager):
        assert office.get(actor, TOKENS).status_code == 403
        assert office.call(actor, "DELETE", f"{TOKENS}/{token_id}").status_code == 403
    assert office.call(cast.stranger_admin, "DELETE", f"{TOKENS}/{token_id}").status_code == 404
    assert office.call(cast.stranger_admin, "DELETE", f"{TOKENS}/{new_id()}").status_code == 404
    assert {row["organization"] for row in office.get(cast.stranger_admin, TOKENS).json()["rows"]} == {"Fjord"}
    assert office.get(cast.admin, TOKENS, params={"cursor": "x"}).status_code == 422


def test_tokens_come_page_by_page(office: Office):
    admin, seen, cursor = office.cast.admin, [], None
    while True:
        params = {"limit": "4"} | ({"cursor": cursor} if cursor else {})
        page = office.get(admin, TOKENS, params=params).json()
        seen += [row["id"] for row in page["rows"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) >= 12


def test_a_token_in_the_readers_words() -> None:
    row = OverseenToken(
        new_id(), "Till", "leadx_abcdef", "Bjørn", "b@x.example", "Nordlys", True, TokenStanding.LIVE, NOW, NOW, None
    )
    line = overseen_line(row, Look("nb", "UTC", NOW))
    assert (line.scope, line.used, line.standing, line.revoke) == (
        "Lese og skrive",
        "–",
        "Virker",
        "Trekk tilbake Till til Bjørn",
    )

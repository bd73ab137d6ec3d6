"""Signing in with a provider over HTTP: an honest one lets people in, and a wicked one lets nobody in."""

import asyncio
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import sqlalchemy as sa
from sqlmodel import select
from starlette.applications import Starlette

from leadx_app.adapters.openid import OpenId
from leadx_app.adapters.provider_http import MOST_BYTES, ProviderHttp
from leadx_app.api import auth, provider_sign_in
from leadx_app.db import Database
from leadx_app.domain.permissions import Actor
from leadx_app.domain.providers import ProviderDraft, set_provider
from leadx_app.models import AuditEntry, SignInFlow, SignInLink, TwoStep, User, UserSession, new_id, utc_now
from leadx_app.runtime import use_runtime
from tests.api.test_auth import HASHER, MANAGER, PASSWORD, Desk, secret_of
from tests.cast import gather_in
from tests.support.lanes import SqliteLane
from tests.support.wicked_provider import CLIENT, SECRET, WELL_KNOWN, WickedProvider, rsa_key, signed

COOKIE = "leadx_provider"
NORDLYS, FJORDS = "http://nordlys.localhost:8000", "http://fjord.localhost:8000"


class Door(Desk):
    """A desk to which a provider sends people; `provider` is that of Nordlys."""

    def __init__(self, database: Database, data: Path, provider: WickedProvider) -> None:
        cast = gather_in(database, password_hash=HASHER.hash_password(PASSWORD))
        super().__init__(database, cast, data)
        self.app = Starlette(routes=[*auth.routes, *provider_sign_in.routes])
        self.home = NORDLYS
        self.provider = provider
        self.runtime.__dict__["openid"] = OpenId(ProviderHttp(["127.0.0.1"], timeout=5))
        self.set(cast.admin)

    def set(self, admin: Actor, **changes: Any) -> None:
        """Set the provider of the Admin's customer up, or change it."""
        usual = {"label": "Nordlys ID", "issuer": self.provider.url, "client_id": CLIENT, "secret": SECRET}
        usual |= {"domains": "nordlys.example", "makes_people": False, "role": "basic", "is_on": True}
        draft = ProviderDraft(**{**usual, "starts_in": str(admin.organization_id), **changes})
        seal = self.runtime.provider_secrets.seal
        self.database.act(self.cast.credential(admin), set_provider, draft, seal)

    def get(self, path: str, cookie: str = "", **asked: str) -> httpx.Response:
        """Go to an address, as a browser does that follows nothing by itself."""

        async def go() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=("203.0.113.9", 1))
            headers = {"Cookie": cookie} if cookie else {}
            async with httpx.AsyncClient(transport=transport, base_url=self.home) as client:
                return await client.get(path, params=asked or None, headers=headers)

        with use_runtime(self.runtime):
            return asyncio.run(go())

    def way(self, email: str = "kari@nordlys.example") -> str:
        """The address of the provider's button for an email."""
        return self.post("/auth/provider/find", {"email": email}).json()["choices"][0]["url"]

    def begin(self, **asked: str) -> tuple[str, str]:
        """The browser's cookie, and where it is sent."""
        answer = self.get(f"{self.way()}{''.join(f'&{name}={value}' for name, value in asked.items())}")
        assert answer.status_code == 303
        return f"{COOKIE}={secret_of(answer)}", answer.headers["location"]

    def back(self, cookie: str, **asked: str) -> httpx.Response:
        return self.get("/auth/provider/back", cookie, **asked)

    def come_in(self, **asked: str) -> httpx.Response:
        """All the way to the provider and back."""
        cookie, where = self.begin(**asked)
        return self.back(cookie, **self.provider.visit(where))


@pytest.fixture
def door(sqlite_lane: SqliteLane, tmp_path: Path) -> Iterator[Door]:
    """On SQLite alone: what the database decides is tested with the domain, on both."""
    with sqlite_lane.migrated() as url, WickedProvider() as provider:
        database = Database(url, readers=2)
        yield Door(database, tmp_path, provider)
        database.close()


def _why(answer: httpx.Response) -> str:
    """Why somebody was sent back to the sign-in page, which must have made no session."""
    where = urlsplit(answer.headers["location"])
    assert (answer.status_code, where.path, where.netloc) == (303, "/login", "")
    assert "leadx_session" not in answer.headers.get("set-cookie", "")
    asked = parse_qs(where.query)
    assert re.fullmatch("[0-9a-f]{10}", asked["number"][0])
    return asked["refused"][0]


def test_somebody_signs_in_with_the_provider_and_lands_where_they_wanted(door: Door) -> None:
    before = door.cast.secret(door.cast.manager)
    cookie, where = door.begin()
    asked = parse_qs(urlsplit(where).query)
    assert where.startswith(f"{door.provider.url}/authorize?kind=web&")
    assert asked["redirect_uri"] == ["http://nordlys.localhost:8000/auth/provider/back"]
    assert asked["login_hint"] == ["kari@nordlys.example"]
    entered = door.back(f"{cookie}; leadx_session={before}", **door.provider.visit(where))

    assert (entered.status_code, entered.headers["location"]) == (303, "/news")
    assert "HttpOnly" in entered.headers["set-cookie"]
    assert door.is_alive(secret_of(entered))
    assert not door.is_alive(before), "the session of this browser before is over"
    (link,) = door.rows(select(SignInLink))
    assert (link.subject, link.issuer, link.user_id) == ("s-1", door.provider.url, door.cast.manager.user_id)
    (line,) = door.rows(select(AuditEntry).where(AuditEntry.kind == "sign_in.provider"))
    assert (line.payload, line.address) == ({"provider": "Nordlys ID"}, "203.0.113.x")
    assert door.rows(select(UserSession.provider).where(UserSession.provider != "")) == ["Nordlys ID"]
    assert door.come_in(next="/pipeline").headers["location"] == "/pipeline"
    for page in ("//evil.example", "https://evil.example", "/auth/sign-out", "/%5Cevil.example"):
        assert door.come_in(next=page).headers["location"] == "/news", page


def test_a_way_back_works_once_soon_and_in_one_browser(door: Door) -> None:
    cookie, where = door.begin()
    answer = door.provider.visit(where)
    other, _ = door.begin()

    assert _why(door.back("", **answer)) == "expired", "no browser that went"
    assert _why(door.back(other, **answer)) == "expired", "another browser"
    assert _why(door.back(cookie, code=answer["code"])) == "expired", "no state"
    assert _why(door.back(cookie, **{**answer, "state": "ø" * 500})) == "expired"
    assert door.back(cookie, **answer).headers["location"] == "/news"
    assert _why(door.back(cookie, **answer)) == "expired", "the state and the code again"
    late, where = door.begin()
    moment = door.rows(select(SignInFlow.expires_at))[-1] - timedelta(minutes=11)
    door.change(sa.update(SignInFlow).values(expires_at=moment))
    assert _why(door.back(late, **door.provider.visit(where))) == "expired"


def test_a_code_of_another_sign_in_is_refused(door: Door) -> None:
    _, theirs = door.begin()
    cookie, where = door.begin()
    stolen = {**door.provider.visit(where), "code": door.provider.visit(theirs)["code"]}
    assert _why(door.back(cookie, **stolen)) == "untrusted"


def test_the_way_back_of_another_customer_leads_to_theirs_alone(door: Door) -> None:
    door.set(door.cast.stranger_admin, label="Fjord ID", domains="fjord.example")
    door.home = FJORDS
    answer = door.get(door.way("x@fjord.example"))
    cookie, where = f"{COOKIE}={secret_of(answer)}", answer.headers["location"]

    assert _why(door.back(cookie, **door.provider.visit(where))) == "nobody", "no domain of Fjord's"
    assert door.rows(select(SignInLink)) == []
    door.home = NORDLYS
    _, nordlys = door.begin()
    door.home = FJORDS
    again = door.get(door.way("x@fjord.example"))
    mixed = {**door.provider.visit(nordlys), "state": parse_qs(urlsplit(again.headers["location"]).query)["state"][0]}
    assert _why(door.back(f"{COOKIE}={secret_of(again)}", **mixed)) == "untrusted"


def test_a_token_that_does_not_say_who_it_is_signs_nobody_in(door: Door) -> None:
    for change, why in (
        ({"nonce": "x"}, "untrusted"),
        ({"aud": "another"}, "untrusted"),
        ({"exp": 1}, "untrusted"),
        ({"iss": "https://evil.example"}, "untrusted"),
        ({"sub": "s" * 256}, "untrusted"),
        ({"email_verified": False}, "unverified"),
        ({"email_verified": "yes"}, "unverified"),
        ({"email_verified": None}, "unverified"),
        ({"email": None}, "unverified"),
        ({"email": "no email"}, "unverified"),
        ({"email": "manager@evil.example"}, "nobody"),
        ({"email": "manager@sub.nordlys.example"}, "nobody"),
        ({"email": "nobody@nordlys.example"}, "nobody"),
    ):
        door.provider.claims = change
        assert _why(door.come_in()) == why, change
    assert door.rows(select(SignInLink)) == []


def test_a_token_that_the_provider_did_not_sign_signs_nobody_in(door: Door) -> None:
    ways: list[Callable[[dict[str, Any]], str]] = [
        lambda claims: "eyJhbGciOiJub25lIn0.e30.",
        lambda claims: signed(claims, rsa_key("stranger"), kid="first"),
        lambda claims: "",
    ]
    for way in ways:
        door.provider.sign = way
        assert _why(door.come_in()) == "untrusted"
    door.provider.sign, door.provider.key = None, rsa_key("next")
    assert door.come_in().headers["location"] == "/news", "the provider has changed its key"


def test_what_the_provider_says_beside_the_token_is_of_the_same_person(door: Door) -> None:
    door.provider.said = {"userinfo_endpoint": f"{door.provider.url}/userinfo"}
    door.provider.claims = {"email": None, "email_verified": None}
    assert door.come_in().headers["location"] == "/news"
    door.provider.claims["sub"] = "s-2"
    assert _why(door.come_in()) == "untrusted"


def test_a_provider_learns_who_we_are_in_the_way_that_it_knows(door: Door) -> None:
    both = ["client_secret_basic", "client_secret_post"]
    for methods, takes_form in ((both, False), (both, True), (both[:1], False), (both[1:], True), (["none"], True)):
        door.provider.said, door.provider.takes_form = {"token_endpoint_auth_methods_supported": methods}, takes_form
        assert door.come_in().headers["location"] == "/news", methods
    door.set(door.cast.admin, secret="another")
    assert _why(door.come_in()) == "untrusted"


def test_a_provider_that_fails_is_told_and_tried_no_further(door: Door) -> None:
    for path, answer, why in (
        (WELL_KNOWN, (500, {}, b""), "unreachable"),
        ("/token", (200, {}, b"<html>"), "unreachable"),
        ("/token", (200, {}, b" " * (MOST_BYTES + 1)), "unreachable"),
        ("/token", (302, {"Location": "http://127.0.0.1:1/"}, b""), "unreachable"),
        ("/token", (200, {}, b"{}"), "untrusted"),
        ("/token", (200, {}, b'{"id_token": ["x"]}'), "untrusted"),
        ("/token", (400, {}, b'{"error": "<script>"}'), "untrusted"),
        ("/keys", (200, {}, b"{}"), "untrusted"),
        ("/keys", (404, {}, b"{}"), "unreachable"),
    ):
        cookie, where = door.begin()
        door.provider.answers = {path: answer}
        assert _why(door.back(cookie, **door.provider.visit(where))) == why, path
        door.provider.answers = {}
    door.provider.is_slow = True
    door.runtime.__dict__["openid"] = OpenId(ProviderHttp(["127.0.0.1"], timeout=0.2))
    assert _why(door.get(door.way())) == "unreachable"


def test_an_answer_of_another_provider_or_without_a_code_is_refused(door: Door) -> None:
    for more, why in (
        ({"iss": "https://evil.example"}, "untrusted"),
        ({"error": "access_denied", "error_description": "<script>"}, "stopped"),
        ({"code": ""}, "untrusted"),
        ({"code": "x" * 5_000}, "untrusted"),
    ):
        cookie, where = door.begin()
        assert _why(door.back(cookie, **{**door.provider.visit(where), **more})) == why, more
    door.provider.said = {"authorization_response_iss_parameter_supported": True}
    assert _why(door.come_in()) == "untrusted", "it says that it names itself"
    cookie, where = door.begin()
    named = {**door.provider.visit(where), "iss": door.provider.url}
    assert door.back(cookie, **named).headers["location"] == "/news"


def test_whoever_was_closed_out_does_not_come_in_and_the_log_says_so(door: Door) -> None:
    assert door.come_in().headers["location"] == "/news"
    door.change(sa.update(User).where(User.email == MANAGER).values(is_active=False))

    assert _why(door.come_in()) == "nobody"
    (line,) = door.rows(select(AuditEntry).where(AuditEntry.kind == "sign_in.refused"))
    assert line.subject_id == door.cast.manager.user_id


def test_whoever_has_a_second_step_has_taken_it_at_the_provider(door: Door) -> None:
    row = {name: getattr(door.cast.manager, name) for name in ("tenant_id", "organization_id", "user_id")}
    times = {"created_at": utc_now(), "turned_on_at": utc_now()}
    door.change(sa.insert(TwoStep).values(**row, **times, id=new_id(), sealed_secret="x", last_step=0))
    assert door.sign_in(MANAGER).json()["second_step"]

    assert door.is_alive(secret_of(door.come_in()))


def test_a_provider_that_is_off_is_not_there(door: Door) -> None:
    way = door.way()
    cookie, where = door.begin()
    door.set(door.cast.admin, is_on=False, secret="")

    assert _why(door.get(way)) == "off"
    assert _why(door.back(cookie, **door.provider.visit(where))) == "expired"
    for path in ("/auth/provider/start", "/auth/provider/start?provider=x"):
        assert _why(door.get(path)) == "off"


def test_an_email_finds_providers_by_its_domain_alone_and_not_too_often(door: Door) -> None:
    known, unknown = (
        door.post("/auth/provider/find", {"email": f"{name}@Nordlys.Example"}).json() for name in ("manager", "nobody")
    )
    assert known["choices"][0]["label"] == unknown["choices"][0]["label"] == "Nordlys ID"
    for email in ("x@evil.example", "nordlys.example@", "", "x@"):
        missing = door.post("/auth/provider/find", {"email": email})
        assert (missing.status_code, missing.json()["detail"]) == (404, provider_sign_in.NO_PROVIDER), email
    for body in ([], {"email": 7}, {"email": "x", "more": 1}):
        assert door.post("/auth/provider/find", body).status_code == 400
    assert door.post("/auth/provider/find", {"email": "x"}, **{"X-LeadX": "0"}).status_code == 403
    codes = [door.post("/auth/provider/find", {"email": "x"}).status_code for _ in range(70)]
    assert codes[-1] == 429
    assert _why(door.get(way_of(known))) == "busy"


def way_of(found: dict[str, Any]) -> str:
    return found["choices"][0]["url"]

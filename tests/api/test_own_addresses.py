"""A customer's own address: whose pages it hears, whose accounts sign in there, whose sessions count there."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from sqlmodel import select
from starlette.applications import Starlette

from leadx_app import customers
from leadx_app.adapters.storage import make_storage
from leadx_app.api import auth, joining, passkeys, passwords, provider_sign_in, rest, two_step
from leadx_app.api.guard import Guard
from leadx_app.api.health import health_route
from leadx_app.db import Database
from leadx_app.domain.accounts import hash_secret
from leadx_app.domain.joining import RegistrationDraft, set_self_registration
from leadx_app.domain.providers import ProviderDraft, set_provider
from leadx_app.models import (
    AuditEntry,
    JoinRequest,
    JoinState,
    OutboxMail,
    SelfRegistration,
    SignInProvider,
    utc_now,
)
from leadx_app.runtime import use_runtime
from tests.api.test_auth import FJORD, HASHER, MANAGER, PASSWORD, WRONG, Desk, secret_of
from tests.api.test_guard import handshake
from tests.cast import gather_in
from tests.support.authenticator import Authenticator
from tests.support.lanes import SqliteLane
from tests.support.statements import statements_of

COMMON, NORDLYS, FJORDS = (f"http://{host}:8000" for host in ("localhost", "nordlys.localhost", "fjord.localhost"))
NOBODYS = "http://nobody.localhost:8000"
NEW = "seven quiet boats at dawn"
ROUTES = [*auth.routes, *passwords.routes, *joining.routes, *two_step.routes, *passkeys.routes]


class Door(Desk):
    """Everything behind the guard, asked at the address that is `home`."""

    def __init__(self, database: Database, data: Path) -> None:
        super().__init__(database, gather_in(database, password_hash=HASHER.hash_password(PASSWORD)), data)
        health = health_route(database, make_storage(self.runtime.settings))
        app = Starlette(routes=[*ROUTES, *provider_sign_in.routes, *rest.routes, health])
        self.app = Guard(app, self.runtime, data)

    def get(self, path: str, cookie: str = "", **headers: str) -> httpx.Response:
        async def go() -> httpx.Response:
            sent = {**({"Cookie": cookie} if cookie else {}), **headers}
            transport = httpx.ASGITransport(self.app, client=("203.0.113.9", 1))
            async with httpx.AsyncClient(transport=transport, base_url=self.home) as client:
                return await client.get(path, headers=sent)

        with use_runtime(self.runtime):
            return asyncio.run(go())

    def at(self, home: str) -> "Door":
        self.home = home
        return self


@pytest.fixture
def door(sqlite_lane: SqliteLane, tmp_path: Path) -> Iterator[Door]:
    with sqlite_lane.migrated() as url:
        database = Database(url, readers=2)
        yield Door(database, tmp_path)
        database.close()


def test_an_address_hears_its_own_pages_alone(door: Door) -> None:
    origins = [COMMON, NORDLYS, FJORDS, "null", "https://evil.example", "http://nordlys.localhost"]
    for home, heard in ((COMMON, COMMON), (NORDLYS, NORDLYS), (FJORDS, FJORDS)):
        answers = {one: door.at(home).post("/auth/sign-in", {}, Origin=one) for one in origins}
        assert {one for one, answer in answers.items() if answer.status_code != 403} == {heard}, home
        assert door.at(home).get("/api/v1/me", Origin="null").status_code == 403


def test_a_socket_comes_from_a_page_of_the_same_address(door: Door) -> None:
    async def inner(scope: dict[str, Any], receive: Any, send: Any) -> None:
        seen.append(dict(scope["headers"]))
        await send({"type": "websocket.accept"})

    seen: list[dict[bytes, bytes]] = []
    door.app = guard = Guard(inner, door.runtime, door.runtime.settings.data)
    strangers = f"leadx_session={door.cast.secret(door.cast.stranger_admin)}; other=1"

    def kind(host: str, origin: str, cookie: str = "") -> str:
        headers = {"Host": host.removeprefix("http://"), "Origin": origin, **({"Cookie": cookie} if cookie else {})}
        with use_runtime(door.runtime):
            return handshake(guard, headers=headers)[0]["type"]

    for origin in (FJORDS, COMMON, "null", "https://evil.example"):
        assert kind(NORDLYS, origin) == "websocket.close", origin
    assert kind(COMMON, NORDLYS) == "websocket.close"
    assert kind(NOBODYS, NOBODYS) == "websocket.close"
    assert seen == []
    assert kind(NORDLYS, NORDLYS, strangers) == "websocket.accept"
    assert kind(FJORDS, FJORDS, strangers) == "websocket.accept"
    assert [one[b"cookie"].decode() for one in seen] == ["other=1", strangers]
    assert {one[b"origin"].decode() for one in seen} == {COMMON}


def test_the_content_policy_allows_the_socket_of_the_same_address(door: Door) -> None:
    for home, sockets in (
        (COMMON, "ws://localhost:8000 ws://127.0.0.1:8000"),
        (NORDLYS, "ws://nordlys.localhost:8000"),
    ):
        policy = door.at(home).get("/api/v1/me").headers["content-security-policy"]
        assert f"connect-src 'self' {sockets};" in policy


def test_at_an_address_that_is_nobodys_there_is_a_page_that_says_so(door: Door) -> None:
    page = door.at(NOBODYS).get("/login", **{"Accept": "text/html"})
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "No customer has this address." in page.text
    assert f'href="{COMMON}/"' in page.text
    assert "Ingen kunde" in door.get("/", **{"Accept-Language": "nb"}).text
    assert door.post("/auth/sign-in", {}, Origin=NOBODYS).status_code == 404
    assert door.get("/healthz").status_code == 200


def test_an_account_of_another_customer_is_like_none(door: Door) -> None:
    for email, password in ((FJORD, PASSWORD), (FJORD, WRONG), ("nobody@x.example", PASSWORD)):
        before = door.passwords.verified
        refused = door.at(NORDLYS).sign_in(email, password)
        assert (refused.status_code, refused.json()["detail"]) == (401, auth.WRONG), email
        assert door.passwords.verified - before == 1, "as much work as for nobody"
    assert door.rows(select(AuditEntry).where(AuditEntry.kind == "sign_in.refused")) == []
    assert door.sign_in(MANAGER).status_code == 200
    assert door.at(FJORDS).sign_in(FJORD).status_code == 200
    assert door.at(COMMON).sign_in(FJORD).status_code == 200


def test_where_an_email_is_in_two_customers_each_address_means_its_own(door: Door) -> None:
    door.change(
        sa.text("UPDATE users SET email = :email WHERE email = :theirs").bindparams(email=MANAGER, theirs=FJORD)
    )
    assert door.at(COMMON).sign_in(MANAGER).status_code == 409
    for home, actor in ((NORDLYS, door.cast.manager), (FJORDS, door.cast.stranger_manager)):
        entered = door.at(home).sign_in(MANAGER)
        assert entered.status_code == 200
        mine = door.get("/api/v1/me", f"leadx_session={secret_of(entered)}").json()
        assert mine["user_id"] == str(actor.user_id)


def test_a_session_of_another_customer_counts_as_none(door: Door) -> None:
    cookie = f"x=1; leadx_session={door.cast.secret(door.cast.stranger_admin)}"
    assert [door.at(home).get("/api/v1/me", cookie).status_code for home in (COMMON, FJORDS, NORDLYS)] == [
        200,
        200,
        401,
    ]
    assert door.post("/auth/sign-out-everywhere", {}, cookie=cookie).status_code == 200
    assert door.at(FJORDS).get("/api/v1/me", cookie).status_code == 200, "nobody's session ended at Nordlys's address"


def test_a_forgotten_password_is_mailed_to_the_customers_people_with_its_address(door: Door) -> None:
    mails = select(OutboxMail).where(OutboxMail.kind == "account.reset")
    assert door.at(NORDLYS).post("/auth/forgot-password", {"email": FJORD}).status_code == 200
    assert door.rows(mails) == []
    for home in (NORDLYS, COMMON):
        door.at(home).post("/auth/forgot-password", {"email": MANAGER})
    links = [re.search(r"http\S+", mail.text)[0] for mail in door.rows(mails)]
    assert [link.partition("/reset-password#")[0] for link in links] == [NORDLYS, NORDLYS]


def test_a_link_that_was_mailed_opens_at_its_customers_address_and_the_common_one(door: Door) -> None:
    for home in (COMMON, NORDLYS):
        assert door.at(home).post("/auth/forgot-password", {"email": MANAGER}).status_code == 200
    mails = door.rows(select(OutboxMail).where(OutboxMail.kind == "account.reset").order_by(OutboxMail.id))
    secret = re.search(r"reset-password#(\S+)", mails[0].text)[1]
    looks = {home: door.at(home).post("/auth/link", {"token": secret}) for home in (COMMON, NORDLYS, FJORDS)}
    assert {home: look.status_code for home, look in looks.items()} == {COMMON: 200, NORDLYS: 200, FJORDS: 404}
    assert looks[FJORDS].json() == door.at(FJORDS).post("/auth/link", {"token": "never"}).json()
    chosen = {"token": secret, "new_password": NEW, "confirm_password": NEW}
    assert door.at(FJORDS).post("/auth/reset-password", chosen).status_code == 404
    assert door.at(NORDLYS).post("/auth/reset-password", chosen).status_code == 200


def test_an_email_is_confirmed_at_the_customers_address_and_the_common_one(door: Door) -> None:
    now = utc_now()
    request = JoinRequest(
        tenant_id=door.cast.admin.tenant_id,
        organization_id=door.cast.admin.organization_id,
        email="nina@nordlys.example",
        name="Nina",
        password_hash=HASHER.hash_password(PASSWORD),
        language="en",
        state=JoinState.UNCONFIRMED,
        token_hash=hash_secret("mailed"),
        created_at=now,
    )
    door.database.system(lambda session, *, now: session.add(request))
    shown = {"token": "mailed", "password": PASSWORD}
    assert door.at(FJORDS).post("/auth/confirm-email", shown).status_code == 404
    looks = [door.at(home).post("/auth/confirmation", {"token": "mailed"}) for home in (COMMON, NORDLYS, FJORDS)]
    assert [look.status_code for look in looks] == [200, 200, 404]


def test_a_cookie_that_is_nobodys_costs_a_customers_address_no_more_than_the_common_one(door: Door) -> None:
    def cost(home: str, path: str, cookie: str = "") -> int:
        with statements_of(door.database.engine) as statements:
            door.at(home).get(path, cookie)
        return len(statements)

    cookie = "leadx_session=" + "x" * 43
    cost(NORDLYS, "/login")  # Whose address it is.
    assert [cost(NORDLYS, path, cookie) for path in ("/login", "/assets/a.js", "/news")] == [0, 0, 0]
    common = cost(COMMON, "/api/v1/me", cookie)
    assert cost(NORDLYS, "/api/v1/me", cookie) == common + 1
    assert [cost(NORDLYS, "/api/v1/me", cookie) for _ in range(3)] == [common] * 3
    assert cost(NOBODYS, "/login") == 1
    assert [cost(NOBODYS, path, cookie) for path in ("/", "/login", "/api/v1/me")] == [0, 0, 0]


def test_whoever_tries_cookies_and_names_by_the_thousand_is_turned_away_alone(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(customers, "LOOKS_AT_ONCE", 3)
    monkeypatch.setattr(customers, "LOOKS_PER_SECOND", 0.001)
    mine = f"leadx_session={door.cast.secret(door.cast.manager)}"
    assert door.at(NORDLYS).get("/api/v1/me", mine).status_code == 200
    tried = [door.get("/api/v1/me", f"leadx_session={number}").status_code for number in range(3)]
    assert tried == [401, 429, 429]
    assert door.at(NOBODYS).get("/login").status_code == 429
    assert door.at(NORDLYS).get("/api/v1/me", mine).status_code == 200, "what is remembered is not looked up"


def test_a_registration_address_of_another_customer_leads_nowhere(door: Door) -> None:
    cast = door.cast
    door.database.act(cast.credential(cast.stranger_admin), set_self_registration, RegistrationDraft(is_on=True))
    (key,) = door.rows(select(SelfRegistration.key))
    codes = [door.at(home).post("/auth/registration", {"token": key}).status_code for home in (COMMON, FJORDS, NORDLYS)]
    assert codes == [200, 200, 404]


def test_a_passkey_signs_in_at_the_address_of_its_customer_alone(door: Door) -> None:
    device, mine = Authenticator(origin=NORDLYS, host="nordlys.localhost"), door.cast.secret(door.cast.manager)
    cookie = f"leadx_session={mine}"
    options = door.at(NORDLYS).post("/auth/passkey/new", {"current_password": PASSWORD}, cookie=cookie).json()
    made = {"name": "Phone", "credential": device.make(options)}
    assert door.post("/auth/passkey/add", made, cookie=cookie).status_code == 200

    def enter(home: str, device: Authenticator) -> int:
        options = door.at(home).post("/auth/passkey/begin", {}).json()
        return door.post("/auth/passkey/sign-in", {"credential": device.use(options)}).status_code

    assert enter(NORDLYS, device) == 200
    device.origin, device.host = FJORDS, "fjord.localhost"
    assert enter(FJORDS, device) == 401


def test_a_provider_is_gone_to_from_the_address_of_its_customer(door: Door) -> None:
    admin, seal = door.cast.stranger_admin, door.runtime.provider_secrets.seal
    draft = {"label": "Fjord ID", "issuer": "https://login.example.com", "client_id": "c", "secret": "s", "is_on": True}
    draft |= {"domains": "fjord.example", "makes_people": False, "role": "basic"}
    draft |= {"starts_in": str(admin.organization_id)}
    door.database.act(door.cast.credential(admin), set_provider, ProviderDraft(**draft), seal)
    (provider_id,) = door.rows(select(SignInProvider.id))
    way = f"/auth/provider/start?provider={provider_id}&next=%2Fprofile"

    sent = door.at(COMMON).get(way)
    assert (sent.status_code, sent.headers["location"]) == (303, f"{FJORDS}{way}")
    assert "refused=off" in door.at(NORDLYS).get(way).headers["location"]
    assert door.post("/auth/provider/find", {"email": "x@fjord.example"}).status_code == 404
    assert door.at(COMMON).post("/auth/provider/find", {"email": "x@fjord.example"}).status_code == 200

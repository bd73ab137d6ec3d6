"""What the outermost wrapper refuses, and what it puts on every answer."""

import asyncio
import base64
import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from leadx_app.api.guard import BODY_LIMIT, SIGN_IN_LIMIT, Guard
from leadx_app.config import Settings
from leadx_app.runtime import Runtime

INLINE = "window.go = 1;"
OWN = "http://localhost:8000"
FOREIGN = ["https://evil.example", "null", "", "http://localhost:8001", "http://localhost:8000.evil.example"]


class Inner:
    """The application behind the guard: remembers what reached it."""

    def __init__(self) -> None:
        self.scopes: list[dict[str, Any]] = []
        self.body = b""
        self.headers = [(b"content-type", b"text/plain"), (b"Server", b"inner")]

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        self.scopes.append(scope)
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
            return
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            self.body += message.get("body", b"")
            more = message.get("more_body", False)
        await send({"type": "http.response.start", "status": 200, "headers": self.headers})
        await send({"type": "http.response.body", "body": b"fine"})


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Built pages, one with an inline script."""
    folder = tmp_path / "client"
    (folder / "login").mkdir(parents=True)
    (folder / "pipeline").mkdir()
    html = f"<script type=\"module\">{INLINE}</script><script src='/assets/a.js'></script><script>\n</script>"
    (folder / "login" / "index.html").write_text(html)
    (folder / "pipeline" / "index.html").write_text("<p>pipeline</p>")
    return folder


@pytest.fixture
def inner() -> Inner:
    return Inner()


Ask = Callable[..., httpx.Response]


@pytest.fixture
def ask(inner: Inner, pages: Path, tmp_path: Path) -> Ask:
    """Sends a request through a guard; `settings` are those of the installation."""

    def asking(method: str, path: str, settings: dict[str, Any] | None = None, **request: Any) -> httpx.Response:
        guard = guarded(inner, pages, tmp_path, **(settings or {}))

        async def go() -> httpx.Response:
            transport = httpx.ASGITransport(guard, client=("203.0.113.9", 1234))
            async with httpx.AsyncClient(transport=transport, base_url=OWN) as client:
                return await client.request(method, path, **request)

        return asyncio.run(go())

    return asking


def guarded(inner: Any, pages: Path, data: Path, **settings: Any) -> Guard:
    return Guard(inner, Runtime(Settings(data=data, **settings)), pages, lambda token: 0)


def headers_of(answer: httpx.Response) -> dict[str, str]:
    return {name.lower(): value for name, value in answer.headers.items()}


@pytest.mark.parametrize("origin", FOREIGN)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_a_foreign_origin_is_refused(ask: Ask, inner: Inner, method: str, origin: str) -> None:
    answer = ask(method, "/api/v1/leads", headers={"Origin": origin, "Access-Control-Request-Method": "POST"})

    assert answer.status_code == 403
    assert not [name for name in headers_of(answer) if name.startswith("access-control")]
    assert inner.scopes == []


def test_own_origins_and_requests_without_one_pass(ask: Ask) -> None:
    assert ask("POST", "/auth/sign-in", headers={"Origin": OWN}).status_code == 200
    assert ask("POST", "/auth/sign-in", headers={"Origin": "http://127.0.0.1:8000"}).status_code == 200
    assert ask("POST", "/auth/sign-in").status_code == 200


def test_a_further_origin_passes_only_when_it_is_set(ask: Ask) -> None:
    partner = {"headers": {"Origin": "https://partner.example"}}

    assert ask("POST", "/api/v1/leads", **partner).status_code == 403
    assert ask("POST", "/api/v1/leads", {"allowed_origins": ["https://partner.example"]}, **partner).status_code == 200


def test_a_writing_request_that_the_browser_calls_cross_site_is_refused(ask: Ask) -> None:
    assert ask("POST", "/auth/sign-out", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert ask("POST", "/auth/sign-out", headers={"Sec-Fetch-Site": "same-site"}).status_code == 403
    assert ask("POST", "/auth/sign-out", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
    assert ask("GET", "/leads/1", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200, "a link in an email"


@pytest.mark.parametrize(
    "path",
    [
        "/_upload",
        "/_upload/",
        "/_upload/x.png",
        "/_health",
        "/_all_routes",
        "/_event/",
        "/_event",
        "/__spa-fallback.html",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_the_framework_offers_and_we_do_not_use_is_not_there(
    ask: Ask, inner: Inner, method: str, path: str
) -> None:
    assert ask(method, path).status_code == 404
    assert inner.scopes == []


def test_strange_methods_are_refused(ask: Ask) -> None:
    assert ask("TRACE", "/login").status_code == 405
    assert ask("CONNECT", "/login").status_code == 405


@pytest.mark.parametrize("path", ["/login", "/api/v1/leads", "/_upload", "/nowhere"])
def test_every_answer_carries_the_headers(ask: Ask, path: str) -> None:
    headers = headers_of(ask("GET", path))

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers.get("server") != "inner"


def test_the_content_policy_allows_our_inline_scripts_by_their_hash_and_nothing_loose(ask: Ask) -> None:
    policy = headers_of(ask("GET", "/login"))["content-security-policy"]
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split("; ")}
    digest = base64.b64encode(hashlib.sha256(INLINE.encode()).digest()).decode()

    assert rules["script-src"] == ["'self'", f"'sha256-{digest}'"]
    assert rules["connect-src"] == ["'self'", "ws://localhost:8000", "ws://127.0.0.1:8000"]
    assert rules["img-src"] == ["'self'", "blob:", "data:"]
    assert rules["object-src"] == rules["frame-src"] == rules["frame-ancestors"] == ["'none'"]
    assert rules["base-uri"] == rules["form-action"] == ["'self'"]
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in rules["script-src"]


def test_pictures_may_come_from_the_bucket_when_there_is_one(ask: Ask) -> None:
    settings = {"s3_bucket": "leads", "s3_endpoint_url": "https://s3.example:9000/x"}
    policy = headers_of(ask("GET", "/login", settings))["content-security-policy"]

    assert "img-src 'self' blob: data: https://s3.example:9000;" in policy


def test_https_is_remembered_only_where_there_is_https(ask: Ask) -> None:
    assert "strict-transport-security" not in headers_of(ask("GET", "/login"))
    secure = headers_of(ask("GET", "/login", {"public_url": "https://leads.example.com"}))
    assert secure["strict-transport-security"].startswith("max-age=31536000")
    assert "wss://leads.example.com" in secure["content-security-policy"]


@pytest.mark.parametrize(
    ("path", "caching"),
    [
        ("/assets/login-BgbTUZPX.js", "public, max-age=31536000, immutable"),
        ("/assets/reflex-env-BVGF6eGS.js", "public, max-age=31536000, immutable"),
        ("/assets/plain.js", "no-cache"),
        ("/login", "no-cache"),
        ("/leadx.css", "no-cache"),
        ("/api/v1/leads", "no-store"),
        ("/auth/sign-in", "no-store"),
        ("/files/1", "no-store"),
    ],
)
def test_only_hashed_assets_are_kept_by_browsers(ask: Ask, path: str, caching: str) -> None:
    assert headers_of(ask("GET", path))["cache-control"] == caching


def test_what_a_route_says_about_caching_stands(ask: Ask, inner: Inner) -> None:
    inner.headers = [(b"cache-control", b"private, max-age=60")]

    assert headers_of(ask("GET", "/files/1/thumbnail"))["cache-control"] == "private, max-age=60"


def test_a_page_is_served_without_a_hop(ask: Ask, inner: Inner) -> None:
    ask("GET", "/pipeline")
    ask("GET", "/pipeline/")
    ask("GET", "/leads/7")

    assert [scope["path"] for scope in inner.scopes] == ["/pipeline/", "/pipeline/", "/leads/7"]


@pytest.mark.parametrize(("path", "limit"), [("/api/v1/leads", BODY_LIMIT), ("/auth/sign-in", SIGN_IN_LIMIT)])
def test_a_body_is_taken_up_to_the_limit(ask: Ask, inner: Inner, path: str, limit: int) -> None:
    assert ask("POST", path, content=b"x" * limit).status_code == 200
    assert len(inner.body) == limit
    assert ask("POST", path, content=b"x" * (limit + 1)).status_code == 413


def test_a_body_that_hides_its_length_is_cut_off_at_the_limit(ask: Ask, inner: Inner) -> None:
    async def endless() -> Any:
        for _ in range(100):
            yield b"x" * 100_000

    assert ask("POST", "/api/v1/leads", content=endless()).status_code == 413
    assert len(inner.body) <= BODY_LIMIT


def test_a_length_that_is_no_number_is_refused(ask: Ask) -> None:
    assert ask("POST", "/api/v1/leads", headers={"Content-Length": "-1"}).status_code == 413
    assert ask("POST", "/api/v1/leads", headers={"Content-Length": "many"}).status_code == 413
    assert ask("POST", "/api/v1/leads", headers={"Content-Length": "9" * 5_000}).status_code == 413


def test_files_may_be_as_large_as_the_settings_say(ask: Ask) -> None:
    megabyte = b"x" * 1_048_576

    assert ask("POST", "/files", {"file_limit_mb": 2}, content=megabyte * 2).status_code == 200
    assert ask("POST", "/files", {"file_limit_mb": 2}, content=megabyte * 12).status_code == 413
    assert ask("POST", "/files/1", {"file_limit_mb": 2}, content=megabyte * 2).status_code == 413


@pytest.mark.parametrize(
    ("proxies", "said", "client"),
    [
        (0, "198.51.100.1", "203.0.113.9"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "1.2.3.4, 198.51.100.1", "198.51.100.1"),
        (2, "1.2.3.4, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "10.0.0.1", "203.0.113.9"),
    ],
)
def test_the_address_is_believed_from_our_proxies_only(
    ask: Ask, inner: Inner, proxies: int, said: str, client: str
) -> None:
    ask("GET", "/login", {"trusted_proxies": proxies}, headers={"X-Forwarded-For": said})

    assert inner.scopes[0]["client"][0] == client


@pytest.mark.parametrize(
    ("said", "client"),
    [
        ("198.51.100.7:50123", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2:ffff::1]:443", "2001:db8:1:2::/64"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("unknown", "unknown"),
        ("999.1.1.1:1", "999.1.1.1:1"),
    ],
)
def test_a_client_is_not_another_one_by_another_port_or_another_of_its_own_addresses(
    ask: Ask, inner: Inner, said: str, client: str
) -> None:
    ask("GET", "/login", {"trusted_proxies": 1}, headers={"X-Forwarded-For": said})

    assert inner.scopes[0]["client"][0] == client


def handshake(
    guard: Guard, path: str = "/_event/", headers: dict[str, str] | None = None, query: str = "token=t&EIO=4"
) -> list[dict[str, Any]]:
    """What the guard sends to a socket that asks to come in."""
    sent: list[dict[str, Any]] = []
    raw = [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()]
    scope = {
        "type": "websocket",
        "path": path,
        "headers": raw,
        "query_string": query.encode(),
        "client": ("203.0.113.9", 1),
    }

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(_await(guard(scope, receive, send)))
    return sent


async def _await(work: Awaitable[None]) -> None:
    await work


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_foreign_socket_is_refused_before_the_handshake(
    inner: Inner, pages: Path, tmp_path: Path, origin: str
) -> None:
    sent = handshake(guarded(inner, pages, tmp_path), headers={"Origin": origin})

    assert [message["type"] for message in sent] == ["websocket.close"]
    assert inner.scopes == []


def test_a_socket_elsewhere_is_refused(inner: Inner, pages: Path, tmp_path: Path) -> None:
    assert handshake(guarded(inner, pages, tmp_path), path="/pipeline")[0]["type"] == "websocket.close"
    assert inner.scopes == []


def test_an_own_socket_comes_in_under_another_name(inner: Inner, pages: Path, tmp_path: Path) -> None:
    guard = guarded(inner, pages, tmp_path)

    assert handshake(guard, headers={"Origin": OWN})[0]["type"] == "websocket.accept"
    handshake(guard, headers={"Origin": OWN})
    handshake(guard, query="token=other&EIO=4&sid=x")
    names = [scope["query_string"].decode() for scope in inner.scopes]
    assert "token=t" not in names[0]
    assert "EIO=4" in names[0]
    assert names[0] == names[1] != names[2]
    assert "sid" not in names[2]

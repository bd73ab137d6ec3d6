"""The outermost wrapper of the application: every request and every socket passes here first."""

import json
import logging
import re
from collections.abc import Callable
from http import HTTPStatus
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

from leadx_app.api.content_policy import Headers, fixed_headers, for_address
from leadx_app.api.error_pages import failed
from leadx_app.api.own_address import ALWAYS_THERE, nobodys_page, with_common_origin, without_strangers_session
from leadx_app.api.sockets import SocketGuard
from leadx_app.config import Settings
from leadx_app.db import Unavailable
from leadx_app.domain.errors import TooMany
from leadx_app.runtime import Runtime

log = logging.getLogger("leadx.guard")

Scope = dict[str, Any]
Message = dict[str, Any]

FOREIGN = "Requests from other sites are refused"
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
BODY_LIMIT = 1_000_000
SIGN_IN_LIMIT = 16_000
UPLOAD_SLACK = 8_000_000  # More than one read brings: the route counts to the byte, and answers in words.

_HASHED_ASSET = re.compile(r"/assets/[^/]*-[A-Za-z0-9_-]{8,}\.[a-z0-9]+(?:\.[a-z0-9]+)*")
_WITH_PORT = re.compile(r"\[(?P<six>[^\]]+)\](?::[0-9]+)?|(?P<four>[0-9.]+):[0-9]+")
_PRIVATE = ("/api", "/auth", "/files")
_POLICY = b"content-security-policy"
_OWN_POLICY = ("/files/", "/admin/db/")
_OURS = {b"server", b"x-powered-by"}


class Guard:
    """Origins, sizes, headers and addresses; what it does not refuse goes on to the application."""

    def __init__(
        self, app: Any, runtime: Runtime, pages: Path, pending: Callable[[str], int] = lambda token: 0
    ) -> None:
        """`pages` are the built pages; `pending(token)` is how many events of a tab wait to be run."""
        self._app, self._runtime = app, runtime
        self._settings: Settings = runtime.settings
        self._origins = {origin.encode() for origin in self._settings.origins}
        self._headers = fixed_headers(self._settings, pages)
        self._page_paths = {f"/{found.parent.relative_to(pages)}" for found in pages.glob("*/**/index.html")}
        self._sockets = SocketGuard(app, runtime, pending)

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        scope = {**scope, "client": _client(scope, self._settings.trusted_proxies)}
        slug = self._runtime.hosts.customer_of((_header(scope, b"host") or b"").decode("latin-1"))
        own = self._runtime.hosts.address_for(slug)
        if scope["type"] == "http":
            ours = for_address(self._headers, self._settings, own) if slug else self._headers
            send = self._with_headers(scope["path"], send, ours)
        if self._is_foreign(scope, {own.encode()} if slug else self._origins):
            await self._turn_away(scope, receive, send)
        elif slug and scope["path"] not in ALWAYS_THERE:
            await self._at_customer(scope, receive, send, slug)
        else:
            await self._pass_on(scope, receive, send)

    async def _at_customer(self, scope: Scope, receive: Any, send: Any, slug: str) -> None:
        """Answer at a customer's own address: nobody is signed in there who is so at another customer's."""
        try:
            is_known = await self._runtime.customers.name(slug, scope["client"][0]) is not None
            scope = await without_strangers_session(self._runtime, scope, slug)
        except Unavailable:
            await self._turn_away(scope, receive, send, 503, "The database does not answer")
            return
        except TooMany:
            await self._turn_away(scope, receive, send, 429, "Too many requests")
            return
        if is_known:
            await self._pass_on(with_common_origin(scope, self._settings), receive, send)
        elif scope["type"] == "websocket":
            await self._turn_away(scope, receive, send)
        else:
            await nobodys_page(scope, self._settings)(scope, receive, send)

    async def _pass_on(self, scope: Scope, receive: Any, send: Any) -> None:
        await (self._websocket if scope["type"] == "websocket" else self._http)(scope, receive, send)

    async def _turn_away(self, scope: Scope, receive: Any, send: Any, status: int = 403, text: str = FOREIGN) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 4403})  # Before the handshake: the server answers 403.
        else:
            await refuse(send, status, text)

    async def _websocket(self, scope: Scope, receive: Any, send: Any) -> None:
        if scope["path"].rstrip("/") != "/_event":
            await self._turn_away(scope, receive, send)
            return
        await self._sockets(scope, receive, send)

    async def _http(self, scope: Scope, receive: Any, send: Any) -> None:
        path = scope["path"]
        if scope["method"] not in METHODS:
            await refuse(send, 405, "Method not allowed")
        elif path.startswith("/_") or "\x00" in path:
            await refuse(send, 404, "Not found")
        else:
            if path in self._page_paths:
                scope = {**scope, "path": f"{path}/", "raw_path": f"{path}/".encode()}
            await self._limited(scope, receive, send)

    def _is_foreign(self, scope: Scope, origins: set[bytes]) -> bool:
        """Whether a page of another origin sent this. A request without Origin comes from no page or only reads."""
        origin = _header(scope, b"origin")
        if origin is not None:
            return origin not in origins
        site = _header(scope, b"sec-fetch-site")
        is_reading = scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}
        return not is_reading and site not in (None, b"same-origin", b"none")

    async def _limited(self, scope: Scope, receive: Any, send: Any) -> None:
        """Go on, with a body of at most so many bytes, whatever its length header says.

        An upload that announces too much goes on too: its route refuses it unread, and says what is possible.
        """
        limit = self._body_limit(scope["path"])
        announced = _header(scope, b"content-length")
        is_readable = announced is None or (announced.isdigit() and len(announced) < 20)
        is_far_too_large = announced and is_readable and int(announced) > limit and not _is_upload(scope["path"])
        if not is_readable or is_far_too_large:
            await refuse(send, 413, "Too large")
            return
        body = LimitedBody(receive, send, limit)
        try:
            await self._app(scope, body.receive, body.send)
        except Exception as error:
            if not body.is_too_large:
                if body.has_answered:
                    raise
                await failed(scope, error)(scope, receive, send)
                return
        if body.is_too_large and not body.has_answered:
            await refuse(send, 413, "Too large")

    def _body_limit(self, path: str) -> int:
        if path.startswith("/auth/"):
            return SIGN_IN_LIMIT
        if _is_upload(path):
            return self._settings.file_limit_bytes + UPLOAD_SLACK
        return BODY_LIMIT

    def _with_headers(self, path: str, send: Any, ours: Headers) -> Any:
        """Put our headers on the answer, in place of those that the application or the framework set itself.

        Only people's files bring a policy of their own, the strictest, and the view on the tables one with a nonce.
        """
        caching = _caching(path)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers: Headers = [(name.lower(), value) for name, value in message.get("headers", [])]
                keeps_policy = path.startswith(_OWN_POLICY) and any(name == _POLICY for name, _ in headers)
                fixed = [one for one in ours if not (keeps_policy and one[0] == _POLICY)]
                names = {name for name, _ in fixed} | _OURS
                headers = [(name, value) for name, value in headers if name not in names]
                if not any(name == b"cache-control" for name, _ in headers):
                    fresh = message["status"] in (200, 206, 304)
                    headers.append((b"cache-control", caching if fresh else b"no-store"))
                message = {**message, "headers": headers + fixed}
            await send(message)

        return sending


class LimitedBody:
    """Counts the body while it streams; beyond the limit the application sees a disconnect and the client a 413."""

    def __init__(self, receive: Any, send: Any, limit: int) -> None:
        self._receive, self._send, self._left = receive, send, limit
        self.is_too_large = False
        self.has_answered = False

    async def receive(self) -> Message:
        if self.is_too_large:
            return {"type": "http.disconnect"}
        message: Message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.is_too_large = True
            return {"type": "http.disconnect"}
        return message

    async def send(self, message: Message) -> None:
        if self.is_too_large and not self.has_answered:
            return
        self.has_answered = True
        await self._send(message)


async def refuse(send: Any, status: int, text: str) -> None:
    """Answer with a problem and nothing else."""
    body = json.dumps(
        {"type": "about:blank", "status": status, "title": HTTPStatus(status).phrase, "detail": text}
    ).encode()
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _is_upload(path: str) -> bool:
    return path == "/files" or (path.startswith("/api/") and path.endswith("/files"))


def _caching(path: str) -> bytes:
    if _HASHED_ASSET.fullmatch(path):
        return b"public, max-age=31536000, immutable"
    return b"no-store" if path.startswith(_PRIVATE) else b"no-cache"


def _header(scope: Scope, name: bytes) -> bytes | None:
    return next((value for key, value in scope["headers"] if key.lower() == name), None)


def _client(scope: Scope, trusted_proxies: int) -> tuple[str, int]:
    """The client's address; what proxies say only from the last so many, which are ours."""
    direct = tuple(scope.get("client") or ("", 0))
    if not trusted_proxies:
        return _network(direct[0]), direct[1]
    said = b",".join(value for key, value in scope["headers"] if key.lower() == b"x-forwarded-for").decode("latin-1")
    hops = [hop.strip() for hop in said.split(",") if hop.strip()]
    if len(hops) < trusted_proxies:
        return _network(direct[0]), direct[1]
    return _network(hops[-trusted_proxies]), 0


def _network(said: str) -> str:
    """What one client is limited by: the IPv4 address, or the /64 of an IPv6 one, of which it has 2^64 to choose from.

    Proxies write a port behind the address in several ways; a name of another kind stays as it is.
    """
    plain = _WITH_PORT.fullmatch(said)
    try:
        address = ip_address(plain["six"] or plain["four"] if plain else said)
    except ValueError:
        return said
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address) >> 64 << 64, 64)))

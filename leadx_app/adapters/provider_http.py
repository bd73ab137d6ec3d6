"""Asking a sign-in provider: over encrypted lines to public addresses, for a short answer, within a short time."""

import asyncio
import base64
import json
import ssl
from collections.abc import Collection, Mapping
from typing import Any, NoReturn
from urllib.parse import quote_plus, urlencode, urlsplit

import httpcore

from leadx_app.adapters.public_ways import Forbidden, PublicWays
from leadx_app.domain.errors import Invalid
from leadx_app.domain.webhooks.addresses import is_loopback, may_connect, read_url

CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 5.0, 8.0, 15.0
MOST_BYTES = 256 * 1024

Headers = dict[str, str]


class Trouble(Exception):
    """What is wrong with a provider: an English template and its parameters, for its Admin and the log."""

    def __init__(self, template: str, /, **params: object) -> None:
        super().__init__(template)
        self.template, self.params = template, params

    def __str__(self) -> str:
        return self.template.format(**self.params)


class ProviderHttp:
    """Answers as JSON objects. Hosts that are `named` may be inside the private network, loopback without encryption.

    It follows no redirect, goes through no proxy, and connects only to addresses that were looked at.
    """

    def __init__(self, named: Collection[str] = (), timeout: float = WHOLE_SECONDS) -> None:
        self._named, self._timeout = frozenset(name.lower() for name in named), timeout

    def check(self, url: object) -> str:
        """The address, when something may be asked there or somebody be sent there.

        Raises:
            Trouble: it may not.
        """
        text = url if isinstance(url, str) else ""
        try:
            parts = urlsplit(text)
            host, has_port = (parts.hostname or "").lower(), parts.port != 0
        except ValueError:
            host, has_port = "", False
        if not host or not has_port:
            raise Trouble("“{url}” is not an address such as https://login.example.com.", url=text[:100])
        if host not in self._named:
            return self._public(text, host)
        is_plain = len(text) <= 500 and text.isascii() and text.isprintable() and " " not in text
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
        if not is_plain or not is_safe or parts.username is not None or parts.fragment:
            raise Trouble("The address {url} must begin with https:// and lead nowhere else.", url=text[:100])
        return text

    async def get(self, url: str, *, bearer: str = "") -> dict[str, Any]:
        """What an address answers.

        Raises:
            Trouble: no answer, or one that is no JSON object.
        """
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        status, body = await self._ask("GET", url, headers, b"")
        if status != 200:
            raise Trouble("{url} answered with {status}. Check the address of the provider.", url=url, status=status)
        return _object(url, body)

    async def post(
        self, url: str, fields: Mapping[str, str], *, basic: tuple[str, str] | None = None
    ) -> tuple[int, dict[str, Any]]:
        """Status and answer to a form; `basic` are name and password.

        Raises:
            Trouble: as `get`, but for the status.
        """
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if basic:
            pair = ":".join(quote_plus(part) for part in basic)
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        status, body = await self._ask("POST", url, headers, urlencode(fields).encode())
        return status, _object(url, body)

    def _public(self, url: str, host: str) -> str:
        try:
            return read_url(url, allows_loopback=False).url
        except Invalid as refusal:
            if not refusal.template.startswith("This address is inside"):
                raise Trouble(
                    "The address {url} must begin with https:// and lead nowhere else.", url=url[:100]
                ) from None
            _forbid(host)

    def _may(self, host: str, address: str) -> bool:
        return host.lower() in self._named or may_connect(address, allows_loopback=False)

    async def _ask(self, method: str, url: str, headers: Headers, body: bytes) -> tuple[int, bytes]:
        url = self.check(url)
        host = urlsplit(url).hostname or ""
        try:
            async with asyncio.timeout(self._timeout):
                return await self._exchange(method, url, headers, body)
        except (TimeoutError, httpcore.TimeoutException):
            raise Trouble("{host} did not answer in time.", host=host) from None
        except Forbidden:
            _forbid(host)
        except (httpcore.ConnectError, httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            causes = (error, error.__cause__, error.__context__)
            if any(isinstance(cause, ssl.SSLError) for cause in causes):
                raise Trouble("{host} shows no certificate that LeadX trusts.", host=host) from None
            raise Trouble("{host} could not be reached. Check the address, or try again.", host=host) from None

    async def _exchange(self, method: str, url: str, headers: Headers, body: bytes) -> tuple[int, bytes]:
        limits = {"connect": CONNECT_SECONDS, "read": READ_SECONDS, "write": READ_SECONDS, "pool": CONNECT_SECONDS}
        usual = {"Accept": "application/json", "Accept-Encoding": "identity", "Connection": "close"}
        usual |= {"User-Agent": "LeadX-Sign-In/1", **headers}
        async with (
            httpcore.AsyncConnectionPool(network_backend=PublicWays(self._may), max_connections=1, retries=0) as pool,
            pool.stream(method, url, headers=usual, content=body, extensions={"timeout": limits}) as answer,
        ):
            if answer.status // 100 == 3:
                raise Trouble("{url} leads on to another address. Write that one instead.", url=url)
            read = bytearray()
            async for piece in answer.aiter_stream():
                read += piece
                if len(read) > MOST_BYTES:
                    raise Trouble("{url} answers with more than LeadX reads.", url=url)
        return answer.status, bytes(read)


def _forbid(host: str) -> NoReturn:
    raise Trouble(
        "{host} is inside a private network. Whoever runs LeadX must name it in LEADX_SIGN_IN_HOSTS first.", host=host
    ) from None


def _object(url: str, body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Trouble("{url} does not answer as an OpenID provider does. Check the address.", url=url)
    return found

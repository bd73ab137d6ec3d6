"""Handing a signed message to another program: to public addresses only, whatever names say and answers ask for."""

import asyncio
import hashlib
import hmac
import socket
import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from leadx_app.domain.errors import Invalid
from leadx_app.domain.webhooks.addresses import Target, forbidden, may_connect, read_url
from leadx_app.domain.webhooks.deliver import Arrival, OutgoingDelivery
from leadx_app.models import DeliveryTrouble

CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 5.0, 10.0, 20.0
LOOK_UP_SECONDS = 5.0
READ_BYTES = 64 * 1024
"""So much of an answer is read and thrown away, so that a short one ends in order; nobody needs what it says."""


class Forbidden(Exception):
    """A name led to an address inside a private network."""


class WebhookSender:
    """Sends deliveries; `allows_loopback` also to this machine."""

    def __init__(self, *, allows_loopback: bool, timeout: float = WHOLE_SECONDS) -> None:
        self._allows_loopback, self._timeout = allows_loopback, timeout

    async def checked(self, text: str) -> Target:
        """An address as it was typed, read and looked up.

        Raises:
            Invalid: on `url`, when nothing may be sent there or there is no such host.
        """
        target = read_url(text, allows_loopback=self._allows_loopback)
        try:
            await _addresses(target.host, target.port, self._allows_loopback)
        except Forbidden:
            raise forbidden() from None
        except OSError:
            raise Invalid("There is no such host. Check the address, or try again.", field="url") from None
        return target

    async def send(self, message: OutgoingDelivery, secret: str, *, now: int) -> Arrival:
        """Send a message once; never follows a redirect, never goes through a proxy.

        Args:
            now: the moment that is signed, in seconds since 1970.
        """
        begin = time.monotonic()
        try:
            async with asyncio.timeout(self._timeout):
                trouble, status = await self._send(message, secret, now)
        except (TimeoutError, httpcore.TimeoutException):
            trouble, status = DeliveryTrouble.TIMED_OUT, None
        except (Forbidden, Invalid):
            trouble, status = DeliveryTrouble.FORBIDDEN, None
        except ssl.SSLError:
            trouble, status = DeliveryTrouble.NOT_ENCRYPTED, None
        except (httpcore.ConnectError, httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            is_tls = isinstance(error.__cause__ or error.__context__, ssl.SSLError)
            trouble, status = DeliveryTrouble.NOT_ENCRYPTED if is_tls else DeliveryTrouble.NOT_REACHED, None
        return Arrival(trouble, status, round((time.monotonic() - begin) * 1000))

    async def _send(self, message: OutgoingDelivery, secret: str, now: int) -> tuple[DeliveryTrouble | None, int]:
        target = read_url(message.url, allows_loopback=self._allows_loopback)
        body = message.body.encode()
        limits = {"connect": CONNECT_SECONDS, "read": READ_SECONDS, "write": READ_SECONDS, "pool": CONNECT_SECONDS}
        ways = _Ways(self._allows_loopback)
        async with (
            httpcore.AsyncConnectionPool(network_backend=ways, max_connections=1, retries=0) as pool,
            pool.stream(
                "POST",
                target.url,
                headers=_headers(message, secret, body, now),
                content=body,
                extensions={"timeout": limits},
            ) as answer,
        ):
            await _read_some(answer)
        if answer.status // 100 == 2:
            return None, answer.status
        is_elsewhere = answer.status // 100 == 3
        return DeliveryTrouble.REDIRECTED if is_elsewhere else DeliveryTrouble.REFUSED, answer.status


def signature_of(secret: str, moment: int, body: bytes) -> str:
    """HMAC-SHA256 of the moment, a point and the body, hexadecimal."""
    return hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()


def _headers(message: OutgoingDelivery, secret: str, body: bytes, now: int) -> dict[str, str]:
    return {
        "Host": read_url(message.url, allows_loopback=True).url.split("/")[2].partition("?")[0],
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "User-Agent": "LeadX-Webhook/1",
        "Connection": "close",
        "X-LeadX-Event": message.kind,
        "X-LeadX-Delivery": str(message.id),
        "X-LeadX-Timestamp": str(now),
        "X-LeadX-Signature": f"v1={signature_of(secret, now, body)}",
    }


async def _read_some(answer: httpcore.Response) -> None:
    read = 0
    async for piece in answer.aiter_stream():
        read += len(piece)
        if read > READ_BYTES:
            return


async def _addresses(host: str, port: int, allows_loopback: bool) -> list[str]:
    """All numbers of a host.

    Raises:
        Forbidden: one of them is inside a private network; a name with such a neighbour is not trusted at all.
        OSError: there is no such host, or nobody says.
    """
    looking = asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    found = [str(address[4][0]) for address in await asyncio.wait_for(looking, LOOK_UP_SECONDS)]
    if not found or not all(may_connect(address, allows_loopback=allows_loopback) for address in found):
        raise Forbidden()
    return list(dict.fromkeys(found))


class _Ways(httpcore.AsyncNetworkBackend):
    """Connects to the very numbers that were looked at; a name may mean another one a moment later."""

    def __init__(self, allows_loopback: bool) -> None:
        self._allows_loopback, self._usual = allows_loopback, httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature of httpcore
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        failure: Exception | None = None
        for address in await _addresses(host, port, self._allows_loopback):
            try:
                return await self._usual.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

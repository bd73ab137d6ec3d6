"""Handing a signed message to another program: to public addresses only, whatever names say and answers ask for."""

import asyncio
import hashlib
import hmac
import ssl
import time

import httpcore

from leadx_app.adapters.public_ways import Forbidden, PublicWays, addresses_of
from leadx_app.domain.errors import Invalid
from leadx_app.domain.webhooks.addresses import Target, forbidden, may_connect, read_url
from leadx_app.domain.webhooks.deliver import Arrival, OutgoingDelivery
from leadx_app.models import DeliveryTrouble

CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 5.0, 10.0, 20.0
READ_BYTES = 64 * 1024
"""So much of an answer is read and thrown away, so that a short one ends in order; nobody needs what it says."""


class WebhookSender:
    """Sends deliveries; `allows_loopback` also to this machine."""

    def __init__(self, *, allows_loopback: bool, timeout: float = WHOLE_SECONDS) -> None:
        self._allows_loopback, self._timeout = allows_loopback, timeout

        def may(host: str, address: str) -> bool:
            return may_connect(address, allows_loopback=allows_loopback)

        self._may = may

    async def checked(self, text: str) -> Target:
        """An address as it was typed, read and looked up.

        Raises:
            Invalid: on `url`, when nothing may be sent there or there is no such host.
        """
        target = read_url(text, allows_loopback=self._allows_loopback)
        try:
            await addresses_of(target.host, target.port, self._may)
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
        async with (
            httpcore.AsyncConnectionPool(network_backend=PublicWays(self._may), max_connections=1, retries=0) as pool,
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

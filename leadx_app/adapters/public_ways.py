"""Connecting to other people's servers: only to the very addresses that were looked at, whatever names say later."""

import asyncio
import socket
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

LOOK_UP_SECONDS = 5.0

May = Callable[[str, str], bool]
"""Whether a host may be connected to at an address that its name was found to mean."""


class Forbidden(Exception):
    """A name led to an address inside a private network."""


async def addresses_of(host: str, port: int, may: May) -> list[str]:
    """All numbers of a host.

    Raises:
        Forbidden: one of them may not be; a name with such a neighbour is not trusted at all.
        OSError: there is no such host, or nobody says.
    """
    looking = asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    found = [str(address[4][0]) for address in await asyncio.wait_for(looking, LOOK_UP_SECONDS)]
    if not found or not all(may(host, address) for address in found):
        raise Forbidden()
    return list(dict.fromkeys(found))


class PublicWays(httpcore.AsyncNetworkBackend):
    """Connects to the very numbers that were looked at; a name may mean another one a moment later."""

    def __init__(self, may: May) -> None:
        self._may, self._usual = may, httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature of httpcore
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        failure: Exception | None = None
        for address in await addresses_of(host, port, self._may):
            try:
                return await self._usual.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

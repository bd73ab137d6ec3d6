"""Being notified on this device: what the browser asks, and what the server knows of it."""

import asyncio
from typing import Annotated

import reflex as rx
from pydantic import Field
from reflex.state import BaseState

from leadx_app.domain import pushes
from leadx_app.domain.pushes import LONGEST_ENDPOINT, Device
from leadx_app.runtime import get_runtime
from leadx_app.state.doors import act, credential, handler, read

Endpoint = Annotated[str, Field(max_length=LONGEST_ENDPOINT)]
Key = Annotated[str, Field(max_length=100)]


class PushState(rx.State):
    """Whether this device is on, and the key that its browser needs; the device's own address is kept nowhere here."""

    is_on: bool = False
    server_key: str = ""

    @handler
    async def load(self) -> None:
        """On loading the profile: the browser tells of itself if it was subscribed before."""
        self.is_on = False
        self.server_key = await asyncio.to_thread(lambda: get_runtime().push.public_key)

    @handler
    async def look(self, endpoint: Endpoint) -> None:
        """The browser has this address: is it the one that we notify?"""
        self.is_on = await read(self, pushes.is_subscribed, endpoint, _session_hash(self))

    @handler
    async def turn_on(self, endpoint: Endpoint, p256dh: Key, auth: Key) -> None:
        """Notify me here."""
        hosts = get_runtime().settings.push_hosts
        await act(self, pushes.subscribe, Device(endpoint, p256dh, auth), _session_hash(self), hosts)
        self.is_on = True

    @handler
    async def turn_off(self, endpoint: Endpoint) -> None:
        """Notify me here no more."""
        await act(self, pushes.unsubscribe, endpoint)
        self.is_on = False


def _session_hash(state: BaseState) -> str:
    return credential(state).session_hash or ""

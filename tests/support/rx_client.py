"""A tab without a browser: Reflex's protocol (Engine.IO 4, Socket.IO 5) over one plain websocket.

async with Tab(url, cookie=...) as tab:       # connects and hydrates
    await tab.call(ProbeState.write, text="x")
    await tab.until(lambda: tab.value(ProbeState, "text") == "x")
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, Self
from uuid import uuid4

import websockets
from reflex.state import BaseState
from reflex_base.utils.format import format_event_handler

NAMESPACE = "/_event"
ROOT = "reflex___state____state"
HYDRATE = f"{ROOT}.hydrate_and_load"
PATIENCE_SECONDS = 60.0


class Tab:
    """One connected tab: its state as the deltas told it, and everything else that arrived."""

    def __init__(
        self,
        url: str,
        *,
        cookie: str | None = None,
        token: str | None = None,
        path: str = "/no-page",
        headers: dict[str, str] | None = None,
    ) -> None:
        """`cookie` is a whole `name=value`; `token` the tab's name, a fresh one by default."""
        self.url, self.path = url.replace("http", "ws", 1), path
        self.token = token or str(uuid4())
        self.headers = {**({"Cookie": cookie} if cookie else {}), **(headers or {})}
        self.state: dict[str, dict[str, Any]] = {}
        self.events: list[dict[str, Any]] = []
        self.frames: list[str] = []
        self.snapshots = 0  # of the whole state that arrived
        self._news = asyncio.Condition()
        self._reader: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.connect()
        await self.until(lambda: self.state.get(ROOT, {}).get("is_hydrated_rx_state_") is True)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def connect(self, hydrate: bool = True) -> None:
        """Open the socket and join; raises websockets' InvalidStatus when the handshake is refused."""
        self.socket = await websockets.connect(
            f"{self.url}/_event/?token={self.token}&EIO=4&transport=websocket",
            additional_headers=self.headers,
            max_size=None,
            compression=None,
            ping_interval=None,
        )
        await self.socket.recv()
        boot = {"event": {"name": HYDRATE, "router_data": self._place()}} if hydrate else {}
        await self.socket.send(f"40{NAMESPACE},{json.dumps(boot)}")
        self._reader = asyncio.create_task(self._read())

    async def close(self) -> None:
        """Hang up."""
        await self.socket.close()
        if self._reader:
            await self._reader

    async def call(self, handler: Any, **payload: Any) -> None:
        """Send an event; `handler` is a state's handler or a full event name."""
        await self.send(handler if isinstance(handler, str) else format_event_handler(handler), payload)

    async def send(self, name: Any, payload: Any) -> None:
        """Send an event of any shape."""
        event = {"name": name, "payload": payload, "router_data": self._place()}
        await self.raw(f"42{NAMESPACE}," + json.dumps(["event", event]))

    async def raw(self, frame: str) -> None:
        """Send a frame as it is."""
        await self.socket.send(frame)

    def value(self, state: type[BaseState], name: str) -> Any:
        """What the tab knows of a var; None if nothing yet."""
        return self.state.get(state.get_full_name(), {}).get(f"{name}_rx_state_")

    def redirects(self) -> list[str]:
        """Where the tab was sent, in order."""
        return [event["payload"]["path"] for event in self.events if event["name"] == "_redirect"]

    def saw(self, text: str) -> bool:
        """Whether the text arrived in any frame."""
        return any(text in frame for frame in self.frames)

    async def until(self, condition: Callable[[], Any], patience: float = PATIENCE_SECONDS) -> None:
        """Wait until what arrived fulfils the condition.

        Raises:
            TimeoutError: it did not in time.
        """
        async with asyncio.timeout(patience), self._news:
            await self._news.wait_for(lambda: bool(condition()))

    async def settle(self) -> None:
        """Wait until the server has worked off everything that this tab sent before: events of a tab run in order."""
        known = self.snapshots
        await self.send(f"{ROOT}.hydrate", {})
        await self.until(lambda: self.snapshots > known)

    def _place(self) -> dict[str, Any]:
        path, _, query = self.path.partition("?")
        pairs = dict(pair.split("=", 1) for pair in query.split("&") if "=" in pair)
        return {"pathname": path, "asPath": self.path, "query": pairs}

    async def _read(self) -> None:
        try:
            async for frame in self.socket:
                if frame == "2":
                    await self.socket.send("3")
                    continue
                async with self._news:
                    self._take(str(frame))
                    self._news.notify_all()
        except websockets.ConnectionClosed:
            pass

    def _take(self, frame: str) -> None:
        self.frames.append(frame)
        if not frame.startswith(f"42{NAMESPACE},"):
            return
        name, *arguments = json.loads(frame.removeprefix(f"42{NAMESPACE},"))
        if name != "event":
            self.events.append({"name": f"socket:{name}", "payload": arguments})
            return
        delta = arguments[0].get("delta") or {}
        self.snapshots += (delta.get(ROOT) or {}).get("is_hydrated_rx_state_") is False
        for state, changes in delta.items():
            self.state.setdefault(state, {}).update(changes)
        self.events += arguments[0].get("events") or []


def run(work: Awaitable[Any]) -> Any:
    """Run a test's coroutine in a loop of its own."""

    async def whole() -> Any:
        return await work

    return asyncio.run(whole())

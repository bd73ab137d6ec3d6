"""The websocket of a tab: bound to its session, limited in number and in speed."""

import asyncio
import itertools
import logging
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode

from leadx_app.db import Unavailable
from leadx_app.domain.errors import SignedOut
from leadx_app.queries.session import who_am_i
from leadx_app.runtime import Runtime

log = logging.getLogger("leadx.sockets")

FRAMES_PER_SECOND = 40.0
FRAMES_AT_ONCE = 80.0
BYTES_PER_SECOND = 1_000_000.0
BYTES_AT_ONCE = 2_000_000.0
MOST_PENDING = 10
LOOK_AGAIN_SECONDS = 0.02
REMEMBERED_OPENERS = 20_000

Pending = Callable[[str], int]


class Bucket:
    """So much at once, so much per second; what is taken beyond that has to be waited for."""

    def __init__(self, per_second: float, at_once: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second, self._at_once, self._clock = per_second, at_once, clock
        self._level, self._filled_at = at_once, clock()

    def take(self, amount: float) -> float:
        """Take, and return the seconds to wait until the debt is paid."""
        self._fill()
        self._level -= amount
        return max(0.0, -self._level / self._per_second)

    def try_take(self, amount: float) -> bool:
        """Take only what is there."""
        self._fill()
        if self._level < amount:
            return False
        self._level -= amount
        return True

    def _fill(self) -> None:
        now = self._clock()
        self._level = min(self._at_once, self._level + (now - self._filled_at) * self._per_second)
        self._filled_at = now


@dataclass(frozen=True)
class Allowance:
    """What one opener may have: sockets at a time, new ones (each costs a state in memory), frames over all of them."""

    sockets: int
    new_per_second: float
    new_at_once: float
    frames_per_second: float
    frames_at_once: float


SESSION = Allowance(40, 1.0, 100.0, 120.0, 240.0)
VISITORS_OF_ADDRESS = Allowance(200, 5.0, 100.0, 200.0, 800.0)


class Opener:
    """A session that is alive, or whoever comes without one from an address; and what it has taken."""

    def __init__(self, kind: str, allowance: Allowance) -> None:
        self.kind, self.sockets, self._most = kind, 0, allowance.sockets
        self._new = Bucket(allowance.new_per_second, allowance.new_at_once)
        self.frames = Bucket(allowance.frames_per_second, allowance.frames_at_once)

    def may_open(self) -> bool:
        """Whether one more socket is allowed; counts it as a new one if so."""
        return self.sockets < self._most and self._new.try_take(1)


class SocketGuard:
    """Lets a tab's socket in under a token that belongs to its session, and reads no faster than it may send."""

    def __init__(self, app: Any, runtime: Runtime, pending: Pending) -> None:
        self._app, self._runtime, self._pending = app, runtime, pending
        self._openers: OrderedDict[str, Opener] = OrderedDict()
        self._tokens: set[str] = set()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        cookie = self._runtime.cookie(_cookies(scope)) or ""
        opener = await self._opener(scope, cookie)
        if not opener.may_open():
            log.warning("too many sockets of one %s", opener.kind)
            await receive()
            await send({"type": "websocket.close", "code": 4429})
            return
        token = self._own_token(scope, cookie)
        self._tokens.add(token)
        opener.sockets += 1
        try:
            await self._app(_with_token(scope, token), self._slowed(receive, token, opener), send)
        finally:
            opener.sockets -= 1
            self._tokens.discard(token)

    async def _opener(self, scope: dict[str, Any], cookie: str) -> Opener:
        if cookie:
            try:
                await self._runtime.database.read_async(self._runtime.credential_of(cookie), who_am_i)
            except (SignedOut, Unavailable):
                pass
            else:
                return self._known(f"session {self._runtime.opaque('socket', cookie)}", SESSION)
        return self._known(f"address {scope['client'][0]}", VISITORS_OF_ADDRESS)

    def _known(self, key: str, allowance: Allowance) -> Opener:
        """The opener of this key; of those that hold no socket only the latest are remembered."""
        opener = self._openers.pop(key, None) or Opener(key.partition(" ")[0], allowance)
        self._openers[key] = opener
        if len(self._openers) > REMEMBERED_OPENERS:
            idle = next((old for old, one in self._openers.items() if not one.sockets and one is not opener), None)
            self._openers.pop(idle or "", None)
        return opener

    def _own_token(self, scope: dict[str, Any], cookie: str) -> str:
        """The tab's name on the server, made of the name that the browser gave and of its session.

        So a tab's name that somebody else learned leads to nothing with another cookie, or without one. A duplicated
        tab comes with the same name: it gets a state of its own.
        """
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0][:100]
        names = (f"{given}\0{cookie}\0{copy}" for copy in itertools.count())
        tokens = (str(uuid.UUID(self._runtime.opaque("tab", name))) for name in names)
        return next(token for token in tokens if token not in self._tokens)

    def _slowed(self, receive: Any, token: str, opener: Opener) -> Any:
        """`receive` that makes a hurried sender wait, and one whose events are not worked off yet."""
        frames, size = Bucket(FRAMES_PER_SECOND, FRAMES_AT_ONCE), Bucket(BYTES_PER_SECOND, BYTES_AT_ONCE)

        async def receiving() -> dict[str, Any]:
            while True:
                message: dict[str, Any] = await receive()
                if message["type"] != "websocket.receive":
                    return message
                content = message.get("text") or message.get("bytes")
                if wait := max(frames.take(1), opener.frames.take(1), size.take(len(content or ""))):
                    await asyncio.sleep(wait)
                while self._pending(token) > MOST_PENDING:  # noqa: ASYNC110
                    await asyncio.sleep(LOOK_AGAIN_SECONDS)
                if content:  # Over an empty frame Engine.IO stumbles, and keeps its writer for half a minute.
                    return message

        return receiving


def _cookies(scope: dict[str, Any]) -> str:
    values = [value for name, value in scope["headers"] if name.lower() == b"cookie"]
    return b"; ".join(values).decode("latin-1")


def _with_token(scope: dict[str, Any], token: str) -> dict[str, Any]:
    query = parse_qs(scope["query_string"].decode("latin-1"))
    kept = {name: values[0] for name, values in query.items() if name in {"EIO", "transport"}}
    return {**scope, "query_string": urlencode({"token": token, **kept}).encode()}

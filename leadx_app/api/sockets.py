"""The websocket of a tab: bound to its session, limited in number and in speed."""

import asyncio
import itertools
import logging
import time
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode

from leadx_app.runtime import Runtime

log = logging.getLogger("leadx.sockets")

SOCKETS_PER_SESSION = 40
SOCKETS_PER_ADDRESS = 2_000
FRAMES_PER_SECOND = 40.0
FRAMES_AT_ONCE = 80.0
BYTES_PER_SECOND = 1_000_000.0
BYTES_AT_ONCE = 2_000_000.0
MOST_PENDING = 10
LOOK_AGAIN_SECONDS = 0.02


class Bucket:
    """So much at once, so much per second; what is taken beyond that has to be waited for."""

    def __init__(self, per_second: float, at_once: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second, self._at_once, self._clock = per_second, at_once, clock
        self._level, self._filled_at = at_once, clock()

    def take(self, amount: float) -> float:
        """Take, and return the seconds to wait until the debt is paid."""
        now = self._clock()
        self._level = min(self._at_once, self._level + (now - self._filled_at) * self._per_second) - amount
        self._filled_at = now
        return max(0.0, -self._level / self._per_second)


class SocketGuard:
    """Lets a tab's socket in under a token that belongs to its session, and reads no faster than it may send."""

    def __init__(self, app: Any, runtime: Runtime, pending: Callable[[str], int]) -> None:
        self._app, self._runtime, self._pending = app, runtime, pending
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        cookie = self._runtime.cookie(_cookies(scope)) or ""
        keys = {f"address {scope['client'][0]}": SOCKETS_PER_ADDRESS}
        if cookie:
            keys[f"session {self._runtime.opaque('socket', cookie)}"] = SOCKETS_PER_SESSION
        if any(self._open[key] >= most for key, most in keys.items()):
            log.warning("too many sockets of one session or address")
            await receive()
            await send({"type": "websocket.close", "code": 4429})
            return
        token = self._own_token(scope, cookie)
        mine = [*keys, token]
        self._open.update(mine)
        try:
            await self._app(_with_token(scope, token), self._slowed(receive, token), send)
        finally:
            for key in mine:
                self._open[key] -= 1
                if self._open[key] <= 0:
                    del self._open[key]

    def _own_token(self, scope: dict[str, Any], cookie: str) -> str:
        """The tab's name on the server, made of the name that the browser gave and of its session.

        So a tab's name that somebody else learned leads to nothing with another cookie, or without one.
        """
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0][:100]
        for copy in itertools.count():  # A duplicated tab has the same name: it gets a state of its own.
            token = str(uuid.UUID(self._runtime.opaque("tab", f"{given}\0{cookie}\0{copy}")))
            if token not in self._open:
                return token
        raise AssertionError("unreachable")

    def _slowed(self, receive: Any, token: str) -> Any:
        frames, size = Bucket(FRAMES_PER_SECOND, FRAMES_AT_ONCE), Bucket(BYTES_PER_SECOND, BYTES_AT_ONCE)

        async def receiving() -> dict[str, Any]:
            message: dict[str, Any] = await receive()
            if message["type"] == "websocket.receive":
                content = message.get("text") or message.get("bytes") or ""
                wait = max(frames.take(1), size.take(len(content)))
                if wait:
                    await asyncio.sleep(wait)
                while self._pending(token) > MOST_PENDING:  # noqa: ASYNC110
                    await asyncio.sleep(LOOK_AGAIN_SECONDS)
            return message

        return receiving


def _cookies(scope: dict[str, Any]) -> str:
    values = [value for name, value in scope["headers"] if name.lower() == b"cookie"]
    return b"; ".join(values).decode("latin-1")


def _with_token(scope: dict[str, Any], token: str) -> dict[str, Any]:
    query = parse_qs(scope["query_string"].decode("latin-1"))
    kept = {name: values[0] for name, values in query.items() if name in {"EIO", "transport"}}
    return {**scope, "query_string": urlencode({"token": token, **kept}).encode()}

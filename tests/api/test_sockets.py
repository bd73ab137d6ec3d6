"""How many sockets one may open, how fast it may send, and under which name a tab is known."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from leadx_app.api import sockets
from leadx_app.api.sockets import SESSION, VISITORS_OF_ADDRESS, Bucket, SocketGuard
from leadx_app.config import Settings
from leadx_app.domain.errors import SignedOut
from leadx_app.runtime import Runtime


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_gives_a_burst_and_then_so_much_a_second() -> None:
    clock = Clock()
    bucket = Bucket(10, 5, clock)

    assert [bucket.take(1) for _ in range(5)] == [0] * 5
    assert bucket.take(1) == pytest.approx(0.1)
    assert bucket.take(1) == pytest.approx(0.2)
    clock.now = 10.0
    assert [bucket.take(1) for _ in range(6)] == [0, 0, 0, 0, 0, pytest.approx(0.1)]


def test_a_bucket_that_is_asked_only_for_what_is_there_makes_no_debt() -> None:
    clock = Clock()
    bucket = Bucket(1, 2, clock)

    assert [bucket.try_take(1) for _ in range(4)] == [True, True, False, False]
    clock.now = 1.0
    assert [bucket.try_take(1) for _ in range(2)] == [True, False]


class Inner:
    """The application behind: holds every socket until it is let go."""

    def __init__(self) -> None:
        self.tokens: list[str] = []
        self.release = asyncio.Event()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        self.tokens.append(scope["query_string"].decode())
        await self.release.wait()


class Door:
    """A socket guard whose sessions are those cookies that begin with `alive`."""

    def __init__(self, data: Path) -> None:
        self.inner = Inner()
        runtime = Runtime(Settings(data=data))
        runtime.__dict__["database"] = SimpleNamespace(read_async=self.who)
        runtime.credential_of = lambda cookie: cookie  # type: ignore[method-assign,assignment]
        self.guard = SocketGuard(self.inner, runtime, lambda token: 0)
        self.tasks: list[asyncio.Task[None]] = []
        self.closed: list[int] = []

    async def who(self, cookie: str, query: Any) -> None:
        if not cookie.startswith("alive"):
            raise SignedOut()

    async def open(self, cookie: str = "", token: str = "tab", address: str = "203.0.113.9") -> bool:
        """Try to open a socket; whether it was let in."""
        headers = [(b"cookie", f"leadx_session={cookie}".encode())] if cookie else []
        scope = {"headers": headers, "query_string": f"token={token}".encode(), "client": (address, 1)}
        before = len(self.inner.tokens)

        async def receive() -> dict[str, Any]:
            return {"type": "websocket.connect"}

        async def send(message: dict[str, Any]) -> None:
            self.closed.append(message["code"])

        self.tasks.append(asyncio.create_task(self.guard(scope, receive, send)))
        for _ in range(5):
            await asyncio.sleep(0)
        return len(self.inner.tokens) > before

    async def close_all(self) -> None:
        self.inner.release.set()
        await asyncio.gather(*self.tasks)
        self.inner.release.clear()


def test_a_session_may_hold_so_many_sockets(tmp_path: Path) -> None:
    async def go() -> None:
        door = Door(tmp_path)
        answers = [await door.open("alive 1") for _ in range(SESSION.sockets + 3)]
        assert answers.count(True) == SESSION.sockets
        assert door.closed == [4429] * 3
        assert await door.open("alive 2"), "another session is not concerned"
        await door.close_all()
        assert await door.open("alive 1"), "those that were closed are given back"
        await door.close_all()

    asyncio.run(go())


def test_cookies_that_are_no_session_count_for_their_address(tmp_path: Path) -> None:
    async def go() -> None:
        door = Door(tmp_path)
        most = int(min(VISITORS_OF_ADDRESS.sockets, VISITORS_OF_ADDRESS.new_at_once))
        answers = [await door.open(f"made up {number}") for number in range(most + 20)]
        assert most <= answers.count(True) < most + 20
        assert await door.open("alive 1"), "people with a session at the same address come in"
        assert await door.open(address="198.51.100.1")
        await door.close_all()

    asyncio.run(go())


def test_opening_and_closing_in_a_hurry_is_slowed_down(tmp_path: Path) -> None:
    async def go() -> None:
        door = Door(tmp_path)
        answers = []
        for _ in range(int(SESSION.new_at_once) + 20):
            answers.append(await door.open("alive 1"))
            await door.close_all()
        assert SESSION.new_at_once <= answers.count(True) < SESSION.new_at_once + 20

    asyncio.run(go())


def test_a_tabs_name_depends_on_its_session(tmp_path: Path) -> None:
    async def go() -> None:
        door = Door(tmp_path)
        for cookie in ("", "alive 1", "alive 2"):
            await door.open(cookie, token="same")
        assert len(set(door.inner.tokens)) == 3
        assert await door.open("alive 1", token="same")
        assert len(set(door.inner.tokens)) == 4, "a duplicated tab"
        await door.close_all()
        await door.open("alive 1", token="same")
        assert door.inner.tokens[-1] == door.inner.tokens[1], "the tab that comes back"
        await door.close_all()

    asyncio.run(go())


def test_frames_wait_while_the_events_before_are_not_worked_off(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(sockets, "LOOK_AGAIN_SECONDS", 0)
    pending = [sockets.MOST_PENDING + 3]
    looks: list[int] = []

    def fewer(token: str) -> int:
        looks.append(pending[0])
        pending[0] -= 1
        return looks[-1]

    async def inner(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await receive()

    async def frame() -> dict[str, Any]:
        return {"type": "websocket.receive", "text": "x"}

    guard = SocketGuard(inner, Runtime(Settings(data=tmp_path)), fewer)
    scope = {"headers": [], "query_string": b"token=t", "client": ("203.0.113.9", 1)}
    asyncio.run(_wait(guard(scope, frame, None)))
    assert looks == [13, 12, 11, 10]


async def _wait(work: Any) -> None:
    await work

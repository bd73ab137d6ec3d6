"""Rounds go on for ever, also after a failure, and end with the server."""

import asyncio
import logging
from typing import Any

import pytest

from leadx_app import rounds
from leadx_app.rounds import Round, go_round, run_rounds


def test_a_round_that_fails_is_called_again(caplog: pytest.LogCaptureFixture) -> None:
    calls: list[str] = []

    async def work(runtime: Any) -> None:
        calls.append(runtime)
        if len(calls) == 1:
            raise RuntimeError("the database is away")
        if len(calls) == 3:
            raise asyncio.CancelledError

    with caplog.at_level(logging.ERROR), pytest.raises(asyncio.CancelledError):
        asyncio.run(go_round(Round("test", 0, work), "runtime"))
    assert calls == ["runtime"] * 3
    assert "RuntimeError" in caplog.text


async def _nothing(runtime: Any) -> None:
    """Nothing was left by a process before."""


def test_rounds_end_with_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[bool] = []

    async def work(runtime: Any) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    async def serve() -> None:
        async with run_rounds(None):
            await asyncio.sleep(0)

    monkeypatch.setattr(rounds, "ROUNDS", (Round("test", 1, work),))
    monkeypatch.setattr(rounds, "get_runtime", lambda: None)
    monkeypatch.setattr(rounds.runner, "take_up", _nothing)
    asyncio.run(serve())
    assert ended == [True]

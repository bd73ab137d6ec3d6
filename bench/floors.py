"""What the machine itself needs for the least of the work, measured in the same run: the reference of the ratios."""

import asyncio
import os
import random
import sqlite3
import statistics
import time
from pathlib import Path

import websockets

ROUNDS = 200


def index_read_ms(folder: Path) -> float:
    """80 of a user's 2,000 rows out of 100,000 by index, in plain SQLite."""
    with sqlite3.connect(folder / "floor.sqlite3") as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS floor (id INTEGER PRIMARY KEY, owner INT, at INT, text TEXT)")
        dice = random.Random(1)
        rows = ((number % 50, dice.randrange(10**9), "x" * 120) for number in range(100_000))
        connection.executemany("INSERT INTO floor (owner, at, text) VALUES (?, ?, ?)", rows)
        connection.execute("CREATE INDEX ix_floor ON floor (owner, at)")
        query = "SELECT * FROM floor WHERE owner = ? ORDER BY at DESC LIMIT 80"
        return _median(lambda: connection.execute(query, (dice.randrange(50),)).fetchall())


def durable_write_ms(folder: Path) -> float:
    """Append 300 bytes and fsync."""
    with (folder / "floor.bin").open("ab", buffering=0) as file:

        def write() -> None:
            file.write(b"x" * 300)
            os.fsync(file.fileno())

        return _median(write)


def socket_round_trip_ms() -> float:
    """A frame to an echoing websocket on this machine and back."""

    async def echo(socket: websockets.ServerConnection) -> None:
        async for frame in socket:
            await socket.send(frame)

    async def measure() -> float:
        async with websockets.serve(echo, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            async with websockets.connect(f"ws://127.0.0.1:{port}", compression=None) as socket:
                spent = []
                for _ in range(ROUNDS):
                    start = time.perf_counter()
                    await socket.send("x")
                    await socket.recv()
                    spent.append((time.perf_counter() - start) * 1000)
                return statistics.median(spent)

    return asyncio.run(measure())


def _median(work: object) -> float:
    spent = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()  # type: ignore[operator]
        spent.append((time.perf_counter() - start) * 1000)
    return statistics.median(spent)

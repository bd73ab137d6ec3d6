"""What two processes of one installation do at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from leadx_app.db import Database

R = TypeVar("R")
PATIENCE_SECONDS = 60


def at_once(database: Database, first: Callable[[Database], R], second: Callable[[Database], R]) -> list[R]:
    """What came of both, each done through a connection pool of its own, as another process has it."""
    other = Database(database.engine.url.render_as_string(hide_password=False), readers=2)
    start = Barrier(2)

    def do(one: tuple[Database, Callable[[Database], R]]) -> R:
        of, act = one
        start.wait(PATIENCE_SECONDS)
        return act(of)

    try:
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(do, [(database, first), (other, second)]))
    finally:
        other.close()

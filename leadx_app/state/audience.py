"""Reads that everybody of the same audience shares: 500 open pages of one organization cost one read, not 500.

An audience is an actor without the person: same tenant, organizations, role, language and time zone. The query gets
that audience as its actor, so a query that asks for the person finds nothing instead of somebody else's rows.
"""

import asyncio
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from reflex.state import BaseState
from sqlmodel import Session

from leadx_app.db import asks_for_now
from leadx_app.domain.permissions import Actor
from leadx_app.queries.session import who_am_i
from leadx_app.runtime import get_runtime
from leadx_app.state.doors import read

P = ParamSpec("P")
R = TypeVar("R")

NOBODY = UUID(int=0)
KEPT_SECONDS = 2.0

_needed_since: ContextVar[float | None] = ContextVar("needed_since", default=None)


@dataclass(frozen=True)
class _Reading:
    """A read that has begun; whoever needs nothing newer than its beginning may have its rows."""

    began_at: float
    rows: asyncio.Future[Any]


_readings: dict[Hashable, _Reading] = {}


@contextmanager
def needed_since(moment: float) -> Iterator[None]:
    """Within, shared reads may be as old as this moment of `time.monotonic()`: when the change was noted."""
    token = _needed_since.set(moment)
    try:
        yield
    finally:
        _needed_since.reset(token)


def audience(actor: Actor) -> Actor:
    """The actor without the person."""
    return replace(actor, user_id=NOBODY, name="", may_write=False)


async def read_shared(
    state: BaseState, query: Callable[Concatenate[Session, Actor, P], R], *args: P.args, **kwargs: P.kwargs
) -> R:
    """`read`, for rows that do not depend on who in the audience asks. Arguments must be hashable.

    The session of this tab is checked each time; the rows are read once per audience while a change is carried to all.
    """
    ours = audience(await read(state, who_am_i))
    since = _needed_since.get()
    key = (query, args, tuple(sorted(kwargs.items())), ours)
    reading = _readings.get(key)
    if reading is None or since is None or reading.began_at < since:
        reading = _begin(key, ours, query, args, kwargs)
    return await asyncio.shield(reading.rows)


def _begin(key: Hashable, ours: Actor, query: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> _Reading:
    now = time.monotonic()
    for old in [old for old, reading in _readings.items() if reading.began_at < now - KEPT_SECONDS]:
        del _readings[old]
    database = get_runtime().database
    rows = asyncio.ensure_future(database.system_async(_as_audience, ours, query, args, kwargs, writes=False))
    rows.add_done_callback(lambda done: done.cancelled() or done.exception())
    _readings[key] = _Reading(now, rows)
    return _readings[key]


def _as_audience(
    session: Session, ours: Actor, query: Any, args: tuple[Any, ...], kwargs: dict[str, Any], *, now: datetime
) -> Any:
    get_runtime().database.bind_tenant(session, ours.tenant_id)
    moment = {"now": now} if asks_for_now(query) else {}
    return query(session, ours, *args, **moment, **kwargs)

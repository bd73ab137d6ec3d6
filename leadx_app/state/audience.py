"""Reads that everybody of the same audience shares: 500 open pages of one organization cost one read, not 500.

An audience is an actor without the person: same tenant, organizations, role, language, time zone and way of writing
days. The query gets that audience as its actor, so a query that asks for the person finds nothing instead of somebody
else's rows.
"""

import asyncio
import time
from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from reflex.state import BaseState
from sqlmodel import Session

from leadx_app.db import asks_for_now
from leadx_app.domain.accounts import Credential, resolve_sessions
from leadx_app.domain.errors import SignedOut
from leadx_app.domain.permissions import Actor
from leadx_app.queries.session import who_am_i
from leadx_app.runtime import get_runtime
from leadx_app.state.doors import credential, read

P = ParamSpec("P")
R = TypeVar("R")

NOBODY = UUID(int=0)
KEPT_SECONDS = 2.0
GATHER_SECONDS = 0.003
"""How long a question about a session waits for others, when a change is carried to many tabs."""

_needed_since: ContextVar[float | None] = ContextVar("needed_since", default=None)


@dataclass(frozen=True)
class _Reading:
    """A read that has begun; whoever needs nothing newer than its beginning may have its rows."""

    began_at: float
    rows: asyncio.Future[Any]


_readings: dict[Hashable, _Reading] = {}
_people: dict[str, _Reading] = {}
_together: dict[str, _Reading] = {}


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

    The session of this tab is checked each time, with those of all others that are asked about in the same moment; the
    rows are read once per audience while a change is carried to all.
    """
    since = _needed_since.get()
    ours = audience(await (read(state, who_am_i) if since is None else _who(credential(state), since)))
    return await reading(ours, query, args, since=since, **kwargs)


async def reading(
    ours: Actor, query: Callable[..., Any], args: tuple[Any, ...], *, since: float | None, **kwargs: Any
) -> Any:
    """What a query answers an audience: a reading that began after `since`, or a new one."""
    key = (query, args, tuple(sorted(kwargs.items())), ours)
    known = _readings.get(key)
    if known is None or since is None or known.began_at < since:
        known = _begin(key, ours, query, args, kwargs)
    return await asyncio.shield(known.rows)


async def actors_of(sessions: Collection[str]) -> dict[str, Actor]:
    """Who is behind these sessions at this moment, in one go; those that do not hold are left out."""
    return await get_runtime().database.system_async(_resolve, tuple(sessions), writes=False)


async def _who(shown: Credential, since: float) -> Actor:
    """The person behind a session as the database says after `since`; many who ask at once are one statement.

    Raises:
        SignedOut: the session does not hold.
    """
    if shown.session_hash is None:
        raise SignedOut()
    known = _people.get(shown.session_hash)
    if known is None or known.began_at < since:
        known = _ask_with_others(shown.session_hash)
    actor = (await asyncio.shield(known.rows)).get(shown.session_hash)
    if actor is None:
        raise SignedOut()
    return actor


def _ask_with_others(session_hash: str) -> _Reading:
    """Join those who are asked about next; the first to join lets the question be asked a little later."""
    loop = asyncio.get_running_loop()
    if not _together:
        reading = _Reading(time.monotonic(), loop.create_future())
        loop.call_later(GATHER_SECONDS, _ask, reading)
    else:
        reading = next(iter(_together.values()))
    _together[session_hash] = _people[session_hash] = reading
    return reading


def _ask(reading: _Reading) -> None:
    """Resolve all who are together by now."""
    hashes = tuple(_together)
    _together.clear()
    _forget_old(_people)
    task = asyncio.ensure_future(get_runtime().database.system_async(_resolve, hashes, writes=False))
    task.add_done_callback(lambda done: _answer(reading.rows, done))


def _answer(waiting: asyncio.Future[Any], done: asyncio.Future[Any]) -> None:
    error = done.exception() if not done.cancelled() else asyncio.CancelledError()
    if waiting.done():
        return
    if error is None:
        waiting.set_result(done.result())
    else:
        waiting.set_exception(error)
        waiting.exception()


def _resolve(session: Session, hashes: tuple[str, ...], *, now: datetime) -> dict[str, Actor]:
    return resolve_sessions(session, hashes, now=now, limits=get_runtime().database.limits)


def _forget_old(readings: dict[Any, _Reading]) -> None:
    oldest = time.monotonic() - KEPT_SECONDS
    for old in [old for old, reading in readings.items() if reading.began_at < oldest]:
        del readings[old]


def _begin(key: Hashable, ours: Actor, query: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> _Reading:
    now = time.monotonic()
    _forget_old(_readings)
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

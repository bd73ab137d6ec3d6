"""Engines and the transaction: the only place that commits.

SQLite: one writer at a time (`BEGIN IMMEDIATE` in one thread), readers beside it. PostgreSQL: a pool. Every transaction
says whose tenant it works for, which forced row-level security holds it to on PostgreSQL.
"""

import asyncio
import inspect
import logging
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache, lru_cache
from secrets import token_hex
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session

from leadx_app.domain.accounts import Credential, SessionLimits, resolve_actor
from leadx_app.domain.audit import note_refusal
from leadx_app.domain.errors import NotPermitted, Stale
from leadx_app.domain.events import MESSAGES, Message
from leadx_app.domain.permissions import Actor
from leadx_app.growth import Growth
from leadx_app.heaps import share_heaps
from leadx_app.models import utc_now
from leadx_app.refusals import Refusals

log = logging.getLogger("leadx.db")
P = ParamSpec("P")
R = TypeVar("R")

TRIES = 8
POSTGRES_RETRY = {"40001", "40P01", "55P03"}
POSTGRES_TAKEN = "23505"  # Somebody made the same row first: the next try finds it.
CHANNEL = "leadx"


class _RememberedUuid(sa.Uuid):
    """Ids as SQLite keeps them, as text. A list says the same organization, stages and people on every line, and making
    an id of a text costs more than looking it up."""

    def result_processor(self, dialect: Any, coltype: Any) -> Callable[[str | None], UUID | None]:
        return _uuid_of


@lru_cache(maxsize=20_000)
def _uuid_of(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)


class Unavailable(Exception):
    """The database does not answer or was too busy for too long; nothing was written."""


def make_engine(url: str, *, pool_size: int = 12) -> Engine:
    """An engine with the settings that both databases need for real work."""
    if not url.startswith("sqlite"):
        return sa.create_engine(url, pool_size=pool_size, max_overflow=0, pool_pre_ping=True, pool_timeout=30)
    engine = sa.create_engine(url, pool_size=pool_size, max_overflow=0, connect_args={"timeout": 15})
    engine.dialect.colspecs = {**engine.dialect.colspecs, sa.Uuid: _RememberedUuid}

    @sa.event.listens_for(engine, "connect")
    def _connect(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=15000",
            "cache_size=-4000",
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        mode = "IMMEDIATE" if connection.get_execution_options().get("leadx_writes") else "DEFERRED"
        connection.exec_driver_sql(f"BEGIN {mode}")

    return engine


class Database:
    """Runs commands and queries, each in its own transaction, off the event loop."""

    def __init__(self, url: str, *, limits: SessionLimits | None = None, readers: int = 6) -> None:
        share_heaps()
        self.engine = make_engine(url, pool_size=readers + 4)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self.limits = limits or SessionLimits()
        self.waited = 0.0  # Seconds that everybody but the pieces of jobs has waited for it so far, all together.
        self.on_commit: Callable[[list[Message]], None] = lambda messages: None  # Of this process; others are notified.
        self.mark = token_hex(8)  # By which this process knows its own notifications, which it need not hear.
        self._refusals = Refusals()
        self._growth = Growth(self.engine)
        self._writer = self.engine.execution_options(leadx_writes=True)
        steady = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}  # SQLite reads so always.
        self._steady = self.engine.execution_options(**steady)
        self._readers = ThreadPoolExecutor(readers, "leadx-read")
        self._writers = ThreadPoolExecutor(1 if self.is_sqlite else readers, "leadx-write")

    # In the caller's thread.

    def act(
        self, who: Credential, command: Callable[Concatenate[Session, Actor, P], R], *args: Any, **kwargs: Any
    ) -> R:
        """Run a command as whoever the credential belongs to: resolve, run, commit, publish; again when told to."""

        def run(session: Session, now: datetime) -> R:
            actor = self.actor(session, who, now)
            if not actor.may_write:
                raise NotPermitted("This token may only read.")
            return command(session, actor, *args, now=now, **kwargs)

        return self._asked(who, command, run, writes=True)

    def read(self, who: Credential, query: Callable[Concatenate[Session, Actor, P], R], *args: Any, **kwargs: Any) -> R:
        """Run a query as whoever the credential belongs to; it gets `now` if it asks for it."""

        def run(session: Session, now: datetime) -> R:
            actor = self.actor(session, who, now)
            moment = {"now": now} if asks_for_now(query) else {}
            return query(session, actor, *args, **moment, **kwargs)

        return self._asked(who, query, run, writes=False)

    def look(self, who: Credential, query: Callable[Concatenate[Session, Actor, P], R], *args: Any) -> R:
        """`read` in which all statements see the database as it was at the first; the query gets `now`."""

        def run(session: Session, now: datetime) -> R:
            return query(session, self.actor(session, who, now), *args, now=now)

        return self._asked(who, query, run, writes=False, steady=True)

    def system(self, work: Callable[Concatenate[Session, P], R], *args: Any, writes: bool = True, **kwargs: Any) -> R:
        """Run work that stands above the tenants (sign-in, set-up, demo): nobody's rights, all tenants' rows."""
        return self._again(lambda session, now: work(session, *args, now=now, **kwargs), writes=writes)

    def tenant(self, tenant_id: UUID, work: Callable[Concatenate[Session, P], R], *args: Any, **kwargs: Any) -> R:
        """Run work of one tenant's, such as a piece of a job: nobody's rights by itself, but no other tenant's rows."""

        def run(session: Session, now: datetime) -> R:
            self.bind_tenant(session, tenant_id)
            return work(session, *args, now=now, **kwargs)

        return self._again(run, writes=True)

    def snapshot(self, tenant_id: UUID, work: Callable[Concatenate[Session, P], R], *args: Any, **kwargs: Any) -> R:
        """Read one tenant's rows as they all were at one moment; it may take long, and nobody waits for it."""

        def run(session: Session, now: datetime) -> R:
            self.bind_tenant(session, tenant_id)
            return work(session, *args, now=now, **kwargs)

        return self._again(run, writes=False, steady=True)

    def actor(self, session: Session, who: Credential, now: datetime) -> Actor:
        """The actor of this transaction; from here on it is bound to the actor's tenant."""
        actor = resolve_actor(session, who, now=now, limits=self.limits)
        self.bind_tenant(session, actor.tenant_id)
        return actor

    def bind_tenant(self, session: Session, tenant_id: UUID | None) -> None:
        """Hold the transaction to one tenant's rows on PostgreSQL (None: to all)."""
        if not self.is_sqlite:
            scope = "*" if tenant_id is None else str(tenant_id)
            session.execute(sa.text("SELECT set_config('leadx.tenant', :scope, true)"), {"scope": scope})

    # Off the event loop.

    async def act_async(self, who: Credential, command: Callable[..., R], *args: Any, **kwargs: Any) -> R:
        return await self._in(self._writers, self.act, who, command, *args, **kwargs)

    async def read_async(self, who: Credential, query: Callable[..., R], *args: Any, **kwargs: Any) -> R:
        return await self._in(self._readers, self.read, who, query, *args, **kwargs)

    async def system_async(self, work: Callable[..., R], *args: Any, writes: bool = True, **kwargs: Any) -> R:
        pool = self._writers if writes else self._readers
        return await self._in(pool, self.system, work, *args, writes=writes, **kwargs)

    async def tenant_async(self, tenant_id: UUID, work: Callable[..., R], *args: Any, **kwargs: Any) -> R:
        return await self._beside(self._writers, self.tenant, tenant_id, work, *args, **kwargs)

    async def learn_growth_async(self) -> None:
        """To be called between pieces of work that fill tables. SQLite plans by its indexes, with nothing to learn."""
        if not self.is_sqlite:
            await self._beside(self._writers, self._growth.learn)

    async def _in(self, pool: ThreadPoolExecutor, work: Callable[..., R], *args: Any, **kwargs: Any) -> R:
        begin = time.monotonic()
        try:
            return await self._beside(pool, work, *args, **kwargs)
        finally:
            self.waited += time.monotonic() - begin

    async def _beside(self, pool: ThreadPoolExecutor, work: Callable[..., R], *args: Any, **kwargs: Any) -> R:
        return await asyncio.get_running_loop().run_in_executor(pool, lambda: work(*args, **kwargs))

    def close(self) -> None:
        """Let running work end, then give the connections back."""
        self._writers.shutdown(wait=True, cancel_futures=True)
        self._readers.shutdown(wait=True, cancel_futures=True)
        self.engine.dispose()

    # The transaction.

    def _asked(
        self,
        who: Credential,
        asked: Callable[..., Any],
        run: Callable[[Session, datetime], R],
        *,
        writes: bool,
        steady: bool = False,
    ) -> R:
        """Run what somebody asked for; that it was not theirs to ask is written down in a transaction of its own."""
        try:
            return self._again(run, writes=writes, steady=steady)
        except NotPermitted as refusal:
            what = self._refusals.news_of(who, asked, refusal)
            if what is not None:
                self._again(lambda session, now: self._note_refusal(session, who, what, now), writes=True)
            raise

    def _note_refusal(self, session: Session, who: Credential, what: str, now: datetime) -> None:
        note_refusal(session, self.actor(session, who, now), what, now=now)

    def _again(self, run: Callable[[Session, datetime], R], *, writes: bool, steady: bool = False) -> R:
        for attempt in range(1, TRIES + 1):
            messages: list[Message] = []
            try:
                with self._transaction(writes, steady) as session:
                    result = run(session, utc_now())
                    messages = session.info.pop(MESSAGES, [])
                    if messages and not self.is_sqlite:
                        self._notify(session, messages)
                if messages:
                    self.on_commit(messages)
                return result
            except (Stale, DBAPIError) as error:
                last = attempt == TRIES
                if isinstance(error, DBAPIError) and error.connection_invalidated and _was_committing(error):
                    self.on_commit(messages)  # It may have happened; pages look.
                if _is_away(error):
                    raise Unavailable() from error
                if not _may_pass(error) or (last and _is_taken(error)):
                    raise
                if last:
                    raise Unavailable() from error
                time.sleep(random.uniform(0, 0.01 * 2**attempt))
        raise AssertionError("unreachable")

    def _notify(self, session: Session, messages: list[Message]) -> None:
        """Send the messages with the commit itself, to every process that listens."""
        payloads = [{"payload": f"{self.mark} {message.to_json()}"} for message in messages]
        session.connection().execute(sa.text(f"SELECT pg_notify('{CHANNEL}', :payload)"), payloads)

    @contextmanager
    def _transaction(self, writes: bool, steady: bool) -> Iterator[Session]:
        engine = self._writer if writes else self._steady if steady else self.engine
        with Session(engine, expire_on_commit=False) as session:
            self.bind_tenant(session, None)
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise


@cache
def asks_for_now(query: Callable[..., Any]) -> bool:
    """Whether a query wants to know which moment it is."""
    return "now" in inspect.signature(query).parameters


def _may_pass(error: Exception) -> bool:
    """Whether the same transaction may succeed when it is run again."""
    if isinstance(error, Stale):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if _is_taken(error) or getattr(error.orig, "sqlstate", None) in POSTGRES_RETRY:
        return True
    return "database is locked" in str(error.orig) or (error.connection_invalidated and not _was_committing(error))


def _is_taken(error: Exception) -> bool:
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) == POSTGRES_TAKEN


def _is_away(error: Exception) -> bool:
    """Whether there was no connection to begin with, or no room on the disk: surely nothing was written."""
    if not isinstance(error, OperationalError):
        return False
    no_connection = error.statement is None and not error.connection_invalidated
    return no_connection or getattr(error.orig, "sqlite_errorname", "") in ("SQLITE_FULL", "SQLITE_CANTOPEN")


def _was_committing(error: DBAPIError) -> bool:
    """A connection lost in the COMMIT itself: nobody knows whether it happened, so it is not repeated."""
    return not error.statement


def limits_of(settings: Any) -> SessionLimits:
    return SessionLimits(timedelta(hours=settings.session_idle_hours), timedelta(days=settings.session_days))

"""Customers by name, as a process remembers them: neither a slug nor whose session it is ever changes."""

import time
from typing import TypeVar
from uuid import UUID

from leadx_app.db import Database
from leadx_app.domain.accounts import hash_secret
from leadx_app.domain.customers import name_of_customer, slug_of_session, slug_of_tenant
from leadx_app.hosts import Hosts
from leadx_app.throttle import Throttle

K = TypeVar("K")
V = TypeVar("V")

KNOWN_SECONDS = 60
NOBODYS_SECONDS = 10
"""For how long a name or a session that is nobody's is not asked for again."""
MOST_REMEMBERED = 20_000
LOOKS_PER_SECOND, LOOKS_AT_ONCE = 200, 2_000
"""Of one network address, in the database."""


class Customers:
    """Who the customers are, asked of the database once and then seldom."""

    def __init__(self, database: Database, hosts: Hosts) -> None:
        self._database, self._hosts = database, hosts
        self._names: dict[str, tuple[str, float]] = {}
        self._of_sessions: dict[str, str] = {}
        self._of_tenants: dict[UUID, str] = {}
        self._nobodys: dict[str, float] = {}
        self._looks = Throttle(LOOKS_PER_SECOND, LOOKS_AT_ONCE)

    async def name(self, slug: str, client: str) -> str | None:
        """What the customer of an address is called; None when there is none.

        Raises:
            TooMany: the client's network address asks for very many that are not remembered; as `is_elsewhere`.
        """
        name, since = self._names.get(slug, ("", 0.0))
        if name and time.monotonic() - since < KNOWN_SECONDS:
            return name
        if self._is_nobodys(f"name {slug}"):
            return None
        self._looks.take(client)
        found = await self._database.system_async(name_of_customer, slug, writes=False)
        if found:
            _remember(self._names, slug, (found, time.monotonic()))
        else:
            _remember(self._nobodys, f"name {slug}", time.monotonic())
        return found

    async def is_elsewhere(self, cookie: str, slug: str, client: str) -> bool:
        """Whether the session of a cookie is another customer's."""
        session_hash = hash_secret(cookie)
        theirs = self._of_sessions.get(session_hash)
        if theirs is None and not self._is_nobodys(session_hash):
            self._looks.take(client)
            theirs = await self._database.system_async(slug_of_session, session_hash, writes=False)
            if theirs:
                _remember(self._of_sessions, session_hash, theirs)
            else:  # Nor will it be: no secret is shown before its session is kept.
                _remember(self._nobodys, session_hash, time.monotonic())
        return theirs not in (None, slug)

    def home(self, tenant_id: UUID) -> str:
        """The address of a tenant's people; for use off the event loop."""
        if not self._hosts.has_customers:
            return self._hosts.address_for(None)
        slug = self._of_tenants.get(tenant_id)
        if slug is None:
            slug = self._database.system(slug_of_tenant, tenant_id, writes=False)
            if slug:
                _remember(self._of_tenants, tenant_id, slug)
        return self._hosts.address_for(slug)

    def _is_nobodys(self, what: str) -> bool:
        return time.monotonic() - self._nobodys.get(what, -NOBODYS_SECONDS) < NOBODYS_SECONDS


def _remember(memory: dict[K, V], key: K, value: V) -> None:
    if len(memory) >= MOST_REMEMBERED:
        memory.clear()
    memory[key] = value

"""A served backend with the cast inside: what the protocol tests start from."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from leadx_app.adapters.passwords import Argon2Passwords
from leadx_app.db import Database
from leadx_app.domain.permissions import Actor
from tests.cast import Cast, gather_in
from tests.support.backend import Backend
from tests.support.rx_client import Tab

PASSWORD = "a password of the cast"
# Weak on purpose: the tests sign in often. Signing in once makes it a strong one.
WEAK_HASH = Argon2Passwords(rounds=1, memory_kib=64).hash_password(PASSWORD)


@dataclass(frozen=True)
class House:
    """The backend, its database as the test sees it, and the people."""

    backend: Backend
    database: Database
    cast: Cast

    @property
    def url(self) -> str:
        return self.backend.url

    def cookie(self, actor: Actor) -> str:
        """The cookie of the session that the cast opened for the actor."""
        return f"leadx_session={self.cast.secret(actor)}"

    def tab(self, actor: Actor | None = None, **options: Any) -> Tab:
        """A tab of the actor, or of nobody."""
        return Tab(self.url, cookie=self.cookie(actor) if actor else None, **options)

    def browser(self, **options: Any) -> httpx.Client:
        """A client that keeps cookies and sends the header of our own pages."""
        return httpx.Client(base_url=self.url, headers={"X-LeadX": "1"}, **options)


@contextmanager
def open_house(folder: Path, database_url: str, **settings: str) -> Iterator[House]:
    """Fill the database with the cast and serve it."""
    database = Database(database_url)
    cast = gather_in(database, password_hash=WEAK_HASH)
    backend = Backend(folder, database_url, **settings)
    try:
        yield House(backend.start(), database, cast)
    finally:
        backend.stop()
        database.close()

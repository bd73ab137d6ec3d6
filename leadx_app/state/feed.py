"""The Sales Feed: in full on its page, and the newest beside the news."""

from typing import Literal
from urllib.parse import parse_qs

import reflex as rx
from reflex.state import BaseState

from leadx_app.domain.errors import SignedOut
from leadx_app.domain.event_kinds import FeedKind
from leadx_app.domain.events import Message
from leadx_app.domain.feed import FEED_CHANGES
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.queries.feed import MAX_PAGE_SIZE, PAGE_SIZE, FeedEntry, FeedPage, feed_page
from leadx_app.state import live
from leadx_app.state.audience import read_shared
from leadx_app.state.doors import handler, read
from leadx_app.state.feed_lines import FeedLine, feed_lines
from leadx_app.state.look import look_of
from leadx_app.state.session import SessionState

BESIDE = 12
MOST_SHOWN = MAX_PAGE_SIZE
"""How many entries a page holds at once; further down the newest are let go of."""

KindName = Literal["", "created", "accepted", "won", "bell", "milestone", "transfer"]
assert set(KindName.__args__[1:]) == set(FeedKind)


class FeedState(rx.State):
    """The page. `is_cut` says that the newest entries were let go of; `kind` is "" for all."""

    kind: str = ""
    query: str = ""
    lines: list[FeedLine] = []
    has_more: bool = False
    is_cut: bool = False
    is_loaded: bool = False

    _entries: list[FeedEntry] = []
    _cursor: str | None = None

    @handler
    async def load(self) -> None:
        """On loading the page: what the address says."""
        await live.watch(self, kinds=FEED_CHANGES, everybody=True)
        self.kind = _kind_of(self.router.url.query)
        await self._begin()

    @handler
    async def show_kind(self, kind: KindName) -> None:
        """Entries of one kind only, or all."""
        self.kind = kind
        await self._begin()

    @handler
    async def more(self) -> None:
        """Older entries, below those that are shown."""
        if not self._cursor:
            return
        page = await read(self, feed_page, self._wanted(), self._cursor)
        entries = [*self._entries, *page.entries]
        self.is_cut = self.is_cut or len(entries) > MOST_SHOWN
        await self._show(FeedPage(entries[-MOST_SHOWN:], page.next_cursor))

    @handler
    async def newest(self) -> None:
        """Back to the top."""
        await self._begin()

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        """Something happened: read as many entries as are shown. Whoever reads far below the top is left alone."""
        if self.is_cut:
            return
        known = frozenset(str(entry.id) for entry in self._entries)
        count = -(-max(len(self._entries), 1) // PAGE_SIZE) * PAGE_SIZE
        await self._show(await read_shared(self, feed_page, self._wanted(), None, min(count, MOST_SHOWN)), known)

    async def _begin(self) -> None:
        self.is_cut = False
        self.query = f"kind={self.kind}" if self.kind else ""
        await self._show(await read_shared(self, feed_page, self._wanted()))
        self.is_loaded = True

    async def _show(self, page: FeedPage, known: frozenset[str] | None = None) -> None:
        self._entries, self._cursor = page.entries, page.next_cursor
        lines = feed_lines(page.entries, await _reader(self), await look_of(self), known)
        if self.lines != lines:
            self.lines = lines
        self.has_more = page.next_cursor is not None

    def _wanted(self) -> FeedKind | None:
        return FeedKind(self.kind) if self.kind else None


class FeedAsideState(rx.State):
    """The newest entries, for a column beside another page; nothing for who reads no feed."""

    lines: list[FeedLine] = []
    is_loaded: bool = False

    @handler
    async def load(self) -> None:
        """On loading a page that has the column."""
        if (await _reader(self)).may(Permission.FEED_READ):
            await live.watch(self, kinds=FEED_CHANGES, everybody=True)
            await self._read(None)
        self.is_loaded = True

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        await self._read(frozenset(line.id for line in self.lines))

    async def _read(self, known: frozenset[str] | None) -> None:
        page = await read_shared(self, feed_page, None, None, BESIDE)
        lines = feed_lines(page.entries, await _reader(self), await look_of(self), known)
        if self.lines != lines:
            self.lines = lines


async def _reader(state: BaseState) -> Actor:
    """The person behind the tab."""
    actor = (await state.get_state(SessionState))._actor
    if actor is None:
        raise SignedOut()
    return actor


def _kind_of(query: str) -> str:
    """The kind that an address asks for; "" for none that there is."""
    try:
        kind = parse_qs(query[:200], max_num_fields=10).get("kind", [""])[-1]
    except ValueError:
        return ""
    return kind if kind in set(FeedKind) else ""

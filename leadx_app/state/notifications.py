"""The bell in the header of every page, and the page of all notifications."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import reflex as rx
from pydantic import Field
from reflex.state import BaseState

from leadx_app.domain.event_kinds import NOTICES, EventKind
from leadx_app.domain.events import Message
from leadx_app.domain.notices import Channel, Notice
from leadx_app.domain.notifications import mark_all_read, mark_read, mark_unread_again, prefer
from leadx_app.domain.permissions import Permission
from leadx_app.queries.notifications import NotificationPage, notification_page, preferences, unread_count
from leadx_app.state import live
from leadx_app.state.doors import act, handler, read
from leadx_app.state.look import look_of, say_done
from leadx_app.state.notification_lines import NoticeLine, count_words, notice_line
from leadx_app.state.session import SessionState

LATEST = 8
COUNTS = frozenset({*NOTICES, EventKind.NOTIFICATIONS_READ})
"""The kinds after which a person may have more or fewer unread notifications."""

Cursor = Annotated[str, Field(max_length=400)]


class BellState(rx.State):
    """How many notifications are unread, "" for none; the latest while the panel is open."""

    unread: str = ""
    is_counted: bool = False
    is_open: bool = False
    latest: list[NoticeLine] = []
    is_loaded: bool = False
    _all_read_at: datetime | None = None

    @handler
    async def load(self) -> None:
        """On loading any page: count, and keep counting."""
        await live.watch(self, kinds=COUNTS, own=True, is_frame=True)
        await self._count()

    @handler
    async def show(self, is_open: bool) -> None:
        """The panel was opened or closed."""
        self.is_open = is_open
        if is_open:
            await self._read_latest()

    @handler
    async def open_notice(self, notification_id: UUID) -> None:
        """A notification is being opened, which reads it."""
        await act(self, mark_read, notification_id)
        await self._refresh_own()

    @handler
    async def read_all(self) -> None:
        """Everything is read; it can be taken back."""
        moment = await act(self, mark_all_read)
        await self._refresh_own()
        if moment:
            self._all_read_at = moment
            await say_done(self, "All marked as read.", undo=BellState.unread_again())

    @handler
    async def unread_again(self) -> None:
        """Take the last **Mark all as read** of this tab back."""
        if self._all_read_at:
            await act(self, mark_unread_again, self._all_read_at)
            await self._refresh_own()

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        """Something was told to the person, or they read it elsewhere."""
        await self._count()
        if self.is_open:
            await self._read_latest()

    async def _refresh_own(self) -> None:
        """Show what the person did here, on the page of notifications too when it is the one that is looked at."""
        await live.refresh(self)
        page = await self.get_state(NotificationsState)
        if page.is_loaded and self.router.url.path.startswith(PAGE):
            await live.refresh(page)

    async def _count(self) -> None:
        unread = count_words(await read(self, unread_count))
        if unread != self.unread:
            self.unread = unread
        if not self.is_counted:
            self.is_counted = True

    async def _read_latest(self) -> None:
        page = await read(self, notification_page, limit=LATEST)
        self.latest = await _lines(self, page)
        self.is_loaded = True


class NotificationsState(rx.State):
    """All notifications, or the unread ones; further pages are added below."""

    shows: str = "all"
    rows: list[NoticeLine] = []
    next_cursor: str = ""
    is_loaded: bool = False

    @handler
    async def load(self) -> None:
        """On loading the page."""
        await live.watch(self, kinds=COUNTS, own=True)
        self.shows = "all"
        await self._read(0)

    @handler
    async def show(self, shows: Literal["all", "unread"]) -> None:
        """All, or only the unread ones."""
        self.shows = shows
        await self._read(0)

    @handler
    async def show_more(self, cursor: Cursor) -> None:
        """Older ones, below those that are shown."""
        page = await read(self, notification_page, unread_only=self.shows == "unread", cursor=cursor)
        known = {row.id for row in self.rows}
        self.rows = [*self.rows, *(line for line in await _lines(self, page) if line.id not in known)]
        self.next_cursor = page.next_cursor or ""

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        await self._read(len(self.rows))

    async def _read(self, at_least: int) -> None:
        """Read from the newest on, about as many as are shown."""
        limit = max(PER_PAGE, at_least)
        page = await read(self, notification_page, unread_only=self.shows == "unread", limit=limit)
        self.rows = await _lines(self, page)
        self.next_cursor = page.next_cursor or ""
        self.is_loaded = True


class WishesState(rx.State):
    """How the person wants to hear of each kind: on the profile page."""

    wishes: dict[str, bool] = {}

    @handler
    async def load(self) -> None:
        """On loading the profile page."""
        await self._read()

    @handler
    async def wish(self, notice: Notice, channel: Channel, is_wanted: bool) -> None:
        """A tick was set or taken away."""
        await act(self, prefer, notice, channel, is_wanted)
        await self._read()

    async def _read(self) -> None:
        rows = await read(self, preferences)
        self.wishes = {wish_key(row.notice, channel): channel in row.channels for row in rows for channel in Channel}


def wish_key(notice: Notice, channel: Channel) -> str:
    """The name of one tick."""
    return f"{notice}_{channel}"


PAGE = "/notifications"
PER_PAGE = 30


async def _lines(state: BaseState, page: NotificationPage) -> list[NoticeLine]:
    look, session = await look_of(state), await state.get_state(SessionState)
    feed: Any = session.may[Permission.FEED_READ.name.lower()]
    return [notice_line(row, look, session.name, reads_feed=bool(feed)) for row in page.rows]

"""The mail outbox of the Admin."""

from typing import Annotated, Literal
from uuid import UUID

import reflex as rx
from pydantic import Field

from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.domain.mails.outbox import send_again
from leadx_app.queries.mails import PAGE_SIZE, MailPage, mail_detail, mail_page
from leadx_app.runtime import get_runtime
from leadx_app.state import live
from leadx_app.state.doors import act, handler, read
from leadx_app.state.look import look_of, say_done
from leadx_app.state.mail_lines import MailLine, MailShown, mail_line, mail_shown

Cursor = Annotated[str, Field(max_length=400)]
KINDS = frozenset({EventKind.MAIL_CHANGED, EventKind.MAIL_SENT_AGAIN})


class MailsState(rx.State):
    """The mails that are shown, newest first, and the one that is open."""

    shows: str = "all"
    rows: list[MailLine] = []
    dead: str = ""
    next_cursor: str = ""
    has_server: bool = True
    is_loaded: bool = False
    is_open: bool = False
    mail: MailShown = MailShown()

    @handler
    async def load(self) -> None:
        """On loading the page."""
        await live.watch(self, kinds=KINDS, everybody=True)
        self.shows, self.is_open, self.mail = "all", False, MailShown()
        await self._read(0)

    @handler
    async def show(self, shows: Literal["all", "waiting", "sent", "dead"]) -> None:
        """Mails in this state only."""
        self.shows = shows
        await self._read(0)

    @handler
    async def show_more(self, cursor: Cursor) -> None:
        """Older ones, below those that are shown."""
        page = await read(self, mail_page, self.shows, cursor)
        known = {row.id for row in self.rows}
        self.rows = [*self.rows, *(line for line in await self._lines(page) if line.id not in known)]
        self.next_cursor = page.next_cursor or ""

    @handler
    async def open_mail(self, mail_id: UUID) -> None:
        """Read one."""
        await self._read_open(mail_id)
        self.is_open = True

    @handler
    async def close_mail(self) -> None:
        """Back to the list."""
        self.is_open = False

    @handler
    async def send_again(self, mail_id: UUID) -> None:
        """Put a mail that could not be sent back in the line."""
        try:
            await act(self, send_again, mail_id)
            await say_done(self, "The mail is in the line again.")
        finally:
            await live.refresh(self)

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        await self._read(len(self.rows))
        if self.is_open and self.mail.id:
            await self._read_open(UUID(self.mail.id))

    async def _read(self, at_least: int) -> None:
        """Read from the newest on, about as many as are shown."""
        page = await read(self, mail_page, self.shows, limit=max(PAGE_SIZE, at_least))
        self.rows = await self._lines(page)
        self.next_cursor = page.next_cursor or ""
        self.dead = (await look_of(self)).number(page.dead) if page.dead else ""
        self.has_server = get_runtime().mailer is not None
        self.is_loaded = True

    async def _read_open(self, mail_id: UUID) -> None:
        detail = await read(self, mail_detail, mail_id)
        self.mail = mail_shown(detail, await look_of(self), has_server=get_runtime().mailer is not None)

    async def _lines(self, page: MailPage) -> list[MailLine]:
        look, has_server = await look_of(self), get_runtime().mailer is not None
        return [mail_line(row, look, has_server=has_server) for row in page.rows]

"""Everybody's API tokens, for the Admin."""

from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

import reflex as rx
from pydantic import Field

from leadx_app.domain.tokens import revoke
from leadx_app.queries.tokens import OverseenToken, TokenStanding, token_page
from leadx_app.state.doors import act, handler, read
from leadx_app.state.format import DASH, Look
from leadx_app.state.look import look_of, say_done

Cursor = Annotated[str, Field(max_length=400)]
STANDINGS: dict[TokenStanding, tuple[str, str]] = {
    TokenStanding.LIVE: ("Works", "won"),
    TokenStanding.EXPIRED: ("Ended by itself", "neutral"),
    TokenStanding.REVOKED: ("Revoked", "closed"),
}


@dataclass(frozen=True)
class OverseenLine:
    """A token in the reader's words; `revoke` is the name of the button, "" when it has ended."""

    id: str
    name: str
    owner: str
    more: str
    scope: str
    used: str
    expires: str
    standing: str
    tone: str
    revoke: str


class TokensState(rx.State):
    """The tokens that are shown, newest first."""

    shows: str = "live"
    rows: list[OverseenLine] = []
    next_cursor: str = ""
    is_loaded: bool = False

    @handler
    async def load(self) -> None:
        """On loading the page."""
        self.shows = "live"
        await self._read()

    @handler
    async def show(self, shows: Literal["live", "all"]) -> None:
        """Those that work, or all."""
        self.shows = shows
        await self._read()

    @handler
    async def show_more(self, cursor: Cursor) -> None:
        """Older ones, below those that are shown."""
        page = await read(self, token_page, self.shows, cursor)
        look = await look_of(self)
        known = {row.id for row in self.rows}
        self.rows = [*self.rows, *(overseen_line(row, look) for row in page.rows if str(row.id) not in known)]
        self.next_cursor = page.next_cursor or ""

    @handler
    async def revoke(self, token_id: UUID) -> None:
        """End somebody's token."""
        await act(self, revoke, token_id)
        await self._read()
        await say_done(self, "The token no longer works.")

    async def _read(self) -> None:
        page = await read(self, token_page, self.shows)
        look = await look_of(self)
        self.rows = [overseen_line(row, look) for row in page.rows]
        self.next_cursor = page.next_cursor or ""
        self.is_loaded = True


def overseen_line(row: OverseenToken, look: Look) -> OverseenLine:
    """A row in the reader's words."""
    standing, tone = STANDINGS[row.standing]
    is_live = row.standing == TokenStanding.LIVE
    return OverseenLine(
        id=str(row.id),
        name=row.name,
        owner=row.owner,
        more=f"{row.email} · {row.organization} · {row.prefix}…",
        scope=look.say("Read and write") if row.may_write else look.say("Read only"),
        used=look.moment(row.last_used_at) if row.last_used_at else DASH,
        expires=look.date(row.expires_at),
        standing=look.say(standing),
        tone=tone,
        revoke=look.say("Revoke {name} of {owner}", name=row.name, owner=row.owner) if is_live else "",
    )

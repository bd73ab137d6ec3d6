"""The private address that calendar programs read."""

import reflex as rx

from leadx_app.domain.calendar_address import address_since, renew_address
from leadx_app.runtime import get_runtime
from leadx_app.state.doors import act, handler, read
from leadx_app.state.look import look_of


class CalendarLinkState(rx.State):
    """A new address, here only until the page is left; `since` when the present one was made."""

    link: str = ""
    since: str = ""

    @handler
    async def leave_link(self) -> None:
        """On loading the page: what was shown once is not shown again."""
        self.link = ""

    @handler
    async def look_at_link(self) -> None:
        """Whether there is a calendar address."""
        since = await read(self, address_since)
        self.since = (await look_of(self)).moment(since) if since else ""

    @handler
    async def renew_link(self) -> None:
        """A new calendar address, shown once; the one before leads nowhere from now on."""
        secret = await act(self, renew_address)
        self.link = f"{get_runtime().settings.address}/calendar/{secret}.ics"
        await self.look_at_link()

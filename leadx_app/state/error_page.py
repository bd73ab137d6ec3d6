"""Pages that say what went wrong: the number under which the log knows it, and the frame of whoever is signed in."""

from typing import Any, Literal

import reflex as rx

from leadx_app.logs import note_page
from leadx_app.state.bell import RingState
from leadx_app.state.doors import handler
from leadx_app.state.live import LiveState
from leadx_app.state.notifications import BellState
from leadx_app.state.session import SessionState


class ErrorPageState(rx.State):
    """The number of what went wrong on this page; "" while there is none."""

    number: str = ""

    @handler(public=True)
    async def note(self, status: Literal[403, 404]) -> None:
        """Somebody sees such a page."""
        self.number = note_page(status)

    @handler(public=True)
    async def arrive(self) -> Any:
        """On loading an address that leads nowhere: the frame is kept up to date for whoever is signed in."""
        session = await self.get_state(SessionState)
        return [LiveState.follow, BellState.load, RingState.listen] if session.is_signed_in else None

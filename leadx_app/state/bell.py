"""The bell on every page: who rings it is seen and heard at once by everybody who works in the organization."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import reflex as rx

from leadx_app.domain import accounts
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.models import utc_now
from leadx_app.queries.bell import Ring, latest_rings
from leadx_app.state import live
from leadx_app.state.audience import read_shared
from leadx_app.state.doors import act, handler
from leadx_app.state.format import Look
from leadx_app.state.look import look_of
from leadx_app.state.session import SessionState, refresh_session

HEARD_FOR = timedelta(seconds=30)
"""Whoever comes later finds it in the feed."""
ON_THE_WAY = timedelta(seconds=1)
"""How long before a page was loaded a ring still counts as one that it missed on the way."""


@dataclass(frozen=True)
class RingShown:
    """A ring as the banner says it; `is_mine` for whoever rang."""

    id: str
    headline: str
    title: str
    thanks: str
    is_mine: bool


class RingState(rx.State):
    """The rings of the last seconds, oldest first; the banner shows each once."""

    rings: list[RingShown] = []

    _since: datetime | None = None

    @handler
    async def listen(self) -> None:
        """On loading any page; reads nothing."""
        if self.rings:
            self.rings = []
        self._since = utc_now() - ON_THE_WAY
        await live.watch(self, kinds=(EventKind.BELL_RUNG,), everybody=True)

    @handler
    async def mute(self, is_muted: bool) -> None:
        """See the bell without hearing it from now on, or hear it again."""
        await act(self, accounts.change_preferences, is_bell_muted=is_muted)
        await refresh_session(self)

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        rings, look = await read_shared(self, latest_rings), await look_of(self)
        session = await self.get_state(SessionState)
        me = session._actor.user_id if session._actor else None
        since = max(self._since or look.now, look.now - HEARD_FOR)
        fresh = [ring for ring in rings if ring.rung_at >= since]
        shown = [_shown(ring, look, is_mine=ring.actor_id == me) for ring in fresh]
        if self.rings != shown:
            self.rings = shown


def _shown(ring: Ring, look: Look, *, is_mine: bool) -> RingShown:
    headline = look.say("You rang the bell") if is_mine else look.say("{actor} rang the bell", actor=ring.actor)
    thanks = look.say("Brought in by {name}", name=ring.finder) if ring.finder != ring.actor else ""
    return RingShown(str(ring.id), headline, ring.title, thanks, is_mine)

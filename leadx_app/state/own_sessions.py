"""Where the person is signed in, on the profile page."""

from dataclasses import dataclass
from uuid import UUID

import reflex as rx

from leadx_app.domain import profile
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.queries.own_sessions import SessionRow, own_sessions
from leadx_app.runtime import get_runtime
from leadx_app.state import live
from leadx_app.state.doors import act, credential, handler, read
from leadx_app.state.format import DASH, Look
from leadx_app.state.look import look_of, say_done

_PROGRAMS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
_PHONES = ("iPhone", "Android")
LONGEST_SHOWN = 60


@dataclass(frozen=True)
class SessionLine:
    """A browser in which the person is signed in; `name` tells its button apart from the others'."""

    id: str
    browser: str
    icon: str
    place: str
    last_used: str
    is_this: bool


class OwnSessionsState(rx.State):
    """The browsers in which the person is signed in, this one first."""

    sessions: list[SessionLine] = []

    @handler
    async def load(self) -> None:
        """On loading the page."""
        await live.watch(self, kinds=frozenset({EventKind.PREFERENCES_CHANGED}), own=True)
        await self._read()

    @handler
    async def end(self, session_id: UUID) -> None:
        """Sign one of the other browsers out."""
        await act(self, profile.end_own_session, session_id)
        await self._read()
        await say_done(self, "It is signed out there.")

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        await self._read()

    async def _read(self) -> None:
        look, idle = await look_of(self), get_runtime().database.limits.idle
        rows = await read(self, own_sessions, credential(self).session_hash or "", idle)
        self.sessions = [_line(row, look) for row in rows]


def _line(row: SessionRow, look: Look) -> SessionLine:
    browser = browser_of(row.user_agent)
    drawing = "phone" if any(mark in row.user_agent for mark in _PHONES) else "monitor"
    since = look.say("since {moment}", moment=look.moment(row.created_at))
    by = look.say("with {provider}", provider=row.provider) if row.provider else ""
    place = " · ".join(filter(None, (row.address, since, by)))
    return SessionLine(str(row.id), browser, drawing, place, look.ago(row.last_seen_at), row.is_this)


def browser_of(user_agent: str) -> str:
    """ "Firefox · Windows", as far as the browser says it, else what it says."""
    known = [next((name for mark, name in marks if mark in user_agent), "") for marks in (_PROGRAMS, _MACHINES)]
    return " · ".join(filter(None, known)) or user_agent[:LONGEST_SHOWN] or DASH

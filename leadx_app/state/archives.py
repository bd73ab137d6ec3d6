"""The Admin's page of data: archives of everything."""

from dataclasses import dataclass

import reflex as rx

from leadx_app.domain import archives
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.models import JobState
from leadx_app.queries.archives import ArchiveRow, archive_page
from leadx_app.state import live
from leadx_app.state.doors import act, handler, read
from leadx_app.state.format import Look
from leadx_app.state.jobs import STATES, TONES
from leadx_app.state.lead_shown import size_shown
from leadx_app.state.look import look_of, say_done


@dataclass(frozen=True)
class ArchiveLine:
    """An archive; `href` is "" while there is nothing to open, `percent` "" until it is known how much there is."""

    id: str
    href: str
    made: str
    about: str
    checksum: str
    state: str
    tone: str
    percent: str


class ArchivesState(rx.State):
    """The archives that the Admin asked for, newest first."""

    rows: list[ArchiveLine] = []
    may_ask: bool = False
    is_loaded: bool = False

    @handler
    async def load(self) -> None:
        """On loading the page."""
        await live.watch(self, kinds={EventKind.JOB_CHANGED}, everybody=True)
        await self._read()

    @handler
    async def ask(self) -> None:
        """Begin an archive of everything."""
        try:
            await act(self, archives.ask)
            await say_done(self, "The archive is being made. You can leave this page.")
        finally:
            await live.refresh(self)

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        await self._read()

    async def _read(self) -> None:
        page = await read(self, archive_page)
        look = await look_of(self)
        self.may_ask = page.may_ask
        self.rows = [archive_line(row, look) for row in page.rows]
        self.is_loaded = True


def archive_line(row: ArchiveRow, look: Look) -> ArchiveLine:
    """An archive in the reader's words."""
    is_ready = row.size_bytes is not None
    state = JobState.DONE if is_ready else row.state or JobState.FAILED
    if state == JobState.DONE and not is_ready:
        state = JobState.RUNNING
    return ArchiveLine(
        id=str(row.id),
        href=f"/api/v1/archives/{row.id}" if is_ready else "",
        made=look.say("Asked for on {moment}", moment=look.moment(row.created_at)),
        about=_about(row, look),
        checksum=row.sha256 or "",
        state=look.say(STATES[state]),
        tone=TONES[state],
        percent=str(min(100, (row.done or 0) * 100 // row.total)) if row.total and not is_ready else "",
    )


def _about(row: ArchiveRow, look: Look) -> str:
    if row.size_bytes is not None:
        until = look.moment(row.expires_at)
        return look.say("{size}, can be downloaded until {moment}", size=size_shown(row.size_bytes, look), moment=until)
    if row.total:
        return look.say("{done} of {total}", done=look.number(row.done or 0), total=look.number(row.total))
    return ""

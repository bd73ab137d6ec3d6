"""The Admin page: what leads are worth in points."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from leadx_app.domain.errors import Invalid, NotFound
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.domain.permissions import Actor
from leadx_app.domain.rewards import PointsDraft, set_points
from leadx_app.models import PointKind
from leadx_app.queries.settings import PointsSet, points_set
from leadx_app.state import live
from leadx_app.state.doors import Form, attempt, handler, read
from leadx_app.state.look import say_done

_WHOLE = re.compile(r"\d{1,9}", re.ASCII)


@dataclass(frozen=True)
class PointsLine:
    """What one organization gives, as its form shows it; `key` changes with what is saved."""

    id: str
    key: str
    organization: str
    version: str
    created: str
    handshake: str
    won: str


class AdminPointsState(rx.State):
    """What the section shows; `problems` belong to the form of the organization `problem_at`."""

    lines: list[PointsLine] = []
    problem_at: str = ""
    problems: dict[str, str] = {}

    @handler
    async def load(self) -> None:
        """On loading the page."""
        await live.watch(self, kinds={EventKind.SETTINGS_CHANGED}, everybody=True)
        self.problem_at, self.problems = "", {}
        await self._read()

    @handler
    async def save(self, form: Form) -> None:
        """Save what one organization gives from now on."""
        saved = await attempt(self, _set_points, form)
        self.problem_at, self.problems = str(form.get("organization_id") or ""), saved.problems
        if saved.ok:
            await say_done(self, "Saved.")
            await live.refresh(self)

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        await self._read()

    async def _read(self) -> None:
        self.lines = [_line(row) for row in await read(self, points_set)]


def _line(row: PointsSet) -> PointsLine:
    return PointsLine(
        str(row.organization_id),
        f"{row.organization_id} {row.version}",
        row.organization,
        str(row.version),
        str(row.created),
        str(row.handshake),
        str(row.won),
    )


def _set_points(session: Session, actor: Actor, form: Form, *, now: datetime) -> None:
    """`set_points` with what was written in the form."""
    try:
        organization_id = UUID(str(form.get("organization_id")))
    except ValueError:
        raise NotFound() from None
    names = ("version", *(kind.value for kind in PointKind))
    written = {name: str(form.get(name) or "").strip() for name in names}
    for name, text in written.items():
        if not _WHOLE.fullmatch(text):
            raise Invalid("Write a whole number.", field=name)
    draft = PointsDraft(**{name: int(text) for name, text in written.items()})
    set_points(session, actor, organization_id, draft, now=now)

"""The Admin page: what is set for each organization."""

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
from leadx_app.domain.settings import set_answer_by
from leadx_app.queries.settings import AnswerBy, answer_bys
from leadx_app.state import live
from leadx_app.state.doors import Form, attempt, handler, read
from leadx_app.state.look import say_done
from leadx_app.state.pipeline_lines import Choice

_WHOLE = re.compile(r"\d{1,6}")


@dataclass(frozen=True)
class AnswerByLine:
    """The answer-by time of one organization, as its form shows it; `key` changes with what is saved."""

    id: str
    key: str
    organization: str
    hours: str
    escalation_id: str
    leaders: list[Choice]


class AdminState(rx.State):
    """What the page shows; `problems` belong to the form of the organization `problem_at`."""

    answer_bys: list[AnswerByLine] = []
    is_loaded: bool = False
    problem_at: str = ""
    problems: dict[str, str] = {}

    @handler
    async def load(self) -> None:
        """On loading the page."""
        await live.watch(self, kinds={EventKind.SETTINGS_CHANGED}, everybody=True)
        self.problem_at, self.problems = "", {}
        await self._read()

    @handler
    async def save_answer_by(self, form: Form) -> None:
        """Save the answer-by time of one organization."""
        saved = await attempt(self, _set_answer_by, form)
        self.problem_at, self.problems = str(form.get("organization_id") or ""), saved.problems
        if saved.ok:
            await say_done(self, "Saved.")
            await live.refresh(self)

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        await self._read()

    async def _read(self) -> None:
        self.answer_bys = [_line(row) for row in await read(self, answer_bys)]
        self.is_loaded = True


def _line(row: AnswerBy) -> AnswerByLine:
    hours, escalation_id = str(row.hours or ""), str(row.escalation_id or "")
    leaders = [Choice(str(leader.id), leader.name) for leader in row.leaders]
    key = f"{row.organization_id} {hours} {escalation_id}"
    return AnswerByLine(str(row.organization_id), key, row.organization, hours, escalation_id, leaders)


def _set_answer_by(session: Session, actor: Actor, form: Form, *, now: datetime) -> None:
    """`set_answer_by` with what was written in the form."""
    try:
        organization_id = UUID(str(form.get("organization_id")))
    except ValueError:
        raise NotFound() from None
    hours = str(form.get("hours") or "").strip()
    if hours and not _WHOLE.fullmatch(hours):
        raise Invalid("Write a whole number of hours, or nothing.", field="hours")
    try:
        escalation_id = UUID(str(form["escalation_id"])) if form.get("escalation_id") else None
    except ValueError:
        raise Invalid("Choose one from the list.", field="escalation_id") from None
    set_answer_by(session, actor, organization_id, int(hours) if hours else None, escalation_id, now=now)

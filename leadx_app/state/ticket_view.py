"""One ticket: what was said on it, how its clock stands, and what may be done, live."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from leadx_app.domain.errors import NotFound
from leadx_app.domain.events import Message
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.permissions import Actor
from leadx_app.domain.support import tickets
from leadx_app.domain.support.draft import ReplyDraft
from leadx_app.models import Severity, TicketKind, TicketStatus
from leadx_app.queries.support import TicketDetail, ticket_detail
from leadx_app.state import live
from leadx_app.state.address_words import id_of
from leadx_app.state.doors import Form, act, attempt, handler, read
from leadx_app.state.file_limit import read_file_limit
from leadx_app.state.lead_edit import listed
from leadx_app.state.look import look_of, say_done
from leadx_app.state.parameters import chosen, name_of
from leadx_app.state.session import SessionState
from leadx_app.state.support import TICKETS
from leadx_app.state.support_lines import (
    TicketEntryLine,
    TicketLine,
    TicketMove,
    entry_line,
    move_lines,
    response_words,
    ticket_line,
)

PAGE = "/support/tickets/"


class TicketViewState(rx.State):
    """The ticket that is looked at; `status` is "", "shown" or "missing"."""

    status: str = ""
    ticket: TicketLine = TicketLine()
    entries: list[TicketEntryLine] = []
    moves: list[TicketMove] = []
    response: str = ""
    clock: str = ""
    may_reply: bool = False
    may_work: bool = False
    is_mine: bool = False
    problems: dict[str, str] = {}
    file_limit_mb: int = 0
    answer_token: int = 0
    reply_token: int = 0

    @handler
    async def load(self) -> None:
        """Show the ticket of the address."""
        await live.watch(self, kinds=TICKETS)
        self.problems, self.file_limit_mb = {}, await read_file_limit(self)
        found = id_of(self.router.url.path.removeprefix(PAGE).strip("/"))
        await self._read(found)

    @handler
    async def reply(self, form: Form) -> None:
        """Write on the ticket."""
        said = await attempt(self, _reply, chosen(self.ticket.id), form)
        self.problems = said.problems
        self.answer_token += 1
        if said.ok:
            self.reply_token += 1
            await live.refresh(self)

    @handler
    async def move(self, to: name_of(TicketStatus)) -> None:
        """Move the ticket on."""
        await self._do(tickets.move, TicketStatus(to))

    @handler
    async def take(self) -> None:
        """Become the one who works it."""
        await self._do(tickets.take)
        await say_done(self, "The ticket is yours.")

    @handler
    async def judge_severity(self, severity: name_of(Severity)) -> None:
        """Say how bad it is."""
        await self._do(tickets.judge, TicketKind(self.ticket.kind or TicketKind.QUESTION), Severity(severity))

    @handler
    async def judge_kind(self, kind: name_of(TicketKind)) -> None:
        """Say what it is."""
        await self._do(tickets.judge, TicketKind(kind), Severity(self.ticket.severity or Severity.S4))

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        await self._read(id_of(self.ticket.id))

    async def _do(self, command: Callable[..., Any], *what: Any) -> None:
        """An act on the ticket that is shown; refused or done, it is read again."""
        ticket_id = chosen(self.ticket.id)
        try:
            await act(self, command, ticket_id, *what)
        finally:
            await live.refresh(self)

    async def _read(self, ticket_id: UUID | None) -> None:
        """Read with the reader's rights; absent and not theirs look alike."""
        try:
            if ticket_id is None:
                raise NotFound()
            await self._show(await read(self, ticket_detail, ticket_id))
        except NotFound:
            self.status, self.ticket, self.clock, self.response = "missing", TicketLine(), "", ""
            self.entries, self.moves = [], []
            self.may_reply = self.may_work = self.is_mine = False

    async def _show(self, detail: TicketDetail) -> None:
        look, here = await look_of(self), (await self.get_state(SessionState)).organization
        self.ticket = ticket_line(detail.ticket, look, here)
        self.entries = [entry_line(row, look) for row in detail.entries]
        self.moves = move_lines(detail, look)
        self.response = response_words(detail.ticket, look)
        used, target = (look.number(time.total_seconds() / 3600, 1) for time in (detail.used, detail.target))
        self.clock = look.say("{used} of {target} support hours used", used=used, target=target)
        self.may_reply, self.may_work, self.is_mine = detail.may_reply, detail.may_work, detail.is_mine
        self.status = "shown"


def _reply(session: Session, actor: Actor, ticket_id: UUID, form: Form, *, now: Any) -> None:
    """`reply` with what was written in the form."""
    said = {"text": form.get("text"), "draft_id": form.get("draft_id"), "file_ids": listed(form.get("file_ids"))}
    tickets.reply(session, actor, ticket_id, parse_draft(ReplyDraft, said), now=now)

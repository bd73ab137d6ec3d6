"""Pending Requests of User Management: who asks to join, and the Admin's answer."""

from dataclasses import dataclass
from uuid import UUID

import reflex as rx

from leadx_app.domain import joining
from leadx_app.domain.errors import NotFound
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.mail.joining_letters import Letters
from leadx_app.queries.joining import JoinRow, join_rows
from leadx_app.queries.people import own_organizations
from leadx_app.runtime import get_runtime
from leadx_app.state import live
from leadx_app.state.doors import Form, act, attempt, handler, read
from leadx_app.state.format import Look
from leadx_app.state.look import look_of, say_done
from leadx_app.state.pipeline_lines import Choice

KINDS = frozenset({EventKind.JOIN_ASKED, EventKind.JOIN_APPROVED, EventKind.JOIN_REJECTED, EventKind.JOIN_TAKEN_UP})


@dataclass(frozen=True)
class JoinLine:
    """A request as it is shown; `since` is its age."""

    id: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    organization_id: str = ""
    organization: str = ""
    is_confirmed: bool = True
    reason: str = ""
    since: str = ""
    moment: str = ""


class JoiningState(rx.State):
    """Requests that wait and those that were rejected lately, and the one that is answered."""

    waiting: list[JoinLine] = []
    rejected: list[JoinLine] = []
    organizations: list[Choice] = []
    is_loaded: bool = False
    answered: JoinLine = JoinLine()
    is_approving: bool = False
    is_rejecting: bool = False
    problems: dict[str, str] = {}

    @handler
    async def load(self) -> None:
        """On loading the page."""
        await live.watch(self, kinds=KINDS, everybody=True)
        self.answered, self.is_approving, self.is_rejecting, self.problems = JoinLine(), False, False, {}
        self.organizations = [Choice(str(one.id), one.name) for one in await read(self, own_organizations)]
        await self._read()

    @handler
    async def open_approval(self, request_id: UUID) -> None:
        """Choose role and organization."""
        self._open(request_id)
        self.is_approving = True

    @handler
    async def open_rejection(self, request_id: UUID) -> None:
        """Say why not."""
        self._open(request_id)
        self.is_rejecting = True

    @handler
    async def close(self) -> None:
        """Back to the list."""
        self.is_approving = self.is_rejecting = False

    @handler
    async def approve(self, form: Form) -> None:
        """Let the person in."""
        line = self._answered()
        organization_id, role = _id(form.get("organization_id")), str(form.get("role") or "")
        runtime = get_runtime()
        settings, write = runtime.settings, Letters(runtime.customers.home).approved
        done = await attempt(self, joining.approve, UUID(line.id), role, organization_id, write, settings.mail_domain)
        await self._finish(done.problems, "They can sign in now, and a mail tells them.")

    @handler
    async def reject(self, form: Form) -> None:
        """Do not let the person in; the reason goes into their mail."""
        line = self._answered()
        runtime = get_runtime()
        settings, write = runtime.settings, Letters(runtime.customers.home).rejected
        reason = str(form.get("reason") or "")
        done = await attempt(self, joining.reject, UUID(line.id), reason, write, settings.mail_domain)
        undo = JoiningState.take_up_again(line.id)
        await self._finish(done.problems, "The request is rejected, and a mail says why.", undo)

    @handler
    async def take_up_again(self, request_id: UUID) -> None:
        """Let a rejected request wait again."""
        await act(self, joining.take_up_again, request_id)
        await say_done(self, "The request waits again. A mail follows when it is approved.")
        await live.refresh(self)

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        await self._read()

    def _open(self, request_id: UUID) -> None:
        known = {line.id: line for line in self.waiting}
        if str(request_id) not in known:
            raise NotFound()
        self.answered, self.problems = known[str(request_id)], {}

    def _answered(self) -> JoinLine:
        if not self.answered.id:
            raise NotFound()
        return self.answered

    async def _finish(self, problems: dict[str, str], text: str, undo: object = None) -> None:
        self.problems = problems
        if problems:
            return
        self.is_approving = self.is_rejecting = False
        await say_done(self, text, undo)
        await live.refresh(self)

    async def _read(self) -> None:
        look = await look_of(self)
        rows = await read(self, join_rows)
        self.waiting = [_line(row, look) for row in rows if not row.is_rejected]
        self.rejected = [_line(row, look) for row in rows if row.is_rejected]
        self.is_loaded = True


def _line(row: JoinRow, look: Look) -> JoinLine:
    return JoinLine(
        str(row.id),
        row.name,
        row.email,
        row.phone,
        str(row.organization_id),
        row.organization,
        row.is_confirmed,
        row.reason,
        look.age(row.asked_at),
        look.moment(row.asked_at),
    )


def _id(value: object) -> UUID:
    try:
        return UUID(str(value))
    except ValueError:
        raise NotFound() from None

"""Support: the list of tickets with its figures, and when support is open."""

from typing import Any, Literal

import reflex as rx
from sqlmodel import Session

from leadx_app.domain.errors import SignedOut
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.support.desk import SupportHoursDraft, set_hours
from leadx_app.models import Severity
from leadx_app.queries.support import (
    PAGE_SIZE,
    HoursShown,
    TicketFilter,
    TicketPage,
    TicketsShown,
    support_figures,
    support_hours,
    ticket_page,
)
from leadx_app.state import live
from leadx_app.state.doors import Form, attempt, handler, read
from leadx_app.state.look import look_of, say_done
from leadx_app.state.parameters import Cursor, name_of
from leadx_app.state.session import SessionState
from leadx_app.state.support_lines import SupportFigure, TicketLine, figure_lines, raise_href, ticket_line

TICKETS = frozenset(kind for kind in EventKind if kind.startswith(("ticket.", "support.")))
"""What may change a page of tickets."""
SUPPORT = "/support"


class SupportState(rx.State):
    """The tickets that are shown, and the figures of all that the reader sees."""

    shown: str = TicketsShown.OPEN.value
    severity: str = ""
    is_mine: bool = False
    rows: list[TicketLine] = []
    figures: list[SupportFigure] = []
    next_cursor: str = ""
    is_loaded: bool = False

    @handler
    async def load(self) -> None:
        """On loading the page."""
        await live.watch(self, kinds=TICKETS)
        self.shown, self.severity, self.is_mine = TicketsShown.OPEN.value, "", False
        await self._read(0)

    @handler
    async def show(self, shown: name_of(TicketsShown)) -> None:
        """Open ones, ended ones, or all."""
        self.shown = shown
        await self._read(0)

    @handler
    async def choose_severity(self, severity: Literal["", "s1", "s2", "s3", "s4"]) -> None:
        """Those of one severity only; the same again shows all."""
        self.severity = "" if severity == self.severity else severity
        await self._read(0)

    @handler
    async def only_mine(self, wanted: bool) -> None:
        """Those that one raised or works only."""
        self.is_mine = wanted
        await self._read(0)

    @handler
    async def show_more(self, cursor: Cursor) -> None:
        """The next ones, below those that are shown."""
        page = await self._page(cursor, PAGE_SIZE)
        known = {row.id for row in self.rows}
        self.rows = [*self.rows, *(line for line in await self._lines(page) if line.id not in known)]
        self.next_cursor = page.next_cursor or ""

    @handler
    async def raise_here(self) -> Any:
        """From any page: go and raise a ticket about it."""
        page = self.router.url.path
        about = "" if page.startswith(SUPPORT) else page.rstrip("/")
        return rx.redirect(raise_href(about))

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        await self._read(len(self.rows))

    async def _read(self, at_least: int) -> None:
        page = await self._page(None, max(PAGE_SIZE, at_least))
        self.rows = await self._lines(page)
        self.next_cursor = page.next_cursor or ""
        self.figures = figure_lines(await read(self, support_figures), await look_of(self))
        self.is_loaded = True

    async def _page(self, cursor: str | None, limit: int) -> TicketPage:
        severity = Severity(self.severity) if self.severity else None
        return await read(
            self, ticket_page, TicketFilter(TicketsShown(self.shown), severity, self.is_mine), cursor, limit
        )

    async def _lines(self, page: TicketPage) -> list[TicketLine]:
        look, here = await look_of(self), (await self.get_state(SessionState)).organization
        return [ticket_line(row, look, here) for row in page.rows]


class SupportHoursState(rx.State):
    """When support is open: said to everybody, changed by the parent's Admins."""

    words: str = ""
    form: HoursShown = HoursShown()
    is_open: bool = False
    problems: dict[str, str] = {}
    answer_token: int = 0
    clear_token: int = 0

    @handler
    async def load(self) -> None:
        """On loading a page that says when support is open."""
        await self._read()

    @handler
    async def ask(self) -> None:
        """Open the form."""
        actor = (await self.get_state(SessionState))._actor
        if actor is None:
            raise SignedOut()
        actor.require(Permission.TICKET_WORK)
        await self._read()
        self.problems, self.is_open = {}, True

    @handler
    async def close(self) -> None:
        """Close the form."""
        self.is_open = False

    @handler
    async def save(self, form: Form) -> None:
        """Keep what the form says."""
        saved = await attempt(self, _set_hours, form)
        self.problems = saved.problems
        self.answer_token += 1
        if saved.ok:
            self.is_open, self.clear_token = False, self.clear_token + 1
            await say_done(self, "Saved.")
            await self._read()

    async def _read(self) -> None:
        self.form = await read(self, support_hours)
        look = await look_of(self)
        self.words = look.say(
            "Support is open {days}, {opens}–{closes} ({zone}).",
            days=_days(self.form.weekdays, look.language),
            opens=self.form.opens,
            closes=self.form.closes,
            zone=self.form.time_zone,
        )


DAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "nb": ("man.", "tirs.", "ons.", "tors.", "fre.", "lør.", "søn."),
}


def _days(weekdays: list[str], language: str) -> str:
    """ "Mon–Fri", or one by one."""
    numbers = sorted(int(day) for day in weekdays)
    names = [DAYS[language][number] for number in numbers]
    in_row = len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1
    return f"{names[0]}–{names[-1]}" if in_row else ", ".join(names)


def _set_hours(session: Session, actor: Actor, form: Form, *, now: Any) -> None:
    """`set_hours` with what stands in the form."""
    ticked = [number for number in range(7) if form.get(f"weekday_{number}")]
    said = {name: form.get(name) for name in ("opens", "closes")}
    country = str(form.get("country") or "")
    set_hours(session, actor, parse_draft(SupportHoursDraft, {**said, "weekdays": ticked, "country": country}), now=now)

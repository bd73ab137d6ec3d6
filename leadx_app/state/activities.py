"""Activities: the tabs of what is planned, the calendar, and what can be done to each plan."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal

import reflex as rx
from pydantic import Field

from leadx_app.domain.days import today_in
from leadx_app.domain.errors import Invalid, NotFound
from leadx_app.domain.events import Message
from leadx_app.domain.permissions import Permission
from leadx_app.domain.quick_add import LONGEST, understand
from leadx_app.models import ListName, new_id
from leadx_app.queries.agenda import agenda_between, agenda_page
from leadx_app.queries.agenda_filters import Tab, Whose
from leadx_app.queries.agenda_rows import AgendaRow
from leadx_app.queries.choices import colleagues
from leadx_app.state import live
from leadx_app.state.agenda_acts import PLANS, quick_task
from leadx_app.state.agenda_address import AgendaAddress, View
from leadx_app.state.agenda_lines import (
    DayLine,
    PlanLine,
    calendar_days,
    local_now,
    plan_line,
    quick_words,
    range_words,
    shown_days,
    stepped,
)
from leadx_app.state.agenda_list import AGENDA_LIST
from leadx_app.state.doors import Form, attempt, handler, read
from leadx_app.state.export_links import export_query
from leadx_app.state.format import Look
from leadx_app.state.list_address import USUAL
from leadx_app.state.list_spec import list_of
from leadx_app.state.lists import moved, open_list, show_list
from leadx_app.state.look import look_of
from leadx_app.state.parameters import IdOrNothing, Line, name_of
from leadx_app.state.pipeline_lines import Choice
from leadx_app.state.session import SessionState

Cursor = Annotated[str, Field(max_length=400)]
TabName, ViewName = name_of(Tab), name_of(View)


@list_of(ListName.ACTIVITIES, **AGENDA_LIST)
class ActivitiesState(rx.State):
    """What the page shows; `at` is what its address says.

    Attributes:
        understood: what is read out of the line that is being typed.
        quick_key: changes when that line was taken, which empties it; `line_id` makes of a line one task only.
        today: the day that the page was read on, by the reader's clock.
    """

    at: AgendaAddress = AgendaAddress()
    query: str = ""
    is_filtered: bool = False
    is_loaded: bool = False
    is_own: bool = True
    rows: list[PlanLine] = []
    next_cursor: str = ""
    today_count: str = ""
    overdue_count: str = ""
    days: list[DayLine] = []
    day_ids: list[str] = []
    range_words: str = ""
    people: list[Choice] = []
    understood: list[str] = []
    quick_key: int = 0
    line_id: str = ""
    quick_problem: str = ""
    _added: str = ""
    today: str = ""
    export: str = ""

    @handler
    async def load(self) -> None:
        """On loading the page: what the address says."""
        await live.watch(self, kinds=PLANS)
        self.at = await open_list(self, AgendaAddress.read(self.router.url.query))
        if self.is_loaded:  # Whoever comes for the first time may have typed already.
            self.understood = []
        self.line_id = self.line_id or str(new_id())
        await self._load_choices()
        try:
            await self._read()
        except (NotFound, Invalid):
            self.at = AgendaAddress(view=self.at.view, saved=USUAL if self.at.saved else "")
            await self._read()

    @handler
    async def show_tab(self, tab: TabName) -> None:
        """Today, overdue, upcoming or done, as a list."""
        await self._go(tab=tab, view=View.LIST.value)

    @handler
    async def show_view(self, view: ViewName) -> None:
        """The list, a week or a month."""
        await self._go(view=view)

    @handler
    async def show_person(self, person: IdOrNothing) -> None:
        """A colleague's plans, or one's own."""
        await self._go(person=person)

    @handler
    async def turn_over(self) -> None:
        """Another day began while the page was open."""
        await self._read(at_least=len(self.rows))

    @handler
    async def step(self, steps: Literal[-1, 0, 1]) -> None:
        """The week or month before or after; 0 is the present one."""
        look = await look_of(self)
        day = stepped(self.at.view, self._day(look), steps).isoformat() if steps else ""
        await self._go(day=day)

    @handler
    async def show_more(self, cursor: Cursor) -> None:
        """Further rows, below those that are shown."""
        page = await read(self, agenda_page, self.at.filters(self._today(await look_of(self)), cursor))
        known = {row.id for row in self.rows}
        lines = await self._lines(page.rows)
        self.rows = [*self.rows, *(line for line in lines if line.id not in known)]
        self.next_cursor = page.next_cursor or ""

    # One line.

    @handler
    async def read_line(self, text: Line) -> None:
        """Show what is understood of the line so far; of a line that was just taken nothing any more."""
        added, self._added = self._added, ""
        if text == added:
            return
        look = await look_of(self)
        self.understood = quick_words(understand(text[:LONGEST], local_now(look)), look)
        self.quick_problem = ""

    @handler
    async def add_line(self, form: Form) -> None:
        """Plan what the line says."""
        text = str(form.get("line") or "")
        quick = understand(text, local_now(await look_of(self)))
        lead = "" if self.at.person else self.at.lead
        outcome = await attempt(self, quick_task, quick, lead, form.get("draft_id"))
        self.quick_problem = next(iter(outcome.problems.values()), "")
        if outcome.ok:
            self.quick_key += 1
            self.line_id = str(new_id())
            self.understood, self._added = [], text
            await live.refresh(self)

    # Behind the handlers.

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        """Somebody planned or did something."""
        await self._read(at_least=len(self.rows))

    async def _go(self, **changes: str) -> None:
        self.at = await moved(self, **changes)
        await self._read()

    async def _load_choices(self) -> None:
        session = await self.get_state(SessionState)
        if session._actor and session.may[Permission.PIPELINE_COLLEAGUES.name.lower()]:
            look = await look_of(self)
            found = await read(self, colleagues, session._actor.organization_id)
            others = [Choice(str(row.id), row.name) for row in found if row.id != session._actor.user_id]
            self._set("people", [Choice("", look.say("Me")), *others])

    def _day(self, look: Look) -> date:
        return date.fromisoformat(self.at.day) if self.at.day else self._today(look)

    def _today(self, look: Look) -> date:
        return today_in(look.time_zone, look.now)

    async def _read(self, at_least: int = 0) -> None:
        """Read what the address says, with the rights of the person behind the tab, and show it."""
        look = await look_of(self)
        limit = {"limit": at_least} if at_least else {}
        filters = self.at.filters(self._today(look))
        page = await read(self, agenda_page, filters, **limit)
        self._set("export", export_query(filters))
        self._set("today", today_in(look.time_zone, look.now).isoformat())
        self._set("is_own", not self.at.person)
        self._set("today_count", look.number(page.today) if page.today else "")
        self._set("overdue_count", look.number(page.overdue) if page.overdue else "")
        if self.at.view == View.LIST.value:
            self._set("rows", await self._lines(page.rows))
            self._set("next_cursor", page.next_cursor or "")
        else:
            await self._read_calendar(look)
        await show_list(self)
        self._set("query", self.at.query())
        self._set("is_filtered", self.at.is_filtered)
        self._set("is_loaded", True)

    async def _read_calendar(self, look: Look) -> None:
        at, view = self._day(look), self.at.view
        rows = await read(self, agenda_between, self.at.filters(self._today(look)), *shown_days(view, at))
        days = calendar_days(view, at, self._looked_at(rows), look, shows_person=self.at.whose == Whose.GIVEN.value)
        self._set("days", days)
        self._set("day_ids", [day.id for day in days])
        self._set("range_words", range_words(view, at, look))

    async def _lines(self, rows: list[AgendaRow]) -> list[PlanLine]:
        look = await look_of(self)
        given = self.at.whose == Whose.GIVEN.value
        return [plan_line(row, look, shows_person=given) for row in self._looked_at(rows)]

    def _looked_at(self, rows: list[AgendaRow]) -> list[AgendaRow]:
        """A colleague's plans are only looked at, also those that one gave them, which stand under one's own too."""
        return [replace(row, may_change=False) for row in rows] if self.at.person else rows

    def _set(self, name: str, value: Any) -> None:
        """Write a var only when it changed, so that nothing is sent for nothing."""
        if getattr(self, name) != value:
            setattr(self, name, value)

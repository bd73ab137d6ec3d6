"""My Pipeline: whose leads are shown, in which view, and what can be done to them there."""

from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

import reflex as rx
from pydantic import Field

from leadx_app.domain.errors import Invalid, NotFound
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.domain.leads.close import park, resume
from leadx_app.domain.leads.handover import accept_handover
from leadx_app.domain.leads.qualify import move_stage
from leadx_app.domain.permissions import Permission
from leadx_app.models import ListName
from leadx_app.queries.choices import StageOption
from leadx_app.queries.lead_filters import MOST_WAITING, WAITING_LIMIT
from leadx_app.queries.leads import PAGE_SIZE, LeadPage, Status
from leadx_app.queries.pipeline import Pipeline, PipelineChoices, View, pipeline
from leadx_app.queries.sent_leads import SentPage
from leadx_app.state import live
from leadx_app.state.doors import UUID_PATTERN, act, handler, read
from leadx_app.state.export_links import lead_export_query
from leadx_app.state.format import Look
from leadx_app.state.list_address import USUAL
from leadx_app.state.list_spec import list_of
from leadx_app.state.lists import moved, open_list, show_list
from leadx_app.state.look import look_of, say_done
from leadx_app.state.parameters import IdOrNothing, LeadId, name_of
from leadx_app.state.pipeline_address import PipelineAddress
from leadx_app.state.pipeline_lines import (
    Choice,
    ColumnLine,
    ContactLine,
    KpiLine,
    LeadLine,
    MoveChoice,
    Viewer,
    column_line,
    contact_line,
    kpi_line,
    lead_line,
    move_choices,
)
from leadx_app.state.pipeline_list import PIPELINE_LIST
from leadx_app.state.pipeline_outcome import OutcomeState
from leadx_app.state.sent_lines import SentLine, sent_line
from leadx_app.state.session import SessionState

Target = Annotated[str, Field(pattern=f"^({UUID_PATTERN}|won|closed|parked)$")]
Flag = Annotated[str, Field(pattern="^1?$")]
ViewName, StatusName = name_of(View), name_of(Status)


@list_of(ListName.PIPELINE, **PIPELINE_LIST)
class PipelineState(rx.State):
    """What the page shows; `at` is what its address says."""

    at: PipelineAddress = PipelineAddress()
    query: str = ""
    is_loaded: bool = False
    is_own: bool = True
    person: str = ""
    kpis: list[KpiLine] = []
    waiting: list[LeadLine] = []
    waiting_words: str = ""
    waiting_more: str = ""
    rows: list[LeadLine] = []
    total: str = ""
    place: str = ""
    next_cursor: str = ""
    previous_cursor: str = ""
    columns: list[ColumnLine] = []
    contacts: list[ContactLine] = []
    sent: list[SentLine] = []
    has_sent: bool = False
    organizations: list[Choice] = []
    people: list[Choice] = []
    moves: list[MoveChoice] = []
    is_empty: bool = False
    is_filtered: bool = False
    export: str = ""

    _journey: list[StageOption] = []

    @handler
    async def load(self) -> None:
        """On loading the page: what the address says."""
        await live.watch(self)
        self.at = await open_list(self, PipelineAddress.read(self.router.url.query))
        try:
            await self._read(with_choices=True)
        except (NotFound, Invalid):
            self.at = PipelineAddress(view=self.at.view, saved=USUAL if self.at.saved else "")
            await self._read(with_choices=True)

    @handler
    async def show_view(self, view: ViewName) -> None:
        """List, board, contacts or what others have now; each begins at its first page."""
        await self._go(view=view)

    @handler
    async def show_stage(self, stage: IdOrNothing) -> None:
        """Only leads at this stage, in the list."""
        await self._go(stage=stage, view=View.LIST.value)

    @handler
    async def show_behind(self, status: StatusName, handshakes: Flag) -> None:
        """The leads behind a key figure."""
        at = PipelineAddress(organization=self.at.organization, person=self.at.person, sort=self.at.sort)
        self.at = replace(at, saved=USUAL if self.at.saved or self.at.changed else "")
        await self._go(status=status, handshakes=handshakes)

    @handler
    async def next_page(self) -> None:
        """The page behind the last row."""
        await self._page(after=self.next_cursor, page=self.at.page + 1)

    @handler
    async def more_waiting(self) -> None:
        """More of the handovers that wait."""
        self.at = replace(self.at, waiting=min(self.at.waiting + WAITING_LIMIT, MOST_WAITING))
        await self._read()

    @handler
    async def previous_page(self) -> None:
        """The page in front of the first row; the first page begins anew."""
        page = max(1, self.at.page - 1)
        await self._page(before=self.previous_cursor if page > 1 else "", page=page)

    @handler
    async def show_organization(self, organization: IdOrNothing) -> None:
        """Another organization, beginning with oneself there."""
        await self._go(organization=organization, person="", view=self._theirs(), with_choices=True)

    @handler
    async def show_person(self, person: IdOrNothing) -> None:
        """A colleague's pipeline, or one's own."""
        await self._go(person=person, view=self._theirs(), with_choices=True)

    @handler
    async def accept(self, lead_id: LeadId) -> None:
        """Take a waiting handover."""
        try:
            await act(self, accept_handover, UUID(lead_id))
            await say_done(self, "Accepted. The lead is yours now.")
        finally:
            await live.refresh(self)

    @handler
    async def move(self, lead_id: LeadId, target: Target) -> Any:
        """Move an own lead to a later stage or to an outcome; an end is asked about first."""
        if target in ("won", "closed"):
            return OutcomeState.ask(lead_id, target)
        step = (park, UUID(lead_id)) if target == "parked" else (move_stage, UUID(lead_id), UUID(target))
        try:
            await act(self, *step)
        finally:
            await live.refresh(self)
        if target == "parked":
            undo = PipelineState.resume(lead_id)
            await say_done(self, "Parked. It counts in no figure until you resume it.", undo=undo)
        return None

    @handler
    async def resume(self, lead_id: LeadId) -> None:
        """Take a parked lead up again."""
        await act(self, resume, UUID(lead_id))
        await live.refresh(self)

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        """Somebody changed something: read again, on the same page, and let what others changed glow once."""
        session = await self.get_state(SessionState)
        me = session._actor.user_id if session._actor else None
        theirs = [message.leads for message in messages if message.actor_id != me]
        lists_changed = any(message.kind == EventKind.SETTINGS_CHANGED for message in messages)
        await self._read(with_choices=lists_changed, changed=frozenset().union(*theirs))

    def _theirs(self) -> str:
        """The view of whoever is looked at next: what was sent to others is shown to oneself alone."""
        return View.LIST.value if self.at.view == View.SENT.value else self.at.view

    async def _go(self, *, with_choices: bool = False, **changes: str) -> None:
        """Another filter, from the first page on."""
        self.at = await moved(self, **changes)
        await self._read(with_choices=with_choices)

    async def _page(self, *, after: str = "", before: str = "", page: int) -> None:
        self.at = replace(self.at, after=after, before=before, page=page)
        await self._read()
        if not (self.rows or self.sent) and self.at.page > 1:
            await self._go()

    async def _read(self, *, with_choices: bool = False, changed: frozenset[UUID] = frozenset()) -> None:
        """Read what the address says, with the rights of the person behind the tab, and show it."""
        look = await look_of(self)
        filters = self.at.filters(look)
        found = await read(self, pipeline, View(self.at.view), filters, with_choices=with_choices)
        self._set("export", lead_export_query(filters))
        session, lists = await self.get_state(SessionState), await show_list(self)
        viewer = Viewer(
            look=look,
            is_own=not self.at.person,
            hands_over=session.may[Permission.LEAD_HAND_OVER.name.lower()],
            changed=changed,
            columns=tuple(lists.shown),
            search=self.at.search,
        )
        if found.choices:
            self._show_choices(found.choices, viewer.look)
        self._set("is_own", viewer.is_own)
        self._set("kpis", [kpi_line(figure, viewer.look) for figure in found.kpis])
        self._show_leads(found, viewer)
        self._set("query", self.at.query())
        self._set("is_loaded", True)

    def _show_leads(self, found: Pipeline, viewer: Viewer) -> None:
        page = found.page or LeadPage([], 0, None)
        self._set("rows", [lead_line(row, viewer, self._journey) for row in page.rows])
        self._set("waiting", [lead_line(row, viewer, self._journey) for row in page.waiting])
        self._show_waiting(page, viewer.look)
        self._show_place(found.sent or page, page.waiting_total, viewer.look)
        columns = [column_line(column, found.currency, viewer, self._journey) for column in found.columns]
        self._set("columns", columns)
        self._set("contacts", [contact_line(row, viewer.look) for row in found.contacts])
        self._set("has_sent", found.has_sent)
        self._set("sent", [sent_line(row, viewer.look) for row in found.sent.rows] if found.sent else [])
        if found.page is None and found.sent is None:
            count = sum(column.count for column in found.columns) or len(found.contacts)
            self._set("total", viewer.look.number(count))
        nothing = not (self.rows or self.waiting or self.contacts or any(column.cards for column in columns))
        self._set("is_empty", nothing)
        self._set("is_filtered", not self.at.is_usual)

    def _show_waiting(self, page: LeadPage, look: Look) -> None:
        self._set("waiting_words", look.number(page.waiting_total))
        shown = {"count": look.number(len(page.waiting)), "total": look.number(page.waiting_total)}
        more = look.say("The {count} that wait longest of {total}", **shown)
        self._set("waiting_more", more if 0 < len(page.waiting) < page.waiting_total else "")

    def _show_place(self, page: LeadPage | SentPage, waiting: int, look: Look) -> None:
        """How many there are, and where among them one is."""
        self._set("total", look.number(page.total + waiting))
        self._set("next_cursor", page.next_cursor or "")
        self._set("previous_cursor", (page.previous_cursor or "") if self.at.page > 1 else "")
        first = (self.at.page - 1) * PAGE_SIZE + 1
        last, total = look.number(first + len(page.rows) - 1), look.number(page.total)
        place = look.say("{first}–{last} of {total}", first=look.number(first), last=last, total=total)
        self._set("place", place if page.rows else "")

    def _show_choices(self, choices: PipelineChoices, look: Look) -> None:
        self._journey = choices.stages
        self._set("person", choices.person)
        self._set("moves", move_choices(choices.stages, look))
        organizations = [Choice(str(row.id), row.name) for row in choices.organizations]
        self._set("organizations", [replace(own, value="") for own in organizations[:1]] + organizations[1:])
        self._set("people", [Choice("", look.say("Me")), *(Choice(str(row.id), row.name) for row in choices.people)])

    def _set(self, name: str, value: Any) -> None:
        """Write a var only when it changed, so that nothing is sent for nothing."""
        if self.get_value(name) != value:
            setattr(self, name, value)

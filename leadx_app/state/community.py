"""Sales Community: the organizations' figures and leads, live, and a quick view of one of them."""

from dataclasses import replace
from typing import Any, Literal
from uuid import UUID

import reflex as rx

from leadx_app.domain.days import today_in
from leadx_app.domain.errors import Invalid, NotFound, Refusal
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.models import ListName
from leadx_app.queries.community import CommunityLead, Only, community_lead
from leadx_app.queries.lead_filters import Status
from leadx_app.state import live
from leadx_app.state.audience import read_shared
from leadx_app.state.community_address import NARROW, CommunityAddress
from leadx_app.state.community_lines import CommunityLine, CommunityView, QuickView, quick_view
from leadx_app.state.community_list import COMMUNITY_LIST
from leadx_app.state.doors import handler, read
from leadx_app.state.export_links import export_query
from leadx_app.state.lead_shown import StepShown
from leadx_app.state.list_address import USUAL
from leadx_app.state.list_spec import list_of
from leadx_app.state.lists import ListState, moved, open_list, show_list
from leadx_app.state.look import look_of
from leadx_app.state.parameters import LeadId
from leadx_app.state.pipeline_lines import Choice, KpiLine
from leadx_app.state.session import SessionState

Slug = Literal["revenue", "leads_total", "hit_rate", "handshakes"]
Step = Literal[1, -1]

SHOWN = frozenset(kind for kind in EventKind if kind.startswith(("lead.", "handover.", "settings.")))
"""What may change a figure or a row."""


@list_of(ListName.COMMUNITY, **COMMUNITY_LIST)
class CommunityState(rx.State):
    """What the page shows; `at` is what its address says.

    Attributes:
        fresh: ids of leads that somebody else just changed.
        goes_on: the leads are looked for along the list, and the next page looks further.
        looks_at: what the quick view shows: "", "shown" or "missing".
    """

    at: CommunityAddress = CommunityAddress()
    query: str = ""
    is_loaded: bool = False
    kpis: list[KpiLine] = []
    rows: list[CommunityLine] = []
    fresh: list[str] = []
    behind: str = ""
    answer: str = ""
    answers: str = ""
    total: str = ""
    place: str = ""
    next_cursor: str = ""
    previous_cursor: str = ""
    stages: list[Choice] = []
    organizations: list[Choice] = []
    is_filtered: bool = False
    goes_on: bool = False
    export: str = ""
    looks_at: str = ""
    quick: QuickView = QuickView()
    journey: list[StepShown] = []

    _behind: dict[str, tuple[str, str]] = {}

    @handler
    async def load(self) -> None:
        """On loading the page: what the address says."""
        await live.watch(self, kinds=SHOWN, everybody=True)
        self.at = await open_list(self, CommunityAddress.read(self.router.url.query))
        self._set("fresh", [])
        try:
            await self._read()
        except (NotFound, Invalid):
            self.at = CommunityAddress(lead=self.at.lead, saved=USUAL if self.at.saved else "")
            await self._read()
        await self._look()

    @handler
    async def show_behind(self, slug: Slug) -> None:
        """Exactly the leads that make a figure."""
        (await self.get_state(ListState)).search_key += 1
        self.at = replace(self.at, saved=USUAL if self.at.saved or self.at.changed else "", changed="")
        status, only = self._behind.get(slug, (Status.ALL.value, Only.EVERY.value))
        usual = CommunityAddress()
        names = {*usual.kept_names(), *NARROW} - {"organization", "sort"}
        await self._go(**{name: getattr(usual, name) for name in names} | {"status": status, "only": only})

    @handler
    async def show_all_days(self) -> None:
        """Leads of everybody again, whatever figure of Pulse they make."""
        await self._go(**dict.fromkeys(NARROW, ""))

    @handler
    async def next_page(self) -> None:
        """The page behind the last row."""
        await self._page(after=self.next_cursor, page=self.at.page + 1)

    @handler
    async def previous_page(self) -> None:
        """The page in front of the first row; the first page begins anew."""
        page = max(1, self.at.page - 1) if self.previous_cursor else 1
        await self._page(before=self.previous_cursor if page > 1 else "", page=page)

    @handler
    async def look_at(self, lead_id: LeadId) -> None:
        """The quick view of a lead."""
        self.at = replace(self.at, lead=lead_id)
        await self._look()

    @handler
    async def step(self, by: Step) -> None:
        """The quick view of the next or the previous lead of the page."""
        ids = [row.id for row in self.rows]
        at = ids.index(self.at.lead) + by if self.at.lead in ids else -1
        if 0 <= at < len(ids):
            self.at = replace(self.at, lead=ids[at])
            await self._look()

    @handler
    async def leave(self) -> None:
        """Close the quick view."""
        self.at = replace(self.at, lead="")
        await self._look()

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        """Somebody changed something: the same page again; what others changed glows once."""
        session = await self.get_state(SessionState)
        me = session._actor.user_id if session._actor else None
        changed = {str(one.lead_id) for one in messages if one.lead_id and one.actor_id != me}
        await self._read(frozenset(changed))
        if self.at.lead and (not messages or any(str(one.lead_id) == self.at.lead for one in messages)):
            await self._look()

    def _alike(self, changed: frozenset[str]) -> CommunityView | None:
        """What the page looks at, for a round with others; a quick view is looked at alone."""
        at: CommunityAddress = self.get_value("at")
        return None if at.lead else CommunityView(at, changed)

    async def _go(self, **changes: str) -> None:
        """Another filter, from the first page on; another status is not that of a figure."""
        only = {"only": ""} if "status" in changes else {}
        self.at = await moved(self, **only | changes)
        await self._read()

    async def _page(self, *, after: str = "", before: str = "", page: int) -> None:
        self.at = replace(self.at, after=after, before=before, page=page)
        await self._read()
        if not self.rows and not self.next_cursor and self.at.page > 1:
            await self._go()

    async def _read(self, changed: frozenset[str] | None = None) -> None:
        """Read what the address says, with the rights of the person behind the tab, and show it.

        `changed`: the leads that glow from now on; None leaves those that do.
        """
        look = await look_of(self)
        view = CommunityView(self.get_value("at"), changed or frozenset())
        query, arguments = view.question
        self._set("export", export_query(self.at.filters(today_in(look.time_zone, look.now))))
        for name, value in view.values(await read_shared(self, query, *arguments)).items():
            if name != "fresh" or changed is not None:
                self._set(name, value)
        await show_list(self)

    async def _look(self) -> None:
        """Read the lead of the quick view with the person's own rights; absent and not theirs look alike."""
        self._set("query", self.at.query())
        if not self.at.lead:
            self._set("looks_at", "")
            return
        try:
            found: CommunityLead = await read(self, community_lead, UUID(self.at.lead))
        except Refusal:
            self._set("quick", QuickView())
            self._set("journey", [])
            self._set("looks_at", "missing")
            return
        view, journey = quick_view(found, await look_of(self))
        self._set("quick", view)
        self._set("journey", journey)
        self._set("looks_at", "shown")

    def _set(self, name: str, value: Any) -> None:
        """Write a var only when it changed, so that nothing is sent for nothing."""
        if self.get_value(name) != value:
            setattr(self, name, value)

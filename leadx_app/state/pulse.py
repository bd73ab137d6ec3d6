"""Pulse: the figures that Managers and Admins steer by, live."""

from dataclasses import replace
from typing import Annotated, Any, Literal

import reflex as rx
from pydantic import Field

from leadx_app.domain.errors import Invalid, NotFound
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.domain.metrics.periods import Preset
from leadx_app.pulse.bars import Bar
from leadx_app.pulse.groups import ForecastRow, GroupLine
from leadx_app.pulse.lines import AgeLine, Choice, DetailLine, Measure, MonthLine, PulseFigure, StepLine
from leadx_app.queries.pulse_groups import By
from leadx_app.state import live
from leadx_app.state.address_words import day_text
from leadx_app.state.audience import read_shared
from leadx_app.state.doors import handler
from leadx_app.state.parameters import IdOrNothing, name_of
from leadx_app.state.pulse_address import PulseAddress, PulseView, read_address, year_text

PresetName = name_of(Preset)
MeasureName = name_of(Measure)
ByName = name_of(By)
Compared = Literal["7", "30", "90", "365"]
Year = Annotated[str, Field(pattern="^[0-9]{4}$")]
Day = Annotated[str, Field(max_length=10)]

SHOWN = frozenset(
    kind for kind in EventKind if kind.startswith(("lead.", "leads.", "handover.", "import.", "settings."))
)
"""What may change a figure."""


class PulseState(rx.State):
    """What the page shows; `at` is what its address says, the others are those of `PulseShown`."""

    at: PulseAddress = PulseAddress()
    query: str = ""
    is_loaded: bool = False
    figures: list[PulseFigure] = []
    period: str = ""
    year_name: str = ""
    unit: str = ""
    months: list[Bar] = []
    month_lines: list[MonthLine] = []
    months_note: str = ""
    compared: list[Bar] = []
    compared_now: str = ""
    compared_before: str = ""
    times: list[Bar] = []
    steps: list[StepLine] = []
    times_note: str = ""
    ages: list[AgeLine] = []
    funnel: list[Bar] = []
    forecast: list[Bar] = []
    forecast_rows: list[ForecastRow] = []
    forecast_note: str = ""
    groups: list[Bar] = []
    group_lines: list[GroupLine] = []
    groups_note: str = ""
    before_name: str = ""
    details: list[DetailLine] = []
    place: str = ""
    next_cursor: str = ""
    previous_cursor: str = ""
    currency: str = ""
    stages: list[Choice] = []
    organizations: list[Choice] = []
    people: list[Choice] = []
    years: list[Choice] = []
    chosen_year: str = ""
    export: str = ""

    @handler
    async def load(self) -> None:
        """On loading the page: what the address says."""
        await live.watch(self, kinds=SHOWN, everybody=True)
        self.at = read_address(self.router.url.query)
        try:
            await self._read()
        except (NotFound, Invalid):
            self.at = PulseAddress()
            await self._read()

    @handler
    async def show_organization(self, organization: IdOrNothing) -> None:
        """One organization, or all together; of everybody there."""
        await self._go(organization=organization, person="")

    @handler
    async def show_person(self, person: IdOrNothing) -> None:
        """What one person created or owns, or everybody."""
        await self._go(person=person)

    @handler
    async def show_year(self, year: Year) -> None:
        """Another financial year."""
        await self._go(year=year_text(year) or "")

    @handler
    async def show_preset(self, preset: PresetName) -> None:
        """Other days; days of one's own begin as those that were shown."""
        await self._go(preset=preset)

    @handler
    async def show_first(self, day: Day) -> None:
        """From this day on."""
        await self._go(preset=Preset.CUSTOM.value, first=day_text(day) or "")

    @handler
    async def show_last(self, day: Day) -> None:
        """Up to this day."""
        await self._go(preset=Preset.CUSTOM.value, last=day_text(day) or "")

    @handler
    async def show_measure(self, measure: MeasureName) -> None:
        """Another figure of the months."""
        self.at = replace(self.at, measure=measure)
        await self._read()

    @handler
    async def compare(self, compared: Compared) -> None:
        """Leads per stage over another time."""
        self.at = replace(self.at, compared=compared)
        await self._read()

    @handler
    async def show_by(self, by: ByName) -> None:
        """Leads told apart by something else."""
        self.at = replace(self.at, by=by)
        await self._read()

    @handler
    async def show_stage(self, stage: IdOrNothing) -> None:
        """The ages of one stage, or of all."""
        self.at = replace(self.at, stage=stage)
        await self._read()

    @handler
    async def next_page(self) -> None:
        """The details behind the last row."""
        await self._page(after=self.next_cursor, page=self.at.page + 1)

    @handler
    async def previous_page(self) -> None:
        """The details in front of the first row; the first page begins anew."""
        page = max(1, self.at.page - 1) if self.previous_cursor else 1
        await self._page(before=self.previous_cursor if page > 1 else "", page=page)

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        """Somebody changed something: the same page again; of all stages, when the chosen one is there no more."""
        try:
            await self._read()
        except NotFound:
            if not self.get_value("at").stage:
                raise
            await self._go(stage="")

    def _alike(self, changed: frozenset[str]) -> PulseView | None:
        """What the page looks at, for a round with others; a chosen stage may be gone, which is a page's own matter."""
        at: PulseAddress = self.get_value("at")
        return None if at.stage else PulseView(at)

    async def _page(self, *, after: str = "", before: str = "", page: int) -> None:
        self.at = replace(self.at, after=after, before=before, page=page)
        await self._read()

    async def _go(self, **changes: str) -> None:
        """Another filter; details from the first page on. What is refused leaves the page as it was."""
        before = self.get_value("at")
        self.at = replace(before, after="", before="", page=1, **changes)
        try:
            await self._read()
        except Exception:
            self.at = before
            raise

    async def _read(self) -> None:
        """Read what the address says, with the rights of the person behind the tab, and show it."""
        view = PulseView(self.get_value("at"))
        query, arguments = view.question
        for name, value in view.values(await read_shared(self, query, *arguments)).items():
            self._set(name, value)

    def _set(self, name: str, value: Any) -> None:
        """Write a var only when it changed, so that nothing is sent for nothing."""
        if self.get_value(name) != value:
            setattr(self, name, value)

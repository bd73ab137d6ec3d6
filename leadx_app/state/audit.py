"""The audit log of the Admin."""

from dataclasses import dataclass, replace
from typing import Annotated

import reflex as rx
from pydantic import Field

from leadx_app.audit_words import AREA_NAMES, changes, sentence
from leadx_app.domain.audit import Area
from leadx_app.queries.audit import AuditRow, audit_page, audited_people
from leadx_app.state.address_words import day_text, searched
from leadx_app.state.audit_address import AuditAddress, read_address
from leadx_app.state.doors import handler, read
from leadx_app.state.export_links import export_query
from leadx_app.state.format import Look
from leadx_app.state.look import look_of
from leadx_app.state.parameters import IdOrNothing, Search
from leadx_app.state.pipeline_lines import Choice

AreaOrNothing = Annotated[str, Field(pattern=f"^({'|'.join(Area)})?$")]
DayText = Annotated[str, Field(max_length=10)]
Cursor = Annotated[str, Field(max_length=400)]
TONES = {Area.REFUSALS: "closed", Area.SIGN_INS: "waiting", Area.PEOPLE: "accent"}


@dataclass(frozen=True)
class AuditLine:
    """A line in the reader's words; `more` is where it happened, `changes` what is another now."""

    id: str
    area: str
    tone: str
    sentence: str
    more: str
    changes: list[str]
    moment: str


class AuditState(rx.State):
    """The lines that are shown, newest first; `at` is what the address says."""

    at: AuditAddress = AuditAddress()
    query: str = ""
    export: str = ""
    people: list[Choice] = []
    rows: list[AuditLine] = []
    next_cursor: str = ""
    is_loaded: bool = False

    @handler
    async def load(self) -> None:
        """On loading the page: what the address says."""
        self.is_loaded = False
        self.people = [Choice(str(one.id), one.name) for one in await read(self, audited_people)]
        self.at = read_address(self.router.url.query)
        await self._read()

    @handler
    async def choose_area(self, area: AreaOrNothing) -> None:
        """This group only."""
        await self._go(area=area)

    @handler
    async def choose_person(self, person: IdOrNothing) -> None:
        """What this person did, and what is about them."""
        await self._go(person=person)

    @handler
    async def choose_first(self, day: DayText) -> None:
        """From this day on."""
        await self._go(first=day_text(day) or "")

    @handler
    async def choose_last(self, day: DayText) -> None:
        """Up to this day."""
        await self._go(last=day_text(day) or "")

    @handler
    async def search(self, words: Search) -> None:
        """Lines with these words."""
        await self._go(search=searched(words))

    @handler
    async def show_everything(self) -> None:
        """Without any filter."""
        self.at = AuditAddress()
        await self._read()

    @handler
    async def show_more(self, cursor: Cursor) -> None:
        """Older ones, below those that are shown."""
        page = await read(self, audit_page, self._at().filters(), cursor)
        look = await look_of(self)
        known = {row.id for row in self.rows}
        self.rows = [*self.rows, *(audit_line(row, look) for row in page.rows if str(row.id) not in known)]
        self.next_cursor = page.next_cursor or ""

    async def _go(self, **parts: str) -> None:
        self.at = replace(self._at(), **parts)
        await self._read()

    async def _read(self) -> None:
        at = self._at()
        page = await read(self, audit_page, at.filters())
        look = await look_of(self)
        self.rows = [audit_line(row, look) for row in page.rows]
        self.next_cursor = page.next_cursor or ""
        self.query, self.export = at.query(), export_query(at.filters())
        self.is_loaded = True

    def _at(self) -> AuditAddress:
        at: AuditAddress = self.get_value("at")
        return at


def audit_line(row: AuditRow, look: Look) -> AuditLine:
    """A row in the reader's words."""
    more = [row.organization, row.address]
    return AuditLine(
        id=str(row.id),
        area=look.say(AREA_NAMES[row.area]),
        tone=TONES.get(row.area, "neutral"),
        sentence=sentence(row, look.language),
        more=" · ".join(part for part in more if part),
        changes=changes(row, look.language),
        moment=look.moment(row.occurred_at),
    )

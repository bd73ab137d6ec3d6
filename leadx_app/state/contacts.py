"""Contacts: the list of companies and of persons, filtered and in order, live."""

from dataclasses import replace
from typing import Annotated, Any

import reflex as rx
from pydantic import Field

from leadx_app.domain.contacts.keys import LETTERS
from leadx_app.domain.days import today_in
from leadx_app.domain.errors import Invalid, NotFound
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.models import ListName
from leadx_app.queries.contact_list import PAGE_SIZE
from leadx_app.queries.contact_order import ContactKind
from leadx_app.state import live
from leadx_app.state.audience import read_shared
from leadx_app.state.contacts_address import ADDRESSES, ContactsAddress, read_address
from leadx_app.state.contacts_lines import ContactRow, ContactsShown, contacts_shown
from leadx_app.state.contacts_list import COMPANY_LIST, PERSON_LIST
from leadx_app.state.doors import handler
from leadx_app.state.list_address import USUAL
from leadx_app.state.list_spec import list_of
from leadx_app.state.lists import moved, open_list, show_list
from leadx_app.state.look import look_of
from leadx_app.state.parameters import name_of
from leadx_app.state.pipeline_lines import Choice
from leadx_app.state.session import SessionState

Kind = name_of(ContactKind)
Letter = Annotated[str, Field(pattern=f"^[{''.join(LETTERS)}]?$")]

CONTACTS = frozenset(kind for kind in EventKind if kind.startswith("contact."))
"""What may change a row."""


@list_of(ListName.COMPANIES, **COMPANY_LIST)
@list_of(ListName.PERSONS, **PERSON_LIST)
class ContactsState(rx.State):
    """What the page shows; `at` is what its address says.

    Attributes:
        fresh: ids of contacts that somebody else just made or changed.
        by_name: the letters lead into the list.
        goes_on: the page is empty or short because it was looked for along the list, which goes on.
        files: the filters, as the addresses of files take them.
    """

    at: ContactsAddress = ContactsAddress()
    query: str = ""
    files: str = ""
    is_loaded: bool = False
    rows: list[ContactRow] = []
    fresh: list[str] = []
    companies: str = ""
    persons: str = ""
    total: str = ""
    place: str = ""
    next_cursor: str = ""
    previous_cursor: str = ""
    organizations: list[Choice] = []
    cities: list[Choice] = []
    countries: list[Choice] = []
    by_name: bool = True
    goes_on: bool = False
    is_filtered: bool = False

    @handler
    async def load(self) -> None:
        """On loading the page: what the address says."""
        await live.watch(self, kinds=CONTACTS, everybody=True)
        self.at = await open_list(self, read_address(self.router.url.query))
        self._set("fresh", [])
        try:
            await self._read()
        except (NotFound, Invalid):
            self.at = self.at.__class__(contact=self.at.contact, saved=USUAL if self.at.saved else "")
            await self._read()

    @handler
    async def show_kind(self, kind: Kind) -> None:
        """Companies or persons, each a list of its own."""
        was = self.at
        at = ADDRESSES[ContactKind(kind)](organization=was.organization, contact=was.contact, search=was.search)
        await self._read_at(await open_list(self, at))

    @handler
    async def show_letter(self, letter: Letter) -> None:
        """The list from a letter on; from its beginning for none, or for the one that was chosen before."""
        await self._go(letter="" if letter == self.at.letter else letter)

    @handler
    async def next_page(self) -> None:
        """The page behind the last row."""
        await self._page(after=self.next_cursor)

    @handler
    async def previous_page(self) -> None:
        """The page in front of the first row."""
        await self._page(before=self.previous_cursor)

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        """Somebody changed something: the same page again; what others made or changed glows once."""
        session = await self.get_state(SessionState)
        me = session._actor.user_id if session._actor else None
        before = {row.id: row.version for row in self.rows}
        await self._read()
        others = any(one.actor_id != me for one in messages)
        self._set("fresh", _changed(before, self.rows) if others else [])

    def _look_at(self, contact_id: str) -> None:
        """The address says which contact is looked at."""
        self.at = replace(self.at, contact=contact_id)
        self._set("query", self.at.query())

    async def _go(self, **changes: str) -> None:
        """Another part of the list, from its beginning on; a search looks through all letters."""
        letter = {"letter": ""} if {"search", "sort"} & set(changes) else {}
        await self._read_at(await moved(self, **letter | changes))

    async def _page(self, *, after: str = "", before: str = "") -> None:
        await self._read_at(replace(self.at, after=after, before=before))

    async def _read_at(self, at: ContactsAddress) -> None:
        """Read there; a place that is refused is not gone to."""
        was = self.at
        self.at = at
        try:
            await self._read()
        except BaseException:
            self.at = was
            raise

    async def _read(self) -> None:
        """Read what the address says, with the rights of the person behind the tab, and show it."""
        at = self.at
        look = await look_of(self)
        today = today_in(look.time_zone, look.now)
        shown: ContactsShown = await read_shared(self, contacts_shown, at.filters(today), at.after, at.before)
        if at.before and not shown.previous_cursor:
            self.at = replace(at, letter="", after="", before="")
        for name in ContactsShown.__dataclass_fields__:
            self._set(name, getattr(shown, name))
        await show_list(self)
        self._set("is_filtered", not self.at.is_usual)
        self._set("query", self.at.query())
        self._set("files", self.at.file_query(today))
        self._set("by_name", self.at.is_by_name)
        self._set("goes_on", bool(shown.next_cursor) and len(shown.rows) < PAGE_SIZE)
        self._set("is_loaded", True)

    def _set(self, name: str, value: Any) -> None:
        """Write a var only when it changed, so that nothing is sent for nothing."""
        if self.get_value(name) != value:
            setattr(self, name, value)


def _changed(before: dict[str, int], rows: list[ContactRow]) -> list[str]:
    """Ids of rows that were made or changed; what slid in at the end of a full page is neither."""
    last = max((place for place, row in enumerate(rows) if row.id in before), default=-1)
    is_longer = len(rows) > len(before)
    return [
        row.id
        for place, row in enumerate(rows)
        if before.get(row.id) != row.version and (row.id in before or place < last or is_longer)
    ]

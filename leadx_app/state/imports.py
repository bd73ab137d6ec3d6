"""Bringing leads and contacts in: the file, what its columns hold, the dry run, the import, and taking it back."""

from typing import Annotated, Literal
from urllib.parse import parse_qs
from uuid import UUID

import reflex as rx
from pydantic import Field

from leadx_app.domain.errors import NotFound
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.domain.imports import desk
from leadx_app.domain.imports.desk import ImportPlan
from leadx_app.models import Duplicates, ImportState, ImportSubject
from leadx_app.queries.imports import import_detail, import_list, kept_things
from leadx_app.state import live
from leadx_app.state.doors import act, handler, read
from leadx_app.state.file_limit import read_file_limit
from leadx_app.state.import_lines import ImportItem, ImportShown, import_item, import_shown
from leadx_app.state.look import look_of, say_done
from leadx_app.state.parameters import chosen
from leadx_app.state.session import SessionState

Name = Annotated[str, Field(max_length=300)]
FieldName = Annotated[str, Field(pattern="^[a-z_]{0,40}$")]
Place = Annotated[int, Field(ge=0, lt=200)]


class ImportsState(rx.State):
    """One's own imports, and the one that is open."""

    subject: str = ImportSubject.LEADS.value
    items: list[ImportItem] = []
    one: ImportShown = ImportShown()
    query: str = ""
    every_column: bool = False
    file_limit_mb: int = 0
    is_loaded: bool = False

    @handler
    async def load(self) -> None:
        """On loading the page: the import that the address names, or the list."""
        await live.watch(self, kinds={EventKind.IMPORT_CHANGED, EventKind.JOB_CHANGED}, own=True)
        session = await self.get_state(SessionState)
        asked = parse_qs(self.router.url.query)
        subject = asked.get("subject", [""])[0]
        self.subject = subject if subject in set(ImportSubject) else ImportSubject.LEADS.value
        if self.subject == ImportSubject.LEADS and not session.may.get("import_leads"):
            self.subject = ImportSubject.COMPANIES.value
        self.file_limit_mb = await read_file_limit(self)
        self.one = ImportShown()
        await self._read(asked.get("id", [""])[0])

    @handler
    async def choose_subject(self, subject: Literal["leads", "companies", "persons"]) -> None:
        """What the next file is about."""
        self.subject = subject

    @handler
    async def begin(self, file_id: UUID, name: Name) -> None:
        """A file has arrived: read it."""
        import_id = await act(self, desk.begin, ImportSubject(self.subject), file_id)
        await self._read(str(import_id))

    @handler
    async def open_import(self, import_id: UUID) -> None:
        """Look at one."""
        await self._read(str(import_id))

    @handler
    async def close_import(self) -> None:
        """Back to the list and the next file."""
        self.one = ImportShown()
        await self._read("")

    @handler
    async def map_column(self, place: Place, field: FieldName) -> None:
        """Say what a column holds; a field that another column had moves here."""
        mapping = await self._mapping()
        mapping = ["" if name == field else name for name in mapping]
        if place < len(mapping):
            mapping[place] = field
        await self._decide(mapping=mapping)

    @handler
    async def set_duplicates(self, duplicates: Literal["skip", "update", "create"]) -> None:
        """What becomes of rows whose lead or contact is there already."""
        await self._decide(duplicates=Duplicates(duplicates))

    @handler
    async def set_header(self, has_header: bool) -> None:
        """Whether the first row holds the names of the columns."""
        await self._decide(has_header=has_header)

    @handler
    async def set_decimal_mark(self, mark: Literal[",", "."]) -> None:
        """How amounts are written."""
        await self._decide(decimal_mark=mark)

    @handler
    async def set_delimiter(self, delimiter: Literal[";", ",", "\t", "|"]) -> None:
        """Read the file again with another mark between the columns."""
        await self._act(desk.read_again, delimiter=delimiter, encoding=self.one.encoding)

    @handler
    async def set_encoding(self, encoding: Literal["utf-8", "utf-16", "windows-1252"]) -> None:
        """Read the file again in another encoding."""
        await self._act(desk.read_again, encoding=encoding, delimiter=self.one.delimiter)

    @handler
    async def set_sheet(self, sheet: Name) -> None:
        """Read another sheet of the workbook."""
        await self._act(desk.read_again, sheet=sheet)

    @handler
    async def show_every_column(self) -> None:
        """Offer all columns of a wide file, not only the first."""
        self.every_column = True
        await self._read(self.one.id)

    @handler
    async def check(self) -> None:
        """Try it without writing."""
        await self._act(desk.check)

    @handler
    async def run_import(self) -> None:
        """Bring the rows in."""
        await self._act(desk.run)

    @handler
    async def stop(self) -> None:
        """Stop what is under way."""
        await self._act(desk.stop)

    @handler
    async def go_on(self) -> None:
        """Bring in what a stopped import has left."""
        await self._act(desk.go_on)

    @handler
    async def undo(self) -> None:
        """Take the import back."""
        await self._act(desk.undo)

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        await self._read(self.one.id)

    async def _act(self, command: object, **more: str) -> None:
        try:
            await act(self, command, chosen(self.one.id), **more)
        finally:
            await live.refresh(self)

    async def _decide(self, **changes: object) -> None:
        detail = await read(self, import_detail, chosen(self.one.id))
        plan = {"mapping": detail.mapping, "duplicates": detail.duplicates, "has_header": detail.has_header}
        try:
            await act(self, desk.decide, detail.id, ImportPlan(**{**plan, **changes}))
        finally:
            await live.refresh(self)

    async def _mapping(self) -> list[str]:
        return list((await read(self, import_detail, chosen(self.one.id))).mapping)

    async def _read(self, import_id: str) -> None:
        look = await look_of(self)
        self.items = [import_item(line, look) for line in await read(self, import_list)]
        self.every_column = self.every_column and import_id == self.one.id
        self.one = await self._shown(import_id) if import_id else ImportShown()
        self.query = f"id={self.one.id}" if self.one.id else ""
        self.is_loaded = True

    async def _shown(self, import_id: str) -> ImportShown:
        try:
            detail = await read(self, import_detail, UUID(import_id))
        except (NotFound, ValueError):
            await say_done(self, "That import is not there any more.")
            return ImportShown()
        left = await read(self, kept_things, detail.id) if detail.state == ImportState.UNDONE else []
        return import_shown(detail, await look_of(self), left, every=self.every_column)

"""One table of the view: it reads through a query and changes through a command, as whoever asks."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, Never
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette_admin.exceptions import FormValidationError
from starlette_admin.filters import FilterGroup
from starlette_admin.views import BaseModelView

from leadx_app import i18n
from leadx_app.api.problems import BUSY
from leadx_app.db import Unavailable
from leadx_app.domain.db_edit import EDITABLE, VERSIONED, edit_row
from leadx_app.domain.errors import EditConflict, Invalid, InvalidDraft, NotFound, Refusal
from leadx_app.queries.db_view import Look, columns_of, db_count, db_row, db_rows
from leadx_app.runtime import get_runtime

from .columns import asks_of, field_of


class Row(SimpleNamespace):
    """A row, its columns as attributes."""

    async def __admin_repr__(self, request: Request) -> str:
        return str(getattr(self, "name", None) or getattr(self, "title", None) or self.id)


class TableView(BaseModelView):
    """Browse, search, sort, filter; change what `EDITABLE` says; nothing is made or removed here."""

    pk_attr = "id"
    row_actions = ["view", "edit"]
    actions: Sequence[str] = ()
    exporters: Sequence[str] = []
    importers: Sequence[str] = []
    page_size = 25
    page_size_options = (25, 50, 100)
    additional_js_links = ["/admin/db/leadx/table.js"]
    fields_default_sort: Sequence[Any] = (("id", True),)

    def __init__(self, table: str) -> None:
        editable = EDITABLE.get(table, ())
        self.table = self.key = table
        self.display_name = self.menu_label = table.replace("_", " ").capitalize()
        self.icon = "fa fa-table"
        changes = {*editable, "version"} if table in VERSIONED else set(editable)
        first, *others = columns_of(table)
        self.fields = [field_of(column, is_editable=column.name in changes) for column in (*others, first)]
        super().__init__()

    def can_create(self, request: Request) -> bool:
        return False

    def can_delete(self, request: Request) -> bool:
        return False

    def can_export(self, request: Request) -> bool:
        return False

    def can_import(self, request: Request) -> bool:
        return False

    def can_edit(self, request: Request) -> bool:
        return self.table in EDITABLE

    async def find_all(
        self,
        request: Request,
        skip: int = 0,
        limit: int = 100,
        q: str | None = None,
        sorts: Sequence[tuple[str, str]] | None = None,
        filters: FilterGroup | None = None,
    ) -> Sequence[Row]:
        order = tuple((name, direction == "desc") for name, direction in sorts or ())
        look = Look(skip, limit, (q or "").strip(), order, asks_of(filters))
        return [Row(**row) for row in await _read(request, db_rows, self.table, look)]

    async def count(self, request: Request, q: str | None = None, filters: FilterGroup | None = None) -> int:
        found: int = await _read(request, db_count, self.table, Look(words=(q or "").strip(), asks=asks_of(filters)))
        return found

    async def find_by_pk(self, request: Request, pk: Any) -> Row | None:
        try:
            return Row(**await _read(request, db_row, self.table, UUID(str(pk))))
        except (ValueError, NotFound):
            return None

    async def find_by_pks(self, request: Request, pks: list[Any]) -> Sequence[Row]:
        rows = [await self.find_by_pk(request, pk) for pk in pks[:100]]
        return [row for row in rows if row is not None]

    async def create(self, request: Request, data: dict[str, Any]) -> Never:
        raise HTTPException(403)

    async def delete(self, request: Request, pks: list[Any]) -> Never:
        raise HTTPException(403)

    async def edit(self, request: Request, pk: Any, data: dict[str, Any]) -> Row:
        wanted = data
        if self.table in VERSIONED:
            before = await self.find_by_pk(request, pk)
            changed = {name for name, value in data.items() if _text(value) != _text(getattr(before, name, None))}
            wanted = {name: data[name] for name in (*sorted(changed - {"version"}), "version")}
        try:
            who, database = request.state.who, get_runtime().database
            await database.act_async(who, edit_row, self.table, UUID(str(pk)), wanted)
        except (Refusal, Unavailable) as error:
            raise FormValidationError(_errors(error, request.state.language)) from None
        row = await self.find_by_pk(request, pk)
        assert row is not None
        return row


def _text(value: Any) -> str:
    return "" if value is None else str(value)


async def _read(request: Request, query: Any, *asked: Any) -> Any:
    """Read as whoever asks; what cannot be is not there."""
    try:
        return await get_runtime().database.read_async(request.state.who, query, *asked)
    except NotFound:
        raise
    except Refusal as error:
        raise HTTPException(403, i18n.say(request.state.language, error.template, **error.params)) from None
    except Unavailable:
        raise HTTPException(503, i18n.say(request.state.language, BUSY)) from None


def _errors(error: Exception, language: str) -> dict[str | int, Any]:
    """What is wrong, at the field that it is about."""
    if isinstance(error, InvalidDraft):
        return {one.field: i18n.say(language, one.template, **one.params) for one in error.errors}
    if isinstance(error, EditConflict):
        said = i18n.say(language, error.template, **error.params)
        return {name: f"{said} {value}" for name, value in error.fields.items()}
    if isinstance(error, Invalid):
        return {error.field: i18n.say(language, error.template, **error.params)}
    if isinstance(error, Refusal):
        return {"version": i18n.say(language, error.template, **error.params)}
    return {"version": i18n.say(language, BUSY)}

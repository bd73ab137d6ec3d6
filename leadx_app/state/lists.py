"""What stands above every list: its saved views, its filters as chips, and how it is shown. One state for all lists.

A page of a list has `at`, its `ListAddress`, `_go(**changes)`, which shows it with other parts, and `_read()`. It calls
`open_list` when it is loaded, `moved` where it goes somewhere else, and `show_list` before it shows its rows.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any, Literal

import reflex as rx
from pydantic import Field

from leadx_app.domain.errors import Invalid, NotFound
from leadx_app.domain.lists import LISTS, NO_COLUMNS
from leadx_app.domain.views import keep_display
from leadx_app.models import Density, ListName
from leadx_app.queries.filter_choices import FilterChoices, filter_choices
from leadx_app.queries.views import ListViews, ViewRow, list_views
from leadx_app.state.address_words import id_of, searched
from leadx_app.state.doors import act, handler, read
from leadx_app.state.list_address import ListAddress, opened, settled, without_view
from leadx_app.state.list_filters import Filter, FilterKind, FilterLine, filter_line, is_set
from leadx_app.state.list_forms import ViewForm
from leadx_app.state.list_lines import ColumnLine, ViewLine, column_lines, view_line
from leadx_app.state.list_spec import SPECS, ListSpec
from leadx_app.state.look import look_of
from leadx_app.state.parameters import Search, name_of
from leadx_app.state.pipeline_lines import Choice
from leadx_app.state.toasts import toast

Key = Annotated[str, Field(pattern="^[a-z]{1,20}$")]
Value = Annotated[str, Field(max_length=100)]
DensityName = name_of(Density)
MANY_COLUMNS = 7


async def open_list(page: Any, address: ListAddress) -> ListAddress:
    """On loading a page: its address with what a saved view says; one that is gone is told of."""
    lists = await page.get_state(ListState)
    lists._enter(address.list_name())
    lists._views = await read(page, list_views, address.list_name())
    at, is_gone = opened(address, lists._views)
    if is_gone:
        look = await look_of(page)
        await toast(page, "info", look.say("This view is not there any more. You see the usual list."))
    return at


async def moved(page: Any, **changes: Any) -> ListAddress:
    """The address of a page with other parts, from the first page of rows on."""
    lists = await page.get_state(ListState)
    return settled(replace(page.at, **({"after": "", "before": "", "page": 1} | changes)), lists._views)


async def show_list(page: Any) -> "ListState":
    """Show what stands above the list, as the page's address says; the state says which columns are shown."""
    lists = await page.get_state(ListState)
    await lists._show(page.at)
    return lists


class ListState(rx.State):
    """The list of the page that is open.

    Attributes:
        filters: all of the list; those that are shown are chips.
        addable: the others.
        adding: the one that was just added and filters nothing yet.
        view: the saved view that is open; without an id it is the list itself, `is_new` when that is filtered.
        form: what is asked for: "new" or "rename", "" for nothing.
        sheet: the filters stand in a sheet (on phones).
        hidden: what this part of the page does without.
    """

    name: str = ""
    filters: list[FilterLine] = []
    addable: list[Choice] = []
    adding: str = ""
    count: int = 0
    own_views: list[ViewLine] = []
    shared_views: list[ViewLine] = []
    view: ViewLine = ViewLine()
    title: str = ""
    is_changed: bool = False
    is_new: bool = False
    may_share: bool = False
    has_default: bool = False
    sorts: list[Choice] = []
    order: str = ""
    columns: list[ColumnLine] = []
    shown: list[str] = []
    template: str = ""
    is_wide: bool = False
    columns_key: int = 0
    density: str = Density.COMFORTABLE.value
    hidden: list[str] = []
    search_key: int = 0
    sheet: bool = False
    form: ViewForm = ViewForm()
    problems: dict[str, str] = {}
    answer_token: int = 0
    clear_token: int = 0

    _views: ListViews = ListViews()
    _choices: FilterChoices | None = None
    _choices_of: str = ""

    # Filters.

    @handler
    async def add(self, key: Key) -> None:
        """Offer a filter as a chip; one that is just there begins to filter."""
        one = self._filter(key)
        if one.kind == FilterKind.FLAG:
            await self._change(**{one.parts[0]: one.flag})
            return
        self.adding = key
        await self._show((await self._page()).at)

    @handler
    async def choose(self, key: Key, value: Value) -> None:
        """Filter by one of the choices; the empty one takes the filter away."""
        one = self._filter(key)
        if len(one.parts) > 1:
            raise Invalid("Choose one from the list.", field=key)
        if one.kind == FilterKind.FLAG:
            await self._change(**{one.parts[0]: one.flag if value else ""})
            return
        await self._change(**self._read(one.key, value))

    @handler
    async def bound(self, key: Key, side: Literal["low", "high"], value: Value) -> None:
        """Another bound of a filter; none takes it away."""
        one = self._filter(key)
        if len(one.parts) < 2:
            raise Invalid("Choose one from the list.", field=key)
        line = next((line for line in self.filters if line.key == key), FilterLine())
        if value != getattr(line, side):
            await self._change(**self._read(one.parts[side == "high"], value))

    @handler
    async def preset(self, key: Key, number: Value) -> None:
        """Two bounds of days at once."""
        one = self._filter(key)
        if not number.isdecimal() or int(number) >= len(one.presets):
            raise Invalid("Choose one from the list.", field=key)
        chosen = one.presets[int(number)]
        await self._change(**dict(zip(one.parts, (chosen.low, chosen.high), strict=True)))

    @handler
    async def remove(self, key: Key) -> None:
        """Filter by it no longer."""
        usual = self._spec().address()
        await self._change(**{part: getattr(usual, part) for part in self._filter(key).parts})

    @handler
    async def clear(self) -> None:
        """No filter and no view any more; the order stays."""
        page = await self._page()
        self.search_key += 1
        self.adding = ""
        await self._open(replace(self._bare(page.at), sort=page.at.sort))

    @handler
    async def search(self, text: Search) -> None:
        """Only rows that hold these words."""
        await self._change(search=searched(text.strip()))

    @handler
    async def open_sheet(self) -> None:
        """All filters below each other."""
        self.sheet = True
        await self._show((await self._page()).at)

    @handler
    async def close_sheet(self) -> None:
        """Back to the list."""
        self.sheet = False

    # How it is shown.

    @handler
    async def sort(self, sort: Value) -> None:
        """Another order."""
        if sort not in dict(self._spec().sorts):
            raise Invalid("Choose one from the list.", field="sort")
        await self._change(sort=sort)

    @handler
    async def set_density(self, density: DensityName) -> None:
        """Rows with more or less room."""
        await self._display(tuple(self.shown), Density(density))

    @handler
    async def toggle_column(self, key: Key) -> None:
        """Show a column, or leave it out."""
        kept = [one for one in self.shown if one != key]
        chosen = kept if key in self.shown else [*self.shown, key]
        await self._display(tuple(chosen), Density(self.density))

    @handler
    async def usual_columns(self) -> None:
        """The columns that the list has by itself."""
        self._spec()
        self.columns_key += 1
        await self._display(LISTS[ListName(self.name)].usual, Density(self.density))

    # Behind the handlers.

    def _enter(self, name: ListName) -> None:
        """Another list, or the same anew."""
        self.search_key += 1
        self.name, self.adding, self.sheet, self.form = name.value, "", False, ViewForm()
        self._choices, self._choices_of = None, ""

    def _spec(self) -> ListSpec:
        if self.name not in SPECS:
            raise Invalid("Reload the page and try again.", field="list")
        return SPECS[ListName(self.name)]

    async def _page(self) -> Any:
        return await self.get_state(self._spec().page)

    def _filter(self, key: str) -> Filter:
        found = next((one for one in self._spec().filters if one.key == key), None)
        if found is None:
            raise Invalid("Choose one from the list.", field="key")
        return found

    def _read(self, part: str, value: str) -> dict[str, str]:
        """A part of the address from what a control said; what makes no sense is refused."""
        cleaned = self._spec().address.readers()[part](value) if value else getattr(self._spec().address(), part)
        if value and not cleaned:
            raise Invalid("This value cannot be used.", field=part)
        return {part: cleaned}

    async def _change(self, **changes: str) -> None:
        """Other parts of the address, from the first page on."""
        self.adding = ""
        await (await self._page())._go(**changes)

    async def _open(self, at: ListAddress) -> None:
        """The page at another address altogether."""
        page = await self._page()
        page.at = at
        await page._go()

    def _bare(self, at: ListAddress) -> Any:
        """The list without filters, where the page stays what it is."""
        bare = at.__class__(**{name: getattr(at, name) for name in self._spec().stays})
        return without_view(bare, self._views)

    async def _display(self, columns: tuple[str, ...], density: Density) -> None:
        """Show the list otherwise: a change of the view that is open, else how the person has it from now on."""
        page = await self._page()
        kind = LISTS[ListName(self.name)]
        if page.at.view_id is None:
            await self._act(keep_display, ListName(self.name), columns or (NO_COLUMNS,), density)
            await page._read()
            return
        view = self._view(str(page.at.view_id))
        is_own = view is not None and (set(columns), density) == (set(view.columns), view.density)
        chosen = ",".join(one for one in kind.columns if one in columns) or NO_COLUMNS
        said = {"columns": "" if is_own else chosen, "density": "" if is_own else density.value}
        page.at = settled(replace(page.at, **said), self._views)
        await page._read()

    def _shown_columns(self) -> tuple[str, ...]:
        return tuple(self.shown) or (NO_COLUMNS,)

    async def _act(self, command: Any, *args: Any) -> None:
        """Run a command and show what stands then; without a list on the page there is none to show."""
        if not self.name:
            raise NotFound()
        await act(self, command, *args)
        await self._reload()
        await self._show((await self._page()).at)

    async def _reload(self) -> None:
        self._views = await read(self, list_views, ListName(self.name))

    def _view(self, view_id: str) -> ViewRow | None:
        return next((view for view in self._views.views if str(view.id) == view_id), None)

    async def _show(self, at: ListAddress) -> None:
        """Show views, filters and columns as the address says."""
        if at.list_name() != self.name:
            return
        spec, hidden, look = self._spec(), self._spec().hidden(at), await look_of(self)
        active = {one.key for one in spec.filters if is_set(one, at)} - hidden
        page = await self._page()
        filters = [one for one in spec.filters if one.key not in hidden]
        filters = [one for one in filters if not one.of_page or getattr(page, one.offers)]
        asked = [one for one in filters if one.offers and not one.of_page]
        if asked and (self.sheet or any(one.key in {*active, self.adding} for one in asked)):
            await self._read_choices(at)
        lines = [filter_line(one, at, look, self._offered(one, page), adding=one.key == self.adding) for one in filters]
        self._set("filters", lines)
        self._set("addable", [Choice(line.key, line.label) for line in lines if not line.is_shown])
        self._set("count", len(active))
        self._set("hidden", sorted(hidden))
        self._set("order", at.sort)
        self._set("sorts", [Choice(value, look.say(words)) for value, words in spec.sorts])
        self._show_views(at, look.say(spec.usual))
        self._show_display(at, spec, look.say)

    async def _read_choices(self, at: Any) -> None:
        """What the filters offer, read once for each organization that the page shows."""
        organization = getattr(at, "organization", "")
        if self._choices is None or self._choices_of != organization:
            self._choices = await read(self, filter_choices, id_of(organization))
            self._choices_of = organization

    def _offered(self, one: Filter, page: Any) -> list[Choice]:
        if one.of_page:
            return list(getattr(page, one.offers))
        offered = getattr(self._choices, one.offers, []) if self._choices and one.offers else []
        return [Choice(str(option.id), option.name) for option in offered]

    def _show_views(self, at: ListAddress, usual: str) -> None:
        views, default_id = self._views.views, self._views.default_id
        lines = [view_line(view, default_id) for view in views]
        here = next((line for line in lines if line.id == str(at.view_id)), ViewLine())
        self._set("own_views", [line for line in lines if line.is_mine])
        self._set("shared_views", [line for line in lines if not line.is_mine])
        self._set("view", here)
        self._set("title", here.name or usual)
        self._set("is_changed", bool(at.changed))
        self._set("is_new", at.view_id is None and bool(self.count or at.search))
        self._set("may_share", self._views.may_share)
        self._set("has_default", default_id is not None)

    def _show_display(self, at: ListAddress, spec: ListSpec, say: Callable[[str], str]) -> None:
        kind, view = LISTS[ListName(self.name)], self._view(str(at.view_id))
        kept, density = (view.columns, view.density) if view else (self._views.columns, self._views.density)
        wanted = at.columns.split(",") if at.columns else list(kept)
        shown = [column for column in kind.columns if column in wanted]
        self._set("shown", shown)
        self._set("columns", column_lines(kind.columns, spec.columns, shown, say))
        self._set("template", " ".join(f"var(--column-{column})" for column in shown))
        self._set("is_wide", len(shown) > MANY_COLUMNS)
        self._set("density", at.density or str(density))

    def _set(self, name: str, value: Any) -> None:
        """Write a var only when it changed, so that nothing is sent for nothing."""
        if self.get_value(name) != value:
            setattr(self, name, value)

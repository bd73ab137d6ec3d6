"""The address of a list: everything that its filters say, so that a reload, a link and a saved view bring it back.

The parts are texts, because controls hold texts; "" and the defaults are what is usual and stand in no address.
"""

import re
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Self, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from leadx_app.domain.days import day_begins
from leadx_app.domain.lists import LISTS, NO_COLUMNS
from leadx_app.domain.text import BadInput, parse_amount, parse_date
from leadx_app.models import Density, ListName
from leadx_app.queries.views import ListViews, ViewRow
from leadx_app.state.address_words import Reader, id_text, one_of, page_number, said_in

USUAL = "usual"
"""Instead of a view's id: none, also for who has one that the list opens with."""

_RELATIVE = re.compile(r"[+-]?[0-9]{1,4}d")
_LAST_YEAR = 9_990


@dataclass(frozen=True)
class ListAddress:
    """Where in a list somebody is. A subclass adds the filters of its list and says how they are read.

    Attributes:
        saved: the saved view that is shown as it is kept; or `usual`.
        changed: the saved view that these filters were changed from.
        columns, density: of a changed view; else the view, or the person, says how the list is shown.
        after, before: the cursor that the page begins behind, or ends in front of.
        page: which page that is, for people.
    """

    saved: str = ""
    changed: str = ""
    columns: str = ""
    density: str = ""
    search: str = ""
    sort: str = ""
    after: str = ""
    before: str = ""
    page: int = 1

    @property
    def view_id(self) -> UUID | None:
        """The saved view that it shows or was changed from."""
        named = self.changed or self.saved
        return UUID(named) if named not in ("", USUAL) else None

    def query(self) -> str:
        """As the part of an address behind the question mark; "" when everything is as usual."""
        is_view = self.saved not in ("", USUAL)
        left_out: Collection[str] = (*self.kept_names(), "columns", "density") if is_view else ()
        return urlencode({name: value for name, value in self._said().items() if name not in left_out})

    def kept(self) -> str:
        """What a view of this list keeps of it, as a query."""
        said = self._said()
        return urlencode({name: said[name] for name in self.kept_names() if name in said})

    def kept_names(self) -> tuple[str, ...]:
        """The parts that a view keeps."""
        return LISTS[self.list_name()].kept

    @classmethod
    def list_name(cls) -> ListName:
        """Which list it is an address of."""
        raise NotImplementedError

    @classmethod
    def readers(cls) -> dict[str, Reader]:
        """How the parts of its own are read."""
        raise NotImplementedError

    @classmethod
    def read(cls, query: str) -> Self:
        """What a query says, as far as it makes sense; the rest is as usual."""
        return cls(**said_in(query, _READERS | cls.readers()))

    def _said(self) -> dict[str, object]:
        usual = asdict(self.__class__())
        return {name: value for name, value in asdict(self).items() if value != usual[name]}


At = TypeVar("At", bound=ListAddress)


def view_word(text: str) -> str | None:
    """The id of a view, or `usual`."""
    return USUAL if text == USUAL else id_text(text)


def day_word(text: str) -> str | None:
    """A bound of days: a date, or so many days from today (`-30d`, `0d`, `+14d`)."""
    if _RELATIVE.fullmatch(text):
        days = int(text[:-1])
        return f"{days:+d}d" if days else "0d"
    try:
        day = parse_date(text)
    except BadInput:
        return None
    return day.isoformat() if day.year < _LAST_YEAR else None


def amount_word(text: str) -> str | None:
    """An amount as plain digits; None for what is none."""
    try:
        amount = parse_amount(text)
    except BadInput:
        return None
    return f"{amount.normalize():f}" if amount else "0"


def columns_word(name: ListName) -> Reader:
    """Chosen columns of a list in their order, or that none is."""

    def read(text: str) -> str | None:
        wanted = set(text.split(","))
        chosen = ",".join(column for column in LISTS[name].columns if column in wanted)
        return chosen or (NO_COLUMNS if NO_COLUMNS in wanted else None)

    return read


def day_of(word: str, today: date) -> date | None:
    """The day that a bound means today; None without one."""
    if not word:
        return None
    return today + timedelta(days=int(word[:-1])) if word.endswith("d") else date.fromisoformat(word)


def moments_of(first: str, last: str, today: date, time_zone: str) -> tuple[datetime | None, datetime | None]:
    """The first and the last moment between two bounds of days, by the clock of the time zone."""
    begin, end = day_of(first, today), day_of(last, today)
    until = day_begins(end + timedelta(days=1), time_zone) - timedelta(microseconds=1) if end else None
    return day_begins(begin, time_zone) if begin else None, until


def amount_of(word: str) -> Decimal | None:
    """The amount of a bound; None without one."""
    return Decimal(word) if word else None


def opened(at: At, views: ListViews) -> tuple[At, bool]:
    """The address with what its saved view says, or the view that the list opens with; and whether its view is gone."""
    known = {view.id: view for view in views.views}
    if at.view_id is not None and at.view_id not in known:
        return without_view(replace(at, columns="", density=""), views), True
    if at.saved not in ("", USUAL):
        return shown_by(at, known[UUID(at.saved)]), False
    if at.saved == "" and views.default_id and not at.changed and not (at.kept() or _is_elsewhere(at)):
        return shown_by(at, known[views.default_id]), False
    return at if at.changed else without_view(at, views), False


def shown_by(at: At, view: ViewRow) -> At:
    """The same place of the list, from its first page, as a saved view shows it."""
    kept = at.__class__.read(view.query)
    said = {name: getattr(kept, name) for name in at.kept_names()}
    return replace(at, **said, saved=str(view.id), changed="", columns="", density="", after="", before="", page=1)


def without_view(at: At, views: ListViews) -> At:
    """The same filters without a view; who has a view that the list opens with says so, that a link leads here."""
    return replace(at, saved=USUAL if views.default_id else "", changed="", columns="", density="")


def settled(at: At, views: ListViews) -> At:
    """The address after a change of its filters: still the view that it was, or changed from it."""
    view = next((view for view in views.views if view.id == at.view_id), None)
    if view is None:
        return at
    if at.kept() == shown_by(at, view).kept() and not (at.columns or at.density):
        return replace(at, saved=str(view.id), changed="")
    return replace(at, saved="", changed=str(view.id))


def _is_elsewhere(at: ListAddress) -> bool:
    """Whether it points into the list, which a view would lead away from."""
    return bool(at.after or at.before or at.page > 1)


_READERS: dict[str, Reader] = {
    "saved": view_word,
    "changed": id_text,
    "density": one_of(Density),
    "after": str,
    "before": str,
    "page": page_number,
}

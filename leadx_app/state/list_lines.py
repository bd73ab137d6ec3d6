"""Saved views and columns as the menus above a list show them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from leadx_app.queries.views import ViewRow


@dataclass(frozen=True)
class ViewLine:
    """A saved view in the menu."""

    id: str = ""
    name: str = ""
    owner: str = ""
    is_shared: bool = False
    is_mine: bool = False
    is_default: bool = False
    may_change: bool = False
    may_remove: bool = False


@dataclass(frozen=True)
class ColumnLine:
    """A column in the menu."""

    key: str
    label: str
    is_shown: bool


def view_line(view: ViewRow, default_id: UUID | None) -> ViewLine:
    """A view; `default_id` is the one that the list opens with."""
    return ViewLine(
        str(view.id),
        view.name,
        view.owner,
        view.is_shared,
        view.is_mine,
        view.id == default_id,
        view.may_change,
        view.may_remove,
    )


def column_lines(
    kinds: Sequence[str], labels: dict[str, str], shown: Sequence[str], say: Callable[[str], str]
) -> list[ColumnLine]:
    """The columns that a list can have, and which of them are shown."""
    return [ColumnLine(key, say(labels[key]), key in shown) for key in kinds]

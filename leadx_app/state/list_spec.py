"""What a page of a list says of it: its filters, orders and columns, and where its address stands."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from leadx_app.models import ListName
from leadx_app.state.list_address import ListAddress
from leadx_app.state.list_filters import Filter


@dataclass(frozen=True)
class ListSpec:
    """A list as its page knows it. Words are English.

    Attributes:
        usual: the name of the list without a view.
        hidden: what of "views", "display" and the keys of filters this part of the page does without.
        stays: parts of the address that stay when the filters are cleared or another view is opened.
    """

    page: type[rx.State]
    address: type[ListAddress]
    usual: str
    filters: tuple[Filter, ...]
    sorts: tuple[tuple[str, str], ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    hidden: Callable[[Any], frozenset[str]] = lambda at: frozenset()
    stays: tuple[str, ...] = ()


SPECS: dict[ListName, ListSpec] = {}


def list_of(name: ListName, **said: Any) -> Callable[[type[rx.State]], type[rx.State]]:
    """Declare a page's state as that of a list; the rest as in `ListSpec`."""

    def declare(page: type[rx.State]) -> type[rx.State]:
        SPECS[name] = ListSpec(page=page, **said)
        return page

    return declare

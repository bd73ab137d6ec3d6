"""One menu for the many rows of a list: the rows hold only a button, the items stand in the page once."""

from typing import Any

import reflex as rx

from leadx_app.components.ui.base import Handler, Words
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.piece import piece


def _pick(owner: rx.Var[str], key: rx.Var[str]) -> list[rx.Var[str]]:
    return [owner, key]


class SharedMenu(rx.Component):
    """The JSX piece."""

    library = piece("shared_menu.jsx")
    tag = "SharedMenu"

    name: rx.Var[str]
    label: rx.Var[str]
    items: rx.Var[list[Any]]
    on_pick: rx.EventHandler[_pick]


def shared_menu(items: rx.Var | list[Any], *, name: str, label: Words, on_pick: Handler) -> rx.Component:
    """Rows with `key`, `label`, and `color` (of a stage's dot) or `icon`; `on_pick(owner, key)` says which."""
    return SharedMenu.create(items=items, name=name, label=label, on_pick=on_pick)


def shared_menu_button(name: str, words: Words, *, owner: Words, choices: Words) -> rx.Component:
    """A row's button: `owner` is the row's id, `choices` the keys that it offers, with spaces between."""
    return rx.el.button(
        icon("ellipsis"),
        type="button",
        class_name="button button-icon button-ghost",
        aria_label=words,
        aria_haspopup="menu",
        aria_expanded="false",
        custom_attrs={"data-menu": name, "data-owner": owner, "data-choices": choices},
    )

"""Keyboard shortcuts, silent while somebody types."""

import reflex as rx

from leadx_app.components.ui.base import Handler, given
from leadx_app.components.ui.piece import piece


def _key(key: rx.Var[str]) -> list[rx.Var[str]]:
    return [key]


class Shortcuts(rx.Component):
    """The JSX piece."""

    library = piece("keys.jsx")
    tag = "Shortcuts"

    keys: rx.Var[list[str]]
    presses: rx.Var[dict[str, str]]
    on_key: rx.EventHandler[_key]


def shortcuts(*keys: str, on_key: Handler = None, presses: dict[str, str] | None = None) -> rx.Component:
    """`on_key(key)` for single keys ("j", "Escape"); `presses` clicks or focuses the first visible match of a selector.

    Inside a dialog they work while it is the upmost one; elsewhere only while no dialog is open.
    """
    return Shortcuts.create(keys=list(keys), presses=presses or {}, **given(on_key=on_key))

"""Search and commands over every page: a dialog with one input and a list."""

from typing import Any

import reflex as rx
from reflex.event import passthrough_event_spec

from leadx_app.components.ui import marked
from leadx_app.components.ui.base import Handler, Words
from leadx_app.components.ui.dialog import Dialog
from leadx_app.components.ui.piece import piece

__all__ = ["palette"]

NEEDS = marked.MARKED


class Palette(rx.Component):
    """The JSX piece."""

    library = piece("palette.jsx")
    tag = "Palette"

    name: rx.Var[str]
    words: rx.Var[dict]
    places: rx.Var[list]
    asked: rx.Var[str]
    commands: rx.Var[list]
    on_ask: rx.EventHandler[passthrough_event_spec(str)]
    on_theme: rx.EventHandler[passthrough_event_spec(str)]


def palette(
    *,
    name: str,
    words: dict[str, Any],
    places: rx.Var,
    asked: Words,
    commands: list[dict[str, Any]],
    on_ask: Handler,
    on_theme: Handler,
) -> rx.Component:
    """Opens by any button with `opens=name`, and by Ctrl+K or ⌘K.

    Args:
        words: `label`, `placeholder`, `close`, `none`, `keys`, and the `groups` by key in their order.
        places: what was found, rows with `group`, `key`, `label`, `hint`, `href`, `icon`, `color`; `asked` for which
            text.
        commands: rows like these, which may have `opens` or `theme` instead of `href`, `also` (other words for it) and
            `allowed`.
    """
    piece = Palette.create(
        name=name, words=words, places=places, asked=asked, commands=commands, on_ask=on_ask, on_theme=on_theme
    )
    return Dialog.create(piece, name=name, label=words["label"], class_name="dialog dialog-palette")

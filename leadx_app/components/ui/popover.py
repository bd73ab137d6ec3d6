"""A panel that a button opens beside itself, on the browser's popover; Esc and a click outside close it."""

import reflex as rx

from leadx_app.components.ui.base import Handler, Words, given
from leadx_app.components.ui.piece import piece


def _opened(is_open: rx.Var[bool]) -> list[rx.Var[bool]]:
    return [is_open]


class Popover(rx.Component):
    """The JSX piece: the first child is the button's face, the others are the panel."""

    library = piece("popover.jsx")
    tag = "Popover"

    name: rx.Var[str]
    label: rx.Var[str]
    trigger_class: rx.Var[str]
    on_open: rx.EventHandler[_opened]


def popover(
    *content: rx.Component,
    trigger: rx.Component,
    name: Words,
    label: Words,
    on_open: Handler = None,
    trigger_class: str = "button button-icon button-ghost",
) -> rx.Component:
    """`name` is the button's accessible name, `label` the panel's; `on_open(True or False)` when it opens or closes.

    A link in the panel closes it, and so does a button that `closes`, and Enter in a field.
    """
    face = rx.el.span(trigger, class_name="popover-face")
    return Popover.create(face, *content, name=name, label=label, trigger_class=trigger_class, **given(on_open=on_open))

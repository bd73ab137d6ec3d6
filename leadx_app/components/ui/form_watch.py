"""Looking over somebody's shoulder while they fill in a form, and filling in for them what is there already."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from leadx_app.components.ui.base import Handler, Words, given
from leadx_app.components.ui.piece import piece

_PIECE = piece("form_watch.jsx")


def _fields(fields: rx.Var[dict[str, Any]]) -> list[rx.Var[dict[str, Any]]]:
    return [fields]


def _used(value: rx.Var[str], text: rx.Var[str]) -> list[rx.Var[str]]:
    return [value, text]


class FormWatch(rx.Component):
    """The JSX piece."""

    library = _PIECE
    tag = "FormWatch"

    names: rx.Var[list[str]]
    on_write: rx.EventHandler[_fields]


class UseInstead(rx.Component):
    """The JSX piece."""

    library = _PIECE
    tag = "UseInstead"

    name: rx.Var[str]
    value: rx.Var[str]
    text: rx.Var[str]
    label: rx.Var[str]
    on_use: rx.EventHandler[_used]


def form_watch(names: Sequence[str], *, on_write: Handler) -> rx.Component:
    """Nothing to see: `on_write(fields)` gets what these fields of the form around it hold, when typing pauses."""
    return FormWatch.create(names=list(names), on_write=on_write)


def use_instead(name: str, *, value: Words, text: Words, label: Words, on_use: Handler = None) -> rx.Component:
    """A button that picks `value`, shown as `text`, in the combobox `name` of the form around it."""
    class_name = "button button-ghost button-small"
    return UseInstead.create(
        name=name, value=value, text=text, label=label, class_name=class_name, **given(on_use=on_use)
    )

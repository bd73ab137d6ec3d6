"""A text to be copied, such as a link."""

import reflex as rx

from leadx_app.components.ui.base import Words
from leadx_app.components.ui.field import field_id
from leadx_app.components.ui.piece import piece


class CopyField(rx.Component):
    """The JSX piece."""

    library = piece("copy_field.jsx")
    tag = "CopyField"

    id: rx.Var[str]
    value: rx.Var[str]
    label: rx.Var[str]
    words: rx.Var[dict[str, str]]


def copy_field(label: Words, value: Words, *, name: Words, copy: Words, copied: Words, scope: str) -> rx.Component:
    """The text under its label, and a button that takes it to the clipboard."""
    control_id = f"{scope}-{name}" if isinstance(name, rx.Var) else field_id(scope, name)
    return CopyField.create(id=control_id, value=value, label=label, words={"copy": copy, "copied": copied})

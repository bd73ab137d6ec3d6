"""A list that keeps the keyboard's place when the row under it goes."""

from typing import Any

import reflex as rx

from leadx_app.components.ui.base import Words
from leadx_app.components.ui.piece import piece


class KeptFocus(rx.Component):
    """The JSX piece."""

    library = piece("kept_focus.jsx")
    tag = "KeptFocus"

    label: rx.Var[str]
    fallback: rx.Var[str]


def kept_focus(*rows: Any, label: Words, class_name: Words, fallback: str) -> rx.Component:
    """A `<ul>`; `fallback` is a selector of what gets the focus when its last row went."""
    return KeptFocus.create(*rows, label=label, class_name=class_name, fallback=fallback)

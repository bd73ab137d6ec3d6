"""Switching between views: a segmented control (few, small) and tabs (parts of a page)."""

from collections.abc import Callable, Sequence

import reflex as rx

from leadx_app.components.ui.base import Words
from leadx_app.components.ui.icons import icon


def segmented(
    options: Sequence[tuple[str, Words, str | None]], *, value: Words, on_pick: Callable[[str], object], name: Words
) -> rx.Component:
    """Two to four choices of (value, label, icon name or None), one pressed; `on_pick(value)` gives the event."""
    return rx.el.div(
        *[_choice(option, value, on_pick, "segment") for option in options],
        class_name="segments",
        role="group",
        aria_label=name,
    )


def tabs(
    options: Sequence[tuple[str, Words, str | None]], *, value: Words, on_pick: Callable[[str], object], name: Words
) -> rx.Component:
    """Underlined choices above the part of the page that they switch."""
    return rx.el.div(
        *[_choice(option, value, on_pick, "tab") for option in options],
        class_name="tabs",
        role="group",
        aria_label=name,
    )


def _choice(
    option: tuple[str, Words, str | None], value: Words, on_pick: Callable[[str], object], class_name: str
) -> rx.Component:
    key, label, icon_name = option
    pressed = rx.cond(value == key, "true", "false") if isinstance(value, rx.Var) else str(value == key).lower()
    return rx.el.button(
        *([icon(icon_name)] if icon_name else []),
        label,
        type="button",
        class_name=class_name,
        aria_pressed=pressed,
        on_click=on_pick(key),
    )

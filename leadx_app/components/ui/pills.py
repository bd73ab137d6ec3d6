"""Filters of which one is chosen, beside each other, as many as fit on a line."""

from collections.abc import Callable, Sequence

import reflex as rx

from leadx_app.components.ui.base import Words


def pills(
    options: Sequence[tuple[str, Words]], *, value: rx.Var[str], on_pick: Callable[[str], object], name: Words
) -> rx.Component:
    """Choices of (value, label), one pressed; `on_pick(value)` gives the event."""
    return rx.el.div(
        *[
            rx.el.button(
                label,
                type="button",
                class_name="pill",
                aria_pressed=rx.cond(value == key, "true", "false"),
                on_click=on_pick(key),
            )
            for key, label in options
        ],
        class_name="pills",
        role="group",
        aria_label=name,
    )

"""How far something has come."""

import reflex as rx

from leadx_app.components.ui.base import Words


def progress_bar(percent: Words, name: Words) -> rx.Component:
    """A thin bar; `percent` is a whole number from 0 to 100 as text."""
    return rx.el.span(
        rx.el.span(class_name="progress-done", style={"inline_size": f"{percent}%"}),
        class_name="progress",
        role="progressbar",
        aria_label=name,
        custom_attrs={"aria-valuemin": "0", "aria-valuemax": "100", "aria-valuenow": percent},
    )

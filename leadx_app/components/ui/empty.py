"""What is shown instead of rows: nothing yet, nothing found, or something went wrong."""

import reflex as rx

from leadx_app.components.ui.base import Words, shown
from leadx_app.components.ui.icons import icon


def empty_state(title: Words, text: Words | None = None, *, action: rx.Component | None = None) -> rx.Component:
    """One line what this is, one button that starts it, a small line drawing."""
    return rx.el.div(
        _drawing(),
        rx.el.p(title, class_name="empty-title"),
        shown(text, lambda words: rx.el.p(words, class_name="empty-text")),
        action or rx.fragment(),
        class_name="empty",
    )


def error_state(title: Words, text: Words, *, action: rx.Component | None = None) -> rx.Component:
    """What happened, what was kept, what to do."""
    return rx.el.div(
        icon("circle-alert", size="large"),
        rx.el.p(title, class_name="empty-title"),
        rx.el.p(text, class_name="empty-text"),
        action or rx.fragment(),
        class_name="empty empty-error",
        role="alert",
    )


def _drawing() -> rx.Component:
    """A fjord: two mountains, the water, a small boat under way."""
    return rx.el.svg(
        rx.el.svg.path(d="M8 62 34 22l14 20 10-13 30 33", class_name="art-line"),
        rx.el.svg.path(d="M28 31l6 5 5-6", class_name="art-line"),
        rx.el.svg.path(d="M4 70q6-4 12 0t12 0 12 0 12 0 12 0 12 0 12 0", class_name="art-water"),
        rx.el.svg.path(d="M14 80q6-4 12 0t12 0 12 0 12 0 12 0", class_name="art-water"),
        rx.el.svg.path(d="M60 63h16l-4 5h-9zM67 62V50l7 9h-7", class_name="art-accent"),
        view_box="0 0 96 88",
        class_name="art",
        custom_attrs={"aria-hidden": "true", "focusable": "false"},
    )

"""Notes and history as one line through time."""

from typing import Any

import reflex as rx

from leadx_app.components.ui.base import Words, joined


def timeline(entries: rx.Component, *, name: Words) -> rx.Component:
    """The list that `timeline_entry`s stand in, newest first."""
    return rx.el.ol(entries, class_name="timeline", aria_label=name)


def timeline_entry(
    mark: rx.Component,
    head: rx.Component | Words,
    age: Words,
    *body: rx.Component,
    age_full: Words = "",
    class_name: Words = "",
    **props: Any,
) -> rx.Component:
    """A mark (icon or avatar), a sentence, its age, and what was written or changed."""
    return rx.el.li(
        rx.el.span(mark, class_name="timeline-mark"),
        rx.el.div(
            rx.el.div(
                rx.el.span(head, class_name="timeline-head"),
                rx.el.span(age, class_name="timeline-age figure", title=age_full),
                class_name="timeline-line",
            ),
            *body,
            class_name="timeline-body",
        ),
        class_name=joined("timeline-entry", class_name),
        **props,
    )

"""The handshake: our sign, two hands drawn as one, the same everywhere."""

import reflex as rx

from leadx_app.components.ui.base import Words, joined

LEFT_HAND = (
    "M1.9 7.3h1.2a.9.9 0 0 1 .9.9v7.4a.9.9 0 0 1-.9.9H1.9a.9.9 0 0 1-.9-.9V8.2a.9.9 0 0 1 .9-.9Z"
    "M5.2 8l3.1-.7c.7-.15 1.3"
    "-.1 1.9.1L7.8 9.7c-1.2 1.1-1.3 2.7-.3 3.7 1 1 2.6 1 3.7.1l1.7-1.4 4.3 3.7c.6.5.7 1.4.2 2-.4.5-1.1.6-1.6.4"
    "-.2.8-1.4 1.4-2.3.8-.5.8-1.8.9-2.5.3L6.7 15.6H5.2Z"
)
RIGHT_HAND = (
    "M20.9 7.3h1.2a.9.9 0 0 1 .9.9v7.4a.9.9 0 0 1-.9.9h-1.2a.9.9 0 0 1-.9-.9V8.2a.9.9 0 0 1 .9-.9Z"
    "M18.8 8l-3.2-.8c-1.4-.35"
    "-2.6 0-3.6 1L8.8 11c-.6.6-.7 1.2-.3 1.6.4.4 1 .4 1.6-.1l2.8-2.3 5 4.3c.4.35.7.7.8 1.1h.1Z"
)
CLOCK = "M20.2 1.3a2.7 2.7 0 1 1 0 5.4 2.7 2.7 0 0 1 0-5.4M20.2 2.7v1.4l.8.6"


def handshake(state: Words, words: Words, *, large: bool = False) -> rx.Component:
    """`state` is "none", "waiting" (one hand green, with the clock) or "accepted" (both green); `words` say it."""
    return rx.el.span(
        rx.el.svg(
            rx.el.svg.path(d=LEFT_HAND, class_name="hand hand-left"),
            rx.el.svg.path(d=RIGHT_HAND, class_name="hand hand-right"),
            rx.el.svg.path(d=CLOCK, class_name="hand-clock"),
            view_box="0 3.4 24 19",
            custom_attrs={"aria-hidden": "true", "focusable": "false"},
        ),
        class_name=joined("handshake", "handshake-large" if large else ""),
        role="img",
        aria_label=words,
        title=words,
        custom_attrs={"data-state": state},
    )

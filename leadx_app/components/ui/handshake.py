"""The handshake: our sign, two hands drawn as one, the same everywhere."""

import reflex as rx

from leadx_app.components.ui.base import Words

LEFT_HAND = "M2 8.5 5.2 7l4.1.9 2.2 1.2-3 2.9c-.8.8-.7 2 .1 2.6.8.6 1.9.5 2.6-.2l1.8-1.8 4.6 4.4c.6.6.6 1.5 0 2.1-.5.5-1.3.6-1.9.2M2 16.5l2.6-.3 4.3 3.9c.6.5 1.5.5 2-.1"
RIGHT_HAND = "M22 8.5 18.8 7l-3.6.6-3.7 1.5 1.5 3.5 4.6 4.4M22 16.5l-3.2-.4-1.2.9M10.9 20c.6.6 1.6.6 2.2 0M13.1 20c.7.6 1.7.6 2.3-.1"


def handshake(state: Words, words: Words) -> rx.Component:
    """`state` is "none", "waiting" (one hand green, with the clock) or "accepted" (both green); `words` say it."""
    return rx.el.span(
        rx.el.svg(
            rx.el.svg.path(d=LEFT_HAND, class_name="hand hand-left"),
            rx.el.svg.path(d=RIGHT_HAND, class_name="hand hand-right"),
            rx.el.svg.path(d="M19.5 1.2a3.3 3.3 0 1 1 0 6.6 3.3 3.3 0 0 1 0-6.6M19.5 2.9v1.7l1.1.7", class_name="hand-clock"),
            view_box="0 0 24 24",
            custom_attrs={"aria-hidden": "true", "focusable": "false"},
        ),
        class_name="handshake",
        role="img",
        aria_label=words,
        title=words,
        custom_attrs={"data-state": state},
    )

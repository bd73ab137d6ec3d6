"""Small pieces that New Lead and View Lead share."""

from collections.abc import Sequence

import reflex as rx

from leadx_app.components.ui.base import Handler, Words
from leadx_app.components.ui.button import button
from leadx_app.components.ui.icons import icon
from leadx_app.components.words import t


def notice(*children: rx.Component, tone: str = "", icon_name: str = "info", **props) -> rx.Component:
    """A quiet line with an icon that says where things stand."""
    return rx.el.div(
        icon(icon_name),
        rx.el.div(*children, class_name="notice-words"),
        class_name=f"notice notice-{tone}" if tone else "notice",
        **props,
    )


def kept_notice(on_discard: Handler) -> rx.Component:
    """What was typed before is back, and can be thrown away."""
    return notice(
        rx.el.span(t("We kept what you typed.")),
        button(t("Discard"), kind="ghost", small=True, on_click=on_discard),
        icon_name="history",
        role="status",
    )


def radio_segments(label: Words, name: str, options: Sequence[tuple[str, Words]]) -> rx.Component:
    """A few choices side by side as native radios; the first is chosen."""
    return rx.el.fieldset(
        rx.el.legend(label, class_name="field-label"),
        rx.el.div(
            *[
                rx.el.label(
                    rx.el.input(
                        type="radio", name=name, value=value, default_checked=place == 0, class_name="step-radio"
                    ),
                    rx.el.span(words),
                    class_name="segment",
                )
                for place, (value, words) in enumerate(options)
            ],
            class_name="segments",
        ),
        class_name="steps",
    )

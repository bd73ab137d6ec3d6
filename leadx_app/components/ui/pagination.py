"""Previous and next."""

import reflex as rx

from leadx_app.components.ui.base import Flag, Handler, Words
from leadx_app.components.ui.button import icon_button


def pagination(
    words: Words,
    *,
    name: Words,
    previous: Words,
    next: Words,
    on_previous: Handler,
    on_next: Handler,
    has_previous: Flag,
    has_next: Flag,
) -> rx.Component:
    """Where we are ("51–100 of 312") and the two steps."""
    return rx.el.nav(
        rx.el.span(words, class_name="pages-words figure", aria_live="polite"),
        icon_button(previous, "chevron-left", on_click=on_previous, disabled=_not(has_previous), tip_side="top"),
        icon_button(next, "chevron-right", on_click=on_next, disabled=_not(has_next), tip_side="top"),
        class_name="pages",
        aria_label=name,
    )


def _not(flag: Flag) -> Flag:
    return ~flag if isinstance(flag, rx.Var) else not flag

"""What stands at addresses that lead nowhere."""

import reflex as rx

from leadx_app.components.ui.button import link_button
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.words import t

ROUTE = "404"


def not_found() -> rx.Component:
    return empty_state(
        t("There is nothing at this address"),
        t("It may have been moved, or it was never there."),
        action=link_button(t("Go to the start"), "/", kind="primary"),
    )

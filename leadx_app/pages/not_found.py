"""What stands at addresses that lead nowhere, in the frame where somebody is signed in."""

import reflex as rx

from leadx_app.components.error_number import error_number
from leadx_app.components.frame import app_frame, public_frame
from leadx_app.components.ui.button import link_button
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.words import t
from leadx_app.state.error_page import ErrorPageState
from leadx_app.state.session import SessionState

ROUTE = "404"
ON_LOAD = [ErrorPageState.arrive]


def not_found() -> rx.Component:
    return rx.cond(
        SessionState.is_signed_in, app_frame(_nothing_here(), title=t("Not found")), public_frame(_nothing_here())
    )


def _nothing_here() -> rx.Component:
    return rx.fragment(
        empty_state(
            t("There is nothing at this address"),
            t("It may have been moved, or it was never there."),
            action=link_button(t("Go to the start"), "/", kind="primary"),
        ),
        error_number(404),
    )

"""The number of what went wrong, to be told to whoever can look it up."""

import reflex as rx

from leadx_app.components.words import t
from leadx_app.state.error_page import ErrorPageState


def error_number(status: int) -> rx.Component:
    """A line with the status and its number, once the log has it."""
    return rx.el.p(
        rx.cond(
            ErrorPageState.number,
            t("Error {status}, number {number}", status=str(status), number=ErrorPageState.number),
            "",
        ),
        class_name="error-number figure",
        on_mount=ErrorPageState.note(status),
    )

"""The question before a lead is won or closed."""

import reflex as rx

from leadx_app.components.ui.button import button
from leadx_app.components.ui.dialog import close_button, confirm_dialog, dialog
from leadx_app.components.words import t
from leadx_app.state.pipeline_outcome import OutcomeState


def outcome_dialogs() -> rx.Component:
    """One for Won, one for Closed with its reason."""
    return rx.fragment(_won(), _closed())


def _won() -> rx.Component:
    return confirm_dialog(
        t("Won?"),
        t(
            "{title}, {value}. Won is final: a Manager can reopen it within 24 hours.",
            title=OutcomeState.title,
            value=OutcomeState.value,
        ),
        name="outcome-won",
        open=OutcomeState.kind == "won",
        confirm=t("Mark as won"),
        cancel=t("Cancel"),
        on_confirm=OutcomeState.win,
        on_close=OutcomeState.leave,
        danger=False,
    )


def _closed() -> rx.Component:
    return dialog(
        t("Why was it closed?"),
        rx.el.p(OutcomeState.title, class_name="dialog-text"),
        rx.el.div(rx.foreach(OutcomeState.reasons, _reason), class_name="reasons"),
        name="outcome-closed",
        open=OutcomeState.kind == "closed",
        on_close=OutcomeState.leave,
        close_name=t("Cancel"),
        size="small",
        footer=close_button(t("Cancel")),
    )


def _reason(reason: rx.Var) -> rx.Component:
    return button(reason.label, icon_name="ban", on_click=OutcomeState.close(reason.value), key=reason.value)

"""Two people changed the same: both values side by side, one is chosen per field."""

import reflex as rx

from leadx_app.components.ui.button import button
from leadx_app.components.ui.choice_field import choice_field
from leadx_app.components.ui.dialog import close_button, dialog
from leadx_app.components.ui.form import kept_form
from leadx_app.components.words import t
from leadx_app.state.lead_edit import ConflictShown
from leadx_app.state.lead_view import LeadViewState


def edit_conflict() -> rx.Component:
    """Opens by itself when a save met somebody else's change; closing it leads back to the form, nothing is lost."""
    return dialog(
        t("{name} changed the same", name=LeadViewState.conflict_by),
        rx.el.p(t("Choose what to keep. Nothing of yours is lost before you save."), class_name="dialog-text"),
        kept_form(
            rx.foreach(LeadViewState.conflict, _field),
            rx.el.div(
                close_button(t("Back")), button(t("Save"), kind="primary", submit=True), class_name="dialog-actions"
            ),
            form_key="conflict",
            user_key="",
            answer_token=LeadViewState.answer_token,
            on_submit=LeadViewState.settle,
            label=t("Choose what to keep"),
        ),
        name="lead-conflict",
        open=LeadViewState.conflict.length() > 0,
        on_close=LeadViewState.leave_conflict,
        close_name=t("Close"),
    )


def _field(row: rx.Var[ConflictShown]) -> rx.Component:
    return choice_field(row.field, row.label, yours=(t("Yours"), row.yours), theirs=(t("Theirs"), row.theirs))

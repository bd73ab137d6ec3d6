"""The editor of a row as a sheet, for the phone: a row there has no room for a form."""

import reflex as rx

from leadx_app.components.leads.inline_edit import inline_conflict
from leadx_app.components.ui.button import button, icon_button
from leadx_app.components.ui.dialog import close_button, dialog
from leadx_app.components.ui.field import date_field, money_field, select_field, text_field
from leadx_app.components.words import t
from leadx_app.state.lead_inline import LeadInlineState

FIELDS = LeadInlineState.fields
PROBLEMS = LeadInlineState.problems
SCOPE = "sheet"


def sheet_pencil(lead: rx.Var) -> rx.Component:
    """Opens the sheet from the card of a lead, for who may edit it; a desktop turns the row itself into the form."""
    return rx.cond(
        lead.may_edit,
        rx.el.span(
            icon_button(t("Edit {title}", title=lead.title), "pencil", on_click=LeadInlineState.open_sheet(lead.id)),
            class_name="card-pencil",
        ),
        rx.fragment(),
    )


def inline_sheet() -> rx.Component:
    """Stands once beside the list; the same fields and the same answer to a conflict as in the row."""
    return dialog(
        t("Edit lead"),
        rx.cond(LeadInlineState.in_sheet, _form(), rx.fragment()),
        name="lead-sheet",
        open=LeadInlineState.in_sheet,
        on_close=LeadInlineState.cancel,
        close_name=t("Close"),
        size="small",
    )


def _form() -> rx.Component:
    return rx.fragment(
        rx.cond(LeadInlineState.conflict, inline_conflict(), rx.fragment()),
        rx.el.form(
            text_field(
                t("Lead title"),
                "title",
                default_value=FIELDS.title,
                error=PROBLEMS["title"],
                scope=SCOPE,
                max_length=200,
                required=True,
            ),
            money_field(
                t("Lead value"),
                "value",
                currency=LeadInlineState.currency,
                default_value=FIELDS.value,
                error=PROBLEMS["value"],
                scope=SCOPE,
            ),
            date_field(
                t("Expected closing date"),
                "expected_closing_on",
                default_value=FIELDS.expected_closing_on,
                error=PROBLEMS["expected_closing_on"],
                scope=SCOPE,
            ),
            select_field(
                t("Category"),
                "category_id",
                LeadInlineState.categories,
                empty=t("No category"),
                default_value=FIELDS.category_id,
                error=PROBLEMS["category_id"],
                scope=SCOPE,
            ),
            rx.el.div(
                close_button(t("Cancel")),
                button(t("Save"), kind="primary", submit=True),
                class_name="dialog-actions",
            ),
            on_submit=LeadInlineState.save,
            class_name="form",
            aria_label=t("Edit lead"),
            no_validate=True,
            auto_complete="off",
            key=LeadInlineState.lead_id,
        ),
    )

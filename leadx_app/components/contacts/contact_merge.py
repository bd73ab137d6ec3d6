"""The popup that makes one contact of two."""

import reflex as rx

from leadx_app.components.ui.button import button
from leadx_app.components.ui.choice_field import choice_field
from leadx_app.components.ui.combobox import combobox
from leadx_app.components.ui.dialog import close_button, dialog
from leadx_app.components.ui.form import kept_form
from leadx_app.components.words import t
from leadx_app.state.contact_merge import ContactMergeState, MergeRow


def contact_merge() -> rx.Component:
    """First which one is the same, then whose value each field has."""
    return dialog(
        t("Merge contacts"),
        rx.cond(
            ContactMergeState.is_open,
            rx.cond(ContactMergeState.other, _values(), _which()),
            rx.fragment(),
        ),
        name="contact-merge",
        open=ContactMergeState.is_open,
        on_close=ContactMergeState.close_merge,
        close_name=t("Close"),
    )


def _which() -> rx.Component:
    return rx.el.div(
        combobox(
            t("Which contact is the same?"),
            "other",
            ContactMergeState.choices,
            on_query=ContactMergeState.suggest,
            on_pick=ContactMergeState.choose,
            hint=t("Write its name, number or town."),
            scope="merge",
        ),
        rx.el.div(close_button(t("Cancel")), class_name="dialog-actions"),
        class_name="form merge-which",
    )


def _values() -> rx.Component:
    return kept_form(
        rx.el.p(
            t(
                "“{other}” becomes part of “{name}”: its leads and persons move here. You can take it back.",
                other=ContactMergeState.other,
                name=ContactMergeState.name,
            ),
            class_name="dialog-text",
        ),
        rx.foreach(ContactMergeState.rows, _row),
        rx.el.div(
            button(t("Another contact"), kind="ghost", on_click=ContactMergeState.choose_anew),
            rx.el.span(class_name="push"),
            close_button(t("Cancel")),
            button(t("Merge"), kind="primary", submit=True),
            class_name="dialog-actions",
        ),
        form_key="contact-merge",
        user_key="",
        answer_token=ContactMergeState.answer_token,
        on_submit=ContactMergeState.merge,
        label=t("Merge contacts"),
    )


def _row(row: rx.Var[MergeRow]) -> rx.Component:
    return choice_field(
        row.field,
        row.label,
        yours=(t("This contact"), row.mine),
        theirs=(t("The other contact"), row.theirs),
        first=row.has_mine,
    )

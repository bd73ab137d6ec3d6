"""Erasing a person on request: the button, and the question with what stays and why."""

import reflex as rx

from leadx_app.components.ui.button import button
from leadx_app.components.ui.dialog import close_button, dialog
from leadx_app.components.ui.field import text_field
from leadx_app.components.ui.menu import menu_item
from leadx_app.components.words import t
from leadx_app.state.erasure import ErasureState
from leadx_app.state.session import SessionState

ERASURE = "erasure"


def erase_person(user_id: rx.Var[str]) -> rx.Component:
    """The button in the dialog of a person of User Management."""
    return button(
        t("Erase person …"), kind="ghost", small=True, icon_name="trash-2", on_click=ErasureState.open_person(user_id)
    )


def erase_contact(person_id: rx.Var[str]) -> rx.Component:
    """The entry in the menu of a contact person, for those who manage people."""
    return rx.cond(
        SessionState.may["users_manage"],
        menu_item(t("Erase person …"), icon_name="trash-2", on_click=ErasureState.open_contact(person_id)),
        rx.fragment(),
    )


def erasure_dialog() -> rx.Component:
    """What goes, what stays, and the field in which the email is typed."""
    who = ErasureState.who
    return dialog(
        t("Erase {name}", name=who.name),
        _goes(who.is_contact),
        rx.cond(
            ErasureState.stays,
            rx.fragment(
                rx.el.p(t("This stays, under “Erased person”, because the organization's figures are made of it:")),
                rx.el.ul(rx.foreach(ErasureState.stays, rx.el.li), class_name="erasure-stays"),
            ),
            rx.fragment(),
        ),
        rx.el.p(t("Uploaded files are not looked into. It cannot be undone."), class_name="muted"),
        rx.cond(who.warning, rx.el.p(who.warning, class_name="erasure-warning", role="note"), rx.fragment()),
        rx.el.form(
            text_field(
                t("Type {text} to erase them", text=who.typed),
                "email",
                error=ErasureState.problem,
                scope=ERASURE,
                auto_complete="off",
                max_length=400,
            ),
            rx.el.div(
                close_button(t("Cancel")),
                button(t("Erase for good"), kind="danger", submit=True),
                class_name="dialog-actions",
            ),
            on_submit=ErasureState.erase,
            key=who.id,
        ),
        name=ERASURE,
        open=ErasureState.is_open,
        on_close=ErasureState.close,
        close_name=t("Close"),
        label=t("Erase a person"),
    )


def _goes(is_contact: rx.Var[bool]) -> rx.Component:
    return rx.el.p(
        rx.cond(
            is_contact,
            t(
                "Name, title, email and phone go, wherever they stand: on leads, in notes, history and imports too. "
                "The company stays."
            ),
            t(
                "Name, email, phone and photo go, wherever they stand: in notes, history and mails too. They are "
                "signed out at once; sessions, tokens, devices, calendar address and notifications are removed."
            ),
        )
    )

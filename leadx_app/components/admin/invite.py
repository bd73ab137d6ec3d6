"""Inviting people: the round of at most ten, and the links that no mail server sends."""

import reflex as rx

from leadx_app.components.ui.button import button
from leadx_app.components.ui.copy_field import copy_field
from leadx_app.components.ui.dialog import close_button, dialog
from leadx_app.components.ui.field import select_field, text_field
from leadx_app.components.ui.form import kept_form
from leadx_app.components.words import t
from leadx_app.domain.people import MOST_INVITED
from leadx_app.state.session import SessionState
from leadx_app.state.users import UsersState

INVITE, LINKS = "invite-user", "invitation-links"
ROLES = [
    ("lite", "LITE"),
    ("basic", "Basic"),
    ("professional", "Professional"),
    ("manager", "Manager"),
    ("admin", "Admin"),
]


def invitation_links() -> rx.Component:
    """Links that the Admin passes on, where no mail server does."""
    return dialog(
        t("Invitation links"),
        rx.el.p(
            t("No mail server is set up. Copy each link now and give it to the person: it is shown only this once."),
            class_name="muted",
        ),
        rx.foreach(
            UsersState.links,
            lambda line: copy_field(
                line.email, line.link, name=line.email, copy=t("Copy"), copied=t("Copied"), scope="invitation"
            ),
        ),
        name=LINKS,
        open=UsersState.links.length() > 0,
        on_close=UsersState.forget_links,
        close_name=t("Close"),
        footer=close_button(t("Close")),
    )


def invite_user() -> rx.Component:
    """Name, phone, email, role and organization of each."""
    return dialog(
        t("Invite User"),
        rx.el.p(
            t("Each gets a mail with a link to choose a password. The link works for seven days."), class_name="muted"
        ),
        kept_form(
            *[_invited(number) for number in range(MOST_INVITED)],
            rx.cond(
                UsersState.problems["rows"],
                rx.el.p(UsersState.problems["rows"], class_name="field-error", role="alert"),
                rx.fragment(),
            ),
            rx.el.div(
                rx.cond(
                    UsersState.invited_rows < MOST_INVITED,
                    button(t("Add another person"), icon_name="plus", on_click=UsersState.add_row),
                    rx.el.p(t("Ten people a round."), class_name="muted"),
                ),
                button(t("Send invitations"), kind="primary", icon_name="send", submit=True),
                class_name="dialog-actions",
            ),
            form_key="invite",
            user_key=SessionState.user_key,
            on_submit=UsersState.invite,
            clear_token=UsersState.round,
            answer_token=UsersState.answer,
            label=t("Invite User"),
        ),
        name=INVITE,
        open=UsersState.is_inviting,
        on_close=UsersState.close_invite,
        close_name=t("Close"),
        size="wide",
    )


def _invited(number: int) -> rx.Component:
    """One person of the round; only the first is there from the beginning."""
    row = rx.el.fieldset(
        rx.el.legend(t("Person {number}", number=number + 1), class_name="spoken"),
        _text(t("Name"), "name", number, max_length=200),
        _text(t("Email"), "email", number, type="email", max_length=320),
        _text(t("Phone"), "phone", number, type="tel", max_length=40),
        select_field(
            t("Role"),
            f"role_{number}",
            ROLES,
            default_value="basic",
            error=UsersState.problems[f"role_{number}"],
            scope="invite",
        ),
        select_field(
            t("Organization"),
            f"organization_{number}",
            UsersState.organizations,
            error=UsersState.problems[f"organization_{number}"],
            scope="invite",
        ),
        class_name="invited",
    )
    return row if number == 0 else rx.cond(UsersState.invited_rows > number, row, rx.fragment())


def _text(label: rx.Var[str], field: str, number: int, **props: object) -> rx.Component:
    name = f"{field}_{number}"
    return text_field(label, name, error=UsersState.problems[name], scope="invite", auto_complete="off", **props)

"""Self-registration: on or off, how, and the address that is given to people."""

import reflex as rx

from leadx_app.components.ui.button import button
from leadx_app.components.ui.copy_field import copy_field
from leadx_app.components.ui.dialog import confirm_dialog
from leadx_app.components.ui.field import checkbox, select_field
from leadx_app.components.ui.section import section_header
from leadx_app.components.words import t
from leadx_app.state.registration import RegistrationState

RENEW = "renew-registration"


def self_registration() -> rx.Component:
    """For Admins of the parent organization."""
    return rx.cond(
        RegistrationState.is_mine,
        rx.el.section(
            section_header(t("Self-registration")),
            rx.el.p(
                t("Whoever has the registration address can ask to join. Their requests wait in User Management."),
                class_name="muted",
            ),
            rx.cond(
                RegistrationState.has_mail,
                rx.fragment(),
                rx.el.p(
                    t("No mail server is set up: emails cannot be confirmed, so that every request needs approval."),
                    class_name="muted",
                ),
            ),
            _form(),
            rx.cond(RegistrationState.address, _address(), rx.fragment()),
            class_name="settings registration",
            aria_label=t("Self-registration"),
        ),
        rx.fragment(),
    )


def _form() -> rx.Component:
    return rx.el.form(
        checkbox(
            t("People can register by themselves"),
            "is_on",
            default_checked=RegistrationState.is_on,
            scope="registration",
        ),
        checkbox(
            t("They choose between all organizations"),
            "offers_organizations",
            default_checked=RegistrationState.offers_organizations,
            scope="registration",
        ),
        select_field(
            t("Who lets them in"),
            "approval",
            [("admin", t("An Admin approves each")), ("none", t("Everybody with a confirmed email"))],
            default_value=rx.cond(RegistrationState.needs_approval, "admin", "none"),
            scope="registration",
        ),
        select_field(
            t("Role without approval"),
            "role",
            [("lite", "LITE"), ("basic", "Basic")],
            default_value=RegistrationState.role,
            error=RegistrationState.problems["role"],
            scope="registration",
        ),
        button(t("Save"), submit=True),
        on_submit=RegistrationState.save,
        class_name="registration-form",
        aria_label=t("Self-registration"),
        key=RegistrationState.key,
    )


def _address() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            copy_field(
                t("Registration address"),
                RegistrationState.address,
                name="address",
                copy=t("Copy"),
                copied=t("Copied"),
                scope="registration",
            ),
            button(t("Renew"), icon_name="rotate-ccw", opens=RENEW),
            class_name="registration-address",
        ),
        confirm_dialog(
            t("Renew the registration address?"),
            t("The address before stops working at once. Requests that wait stay."),
            name=RENEW,
            confirm=t("Renew the address"),
            cancel=t("Cancel"),
            on_confirm=RegistrationState.renew,
            danger=False,
        ),
    )

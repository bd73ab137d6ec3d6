"""The block of the profile page about passkeys, and the button of the sign-in page."""

import reflex as rx

from leadx_app.components.ui.button import icon_button
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.passkey import new_passkey, passkey_sign_in
from leadx_app.components.ui.section import section_header
from leadx_app.components.words import t
from leadx_app.state.passkeys import PasskeysState


def own_passkeys() -> rx.Component:
    """Those that one has, and a new one."""
    title = t("Passkeys")
    return rx.el.section(
        section_header(title),
        rx.el.p(
            t("Sign in with your finger, face or the code of your device, without a password."), class_name="muted"
        ),
        rx.cond(
            PasskeysState.passkeys,
            rx.el.ul(rx.foreach(PasskeysState.passkeys, _passkey), class_name="own-sessions", aria_label=title),
            rx.fragment(),
        ),
        rx.cond(PasskeysState.is_loaded, _new(), rx.fragment()),
        class_name="profile-card",
    )


def by_passkey() -> rx.Component:
    """Signing in with one."""
    return passkey_sign_in(
        sign_in=t("Sign in with a passkey"),
        unused=t("No passkey was used. Try again, or use your password."),
        unreachable=t("Sign-in could not be reached. Check the connection and try again."),
    )


def _passkey(line: rx.Var) -> rx.Component:
    return rx.el.li(
        icon("key-round"),
        rx.el.span(
            rx.el.span(line.name, class_name="own-session-name", dir="auto"),
            rx.el.span(line.more, class_name="own-session-more"),
            class_name="own-session-words",
        ),
        icon_button(
            t("Remove the passkey {name}", name=line.name),
            "trash-2",
            on_click=PasskeysState.remove(line.id),
            tip_side="left",
        ),
        class_name="own-session",
        key=line.id,
    )


def _new() -> rx.Component:
    return new_passkey(
        words={
            "add": t("Add a passkey"),
            "name": t("Name of the passkey"),
            "nameHint": t("Such as the device that keeps it."),
            "password": t("Your password"),
            "cancel": t("Cancel"),
            "unable": t("This browser has no passkeys."),
            "unmade": t("The passkey could not be made. Try again."),
            "show": t("Show password"),
            "hide": t("Hide password"),
            "unreachable": t("LeadX could not be reached. Check the connection and try again."),
        },
        on_added=PasskeysState.load,
    )

"""The block of the profile page about the second step of signing in."""

import reflex as rx

from leadx_app.components.ui.section import section_header
from leadx_app.components.ui.two_step import two_step_set_up
from leadx_app.components.words import t
from leadx_app.state.two_step import TwoStepState


def own_two_step() -> rx.Component:
    """An authenticator app: on or off, and what is done with it."""
    off = t(
        "Besides the password you write a code that an app on your phone shows. A stolen password is not enough then."
    )
    return rx.el.section(
        section_header(t("Two-step sign-in")),
        rx.el.p(rx.cond(TwoStepState.is_on, TwoStepState.summary, off), class_name="muted"),
        rx.cond(TwoStepState.is_loaded, _set_up(), rx.fragment()),
        class_name="profile-card",
    )


def _set_up() -> rx.Component:
    return two_step_set_up(
        is_on=TwoStepState.is_on,
        on_changed=TwoStepState.load,
        words={
            "password": t("Your password"),
            "next": t("Next"),
            "turnOn": t("Turn on"),
            "turnOff": t("Turn off"),
            "newCodes": t("New recovery codes"),
            "cancel": t("Cancel"),
            "scan": t("Scan the picture with an authenticator app, such as the one of your phone or password manager."),
            "picture": t("Picture to scan with an authenticator app"),
            "key": t("Or type this key into the app"),
            "firstCode": t("Code that the app shows"),
            "code": t("Code of your app"),
            "codeHint": t("Six digits, or one of your recovery codes."),
            "codes": t("Recovery codes"),
            "keep": t(
                "Keep these recovery codes where you find them without your phone. Each works once in place of the app."
                " They are shown only now."
            ),
            "done": t("I have kept them"),
            "download": t("Download"),
            "copy": t("Copy"),
            "show": t("Show password"),
            "hide": t("Hide password"),
            "unreachable": t("LeadX could not be reached. Check the connection and try again."),
        },
    )

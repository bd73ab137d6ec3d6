"""Blocks of the pages on which people who are not signed in ask for a password and choose one."""

import reflex as rx

from leadx_app.components.ui.base import Words
from leadx_app.components.ui.button import link
from leadx_app.components.ui.frame import brand
from leadx_app.components.ui.post_form import post_field, post_form
from leadx_app.components.words import t


def forgot_form() -> rx.Component:
    """The email that the link goes to; the answer does not say whether anybody has it."""
    return plain_card(
        t("Forgot your password?"),
        t("Write your email. If you have an account, you get a link to choose a new password."),
        post_form(
            back_to_sign_in(),
            action="/auth/forgot-password",
            fields=[post_field("email", t("Email"), type="email", auto_complete="username")],
            send=t("Send the link"),
            done=t(
                "If an account has this email, a mail is on its way. The link works for 30 minutes."
                " You can ask five times a day. Look among unwanted mail too."
            ),
            **usual_words(),
        ),
    )


def choose_form() -> rx.Component:
    """A new password, written twice, for whoever has opened a link that works."""
    hint = t("At least 12 characters. Several words are easy to remember.")
    return plain_card(
        t("Choose a password"),
        None,
        post_form(
            rx.el.nav(
                link(t("Ask for a new link"), href="/forgot-password"),
                link(t("Back to sign-in"), href="/login"),
                class_name="sign-in-links",
                aria_label=t("Help"),
            ),
            action="/auth/reset-password",
            fields=[
                post_field("new_password", t("New Password"), type="password", auto_complete="new-password", hint=hint),
                post_field("confirm_password", t("Confirm Password"), type="password", auto_complete="new-password"),
            ],
            send=t("Keep the password"),
            by_link=True,
            **usual_words(),
        ),
    )


def plain_card(title: Words, text: Words | None, form: rx.Component) -> rx.Component:
    """The mark, what the page is for, and its form."""
    return rx.fragment(
        rx.el.header(
            brand(),
            rx.el.h1(title, class_name="plain-title"),
            *([rx.el.p(text, class_name="muted")] if text is not None else []),
            class_name="sign-in-head",
        ),
        form,
    )


def back_to_sign_in() -> rx.Component:
    """The way back."""
    return rx.el.nav(link(t("Back to sign-in"), href="/login"), class_name="sign-in-links", aria_label=t("Help"))


def usual_words() -> dict[str, Words]:
    """What all these forms say."""
    return {
        "show": t("Show password"),
        "hide": t("Hide password"),
        "unreachable": t("LeadX could not be reached. Check the connection and try again."),
    }

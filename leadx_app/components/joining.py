"""Blocks of the pages on which people register and confirm their email."""

import reflex as rx

from leadx_app.components.passwords import back_to_sign_in, plain_card, usual_words
from leadx_app.components.ui.post_form import post_field, post_form
from leadx_app.components.words import t


def register_form() -> rx.Component:
    """Who one is, for whoever has opened their organization's registration address."""
    hint = t("At least 12 characters. Several words are easy to remember.")
    return plain_card(
        t("Register"),
        None,
        post_form(
            back_to_sign_in(),
            action="/auth/register",
            look="/auth/registration",
            fields=[
                post_field("name", t("Name"), auto_complete="name"),
                post_field("email", t("Email"), type="email", auto_complete="username"),
                post_field("phone", t("Phone"), type="tel", auto_complete="tel", required=False),
                post_field("organization_id", t("Organization"), type="select", required=False),
                post_field("new_password", t("Password"), type="password", auto_complete="new-password", hint=hint),
                post_field("confirm_password", t("Confirm Password"), type="password", auto_complete="new-password"),
            ],
            send=t("Register"),
            by_link=True,
            **usual_words(),
        ),
    )


def confirm_form() -> rx.Component:
    """The password that was chosen on registering, for whoever has opened the link of the mail."""
    return plain_card(
        t("Confirm your email"),
        None,
        post_form(
            back_to_sign_in(),
            action="/auth/confirm-email",
            look="/auth/confirmation",
            fields=[
                post_field(
                    "password",
                    t("Password"),
                    type="password",
                    auto_complete="current-password",
                    hint=t("The one that you chose when you registered."),
                )
            ],
            send=t("Confirm"),
            by_link=True,
            **usual_words(),
        ),
    )

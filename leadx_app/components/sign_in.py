"""Blocks of the sign-in page."""

import reflex as rx

from leadx_app.components.roles import role_name
from leadx_app.components.ui.button import link
from leadx_app.components.ui.frame import brand
from leadx_app.components.ui.sign_in_form import sign_in_form
from leadx_app.components.words import t
from leadx_app.state.login import LoginState


def sign_in_card(*below: rx.Component) -> rx.Component:
    """The mark, one line what this is, and the form."""
    return rx.fragment(
        rx.el.header(
            brand(),
            rx.el.h1(t("Sign in to LeadX"), class_name="spoken"),
            rx.el.p(t("Leads from everybody. Worked by sales. Seen live."), class_name="muted"),
            class_name="sign-in-head",
        ),
        sign_in_form(
            *below,
            email=t("Email"),
            password=t("Password"),
            organization=t("Organization"),
            which=t("Which organization?"),
            sign_in=t("Sign in"),
            show=t("Show password"),
            hide=t("Hide password"),
            unreachable=t("Sign-in could not be reached. Check the connection and try again."),
            ended=t("You were signed out. Sign in again, or ask your administrator if that does not work."),
            chosen=t("Your new password is kept. Sign in with it."),
            joined=t("You have joined. Sign in with your email and the password that you chose."),
            code=t("Code of your app"),
            code_hint=t("Six digits from your authenticator app, or one of your recovery codes."),
        ),
    )


def sign_in_help() -> rx.Component:
    """Where to go without a password."""
    return rx.el.nav(
        link(t("Forgot your password?"), href="/forgot-password"),
        link(t("Register"), href="/register"),
        link(t("Privacy"), href="/privacy"),
        class_name="sign-in-links",
        aria_label=t("Help"),
    )


def demo_accounts() -> rx.Component:
    """The accounts of the demo data; a click signs in."""
    return rx.el.section(
        rx.el.h2(t("Demo accounts"), class_name="demo-title"),
        rx.el.ul(rx.foreach(LoginState.accounts, _account), class_name="demo-list"),
        rx.el.p(t("Password for all of them"), ": ", rx.el.code(LoginState.password), class_name="muted"),
        class_name="demo",
    )


def _account(account: rx.Var[dict[str, str]]) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(role_name(account["role"]), class_name="demo-role"),
            rx.el.span(account["organization"], class_name="demo-organization"),
            rx.el.span(account["email"], class_name="demo-email muted"),
            type="button",
            class_name="demo-account",
            custom_attrs={"data-email": account["email"], "data-password": LoginState.password},
        )
    )

"""Blocks of the sign-in page."""

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from leadx_app.components.roles import role_name
from leadx_app.components.ui.button import link
from leadx_app.components.ui.frame import brand
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.provider import provider_finder
from leadx_app.components.ui.sign_in_form import sign_in_form
from leadx_app.components.words import t
from leadx_app.state.login import LoginState


def sign_in_card(*below: rx.Component) -> rx.Component:
    """The mark, one line what this is, and the form."""
    return rx.fragment(
        rx.el.header(
            brand(),
            rx.el.h1(t("Sign in to LeadX"), class_name="spoken"),
            rx.cond(LoginState.customer, rx.el.p(rx.el.bdi(LoginState.customer), class_name="sign-in-customer")),
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
            refused=_refused(),
        ),
    )


def _refused() -> dict[str, rx.Var[str]]:
    """Why somebody who came from a provider did not come in, by the word of the address."""
    return {
        "stopped": t("You did not sign in at the provider. Try again, or use your password."),
        "unreachable": t("The sign-in provider cannot be used right now. Try again later, or use your password."),
        "untrusted": t("What the sign-in provider answered could not be trusted. Try again, or use your password."),
        "expired": t("This sign-in was used, took too long or began in another browser. Start again."),
        "unverified": t("The provider does not confirm your email. Ask your administrator."),
        "nobody": t("You cannot sign in this way. Use your password, or ask your administrator."),
        "off": t("This way to sign in is switched off. Use your password, or ask your administrator."),
        "busy": t("Too many people are signing in. Wait a few minutes and try again."),
        "number": t("Number for your administrator: {number}", number="%"),
    }


def by_provider() -> rx.Component:
    """Signing in with an account that the customer's people have elsewhere; nothing where there is none."""
    return rx.fragment(
        rx.foreach(LoginState.providers, _provider),
        rx.cond(
            LoginState.finds_more,
            provider_finder(
                find=t("Sign in with your organization"),
                ask=t("Write your email above first."),
                which=t("Choose the organization that you want to sign in to."),
                unreachable=t("Sign-in could not be reached. Check the connection and try again."),
            ),
            rx.fragment(),
        ),
    )


def _provider(provider: rx.Var[dict[str, str]]) -> rx.Component:
    # Not a page of the application, which the router would look for.
    return ReactRouterLink.create(
        icon("shield"),
        rx.el.span(t("Sign in with {name}", name=provider["label"]), class_name="button-label"),
        to=provider["href"],
        reload_document=True,
        class_name="button button-secondary button-wide button-tall",
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

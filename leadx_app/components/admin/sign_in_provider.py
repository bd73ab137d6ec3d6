"""The sign-in provider: what it must know of LeadX, and what LeadX must know of it."""

import reflex as rx

from leadx_app.components.ui.button import button
from leadx_app.components.ui.copy_field import copy_field
from leadx_app.components.ui.field import checkbox, select_field, text_field
from leadx_app.components.ui.section import section_header
from leadx_app.components.ui.skeleton import skeleton
from leadx_app.components.words import t
from leadx_app.state.sign_in_provider import SignInProviderState

STATE = SignInProviderState
SCOPE = "provider"


def sign_in_provider() -> rx.Component:
    """For Admins of the parent organization; others are told who sets it."""
    child = rx.el.p(t("An Admin of the parent organization sets this up."), class_name="muted")
    return rx.cond(
        STATE.is_loaded,
        rx.cond(STATE.is_mine, rx.el.div(_what_it_is(), _provider(), class_name="provider-cards"), child),
        rx.el.div(skeleton("60%"), skeleton("70%"), skeleton("50%"), class_name="skeletons stack", aria_busy="true"),
    )


def _what_it_is() -> rx.Component:
    title = t("At the provider")
    return rx.el.section(
        section_header(title),
        rx.el.p(
            t(
                "People can sign in with the account that they have at your company, such as in Keycloak, Okta or "
                "Google (OpenID Connect). Make a client for LeadX there, with this redirect address:"
            ),
            class_name="muted",
        ),
        _copied(t("Redirect address"), STATE.redirect_address, "redirect_address"),
        rx.el.p(t("Its button stands on your own sign-in page, which you give to your people:"), class_name="muted"),
        _copied(t("Your sign-in page"), STATE.sign_in_page, "sign_in_page"),
        class_name="settings",
        aria_label=title,
    )


def _provider() -> rx.Component:
    title = t("Provider")
    return rx.el.section(
        section_header(title),
        _form(),
        rx.cond(STATE.is_set, _trial(), rx.fragment()),
        class_name="settings",
        aria_label=title,
    )


def _form() -> rx.Component:
    return rx.el.form(
        _text(t("Name on the button"), "label", 60, placeholder="Nordlys", hint=t("Sign in with …")),
        _text(
            t("Address of the provider"),
            "issuer",
            500,
            type="url",
            placeholder="https://login.example.com",
            hint=t("The issuer, written exactly as the provider does."),
        ),
        _text(t("Client ID"), "client_id", 200),
        _text(
            t("Client secret"),
            "secret",
            500,
            type="password",
            hint=rx.cond(
                STATE.has_secret, t("One is kept. Write only a new one."), t("It is kept sealed, never shown.")
            ),
        ),
        _text(
            t("Email domains"),
            "domains",
            2_000,
            placeholder="nordlys.no, nordlys.com",
            hint=t("Only people with a confirmed email of these domains come in."),
            class_name="provider-wide",
        ),
        rx.el.div(
            checkbox(
                t("Make an account for whoever is new"),
                "makes_people",
                default_checked=STATE.makes_people,
                scope=SCOPE,
            ),
            rx.el.p(t("Otherwise only people who have an account or an invitation come in."), class_name="field-hint"),
            class_name="provider-wide",
        ),
        select_field(
            t("Their role"),
            "role",
            [("lite", "LITE"), ("basic", "Basic"), ("professional", "Professional"), ("manager", "Manager")],
            default_value=STATE.values["role"],
            error=STATE.problems["role"],
            scope=SCOPE,
        ),
        select_field(
            t("Their organization"),
            "starts_in",
            STATE.places,
            default_value=STATE.values["starts_in"],
            error=STATE.problems["starts_in"],
            scope=SCOPE,
        ),
        rx.el.div(
            checkbox(t("People can sign in with it"), "is_on", default_checked=STATE.is_on, scope=SCOPE),
            button(t("Save"), kind="primary", submit=True),
            class_name="provider-wide provider-acts",
        ),
        on_submit=STATE.save,
        class_name="provider-form",
        aria_label=t("Provider"),
        auto_complete="off",
        key=STATE.key,
    )


def _trial() -> rx.Component:
    tone = rx.cond(STATE.works, "notice notice-done", "notice notice-problem")
    return rx.el.div(
        button(t("Test the provider"), icon_name="send", on_click=STATE.try_out),
        rx.el.div(
            rx.cond(STATE.outcome, rx.el.p(STATE.outcome, class_name=tone), rx.fragment()),
            role="status",
        ),
        class_name="provider-trial",
    )


def _text(label: rx.Var, name: str, longest: int, **props: object) -> rx.Component:
    kept = {} if name == "secret" else {"default_value": STATE.values[name]}
    return text_field(
        label,
        name,
        error=STATE.problems[name],
        max_length=longest,
        auto_complete="new-password" if name == "secret" else "off",
        scope=SCOPE,
        **kept,
        **props,
    )


def _copied(label: rx.Var, value: rx.Var, name: str) -> rx.Component:
    return copy_field(label, value, name=name, copy=t("Copy"), copied=t("Copied"), scope=SCOPE)

"""Blocks of the profile page."""

import reflex as rx

from leadx_app.components.roles import role_name
from leadx_app.components.ui.avatar import avatar
from leadx_app.components.ui.base import Words
from leadx_app.components.ui.button import button, icon_button
from leadx_app.components.ui.chip import chip
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.field import checkbox, switch, text_field
from leadx_app.components.ui.section import facts, section_header
from leadx_app.components.ui.table import cell, head_cell, table, table_row
from leadx_app.components.ui.tabs import segmented
from leadx_app.components.words import t
from leadx_app.state.profile import ProfileState
from leadx_app.state.session import SessionState


def account() -> rx.Component:
    """Who I am here."""
    return rx.el.section(
        rx.el.div(
            avatar(SessionState.initials, large=True),
            rx.el.div(
                rx.el.h2(SessionState.name, class_name="profile-name"),
                rx.el.p(role_name(SessionState.role), " · ", SessionState.organization, class_name="muted"),
            ),
            class_name="profile-head",
        ),
        facts(
            (t("Email"), ProfileState.email),
            (t("Phone"), rx.cond(ProfileState.phone, ProfileState.phone, "–")),
            (t("Time zone"), SessionState.time_zone),
        ),
        class_name="profile-card",
    )


def preferences() -> rx.Component:
    """Language and theme."""
    return rx.el.section(
        section_header(t("Preferences")),
        _preference(
            t("Language"),
            segmented(
                [("en", "English", None), ("nb", "Norsk", None)],
                value=SessionState.language,
                on_pick=ProfileState.choose_language,
                name=t("Language"),
            ),
        ),
        _preference(
            t("Theme"),
            segmented(
                [
                    ("system", t("Like the system"), "monitor"),
                    ("light", t("Light"), "sun"),
                    ("dark", t("Dark"), "moon"),
                ],
                value=SessionState.theme,
                on_pick=ProfileState.choose_theme,
                name=t("Theme"),
            ),
        ),
        switch(
            t("Hear the bell"),
            "is_bell_heard",
            checked=~SessionState.is_bell_muted,
            on_change=ProfileState.choose_bell(SessionState.is_bell_muted),
            hint=t("A short sound when somebody in your organization rings it. You see it in any case."),
        ),
        class_name="profile-card",
    )


def _preference(label: Words, control: rx.Component) -> rx.Component:
    return rx.el.div(rx.el.span(label, class_name="preference-label"), control, class_name="preference")


def tokens() -> rx.Component:
    """API tokens: list, make, revoke."""
    return rx.el.section(
        section_header(t("API tokens")),
        rx.el.p(t("A token lets a program act as you through the REST API."), class_name="muted"),
        rx.cond(ProfileState.new_secret, _new_secret(), rx.fragment()),
        rx.cond(ProfileState.tokens.length() > 0, _token_table(), empty_state(t("No tokens yet"))),
        rx.el.form(
            text_field(t("Name of the token"), "name", error=ProfileState.token_problem, max_length=80, required=True),
            checkbox(t("May also write"), "may_write"),
            button(t("Make token"), submit=True),
            on_submit=ProfileState.make_token,
            reset_on_submit=True,
            class_name="token-form",
        ),
        class_name="profile-card",
    )


def _new_secret() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("Copy the token now. It is shown only this once.")),
        rx.el.input(
            value=ProfileState.new_secret,
            read_only=True,
            aria_label=t("New token"),
            class_name="control token-secret",
        ),
        class_name="notice",
        role="status",
    )


def _token_table() -> rx.Component:
    return table(
        [
            head_cell(t("Name")),
            head_cell(t("Token")),
            head_cell(t("May")),
            head_cell(t("Made")),
            head_cell(t("Last used")),
            head_cell(t("Expires")),
            head_cell(""),
        ],
        rx.foreach(ProfileState.tokens, _token_row),
        name=t("API tokens"),
    )


def _token_row(row: rx.Var[dict[str, str]]) -> rx.Component:
    return table_row(
        cell(row["name"]),
        cell(rx.el.code(row["prefix"])),
        cell(chip(rx.cond(row["scope"] == "write", t("Read and write"), t("Read only")))),
        cell(row["made"], muted=True),
        cell(row["used"], muted=True),
        cell(row["expires"], muted=True),
        cell(
            icon_button(t("Revoke {name}", name=row["name"]), "trash-2", on_click=ProfileState.revoke_token(row["id"])),
            align="end",
        ),
    )

"""Blocks of the profile page."""

from zoneinfo import available_timezones

import reflex as rx

from leadx_app.components.roles import role_name
from leadx_app.components.ui.avatar import avatar
from leadx_app.components.ui.base import Words
from leadx_app.components.ui.button import button, icon_button
from leadx_app.components.ui.chip import chip
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.field import checkbox, select_field, switch, text_field
from leadx_app.components.ui.section import facts, section_header
from leadx_app.components.ui.table import cell, head_cell, table, table_row
from leadx_app.components.ui.tabs import segmented
from leadx_app.components.ui.upload import file_upload
from leadx_app.components.words import t
from leadx_app.state.profile import ProfileState
from leadx_app.state.session import SessionState

PHOTO_BYTES = 10 * 1024 * 1024
_PARTS_OF_THE_WORLD = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)


def account() -> rx.Component:
    """Who I am here."""
    return rx.el.section(
        rx.el.div(
            avatar(SessionState.initials, photo=SessionState.photo, large=True),
            rx.el.div(
                rx.el.h2(SessionState.name, class_name="profile-name"),
                rx.el.p(role_name(SessionState.role), " · ", SessionState.organization, class_name="muted"),
            ),
            class_name="profile-head",
        ),
        facts((t("Email"), ProfileState.email)),
        rx.cond(ProfileState.is_loaded, rx.fragment(_photo(), _about_me()), rx.fragment()),
        class_name="profile-card",
    )


def _photo() -> rx.Component:
    return rx.el.div(
        file_upload(
            browse=t("Choose a photo"),
            capture=t("Take a photo"),
            hint=t("The square in the middle is shown. At most 10 MB."),
            drop=t("Drop it here"),
            remove=t("Remove"),
            retry=t("Try again"),
            failed=t("The photo did not arrive. Check the connection and try again."),
            too_large=t("The photo is larger than 10 MB. Choose a smaller one."),
            label=t("Photo"),
            name="photo",
            to="/files/photo",
            max_bytes=PHOTO_BYTES,
            keep=False,
            on_uploaded=ProfileState.show_photo,
        ),
        rx.cond(
            SessionState.photo,
            button(t("Remove the photo"), icon_name="trash-2", small=True, on_click=ProfileState.remove_photo),
            rx.fragment(),
        ),
        class_name="profile-photo",
    )


def _about_me() -> rx.Component:
    """What one says of oneself."""
    wrong = ProfileState.problems
    return rx.el.form(
        text_field(
            t("Name"),
            "name",
            default_value=SessionState.name,
            error=wrong["name"],
            max_length=200,
            required=True,
            auto_complete="name",
            scope="own",
        ),
        text_field(
            t("Phone"),
            "phone",
            type="tel",
            default_value=ProfileState.phone,
            error=wrong["phone"],
            max_length=40,
            auto_complete="tel",
            scope="own",
        ),
        select_field(
            t("Time zone"),
            "time_zone",
            _zones(),
            default_value=SessionState.time_zone,
            error=wrong["time_zone"],
            scope="own",
        ),
        rx.el.div(button(t("Save"), submit=True)),
        on_submit=ProfileState.save,
        class_name="profile-form",
        aria_label=t("About me"),
    )


def _zones() -> list[tuple[str, str]]:
    """Every time zone that is named by a place, and the world's own."""
    names = [name for name in available_timezones() if name.partition("/")[0] in _PARTS_OF_THE_WORLD]
    return [(name, name.replace("_", " ")) for name in [*sorted(names), "UTC"]]


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
            head_cell(t("Rights")),
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

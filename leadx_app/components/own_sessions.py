"""Blocks of the profile page about signing in: the password, and where one is signed in."""

import reflex as rx

from leadx_app.components.ui.account import sign_out_everywhere
from leadx_app.components.ui.button import button
from leadx_app.components.ui.chip import chip
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.post_form import post_field, post_form
from leadx_app.components.ui.section import section_header
from leadx_app.components.words import t
from leadx_app.state.own_sessions import OwnSessionsState


def own_password() -> rx.Component:
    """A new password for whoever knows the one before."""
    hint = t("At least 12 characters. Several words are easy to remember.")
    return rx.el.section(
        section_header(t("Password")),
        post_form(
            action="/auth/change-password",
            fields=[
                post_field(
                    "current_password", t("Current password"), type="password", auto_complete="current-password"
                ),
                post_field("new_password", t("New Password"), type="password", auto_complete="new-password", hint=hint),
                post_field("confirm_password", t("Confirm Password"), type="password", auto_complete="new-password"),
            ],
            send=t("Change password"),
            done=t("Your password is changed. You are signed out everywhere else."),
            show=t("Show password"),
            hide=t("Hide password"),
            unreachable=t("LeadX could not be reached. Check the connection and try again."),
        ),
        class_name="profile-card profile-password",
    )


def own_sessions() -> rx.Component:
    """The browsers in which one is signed in, each with its end."""
    title = t("Where you are signed in")
    return rx.el.section(
        section_header(title),
        rx.el.ul(rx.foreach(OwnSessionsState.sessions, _session), class_name="own-sessions", aria_label=title),
        rx.el.div(
            sign_out_everywhere(t("Sign out everywhere"), busy=t("Signing out …")),
            rx.el.p(t("Signed out here too. Use it when you have lost a phone or a computer."), class_name="muted"),
            class_name="own-sessions-end",
        ),
        class_name="profile-card",
    )


def _session(line: rx.Var) -> rx.Component:
    end = button(
        t("Sign out"),
        small=True,
        on_click=OwnSessionsState.end(line.id),
        aria_label=t("Sign {browser} out", browser=line.browser),
    )
    return rx.el.li(
        icon(line.icon),
        rx.el.span(
            rx.el.span(line.browser, class_name="own-session-name"),
            rx.el.span(line.place, class_name="own-session-more"),
            rx.cond(
                line.is_this,
                rx.fragment(),
                rx.el.span(t("Last used {age}", age=line.last_used), class_name="own-session-more"),
            ),
            class_name="own-session-words",
        ),
        rx.cond(line.is_this, chip(t("This browser"), tone="accent"), end),
        class_name="own-session",
        key=line.id,
    )

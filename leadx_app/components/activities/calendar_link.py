"""The private address that calendar programs read."""

import reflex as rx

from leadx_app.components.ui.button import button
from leadx_app.components.ui.copy_field import copy_field
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.popover import popover
from leadx_app.components.words import t
from leadx_app.state.calendar_link import CalendarLinkState


def calendar_link() -> rx.Component:
    """A button with a panel that makes and renews the address."""
    return popover(
        rx.el.div(rx.el.h2(t("In your own calendar"), class_name="popover-title"), class_name="popover-head"),
        rx.el.div(
            rx.cond(CalendarLinkState.link, _shown_once(), _about()),
            button(
                rx.cond(CalendarLinkState.since, t("Make a new address"), t("Make an address")),
                small=True,
                on_click=CalendarLinkState.renew_link,
            ),
            class_name="calendar-link",
        ),
        trigger=icon("link"),
        name=t("Calendar address"),
        label=t("In your own calendar"),
        on_open=CalendarLinkState.look_at_link(),
    )


def _about() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("A private address shows your activities in your calendar program.")),
        rx.cond(
            CalendarLinkState.since,
            rx.el.p(
                t("The present one is from {moment}. A new one ends it.", moment=CalendarLinkState.since),
                class_name="is-muted",
            ),
            rx.fragment(),
        ),
    )


def _shown_once() -> rx.Component:
    return copy_field(
        t("Copy it now: it is shown once."),
        CalendarLinkState.link,
        name="address",
        copy=t("Copy"),
        copied=t("Copied"),
        scope="calendar",
    )

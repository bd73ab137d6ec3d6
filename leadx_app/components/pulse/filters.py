"""What Pulse is filtered by."""

import reflex as rx

from leadx_app.components.exports import PULSE
from leadx_app.components.ui.download import download_link
from leadx_app.components.ui.field import plain_select
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.section import toolbar
from leadx_app.components.words import t
from leadx_app.state.pulse import PulseState

AT = PulseState.at


def pulse_filters() -> rx.Component:
    """Organization where there are several, person, financial year, and the days of the figures."""
    return toolbar(
        rx.el.div(_organization(), _person(), _year(), _preset(), class_name="filters"),
        rx.cond(AT.preset == "custom", _days(), rx.fragment()),
        _as_pdf(),
        rx.el.span(PulseState.period, class_name="is-muted figure pulse-period", aria_live="polite"),
        name=t("Filters"),
    )


def _as_pdf() -> rx.Component:
    """The whole page as PDF."""
    return rx.cond(
        PulseState.is_loaded,
        download_link(
            icon("download"),
            t("Export as PDF"),
            href=f"{PULSE}?{PulseState.export}",
            class_name="button button-secondary button-small",
        ),
        rx.fragment(),
    )


def _organization() -> rx.Component:
    return rx.cond(
        PulseState.organizations,
        plain_select(
            PulseState.organizations,
            empty=t("All organizations"),
            value=AT.organization,
            on_change=PulseState.show_organization,
            aria_label=t("Organization"),
            small=True,
        ),
        rx.fragment(),
    )


def _person() -> rx.Component:
    return plain_select(
        PulseState.people,
        empty=t("Everybody"),
        value=AT.person,
        on_change=PulseState.show_person,
        aria_label=t("Person"),
        small=True,
    )


def _year() -> rx.Component:
    return plain_select(
        PulseState.years,
        value=PulseState.chosen_year,
        on_change=PulseState.show_year,
        aria_label=t("Financial year"),
        small=True,
    )


def _preset() -> rx.Component:
    return plain_select(
        [
            ("year", t("The financial year")),
            ("7", t("Last 7 days")),
            ("30", t("Last 30 days")),
            ("90", t("Last 90 days")),
            ("365", t("Last 365 days")),
            ("all", t("All time")),
            ("custom", t("Choose days")),
        ],
        value=AT.preset,
        on_change=PulseState.show_preset,
        aria_label=t("Period"),
        small=True,
    )


def _days() -> rx.Component:
    return rx.el.div(
        _day(t("First day"), AT.first, PulseState.show_first),
        rx.el.span("–", aria_hidden="true"),
        _day(t("Last day"), AT.last, PulseState.show_last),
        class_name="line",
    )


def _day(label: rx.Var[str], value: rx.Var[str], on_blur: object) -> rx.Component:
    return rx.el.input(
        type="date",
        class_name="control control-small",
        default_value=value,
        on_blur=on_blur,
        aria_label=label,
    )

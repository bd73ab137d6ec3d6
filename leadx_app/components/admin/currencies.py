"""Currencies of an organization: what they are worth, from which day on, by hand or from a file."""

import reflex as rx

from leadx_app.components.ui.button import button, icon_button
from leadx_app.components.ui.chip import chip
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.field import date_field, plain_select, select_field, switch, text_field
from leadx_app.components.ui.section import section_header
from leadx_app.components.ui.skeleton import skeleton
from leadx_app.components.ui.upload import file_upload
from leadx_app.components.words import t
from leadx_app.state.admin_currencies import AdminCurrenciesState

STATE = AdminCurrenciesState


def currency_settings() -> rx.Component:
    """The currencies, the form of a rate, and the European Central Bank."""
    return rx.el.div(
        _currencies(),
        rx.cond(STATE.is_loaded, rx.fragment(_rate_form(), _central_bank()), rx.fragment()),
        class_name="money-settings",
    )


def organization_choice(name: str) -> rx.Component:
    """Which organization the settings are of, where the Admin sees to several."""
    return rx.cond(
        STATE.organizations.length() > 1,
        plain_select(
            STATE.organizations,
            value=STATE.organization_id,
            on_change=STATE.choose_organization,
            aria_label=t("Organization"),
            small=True,
            id=name,
        ),
        rx.fragment(),
    )


def _currencies() -> rx.Component:
    return rx.el.section(
        section_header(t("Currencies"), organization_choice("currencies-of")),
        rx.el.p(
            t("Amounts are added up in {currency}, the base currency.", currency=STATE.base_currency),
            " ",
            t("A won lead keeps the rate of the day it was won. Open leads follow today's rate."),
            class_name="muted",
        ),
        rx.cond(
            STATE.is_loaded,
            rx.cond(
                STATE.lines,
                rx.el.ul(rx.foreach(STATE.lines, _line), class_name="currency-list", aria_label=t("Currencies")),
                empty_state(t("No other currencies yet"), t("Enter the first rate of one, and leads can have it.")),
            ),
            skeleton(kind="block"),
        ),
        class_name="settings",
        aria_label=t("Currencies"),
    )


def _line(line: rx.Var) -> rx.Component:
    is_open = STATE.open_code == line.code
    use = rx.cond(
        line.is_retired,
        button(t("Use again"), small=True, kind="ghost", on_click=STATE.retire(line.code, False)),
        button(t("Stop using"), small=True, kind="ghost", on_click=STATE.retire(line.code, True)),
    )
    return rx.el.li(
        rx.el.div(
            rx.el.span(
                rx.el.span(line.worth, class_name="currency-worth figure"),
                rx.el.span(line.since, " · ", line.source, class_name="muted"),
                class_name="currency-words",
            ),
            rx.cond(line.is_retired, chip(t("Not for new leads")), rx.fragment()),
            rx.el.span(
                button(t("New rate"), small=True, on_click=STATE.begin_rate(line.code)),
                button(
                    t("Rates"),
                    small=True,
                    kind="ghost",
                    on_click=STATE.show_rates(line.code),
                    aria_expanded=rx.cond(is_open, "true", "false"),
                ),
                use,
                class_name="currency-tools",
            ),
            class_name="currency-row",
        ),
        rx.cond(is_open, _rates(), rx.fragment()),
        key=line.code,
        aria_label=line.code,
    )


def _rates() -> rx.Component:
    return rx.el.div(
        rx.el.ul(
            rx.foreach(STATE.rates, _rate),
            class_name="rate-list",
            aria_label=t("Rates of {currency}", currency=STATE.open_code),
        ),
        rx.cond(STATE.has_older, button(t("Show older"), small=True, on_click=STATE.show_older), rx.fragment()),
        class_name="rates",
    )


def _rate(rate: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(rate.since, class_name="rate-day"),
        rx.el.span(rate.worth, class_name="figure"),
        rx.el.span(rate.source, class_name="muted"),
        icon_button(rate.remove, "trash-2", on_click=STATE.remove(STATE.open_code, rate.day), tip_side="left"),
        class_name="rate-row",
        key=rate.day,
    )


def _rate_form() -> rx.Component:
    base = STATE.base_currency
    return rx.el.section(
        section_header(t("Enter a rate")),
        rx.el.form(
            select_field(
                t("Currency"),
                "currency",
                STATE.choices,
                default_value=STATE.form_code,
                empty=t("Choose a currency"),
                error=STATE.problems["currency"],
                scope="rate",
            ),
            text_field(
                t("One unit in {currency}", currency=base),
                "rate",
                input_mode="decimal",
                auto_complete="off",
                placeholder="11,50",
                hint=t("How many {currency} you get for one unit of the currency.", currency=base),
                error=STATE.problems["rate"],
                max_length=20,
                scope="rate",
            ),
            date_field(
                t("Counts from"),
                "day",
                default_value=STATE.today,
                error=STATE.problems["day"],
                scope="rate",
            ),
            button(t("Save rate"), kind="primary", submit=True),
            on_submit=STATE.save_rate,
            class_name="rate-form",
            aria_label=t("Enter a rate"),
            key=STATE.organization_id + STATE.form_key,
        ),
        class_name="settings",
        aria_label=t("Enter a rate"),
    )


def _central_bank() -> rx.Component:
    return rx.el.section(
        section_header(t("Rates of the European Central Bank")),
        rx.el.p(
            t("Send eurofxref-daily.xml, or eurofxref-hist as CSV or ZIP. Rates that you entered by hand stay."),
            class_name="muted",
        ),
        file_upload(
            browse=t("Choose a file"),
            capture="",
            hint=t("or drop it here"),
            drop=t("Drop to add"),
            remove=t("Remove"),
            retry=t("Retry"),
            failed=t("Could not be uploaded. Check the connection and try again."),
            too_large=t("This file is larger than {max} MB.", max=STATE.file_limit_mb),
            label=t("File of rates"),
            to=f"/api/v1/organizations/{STATE.organization_id}/rates/file",
            max_bytes=STATE.file_limit_mb * 1024 * 1024,
            keep=False,
            on_uploaded=STATE.show_taken,
        ),
        rx.cond(STATE.taken.title, _taken(), rx.fragment()),
        switch(
            t("Fetch them every day"),
            "fetch",
            checked=STATE.is_fetched,
            on_change=STATE.fetch,
            disabled=~STATE.may_fetch & ~STATE.is_fetched,
            hint=rx.cond(
                STATE.may_fetch,
                t("The server asks once an hour."),
                t("Switched off on this server. Whoever operates it sets LEADX_EXCHANGE_RATES_URL."),
            ),
        ),
        class_name="settings",
        aria_label=t("Rates of the European Central Bank"),
    )


def _taken() -> rx.Component:
    return rx.el.div(
        rx.el.p(rx.el.strong(STATE.taken.title, dir="auto")),
        rx.foreach(STATE.taken.sentences, rx.el.p),
        rx.cond(
            STATE.taken.problems,
            rx.el.ul(
                rx.foreach(STATE.taken.problems, lambda text: rx.el.li(text)),
                class_name="rate-problems",
                aria_label=t("What could not be read"),
            ),
            rx.fragment(),
        ),
        class_name="rates-taken",
        role="status",
    )

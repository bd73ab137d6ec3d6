"""When support is open: said to everybody, changed by Admins."""

import reflex as rx

from leadx_app.components.support.sections import problem_line
from leadx_app.components.ui.base import shown
from leadx_app.components.ui.button import button
from leadx_app.components.ui.dialog import close_button, dialog
from leadx_app.components.ui.field import checkbox, select_field, text_field
from leadx_app.components.ui.form import kept_form
from leadx_app.components.ui.icons import icon
from leadx_app.components.words import t
from leadx_app.state.support import SupportHoursState

NAME = "support-hours"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
COUNTRIES = (
    ("NO", "Norway"),
    ("SE", "Sweden"),
    ("DK", "Denmark"),
    ("FI", "Finland"),
    ("IS", "Iceland"),
    ("DE", "Germany"),
    ("NL", "Netherlands"),
    ("GB", "United Kingdom"),
    ("IE", "Ireland"),
    ("FR", "France"),
    ("ES", "Spain"),
    ("PL", "Poland"),
    ("US", "United States"),
)


def support_hours() -> rx.Component:
    """The line, and for who may change it the button and the form."""
    return rx.fragment(
        rx.el.p(
            icon("clock", size="small"),
            rx.el.span(SupportHoursState.words),
            rx.cond(
                SupportHoursState.form.may_change,
                button(
                    t("Change support hours"),
                    kind="ghost",
                    small=True,
                    opens=NAME,
                    on_click=SupportHoursState.ask,
                ),
                rx.fragment(),
            ),
            class_name="support-hours",
        ),
        rx.cond(SupportHoursState.form.may_change, _form(), rx.fragment()),
    )


def _form() -> rx.Component:
    form, problems = SupportHoursState.form, SupportHoursState.problems
    return dialog(
        t("Support hours"),
        rx.el.p(
            t(
                "Response and resolution times count only while support is open, in the time zone {zone}.",
                zone=form.time_zone,
            ),
            class_name="dialog-text",
        ),
        kept_form(
            rx.el.div(
                _time(t("Opens"), "opens", form.opens),
                _time(t("Closes"), "closes", form.closes),
                class_name="support-pair",
            ),
            rx.el.fieldset(
                rx.el.legend(t("Days"), class_name="field-label"),
                rx.el.div(*[_day(number, name) for number, name in enumerate(DAYS)], class_name="support-days"),
                shown(problems["weekdays"], problem_line),
            ),
            select_field(
                t("Closed on the public holidays of"),
                "country",
                [(code, t(name)) for code, name in COUNTRIES],
                empty=t("No country"),
                default_value=form.country,
                error=problems["country"],
                scope=NAME,
            ),
            rx.el.div(
                close_button(t("Cancel")), button(t("Save"), kind="primary", submit=True), class_name="dialog-actions"
            ),
            form_key=NAME,
            user_key="",
            clear_token=SupportHoursState.clear_token,
            answer_token=SupportHoursState.answer_token,
            on_submit=SupportHoursState.save,
            label=t("Support hours"),
        ),
        name=NAME,
        open=SupportHoursState.is_open,
        on_close=SupportHoursState.close,
        close_name=t("Close"),
    )


def _time(label: rx.Var[str], name: str, value: rx.Var[str]) -> rx.Component:
    return text_field(
        label,
        name,
        default_value=value,
        error=SupportHoursState.problems[name],
        scope=NAME,
        max_length=5,
        input_mode="numeric",
        placeholder="08:00",
        auto_complete="off",
    )


def _day(number: int, name: str) -> rx.Component:
    ticked = SupportHoursState.form.weekdays.contains(str(number))
    return checkbox(t(name), f"weekday_{number}", default_checked=ticked, scope=NAME)

"""The form of a task and of an activity, new or changed."""

import reflex as rx

from leadx_app.components.leads.parts import kept_notice, notice
from leadx_app.components.ui.button import button
from leadx_app.components.ui.combobox import combobox
from leadx_app.components.ui.dialog import close_button, dialog
from leadx_app.components.ui.field import checkbox, date_field, select_field, text_area, text_field
from leadx_app.components.ui.form import draft_end, kept_form
from leadx_app.components.words import t
from leadx_app.state.agenda_lines import KINDS, SHORT_DAYS
from leadx_app.state.plan_form import PlanFormState
from leadx_app.state.session import SessionState

FORM = PlanFormState.form
PROBLEMS = PlanFormState.problems
SCOPE = "plan"
KEY = "plan-" + FORM.what + "-" + FORM.id + "-" + FORM.version + "-" + FORM.about


def plan_form() -> rx.Component:
    """The popup with the form that is open."""
    is_task, is_open = FORM.what == "task", FORM.what != ""
    return rx.fragment(
        dialog(
            rx.cond(is_task, t("Task"), t("Activity")),
            rx.cond(is_open, rx.cond(is_task, _form(_task()), _form(_activity())), rx.fragment()),
            name="plan",
            open=is_open,
            on_close=PlanFormState.close_form,
            close_name=t("Close"),
        ),
        draft_end(form_key=KEY, user_key=SessionState.user_key, open=is_open, token=PlanFormState.clear_token),
    )


def _form(fields: rx.Component) -> rx.Component:
    return kept_form(
        rx.cond(PlanFormState.was_kept, kept_notice(PlanFormState.discard), rx.fragment()),
        fields,
        rx.el.input(type="hidden", name="version", default_value=FORM.version),
        rx.cond(PlanFormState.overtaken, _overtaken(), rx.fragment()),
        rx.cond(PROBLEMS["form"], rx.el.p(PROBLEMS["form"], class_name="field-error", role="alert"), rx.fragment()),
        rx.el.div(
            rx.el.span(t("Ctrl+Enter saves"), class_name="keys-hint"),
            close_button(t("Cancel")),
            button(t("Save"), kind="primary", submit=True),
            class_name="dialog-actions",
        ),
        form_key=KEY,
        user_key=SessionState.user_key,
        clear_token=PlanFormState.clear_token,
        answer_token=PlanFormState.answer_token,
        on_submit=PlanFormState.save,
        on_restored=PlanFormState.restored,
        label=t("Activity"),
        class_name="form plan-form",
    )


def _overtaken() -> rx.Component:
    words = t("This was changed meanwhile: {plan}. Save again to put yours in its place.", plan=PlanFormState.overtaken)
    return notice(rx.el.span(words), tone="waiting", icon_name="users", role="alert")


def _task() -> rx.Component:
    return rx.fragment(
        _title(),
        rx.el.div(
            date_field(t("Due"), "due_on", default_value=FORM.day, error=PROBLEMS["due_on"], scope=SCOPE),
            text_field(
                t("Time"), "due_time", type="time", default_value=FORM.hour, error=PROBLEMS["due_time"], scope=SCOPE
            ),
            select_field(
                t("Priority"),
                "priority",
                [("high", t("High")), ("normal", t("Normal")), ("low", t("Low"))],
                default_value=FORM.priority,
                scope=SCOPE,
            ),
            select_field(
                t("Reminder"),
                "reminder",
                [
                    ("on_time", t("At its time")),
                    ("minutes_10", t("10 minutes before")),
                    ("minutes_30", t("30 minutes before")),
                    ("hour", t("An hour before")),
                    ("day", t("A day before")),
                ],
                empty=t("No reminder"),
                default_value=FORM.reminder,
                scope=SCOPE,
            ),
            select_field(
                t("Assign to"),
                "assignee_id",
                PlanFormState.team,
                empty=t("Me"),
                default_value=FORM.assignee,
                error=PROBLEMS["assignee_id"],
                scope=SCOPE,
            ),
            select_field(
                t("Repeat"),
                "repeat",
                [("daily", t("Every day")), ("weekly", t("Every week")), ("monthly", t("Every month"))],
                empty=t("Once"),
                default_value=FORM.repeat,
                scope=SCOPE,
            ),
            class_name="columns columns-three",
        ),
        _weekdays(),
        _lead(),
        _text(),
    )


def _activity() -> rx.Component:
    return rx.fragment(
        _title(),
        rx.el.div(
            select_field(
                t("Kind"),
                "kind",
                [(kind, t(label)) for kind, label in KINDS.items()],
                default_value=FORM.kind,
                scope=SCOPE,
            ),
            text_field(
                t("When"),
                "happens_at",
                type="datetime-local",
                default_value=FORM.moment,
                error=PROBLEMS["happens_at"],
                scope=SCOPE,
            ),
            text_field(
                t("Minutes"),
                "duration_minutes",
                type="number",
                default_value=FORM.duration,
                error=PROBLEMS["duration_minutes"],
                min="1",
                scope=SCOPE,
            ),
            class_name="columns columns-three",
        ),
        _lead(),
        _contact(),
        _text(),
    )


def _contact() -> rx.Component:
    """Whom it is with; on a lead the lead's own contact when nobody is named."""
    return rx.el.div(
        combobox(
            t("Company name"),
            "company_name",
            PlanFormState.companies,
            on_query=PlanFormState.suggest_companies,
            on_pick=PlanFormState.pick_company,
            default_text=FORM.company,
            default_id=FORM.company_id,
            error=PROBLEMS["company_name"],
            scope=SCOPE,
        ),
        combobox(
            t("Contact person"),
            "person_name",
            PlanFormState.persons,
            on_query=PlanFormState.suggest_persons,
            default_text=FORM.person,
            default_id=FORM.person_id,
            error=PROBLEMS["person_name"],
            scope=SCOPE,
        ),
        class_name="columns",
    )


def _title() -> rx.Component:
    return text_field(
        t("Title"), "title", default_value=FORM.title, required=True, error=PROBLEMS["title"], scope=SCOPE
    )


def _text() -> rx.Component:
    return text_area(t("Text"), "text", default_value=FORM.text, error=PROBLEMS["text"], scope=SCOPE)


def _lead() -> rx.Component:
    """Chosen once: what is planned on a lead stays with it."""
    return rx.cond(
        FORM.id == "",
        select_field(t("Lead"), "lead_id", PlanFormState.leads, empty=t("No lead"), scope=SCOPE),
        rx.fragment(),
    )


def _weekdays() -> rx.Component:
    """Shown while the task repeats every week."""
    return rx.el.fieldset(
        rx.el.legend(t("On"), class_name="field-label"),
        rx.el.div(
            *[
                checkbox(
                    t(name),
                    f"weekday_{number}",
                    default_checked=FORM.weekdays.contains(str(number)),
                    scope=SCOPE,
                )
                for number, name in enumerate(SHORT_DAYS)
            ],
            class_name="line",
        ),
        class_name="weekdays",
    )

"""Within how many hours each organization answers handed-over leads."""

import reflex as rx

from leadx_app.components.ui.button import button
from leadx_app.components.ui.field import select_field, text_field
from leadx_app.components.ui.section import section_header
from leadx_app.components.ui.skeleton import skeleton
from leadx_app.components.words import t
from leadx_app.state.admin import AdminState


def answer_by_settings() -> rx.Component:
    """One line per organization that the Admin sees to."""
    return rx.el.section(
        section_header(t("Answer handed-over leads within")),
        rx.el.p(
            t("The finder and the Managers see the time run down. When it is over, the Managers are told once."),
            class_name="muted",
        ),
        rx.cond(AdminState.is_loaded, rx.foreach(AdminState.answer_bys, _form), skeleton(kind="block")),
        class_name="settings",
        aria_label=t("Answer handed-over leads within"),
    )


def _form(line: rx.Var) -> rx.Component:
    return rx.el.form(
        rx.el.input(type="hidden", name="organization_id", value=line.id, read_only=True),
        rx.el.span(line.organization, class_name="setting-name"),
        text_field(
            t("Hours"),
            "hours",
            default_value=line.hours,
            placeholder=t("No limit"),
            error=_problem(line, "hours"),
            max_length=6,
            input_mode="numeric",
            scope=line.id,
        ),
        select_field(
            t("Also tell"),
            "escalation_id",
            line.leaders,
            default_value=line.escalation_id,
            empty=t("Nobody else"),
            error=_problem(line, "escalation_id"),
            scope=line.id,
        ),
        button(t("Save"), submit=True),
        on_submit=AdminState.save_answer_by,
        class_name="setting",
        aria_label=line.organization,
        key=line.key,
    )


def _problem(line: rx.Var, field: str) -> rx.Var[str]:
    return rx.cond(AdminState.problem_at == line.id, AdminState.problems[field], "")

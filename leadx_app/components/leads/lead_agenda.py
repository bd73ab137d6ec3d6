"""Tasks and activities of the lead that is looked at."""

import reflex as rx

from leadx_app.components.activities.plan_marks import done_button, plan_menu, plan_title
from leadx_app.components.activities.quick_add import quick_add
from leadx_app.components.ui.button import button
from leadx_app.components.ui.field import plain_select
from leadx_app.components.ui.kept_focus import kept_focus
from leadx_app.components.ui.section import section_header
from leadx_app.components.words import t
from leadx_app.state.agenda_lines import KINDS
from leadx_app.state.lead_agenda import LeadAgendaState
from leadx_app.state.lead_view import LeadViewState

LEAD = LeadViewState.lead


def lead_agenda() -> rx.Component:
    """What is to do and was done, with one line to plan and one to log for the lead's creator and owner in sales."""
    may_plan = LeadAgendaState.may_plan & LEAD.may_note
    return rx.el.section(
        section_header(t("Tasks and activities"), level=3),
        rx.cond(may_plan, rx.fragment(_add(), _log()), rx.fragment()),
        rx.cond(
            LeadAgendaState.rows,
            kept_focus(
                rx.foreach(LeadAgendaState.rows, _row),
                class_name="plans",
                label=t("Tasks and activities"),
                fallback=".lead-agenda .quick-input",
            ),
            rx.cond(
                LeadAgendaState.is_loaded, rx.el.p(t("Nothing is planned yet."), class_name="is-muted"), rx.fragment()
            ),
        ),
        class_name="view-part lead-agenda",
        on_mount=LeadAgendaState.show(LEAD.id),
        key=LEAD.id,
    )


def _add() -> rx.Component:
    return quick_add(
        LeadAgendaState.understood,
        LeadAgendaState.problem,
        LeadAgendaState.line_key,
        LeadAgendaState.line_id,
        on_type=LeadAgendaState.read_line.debounce(150),
        on_add=LeadAgendaState.add_task,
    )


def _log() -> rx.Component:
    return rx.el.form(
        rx.el.input(type="hidden", name="draft_id", value=LeadAgendaState.line_id, read_only=True),
        plain_select(
            [(kind, t(label)) for kind, label in KINDS.items()], name="kind", aria_label=t("Kind"), small=True
        ),
        rx.el.input(
            name="title",
            class_name="control control-small",
            aria_label=t("What was it about?"),
            placeholder=t("What was it about?"),
            auto_complete="off",
            max_length=200,
            required=True,
        ),
        button(t("Log"), submit=True, small=True),
        on_submit=LeadAgendaState.log,
        key="log-" + LeadAgendaState.line_key.to_string(),
        class_name="log-line",
    )


def _row(plan: rx.Var) -> rx.Component:
    return rx.el.li(
        done_button(plan),
        rx.el.div(
            plan_title(plan, plan.title),
            rx.el.div(
                rx.el.span(plan.when, class_name=rx.cond(plan.is_late, "plan-when is-late", "plan-when")),
                rx.cond(plan.what == "activity", rx.el.span(plan.kind), rx.fragment()),
                rx.el.span(plan.person),
                class_name="plan-about",
            ),
            class_name="plan-body",
        ),
        plan_menu(plan),
        class_name="plan",
        key=plan.id,
    )

"""Goals with how far they have come, and the form of a new one."""

import reflex as rx

from leadx_app.components.ui.button import button, icon_button
from leadx_app.components.ui.dialog import close_button, dialog
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.field import checkbox, select_field, text_field
from leadx_app.components.ui.form import draft_end, kept_form
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.progress import progress_bar
from leadx_app.components.ui.section import section_header
from leadx_app.components.words import t
from leadx_app.reward_words import MEASURES
from leadx_app.state.goals import PERSON, GoalsState
from leadx_app.state.rewards import RewardsState
from leadx_app.state.session import SessionState

SCOPE = "goal"
FORM_KEY = "goal-new"


def team_goals() -> rx.Component:
    """The goals of the time; for who sets none, nothing where there are none."""
    return rx.cond(
        RewardsState.goals | RewardsState.may_set_goal,
        rx.el.section(
            section_header(
                t("Goals"),
                rx.cond(
                    RewardsState.may_set_goal,
                    button(t("Set a goal"), icon_name="target", on_click=GoalsState.ask),
                    rx.fragment(),
                ),
            ),
            rx.cond(
                RewardsState.goals,
                rx.el.ul(rx.foreach(RewardsState.goals, _goal), class_name="goals", aria_label=t("Goals")),
                empty_state(
                    t("No goals yet"), t("Set one for everybody or for a team, and all see how far it has come.")
                ),
            ),
            class_name="stack",
            aria_label=t("Goals"),
        ),
        rx.fragment(),
    )


def goal_form() -> rx.Component:
    """The popup with the form of a new goal."""
    return rx.fragment(
        dialog(
            t("Set a goal"),
            rx.cond(GoalsState.is_open, _form(), rx.fragment()),
            name="goal",
            open=GoalsState.is_open,
            on_close=GoalsState.close,
            close_name=t("Close"),
        ),
        draft_end(
            form_key=FORM_KEY,
            user_key=SessionState.user_key,
            open=GoalsState.is_open,
            token=GoalsState.clear_token,
        ),
    )


def _goal(goal: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(
                rx.el.strong(goal.what, class_name="goal-what"),
                rx.cond(goal.measure, rx.el.span(goal.measure, class_name="meta"), rx.fragment()),
                class_name="goal-title",
            ),
            rx.cond(
                RewardsState.may_set_goal,
                icon_button(
                    t("Remove the goal {name}", name=goal.what),
                    "trash-2",
                    on_click=GoalsState.remove(goal.id),
                    tip_side="left",
                ),
                rx.fragment(),
            ),
            class_name="goal-head",
        ),
        rx.el.div(
            rx.el.span(goal.figures, class_name="goal-figures figure"),
            rx.el.span(goal.percent, class_name="goal-percent figure"),
            class_name="goal-sums",
        ),
        progress_bar(goal.bar, t("Progress of {name}", name=goal.what)),
        rx.el.p(
            rx.cond(goal.tone == "reached", icon("circle-check", size="small"), rx.fragment()),
            rx.el.span(goal.status),
            class_name="goal-status",
        ),
        rx.el.p(goal.when, " · ", goal.whose, class_name="meta goal-whose"),
        class_name=f"card goal goal-{goal.tone}",
        key=goal.id,
    )


def _form() -> rx.Component:
    problems = GoalsState.problems
    return kept_form(
        rx.el.div(
            select_field(
                t("Measure"), "measure", [(measure.value, t(label)) for measure, label in MEASURES.items()], scope=SCOPE
            ),
            text_field(
                t("How many"),
                "target",
                required=True,
                input_mode="decimal",
                max_length=20,
                auto_complete="off",
                hint=t("Revenue counts in {currency}.", currency=GoalsState.currency),
                error=problems["target"],
                scope=SCOPE,
            ),
            select_field(t("Period"), "time", GoalsState.times, error=problems["day"], scope=SCOPE),
            class_name="goal-fields",
        ),
        text_field(
            t("Name"),
            "name",
            max_length=80,
            hint=t("What everybody calls it. It can be left out."),
            error=problems["name"],
            scope=SCOPE,
        ),
        rx.el.fieldset(
            rx.el.legend(t("Team"), class_name="field-label"),
            rx.el.p(t("Nobody chosen is the whole organization."), class_name="field-hint"),
            rx.el.div(
                rx.foreach(
                    GoalsState.people,
                    lambda one: checkbox(one.label, f"{PERSON}{one.value}", scope=f"goal-{one.value}"),
                ),
                class_name="goal-people",
            ),
            rx.cond(
                problems["people"],
                rx.el.p(problems["people"], class_name="field-error", role="alert"),
                rx.fragment(),
            ),
            class_name="field goal-team",
        ),
        rx.el.div(
            close_button(t("Cancel")),
            button(t("Set the goal"), kind="primary", submit=True),
            class_name="dialog-actions",
        ),
        form_key=FORM_KEY,
        user_key=SessionState.user_key,
        clear_token=GoalsState.clear_token,
        answer_token=GoalsState.answer_token,
        on_submit=GoalsState.save,
        label=t("Goal"),
    )

"""The calendar by week and month: dragged with the mouse, moved by a menu with keyboard and touch."""

import reflex as rx

from leadx_app.components.activities.plan_marks import plan_menu
from leadx_app.components.ui.board import DragCard, DragColumn
from leadx_app.components.ui.button import button, icon_button
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.skeleton import skeleton
from leadx_app.components.words import t
from leadx_app.state.activities import ActivitiesState
from leadx_app.state.plan_acts import PlanActsState
from leadx_app.state.plan_form import PlanFormState


def plan_calendar() -> rx.Component:
    """The days with their plans, and the way to other weeks and months."""
    return rx.el.section(
        rx.el.div(
            icon_button(t("Earlier"), "chevron-left", on_click=ActivitiesState.step(-1)),
            icon_button(t("Later"), "chevron-right", on_click=ActivitiesState.step(1)),
            button(t("Today"), small=True, on_click=ActivitiesState.step(0)),
            rx.el.h2(ActivitiesState.range_words, class_name="calendar-range", aria_live="polite"),
            class_name="calendar-head",
        ),
        rx.cond(
            ActivitiesState.days,
            rx.el.div(
                rx.foreach(ActivitiesState.days, _day),
                class_name="calendar calendar-" + ActivitiesState.at.view,
                role="group",
                aria_label=t("Calendar"),
            ),
            skeleton(kind="block"),
        ),
        class_name="calendar-box",
    )


def _day(day: rx.Var) -> rx.Component:
    marks = (
        "day"
        + rx.cond(day.is_today, " is-today", "")
        + rx.cond(day.is_outside, " is-outside", "")
        + rx.cond(day.is_empty, " is-empty", "")
    )
    return DragColumn.create(
        rx.el.div(
            rx.el.span(day.weekday, class_name="day-weekday"),
            rx.cond(
                ActivitiesState.is_own,
                rx.el.button(
                    icon("plus", size="small"),
                    type="button",
                    class_name="day-add",
                    aria_label=t("New task on {day}", day=day.name),
                    title=t("New task on {day}", day=day.name),
                    on_click=PlanFormState.open_on(day.id),
                ),
                rx.fragment(),
            ),
            rx.el.span(day.number, class_name="day-number figure"),
            class_name="day-head",
        ),
        rx.el.div(rx.foreach(day.plans, _plan), class_name="day-plans"),
        column_id=day.id,
        label=day.name,
        on_drop=PlanActsState.pick,
        class_name=marks,
        key=day.id,
    )


def _plan(plan: rx.Var) -> rx.Component:
    targets = rx.cond(plan.moves, ActivitiesState.day_ids, rx.Var.create([]).to(list[str]))
    marks = (
        "day-plan day-"
        + plan.what
        + rx.cond(plan.is_done, " is-done", "")
        + rx.cond(plan.is_late, " is-late", "")
        + rx.cond(plan.is_high, " is-high", "")
    )
    face = rx.fragment(
        icon("" + plan.drawing, size="small"),
        rx.cond(plan.hour, rx.el.span(plan.hour, class_name="day-hour figure"), rx.fragment()),
        rx.el.span(plan.title, class_name="clip"),
    )
    return DragCard.create(
        rx.el.article(
            rx.cond(
                plan.may_change,
                rx.el.button(face, type="button", class_name="day-open", on_click=PlanFormState.open_plan(plan.id)),
                rx.el.span(face, class_name="day-open"),
            ),
            plan_menu(plan),
            class_name=marks,
            aria_label=plan.title,
        ),
        card_id=plan.id,
        targets=targets,
        class_name="drag-card",
        key=plan.id,
    )

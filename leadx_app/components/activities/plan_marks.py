"""What every place that shows a task or an activity draws the same way."""

from typing import Any

import reflex as rx

from leadx_app.components.ui.button import link
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.shared_menu import shared_menu, shared_menu_button
from leadx_app.components.words import t
from leadx_app.state.lead_view import LeadViewState
from leadx_app.state.plan_acts import PlanActsState
from leadx_app.state.plan_form import PlanFormState

MENU = "plan-menu"

CHOICES = (
    ("edit", "Edit", "pencil"),
    ("today", "Move to today", "calendar"),
    ("tomorrow", "Move to tomorrow", "calendar-days"),
    ("week", "Move to next week", "calendar-days"),
    ("earlier", "A day earlier", "arrow-left"),
    ("later", "A day later", "arrow-right"),
    ("remind_hour", "Remind me in an hour", "clock"),
    ("remind_tomorrow", "Remind me tomorrow", "bell"),
    ("remove", "Remove", "trash-2"),
)


def done_button(plan: rx.Var) -> rx.Component:
    """The circle that does a task and takes that back; of an activity its drawing."""
    pressed = rx.cond(plan.is_done, "true", "false")
    return rx.cond(
        (plan.what == "task") & plan.may_change,
        rx.el.button(
            icon("check", size="small"),
            type="button",
            class_name="plan-tick",
            aria_label=t("Done: {title}", title=plan.title),
            aria_pressed=pressed,
            on_click=rx.cond(plan.is_done, PlanActsState.reopen(plan.id), PlanActsState.complete(plan.id)),
        ),
        rx.el.span(icon("" + plan.drawing), class_name="plan-drawing"),
    )


def plan_title(plan: rx.Var, words: Any) -> rx.Component:
    """Opens the form for who may change it."""
    name = rx.cond(plan.is_done & (plan.what == "task"), "plan-title is-done", "plan-title")
    return rx.cond(
        plan.may_change,
        rx.el.button(words, type="button", class_name=name, on_click=PlanFormState.open_plan(plan.id)),
        rx.el.span(words, class_name=name),
    )


def plan_menu(plan: rx.Var) -> rx.Component:
    """The button of the menu that stands in the page once."""
    words = t("More for {title}", title=plan.title)
    return rx.cond(plan.menu, shared_menu_button(MENU, words, owner=plan.id, choices=plan.menu), rx.fragment())


def plan_menu_items() -> rx.Component:
    """The menu itself: moving by keyboard and touch, reminders, editing, removing."""
    items = [{"key": key, "label": t(label), "icon": name} for key, label, name in CHOICES]
    return shared_menu(items, name=MENU, label=t("Move to …"), on_pick=PlanActsState.pick)


def contact_link(plan: rx.Var) -> rx.Component:
    """Whom it is with, opened among the contacts."""
    return rx.cond(
        plan.contact,
        link(plan.contact, href="/contacts?contact=" + plan.contact_id, class_name="link plan-lead"),
        rx.fragment(),
    )


def lead_link(plan: rx.Var) -> rx.Component:
    """The lead that it is on, opened in its popup."""
    return rx.cond(
        plan.lead_id,
        link(
            plan.lead,
            href="/leads/" + plan.lead_id,
            class_name="link plan-lead",
            on_click=LeadViewState.open_lead(plan.lead_id).prevent_default,
        ),
        rx.fragment(),
    )

"""Tasks and activities as a list."""

from typing import Any

import reflex as rx

from leadx_app.components.activities.plan_marks import MENU, contact_link, done_button, lead_link, plan_menu, plan_title
from leadx_app.components.ui.button import button
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.endless import endless
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.kept_focus import kept_focus
from leadx_app.components.ui.marked import excerpt, marked
from leadx_app.components.ui.skeleton import skeleton_rows
from leadx_app.components.words import t
from leadx_app.state.activities import ActivitiesState
from leadx_app.state.lists import ListState

__all__ = ["MENU", "plan_list"]


def plan_list() -> rx.Component:
    """The rows of the tab, further ones as it is scrolled; what to do when there are none."""
    last = ActivitiesState.rows[ActivitiesState.rows.length() - 1]
    more = endless(t("Show more"), count=last.id, on_more=ActivitiesState.show_more(ActivitiesState.next_cursor))
    return rx.cond(
        ActivitiesState.is_loaded,
        rx.cond(
            ActivitiesState.rows,
            rx.fragment(
                kept_focus(
                    rx.foreach(ActivitiesState.rows, _row),
                    class_name=rx.cond(ListState.density == "compact", "plans is-compact", "plans"),
                    label=t("Activities"),
                    fallback=".quick-input",
                ),
                rx.cond(ActivitiesState.next_cursor, more, rx.fragment()),
            ),
            _nothing(),
        ),
        skeleton_rows(),
    )


def _row(plan: rx.Var) -> rx.Component:
    return rx.el.li(
        done_button(plan),
        rx.el.div(
            _title(plan),
            rx.el.div(
                rx.el.span(plan.when, class_name=rx.cond(plan.is_late, "plan-when is-late", "plan-when")),
                rx.cond(plan.repeats, rx.el.span(icon("refresh-cw", size="small"), plan.repeats), rx.fragment()),
                rx.cond(plan.what == "activity", rx.el.span(plan.kind), rx.fragment()),
                lead_link(plan),
                contact_link(plan),
                rx.cond(plan.person, rx.el.span(icon("user", size="small"), plan.person), rx.fragment()),
                class_name="plan-about",
            ),
            rx.cond(
                ActivitiesState.at.search,
                rx.el.div(excerpt(plan.text, ActivitiesState.at.search), class_name="plan-found"),
                rx.fragment(),
            ),
            class_name="plan-body",
        ),
        plan_menu(plan),
        class_name="plan",
        key=plan.id,
    )


def _title(plan: rx.Var) -> rx.Component:
    words: Any = rx.fragment(
        rx.cond(plan.is_high, rx.el.span(icon("flag", size="small"), _high(), class_name="plan-high"), rx.fragment()),
        marked(plan.title, ActivitiesState.at.search),
    )
    return plan_title(plan, words)


def _high() -> rx.Component:
    return rx.el.span(t("High priority"), class_name="for-ears")


def _nothing() -> rx.Component:
    tab = ActivitiesState.at.tab
    return rx.cond(
        ActivitiesState.is_filtered,
        empty_state(
            t("Nothing fits these filters"),
            t("Look under the other days too, or clear the filters."),
            action=button(t("Clear filters"), on_click=ListState.clear),
        ),
        rx.match(
            tab,
            ("overdue", empty_state(t("Nothing is overdue"), t("What is not done on its day shows here."))),
            ("upcoming", empty_state(t("Nothing is planned"), t("Write in the line above what to do, and when."))),
            ("done", empty_state(t("Nothing is done yet"), t("What you do and log shows here, the latest on top."))),
            empty_state(t("Nothing left for today"), t("Write in the line above what to do, and when.")),
        ),
    )

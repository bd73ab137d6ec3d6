"""Tabs, views and filters of Activities."""

import reflex as rx

from leadx_app.components.activities.calendar_link import calendar_link
from leadx_app.components.exports import ACTIVITIES, export_list
from leadx_app.components.lists.toolbar import list_toolbar
from leadx_app.components.ui.button import button
from leadx_app.components.ui.field import select_field
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.tabs import segmented
from leadx_app.components.words import t
from leadx_app.domain.permissions import Permission
from leadx_app.state.activities import ActivitiesState
from leadx_app.state.plan_form import PlanFormState
from leadx_app.state.session import SessionState

AT = ActivitiesState.at


def whose_plans() -> rx.Component:
    """For who may look at a colleague's plans: whose they are."""
    return rx.cond(
        SessionState.may[Permission.PIPELINE_COLLEAGUES.name.lower()],
        rx.el.div(
            select_field(
                t("Person"),
                "person",
                ActivitiesState.people,
                value=AT.person,
                on_change=ActivitiesState.show_person,
                scope="plans",
            ),
            rx.cond(AT.person, _view_only(), rx.fragment()),
            class_name="whose",
        ),
        rx.fragment(),
    )


def _view_only() -> rx.Component:
    return rx.el.p(
        icon("eye"),
        rx.el.span(t("You look at a colleague's activities. View only.")),
        button(t("Back to mine"), kind="ghost", small=True, on_click=ActivitiesState.show_person("")),
        class_name="notice",
        role="status",
    )


def plan_tabs() -> rx.Component:
    """Today, Overdue, Upcoming, Done; new tasks and activities; list, week, month."""
    return rx.el.div(
        rx.el.div(
            _tab("today", rx.fragment(t("Today"), _count(ActivitiesState.today_count, "neutral"))),
            _tab("overdue", rx.fragment(t("Overdue"), _count(ActivitiesState.overdue_count, "closed"))),
            _tab("upcoming", rx.fragment(t("Upcoming"))),
            _tab("done", rx.fragment(t("Done"))),
            class_name="tabs",
            role="group",
            aria_label=t("Parts of the activities"),
        ),
        rx.cond(ActivitiesState.is_own, rx.el.div(_new(), class_name="plan-new"), rx.fragment()),
        rx.el.div(
            rx.cond(AT.view == "list", export_list(ACTIVITIES, ActivitiesState.export), rx.fragment()),
            segmented(
                [
                    ("list", t("List"), "layout-list"),
                    ("week", t("Week"), "calendar-days"),
                    ("month", t("Month"), "calendar"),
                ],
                value=AT.view,
                on_pick=ActivitiesState.show_view,
                name=t("View"),
            ),
            class_name="part-tools",
        ),
        class_name="parts plan-parts",
    )


def _tab(key: str, face: rx.Component) -> rx.Component:
    return rx.el.button(
        face,
        type="button",
        class_name="tab",
        aria_pressed=rx.cond((AT.tab == key) & (AT.view == "list"), "true", "false"),
        on_click=ActivitiesState.show_tab(key),
    )


def _count(count: rx.Var[str], tone: str) -> rx.Component:
    return rx.cond(count, rx.el.span(count, class_name=f"badge badge-{tone} figure"), rx.fragment())


def plan_filters() -> rx.Component:
    """Views, search and filters."""
    return list_toolbar(search=AT.search, search_name=t("Search activities"), placeholder=t("Search title and text"))


def _new() -> rx.Component:
    return rx.fragment(
        calendar_link(),
        button(t("Log activity"), icon_name="phone", small=True, on_click=PlanFormState.open_new("activity")),
        button(t("Task"), icon_name="plus", small=True, on_click=PlanFormState.open_new("task")),
    )

"""Activities: what is to do today, overdue, upcoming and done, as a list and as a calendar."""

import reflex as rx

from leadx_app.components.activities.plan_calendar import plan_calendar
from leadx_app.components.activities.plan_filters import plan_filters, plan_tabs, whose_plans
from leadx_app.components.activities.plan_list import plan_list
from leadx_app.components.activities.quick_add import quick_add
from leadx_app.components.ui.address import address
from leadx_app.components.ui.next_day import next_day
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.activities import ActivitiesState
from leadx_app.state.calendar_link import CalendarLinkState
from leadx_app.state.session import SessionState


@screen(
    route="/activities",
    title="Activities",
    permission=Permission.ACTIVITIES,
    on_load=[ActivitiesState.load, CalendarLinkState.leave_link],
)
def activities() -> rx.Component:
    line = quick_add(
        ActivitiesState.understood,
        ActivitiesState.quick_problem,
        ActivitiesState.quick_key,
        ActivitiesState.line_id,
        on_type=ActivitiesState.read_line.debounce(150),
        on_add=ActivitiesState.add_line,
    )
    return rx.fragment(
        address(ActivitiesState.query),
        next_day(ActivitiesState.today, SessionState.time_zone, on_turn=ActivitiesState.turn_over),
        whose_plans(),
        rx.cond(ActivitiesState.is_own, line, rx.fragment()),
        plan_tabs(),
        plan_filters(),
        rx.cond(ActivitiesState.at.view == "list", plan_list(), plan_calendar()),
    )

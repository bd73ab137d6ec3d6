"""The form and the menu of tasks and activities that stand in every page."""

import reflex as rx

from leadx_app.components.activities.plan_form import plan_form
from leadx_app.components.activities.plan_marks import plan_menu_items
from leadx_app.domain.permissions import Permission
from leadx_app.state.session import SessionState


def plan_layers() -> rx.Component:
    """A plan is opened, moved and removed where it is shown: in Activities, on a lead, on a contact."""
    may_plan = SessionState.may[Permission.ACTIVITIES.name.lower()]
    return rx.cond(may_plan, rx.fragment(plan_form(), plan_menu_items()), rx.fragment())

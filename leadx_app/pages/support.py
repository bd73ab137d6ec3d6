"""Support: tickets, what is overdue first."""

import reflex as rx

from leadx_app.components.support.sections import support_sections
from leadx_app.components.support.tickets import ticket_list
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.support import SupportHoursState, SupportState


@screen(
    route="/support",
    title="Support",
    permission=Permission.SUPPORT_USE,
    on_load=[SupportState.load, SupportHoursState.load],
)
def support() -> rx.Component:
    return rx.fragment(support_sections("/support"), ticket_list())

"""Support: raise a ticket."""

import reflex as rx

from leadx_app.components.support.new_ticket import new_ticket
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.ticket_form import TicketFormState


@screen(
    route="/support/new",
    title="New ticket",
    permission=Permission.SUPPORT_USE,
    on_load=[TicketFormState.load],
)
def support_new() -> rx.Component:
    return new_ticket()

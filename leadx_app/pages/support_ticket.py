"""Support: one ticket on its own address."""

import reflex as rx

from leadx_app.components.support.ticket_page import ticket_page
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.ticket_view import TicketViewState


@screen(
    route="/support/tickets/[ticket_id]",
    title="Ticket",
    permission=Permission.SUPPORT_USE,
    on_load=[TicketViewState.load],
)
def support_ticket() -> rx.Component:
    return ticket_page()

"""View Lead on its own address."""

import reflex as rx

from leadx_app.components.leads.view_lead import lead_page
from leadx_app.pages.screen import screen
from leadx_app.state.lead_view import LeadViewState


@screen(route="/leads/[lead_id]", title="View Lead", on_load=[LeadViewState.load_page])
def lead() -> rx.Component:
    return lead_page()

"""The journey of a lead with the time in each stage, and the buttons that move it."""

import reflex as rx

from leadx_app.components.ui.journey import journey_bar
from leadx_app.components.words import t
from leadx_app.state.lead_view import LeadViewState


def lead_journey() -> rx.Component:
    """Where the lead stands, was and may go."""
    lead = LeadViewState.lead
    return rx.el.div(
        journey_bar(
            LeadViewState.journey,
            name=t("Journey"),
            final=rx.cond(lead.sub_stage == "open", "", lead.sub_stage),
            final_label=lead.outcome,
        ),
        class_name=rx.cond(LeadViewState.planned_id, "view-journey is-planned", "view-journey"),
    )

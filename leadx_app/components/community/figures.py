"""The four KPIs of the organizations together."""

import reflex as rx

from leadx_app.components.leads.figure_cards import figure_cards
from leadx_app.state.community import CommunityState


def community_figures() -> rx.Component:
    """Four cards; a click shows exactly the leads that make the figure."""
    return figure_cards(
        CommunityState.kpis,
        is_loaded=CommunityState.is_loaded,
        on_pick=lambda kpi: CommunityState.show_behind(kpi.slug),
    )

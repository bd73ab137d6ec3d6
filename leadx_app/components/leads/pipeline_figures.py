"""The four KPIs of the pipeline."""

import reflex as rx

from leadx_app.components.leads.figure_cards import figure_cards
from leadx_app.state.pipeline import PipelineState


def pipeline_figures() -> rx.Component:
    """Four cards; a click shows the leads behind the figure."""
    return figure_cards(
        PipelineState.kpis,
        is_loaded=PipelineState.is_loaded,
        on_pick=lambda kpi: PipelineState.show_behind(kpi.status, kpi.handshakes),
    )

"""My Pipeline: key figures, Ongoing Sales as list or board, Contact List."""

import reflex as rx

from leadx_app.components.leads.filters import filters, parts, whose_pipeline
from leadx_app.components.leads.pipeline_figures import pipeline_figures
from leadx_app.components.leads.pipeline_outcome import outcome_dialogs
from leadx_app.components.leads.pipeline_sales import pipeline_view
from leadx_app.components.ui.address import address
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.pipeline import PipelineState


@screen(
    route="/pipeline",
    title="My Pipeline",
    permission=Permission.PIPELINE_READ,
    on_load=[PipelineState.load],
    count=PipelineState.total,
)
def pipeline() -> rx.Component:
    return rx.fragment(
        address(PipelineState.query),
        whose_pipeline(),
        pipeline_figures(),
        parts(),
        filters(),
        pipeline_view(),
        outcome_dialogs(),
    )

"""The four KPIs of the pipeline."""

import reflex as rx

from leadx_app.components.ui.kpi import kpi_card, kpi_row
from leadx_app.components.ui.skeleton import skeleton_kpis
from leadx_app.components.words import t
from leadx_app.state.pipeline import PipelineState


def pipeline_figures() -> rx.Component:
    """Four cards; a click shows the leads behind the figure."""
    return rx.cond(
        PipelineState.is_loaded,
        kpi_row(rx.foreach(PipelineState.kpis, _card), name=t("Key figures")),
        skeleton_kpis(),
    )


def _card(kpi: rx.Var) -> rx.Component:
    return kpi_card(
        kpi.label,
        kpi.figure,
        formula=kpi.formula,
        slug=kpi.slug,
        change=_against(kpi),
        trend=kpi.trend,
        on_click=PipelineState.show_behind(kpi.status, kpi.handshakes),
    )


def _against(kpi: rx.Var) -> rx.Component:
    """The change, and what it is measured against."""
    return rx.fragment(kpi.change, rx.el.span(kpi.against, class_name="kpi-against"))

"""The part of the pipeline that the view shows: list, board, contacts, sent ones, or what stands there instead."""

import reflex as rx

from leadx_app.components.leads.board import sales_board
from leadx_app.components.leads.contact_list import contact_list
from leadx_app.components.leads.lead_list import sales_list
from leadx_app.components.leads.pipeline_empty import nothing
from leadx_app.components.leads.sent_list import sent_list
from leadx_app.components.ui.skeleton import skeleton_rows
from leadx_app.state.pipeline import PipelineState


def pipeline_view() -> rx.Component:
    """What the address asks for."""
    return rx.cond(
        PipelineState.is_loaded,
        rx.cond(
            PipelineState.at.view == "sent",
            sent_list(),
            rx.cond(
                PipelineState.is_empty,
                nothing(),
                rx.match(PipelineState.at.view, ("board", sales_board()), ("contacts", contact_list()), sales_list()),
            ),
        ),
        skeleton_rows(),
    )

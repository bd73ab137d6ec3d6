"""Lead Details: the leads behind the figures, a page at a time."""

import reflex as rx

from leadx_app.components.community.community_list import status_chip
from leadx_app.components.ui.button import link
from leadx_app.components.ui.chart import chart_card
from leadx_app.components.ui.chip import stage_dot
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.pagination import pagination
from leadx_app.components.ui.skeleton import skeleton_rows
from leadx_app.components.ui.table import cell, head_cell, table, table_row
from leadx_app.components.words import t
from leadx_app.state.pulse import PulseState


def pulse_details() -> rx.Component:
    """The table, or what stands there instead."""
    return rx.cond(
        PulseState.is_loaded,
        chart_card(
            t("Lead Details"),
            rx.cond(PulseState.details, _table(), _nothing()),
            rx.cond(PulseState.next_cursor | (PulseState.at.page > 1), _pages(), rx.fragment()),
            note=t("Leads created in the chosen days, the latest first; parked ones left out."),
            class_name="is-wide",
        ),
        skeleton_rows(),
    )


def _table() -> rx.Component:
    return table(
        [
            head_cell(t("Lead title")),
            head_cell(t("Company name")),
            head_cell(t("Stage")),
            head_cell(t("Status")),
            head_cell(t("Owner")),
            head_cell(t("Lead value"), align="end"),
            head_cell(t("Created"), align="end"),
        ],
        rx.foreach(PulseState.details, _row),
        name=t("Lead Details"),
        compact=True,
    )


def _row(lead: rx.Var) -> rx.Component:
    return table_row(
        cell(link(lead.title, href=rx.Var.create(f"/leads/{lead.id}"))),
        cell(lead.company),
        cell(rx.el.span(stage_dot(lead.color), lead.stage, class_name="line")),
        cell(status_chip(lead.status)),
        cell(lead.owner),
        cell(lead.value, align="end"),
        cell(lead.created, align="end"),
        key=lead.id,
    )


def _nothing() -> rx.Component:
    return empty_state(t("No leads in these days"), t("Choose other days, another person or all organizations."))


def _pages() -> rx.Component:
    return pagination(
        PulseState.place,
        name=t("Pages"),
        previous=t("Previous page"),
        next=t("Next page"),
        on_previous=PulseState.previous_page,
        on_next=PulseState.next_page,
        has_previous=PulseState.at.page > 1,
        has_next=PulseState.next_cursor != "",
    )

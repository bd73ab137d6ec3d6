"""Ongoing Sales as a list: the handovers that wait first, then the page of leads."""

import reflex as rx

from leadx_app.components.leads.answer_by import answer_by
from leadx_app.components.leads.bulk_bar import bulk_bar, lead_check, lead_selection
from leadx_app.components.leads.inline_edit import edit_pencil, inline_row
from leadx_app.components.leads.inline_sheet import inline_sheet, sheet_pencil
from leadx_app.components.leads.lead_marks import address_of, age, found_company, hands, outcome, owner, quiet_dot, tags
from leadx_app.components.lists.columns import LIST_COLUMNS, column_names, further_cells
from leadx_app.components.ui.button import button
from leadx_app.components.ui.chip import stage_dot
from leadx_app.components.ui.lead_row import lead_list, lead_row
from leadx_app.components.ui.marked import marked
from leadx_app.components.ui.pagination import pagination
from leadx_app.components.ui.section import section_header
from leadx_app.components.words import t
from leadx_app.queries.lead_filters import MOST_WAITING
from leadx_app.state.lead_inline import LeadInlineState
from leadx_app.state.lead_view import LeadViewState
from leadx_app.state.pipeline import PipelineState


def sales_list() -> rx.Component:
    """The list with everything around it."""
    return rx.fragment(
        lead_selection(),
        rx.cond(PipelineState.waiting, waiting_list(), rx.fragment()),
        rx.cond(
            PipelineState.rows,
            lead_list(
                rx.foreach(PipelineState.rows, _row), name=t("Ongoing Sales"), columns=LIST_COLUMNS, head=column_names()
            ),
            rx.fragment(),
        ),
        rx.cond(PipelineState.next_cursor | PipelineState.previous_cursor, pages(), rx.fragment()),
        bulk_bar(),
        inline_sheet(),
    )


def waiting_list() -> rx.Component:
    """Handovers that the Manager may answer, those that wait longest on top."""
    return rx.el.section(
        section_header(t("Waiting for sales"), count=PipelineState.waiting_words),
        lead_list(rx.foreach(PipelineState.waiting, _row), name=t("Waiting for sales"), columns=LIST_COLUMNS),
        rx.cond(PipelineState.waiting_more, _more_waiting(), rx.fragment()),
        class_name="section",
    )


def _more_waiting() -> rx.Component:
    return rx.el.div(
        rx.el.span(PipelineState.waiting_more, class_name="pages-words figure"),
        rx.cond(
            PipelineState.at.waiting < MOST_WAITING,
            button(t("Show more"), small=True, on_click=PipelineState.more_waiting),
            rx.fragment(),
        ),
        class_name="pages",
    )


def pages() -> rx.Component:
    """Previous and next page."""
    return pagination(
        PipelineState.place,
        name=t("Pages"),
        previous=t("Previous page"),
        next=t("Next page"),
        on_previous=PipelineState.previous_page,
        on_next=PipelineState.next_page,
        has_previous=PipelineState.previous_cursor != "",
        has_next=PipelineState.next_cursor != "",
    )


def _row(lead: rx.Var) -> rx.Component:
    is_form = (LeadInlineState.lead_id == lead.id) & ~LeadInlineState.in_sheet
    return rx.cond(is_form, inline_row(lead), _plain_row(lead))


def _plain_row(lead: rx.Var) -> rx.Component:
    return lead_row(
        href=address_of(lead),
        on_open=LeadViewState.open_lead(lead.id),
        mark=rx.fragment(lead_check(lead), stage_dot(lead.color, name=lead.stage)),
        title=marked(lead.title, PipelineState.at.search),
        company=found_company(lead),
        value=lead.value,
        owner=owner(lead),
        hands=hands(lead),
        age=rx.fragment(quiet_dot(lead), age(lead)),
        stage=lead.stage,
        extra=rx.fragment(
            edit_pencil(lead), tags(lead), answer_by(lead), outcome(lead), sheet_pencil(lead), _accept(lead)
        ),
        cells=further_cells(lead),
        columns=LIST_COLUMNS,
        fresh=lead.fresh,
        key=lead.id,
    )


def _accept(lead: rx.Var) -> rx.Component:
    return rx.cond(
        lead.may_accept, button(t("Accept"), small=True, on_click=PipelineState.accept(lead.id)), rx.fragment()
    )

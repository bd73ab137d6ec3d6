"""Sent to other organizations: own leads that others have now, to look at only."""

import reflex as rx

from leadx_app.components.leads.lead_actions import viewers_list
from leadx_app.components.leads.lead_list import pages
from leadx_app.components.leads.lead_marks import address_of, age, outcome, owner
from leadx_app.components.ui.button import icon_button
from leadx_app.components.ui.chip import chip, stage_dot
from leadx_app.components.ui.dialog import dialog
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.lead_row import lead_head, lead_list, lead_row
from leadx_app.components.words import t
from leadx_app.state.lead_view import LeadViewState
from leadx_app.state.pipeline import PipelineState
from leadx_app.state.sent_leads import SentLeadsState

VIEWERS = "sent-viewers"


def sent_list() -> rx.Component:
    """The leads, where they are and how they stand; each opens to be read."""
    return rx.cond(
        PipelineState.sent,
        rx.fragment(
            rx.el.div(
                _names(),
                lead_list(rx.foreach(PipelineState.sent, _row), name=t("Sent to other organizations")),
                class_name="sent-leads",
            ),
            rx.cond(PipelineState.next_cursor | PipelineState.previous_cursor, pages(), rx.fragment()),
            _viewers(),
        ),
        empty_state(
            t("None of your leads is with another organization"),
            t("A lead that you made and that was handed over to another organization stands here, to look at."),
        ),
    )


def _names() -> rx.Component:
    """The names above the columns."""
    keys = (("stage", t("Stage")), ("owner", t("Owner")), ("value", t("Value")), ("hands", ""), ("age", t("Age")))
    names = [rx.el.span(label, class_name=f"head-{key}") for key, label in keys]
    return lead_head(rx.fragment(*names), first=t("Lead"))


def _row(lead: rx.Var) -> rx.Component:
    where = rx.cond(lead.is_waiting, chip(lead.where, tone="waiting"), chip(lead.where))
    return lead_row(
        href=address_of(lead),
        on_open=LeadViewState.open_lead(lead.id),
        mark=stage_dot(lead.color, name=lead.stage),
        title=lead.title,
        company=lead.company,
        value=lead.value,
        owner=owner(lead),
        hands=icon_button(t("Who can see this"), "eye", on_click=SentLeadsState.ask(lead.id), tip_side="left"),
        age=age(lead),
        stage=lead.stage,
        extra=rx.fragment(where, outcome(lead)),
        key=lead.id,
    )


def _viewers() -> rx.Component:
    return dialog(
        t("Who can see this"),
        viewers_list(),
        name=VIEWERS,
        open=SentLeadsState.lead_id != "",
        on_close=SentLeadsState.close,
        close_name=t("Close"),
        size="small",
    )

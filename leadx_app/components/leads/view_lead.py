"""View Lead: the popup over every page, and the same content on the lead's own page."""

import reflex as rx

from leadx_app.components.ages import age_ago
from leadx_app.components.leads.answer_by import answer_by
from leadx_app.components.leads.conflict import edit_conflict
from leadx_app.components.leads.edit_lead import edit_form
from leadx_app.components.leads.lead_actions import lead_actions, lead_questions
from leadx_app.components.leads.lead_agenda import lead_agenda
from leadx_app.components.leads.lead_facts import lead_about, lead_facts
from leadx_app.components.leads.lead_files import lead_files
from leadx_app.components.leads.lead_history import lead_history
from leadx_app.components.leads.lead_journey import lead_journey
from leadx_app.components.leads.parts import notice
from leadx_app.components.leads.view_lead_js import LeadAddress, LeadDraft, LeadNeighbours, TitleInPlace
from leadx_app.components.ui.button import icon_button, link_button
from leadx_app.components.ui.chip import chip
from leadx_app.components.ui.dialog import dialog
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.handshake import handshake
from leadx_app.components.ui.keys import shortcuts
from leadx_app.components.ui.skeleton import skeleton
from leadx_app.components.words import t
from leadx_app.state.lead_view import LeadViewState
from leadx_app.state.session import SessionState

LEAD = LeadViewState.lead


def view_lead_popup() -> rx.Component:
    """Stands in every page; `LeadViewState.open_lead(id)` opens it."""
    return rx.fragment(
        dialog(
            _crumbs(),
            rx.cond(LeadViewState.is_open, _content(), rx.fragment()),
            name="view-lead",
            open=LeadViewState.is_open,
            on_close=LeadViewState.close_lead,
            close_name=t("Close"),
            label=t("View Lead"),
            size="wide",
            header=rx.fragment(
                LeadNeighbours.create(
                    lead_id=LEAD.id, next=t("Next lead"), prev=t("Previous lead"), on_show=LeadViewState.open_lead
                ),
                _edit_button(),
            ),
        ),
        LeadAddress.create(
            open=LeadViewState.is_open & (LeadViewState.status != ""),
            lead_id=LeadViewState.address,
            opened=LeadViewState.opened,
            on_show=LeadViewState.open_lead,
            on_hide=LeadViewState.close_lead,
        ),
        LeadDraft.create(
            user_key=SessionState.user_key,
            lead_id=LEAD.id,
            drop_token=LeadViewState.drop_token,
            may_edit=LEAD.may_edit,
            is_editing=LeadViewState.is_editing,
            on_found=LeadViewState.start_editing,
        ),
        lead_questions(),
        edit_conflict(),
    )


def lead_page() -> rx.Component:
    """The content of the popup as a page, for who follows an address."""
    return rx.cond(
        LeadViewState.is_open,
        rx.fragment(),
        rx.el.div(
            rx.el.div(_crumbs(), _edit_button(), class_name="line"),
            _content(),
            class_name="view-page",
        ),
    )


def _content() -> rx.Component:
    return rx.match(LeadViewState.status, ("shown", _lead()), ("missing", _missing()), _loading())


def _crumbs() -> rx.Component:
    """Whose lead and how far in one line: company, handshake, outcome. The popup's first focus, so that keys work."""
    return rx.el.div(
        rx.el.span(LEAD.company, class_name="view-company clip"),
        rx.cond(
            LEAD.handover == "none",
            rx.fragment(),
            handshake(
                LEAD.handover,
                rx.cond(
                    LEAD.sent_from,
                    t("Handover: waiting for {organization}", organization=LEAD.organization),
                    rx.cond(
                        LEAD.handover == "waiting",
                        t("Handshake: waiting for sales"),
                        t("Handshake: accepted by sales"),
                    ),
                ),
            ),
        ),
        rx.cond(LEAD.handover_line, age_ago(LEAD.handover_line, class_name="clip"), rx.fragment()),
        answer_by(LEAD),
        rx.cond(LEAD.outcome, chip(LEAD.outcome, tone=LEAD.sub_stage), rx.fragment()),
        class_name="view-crumbs",
        tab_index=-1,
        custom_attrs={"data-first": ""},
    )


def _edit_button() -> rx.Component:
    return rx.cond(
        LEAD.may_edit & ~LeadViewState.is_editing,
        rx.el.span(icon_button(t("Edit"), "pencil", on_click=LeadViewState.start_editing), class_name="edit-button"),
        rx.fragment(),
    )


def _lead() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            TitleInPlace.create(
                key=LEAD.id,
                title=LEAD.title,
                version=LEAD.version,
                editable=LEAD.may_edit,
                label=t("Lead title"),
                fresh=LeadViewState.fresh.contains("title"),
                on_save=LeadViewState.save_title,
            ),
            _problem("title"),
            lead_journey(),
            _notices(),
            class_name="view-head",
        ),
        rx.cond(
            LeadViewState.is_editing,
            edit_form(),
            rx.fragment(lead_about(), lead_facts(), lead_actions()),
        ),
        rx.el.div(lead_files(), lead_agenda(), lead_history(), class_name="view-work"),
        shortcuts(presses={"e": ".edit-button button", "n": "#note-text", "j": "[data-step=j]", "k": "[data-step=k]"}),
        class_name="view",
        key=LEAD.id,
    )


def _problem(name: str) -> rx.Component:
    text = LeadViewState.problems[name]
    return rx.cond(text, rx.el.p(text, class_name="field-error", role="alert"), rx.fragment())


def _notices() -> rx.Component:
    return rx.fragment(
        rx.cond(
            LEAD.returned_words,
            notice(
                rx.el.strong(LEAD.returned_words),
                rx.el.p(LEAD.return_reason, class_name="notice-reason"),
                tone="parked",
                icon_name="corner-up-left",
            ),
            rx.fragment(),
        ),
        rx.cond(
            LEAD.lost_reason,
            notice(rx.el.span(t("Closed: {reason}", reason=LEAD.lost_reason)), tone="problem", icon_name="circle-x"),
            rx.fragment(),
        ),
        rx.cond(
            LeadViewState.disturbed_by,
            notice(
                rx.el.span(
                    t(
                        "{name} changed this lead while you are editing. Your text is kept.",
                        name=LeadViewState.disturbed_by,
                    )
                ),
                tone="waiting",
                icon_name="users",
                role="status",
            ),
            rx.fragment(),
        ),
    )


def _missing() -> rx.Component:
    return empty_state(
        t("We could not find this lead"),
        t("It may be gone or somebody else's, or the address is not complete."),
        action=link_button(t("To the pipeline"), "/pipeline"),
    )


def _loading() -> rx.Component:
    return rx.el.div(
        skeleton("60%", kind="title"),
        skeleton(kind="block"),
        skeleton("80%"),
        skeleton("70%"),
        class_name="skeletons stack",
        aria_busy="true",
    )

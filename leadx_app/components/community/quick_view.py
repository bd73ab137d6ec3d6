"""The quick view of a lead: its headline and journey beside the list, and the way to the lead for who may open it."""

import reflex as rx

from leadx_app.components.ages import age_ago
from leadx_app.components.community.community_list import status_chip
from leadx_app.components.leads.answer_by import answer_by
from leadx_app.components.ui.avatar import person
from leadx_app.components.ui.button import button, icon_button
from leadx_app.components.ui.chip import chip, stage_dot
from leadx_app.components.ui.dialog import dialog
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.handshake import handshake
from leadx_app.components.ui.journey import journey_bar
from leadx_app.components.ui.keys import shortcuts
from leadx_app.components.ui.section import facts
from leadx_app.components.words import t
from leadx_app.state.community import CommunityState
from leadx_app.state.lead_view import LeadViewState

LEAD = CommunityState.quick


def quick_view() -> rx.Component:
    """Open while a lead is looked at; J and K walk on, Esc closes."""
    return dialog(
        rx.el.div(_place(), class_name="view-crumbs", tab_index=-1, custom_attrs={"data-first": ""}),
        rx.match(CommunityState.looks_at, ("shown", _lead()), ("missing", _missing()), rx.fragment()),
        shortcuts(presses={"j": "[data-step=j]", "k": "[data-step=k]", "o": "[data-open-lead]"}),
        name="quick-view",
        open=CommunityState.looks_at != "",
        on_close=CommunityState.leave,
        close_name=t("Close"),
        label=t("Quick view"),
        size="side",
        header=rx.fragment(
            icon_button(t("Previous lead"), "arrow-up", on_click=CommunityState.step(-1), data_step="k"),
            icon_button(t("Next lead"), "arrow-down", on_click=CommunityState.step(1), data_step="j"),
        ),
    )


def _place() -> rx.Component:
    return rx.cond(
        CommunityState.looks_at == "shown",
        rx.fragment(stage_dot(LEAD.color), rx.el.span(LEAD.stage), status_chip(LEAD.status)),
        rx.fragment(),
    )


def _lead() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h2(LEAD.title, class_name="view-title"),
            rx.el.p(
                rx.el.span(LEAD.company, class_name="view-company"),
                rx.cond(CommunityState.organizations, chip(LEAD.organization), rx.fragment()),
                class_name="line quick-whose",
            ),
            class_name="stack-tight",
        ),
        journey_bar(CommunityState.journey, name=t("Journey")),
        facts(
            (t("Lead value"), rx.el.span(LEAD.value, class_name="figure")),
            (t("Owner"), _owner()),
            (t("Brought in by"), _finder()),
            (t("Handshake"), _hands()),
            (t("Created"), LEAD.created),
            (t("Changed"), age_ago(LEAD.changed)),
        ),
        rx.cond(LEAD.href, _open(), rx.el.p(t("Those who work on this lead see the rest of it."), class_name="muted")),
        class_name="quick-view",
        key=LEAD.id,
    )


def _open() -> rx.Component:
    return button(
        t("Open the lead"),
        kind="primary",
        on_click=LeadViewState.open_lead(LEAD.id),
        data_open_lead="",
    )


def _owner() -> rx.Component:
    return rx.cond(
        LEAD.owner,
        person(LEAD.owner_initials, LEAD.owner, photo=LEAD.owner_photo, tint=LEAD.owner_tint),
        rx.el.span("–", aria_label=t("No owner yet")),
    )


def _finder() -> rx.Component:
    return person(LEAD.creator_initials, LEAD.creator, photo=LEAD.creator_photo, tint=LEAD.creator_tint)


def _hands() -> rx.Component:
    words = rx.match(
        LEAD.hands,
        ("waiting", t("Waiting for sales")),
        ("accepted", t("Accepted by sales")),
        t("Not handed over"),
    )
    hands = rx.el.span(handshake(LEAD.hands, words), rx.el.span(words, aria_hidden="true"), class_name="line")
    return rx.el.span(hands, answer_by(LEAD), class_name="line quick-hands")


def _missing() -> rx.Component:
    return empty_state(
        t("We could not find this lead"), t("It may be gone or somebody else's, or the address is not complete.")
    )

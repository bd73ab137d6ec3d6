"""The tags of the lead that is looked at, and the field that adds one."""

import reflex as rx

from leadx_app.components.ui.chip import tag
from leadx_app.components.ui.combobox import combobox
from leadx_app.components.ui.form import kept_form
from leadx_app.components.words import t
from leadx_app.state.lead_tags import LeadTagState
from leadx_app.state.lead_view import LeadViewState
from leadx_app.state.session import SessionState

LEAD = LeadViewState.lead


def lead_tags() -> rx.Component:
    """Chips that who may change the lead also takes off, and a field with suggestions."""
    return rx.cond(
        LEAD.may_edit,
        rx.el.div(
            rx.el.div(rx.foreach(LEAD.tags, _removable), class_name="line"),
            _entry(),
            class_name="tag-editor",
        ),
        rx.el.div(rx.foreach(LEAD.tags, lambda one: tag(one.name, tint=one.tint)), class_name="line"),
    )


def _removable(one: rx.Var) -> rx.Component:
    return tag(
        one.name,
        tint=one.tint,
        remove_name=t("Remove the tag {name}", name=one.name),
        on_remove=LeadTagState.remove(one.name),
    )


def _entry() -> rx.Component:
    return kept_form(
        combobox(
            t("Add tag"),
            "tag",
            LeadTagState.suggestions,
            on_query=LeadTagState.suggest,
            on_pick=LeadTagState.pick,
            add=t("Add “{text}”", text="{text}"),
            placeholder=t("Add tag"),
            error=LeadTagState.problem,
            max_length=40,
            scope="lead",
        ),
        form_key="tag-" + LEAD.id,
        user_key=SessionState.user_key,
        clear_token=LeadTagState.entry_token,
        answer_token=LeadTagState.answer_token,
        on_submit=LeadTagState.add,
        label=t("Add tag"),
        class_name="tag-entry",
    )

"""Notes: what creator and owner write about a lead."""

import reflex as rx

from leadx_app.components.ui.button import button
from leadx_app.components.ui.field import field_id, text_area
from leadx_app.components.ui.form import kept_form
from leadx_app.components.ui.mentions import mentions
from leadx_app.components.words import t
from leadx_app.state.lead_view import LeadViewState
from leadx_app.state.mentions import MentionState
from leadx_app.state.session import SessionState


def note_composer() -> rx.Component:
    """Always there for who may write notes on the lead."""
    lead = LeadViewState.lead
    return rx.cond(
        lead.may_note,
        kept_form(
            text_area(
                t("Note"),
                "text",
                rows=2,
                placeholder=t("What happened? What was agreed? Write @ to mention somebody."),
                error=LeadViewState.problems["note_text"],
                scope="note",
            ),
            mentions(
                field_id("note", "text"),
                MentionState.people,
                label=t("People to mention"),
                on_ask=MentionState.ask(lead.id),
            ),
            button(t("Add note"), submit=True, small=True),
            form_key="note-" + lead.id,
            user_key=SessionState.user_key,
            clear_token=LeadViewState.note_token,
            answer_token=LeadViewState.answer_token,
            on_submit=LeadViewState.write_note,
            label=t("Note"),
            class_name="form note-form",
        ),
        rx.fragment(),
    )

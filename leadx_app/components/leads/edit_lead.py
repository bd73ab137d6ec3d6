"""The fields of a lead as a form, in the places where they are read."""

import reflex as rx

from leadx_app.components.leads.company_field import company_field
from leadx_app.components.leads.lead_fields import (
    category_field,
    closing_field,
    description_field,
    email_field,
    phone_field,
    source_field,
    tags_field,
    value_field,
)
from leadx_app.components.leads.parts import kept_notice
from leadx_app.components.ui.button import button
from leadx_app.components.ui.combobox import combobox
from leadx_app.components.ui.form import kept_form
from leadx_app.components.words import t
from leadx_app.state.lead_form import LeadFormState
from leadx_app.state.lead_view import LeadViewState
from leadx_app.state.session import SessionState

SCOPE = "edit"
FORM = LeadViewState.form
PROBLEMS = LeadViewState.problems


def edit_form() -> rx.Component:
    """Description on the left, the other fields on the right, Save in the bar below."""
    return kept_form(
        rx.el.div(
            rx.cond(LeadViewState.was_kept, kept_notice(LeadViewState.stop_editing), rx.fragment()),
            description_field(PROBLEMS, SCOPE, value=FORM.description, rows=6),
            class_name="view-about",
        ),
        rx.el.div(
            company_field(PROBLEMS, SCOPE, name=FORM.company_name, company_id=FORM.company_name_id),
            _person(),
            email_field(PROBLEMS, SCOPE, value=FORM.person_email),
            phone_field(PROBLEMS, SCOPE, value=FORM.person_phone),
            value_field(PROBLEMS, SCOPE, value=FORM.value, currency=FORM.currency),
            closing_field(PROBLEMS, SCOPE, value=FORM.expected_closing_on),
            category_field(PROBLEMS, SCOPE, value=FORM.category_id),
            source_field(PROBLEMS, SCOPE, value=FORM.source_id),
            tags_field(PROBLEMS, SCOPE, value=FORM.tags),
            class_name="view-side form",
        ),
        _hidden("version", FORM.version),
        _hidden("was", FORM.was),
        rx.el.div(
            rx.el.span(t("Ctrl+Enter saves"), class_name="keys-hint"),
            button(t("Cancel"), kind="ghost", on_click=LeadViewState.stop_editing),
            button(t("Save"), kind="primary", submit=True),
            class_name="view-bar",
        ),
        form_key="lead-" + LeadViewState.lead.id,
        user_key=SessionState.user_key,
        answer_token=LeadViewState.answer_token,
        on_submit=LeadViewState.save,
        on_restored=LeadViewState.restored,
        label=t("Edit"),
        class_name="view-form",
    )


def _hidden(name: str, value: rx.Var[str]) -> rx.Component:
    """Travels with the kept form: what the fields were, and at which version, when the form was begun."""
    return rx.el.input(type="hidden", name=name, default_value=value, custom_attrs={"data-keep": ""})


def _person() -> rx.Component:
    return combobox(
        t("Contact person"),
        "person_name",
        LeadFormState.people,
        on_query=LeadFormState.suggest_people,
        add=t("Add “{text}”", text="{text}"),
        default_text=FORM.person_name,
        default_id=FORM.person_name_id,
        error=PROBLEMS["person_name"],
        scope=SCOPE,
    )

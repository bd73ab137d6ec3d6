"""The popup New Lead: four fields and a switch for who finds leads, everything for who sells."""

import reflex as rx

from leadx_app.components.contacts.similar import similar_contacts
from leadx_app.components.leads.company_field import company_field
from leadx_app.components.leads.lead_fields import (
    category_field,
    closing_field,
    description_field,
    email_field,
    phone_field,
    source_field,
    stage_steps,
    tags_field,
    value_field,
)
from leadx_app.components.leads.lead_files import new_lead_files
from leadx_app.components.leads.parts import kept_notice, radio_segments
from leadx_app.components.ui.base import Handler
from leadx_app.components.ui.button import button
from leadx_app.components.ui.combobox import combobox
from leadx_app.components.ui.dialog import dialog
from leadx_app.components.ui.field import select_field, switch, text_field
from leadx_app.components.ui.form import kept_form
from leadx_app.components.ui.form_watch import form_watch, use_instead
from leadx_app.components.ui.icons import icon
from leadx_app.components.words import t
from leadx_app.state.lead_choices import LeadChoicesState
from leadx_app.state.lead_form import NAMING, LeadFormState
from leadx_app.state.session import SessionState

NAME = "new-lead"
"""What a button `opens`."""

SCOPE = "new"
PROBLEMS = LeadFormState.problems


def new_lead_popup() -> rx.Component:
    """Stands in every page, so that it opens at once; what it offers is loaded beside."""
    return dialog(
        t("New Lead"),
        kept_form(
            rx.cond(LeadFormState.was_kept, kept_notice(LeadFormState.discard), rx.fragment()),
            rx.cond(SessionState.may["lead_qualify"], _full_fields(), _short_fields()),
            rx.cond(SessionState.may["contacts_read"], _watch(), rx.fragment()),
            _actions(),
            form_key=NAME,
            user_key=SessionState.user_key,
            clear_token=LeadFormState.clear_token,
            answer_token=LeadFormState.answer_token,
            on_submit=LeadFormState.save,
            on_restored=LeadFormState.restored,
            label=t("New Lead"),
        ),
        name=NAME,
        open=LeadFormState.is_open,
        on_open=LeadFormState.opened,
        on_close=LeadFormState.closed,
        close_name=t("Close"),
    )


def _short_fields() -> rx.Component:
    """For Basic and LITE."""
    return rx.fragment(
        _title(),
        company_field(PROBLEMS, SCOPE),
        _person(),
        _similar(),
        description_field(PROBLEMS, SCOPE, placeholder=t("What do they need? Who is waiting for a call?")),
        new_lead_files(PROBLEMS),
        rx.el.details(
            rx.el.summary(icon("chevron-right", size="small"), t("Add email, phone or value")),
            rx.el.div(
                email_field(PROBLEMS, SCOPE),
                phone_field(PROBLEMS, SCOPE),
                value_field(PROBLEMS, SCOPE),
                class_name="columns",
            ),
            class_name="more-fields",
        ),
        switch(
            t("Handover to sales?"),
            "hand_over",
            hint=t("Sales takes it from here, and you see how it goes."),
            scope=SCOPE,
        ),
    )


def _full_fields() -> rx.Component:
    """For Professional and Manager."""
    return rx.fragment(
        _title(),
        rx.el.div(
            company_field(PROBLEMS, SCOPE),
            _person(),
            email_field(PROBLEMS, SCOPE),
            phone_field(PROBLEMS, SCOPE),
            class_name="columns",
        ),
        _similar(),
        rx.el.div(
            value_field(PROBLEMS, SCOPE),
            closing_field(PROBLEMS, SCOPE),
            _owner(),
            category_field(PROBLEMS, SCOPE),
            source_field(PROBLEMS, SCOPE),
            tags_field(PROBLEMS, SCOPE),
            class_name="columns columns-three",
        ),
        stage_steps(),
        _outcome(),
        description_field(PROBLEMS, SCOPE),
        new_lead_files(PROBLEMS),
    )


def _title() -> rx.Component:
    return text_field(t("Lead title"), "title", required=True, error=PROBLEMS["title"], scope=SCOPE)


def _person() -> rx.Component:
    return combobox(
        t("Contact person"),
        "person_name",
        LeadFormState.people,
        on_query=LeadFormState.suggest_people,
        add=t("Add “{text}”", text="{text}"),
        error=PROBLEMS["person_name"],
        scope=SCOPE,
    )


def _watch() -> rx.Component:
    return form_watch(
        [*NAMING, "company_name_id", "company_name_facts", "person_name_id"], on_write=LeadFormState.compare
    )


def _similar() -> rx.Component:
    """Contacts that company and person look like, to be used with one click."""

    def way(row: rx.Var) -> rx.Component:
        address = rx.Var.create(f"/contacts?contact={row.id}")
        return rx.el.a(row.name, href=address, target="_blank", rel="noopener", class_name="link")

    def use(name: str, row: rx.Var, on_use: Handler) -> rx.Component:
        button = use_instead(name, value=row.id, text=row.name, label=t("Use this one"), on_use=on_use)
        return rx.cond(row.may_use, button, rx.fragment())

    return rx.fragment(
        similar_contacts(
            LeadFormState.similar_companies,
            title=t("This company may be there already"),
            link=way,
            act=lambda row: use("company_name", row, LeadFormState.pick_company),
        ),
        similar_contacts(
            LeadFormState.similar_people,
            title=t("This person may be there already"),
            link=way,
            act=lambda row: use("person_name", row, None),
        ),
    )


def _owner() -> rx.Component:
    return select_field(
        t("Assign to"),
        "owner_id",
        LeadChoicesState.owners,
        empty=t("Me"),
        error=PROBLEMS["owner_id"],
        scope=SCOPE,
    )


def _outcome() -> rx.Component:
    """Won, Closed or Parked from the start; Closed asks why."""
    return rx.el.div(
        radio_segments(
            t("Outcome"),
            "sub_stage",
            [("open", t("Open")), ("won", t("Won")), ("closed", t("Closed")), ("parked", t("Parked"))],
        ),
        rx.el.div(
            select_field(
                t("Why was it closed?"),
                "lost_reason_id",
                LeadChoicesState.lost_reasons,
                empty=t("Choose a reason"),
                error=PROBLEMS["lost_reason_id"],
                scope=SCOPE,
            ),
            class_name="outcome-reason",
        ),
        class_name="outcome",
    )


def _actions() -> rx.Component:
    return rx.el.div(
        rx.el.span(t("Ctrl+Enter saves"), class_name="keys-hint"),
        rx.el.span(t("Saving waits for the files."), class_name="uploading-hint", role="status"),
        button(t("Save and new"), submit=True, name="then", value="new"),
        button(t("Save"), kind="primary", submit=True, name="then", value="close"),
        class_name="dialog-actions",
    )

"""The form of a company or a person, new or changed."""

import reflex as rx

from leadx_app.components.contacts.register import find_in_register
from leadx_app.components.contacts.similar import may_be_there, similar_contacts
from leadx_app.components.leads.parts import kept_notice, notice
from leadx_app.components.ui.button import button
from leadx_app.components.ui.choice_field import choice_field
from leadx_app.components.ui.combobox import combobox
from leadx_app.components.ui.country import country_field
from leadx_app.components.ui.dialog import close_button, dialog
from leadx_app.components.ui.field import text_field
from leadx_app.components.ui.form import draft_end, kept_form
from leadx_app.components.ui.form_watch import form_watch
from leadx_app.components.ui.opening_link import opening_link
from leadx_app.components.words import t
from leadx_app.domain.contacts.numbers import COUNTRIES
from leadx_app.state.contact_form import ContactFormState
from leadx_app.state.lead_edit import ConflictShown
from leadx_app.state.session import SessionState

FORM = ContactFormState.form
PROBLEMS = ContactFormState.problems
SCOPE = "contact"
WATCHED = ("kind", "contact_id", "name", "organization_number", "email", "phone")
"""What tells whether somebody is there already."""

KEY = "contact-" + FORM.kind + "-" + FORM.id


def contact_form() -> rx.Component:
    """The popup with the form that is open, and the one that asks whose change counts."""
    is_company = FORM.kind == "company"
    title = rx.cond(
        FORM.id == "",
        rx.cond(is_company, t("New company"), t("New person")),
        rx.cond(is_company, t("Edit company"), t("Edit person")),
    )
    fields = rx.cond(is_company, _form(company_fields()), _form(person_fields()))
    return rx.fragment(
        dialog(
            title,
            rx.cond(FORM.kind != "", fields, rx.fragment()),
            name="contact-form",
            open=FORM.kind != "",
            on_close=ContactFormState.close_form,
            close_name=t("Close"),
        ),
        draft_end(
            form_key=KEY, user_key=SessionState.user_key, open=FORM.kind != "", token=ContactFormState.clear_token
        ),
        _conflict(),
    )


def company_fields() -> rx.Component:
    """Name and number first: what a company is found by, also in the public register."""
    return rx.fragment(
        rx.cond(FORM.id == "", find_in_register(SCOPE), rx.fragment()),
        _name(),
        _similar(),
        rx.el.div(
            _text(t("Organization number"), "organization_number", FORM.organization_number, input_mode="numeric"),
            _text(t("Industry"), "industry", FORM.industry),
            _phone(),
            _email(),
            class_name="columns",
        ),
        _text(t("Website"), "website", FORM.website, input_mode="url"),
        _text(t("Address"), "address", FORM.address),
        rx.el.div(
            _text(t("Postcode"), "postcode", FORM.postcode),
            _text(t("City"), "city", FORM.city),
            country_field(
                t("Country"),
                "country",
                codes=sorted(COUNTRIES),
                language=SessionState.language,
                default_value=FORM.country,
                error=PROBLEMS["country"],
                scope=SCOPE,
            ),
            class_name="columns columns-place",
        ),
    )


def person_fields() -> rx.Component:
    """Who they are, where they work, how to reach them."""
    return rx.fragment(
        _name(),
        _similar(),
        rx.el.div(
            _text(t("Title"), "title", FORM.title),
            combobox(
                t("Company"),
                "company_name",
                ContactFormState.companies,
                on_query=ContactFormState.suggest_companies,
                add=t("Add “{text}”", text="{text}"),
                default_text=FORM.company_name,
                default_id=FORM.company_name_id,
                error=rx.cond(PROBLEMS["company_name"], PROBLEMS["company_name"], PROBLEMS["company_id"]),
                scope=SCOPE,
            ),
            _phone(),
            _email(),
            class_name="columns",
        ),
    )


def _form(fields: rx.Component) -> rx.Component:
    return kept_form(
        rx.cond(ContactFormState.was_kept, kept_notice(ContactFormState.discard), rx.fragment()),
        rx.cond(ContactFormState.disturbed_by, _disturbed(), rx.fragment()),
        fields,
        rx.el.input(type="hidden", name="kind", default_value=FORM.kind),
        rx.el.input(type="hidden", name="contact_id", default_value=FORM.id),
        rx.el.input(type="hidden", name="version", default_value=FORM.version, custom_attrs={"data-keep": ""}),
        rx.el.input(type="hidden", name="was", default_value=FORM.was, custom_attrs={"data-keep": ""}),
        form_watch(WATCHED, on_write=ContactFormState.written),
        rx.el.div(
            rx.el.span(t("Ctrl+Enter saves"), class_name="keys-hint"),
            close_button(t("Cancel")),
            button(t("Save"), kind="primary", submit=True),
            class_name="dialog-actions",
        ),
        form_key=KEY,
        user_key=SessionState.user_key,
        clear_token=ContactFormState.clear_token,
        answer_token=ContactFormState.answer_token,
        on_submit=ContactFormState.save,
        on_restored=ContactFormState.restored,
        label=t("Contact"),
    )


def _disturbed() -> rx.Component:
    words = t(
        "{name} changed this contact while you are editing. Your text is kept.", name=ContactFormState.disturbed_by
    )
    return notice(rx.el.span(words), tone="waiting", icon_name="users", role="status")


def _name() -> rx.Component:
    return text_field(
        t("Name"), "name", default_value=FORM.name, required=True, error=PROBLEMS["name"], scope=SCOPE, max_length=200
    )


def _phone() -> rx.Component:
    return _text(t("Phone"), "phone", FORM.phone, type="tel")


def _email() -> rx.Component:
    return _text(t("Email"), "email", FORM.email, type="email", input_mode="email")


def _text(label: rx.Var[str], name: str, value: rx.Var[str], **props: str) -> rx.Component:
    return text_field(label, name, default_value=value, error=PROBLEMS[name], scope=SCOPE, **props)


def _similar() -> rx.Component:
    return similar_contacts(
        ContactFormState.similar,
        title=may_be_there(),
        link=lambda row: opening_link(
            row.name,
            href=rx.Var.create(f"/contacts?contact={row.id}"),
            on_open=ContactFormState.use_existing(row.id),
        ),
        act=lambda row: button(
            t("Use this one"), kind="ghost", small=True, on_click=ContactFormState.use_existing(row.id)
        ),
    )


def _conflict() -> rx.Component:
    """Opens by itself when a save met somebody else's change; closing it leads back to the form, nothing is lost."""
    return dialog(
        t("{name} changed the same", name=ContactFormState.conflict_by),
        rx.el.p(t("Choose what to keep. Nothing of yours is lost before you save."), class_name="dialog-text"),
        kept_form(
            rx.foreach(ContactFormState.conflict, _choice),
            rx.el.div(
                close_button(t("Back")), button(t("Save"), kind="primary", submit=True), class_name="dialog-actions"
            ),
            form_key="contact-conflict",
            user_key="",
            answer_token=ContactFormState.answer_token,
            on_submit=ContactFormState.settle,
            label=t("Choose what to keep"),
        ),
        name="contact-conflict",
        open=ContactFormState.conflict.length() > 0,
        on_close=ContactFormState.leave_conflict,
        close_name=t("Close"),
    )


def _choice(row: rx.Var[ConflictShown]) -> rx.Component:
    return choice_field(row.field, row.label, yours=(t("Yours"), row.yours), theirs=(t("Theirs"), row.theirs))

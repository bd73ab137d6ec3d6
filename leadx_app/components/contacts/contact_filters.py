"""What stands above the list of contacts: companies or persons, search, letters, organization, new ones and files."""

import reflex as rx

from leadx_app.components.exports import export_list
from leadx_app.components.imports.link import import_link
from leadx_app.components.lists.toolbar import list_toolbar
from leadx_app.components.ui.button import button
from leadx_app.components.words import t
from leadx_app.domain.contacts.keys import LETTERS
from leadx_app.domain.permissions import Permission
from leadx_app.state.contact_form import ContactFormState
from leadx_app.state.contacts import ContactsState

AT = ContactsState.at


def contact_parts() -> rx.Component:
    """Companies and persons with their numbers; a new one; files."""
    return rx.el.div(
        rx.el.div(
            _part("company", t("Companies"), ContactsState.companies),
            _part("person", t("Persons"), ContactsState.persons),
            class_name="tabs",
            role="group",
            aria_label=t("Kind of contact"),
        ),
        rx.el.div(_files(), new_contact(), class_name="contact-tools"),
        class_name="parts",
    )


def contact_filters() -> rx.Component:
    """Views, search, filters and display, and the letters."""
    return rx.fragment(
        list_toolbar(
            search=AT.search,
            search_name=t("Search contacts"),
            placeholder=t("Name, number, town, email or phone"),
        ),
        rx.cond(
            ContactsState.by_name,
            rx.el.nav(*[_letter(letter) for letter in LETTERS], class_name="letters", aria_label=t("From the letter")),
            rx.fragment(),
        ),
    )


def new_contact() -> rx.Component:
    """The button that starts the kind that is shown."""
    return button(
        rx.cond(AT.kind == "company", t("New company"), t("New person")),
        icon_name="plus",
        on_click=ContactFormState.open_new(AT.kind),
        data_new_contact="",
    )


def _part(kind: str, label: rx.Var[str], count: rx.Var[str]) -> rx.Component:
    return rx.el.button(
        label,
        rx.cond(count, rx.el.span(count, class_name="badge badge-neutral figure"), rx.fragment()),
        type="button",
        class_name="tab",
        aria_pressed=rx.cond(AT.kind == kind, "true", "false"),
        on_click=ContactsState.show_kind(kind),
    )


def _letter(letter: str) -> rx.Component:
    return rx.el.button(
        letter,
        type="button",
        class_name="letter",
        aria_pressed=rx.cond(AT.letter == letter, "true", "false"),
        on_click=ContactsState.show_letter(letter),
    )


def _files() -> rx.Component:
    """More from a file, and all that the list holds as one."""
    plural = rx.cond(AT.kind == "company", "companies", "persons")
    return rx.fragment(
        import_link(Permission.IMPORT_CONTACTS, plural),
        export_list(rx.Var.create(f"/api/v1/contacts/{plural}/export"), ContactsState.files, vcard=True),
    )

"""Contacts: companies and persons by the alphabet, each with its leads, plans and history."""

import reflex as rx

from leadx_app.components.contacts.contact_filters import contact_filters, contact_parts
from leadx_app.components.contacts.contact_form import contact_form
from leadx_app.components.contacts.contact_list import contact_list
from leadx_app.components.contacts.contact_merge import contact_merge
from leadx_app.components.contacts.contact_view import contact_view
from leadx_app.components.erasure import erasure_dialog
from leadx_app.components.ui.address import address
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.contact_merge import ContactMergeState
from leadx_app.state.contact_view import ContactViewState
from leadx_app.state.contacts import ContactsState


@screen(
    route="/contacts",
    title="Contacts",
    permission=Permission.CONTACTS_READ,
    on_load=[ContactsState.load, ContactViewState.load],
    count=ContactsState.total,
)
def contacts() -> rx.Component:
    return rx.fragment(
        rx.cond(
            ContactsState.is_loaded,
            address(ContactsState.query, over="contact", on_back=ContactMergeState.leave_contact),
            rx.fragment(),
        ),
        contact_parts(),
        contact_filters(),
        contact_list(),
        contact_view(),
        contact_form(),
        contact_merge(),
        erasure_dialog(),
    )

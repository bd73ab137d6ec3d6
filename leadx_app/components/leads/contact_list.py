"""The Contact List of the pipeline: companies with their person, and how to reach them."""

import reflex as rx

from leadx_app.components.ui.avatar import avatar
from leadx_app.components.ui.button import link
from leadx_app.components.ui.icons import icon
from leadx_app.components.words import t
from leadx_app.domain.permissions import Permission
from leadx_app.state.pipeline import PipelineState
from leadx_app.state.session import SessionState


def contact_list() -> rx.Component:
    """One line per company and person."""
    return rx.cond(
        PipelineState.contacts,
        rx.el.ul(
            rx.foreach(PipelineState.contacts, _contact), class_name="leads contacts", aria_label=t("Contact List")
        ),
        rx.fragment(),
    )


def _contact(row: rx.Var) -> rx.Component:
    return rx.el.li(
        avatar(row.initials, tint=row.tint),
        rx.el.span(
            _way(row.company_id, row.company, "contact-company"),
            _way(row.person_id, row.person, "contact-person"),
            class_name="contact-words",
        ),
        _link(row.mail, row.email, "mail"),
        _link(row.call, row.phone, "phone"),
        rx.el.span(row.leads, class_name="contact-leads figure"),
        class_name="contact",
        key=row.id,
    )


def _way(contact_id: rx.Var[str], name: rx.Var[str], class_name: str) -> rx.Component:
    """The name, for who reads contacts as the way to the contact."""
    way = link(name, href=rx.Var.create(f"/contacts?contact={contact_id}"), class_name=f"{class_name} contact-way")
    may = SessionState.may[Permission.CONTACTS_READ.name.lower()] & (contact_id != "")
    return rx.cond(may, way, rx.el.span(name, class_name=class_name))


def _link(href: rx.Var[str], words: rx.Var[str], icon_name: str) -> rx.Component:
    return rx.el.span(
        rx.cond(
            href,
            rx.el.a(icon(icon_name, size="small"), rx.el.span(words, class_name="clip"), href=href, class_name="link"),
            rx.fragment(),
        ),
        class_name=f"contact-link contact-{icon_name}",
    )

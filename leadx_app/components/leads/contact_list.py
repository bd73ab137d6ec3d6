"""The Contact List of the pipeline: companies with their person, and how to reach them."""

import reflex as rx

from leadx_app.components.ui.avatar import avatar
from leadx_app.components.ui.icons import icon
from leadx_app.components.words import t
from leadx_app.state.pipeline import PipelineState


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
            rx.el.span(row.company, class_name="contact-company"),
            rx.el.span(row.person, class_name="contact-person"),
            class_name="contact-words",
        ),
        _link(row.mail, row.email, "mail"),
        _link(row.call, row.phone, "phone"),
        rx.el.span(row.leads, class_name="contact-leads figure"),
        class_name="contact",
        key=row.id,
    )


def _link(href: rx.Var[str], words: rx.Var[str], icon_name: str) -> rx.Component:
    return rx.el.span(
        rx.cond(
            href,
            rx.el.a(icon(icon_name, size="small"), rx.el.span(words, class_name="clip"), href=href, class_name="link"),
            rx.fragment(),
        ),
        class_name=f"contact-link contact-{icon_name}",
    )

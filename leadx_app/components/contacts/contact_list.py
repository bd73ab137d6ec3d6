"""The list of contacts: a row each, and what stands there instead of rows."""

import reflex as rx

from leadx_app.components.contacts.contact_filters import new_contact
from leadx_app.components.lists.columns import LIST_COLUMNS
from leadx_app.components.ui.avatar import avatar
from leadx_app.components.ui.button import button
from leadx_app.components.ui.calm_list import calm_list
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.lead_row import columns_box
from leadx_app.components.ui.marked import marked
from leadx_app.components.ui.opening_link import opening_link
from leadx_app.components.ui.pagination import pagination
from leadx_app.components.ui.skeleton import skeleton_rows
from leadx_app.components.words import t
from leadx_app.state.contact_view import ContactViewState
from leadx_app.state.contacts import ContactsState
from leadx_app.state.lists import ListState

AT = ContactsState.at


def contact_list() -> rx.Component:
    """The page of contacts with everything around it."""
    return rx.cond(
        ContactsState.is_loaded,
        rx.fragment(
            rx.cond(ContactsState.rows, _rows(), _nothing()),
            rx.cond(ContactsState.next_cursor | ContactsState.previous_cursor, _pages(), rx.fragment()),
        ),
        skeleton_rows(),
    )


def reach(href: rx.Var[str], words: rx.Var[str] | rx.Component, icon_name: str) -> rx.Component:
    """A link that writes or calls; on a phone a large icon."""
    return rx.el.span(
        rx.cond(
            href,
            rx.el.a(
                icon(icon_name, size="small"), rx.el.span(words, class_name="clip"), href=href, class_name="link figure"
            ),
            rx.fragment(),
        ),
        class_name=f"book-reach book-{icon_name}",
    )


def _rows() -> rx.Component:
    rows = calm_list(
        rx.foreach(ContactsState.rows, _row),
        name=rx.cond(AT.kind == "company", t("Companies"), t("Persons")),
        class_name="leads book",
    )
    several = (ContactsState.organizations.length() > 0) & (AT.organization == "")
    box = columns_box(_names(), rows, columns=LIST_COLUMNS)
    return rx.el.div(box, class_name=rx.cond(several, "books has-several", "books"))


def _names() -> rx.Component:
    """The names above the rows; the rows say them by themselves to who listens."""
    return rx.el.div(
        rx.el.span(),
        rx.el.span(),
        rx.el.span(t("Name")),
        rx.foreach(ListState.columns, lambda column: rx.cond(column.is_shown, rx.el.span(column.label), rx.fragment())),
        class_name="book-row book-head",
        aria_hidden="true",
    )


def _row(contact: rx.Var) -> rx.Component:
    chosen = rx.cond(AT.contact == contact.id, " is-chosen", "")
    fresh = rx.cond(ContactsState.fresh.contains(contact.id), " is-fresh", "")
    return rx.el.li(
        rx.el.span(contact.letter, class_name="book-letter", aria_hidden="true"),
        rx.el.span(
            avatar(contact.initials, tint=contact.tint),
            class_name=rx.cond(AT.kind == "company", "book-mark book-company", "book-mark"),
        ),
        rx.el.span(
            opening_link(
                marked(contact.name, AT.search),
                href=rx.Var.create(f"/contacts?kind={AT.kind}&contact={contact.id}"),
                on_open=ContactViewState.open_contact(contact.id),
                class_name="book-name",
            ),
            rx.cond(
                contact.about, rx.el.span(marked(contact.about, AT.search), class_name="book-about"), rx.fragment()
            ),
            class_name="book-words",
        ),
        rx.foreach(ListState.shown, lambda column: _cell(column, contact)),
        rx.cond(
            contact.organization,
            rx.el.span(contact.organization, class_name="chip book-home", title=contact.organization),
            rx.fragment(),
        ),
        class_name=rx.Var.create(f"book-row{chosen}{fresh}"),
        key=contact.id,
    )


def _cell(column: rx.Var, contact: rx.Var) -> rx.Component:
    """What stands in one of the chosen columns."""
    return rx.match(
        column,
        ("phone", reach(contact.call, marked(contact.phone, AT.search), "phone")),
        ("email", reach(contact.mail, marked(contact.email, AT.search), "mail")),
        ("created", _day(t("Created"), contact.created)),
        ("changed", _day(t("Changed"), contact.changed)),
        rx.el.span(marked(contact.beside, AT.search), class_name="book-beside figure"),
    )


def _day(name: rx.Var[str], day: rx.Var[str]) -> rx.Component:
    return rx.el.span(rx.el.span(name, ": ", class_name="spoken"), day, class_name="lead-cell figure")


def _nothing() -> rx.Component:
    return rx.cond(
        ContactsState.is_filtered,
        empty_state(
            t("No contact like this"),
            t("Try other words, or begin from the first letter."),
            action=button(t("Show all contacts"), on_click=ListState.clear),
        ),
        rx.cond(
            AT.kind == "company",
            empty_state(t("No companies yet"), t("Every new lead brings its company here."), action=new_contact()),
            empty_state(t("No persons yet"), t("Every new lead brings its contact person here."), action=new_contact()),
        ),
    )


def _pages() -> rx.Component:
    return pagination(
        ContactsState.place,
        name=t("Pages"),
        previous=t("Previous page"),
        next=rx.cond(ContactsState.goes_on, t("Search further"), t("Next page")),
        on_previous=ContactsState.previous_page,
        on_next=ContactsState.next_page,
        has_previous=ContactsState.previous_cursor != "",
        has_next=ContactsState.next_cursor != "",
    )

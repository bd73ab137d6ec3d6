"""One contact over the list: its fields beside its leads, persons, plans and history."""

import reflex as rx

from leadx_app.components.activities.plan_marks import done_button, lead_link, plan_menu, plan_title
from leadx_app.components.community.community_list import status_chip
from leadx_app.components.contacts.contact_list import reach
from leadx_app.components.contacts.similar import similar_contacts
from leadx_app.components.erasure import erase_contact
from leadx_app.components.leads.new_lead import NAME as NEW_LEAD
from leadx_app.components.ui.avatar import avatar
from leadx_app.components.ui.base import Words
from leadx_app.components.ui.button import button, icon_button
from leadx_app.components.ui.chip import chip, stage_dot
from leadx_app.components.ui.country import country_name
from leadx_app.components.ui.dialog import dialog
from leadx_app.components.ui.download import download_link
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.keys import shortcuts
from leadx_app.components.ui.menu import menu_item, more_menu
from leadx_app.components.ui.open_filled import open_filled
from leadx_app.components.ui.opening_link import opening_link
from leadx_app.components.ui.section import section_header
from leadx_app.components.ui.timeline import timeline, timeline_entry
from leadx_app.components.words import t
from leadx_app.domain.permissions import Permission
from leadx_app.state.contact_form import ContactFormState
from leadx_app.state.contact_merge import ContactMergeState
from leadx_app.state.contact_shown import ContactEntry
from leadx_app.state.contact_view import ContactViewState
from leadx_app.state.lead_form import LeadFormState
from leadx_app.state.lead_shown import ChangeShown
from leadx_app.state.lead_view import LeadViewState
from leadx_app.state.plan_form import PlanFormState
from leadx_app.state.session import SessionState

CONTACT = ContactViewState.contact
IS_COMPANY = CONTACT.kind == "company"
COMPANY = (rx.cond(IS_COMPANY, CONTACT.id, CONTACT.company_id), rx.cond(IS_COMPANY, CONTACT.name, CONTACT.company))
PERSON = (rx.cond(IS_COMPANY, "", CONTACT.id), rx.cond(IS_COMPANY, "", CONTACT.name))
"""Whom a lead or an activity that is begun here is about: id and name of each."""

MAY_CREATE = CONTACT.may_edit & SessionState.may[Permission.LEAD_CREATE.name.lower()]
MAY_PLAN = CONTACT.may_edit & SessionState.may[Permission.ACTIVITIES.name.lower()]


def contact_view() -> rx.Component:
    """Open while a contact is looked at; J and K walk on, E edits, Esc closes."""
    return dialog(
        rx.el.div(_crumbs(), class_name="view-crumbs", tab_index=-1, custom_attrs={"data-first": ""}),
        rx.match(ContactViewState.status, ("shown", _contact()), ("missing", _missing()), rx.fragment()),
        shortcuts(presses={"j": "[data-contact=next]", "k": "[data-contact=previous]", "e": "[data-contact=edit]"}),
        name="contact",
        open=ContactViewState.status != "",
        on_close=ContactViewState.close_contact,
        close_name=t("Close"),
        label=t("Contact"),
        size="wide",
        header=rx.fragment(
            rx.el.span(
                icon_button(
                    t("Previous contact"), "arrow-up", on_click=ContactViewState.step(-1), data_contact="previous"
                ),
                icon_button(t("Next contact"), "arrow-down", on_click=ContactViewState.step(1), data_contact="next"),
                class_name="neighbours",
            ),
            rx.cond(ContactViewState.status == "shown", _tools(), rx.fragment()),
        ),
    )


def _crumbs() -> rx.Component:
    return rx.cond(
        CONTACT.id,
        rx.fragment(
            icon(rx.cond(CONTACT.kind == "company", "building-2", "user")),
            rx.el.span(rx.cond(CONTACT.kind == "company", t("Company"), t("Person"))),
            rx.cond(CONTACT.organization, chip(CONTACT.organization), rx.fragment()),
        ),
        rx.fragment(),
    )


def _tools() -> rx.Component:
    edit = icon_button(t("Edit"), "pencil", on_click=ContactFormState.open_edit, data_contact="edit")
    merge = menu_item(t("Merge …"), icon_name="copy", on_click=ContactMergeState.open_merge(""))
    card = download_link(
        icon("download"),
        rx.el.span(t("Download as vCard"), class_name="menu-words"),
        href=CONTACT.card,
        role="menuitem",
        class_name="menu-item",
    )
    return rx.fragment(
        rx.cond(CONTACT.may_edit, edit, rx.fragment()),
        more_menu(
            rx.cond(CONTACT.may_edit, merge, rx.fragment()),
            card,
            rx.cond(CONTACT.may_edit & (CONTACT.kind == "person"), erase_contact(CONTACT.id), rx.fragment()),
            name=t("More for {name}", name=CONTACT.name),
        ),
    )


def _contact() -> rx.Component:
    return rx.el.div(
        _head(),
        _facts(),
        rx.el.div(
            _leads(),
            rx.cond(CONTACT.kind == "company", _persons(), rx.fragment()),
            rx.cond((ContactViewState.plans.length() > 0) | MAY_PLAN, _plans(), rx.fragment()),
            _history(),
            class_name="view-work",
        ),
        class_name="view card",
        key=CONTACT.id,
    )


def _head() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.span(
                avatar(CONTACT.initials, tint=CONTACT.tint, large=True),
                class_name=rx.cond(CONTACT.kind == "company", "book-company", ""),
            ),
            rx.el.div(
                rx.el.h2(CONTACT.name, class_name="view-title"),
                rx.cond(CONTACT.kind == "company", _about_company(), _about_person()),
                class_name="card-words",
            ),
            class_name="card-head",
        ),
        similar_contacts(
            ContactViewState.similar,
            title=t("There may be two of this contact"),
            link=lambda row: _to_contact(row.id, row.name),
            act=lambda row: button(
                t("Merge …"), kind="ghost", small=True, on_click=ContactMergeState.open_merge(row.id)
            ),
        ),
        class_name="view-head",
    )


def _about_person() -> rx.Component:
    return rx.el.p(
        rx.cond(CONTACT.title, rx.el.span(CONTACT.title), rx.fragment()),
        rx.cond(CONTACT.company_id, _to_contact(CONTACT.company_id, CONTACT.company), rx.fragment()),
        class_name="line card-about",
    )


def _about_company() -> rx.Component:
    return rx.el.p(
        rx.cond(CONTACT.industry, rx.el.span(CONTACT.industry), rx.fragment()),
        rx.cond(CONTACT.site, _site(), rx.fragment()),
        class_name="line card-about",
    )


def _site() -> rx.Component:
    return rx.el.a(
        CONTACT.site,
        icon("external-link", size="small"),
        href=CONTACT.website,
        target="_blank",
        rel="noopener noreferrer nofollow",
        class_name="link line",
    )


def _to_contact(contact_id: rx.Var[str], words: Words) -> rx.Component:
    return opening_link(
        words,
        href=rx.Var.create(f"/contacts?contact={contact_id}"),
        on_open=ContactViewState.open_contact(contact_id),
    )


def _facts() -> rx.Component:
    """How to reach them, and what is known; what is missing shows a dash, and nothing at all on a phone."""
    company, person = CONTACT.kind == "company", CONTACT.kind == "person"
    return rx.el.aside(
        rx.el.dl(
            _reached(t("Phone"), reach(CONTACT.call, CONTACT.phone, "phone"), CONTACT.phone),
            _reached(t("Email"), reach(CONTACT.mail, CONTACT.email, "mail"), CONTACT.email),
            rx.cond(
                company,
                rx.fragment(
                    _fact(t("Organization number"), rx.el.span(CONTACT.number, class_name="figure"), CONTACT.number),
                    _fact(t("Address"), _address(), CONTACT.address + CONTACT.place + CONTACT.country),
                ),
                rx.fragment(),
            ),
            rx.cond(
                person,
                _fact(t("Company"), _to_contact(CONTACT.company_id, CONTACT.company), CONTACT.company_id),
                rx.fragment(),
            ),
            class_name="facts",
        ),
        rx.el.p(CONTACT.created, class_name="is-muted card-created"),
        class_name="view-side",
        aria_label=t("Details"),
    )


def _reached(label: Words, value: rx.Component, is_there: rx.Var[str]) -> rx.Component:
    """A way to reach them: its icon says which, so that a long address has the width."""
    name = rx.el.dt(label, class_name="spoken")
    return rx.cond(
        is_there,
        rx.el.div(name, rx.el.dd(value), class_name="fact fact-wide"),
        rx.el.div(rx.el.dt(label), rx.el.dd("–", class_name="is-muted"), class_name="fact fact-empty"),
    )


def _fact(label: Words, value: rx.Component, is_there: rx.Var[str]) -> rx.Component:
    return rx.cond(
        is_there,
        rx.el.div(rx.el.dt(label), rx.el.dd(value), class_name="fact"),
        rx.el.div(rx.el.dt(label), rx.el.dd("–", class_name="is-muted"), class_name="fact fact-empty"),
    )


def _address() -> rx.Component:
    return rx.el.span(
        rx.cond(CONTACT.address, rx.el.span(CONTACT.address), rx.fragment()),
        rx.cond(CONTACT.place, rx.el.span(CONTACT.place), rx.fragment()),
        rx.cond(
            CONTACT.country,
            rx.el.span(country_name(CONTACT.country, language=SessionState.language)),
            rx.fragment(),
        ),
        class_name="fact-lines",
    )


def _leads() -> rx.Component:
    new = open_filled(
        t("New lead"),
        opens=NEW_LEAD,
        form=NEW_LEAD,
        fields={
            "company_name": COMPANY[1],
            "company_name_id": COMPANY[0],
            "person_name": PERSON[1],
            "person_name_id": PERSON[0],
        },
        on_fill=LeadFormState.pick_company(*COMPANY),
    )
    return _part(
        t("Leads"),
        ContactViewState.leads,
        _lead,
        nothing=t("No lead of this contact that you may open."),
        tools=rx.cond(MAY_CREATE, new, rx.fragment()),
    )


def _lead(lead: rx.Var) -> rx.Component:
    return rx.el.li(
        stage_dot(lead.color, name=lead.stage),
        rx.el.span(
            opening_link(
                lead.title,
                href="/leads/" + lead.id,
                on_open=LeadViewState.open_lead(lead.id),
                class_name="link card-title",
            ),
            rx.el.span(
                rx.el.span(lead.stage),
                rx.cond(lead.owner, rx.el.span(lead.owner), rx.fragment()),
                rx.el.span(lead.age, class_name="figure"),
                class_name="card-small",
            ),
            class_name="card-cell",
        ),
        status_chip(lead.status),
        rx.el.span(lead.value, class_name="figure card-value"),
        class_name="card-row",
        key=lead.id,
    )


def _persons() -> rx.Component:
    new = button(t("New person"), kind="ghost", small=True, icon_name="plus", on_click=ContactFormState.open_colleague)
    return _part(
        t("Persons"),
        ContactViewState.persons,
        _person,
        nothing=t("Nobody is known here yet."),
        tools=rx.cond(CONTACT.may_edit, new, rx.fragment()),
    )


def _person(person: rx.Var) -> rx.Component:
    return rx.el.li(
        avatar(person.initials, tint=person.tint),
        rx.el.span(
            rx.el.span(_to_contact(person.id, person.name), class_name="card-title"),
            rx.cond(person.title, rx.el.span(person.title, class_name="card-small"), rx.fragment()),
            class_name="card-cell",
        ),
        reach(person.call, person.phone, "phone"),
        reach(person.mail, person.email, "mail"),
        class_name="card-row card-person",
        key=person.id,
    )


def _plans() -> rx.Component:
    log = button(
        t("Log activity"),
        kind="ghost",
        small=True,
        icon_name="phone",
        on_click=PlanFormState.open_with(*COMPANY, *PERSON),
    )
    return _part(
        t("Tasks and activities"),
        ContactViewState.plans,
        _plan,
        nothing=t("Nothing is planned yet."),
        tools=rx.cond(MAY_PLAN, log, rx.fragment()),
    )


def _plan(plan: rx.Var) -> rx.Component:
    return rx.el.li(
        done_button(plan),
        rx.el.span(
            plan_title(plan, plan.title),
            rx.el.span(
                rx.el.span(plan.when, class_name=rx.cond(plan.is_late, "plan-when is-late", "plan-when")),
                rx.el.span(plan.kind),
                rx.el.span(plan.person),
                lead_link(plan),
                class_name="card-small",
            ),
            class_name="card-cell",
        ),
        plan_menu(plan),
        class_name="card-row",
        key=plan.id,
    )


def _part(
    title: Words, rows: rx.Var, build: object, *, nothing: Words, tools: rx.Component | None = None
) -> rx.Component:
    count = rx.cond(rows.length() > 0, rows.length().to_string(), "")
    return rx.el.section(
        section_header(title, tools or rx.fragment(), count=count, level=3),
        rx.cond(
            rows,
            rx.el.ul(rx.foreach(rows, build), class_name="card-rows", aria_label=title),
            rx.el.p(nothing, class_name="is-muted"),
        ),
        class_name="view-part",
    )


def _history() -> rx.Component:
    return rx.cond(
        ContactViewState.history,
        rx.el.section(
            section_header(t("History"), level=3),
            timeline(rx.foreach(ContactViewState.history, _entry), name=t("History")),
            class_name="view-part",
        ),
        rx.fragment(),
    )


def _entry(entry: rx.Var[ContactEntry]) -> rx.Component:
    undo = button(
        t("Take back"), kind="ghost", small=True, icon_name="undo-2", on_click=ContactMergeState.undo(entry.merge_id)
    )
    return timeline_entry(
        icon(entry.drawing),
        entry.sentence,
        entry.age,
        rx.cond(entry.changes.length() > 0, rx.el.ul(rx.foreach(entry.changes, _change)), rx.fragment()),
        rx.cond(entry.merge_id, rx.el.div(undo), rx.fragment()),
        age_full=entry.moment,
        key=entry.id,
    )


def _change(change: rx.Var[ChangeShown]) -> rx.Component:
    return rx.el.li(
        rx.el.span(change.field, ": "), rx.el.del_(change.before), " → ", rx.el.ins(change.after), class_name="changed"
    )


def _missing() -> rx.Component:
    return empty_state(
        t("We could not find this contact"),
        t("It may be another organization's, or the address is not complete."),
        action=button(t("To the contacts"), on_click=ContactViewState.close_contact),
    )

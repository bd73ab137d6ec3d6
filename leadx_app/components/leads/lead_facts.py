"""What is known about a lead: the description, and the facts beside it."""

import reflex as rx

from leadx_app.components.leads.lead_tags import lead_tags
from leadx_app.components.leads.view_lead_js import LeavingLink
from leadx_app.components.ui.avatar import person
from leadx_app.components.ui.base import Words
from leadx_app.components.ui.button import button
from leadx_app.components.words import t
from leadx_app.domain.permissions import Permission
from leadx_app.state.lead_view import LeadViewState
from leadx_app.state.session import SessionState

LEAD = LeadViewState.lead


def lead_about() -> rx.Component:
    """The description."""
    return rx.el.div(
        rx.cond(
            LEAD.description,
            rx.el.p(LEAD.description, class_name=_glowing("description", "view-description")),
            rx.el.p(t("No description yet."), class_name="is-muted"),
        ),
        class_name="view-about",
    )


def lead_facts() -> rx.Component:
    """Company, person, value and the rest, beside the description."""
    return rx.el.aside(
        rx.el.dl(
            _fact("company", t("Company name"), rx.el.strong(_known(LEAD.company_id, LEAD.company))),
            _fact("person", t("Contact person"), _contact(), LEAD.person),
            _fact("value", t("Lead value"), _value(), LEAD.value),
            _fact("closing", t("Expected closing"), LEAD.closing, LEAD.closing),
            _fact("category", t("Category"), LEAD.category, LEAD.category),
            _fact("source", t("Source"), LEAD.source, LEAD.source),
            _fact("tags", t("Tags"), lead_tags(), (LEAD.tags.length() > 0) | LEAD.may_edit),
            class_name="facts",
        ),
        rx.el.dl(
            _fact("owner", t("Owner"), _owner(), LEAD.owner),
            _fact("creator", t("Created by"), _creator()),
            _fact("created", t("Created"), LEAD.created),
            _fact("organization", t("Organization"), LEAD.organization),
            rx.cond(LEAD.ended, _fact("ended", t("Ended"), LEAD.ended), rx.fragment()),
            class_name="facts",
        ),
        button(t("Who can see this"), kind="ghost", icon_name="eye", opens="lead-viewers"),
        class_name="view-side",
        aria_label=t("Details"),
    )


def _owner() -> rx.Component:
    return person(LEAD.owner_initials, LEAD.owner, photo=LEAD.owner_photo, tint=LEAD.owner_tint)


def _creator() -> rx.Component:
    return person(LEAD.creator_initials, LEAD.creator, photo=LEAD.creator_photo, tint=LEAD.creator_tint)


def _fact(
    name: str, label: Words, value: rx.Component | Words, is_there: rx.Var[bool] | rx.Var[str] | bool = True
) -> rx.Component:
    """A name and its value; what is not known shows a dash, and nothing at all on a phone."""
    if is_there is True:
        return rx.el.div(rx.el.dt(label), rx.el.dd(value), class_name=_glowing(name, "fact"))
    return rx.cond(
        is_there,
        rx.el.div(rx.el.dt(label), rx.el.dd(value), class_name=_glowing(name, "fact")),
        rx.el.div(rx.el.dt(label), rx.el.dd("–", class_name="is-muted"), class_name=_glowing(name, "fact fact-empty")),
    )


def _glowing(name: str, class_name: str) -> rx.Var[str]:
    return rx.cond(LeadViewState.fresh.contains(name), f"{class_name} is-fresh", class_name)


def _known(contact_id: rx.Var[str], name: rx.Var[str]) -> rx.Component:
    """The contact's name, for who reads contacts as the way to them."""
    way = LeavingLink.create(
        name,
        href=rx.Var.create(f"/contacts?contact={contact_id}"),
        class_name="link",
        on_leave=LeadViewState.close_lead,
    )
    return rx.cond(SessionState.may[Permission.CONTACTS_READ.name.lower()], way, rx.el.span(name))


def _contact() -> rx.Component:
    return rx.el.div(
        _known(LEAD.person_id, LEAD.person),
        rx.cond(LEAD.person_title, rx.el.span(LEAD.person_title, class_name="is-muted"), rx.fragment()),
        rx.cond(
            LEAD.person_phone,
            rx.el.a(LEAD.person_phone, href=LEAD.person_call, class_name="link figure"),
            rx.fragment(),
        ),
        rx.cond(
            LEAD.person_email,
            rx.el.a(LEAD.person_email, href=LEAD.person_mail, class_name="link"),
            rx.fragment(),
        ),
        class_name="fact-lines",
    )


def _value() -> rx.Component:
    return rx.el.div(
        rx.el.strong(LEAD.value, class_name="figure"),
        rx.cond(LEAD.base_value, rx.el.span(LEAD.base_value, class_name="is-muted figure"), rx.fragment()),
        class_name="fact-lines",
    )

"""Small marks of a lead that the list and the board share."""

import reflex as rx

from leadx_app.components import ages
from leadx_app.components.ui.avatar import avatar, person
from leadx_app.components.ui.chip import chip, dot, tag
from leadx_app.components.ui.handshake import handshake
from leadx_app.components.ui.marked import marked
from leadx_app.components.words import t
from leadx_app.state.pipeline import PipelineState


def hands(lead: rx.Var) -> rx.Component:
    """The handshake with its words; nothing where there is none to speak of."""
    words = rx.match(
        lead.hands,
        ("waiting", t("Handshake: waiting for sales")),
        ("accepted", t("Handshake: accepted by sales")),
        t("Handshake: not handed over"),
    )
    return rx.cond(lead.hands, handshake(lead.hands, words), rx.fragment())


def found_company(lead: rx.Var) -> rx.Component:
    """The company with what was found marked, and the contact person where that is why the lead was found."""
    said = PipelineState.at.search
    return rx.fragment(
        marked(lead.company, said),
        rx.cond(lead.found, rx.fragment(" · ", marked(lead.found, said)), rx.fragment()),
    )


def outcome(lead: rx.Var) -> rx.Component:
    """How it ended, or that it is parked; nothing for an open lead."""
    words = rx.match(lead.outcome, ("won", t("Won")), ("closed", t("Closed")), t("Parked"))
    return rx.cond(lead.outcome, chip(words, tone=lead.outcome), rx.fragment())


def tags(lead: rx.Var) -> rx.Component:
    """The first tags, and how many more there are."""
    return rx.cond(
        lead.tags,
        rx.el.span(
            rx.foreach(lead.tags, lambda one: tag(one.name, tint=one.tint)),
            rx.cond(lead.more_tags, rx.el.span(lead.more_tags, class_name="tag-more figure"), rx.fragment()),
            class_name="lead-tags",
        ),
        rx.fragment(),
    )


def quiet_dot(lead: rx.Var) -> rx.Component:
    """A small warning when nobody touched the lead for too long."""
    return rx.cond(lead.quiet, dot("parked", lead.quiet), rx.fragment())


def owner(lead: rx.Var) -> rx.Component:
    """Whose it is, or who handed it over; a dash for nobody."""
    return rx.cond(
        lead.owner,
        person(lead.initials, lead.owner, photo=lead.photo, tint=lead.tint),
        rx.el.span("–", aria_label=t("No owner yet")),
    )


def owner_mark(lead: rx.Var) -> rx.Component:
    """The same as a mark alone."""
    return rx.cond(lead.owner, avatar(lead.initials, lead.owner, photo=lead.photo, tint=lead.tint), rx.fragment())


def age(lead: rx.Var) -> rx.Component:
    """How old it is; the dates on hover."""
    return ages.age(lead.age, lead.dates, class_name="")


def address_of(lead: rx.Var) -> rx.Var[str]:
    """The lead's own address."""
    return rx.Var.create(f"/leads/{lead.id}")

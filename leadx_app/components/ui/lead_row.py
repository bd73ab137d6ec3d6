"""A lead as a row of a list and as a card of the board; slots are filled by the feature's own components."""

import reflex as rx

from leadx_app.components.ui.base import Flag, Handler, Words, joined, when
from leadx_app.components.ui.opening_link import opening_link


def lead_list(rows: rx.Component, *, name: Words) -> rx.Component:
    """The list that `lead_row`s stand in."""
    return rx.el.ul(rows, class_name="leads", aria_label=name)


def lead_row(
    *,
    href: Words,
    on_open: Handler,
    mark: rx.Component,
    title: Words,
    company: Words,
    value: Words,
    owner: rx.Component,
    hands: rx.Component,
    age: Words,
    stage: rx.Component | Words = "",
    extra: rx.Component | None = None,
    fresh: Flag = False,
    chosen: Flag = False,
    **props,
) -> rx.Component:
    """One line on a desktop, a card on a phone; the whole row is the link that opens the lead."""
    return rx.el.li(
        rx.el.span(mark, class_name="lead-mark"),
        rx.el.span(
            opening_link(title, href=href, on_open=on_open, class_name="lead-title"),
            rx.el.span(company, class_name="lead-company"),
            class_name="lead-words",
        ),
        rx.el.span(extra or rx.fragment(), class_name="lead-extra"),
        rx.el.span(stage, class_name="lead-stage"),
        rx.el.span(owner, class_name="lead-owner"),
        rx.el.span(value, class_name="lead-value figure"),
        rx.el.span(hands, class_name="lead-hands"),
        rx.el.span(age, class_name="lead-age figure"),
        class_name=joined("lead", when(fresh, "is-fresh"), when(chosen, "is-chosen")),
        **props,
    )


def lead_card(
    *,
    href: Words,
    on_open: Handler,
    title: Words,
    company: Words,
    value: Words,
    owner: rx.Component,
    hands: rx.Component,
    age: Words,
    menu: rx.Component | None = None,
    fresh: Flag = False,
) -> rx.Component:
    """The same in three lines, for the board."""
    return rx.el.article(
        rx.el.div(
            opening_link(
                title, href=href, on_open=on_open, class_name="lead-title", custom_attrs={"draggable": "false"}
            ),
            menu or rx.fragment(),
            class_name="card-top",
        ),
        rx.el.div(company, class_name="lead-company"),
        rx.el.div(
            rx.el.span(value, class_name="lead-value figure"),
            rx.el.span(hands, rx.el.span(age, class_name="lead-age figure"), owner, class_name="card-side"),
            class_name="card-foot",
        ),
        class_name=joined("lead-card", when(fresh, "is-fresh")),
    )

"""Headings of parts of a page."""

import reflex as rx

from leadx_app.components.ui.base import Words, joined, shown


def section_header(title: Words, *tools: rx.Component, count: Words | None = None, level: int = 2) -> rx.Component:
    """A heading with its count on the left and its tools on the right."""
    heading = {2: rx.el.h2, 3: rx.el.h3}[level]
    return rx.el.div(
        heading(
            title,
            shown(count, lambda text: rx.el.span(text, class_name="section-count figure")),
            class_name="section-title",
        ),
        rx.el.div(*tools, class_name="section-tools"),
        class_name="section-head",
    )


def toolbar(*tools: rx.Component, name: Words, class_name: str = "") -> rx.Component:
    """Search, filters and views of the list below."""
    return rx.el.div(*tools, class_name=joined("toolbar", class_name), role="group", aria_label=name)


def facts(*rows: tuple[Words, rx.Component | Words]) -> rx.Component:
    """Names and values beside each other (company, owner, closing date)."""
    return rx.el.dl(
        *[rx.el.div(rx.el.dt(name), rx.el.dd(value), class_name="fact") for name, value in rows],
        class_name="facts",
    )

"""Contacts that may be the same as one that is written or looked at."""

from collections.abc import Callable

import reflex as rx

from leadx_app.components.leads.parts import notice
from leadx_app.components.ui.base import Words
from leadx_app.components.words import t


def similar_contacts(
    rows: rx.Var, *, title: Words, act: Callable[[rx.Var], rx.Component], link: Callable[[rx.Var], rx.Component]
) -> rx.Component:
    """Who it may be and why, with the way there and what can be done; nothing while there is none."""

    def one(row: rx.Var) -> rx.Component:
        return rx.el.li(
            rx.el.span(
                link(row),
                rx.cond(row.about, rx.el.span(row.about, class_name="is-muted"), rx.fragment()),
                rx.el.span(row.why, class_name="chip chip-parked"),
                class_name="similar-words",
            ),
            act(row),
            key=row.id,
        )

    return rx.cond(
        rows,
        notice(
            rx.el.strong(title),
            rx.el.ul(rx.foreach(rows, one), class_name="similar", aria_label=title),
            tone="parked",
            icon_name="copy",
            role="status",
        ),
        rx.fragment(),
    )


def may_be_there() -> Words:
    """The title while something is written."""
    return t("This contact may be there already")

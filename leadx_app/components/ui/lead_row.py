"""A lead as a row of a list and as a card of the board; slots are filled by the feature's own components."""

from collections.abc import Callable
from dataclasses import dataclass

import reflex as rx

from leadx_app.components.ui.base import Flag, Handler, Words, joined, when
from leadx_app.components.ui.opening_link import opening_link


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns a list shows: their keys, their widths as a grid, how close the rows stand."""

    shown: rx.Var[list[str]]
    template: Words
    density: Words
    is_wide: Flag


def lead_list(
    rows: rx.Component, *, name: Words, columns: Columns | None = None, head: rx.Component | None = None
) -> rx.Component:
    """The list that `lead_row`s stand in; `head` names the columns above it."""
    if columns is None:
        return rx.el.ul(rows, class_name="leads", aria_label=name)
    return columns_box(head or rx.fragment(), rx.el.ul(rows, class_name="leads", aria_label=name), columns=columns)


def columns_box(*parts: rx.Component, columns: Columns) -> rx.Component:
    """What lays out the rows of a list within it, and the names above them, by the chosen columns."""
    return rx.el.div(
        *parts,
        class_name=joined(
            "lead-table", when(columns.density == "compact", "is-compact"), when(columns.is_wide, "is-wide")
        ),
        style={"--columns": columns.template},
    )


def lead_head(names: rx.Component, *, first: Words) -> rx.Component:
    """The names of the columns; the rows say them by themselves to who listens."""
    return rx.el.div(
        rx.el.span(class_name="lead-mark"),
        rx.el.span(first, class_name="lead-words"),
        rx.el.span(class_name="lead-extra"),
        names,
        class_name="lead lead-head",
        aria_hidden="true",
    )


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
    cells: rx.Component | None = None,
    columns: Columns | None = None,
    fresh: Flag = False,
    chosen: Flag = False,
    **props,
) -> rx.Component:
    """One line on a desktop, a card on a phone; the whole row is the link that opens the lead.

    `cells` are further columns; of the usual ones those that `columns` shows stand there, without it all.
    """

    def usual(key: str, build: Callable[[], rx.Component]) -> rx.Component:
        return build() if columns is None else rx.cond(columns.shown.contains(key), build(), rx.fragment())

    return rx.el.li(
        rx.el.span(mark, class_name="lead-mark"),
        rx.el.span(
            opening_link(title, href=href, on_open=on_open, class_name="lead-title"),
            rx.el.span(company, class_name="lead-company"),
            class_name="lead-words",
        ),
        rx.el.span(extra or rx.fragment(), class_name="lead-extra"),
        cells or rx.fragment(),
        usual("stage", lambda: rx.el.span(stage, class_name="lead-stage")),
        usual("owner", lambda: rx.el.span(owner, class_name="lead-owner")),
        usual("value", lambda: rx.el.span(value, class_name="lead-value figure")),
        usual("hands", lambda: rx.el.span(hands, class_name="lead-hands")),
        usual("age", lambda: rx.el.span(age, class_name="lead-age figure")),
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

"""Tables with a header that stays."""

from collections.abc import Sequence
from typing import Literal

import reflex as rx

from leadx_app.components.ui.base import Flag, Handler, Words, given, joined, when
from leadx_app.components.ui.icons import icon

Align = Literal["start", "end"]


def table(head: Sequence[rx.Component], rows: rx.Component, *, name: Words, compact: bool = False) -> rx.Component:
    """`head` are `head_cell`s, `rows` the `table_row`s (or a foreach of them)."""
    return rx.el.div(
        rx.el.table(
            rx.el.thead(rx.el.tr(*head)),
            rx.el.tbody(rows),
            class_name=joined("table", "table-compact" if compact else ""),
            aria_label=name,
        ),
        class_name="table-box",
        tab_index=0,
        role="region",
        aria_label=name,
    )


def head_cell(
    label: Words,
    *,
    align: Align = "start",
    sorted_by: Words | None = None,
    on_sort: Handler = None,
    width: str | None = None,
) -> rx.Component:
    """A column's name; with a handler it sorts, `sorted_by` is "ascending", "descending" or "none"."""
    face = (
        rx.el.button(
            label, icon("arrow-up-down", size="small"), type="button", class_name="head-sort", on_click=on_sort
        )
        if on_sort is not None
        else label
    )
    return rx.el.th(
        face,
        scope="col",
        class_name=f"cell-{align}",
        **given(aria_sort=sorted_by, style={"width": width} if width else None),
    )


def table_row(
    *cells: rx.Component, on_click: Handler = None, chosen: Flag = False, fresh: Flag = False, **props
) -> rx.Component:
    """A row; `fresh` lets it glow once because somebody else changed it."""
    return rx.el.tr(
        *cells,
        class_name=joined(
            "table-row",
            "is-clickable" if on_click is not None else "",
            when(chosen, "is-chosen"),
            when(fresh, "is-fresh"),
        ),
        **given(on_click=on_click),
        **props,
    )


def cell(*children, align: Align = "start", muted: bool = False, **props) -> rx.Component:
    """One value; figures go to the end with tabular numerals."""
    return rx.el.td(
        *children,
        class_name=joined(f"cell-{align}", "figure" if align == "end" else "", "is-muted" if muted else ""),
        **props,
    )

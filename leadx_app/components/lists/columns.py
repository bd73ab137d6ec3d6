"""The columns of a list of leads as its person, or its view, has chosen them."""

import reflex as rx

from leadx_app.components.ui.lead_row import Columns, lead_head
from leadx_app.components.words import t
from leadx_app.state.lists import ListState

LIST_COLUMNS = Columns(ListState.shown, ListState.template, ListState.density, ListState.is_wide)


def column_names() -> rx.Component:
    """The names above the rows."""
    names = rx.foreach(
        ListState.columns,
        lambda column: rx.cond(
            column.is_shown,
            rx.el.span(rx.cond(column.key == "hands", "", column.label), class_name="head-" + column.key),
            rx.fragment(),
        ),
    )
    return lead_head(names, first=t("Lead"))


def further_cells(lead: rx.Var) -> rx.Component:
    """What stands in the chosen columns beside the usual ones."""
    return rx.foreach(
        lead.cells,
        lambda cell: rx.el.span(
            rx.el.span(cell.name, ": ", class_name="spoken"), cell.text, class_name="lead-cell", title=cell.text
        ),
    )

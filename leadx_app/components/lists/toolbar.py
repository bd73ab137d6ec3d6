"""One row above a list: its views, search, filters, and how it is shown."""

import reflex as rx

from leadx_app.components.lists.filters import add_filter, chips, clear_filters, filter_sheet, sheet_button
from leadx_app.components.lists.views import view_form, view_tools, views_menu
from leadx_app.components.ui.base import Words
from leadx_app.components.ui.button import button
from leadx_app.components.ui.field import checkbox, plain_select
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.popover import popover
from leadx_app.components.ui.search_field import search_field
from leadx_app.components.ui.section import toolbar
from leadx_app.components.ui.tabs import segmented
from leadx_app.components.words import t
from leadx_app.state.lists import ListState


def list_toolbar(
    *, search: rx.Var[str], search_name: Words, placeholder: Words | None = None, tools: rx.Component | None = None
) -> rx.Component:
    """The row, with the sheet and the form that it opens; `search` is what is searched for now, `tools` stand last."""
    field = search_field(
        search_name,
        on_search=ListState.search.debounce(200),
        default_value=search,
        placeholder=placeholder,
        max_length=100,
        key=ListState.search_key,
    )
    has_views = ~ListState.hidden.contains("views")
    return rx.fragment(
        toolbar(
            rx.cond(has_views, views_menu(), rx.fragment()),
            field,
            rx.el.div(chips(), add_filter(), clear_filters(), class_name="filter-area"),
            rx.el.div(
                rx.cond(has_views, view_tools(), rx.fragment()),
                sheet_button(),
                rx.cond(ListState.hidden.contains("display"), rx.fragment(), display_menu()),
                tools or rx.fragment(),
                class_name="list-tools",
            ),
            name=t("Filters"),
        ),
        filter_sheet(),
        view_form(),
    )


def display_menu() -> rx.Component:
    """Order, density and columns."""
    return popover(
        rx.cond(
            ListState.sorts,
            rx.el.div(
                rx.el.span(t("Sort by"), class_name="display-name", aria_hidden="true"),
                plain_select(
                    ListState.sorts,
                    value=ListState.order,
                    on_change=ListState.sort,
                    aria_label=t("Sort by"),
                    small=True,
                ),
                class_name="display-row",
            ),
            rx.fragment(),
        ),
        rx.el.div(
            rx.el.span(t("Rows"), class_name="display-name", aria_hidden="true"),
            segmented(
                [("comfortable", t("Comfortable"), None), ("compact", t("Compact"), None)],
                value=ListState.density,
                on_pick=ListState.set_density,
                name=t("Rows"),
            ),
            class_name="display-row",
        ),
        rx.cond(ListState.columns, _columns(), rx.fragment()),
        trigger=rx.fragment(icon("sliders-horizontal"), rx.el.span(t("Display"), class_name="display-word")),
        name=t("Display"),
        label=t("Display"),
        trigger_class="button button-ghost button-small display-button",
    )


def _columns() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("Columns"), class_name="display-name"),
        rx.el.div(
            rx.foreach(
                ListState.columns,
                lambda column: checkbox(
                    column.label,
                    column.key,
                    default_checked=column.is_shown,
                    on_change=lambda _: ListState.toggle_column(column.key),
                    scope="column",
                    key=f"{column.key}-{ListState.columns_key}",
                ),
            ),
            class_name="display-columns",
        ),
        button(t("The usual columns"), kind="ghost", small=True, on_click=ListState.usual_columns),
        class_name="display-part",
    )

"""The filters of a list, as chips in its toolbar and as fields in a sheet."""

import reflex as rx

from leadx_app.components.ui.button import button
from leadx_app.components.ui.dialog import dialog
from leadx_app.components.ui.field import checkbox, form_row, plain_select
from leadx_app.components.ui.filter_chips import filter_chip, filter_chips, flag_chip
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.menu import menu, menu_item
from leadx_app.components.ui.popover import popover
from leadx_app.components.words import t
from leadx_app.state.lists import ListState

SHEET = "list-filters"


def chips() -> rx.Component:
    """The filters that are set, and the fixed ones."""
    return filter_chips(
        rx.foreach(ListState.filters, lambda line: rx.cond(line.is_shown, _chip(line), rx.fragment())),
        name=t("Filtered by"),
        adding=ListState.adding,
    )


def add_filter() -> rx.Component:
    """The menu of filters that are not set."""
    return rx.cond(
        ListState.addable,
        rx.el.span(
            menu(
                rx.foreach(
                    ListState.addable,
                    lambda choice: menu_item(choice.label, on_click=ListState.add(choice.value), key=choice.value),
                ),
                trigger=rx.fragment(icon("plus", size="small"), rx.el.span(t("Add filter"))),
                name=t("Add filter"),
                trigger_class="button button-ghost button-small",
                side="start",
            ),
            class_name="add-filter",
            custom_attrs={"data-add": ""},
        ),
        rx.fragment(),
    )


def clear_filters() -> rx.Component:
    """Takes them all away."""
    return rx.cond(
        ListState.count > 0,
        button(t("Clear filters"), kind="ghost", small=True, on_click=ListState.clear),
        rx.fragment(),
    )


def sheet_button() -> rx.Component:
    """Opens the sheet, on phones; says how many filters are set."""
    return rx.cond(
        ListState.filters,
        rx.el.button(
            icon("funnel"),
            rx.cond(
                ListState.count > 0, rx.el.span(ListState.count, class_name="badge badge-accent figure"), rx.fragment()
            ),
            type="button",
            class_name="button button-secondary button-icon sheet-button",
            aria_label=t("All filters"),
            custom_attrs={"data-opens": SHEET},
        ),
        rx.fragment(),
    )


def filter_sheet() -> rx.Component:
    """All filters below each other."""
    return dialog(
        t("Filters"),
        rx.cond(ListState.sheet, rx.foreach(ListState.filters, _field), rx.fragment()),
        name=SHEET,
        on_open=ListState.open_sheet,
        on_close=ListState.close_sheet,
        close_name=t("Close"),
        footer=rx.fragment(
            button(t("Clear filters"), kind="ghost", on_click=ListState.clear),
            button(t("Show the list"), kind="primary", closes=True),
        ),
    )


def _chip(line: rx.Var) -> rx.Component:
    def one(control: rx.Component) -> rx.Component:
        return filter_chip(
            line.key,
            line.label,
            control,
            remove=line.remove,
            on_remove=ListState.remove(line.key),
            fixed=line.is_fixed,
        )

    return rx.match(
        line.kind,
        ("flag", flag_chip(line.key, line.label, on_remove=ListState.remove(line.key))),
        ("amounts", one(_bounds_button(line, "text"))),
        ("days", one(_bounds_button(line, "date"))),
        one(_select(line)),
    )


def _select(line: rx.Var) -> rx.Component:
    return rx.el.select(
        rx.foreach(line.options, lambda choice: rx.el.option(choice.label, value=choice.value)),
        value=line.value,
        on_change=lambda value: ListState.choose(line.key, value),
        aria_label=line.label,
        class_name="filter-select",
    )


def _bounds_button(line: rx.Var, type: str) -> rx.Component:
    return popover(
        _presets(line, closes=True),
        _bounds(line, type),
        trigger=rx.el.span(line.words),
        name=f"{line.label}: {line.words}",
        label=line.label,
        trigger_class="filter-button",
    )


def _presets(line: rx.Var, *, closes: bool) -> rx.Component:
    return rx.el.div(
        rx.foreach(
            line.presets,
            lambda choice: button(
                choice.label, small=True, closes=closes, on_click=ListState.preset(line.key, choice.value)
            ),
        ),
        class_name="filter-presets",
    )


def _bounds(line: rx.Var, type: str) -> rx.Component:
    return rx.el.div(
        _bound(line, type, "low", t("From"), line.low),
        _bound(line, type, "high", t("To"), line.high),
        class_name="columns filter-bounds",
    )


def _bound(line: rx.Var, type: str, side: str, label: rx.Var[str], value: rx.Var[str]) -> rx.Component:
    control_id = f"bound-{line.key}-{side}"
    control = rx.el.input(
        id=control_id,
        type=type,
        input_mode="decimal" if type == "text" else None,
        auto_complete="off",
        default_value=value,
        on_blur=lambda text: ListState.bound(line.key, side, text),
        class_name="control control-small",
        key=value,
    )
    return form_row(label, control, control_id=control_id)


def _field(line: rx.Var) -> rx.Component:
    control_id = f"sheet-{line.key}"
    chosen = form_row(
        line.label,
        plain_select(
            line.options, id=control_id, value=line.value, on_change=lambda value: ListState.choose(line.key, value)
        ),
        control_id=control_id,
    )
    flag = checkbox(
        line.label,
        line.key,
        checked=line.value == "1",
        on_change=lambda on: ListState.choose(line.key, rx.cond(on, "1", "")),
        scope="sheet",
    )

    def bounds(type: str) -> rx.Component:
        return rx.el.fieldset(
            rx.el.legend(line.label, class_name="field-label"),
            _presets(line, closes=False),
            _bounds(line, type),
            class_name="stack-tight",
        )

    return rx.el.div(
        rx.match(line.kind, ("flag", flag), ("amounts", bounds("text")), ("days", bounds("date")), chosen), key=line.key
    )

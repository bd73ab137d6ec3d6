"""What the columns hold, how the file is read, and how its first rows come out."""

import reflex as rx

from leadx_app.components.ui.button import button
from leadx_app.components.ui.field import plain_select, select_field, switch
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.section import section_header
from leadx_app.components.words import t
from leadx_app.state.imports import ImportsState


def import_mapping() -> rx.Component:
    """Columns, options and preview."""
    return rx.fragment(_columns(), _options(), rx.cond(ImportsState.one.rows, import_preview(), rx.fragment()))


def _columns() -> rx.Component:
    return rx.el.section(
        section_header(t("What the columns hold"), count=ImportsState.one.rows),
        rx.cond(ImportsState.one.above, rx.el.p(ImportsState.one.above, class_name="import-about"), rx.fragment()),
        rx.el.ul(
            rx.foreach(ImportsState.one.columns, _column),
            class_name="import-columns",
            aria_label=t("What the columns hold"),
        ),
        rx.cond(
            ImportsState.one.hidden,
            button(
                t("Show {count} more columns", count=ImportsState.one.hidden),
                kind="ghost",
                icon_name="chevron-down",
                small=True,
                on_click=ImportsState.show_every_column,
            ),
            rx.fragment(),
        ),
        class_name="import-card",
    )


def _column(column: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.span(column.name, class_name="import-file", dir="auto", title=column.name),
            rx.el.span(column.examples, class_name="import-about", dir="auto", title=column.examples),
            class_name="import-words",
        ),
        icon("arrow-right", size="small"),
        plain_select(
            ImportsState.one.fields,
            empty=t("Leave out"),
            value=column.field,
            on_change=lambda field: ImportsState.map_column(column.place, field),
            aria_label=column.name,
        ),
        class_name="import-column",
        key=column.place,
    )


def _options() -> rx.Component:
    one = ImportsState.one
    return rx.el.section(
        section_header(t("How it is read")),
        rx.el.div(
            select_field(
                t("When it is there already"),
                "duplicates",
                [("skip", t("Skip the row")), ("update", t("Update what is there")), ("create", t("Create another"))],
                value=one.duplicates,
                on_change=ImportsState.set_duplicates,
            ),
            rx.cond(one.decimal_mark, _decimals(), rx.fragment()),
            rx.cond(one.is_csv, _dialect(), rx.fragment()),
            rx.cond(one.sheets, _sheet(), rx.fragment()),
            switch(
                t("The first row holds the names of the columns"),
                "has_header",
                checked=one.has_header,
                on_change=ImportsState.set_header,
            ),
            class_name="import-options",
        ),
        class_name="import-card",
    )


def _decimals() -> rx.Component:
    return select_field(
        t("Decimals are written"),
        "decimal_mark",
        [(",", t("with a comma: 1.234,50")), (".", t("with a point: 1,234.50"))],
        value=ImportsState.one.decimal_mark,
        on_change=ImportsState.set_decimal_mark,
    )


def _dialect() -> rx.Component:
    return rx.fragment(
        select_field(
            t("Columns are parted by"),
            "delimiter",
            [(";", t("Semicolon")), (",", t("Comma")), ("\t", t("Tab")), ("|", t("Bar"))],
            value=ImportsState.one.delimiter,
            on_change=ImportsState.set_delimiter,
        ),
        select_field(
            t("Letters are written in"),
            "encoding",
            [("utf-8", "UTF-8"), ("windows-1252", "Windows-1252 / ISO-8859-1"), ("utf-16", "UTF-16")],
            value=ImportsState.one.encoding,
            on_change=ImportsState.set_encoding,
        ),
    )


def _sheet() -> rx.Component:
    return select_field(
        t("Sheet"),
        "sheet",
        ImportsState.one.sheets,
        value=ImportsState.one.sheet,
        on_change=ImportsState.set_sheet,
    )


def import_preview() -> rx.Component:
    """The first rows as they will be read, each wrong cell with what is wrong."""
    return rx.el.section(
        section_header(t("Preview")),
        _table(ImportsState.one.preview, t("Preview")),
        class_name="import-card",
    )


def refused_rows() -> rx.Component:
    """The first rows that cannot be brought in, with the reasons."""
    return rx.cond(
        ImportsState.one.refused,
        rx.el.section(
            section_header(t("Rows with errors")),
            _table(ImportsState.one.refused, t("Rows with errors")),
            class_name="import-card",
        ),
        rx.fragment(),
    )


def _table(rows: rx.Var, name: rx.Var[str]) -> rx.Component:
    head = rx.el.tr(
        rx.el.th(t("Row"), scope="col", class_name="cell-end"),
        rx.foreach(ImportsState.one.shown, lambda label: rx.el.th(label, scope="col", class_name="cell-start")),
    )
    return rx.el.div(
        rx.el.table(
            rx.el.thead(head),
            rx.el.tbody(rx.foreach(rows, _row)),
            class_name="table table-compact import-table",
            aria_label=name,
        ),
        class_name="table-box",
        tab_index=0,
        role="region",
        aria_label=name,
    )


def _row(row: rx.Var) -> rx.Component:
    number = rx.el.th(
        row.number,
        rx.cond(row.problem, rx.el.span(row.problem, class_name="import-problem"), rx.fragment()),
        scope="row",
        class_name="cell-end figure",
    )
    return rx.el.tr(number, rx.foreach(row.cells, _cell), key=row.number)


def _cell(cell: rx.Var) -> rx.Component:
    return rx.el.td(
        rx.el.span(cell.text, dir="auto"),
        rx.cond(cell.problem, rx.el.span(cell.problem, class_name="import-problem"), rx.fragment()),
        class_name=rx.cond(
            cell.problem, "cell-start is-wrong", rx.cond(cell.used, "cell-start", "cell-start is-left-out")
        ),
    )

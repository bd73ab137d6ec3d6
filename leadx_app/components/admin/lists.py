"""Categories, sources, lost reasons and tags: one list each, with the same tools."""

import reflex as rx

from leadx_app.components.ui.button import button, icon_button
from leadx_app.components.ui.chip import chip
from leadx_app.components.ui.dialog import close_button, dialog
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.field import select_field, text_field
from leadx_app.components.ui.section import section_header
from leadx_app.components.ui.skeleton import skeleton
from leadx_app.components.words import t
from leadx_app.domain.choices import ListKind
from leadx_app.state.admin_lists import AdminListsState

STATE = AdminListsState
CHANGE, MERGE = "change-listed", "merge-listed"
TITLES: dict[ListKind, tuple[str, str]] = {
    ListKind.CATEGORIES: ("Categories", "What kind of business a lead is about."),
    ListKind.SOURCES: ("Sources", "Where leads come from."),
    ListKind.LOST_REASONS: ("Lost reasons", "Why leads are closed without a sale."),
    ListKind.TAGS: ("Tags", "Words that people mark leads with; whoever types a new one adds it."),
}


def list_settings() -> rx.Component:
    """The four lists, and the dialogs that they share."""
    return rx.el.div(
        rx.cond(
            STATE.is_loaded & ~STATE.may_change,
            rx.el.p(t("The Admin of the parent organization changes these lists."), class_name="muted"),
            rx.fragment(),
        ),
        *[_list(kind) for kind in ListKind],
        _change(),
        _merge(),
        class_name="listed-lists",
    )


def _list(kind: ListKind) -> rx.Component:
    title, about = TITLES[kind]
    rows = getattr(STATE, kind.value)
    add = button(t("Add"), small=True, icon_name="plus", on_click=STATE.begin_add(kind.value))
    return rx.el.section(
        section_header(t(title), rx.cond(STATE.may_change, add, rx.fragment())),
        rx.el.p(t(about), class_name="muted"),
        rx.cond(
            STATE.is_loaded,
            rx.cond(
                rows,
                rx.el.ul(
                    rx.foreach(rows, lambda line: _line(kind, line)), class_name="listed-rows", aria_label=t(title)
                ),
                empty_state(t("Nothing on this list yet"), t("Add the first one, and leads can have it.")),
            ),
            skeleton(kind="block"),
        ),
        class_name="settings",
        aria_label=t(title),
    )


def _line(kind: ListKind, line: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.span(line.name, class_name=rx.cond(line.is_retired, "muted", "listed-name"), dir="auto"),
            rx.cond(line.is_retired, chip(t("Not for new leads")), rx.fragment()),
            rx.cond(line.is_emptied, chip(t("Its leads are being moved"), tone="waiting"), rx.fragment()),
            class_name="listed-words",
        ),
        rx.cond(STATE.may_change, _tools(kind.value, line), rx.fragment()),
        class_name="listed-row listed-plain",
        key=line.id,
    )


def _tools(kind: str, line: rx.Var) -> rx.Component:
    stop_icon = rx.cond(
        line.is_retired,
        icon_button(line.stop, "rotate-ccw", on_click=STATE.retire(kind, line.id, False), tip_side="left"),
        icon_button(line.stop, "ban", on_click=STATE.retire(kind, line.id, True), tip_side="left"),
    )
    places = [
        _where(line.up, icon_button(line.up, "arrow-up", on_click=STATE.shift(kind, line.id, False), tip_side="left")),
        _where(
            line.down, icon_button(line.down, "arrow-down", on_click=STATE.shift(kind, line.id, True), tip_side="left")
        ),
    ]
    rename = STATE.begin_rename(kind, line.id)
    merge = STATE.begin_merge(kind, line.id)
    return rx.el.span(
        *([] if kind == ListKind.TAGS else places),
        icon_button(line.change, "pencil", on_click=rename, tip_side="left"),
        _where(line.join, icon_button(line.join, "arrow-right-left", on_click=merge, tip_side="left")),
        stop_icon,
        class_name="listed-tools",
    )


def _where(name: rx.Var, tool: rx.Component) -> rx.Component:
    """The tool where there is one, else its room."""
    return rx.cond(name, tool, rx.el.span(class_name="listed-gap"))


def _change() -> rx.Component:
    title = rx.cond(STATE.row_id, t("Rename"), t("Add to the list"))
    return dialog(
        title,
        rx.el.form(
            text_field(
                t("Name"),
                "name",
                default_value=STATE.row_name,
                hint=rx.cond(STATE.row_id, t("Leads that have it show the new name."), ""),
                error=STATE.problems["name"],
                max_length=60,
                auto_complete="off",
                required=True,
                scope="listed",
            ),
            rx.el.div(
                close_button(t("Cancel")), button(t("Save"), kind="primary", submit=True), class_name="dialog-actions"
            ),
            on_submit=STATE.save,
            key=STATE.form_key,
            class_name="form",
        ),
        name=CHANGE,
        open=STATE.is_changing,
        on_close=STATE.close,
        close_name=t("Close"),
        label=title,
        size="small",
    )


def _merge() -> rx.Component:
    return dialog(
        t("Merge into another one"),
        rx.el.form(
            rx.cond(
                STATE.row_name,
                rx.el.p(t("All leads that have {name} get the other one, and {name} is gone.", name=STATE.row_name)),
                rx.fragment(),
            ),
            select_field(
                t("Which one stays?"),
                "into_id",
                STATE.others,
                empty=t("Choose one"),
                error=STATE.problems["into_id"],
                scope="listed",
            ),
            rx.el.div(
                close_button(t("Cancel")), button(t("Merge"), kind="danger", submit=True), class_name="dialog-actions"
            ),
            on_submit=STATE.merge,
            key=STATE.form_key,
            class_name="form",
        ),
        name=MERGE,
        open=STATE.is_merging,
        on_close=STATE.close,
        close_name=t("Close"),
        size="small",
    )

"""Saved views: the menu that opens them, what can be done to the one that is open, and the form of a new one."""

import reflex as rx

from leadx_app.components.ui.button import button
from leadx_app.components.ui.dialog import close_button, dialog
from leadx_app.components.ui.field import switch, text_field
from leadx_app.components.ui.form import kept_form
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.menu import menu, menu_choice, menu_item, menu_label, menu_line, more_menu
from leadx_app.components.words import t
from leadx_app.state.list_spec import SPECS
from leadx_app.state.list_views import ListViewsState
from leadx_app.state.lists import ListState
from leadx_app.state.session import SessionState

VIEW = ListState.view
FORM = ListState.form


def views_menu() -> rx.Component:
    """Opens a view: the list itself, own ones, and those of the organization."""
    name = rx.cond(
        ListState.is_changed,
        t("Saved views: {name}, changed", name=ListState.title),
        t("Saved views: {name}", name=ListState.title),
    )
    return menu(
        menu_choice(_usual(), chosen=VIEW.id == "", on_click=ListViewsState.open_view("")),
        rx.foreach(ListState.own_views, _choice),
        rx.cond(ListState.shared_views, menu_label(t("Shared by colleagues")), rx.fragment()),
        rx.foreach(ListState.shared_views, _choice),
        menu_line(),
        menu_item(t("Save as view"), icon_name="plus", on_click=ListViewsState.ask_new),
        trigger=rx.fragment(
            icon("layout-list"),
            rx.el.span(ListState.title, class_name="view-name"),
            rx.cond(ListState.is_changed, rx.el.span(class_name="view-changed", title=t("Changed")), rx.fragment()),
            icon("chevron-down", size="small"),
        ),
        name=name,
        trigger_class="button button-ghost views-button",
        side="start",
    )


def view_tools() -> rx.Component:
    """What the open view offers: saving what was changed, and its own menu."""
    save = button(t("Save changes"), kind="ghost", small=True, on_click=ListViewsState.save_changes)
    save_as = button(t("Save as view"), kind="ghost", small=True, on_click=ListViewsState.ask_new)
    return rx.fragment(
        rx.cond(
            ListState.is_changed,
            rx.cond(VIEW.may_change, save, save_as),
            rx.cond(ListState.is_new, save_as, rx.fragment()),
        ),
        rx.cond(VIEW.id, _view_menu(), rx.fragment()),
    )


def view_form() -> rx.Component:
    """Asks for the name of a view."""
    is_new = FORM.what == "new"
    return dialog(
        rx.cond(is_new, t("Save as view"), t("Rename view")),
        rx.cond(FORM.what != "", _form(is_new), rx.fragment()),
        name="view-form",
        open=FORM.what != "",
        on_close=ListViewsState.close_form,
        close_name=t("Close"),
        size="small",
    )


def _usual() -> rx.Component:
    return rx.match(ListState.name, *[(name.value, t(spec.usual)) for name, spec in SPECS.items()], "")


def _choice(view: rx.Var) -> rx.Component:
    shared = rx.cond(
        view.is_shared & view.is_mine, rx.el.span(icon("users", size="small"), _aside(t("Shared"))), rx.fragment()
    )
    opens = rx.cond(view.is_default, rx.el.span(icon("star", size="small"), _aside(t("Opens first"))), rx.fragment())
    owner = rx.cond(view.is_mine, rx.fragment(), rx.el.span(view.owner, class_name="view-owner"))
    return menu_choice(
        rx.fragment(rx.el.span(view.name, class_name="view-name"), owner, shared, opens),
        chosen=VIEW.id == view.id,
        on_click=ListViewsState.open_view(view.id),
        key=view.id,
    )


def _aside(words: rx.Var[str]) -> rx.Component:
    return rx.el.span(words, class_name="spoken")


def _view_menu() -> rx.Component:
    mine = rx.fragment(
        menu_item(t("Rename view"), icon_name="pencil", on_click=ListViewsState.ask_rename),
        rx.cond(
            VIEW.is_shared,
            menu_item(t("Keep it for myself"), icon_name="lock", on_click=ListViewsState.share(False)),
            rx.cond(
                ListState.may_share,
                menu_item(t("Share with the organization"), icon_name="users", on_click=ListViewsState.share(True)),
                rx.fragment(),
            ),
        ),
    )
    return more_menu(
        rx.cond(
            VIEW.is_default,
            menu_item(t("Do not open with this view"), icon_name="star", on_click=ListViewsState.open_with(False)),
            menu_item(t("Open with this view"), icon_name="star", on_click=ListViewsState.open_with(True)),
        ),
        rx.cond(VIEW.may_change, mine, rx.fragment()),
        rx.cond(
            ListState.is_changed & VIEW.may_change,
            menu_item(t("Save changes"), icon_name="save", on_click=ListViewsState.save_changes),
            rx.fragment(),
        ),
        rx.cond(
            ListState.is_changed,
            menu_item(t("Discard changes"), icon_name="rotate-ccw", on_click=ListViewsState.open_view(VIEW.id)),
            rx.fragment(),
        ),
        rx.cond(
            VIEW.may_remove,
            menu_item(t("Delete view"), icon_name="trash-2", danger=True, on_click=ListViewsState.delete),
            rx.fragment(),
        ),
        name=t("This view"),
    )


def _form(is_new: rx.Var[bool]) -> rx.Component:
    return kept_form(
        text_field(
            t("Name"),
            "name",
            default_value=FORM.name,
            error=ListState.problems["name"],
            required=True,
            max_length=60,
            scope="view",
            auto_focus=True,
        ),
        rx.cond(
            is_new,
            rx.fragment(
                rx.cond(
                    ListState.may_share,
                    switch(
                        t("Share with the organization"),
                        "is_shared",
                        hint=t("Everybody here finds it among their views."),
                        scope="view",
                    ),
                    rx.fragment(),
                ),
                switch(t("Open with this view"), "is_default", hint=t("The list begins with it."), scope="view"),
            ),
            rx.fragment(),
        ),
        rx.el.div(
            close_button(t("Cancel")), button(t("Save"), kind="primary", submit=True), class_name="dialog-actions"
        ),
        form_key="view-" + ListState.name + "-" + FORM.what + "-" + FORM.id,
        user_key=SessionState.user_key,
        clear_token=ListState.clear_token,
        answer_token=ListState.answer_token,
        on_submit=ListViewsState.save_form,
        label=t("View"),
    )

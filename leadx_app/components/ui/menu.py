"""Drop-down menus by the browser's popover; arrows, Home, End, Esc and typing a letter work."""

from typing import Any

import reflex as rx

from leadx_app.components.ui.base import Handler, Words, given, joined
from leadx_app.components.ui.button import link
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.piece import piece


class Menu(rx.Component):
    """The JSX piece: a trigger and a list of items."""

    library = piece("menu.jsx")
    tag = "Menu"

    label: rx.Var[str]
    trigger_class: rx.Var[str]
    side: rx.Var[str]


def menu(
    *items: rx.Component,
    trigger: rx.Component | Words,
    name: Words,
    trigger_class: str = "button button-ghost",
    side: str = "end",
) -> rx.Component:
    """A button that opens a list of `menu_item`s; `name` is its accessible name, `side` the edge that they share."""
    face = trigger if isinstance(trigger, rx.Component) else rx.el.span(trigger)
    return Menu.create(
        rx.el.span(face, class_name="menu-face"),
        *items,
        label=name,
        trigger_class=trigger_class,
        side=side,
    )


def more_menu(*items: rx.Component, name: Words) -> rx.Component:
    """The three dots."""
    return menu(*items, trigger=icon("ellipsis"), name=name, trigger_class="button button-icon button-ghost")


def menu_item(
    label: Words,
    *,
    icon_name: str | None = None,
    on_click: Handler = None,
    href: Words | None = None,
    danger: bool = False,
    **props: Any,
) -> rx.Component:
    """One choice: a handler or an address."""
    face = [icon(icon_name) if icon_name else rx.fragment(), rx.el.span(label, class_name="menu-words")]
    class_name = joined("menu-item", "menu-danger" if danger else "")
    if href is not None:
        return link(*face, href=href, class_name=class_name, role="menuitem", **props)
    return rx.el.button(
        *face, type="button", role="menuitem", class_name=class_name, **given(on_click=on_click), **props
    )


def menu_choice(label: Words, *, chosen: bool | rx.Var[bool], on_click: Handler = None, **props: Any) -> rx.Component:
    """One of several, with a tick at the chosen one."""
    spoken = rx.cond(chosen, "true", "false") if isinstance(chosen, rx.Var) else str(chosen).lower()
    return rx.el.button(
        icon("check"),
        rx.el.span(label, class_name="menu-words"),
        type="button",
        role="menuitemradio",
        aria_checked=spoken,
        class_name="menu-item menu-choice",
        **given(on_click=on_click),
        **props,
    )


def menu_label(text: Words) -> rx.Component:
    """A heading between items."""
    return rx.el.div(text, class_name="menu-label", role="presentation")


def menu_line() -> rx.Component:
    """A line between items."""
    return rx.el.div(class_name="menu-line", role="separator")

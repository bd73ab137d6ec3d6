"""The page frame: rail, top bar, content; on a phone a top bar and a bottom bar. Pure layout, filled by slots."""

from collections.abc import Sequence

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from leadx_app.components.ui.base import Flag, Handler, Words, given, joined, shown
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.menu import menu
from leadx_app.components.ui.piece import piece

FRAME_PIECES = piece("frame.jsx")


class NavLink(ReactRouterLink):
    """A link of the menu; it says `aria-current="page"` by itself."""

    tag = "NavLink"
    alias = "ReactRouterNavLink"


class RailToggle(rx.Component):
    """Folds the rail; the browser remembers it."""

    library = FRAME_PIECES
    tag = "RailToggle"

    fold: rx.Var[str]
    unfold: rx.Var[str]


class SkipLink(rx.Component):
    """The first stop of the keyboard: straight to the content."""

    library = FRAME_PIECES
    tag = "SkipLink"

    words: rx.Var[str]


def nav_item(label: Words, href: str, icon_name: str, *, count: Words | None = None) -> rx.Component:
    """An entry of the rail's menu."""
    return NavLink.create(
        icon(icon_name),
        rx.el.span(label, class_name="nav-words"),
        shown(count, lambda number: rx.el.span(number, class_name="badge badge-accent figure")),
        to=href,
        class_name="nav-item",
        custom_attrs={"data-tip": label},
    )


def bottom_item(label: Words, href: str, icon_name: str) -> rx.Component:
    """An entry of the phone's bottom bar."""
    return NavLink.create(
        icon(icon_name, size="large"), rx.el.span(label, class_name="bottom-words"), to=href, class_name="bottom-item"
    )


def bottom_button(
    label: Words, icon_name: str, *, on_click: Handler = None, opens: str | None = None, main: bool = False
) -> rx.Component:
    """A button of the phone's bottom bar; the main one is filled."""
    return rx.el.button(
        icon(icon_name, size="large"),
        rx.el.span(label, class_name="bottom-words"),
        type="button",
        class_name=joined("bottom-item", "bottom-main" if main else ""),
        **given(on_click=on_click, custom_attrs={"data-opens": opens} if opens else None),
    )


def bottom_menu(*items: rx.Component, label: Words, icon_name: str) -> rx.Component:
    """A button of the phone's bottom bar that opens a menu."""
    face = rx.fragment(icon(icon_name, size="large"), rx.el.span(label, class_name="bottom-words"))
    return menu(
        *items, trigger=rx.el.span(face, class_name="bottom-face"), name=label, trigger_class="bottom-item bottom-more"
    )


def brand(name: Words = "LeadX") -> rx.Component:
    """Our mark and name."""
    return rx.el.span(brand_mark(), rx.el.span(name, class_name="brand-name"), class_name="brand")


def brand_mark() -> rx.Component:
    """An L and an X whose strokes meet: one handed over, one taken (the same drawing as `assets/icons`)."""
    return rx.el.svg(
        rx.el.svg.rect(width="32", height="32", rx="7", class_name="brand-ground"),
        rx.el.svg.path(d="M7 7v17h7"),
        rx.el.svg.path(d="M13.5 7.5 25 24.5M25 7.5 16.5 20"),
        view_box="0 0 32 32",
        class_name="brand-mark",
        custom_attrs={"aria-hidden": "true", "focusable": "false"},
    )


def logo(source: Words) -> rx.Component:
    """The logo of an organization in the place of our mark: whole, on white; its name stands beside."""
    return rx.el.img(src=source, alt="", class_name="organization-logo")


def frame(
    *content: rx.Component,
    title: Words,
    organization: rx.Component,
    menu: Sequence[rx.Component],
    menu_name: Words,
    rail_foot: Sequence[rx.Component] = (),
    fold: Words,
    unfold: Words,
    skip: Words,
    count: Words | None = None,
    search: rx.Component | None = None,
    create: rx.Component | None = None,
    tools: Sequence[rx.Component] = (),
    phone_tools: Sequence[rx.Component] = (),
    bottom: Sequence[rx.Component] = (),
    bottom_name: Words | None = None,
    banner: rx.Component | None = None,
    layers: Sequence[rx.Component] = (),
    narrow: Flag = False,
) -> rx.Component:
    """Everything around a page.

    Desktop: `organization`, `menu`, `rail_foot` in the rail; `search`, `create`, `tools` (bell, name) in the top bar.
    Phone: `phone_tools` (+, bell, own name) in the top bar, `bottom` below. `layers` are dialogs and toasts.
    """
    return rx.el.div(
        SkipLink.create(words=skip),
        rx.el.aside(
            rx.el.div(organization, class_name="rail-head"),
            rx.el.nav(*menu, class_name="rail-menu", aria_label=menu_name),
            rx.el.div(*rail_foot, RailToggle.create(fold=fold, unfold=unfold), class_name="rail-foot"),
            class_name="rail",
        ),
        rx.el.header(
            rx.el.div(
                rx.el.h1(title, class_name="top-title"),
                shown(count, lambda text: rx.el.span(text, class_name="top-count figure")),
                class_name="top-heading",
            ),
            rx.el.div(search or rx.fragment(), class_name="top-search"),
            rx.el.div(create or rx.fragment(), *tools, class_name="top-tools"),
            rx.el.div(*phone_tools, class_name="top-phone"),
            banner or rx.fragment(),
            class_name="top",
        ),
        rx.el.main(
            rx.el.div(*content, class_name="page page-narrow" if narrow else "page"),
            id="content",
            class_name="content",
            tab_index=-1,
        ),
        rx.el.nav(*bottom, class_name="bottom", **given(aria_label=bottom_name)) if bottom else rx.fragment(),
        *layers,
        class_name="frame",
    )


def plain_frame(*content: rx.Component, layers: Sequence[rx.Component] = ()) -> rx.Component:
    """A page without menu: one card in the middle (sign-in, errors)."""
    return rx.el.div(rx.el.main(*content, id="content", class_name="plain-card"), *layers, class_name="plain")

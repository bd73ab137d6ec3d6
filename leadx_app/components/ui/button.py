"""Buttons: primary, secondary, ghost, danger; with an icon, as a link, and loading."""

from typing import Any, Literal

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from leadx_app.components.ui.base import Flag, Handler, Words, given, joined, when
from leadx_app.components.ui.icons import icon

Kind = Literal["primary", "secondary", "ghost", "danger"]


def button(
    label: Words,
    *,
    kind: Kind = "secondary",
    icon_name: str | None = None,
    on_click: Handler = None,
    submit: bool = False,
    loading: Flag = False,
    disabled: Flag = False,
    small: bool = False,
    wide: bool = False,
    opens: str | None = None,
    closes: bool = False,
    **props: Any,
) -> rx.Component:
    """A button with a word. `opens` names a `dialog` that opens at once, `closes` closes the one around it."""
    return rx.el.button(
        *([icon(icon_name)] if icon_name else []),
        rx.el.span(label, class_name="button-label"),
        type="submit" if submit else "button",
        class_name=joined(
            "button",
            f"button-{kind}",
            "button-small" if small else "",
            "button-wide" if wide else "",
            when(loading, "is-loading"),
        ),
        disabled=_either(loading, disabled),
        custom_attrs=_marks(opens, closes),
        **given(on_click=on_click),
        **props,
    )


def icon_button(
    name: Words,
    icon_name: str,
    *,
    on_click: Handler = None,
    kind: Kind = "ghost",
    disabled: Flag = False,
    opens: str | None = None,
    closes: bool = False,
    tip_side: Literal["bottom", "top", "left", "right"] = "bottom",
    **props: Any,
) -> rx.Component:
    """A button that is only an icon; `name` is its accessible name and its tip."""
    return rx.el.button(
        icon(icon_name),
        type="button",
        class_name=joined("button", "button-icon", f"button-{kind}", "has-tip", f"tip-{tip_side}"),
        aria_label=name,
        disabled=disabled,
        custom_attrs={"data-tip": name, **_marks(opens, closes)},
        **given(on_click=on_click),
        **props,
    )


def link_button(
    label: Words,
    href: Words,
    *,
    kind: Kind = "secondary",
    icon_name: str | None = None,
    small: bool = False,
    **props: Any,
) -> rx.Component:
    """A link within the application that looks like a button."""
    return ReactRouterLink.create(
        *([icon(icon_name)] if icon_name else []),
        rx.el.span(label, class_name="button-label"),
        to=href,
        class_name=joined("button", f"button-{kind}", "button-small" if small else None),
        **props,
    )


def link(*children: Any, href: Words, class_name: Words = "link", **props: Any) -> rx.Component:
    """A link within the application: no page load."""
    return ReactRouterLink.create(*children, to=href, class_name=class_name, **props)


def _marks(opens: str | None, closes: bool) -> dict[str, str]:
    """What `dialog.jsx` listens for."""
    return {**({"data-opens": opens} if opens else {}), **({"data-closes": ""} if closes else {})}


def _either(first: Flag, second: Flag) -> Flag:
    if isinstance(first, rx.Var):
        return first | second if isinstance(second, rx.Var) or not second else True
    return True if first else second

"""Tells the state whether the tab is looked at."""

import reflex as rx

from leadx_app.components.ui.base import Handler


def _visible(visible: rx.Var[bool]) -> list[rx.Var[bool]]:
    return [visible]


class VisibilityReporter(rx.Component):
    """The JSX piece."""

    library = rx.asset("visibility.jsx", shared=True).importable_path
    tag = "VisibilityReporter"

    on_visible: rx.EventHandler[_visible]


def visibility_reporter(*, on_visible: Handler) -> rx.Component:
    """`on_visible(True or False)` whenever the tab is shown or hidden (hidden after five seconds)."""
    return VisibilityReporter.create(on_visible=on_visible)

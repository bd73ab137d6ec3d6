"""Tells the state whether the tab is looked at."""

import reflex as rx

from leadx_app.components.ui.base import Handler
from leadx_app.components.ui.piece import piece


def _flag(flag: rx.Var[bool]) -> list[rx.Var[bool]]:
    return [flag]


class VisibilityReporter(rx.Component):
    """The JSX piece."""

    library = piece("visibility.jsx")
    tag = "VisibilityReporter"

    on_visible: rx.EventHandler[_flag]
    on_arrive: rx.EventHandler[_flag]


def visibility_reporter(*, on_visible: Handler, on_arrive: Handler) -> rx.Component:
    """`on_visible(True or False)` whenever the tab is shown or hidden (hidden after five seconds).

    `on_arrive(is_reload)` happens once per document.
    """
    return VisibilityReporter.create(on_visible=on_visible, on_arrive=on_arrive)

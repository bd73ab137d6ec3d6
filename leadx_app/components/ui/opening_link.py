"""A link that opens a popup over the page, and still is a link: copied, bookmarked, opened in a new tab."""

from typing import Any

import reflex as rx
from reflex.event import no_args_event_spec

from leadx_app.components.ui.base import Handler, Words
from leadx_app.components.ui.piece import piece


class OpeningLink(rx.Component):
    """The JSX piece."""

    library = piece("opening_link.jsx")
    tag = "OpeningLink"

    href: rx.Var[str]
    on_open: rx.EventHandler[no_args_event_spec]


def opening_link(
    *children: Any, href: Words, on_open: Handler, class_name: Words = "link", **props: Any
) -> rx.Component:
    """`on_open` happens on a plain click or Enter."""
    return OpeningLink.create(*children, href=href, on_open=on_open, class_name=class_name, **props)

"""A list that goes on while it is scrolled."""

import reflex as rx
from reflex.event import no_args_event_spec

from leadx_app.components.ui.base import Handler, Words
from leadx_app.components.ui.piece import piece


class Endless(rx.Component):
    """The JSX piece."""

    library = piece("endless.jsx")
    tag = "Endless"

    words: rx.Var[str]
    count: rx.Var[str]
    on_more: rx.EventHandler[no_args_event_spec]


def endless(words: Words, *, count: Words, on_more: Handler) -> rx.Component:
    """The end of a list that has more: `on_more` happens when it comes near, once per `count`, or by a click.

    `count` is anything that changes with the rows that are shown, such as the id of the last.
    """
    return Endless.create(words=words, count=count, on_more=on_more)

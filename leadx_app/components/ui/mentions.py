"""Suggestions of people while "@" is typed in a text area."""

import reflex as rx
from reflex.event import no_args_event_spec

from leadx_app.components.ui.base import Handler, Words
from leadx_app.components.ui.piece import piece


class Mentions(rx.Component):
    """The JSX piece; it works on the text area with the id `control_id`."""

    library = piece("mentions.jsx")
    tag = "Mentions"

    control_id: rx.Var[str]
    people: rx.Var[list]
    label: rx.Var[str]
    on_ask: rx.EventHandler[no_args_event_spec]


def mentions(control_id: str, people: rx.Var, *, label: Words, on_ask: Handler) -> rx.Component:
    """`people` are rows with `value` and `label`, asked for by `on_ask` at each "@" that begins a mention."""
    return Mentions.create(control_id=control_id, people=people, label=label, on_ask=on_ask)

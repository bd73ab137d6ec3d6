"""A page that turns over by itself when another day begins."""

import reflex as rx
from reflex.event import no_args_event_spec

from leadx_app.components.ui.base import Handler, Words
from leadx_app.components.ui.piece import piece


class NextDay(rx.Component):
    """The JSX piece."""

    library = piece("next_day.jsx")
    tag = "NextDay"

    day: rx.Var[str]
    zone: rx.Var[str]
    on_turn: rx.EventHandler[no_args_event_spec]


def next_day(day: Words, zone: Words, *, on_turn: Handler) -> rx.Component:
    """`day` (YYYY-MM-DD) is what the page shows as today, `zone` by whose clock; `on_turn` reads the page again."""
    return NextDay.create(day=day, zone=zone, on_turn=on_turn)

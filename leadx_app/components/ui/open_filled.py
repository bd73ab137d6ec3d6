"""A button that opens a popup whose form knows already what it is about."""

from typing import Any

import reflex as rx
from reflex.event import no_args_event_spec

from leadx_app.components.ui.base import Handler, Words, given
from leadx_app.components.ui.piece import piece


class OpenFilled(rx.Component):
    """The JSX piece."""

    library = piece("open_filled.jsx")
    tag = "OpenFilled"

    opens: rx.Var[str]
    form: rx.Var[str]
    fields: rx.Var[dict[str, Any]]
    label: rx.Var[str]
    icon_name: rx.Var[str]
    on_fill: rx.EventHandler[no_args_event_spec]


def open_filled(
    label: Words, *, opens: str, form: str, fields: dict[str, Words], icon_name: str = "plus", on_fill: Handler = None
) -> rx.Component:
    """Opens the popup `opens`; `fields` are values by the names of its form's fields, the most telling first."""
    return OpenFilled.create(
        opens=opens,
        form=form,
        fields=fields,
        label=label,
        icon_name=icon_name,
        class_name="button button-ghost button-small",
        **given(on_fill=on_fill),
    )

"""The page's filters in the browser's address, so that a reload and a link bring them back."""

import reflex as rx
from reflex.event import no_args_event_spec

from leadx_app.components.ui.base import Handler, Words, given
from leadx_app.components.ui.piece import piece


class Address(rx.Component):
    """The JSX piece: writes when `query` changes, never on arriving, for then the address is what counts."""

    library = piece("address.jsx")
    tag = "Address"

    query: rx.Var[str]
    over: rx.Var[str]
    on_back: rx.EventHandler[no_args_event_spec]


def address(query: Words, *, over: str = "", on_back: Handler = None) -> rx.Component:
    """`query` is what stands behind the question mark.

    `over` names the parameter of something that lies over the page: Back then calls `on_back`, which closes it, instead
    of leaving the page.
    """
    return Address.create(query=query, over=over, **given(on_back=on_back))

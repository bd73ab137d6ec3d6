"""The thin line under the top bar that shows connection trouble and heals itself."""

import reflex as rx

from leadx_app.components.ui.base import Words
from leadx_app.components.ui.piece import piece


class ConnectionBanner(rx.Component):
    """The JSX piece: watches the socket of Reflex."""

    library = piece("connection.jsx")
    tag = "ConnectionBanner"

    trying: rx.Var[str]
    lost: rx.Var[str]
    back: rx.Var[str]


def connection_banner(*, trying: Words, lost: Words, back: Words) -> rx.Component:
    """`trying` shows after a second without the socket, `lost` after five, `back` for two seconds when it is back."""
    return ConnectionBanner.create(trying=trying, lost=lost, back=back)

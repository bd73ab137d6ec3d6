"""The bell over every page, bound to its state."""

import reflex as rx

from leadx_app.components.ui.bell import bell
from leadx_app.components.words import t
from leadx_app.state.bell import RingState
from leadx_app.state.session import SessionState


def bell_banner() -> rx.Component:
    """Stands in every page and shows itself when somebody rings."""
    return bell(
        RingState.rings,
        muted=SessionState.is_bell_muted,
        label=t("Bell"),
        mute=t("Mute the bell"),
        unmute=t("Hear the bell"),
        close=t("Close"),
        on_mute=RingState.mute,
    )

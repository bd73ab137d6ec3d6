"""Pulse: velocity, months, stages and ages of the organizations' leads, live."""

import reflex as rx

from leadx_app.components.pulse.charts import pulse_charts, pulse_figures
from leadx_app.components.pulse.details import pulse_details
from leadx_app.components.pulse.filters import pulse_filters
from leadx_app.components.ui.address import address
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.pulse import PulseState


@screen(route="/pulse", title="Pulse", permission=Permission.PULSE_READ, on_load=[PulseState.load])
def pulse() -> rx.Component:
    return rx.fragment(
        address(PulseState.query),
        pulse_filters(),
        pulse_figures(),
        pulse_charts(),
        pulse_details(),
    )

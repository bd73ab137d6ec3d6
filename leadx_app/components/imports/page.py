"""The page of imports."""

import reflex as rx

from leadx_app.components.imports.one import one_import
from leadx_app.components.imports.start import import_start
from leadx_app.components.ui.address import address
from leadx_app.components.ui.skeleton import skeleton_rows
from leadx_app.state.imports import ImportsState


def imports() -> rx.Component:
    """The import that is open, or the beginning of a new one."""
    return rx.el.div(
        rx.cond(
            ImportsState.is_loaded,
            rx.fragment(address(ImportsState.query), rx.cond(ImportsState.one.id, one_import(), import_start())),
            skeleton_rows(),
        ),
        class_name="imports",
    )

"""**Import** beside a list."""

import reflex as rx

from leadx_app.components.ui.base import Words
from leadx_app.components.ui.button import link_button
from leadx_app.components.words import t
from leadx_app.domain.permissions import Permission
from leadx_app.state.session import SessionState


def import_link(permission: Permission, subject: Words) -> rx.Component:
    """The way to bring such rows in, for those who may."""
    return rx.cond(
        SessionState.may[permission.name.lower()],
        link_button(t("Import"), f"/import?subject={subject}", icon_name="upload", small=True),
        rx.fragment(),
    )

"""Admin: what is set for the organizations."""

import reflex as rx

from leadx_app.components.admin.answer_by import answer_by_settings
from leadx_app.components.admin.basis import figure_settings, file_settings
from leadx_app.components.admin.points import point_settings
from leadx_app.components.admin.sections import admin_sections
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.admin import AdminState
from leadx_app.state.admin_basis import AdminBasisState
from leadx_app.state.admin_points import AdminPointsState


@screen(
    route="/admin",
    title="Admin",
    permission=Permission.SETTINGS_MANAGE,
    on_load=[AdminState.load, AdminPointsState.load, AdminBasisState.load],
)
def admin() -> rx.Component:
    return rx.fragment(
        admin_sections("/admin"), answer_by_settings(), point_settings(), figure_settings(), file_settings()
    )

"""Admin: the stages of the lead journey."""

import reflex as rx

from leadx_app.components.admin.sections import admin_sections
from leadx_app.components.admin.stages import stage_settings
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.admin_stages import AdminStagesState


@screen(
    route="/admin/stages",
    title="Stages",
    permission=Permission.SETTINGS_MANAGE,
    on_load=[AdminStagesState.load],
)
def admin_stages() -> rx.Component:
    return rx.fragment(admin_sections("/admin/stages"), stage_settings())

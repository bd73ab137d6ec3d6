"""Admin: categories, sources, lost reasons and tags."""

import reflex as rx

from leadx_app.components.admin.lists import list_settings
from leadx_app.components.admin.sections import admin_sections
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.admin_lists import AdminListsState


@screen(
    route="/admin/lists",
    title="Lists",
    permission=Permission.SETTINGS_MANAGE,
    on_load=[AdminListsState.load],
)
def admin_lists() -> rx.Component:
    return rx.fragment(admin_sections("/admin/lists"), list_settings())

"""Admin: User Management."""

import reflex as rx

from leadx_app.components.admin.joining import pending_requests
from leadx_app.components.admin.sections import admin_sections
from leadx_app.components.admin.users import user_management
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.joining import JoiningState
from leadx_app.state.users import UsersState


@screen(
    route="/admin/users",
    title="User Management",
    permission=Permission.USERS_MANAGE,
    on_load=[UsersState.load, JoiningState.load],
)
def admin_users() -> rx.Component:
    return rx.fragment(admin_sections("/admin/users"), pending_requests(), user_management())

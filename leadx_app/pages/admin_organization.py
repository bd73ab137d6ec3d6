"""Admin: Organizational Profile."""

import reflex as rx

from leadx_app.components.admin.registration import self_registration
from leadx_app.components.admin.sections import admin_sections
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.registration import RegistrationState


@screen(
    route="/admin/organization",
    title="Organizational Profile",
    permission=Permission.USERS_MANAGE,
    on_load=[RegistrationState.load],
)
def admin_organization() -> rx.Component:
    return rx.fragment(admin_sections("/admin/organization"), self_registration())

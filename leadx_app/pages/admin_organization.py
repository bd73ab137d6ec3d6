"""Admin: Organizational Profile, Child Organisations and self-registration."""

import reflex as rx

from leadx_app.components.admin.organizations import child_organisations, organizational_profile
from leadx_app.components.admin.registration import self_registration
from leadx_app.components.admin.sections import admin_sections
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.organizations import OrganizationState
from leadx_app.state.registration import RegistrationState


@screen(
    route="/admin/organization",
    title="Organizational Profile",
    permission=Permission.SETTINGS_MANAGE,
    on_load=[OrganizationState.load, RegistrationState.load],
)
def admin_organization() -> rx.Component:
    return rx.fragment(
        admin_sections("/admin/organization"), organizational_profile(), child_organisations(), self_registration()
    )

"""Admin: data taken out."""

import reflex as rx

from leadx_app.components.admin.archives import tenant_archives
from leadx_app.components.admin.sections import admin_sections
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.archives import ArchivesState


@screen(route="/admin/data", title="Data", permission=Permission.TENANT_EXPORT, on_load=[ArchivesState.load])
def admin_data() -> rx.Component:
    return rx.fragment(admin_sections("/admin/data"), tenant_archives())

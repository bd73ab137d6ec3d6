"""Admin: background jobs."""

import reflex as rx

from leadx_app.components.admin.jobs import jobs
from leadx_app.components.admin.sections import admin_sections
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.jobs import JobsState


@screen(route="/admin/jobs", title="Background jobs", permission=Permission.JOBS_MANAGE, on_load=[JobsState.load])
def admin_jobs() -> rx.Component:
    return rx.fragment(admin_sections("/admin/jobs"), jobs())

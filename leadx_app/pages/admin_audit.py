"""Admin: the audit log."""

import reflex as rx

from leadx_app.components.admin.audit import audit_log
from leadx_app.components.admin.sections import admin_sections
from leadx_app.components.ui.address import address
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.audit import AuditState


@screen(route="/admin/audit", title="Audit log", permission=Permission.AUDIT_READ, on_load=[AuditState.load])
def admin_audit() -> rx.Component:
    return rx.fragment(address(AuditState.query), admin_sections("/admin/audit"), audit_log())

"""Admin: webhooks."""

import reflex as rx

from leadx_app.components.admin.sections import admin_sections
from leadx_app.components.admin.webhooks import webhooks
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.webhooks import WebhooksState


@screen(route="/admin/webhooks", title="Webhooks", permission=Permission.WEBHOOK_MANAGE, on_load=[WebhooksState.load])
def admin_webhooks() -> rx.Component:
    return rx.fragment(admin_sections("/admin/webhooks"), webhooks())

"""Admin: everybody's API tokens."""

import reflex as rx

from leadx_app.components.admin.sections import admin_sections
from leadx_app.components.admin.tokens import overseen_tokens
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.tokens import TokensState


@screen(route="/admin/tokens", title="API tokens", permission=Permission.TOKEN_OVERSEE, on_load=[TokensState.load])
def admin_tokens() -> rx.Component:
    return rx.fragment(admin_sections("/admin/tokens"), overseen_tokens())

"""Admin: signing in with a provider's account."""

import reflex as rx

from leadx_app.components.admin.sections import admin_sections
from leadx_app.components.admin.sign_in_provider import sign_in_provider
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.sign_in_provider import SignInProviderState


@screen(
    route="/admin/sign-in", title="Sign-in", permission=Permission.SETTINGS_MANAGE, on_load=[SignInProviderState.load]
)
def admin_sign_in() -> rx.Component:
    return rx.fragment(admin_sections("/admin/sign-in"), sign_in_provider())

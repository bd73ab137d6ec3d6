"""Admin: currencies and exchange rates."""

import reflex as rx

from leadx_app.components.admin.currencies import currency_settings
from leadx_app.components.admin.sections import admin_sections
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.admin_currencies import AdminCurrenciesState


@screen(
    route="/admin/currencies",
    title="Currencies",
    permission=Permission.SETTINGS_MANAGE,
    on_load=[AdminCurrenciesState.load],
)
def admin_currencies() -> rx.Component:
    return rx.fragment(admin_sections("/admin/currencies"), currency_settings())

"""Import of leads and contacts."""

import reflex as rx

from leadx_app.components.imports.page import imports
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.imports import ImportsState


@screen(
    route="/import",
    title="Import",
    permission=Permission.IMPORT_CONTACTS,
    on_load=[ImportsState.load],
)
def import_page() -> rx.Component:
    return imports()

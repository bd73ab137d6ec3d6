"""The way between the pages of the Admin."""

import reflex as rx

from leadx_app.components.ui.button import link
from leadx_app.components.words import t

SECTIONS = (
    ("/admin", "Settings"),
    ("/admin/organization", "Organizational Profile"),
    ("/admin/stages", "Stages"),
    ("/admin/lists", "Lists"),
    ("/admin/currencies", "Currencies"),
    ("/admin/users", "User Management"),
    ("/admin/mail", "Mail outbox"),
    ("/admin/jobs", "Background jobs"),
    ("/admin/data", "Data"),
    ("/admin/audit", "Audit log"),
    ("/admin/tokens", "API tokens"),
)


def admin_sections(current: str) -> rx.Component:
    """Links to all of them; the current one is marked."""
    return rx.el.nav(
        *[
            link(t(label), href=href, class_name="tab", **({"aria_current": "page"} if href == current else {}))
            for href, label in SECTIONS
        ],
        class_name="tabs",
        aria_label=t("Admin"),
    )

"""The way between the pages of the Admin."""

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from leadx_app.components.ui.button import link
from leadx_app.components.ui.icons import icon
from leadx_app.components.words import t
from leadx_app.state.session import SessionState

SECTIONS = (
    ("/admin", "Settings"),
    ("/admin/organization", "Organizational Profile"),
    ("/admin/stages", "Stages"),
    ("/admin/lists", "Lists"),
    ("/admin/currencies", "Currencies"),
    ("/admin/users", "User Management"),
    ("/admin/sign-in", "Sign-in"),
    ("/admin/mail", "Mail outbox"),
    ("/admin/jobs", "Background jobs"),
    ("/admin/data", "Data"),
    ("/admin/audit", "Audit log"),
    ("/admin/tokens", "API tokens"),
    ("/admin/webhooks", "Webhooks"),
)


def admin_sections(current: str) -> rx.Component:
    """Links to all of them, the current one marked, and what an Admin must know before anything else."""
    return rx.fragment(_sections(current), subscription_notice())


def subscription_notice() -> rx.Component:
    """That the subscription comes to its end, or is over."""
    return rx.cond(
        SessionState.subscription,
        rx.el.p(
            icon("calendar-days", size="small"),
            SessionState.subscription,
            class_name="notice notice-parked",
            role="note",
        ),
        rx.fragment(),
    )


def _sections(current: str) -> rx.Component:
    return rx.el.nav(
        *[
            link(t(label), href=href, class_name="tab", **({"aria_current": "page"} if href == current else {}))
            for href, label in SECTIONS
        ],
        # An application of its own, which the router does not know.
        ReactRouterLink.create(t("DB view"), to="/admin/db", reload_document=True, class_name="tab"),
        class_name="tabs admin-tabs",
        aria_label=t("Admin"),
    )

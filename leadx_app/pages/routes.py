"""All pages; importing this module declares them."""

import reflex as rx

from leadx_app.pages import (
    activities,
    admin,
    admin_audit,
    admin_currencies,
    admin_data,
    admin_jobs,
    admin_lists,
    admin_mail,
    admin_organization,
    admin_sign_in,
    admin_stages,
    admin_tokens,
    admin_users,
    admin_webhooks,
    community,
    confirm_email,
    contacts,
    feed,
    forgot_password,
    imports,
    joining,
    lead,
    login,
    news,
    not_found,
    notifications,
    pipeline,
    privacy,
    profile,
    pulse,
    reset_password,
    rewards,
    support,
    support_article,
    support_articles,
    support_new,
    support_ticket,
)
from leadx_app.pages.screen import register, register_public

SIGNED_IN = (
    activities,
    admin,
    admin_audit,
    admin_currencies,
    admin_data,
    admin_jobs,
    admin_lists,
    admin_mail,
    admin_organization,
    admin_sign_in,
    admin_stages,
    admin_tokens,
    admin_users,
    admin_webhooks,
    community,
    contacts,
    feed,
    imports,
    lead,
    news,
    notifications,
    pipeline,
    profile,
    pulse,
    rewards,
    support,
    support_article,
    support_articles,
    support_new,
    support_ticket,
)
"""Modules that declare their page with `@screen`."""


def register_all(app: rx.App) -> None:
    """Give every page to the app."""
    register_public(app, login.login, route=login.ROUTE, title="Sign in", on_load=login.ON_LOAD)
    for page in (forgot_password, reset_password, joining, confirm_email, privacy):
        register_public(app, page.build, route=page.ROUTE, title=page.TITLE, on_load=())
    app.add_page(not_found.not_found, route=not_found.ROUTE, title="Not found – LeadX", on_load=not_found.ON_LOAD)
    register(app)

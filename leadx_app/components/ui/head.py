"""What stands in the <head> of every page, and what is wrapped around all pages."""

from collections.abc import Callable

import reflex as rx
from reflex_components_core.base.error_boundary import ErrorBoundary

from leadx_app.components.ui.base import Words
from leadx_app.components.ui.empty import error_state
from leadx_app.components.ui.theme import DARK, LIGHT

STYLESHEETS = [
    "/tokens.css",
    "/leadx.css",
    "/lead.css",
    "/bulk.css",
    "/tags.css",
    "/feed.css",
    "/notifications.css",
    "/mails.css",
    "/community.css",
    "/news.css",
    "/activities.css",
    "/register.css",
    "/exports.css",
    "/jobs.css",
    "/contacts.css",
    "/imports.css",
    "/money.css",
    "/rewards.css",
    "/accounts.css",
    "/profile.css",
    "/audit.css",
    "/pulse.css",
    "/search.css",
    "/list_settings.css",
    "/lists.css",
    "/archives.css",
    "/privacy.css",
    "/support.css",
]


def head() -> list[rx.Component]:
    """Theme before the first paint, the font on its way, the mark, and what makes the app installable."""
    return [
        rx.el.meta(name="viewport", content="width=device-width, initial-scale=1, viewport-fit=cover"),
        rx.el.meta(name="color-scheme", content="light dark"),
        rx.el.meta(
            name="theme-color", content=LIGHT["canvas"], custom_attrs={"media": "(prefers-color-scheme: light)"}
        ),
        rx.el.meta(name="theme-color", content=DARK["canvas"], custom_attrs={"media": "(prefers-color-scheme: dark)"}),
        rx.el.script(src="/theme.js"),
        rx.el.link(
            rel="preload",
            href="/fonts/inter-latin.woff2",
            custom_attrs={"as": "font", "type": "font/woff2", "crossOrigin": "anonymous"},
        ),
        rx.el.link(rel="icon", href="/icons/leadx.svg", type="image/svg+xml"),
        rx.el.link(rel="apple-touch-icon", href="/icons/leadx-180.png"),
        rx.el.link(rel="manifest", href="/manifest.webmanifest"),
    ]


def app_wraps(
    *, title: Words = "This page broke", text: Words = "What you typed is kept.", again: Words = "Load again"
) -> dict[tuple[int, str], Callable[[bool], rx.Component | None]]:
    """The error boundary alone: Reflex's own connection overlay is replaced by `connection_banner`.

    A page that breaks while drawing says `title` and `text`, and offers to load it `again`; the server gets the trace.
    """
    reload = rx.el.form(rx.el.button(again, type="submit", class_name="button button-primary"), method="get")
    broken = rx.el.div(error_state(title, text, action=reload), class_name="plain")
    return {(55, "ErrorBoundary"): lambda stateful: ErrorBoundary.create(fallback_render=broken)}

"""Reflex's configuration, made from LeadX's own settings (leadx_app/config.py)."""

from leadx_app.config import get_settings
from leadx_app.reflex_switches import set_switches

settings = get_settings()
set_switches(redis=bool(settings.redis_url))

import reflex as rx  # noqa: E402

config = rx.Config(
    app_name="leadx_app",
    state_manager_mode="redis" if settings.redis_url else "memory",
    redis_url=settings.redis_url,
    redis_token_expiration=900,
    cors_allowed_origins=settings.origins,
    telemetry_enabled=False,
    show_built_with_reflex=False,
    frontend_compression_formats=["gzip"],
    disable_plugins=[rx.plugins.SitemapPlugin],
)

"""The view's templates under our content policy: scripts carry the answer's nonce, handlers stand in a file."""

import secrets
from collections.abc import Callable
from typing import Any

from jinja2 import BaseLoader, Environment, PackageLoader
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from leadx_app.api.answers import FAILED
from leadx_app.i18n import say
from leadx_app.logs import report

from .words import language

NONCE = "leadx_nonce"

_REPLACED = (
    ("<script", '<script nonce="{{ request.state.' + NONCE + ' }}"'),
    ('onclick="applyColumnVisibility()"', "data-leadx-columns"),
    ('onchange="window.location = this.value"', "data-leadx-goes"),
    ('name="_add_another"', 'name="_add_another" hidden'),  # Nothing is made here.
    ("{{ view.menu_label }}", "{{ _(view.menu_label) }}"),  # Tables keep their names, the way back does not.
    ("{{ app_title }}", "{{ _(app_title) }}"),
    ("@import url('https://rsms.me/inter/inter.css');", ""),
)


class PolicyLoader(BaseLoader):
    """The package's own templates, with what our content policy refuses put another way."""

    def __init__(self) -> None:
        self._templates = PackageLoader("starlette_admin", "templates")

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, name, is_fresh = self._templates.get_source(environment, template)
        for old, new in _REPLACED:
            source = source.replace(old, new)
        return source, name, is_fresh


class Policy:
    """Makes a nonce for each answer and says so in its content policy."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce, has_begun = secrets.token_urlsafe(16), False
        scope.setdefault("state", {})[NONCE] = nonce

        async def sending(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                headers: list[Any] = [one for one in message["headers"] if one[0].lower() != b"cache-control"]
                is_file = any(name.lower() == b"etag" for name, _ in headers)
                caching = b"public, max-age=86400" if is_file else b"no-store"
                policy = (b"content-security-policy", _policy(nonce).encode())
                message = {**message, "headers": [*headers, policy, (b"cache-control", caching)]}
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            if has_begun:
                raise
            text = say(language.get(), FAILED, error_id=report(error))
            await PlainTextResponse(text, 500)(scope, receive, sending)


def _policy(nonce: str) -> str:
    rules = {
        "default-src": "'self'",
        "script-src": f"'self' 'nonce-{nonce}'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "object-src": "'none'",
        "frame-ancestors": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())

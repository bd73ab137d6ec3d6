"""Requests at a customer's own address: what of them goes on to the application behind."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from leadx_app import i18n
from leadx_app.api.error_pages import STYLE, page
from leadx_app.api.problems import language_of
from leadx_app.config import Settings
from leadx_app.runtime import Runtime, cookie_named

Scope = dict[str, Any]

NOBODYS = "No customer has this address. Look whether it is written right."
ALWAYS_THERE = frozenset({"/healthz", *STYLE})
"""What an address answers that is nobody's too."""
ASKS_WHO = ("/api/", "/auth/", "/files", "/admin/db", "/_event")
"""Where it matters whose session a request shows. Pages are the same for everybody, until they open a socket."""


async def without_strangers_session(runtime: Runtime, scope: Scope, slug: str) -> Scope:
    """The request without its session where that is another customer's: it counts as none here.

    Nor is it shown where nobody asks for it, so that no page and no picture costs a look at the database.
    """
    name = runtime.settings.cookie_name
    cookies = b"; ".join(value for key, value in scope["headers"] if key.lower() == b"cookie").decode("latin-1")
    cookie = cookie_named(cookies, name)
    if cookie is None:
        return scope
    client = scope["client"][0]
    if scope["path"].startswith(ASKS_WHO) and not await runtime.customers.is_elsewhere(cookie, slug, client):
        return scope
    kept = [part.strip() for part in cookies.split(";") if not part.strip().startswith(f"{name}=")]
    others = [(key, value) for key, value in scope["headers"] if key.lower() != b"cookie"]
    return {**scope, "headers": [*others, (b"cookie", "; ".join(kept).encode("latin-1"))]}


def with_common_origin(scope: Scope, settings: Settings) -> Scope:
    """The request as from the common address: the customer's origin was looked at, and nothing behind knows it."""
    common = settings.address.encode()
    return {
        **scope,
        "headers": [(key, common if key.lower() == b"origin" else value) for key, value in scope["headers"]],
    }


def nobodys_page(scope: Scope, settings: Settings) -> Response:
    """At an address that looks like a customer's and is none; the way back leads to the common one."""
    language = language_of(Request(scope))
    return page(404, language, i18n.say(language, NOBODYS), back_to=f"{settings.address}/")

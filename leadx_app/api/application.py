"""The plain HTTP side: sign-in, health, files and the REST API, in front of Reflex's own application."""

from typing import Any

from starlette.applications import Starlette

from leadx_app.api import auth, rest
from leadx_app.api.health import health_route
from leadx_app.runtime import get_runtime

PREFIXES = ("/auth/", "/api/", "/files", "/healthz")


def in_front_of(reflex: Any) -> Any:
    """An application that answers our own addresses and leaves every other to Reflex (`api_transformer`)."""
    runtime = get_runtime()
    ours = Starlette(routes=[*auth.routes, health_route(runtime.database, runtime.storage), *rest.routes])

    async def either(scope: dict[str, Any], receive: Any, send: Any) -> None:
        is_ours = scope["type"] == "http" and scope["path"].startswith(PREFIXES)
        await (ours if is_ours else reflex)(scope, receive, send)

    return either

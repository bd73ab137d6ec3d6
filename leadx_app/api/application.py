"""The plain HTTP side: sign-in, health, files and the REST API, in front of Reflex's own application."""

from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from leadx_app.addresses import LANDING
from leadx_app.api import auth, joining, passkeys, passwords, provider_sign_in, rest, two_step
from leadx_app.api.calendar import PREFIX as CALENDAR
from leadx_app.api.calendar import calendar_route
from leadx_app.api.db_view import PREFIX as DB_VIEW
from leadx_app.api.db_view import db_view
from leadx_app.api.health import health_route
from leadx_app.runtime import get_runtime

PREFIXES = ("/auth/", "/api/", "/files", "/healthz", CALENDAR)


def in_front_of(reflex: Any) -> Any:
    """An application that answers our own addresses and leaves every other to Reflex (`api_transformer`)."""
    runtime = get_runtime()
    ours = Starlette(routes=our_routes(health_route(runtime.database, runtime.storage)))
    tables = db_view()

    async def either(scope: dict[str, Any], receive: Any, send: Any) -> None:
        path = scope["path"] if scope["type"] == "http" else ""
        if path == DB_VIEW or path.startswith(f"{DB_VIEW}/"):
            # It finds its own addresses, not those of the application around it.
            await tables({key: scope[key] for key in scope if key not in ("app", "router")}, receive, send)
        else:
            await (ours if path == "/" or path.startswith(PREFIXES) else reflex)(scope, receive, send)

    return either


def our_routes(health: Route) -> list[Route]:
    """Every address that is answered here, and not by Reflex or the view on the tables."""
    own = [*auth.routes, *passwords.routes, *joining.routes, *two_step.routes, *passkeys.routes]
    return [*own, *provider_sign_in.routes, health, calendar_route, *rest.routes, Route("/", to_the_start)]


async def to_the_start(request: Request) -> Response:
    """The bare address leads to the page where everybody begins; whoever is not signed in comes by the sign-in page."""
    return RedirectResponse(LANDING, 307)

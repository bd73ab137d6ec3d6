"""The view on the tables as an application of its own: the framework's admin, our sign-in, our rules."""

from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

from sqlmodel import Session
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates
from starlette_admin.auth.base import AdminUser, BaseAuthProvider
from starlette_admin.base import BaseAdmin
from starlette_admin.routing import route
from starlette_admin.views import CustomView, Link

from leadx_app.api.door import per_credential
from leadx_app.api.problems import language_of
from leadx_app.db import Unavailable
from leadx_app.domain.errors import Refusal
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.format import Look, look_for
from leadx_app.queries.db_view import SHOWN
from leadx_app.runtime import get_runtime

from .table import TableView
from .templates import Policy, PolicyLoader
from .words import language, said, said_of

PREFIX = "/admin/db"
FIRST = "leads"
_FILES = Path(__file__).parent / "files"


class SignedIn(BaseAuthProvider):
    """Lets in whoever is signed in to the application as an Admin; everybody else goes where they can sign in."""

    async def authenticate(self, request: Request) -> AdminUser | None:
        who = get_runtime().credential(request.headers.get("cookie", ""))
        request.state.language = language_of(request)
        # The framework's own files are nobody's secret: each page asks for a dozen of them.
        if who.session_hash is None or request.url.path.startswith(f"{PREFIX}/static/"):
            return None
        try:
            per_credential.take(who.session_hash)
            name, request.state.look = await get_runtime().database.read_async(who, _admin)
        except (Refusal, Unavailable):
            return None
        request.state.language = request.state.look.language
        language.set(request.state.language)
        request.state.who = who
        return AdminUser(username=name)

    def get_routes(self, templates: Jinja2Templates) -> list[Route]:
        return [
            Route("/login", _to_sign_in, name="login"),
            Route("/logout", _to_admin, methods=["POST"], name="logout"),
        ]


class Start(CustomView):
    """The bare address shows the first table: a page of all tables would ask for all of them."""

    @route("")
    async def index(self, request: Request) -> Response:
        return RedirectResponse(f"{PREFIX}/{FIRST}/list", 303)


def db_view() -> Starlette:
    """The application that answers everything under `PREFIX`."""
    runtime = get_runtime()
    admin = BaseAdmin(
        title="LeadX · DB view",
        base_url=PREFIX,
        favicon_url="/icons/icon.svg",
        templates_dir=str(_FILES / "templates"),
        additional_loaders=[PolicyLoader()],
        index_view=Start(menu_label="", path="/", add_to_menu=False, route_name="index"),
        auth_provider=SignedIn(),
        secret_key=runtime.opaque("db-view", "cookies"),
        middlewares=[Middleware(Policy)],
    )
    admin.templates.env.install_gettext_callables(said, said_of, newstyle=True)  # type: ignore[attr-defined]
    admin.routes.insert(0, Mount("/leadx", StaticFiles(directory=_FILES), name="leadx"))
    admin.add_link(Link(menu_label="Back to LeadX", icon="fa fa-arrow-left", url="/admin"))
    for table in SHOWN:
        admin.add_view(TableView(table))
    outer = Starlette()
    admin.mount_to(outer)
    return outer


def _admin(session: Session, actor: Actor, *, now: datetime) -> tuple[str, Look]:
    actor.require(Permission.DB_VIEW)
    return actor.name, look_for(actor, now)


async def _to_sign_in(request: Request) -> Response:
    """Whoever has a session but is no Admin is told so by the page that they are led to."""
    has_session = get_runtime().credential(request.headers.get("cookie", "")).session_hash is not None
    return RedirectResponse("/admin" if has_session else f"/login?{urlencode({'next': PREFIX})}", 303)


async def _to_admin(request: Request) -> Response:
    """Signing out belongs to the application's own menu."""
    return RedirectResponse("/admin", 303)

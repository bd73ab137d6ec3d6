"""What another site can make a browser send: nothing that writes goes through, at any address that there is."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route
from starlette.testclient import TestClient

import leadx_app.api
from leadx_app.api import rest
from leadx_app.api.db_view import db_view
from leadx_app.api.guard import Guard
from leadx_app.runtime import use_runtime
from tests.api.conftest import NEVER, Office

READING = {"GET", "HEAD", "OPTIONS"}
MODULES = [import_module(f"leadx_app.api.{found.name}") for found in iter_modules(leadx_app.api.__path__)]
PLAIN = [route for module in MODULES if module is not rest for route in getattr(module, "routes", [])]


def written(path: str) -> str:
    """The address of a route, with ids that were never used."""
    return re.sub(r"{[^}]+}", NEVER, path)


def writing(routes: list[BaseRoute], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Method and address of every route that may change something."""
    for route in routes:
        if isinstance(route, Mount):
            yield from writing(route.routes, prefix + route.path)
        elif isinstance(route, Route):
            yield from ((method, written(prefix + route.path)) for method in sorted((route.methods or set()) - READING))


ENDPOINTS = sorted(writing(PLAIN)) + sorted(
    (method.upper(), written(path))
    for path, methods in rest.api.openapi()["paths"].items()
    for method in methods
    if method.upper() not in READING
)


@pytest.fixture(scope="module")
def http(shared_office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """All addresses behind the guard, as they are served."""
    app = Starlette(routes=[*PLAIN, *rest.routes])
    guard = Guard(app, shared_office.runtime, Path(tmp_path_factory.mktemp("pages")), lambda token: 0)
    with use_runtime(shared_office.runtime):
        yield TestClient(guard, base_url="http://localhost:8000")


@pytest.fixture
def cookie(shared_office: Office) -> str:
    """Of an Admin, who may most."""
    return f"leadx_session={shared_office.cast.secret(shared_office.cast.admin)}"


def ask(http: TestClient, method: str, path: str, **headers: str) -> httpx.Response:
    http.cookies.clear()
    return http.request(method, path, json={}, headers=headers)


def test_the_addresses_are_all_there() -> None:
    assert len(ENDPOINTS) > 120
    assert {("POST", "/auth/sign-in"), ("POST", "/auth/passkey/add"), ("POST", "/files")} <= set(ENDPOINTS)


def test_a_cookie_alone_writes_nothing_anywhere(http: TestClient, cookie: str) -> None:
    """A form or a link of another site sends the cookie, but never our header."""
    for method, path in ENDPOINTS:
        refused = ask(http, method, path, Cookie=cookie)
        assert (refused.status_code, refused.json()["detail"]) == (403, "This request did not come from LeadX."), path


def test_another_origin_writes_nothing_even_with_our_header(http: TestClient, cookie: str) -> None:
    for method, path in ENDPOINTS:
        for who in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "same-site"}):
            refused = ask(http, method, path, Cookie=cookie, **{"X-LeadX": "1"}, **who)
            assert (refused.status_code, "other sites" in refused.text) == (403, True), (path, who)


def test_what_only_a_session_may_do_is_not_done_with_a_token(http: TestClient, shared_office: Office) -> None:
    token = shared_office.cast.token(shared_office.cast.admin)
    bodies = {
        "/auth/change-password": {"current_password": "x", "new_password": "y", "confirm_password": "y"},
        "/auth/two-step/begin": {"current_password": "x"},
        "/auth/passkey/new": {"current_password": "x"},
    }
    for path, body in bodies.items():
        for headers in ({"Authorization": f"Bearer {token}"}, {"Cookie": f"leadx_session={token}"}):
            http.cookies.clear()
            assert http.post(path, json=body, headers={"X-LeadX": "1", **headers}).status_code == 401, path
    secret = shared_office.cast.secret(shared_office.cast.admin)
    assert ask(http, "GET", "/api/v1/me", Authorization=f"Bearer {secret}").status_code == 401


def test_the_view_on_the_tables_takes_no_form_without_its_own_token(shared_office: Office, cookie: str) -> None:
    with use_runtime(shared_office.runtime), TestClient(db_view(), follow_redirects=False) as http:
        forms = sorted(set(writing(http.app.routes)))
        for method, path in forms:
            if "login" not in path:
                assert ask(http, method, path, Cookie=cookie).status_code in (403, 404, 405), path
    assert len(forms) > 3

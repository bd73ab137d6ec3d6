"""The suite knows every door: what is new fails here until it is walked through."""

from sqlmodel import SQLModel
from starlette.responses import Response
from starlette.routing import Mount, Route

from leadx_app.api.application import our_routes
from leadx_app.archive.tables import NOBODYS
from leadx_app.domain.permissions import GRANTS
from leadx_app.models import Role
from leadx_app.pages.routes import SIGNED_IN
from leadx_app.pages.screen import SCREENS
from leadx_app.queries.db_view import SHOWN, columns_of
from tests.isolation.columns import SECRETS, kind_of, tables, texts
from tests.isolation.policy import WHO_SEES

WALKED = {
    "/api/{rest:path}": "every operation of the description, in test_answers and test_ids",
    "/files": "as the API",
    "/files/{rest:path}": "as the API",
    "/calendar/{secret}.ics": "test_answers; who has no secret has no calendar",
    "/": "leads to the first page",
    "/healthz": "says whether the installation is well, nothing of anybody",
    # These ask for a password or a secret and answer about whoever shows it; tests/api has a file for each.
    **dict.fromkeys((f"/auth/{one}" for one in ("sign-in", "sign-out", "sign-out-everywhere")), "test_auth"),
    **dict.fromkeys((f"/auth/{one}-password" for one in ("forgot", "change", "reset")), "test_passwords"),
    "/auth/link": "test_passwords",
    **dict.fromkeys((f"/auth/{one}" for one in ("registration", "register", "confirmation")), "test_joining"),
    "/auth/confirm-email": "test_joining",
    **dict.fromkeys((f"/auth/provider/{one}" for one in ("find", "start", "back")), "test_provider_sign_in"),
    **dict.fromkeys((f"/auth/two-step/{one}" for one in ("begin", "on", "codes", "off")), "test_two_step"),
    **dict.fromkeys((f"/auth/passkey/{one}" for one in ("begin", "sign-in", "new", "add")), "test_passkeys"),
}
"""Every address that answers beside the pages, and where it is shown to keep organizations apart."""


def test_every_address_is_walked() -> None:
    async def health(request: object) -> Response:
        return Response()

    routes = our_routes(Route("/healthz", health))
    assert all(isinstance(one, Route) and not isinstance(one, Mount) for one in routes)
    assert {one.path for one in routes} == WALKED.keys()


def test_every_page_is_walked() -> None:
    assert {screen.build.__module__ for screen in SCREENS} == {module.__name__ for module in SIGNED_IN}


def test_every_text_of_every_table_says_who_may_read_it() -> None:
    """A new column of words is in the world by itself; the table in policy.py says whose it is."""
    kinds = {kind_of(column): f"{column.table.name}.{column.name}" for table in tables() for column in texts(table)}
    assert {kind: where for kind, where in kinds.items() if kind not in WHO_SEES} == {}


def test_every_table_belongs_to_an_organization_or_is_known_not_to() -> None:
    without = {table.name for table in SQLModel.metadata.sorted_tables} - {table.name for table in tables()}
    assert without == NOBODYS | {"tenants", "notification_preferences"}


def test_the_view_on_the_tables_shows_no_column_of_secrets() -> None:
    shown = {f"{table}.{column.name}" for table in SHOWN for column in columns_of(table)}
    assert shown & SECRETS == set()


def test_a_smaller_licence_is_granted_nothing_beyond_the_larger_one() -> None:
    for smaller, larger in ((Role.LITE, Role.BASIC), (Role.PROFESSIONAL, Role.MANAGER)):
        assert [one for one, roles in GRANTS.items() if smaller in roles and larger not in roles] == []

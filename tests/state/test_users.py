"""User Management where no mail server sends anything, the dialog of a person, and the pages that they have open."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import httpx
from sqlmodel import Session

from leadx_app.domain.accounts import SessionLimits, accounts_with_email, open_session
from leadx_app.domain.tenants import add_user
from leadx_app.models import Organization, Role
from leadx_app.state.live import LiveState
from leadx_app.state.session import SessionState
from leadx_app.state.toasts import ToastState
from leadx_app.state.users import UsersState
from tests.support.house import PASSWORD, WEAK_HASH, House
from tests.support.rx_client import Tab, run

NINA = "nina@nordlys.example"
USERS = "/admin/users"


def test_without_a_mail_server_the_links_of_invitations_are_shown_once_to_the_admin_alone(house: House) -> None:
    where = str(house.cast.admin.organization_id)
    row = {"name_0": "Nina Ny", "email_0": NINA, "phone_0": "", "role_0": "basic", "organization_0": where}

    async def go() -> tuple[list[Any], list[Any], list[Any], list[Any]]:
        async with house.tab(house.cast.admin, path=USERS) as tab, house.tab(house.cast.admin, path=USERS) as other:
            for one in (tab, other):
                await one.call(UsersState.load)
                await one.until(lambda one=one: one.value(UsersState, "is_loaded"))
            await tab.call(UsersState.invite, form=row)
            await tab.until(lambda: tab.value(UsersState, "links"))
            first = tab.value(UsersState, "links")
            nina = next(line for line in tab.value(UsersState, "rows") if line["email"] == NINA)
            await tab.call(UsersState.open_person, user_id=nina["id"])
            await tab.until(lambda: tab.value(UsersState, "is_open"))
            await tab.call(UsersState.send_again)
            await tab.until(lambda: tab.value(UsersState, "links") != first)
            second = tab.value(UsersState, "links")
            await tab.call(UsersState.forget_links)
            await tab.until(lambda: not tab.value(UsersState, "links"))
            return first, second, tab.value(UsersState, "links"), other.value(UsersState, "links")

    first, second, forgotten, elsewhere = run(go())
    assert [(line["email"], "/reset-password#" in line["link"]) for line in first] == [(NINA, True)]
    assert second[0]["link"] != first[0]["link"]
    assert (forgotten, elsewhere) == ([], [])


def test_what_is_wrong_in_the_dialog_of_a_person_stands_at_its_field_and_nothing_is_kept(house: House) -> None:
    user_id, where = str(house.cast.lite.user_id), str(house.cast.lite.organization_id)

    async def go() -> tuple[dict[str, str], dict[str, Any]]:
        async with house.tab(house.cast.admin, path=USERS) as tab:
            await tab.call(UsersState.load)
            await tab.call(UsersState.open_person, user_id=user_id)
            await tab.until(lambda: tab.value(UsersState, "is_open"))
            form = {"name": "Liv Anders", "phone": "12", f"role_{where}": "manager"}
            await tab.call(UsersState.save_person, form=form)
            await tab.until(lambda: tab.value(UsersState, "person_problems"))
            problems = tab.value(UsersState, "person_problems")
            await tab.call(UsersState.open_person, user_id=user_id)
            await tab.until(lambda: not tab.value(UsersState, "person_problems"))
            return problems, tab.value(UsersState, "person")

    problems, person = run(go())
    assert list(problems) == ["phone"]
    assert (person["name"], person["roles"]) == ("Liv Lite", "LITE, Nordlys")


# Rights and sessions that end while pages are open.


def a_colleague(house: House, key: str, role: str, sessions: int) -> tuple[str, list[str]]:
    """Somebody new at Nordlys, signed in so many times; returns their id and the cookies."""

    def make(session: Session, *, now: datetime) -> tuple[str, list[str]]:
        organization = session.get_one(Organization, house.cast.admin.organization_id)
        email, known = f"{key}@nordlys.example", {"password_hash": WEAK_HASH, "now": now}
        user = add_user(session, organization, email=email, name=f"Kim {key}", role=Role(role), **known)
        session.flush()
        (account,) = accounts_with_email(session, email)
        opened = [
            open_session(session, account, user_agent="tests", now=now, limits=SessionLimits()) for _ in range(sessions)
        ]
        return str(user.id), [f"leadx_session={secret}" for secret, _ in opened]

    return house.database.system(make)


@asynccontextmanager
async def the_admin_at(house: House, user_id: str) -> AsyncIterator[Tab]:
    """The Admin's User Management with somebody open in it."""
    async with house.tab(house.cast.admin, path=USERS) as tab:
        await tab.call(UsersState.load)
        await tab.call(UsersState.open_person, user_id=user_id)
        await tab.until(lambda: (tab.value(UsersState, "person") or {}).get("id") == user_id)
        yield tab


def toasts(tab: Tab) -> list[str]:
    return [toast["text"] for toast in tab.value(ToastState, "toasts") or []]


def test_a_page_that_is_open_under_a_role_that_was_taken_away_says_so_and_forgets(house: House) -> None:
    user_id, (cookie, _) = a_colleague(house, "demoted", "admin", 2)
    where = str(house.cast.admin.organization_id)
    said = "You are Basic at Nordlys now. The page shows what you may see and do."

    async def go() -> None:
        async with (
            the_admin_at(house, user_id) as admin,
            Tab(house.url, cookie=cookie, path=USERS) as watching,
            Tab(house.url, cookie=cookie, path=USERS) as quiet,
        ):
            await watching.call(LiveState.follow)
            for tab in (watching, quiet):
                await tab.call(UsersState.load)
                await tab.until(lambda tab=tab: tab.value(UsersState, "rows"))
            await admin.call(UsersState.save_person, form={"name": "Kim", "phone": "", f"role_{where}": "basic"})
            await watching.until(lambda: watching.value(SessionState, "role") == "basic")
            assert (watching.value(UsersState, "rows"), toasts(watching)) == ([], [said]), "without having asked"

            for tab in (watching, quiet):
                await tab.call(UsersState.load)
                await tab.until(lambda tab=tab: "You may not do this." in toasts(tab))
                assert tab.value(SessionState, "may")["users_manage"] is False
                assert (tab.value(UsersState, "rows"), set(toasts(tab))) == ([], {said, "You may not do this."})

    run(go())


def test_sessions_that_end_elsewhere_end_on_open_pages_and_are_not_used_again(house: House) -> None:
    user_id, (mine, others) = a_colleague(house, "leaving", "basic", 2)
    new = "seven quiet boats at dawn"
    ended = "/login?ended=1"

    def post(path: str, cookie: str, body: dict[str, str]) -> httpx.Response:
        with house.browser() as http:
            return http.post(path, json=body, headers={"Cookie": cookie})

    def is_in(cookie: str) -> bool:
        with house.browser() as http:
            return http.get("/api/v1/me", headers={"Cookie": cookie}).status_code == 200

    async def go() -> None:
        async with Tab(house.url, cookie=mine) as here, Tab(house.url, cookie=others) as there:
            for tab in (here, there):
                await tab.call(LiveState.follow)
                await tab.settle()
            body = {"current_password": PASSWORD, "new_password": new, "confirm_password": new}
            assert (await asyncio.to_thread(post, "/auth/change-password", mine, body)).status_code == 200
            await there.until(there.redirects)
            assert (there.redirects(), there.value(SessionState, "is_signed_in")) == ([ended], False)
            await here.settle()
            assert here.redirects() == []

            assert (await asyncio.to_thread(post, "/auth/sign-out-everywhere", mine, {})).status_code == 200
            await here.until(here.redirects)
            assert here.redirects() == [ended]

        again = await asyncio.to_thread(
            post, "/auth/sign-in", "", {"email": "leaving@nordlys.example", "password": new}
        )
        fresh = again.headers["set-cookie"].partition(";")[0]
        async with the_admin_at(house, user_id) as admin, Tab(house.url, cookie=fresh) as open_page:
            await open_page.call(LiveState.follow)
            await open_page.settle()
            await admin.call(UsersState.set_active, is_active=False)
            await open_page.until(open_page.redirects)
            assert open_page.redirects() == [ended]
        for cookie in (mine, others, fresh):
            assert not await asyncio.to_thread(is_in, cookie)
            async with Tab(house.url, cookie=cookie) as replayed:
                assert replayed.value(SessionState, "is_signed_in") is False

    run(go())

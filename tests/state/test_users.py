"""User Management where no mail server sends anything, and the dialog of a person."""

from typing import Any

from leadx_app.state.users import UsersState
from tests.support.house import House
from tests.support.rx_client import run

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

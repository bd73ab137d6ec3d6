"""Erasing somebody from the page: asked first, only when their email was typed, and the list follows."""

from sqlmodel import Session

from leadx_app.domain.tenants import add_user
from leadx_app.models import Role
from leadx_app.state.erasure import ErasureState
from leadx_app.state.users import UsersState
from tests.cast import organization_of
from tests.support.house import House
from tests.support.rx_client import run

EMAIL = "zeb@nordlys.example"


def _somebody(house: House) -> str:
    def make(session: Session, *, now: object) -> str:
        here = organization_of(session, house.cast.admin)
        user = add_user(session, here, email=EMAIL, name="Zeb Kvark", role=Role.BASIC, now=now)
        return str(user.id)

    return house.database.system(make)


def test_an_admin_erases_somebody_whose_email_they_typed(house: House) -> None:
    user_id = _somebody(house)

    async def go() -> None:
        async with house.tab(house.cast.admin, path="/admin/users") as tab:
            await tab.call(UsersState.load)
            await tab.until(lambda: user_id in {row["id"] for row in tab.value(UsersState, "rows") or []})
            await tab.call(ErasureState.erase, form={"email": EMAIL})
            await tab.call(ErasureState.open_person, user_id=user_id)
            await tab.until(lambda: tab.value(ErasureState, "is_open"))
            assert tab.value(ErasureState, "who")["typed"] == EMAIL
            await tab.call(ErasureState.erase, form={"email": "zeb"})
            await tab.until(lambda: tab.value(ErasureState, "problem"))
            await tab.call(ErasureState.erase, form={"email": EMAIL})
            await tab.until(lambda: not tab.value(ErasureState, "is_open"))
            await tab.until(lambda: user_id not in {row["id"] for row in tab.value(UsersState, "rows")})

    run(go())


def test_nobody_else_gets_to_the_question(house: House) -> None:
    user_id = str(house.cast.basic.user_id)

    async def go() -> None:
        for who in (house.cast.manager, house.cast.stranger_admin):
            async with house.tab(who, path="/news") as tab:
                await tab.call(ErasureState.open_person, user_id=user_id)
                await tab.call(ErasureState.erase, form={"email": "basic@nordlys.example"})
                assert not tab.value(ErasureState, "is_open")

    run(go())

"""The organization switcher: the tab, and every other tab of the browser, follows with the rights there."""

from leadx_app.domain.tenants import grant_role
from leadx_app.models import Organization, Role, User, utc_now
from leadx_app.state.live import LiveState
from leadx_app.state.session import SessionState
from leadx_app.state.toasts import ToastState
from tests.support.house import House
from tests.support.probes import ProbeState
from tests.support.rx_client import run


def _in_two_places(house: House) -> str:
    """Let the Professional also be a Basic user of the child; returns its id."""

    def grant(session, *, now) -> None:
        user = session.get_one(User, house.cast.professional.user_id)
        child = session.get_one(Organization, house.cast.child_basic.organization_id)
        grant_role(session, user, child, Role.BASIC, now=utc_now())

    house.database.system(grant)
    return str(house.cast.child_basic.organization_id)


def test_every_tab_of_the_browser_follows_and_forgets_what_it_showed(house: House) -> None:
    child = _in_two_places(house)
    home = str(house.cast.professional.organization_id)

    async def go() -> None:
        async with house.tab(house.cast.professional) as tab, house.tab(house.cast.professional) as other:
            for one in (tab, other):
                await one.call(LiveState.follow)
                await one.until(lambda one=one: one.value(SessionState, "place") == home)
                await one.call(ProbeState.capture, title="Canary")
                await one.until(lambda one=one: one.value(ProbeState, "text"))
            assert [place["name"] for place in tab.value(SessionState, "places")] == ["Nordlys", "Nordlys Service"]
            await tab.call(SessionState.work_in, organization_id=child)
            for one in (tab, other):
                await one.until(lambda one=one: one.value(SessionState, "place") == child)
                assert one.value(SessionState, "role") == "basic"
                assert one.value(SessionState, "may")["lead_qualify"] is False
                assert not one.value(ProbeState, "text")
            await tab.call(SessionState.work_in, organization_id=home)
            await other.until(lambda: other.value(SessionState, "role") == "professional")

    run(go())


def test_where_the_person_does_not_belong_is_as_what_never_was(house: House) -> None:
    home = str(house.cast.manager.organization_id)
    places = (str(house.cast.stranger_manager.organization_id), "01890a5d-ac96-774b-bcce-b302099a8057")

    async def go(place: str) -> str:
        async with house.tab(house.cast.manager) as tab:
            await tab.call(SessionState.work_in, organization_id=place)
            await tab.until(lambda: tab.value(ToastState, "toasts"))
            assert tab.value(SessionState, "place") == home
            return tab.value(ToastState, "toasts")[-1]["text"]

    assert len({run(go(place)) for place in places}) == 1

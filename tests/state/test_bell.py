"""The bell through the socket: on whose pages it shows, on which, and for how long."""

from typing import Any
from uuid import UUID

from sqlmodel import Session

from leadx_app.domain.accounts import change_preferences
from leadx_app.domain.bell import ring_bell
from leadx_app.domain.permissions import Actor
from leadx_app.models import User
from leadx_app.state.bell import RingState
from leadx_app.state.lead_view import LeadViewState
from leadx_app.state.live import LiveState
from leadx_app.state.pipeline_outcome import OutcomeState
from leadx_app.state.session import SessionState
from leadx_app.state.toasts import ToastState
from tests.cast import a_won_lead
from tests.support.house import House
from tests.support.rx_client import Tab, run


def won(house: House, actor: Actor, title: str) -> str:
    def win(session: Session, actor: Actor, *, now: Any) -> str:
        return str(a_won_lead(session, actor, title=title, now=now).id)

    return house.database.act(house.cast.credential(actor), win)


def titles(tab: Tab) -> list[str]:
    return [ring["title"] for ring in tab.value(RingState, "rings") or []]


async def ring(tab: Tab, lead_id: str) -> None:
    await tab.call(LeadViewState.open_lead, lead_id=lead_id)
    await tab.until(lambda: (tab.value(LeadViewState, "lead") or {}).get("id") == lead_id)
    await tab.call(LeadViewState.ring_bell)


def test_it_rings_on_every_page_of_the_organization_and_on_nobody_elses(house: House) -> None:
    cast = house.cast
    inside = [(cast.lite, "/pipeline"), (cast.basic, "/profile"), (cast.manager, "/leads/7"), (cast.admin, "/feed")]
    outside = (cast.child_manager, cast.child_basic, cast.sibling_manager, cast.stranger_manager, cast.stranger_basic)
    lead_id = won(house, cast.professional, "canary of the bell")

    async def go() -> None:
        hears = [house.tab(actor, path=path) for actor, path in inside]
        deaf = [house.tab(actor, path="/pipeline") for actor in outside]
        async with house.tab(cast.professional, path="/pipeline") as winner:
            for tab in (*hears, *deaf):
                await tab.__aenter__()
            for tab in (*hears, *deaf, winner):
                await tab.call(RingState.listen)
                await tab.settle()
            await ring(winner, lead_id)
            for tab in (*hears, winner):
                await tab.until(lambda tab=tab: titles(tab) == ["canary of the bell"])
            assert [tab.value(RingState, "rings")[0]["is_mine"] for tab in (winner, hears[0])] == [True, False]
            assert hears[0].value(RingState, "rings")[0]["headline"] == "Petter Professional rang the bell"
            for tab in deaf:
                await tab.settle()
                assert not tab.saw("canary of the bell")
            await ring(winner, lead_id)
            await winner.settle()
            assert titles(hears[0]) == ["canary of the bell"]
            for tab in (*hears, *deaf):
                await tab.close()

    run(go())


def test_the_parents_manager_hears_nothing_of_a_child(house: House) -> None:
    cast = house.cast
    lead_id = won(house, cast.child_professional, "child's canary")

    async def go() -> None:
        async with house.tab(cast.manager) as parent, house.tab(cast.child_professional) as winner:
            for tab in (parent, winner):
                await tab.call(RingState.listen)
                await tab.settle()
            await ring(winner, lead_id)
            await winner.until(lambda: "child's canary" in titles(winner))
            await parent.settle()
            assert not parent.saw("child's canary")

    run(go())


def test_an_old_ring_is_not_shown_to_who_comes_later(house: House) -> None:
    cast = house.cast
    lead_id = UUID(won(house, cast.other_professional, "long ago"))
    act = house.database.act

    def ring_long_ago(session: Session, actor: Actor, *, now: Any) -> None:
        ring_bell(session, actor, lead_id, now=now.replace(year=now.year - 1))

    act(cast.credential(cast.other_professional), ring_long_ago)
    fresh_id = won(house, cast.professional, "just now")

    async def go() -> None:
        async with house.tab(cast.other_basic) as hidden, house.tab(cast.professional) as winner:
            for tab in (hidden, winner):
                await tab.call(RingState.listen)
            await hidden.call(LiveState.look, visible=False)
            await hidden.settle()
            await ring(winner, fresh_id)
            await winner.until(lambda: "just now" in titles(winner))
            await hidden.settle()
            assert not hidden.saw("just now")
            await hidden.call(LiveState.look, visible=True)
            await hidden.until(lambda: "just now" in titles(hidden))
            await hidden.call(RingState.listen)
            await hidden.until(lambda: titles(hidden) == [])
            assert not hidden.saw("long ago")

    run(go())


def test_winning_from_the_board_offers_the_bell(house: House) -> None:
    cast = house.cast

    def capture(session: Session, actor: Actor, *, now: Any) -> str:
        from tests.cast import a_lead

        return str(a_lead(session, actor, title="from the board", now=now).id)

    lead_id = house.database.act(cast.credential(cast.professional), capture)

    async def go() -> None:
        async with house.tab(cast.professional, path="/pipeline") as tab, house.tab(cast.basic) as colleague:
            await colleague.call(RingState.listen)
            await tab.call(OutcomeState.ask, lead_id=lead_id, kind="won")
            await tab.call(OutcomeState.win)
            await tab.until(lambda: tab.value(ToastState, "toasts"))
            [offer] = tab.value(ToastState, "toasts")
            assert offer["action_label"] == "Ring the Bell"
            await tab.call(ToastState.take_action, toast_id=offer["id"])
            await colleague.until(lambda: "from the board" in titles(colleague))

    run(go())


def test_muting_is_kept_with_the_person(house: House) -> None:
    cast = house.cast

    def is_muted(session: Session, *, now: Any) -> bool:
        return session.get_one(User, cast.other_manager.user_id).is_bell_muted

    async def go() -> None:
        async with house.tab(cast.other_manager) as tab:
            await tab.call(RingState.mute, is_muted=True)
            await tab.until(lambda: tab.value(SessionState, "is_bell_muted"))
        assert house.database.system(is_muted)
        async with house.tab(cast.other_manager) as tab:
            await tab.until(lambda: tab.value(SessionState, "is_bell_muted"))

    run(go())
    house.database.act(cast.credential(cast.other_manager), change_preferences, is_bell_muted=False)

"""Rewards through the socket: what each role gets, what its handlers refuse, and goals live on other people's pages."""

from collections.abc import Callable, Coroutine, Iterator
from typing import Any
from uuid import UUID

import pytest

from leadx_app.domain.leads.capture import capture
from leadx_app.domain.leads.close import close_won
from leadx_app.domain.permissions import Actor
from leadx_app.state.goals import PERSON, GoalsState
from leadx_app.state.rewards import RewardsState
from leadx_app.state.toasts import ToastState
from tests.cast import a_draft
from tests.support.house import House, open_house
from tests.support.lanes import SqliteLane
from tests.support.rx_client import Tab, run

NEVER = "01a207bc-0000-7000-8000-000000000000"


@pytest.fixture(scope="module")
def house(sqlite_lane: SqliteLane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A backend where Professional won a lead, and where child and stranger made one."""
    with sqlite_lane.migrated() as url, open_house(tmp_path_factory.mktemp("rewards"), url) as house:
        professional = house.cast.professional
        lead = make(house, professional, value="100")
        house.database.act(house.cast.credential(professional), close_won, lead)
        make(house, house.cast.child_professional)
        make(house, house.cast.stranger_manager)
        yield house


def make(house: House, actor: Actor, **fields: Any) -> UUID:
    """A lead of the actor's, committed."""
    return house.database.act(house.cast.credential(actor), capture, a_draft(**fields)).lead_id


def value(tab: Tab, name: str) -> Any:
    return tab.value(RewardsState, name)


def toasts(tab: Tab) -> list[str]:
    return [toast["text"] for toast in tab.value(ToastState, "toasts") or []]


def goals(tab: Tab) -> list[tuple[str, str, str]]:
    return [(one["what"], one["figures"], one["whose"]) for one in value(tab, "goals") or []]


def with_tab(house: House, actor: Actor, work: Callable[[Tab], Coroutine[Any, Any, Any]], query: str = "") -> Any:
    """Open Rewards as the actor and work there."""

    async def inside() -> Any:
        async with house.tab(actor, path=f"/rewards{query}") as tab:
            await tab.call(RewardsState.load)
            await tab.until(lambda: value(tab, "is_loaded"))
            return await work(tab)

    return run(inside())


def test_each_role_gets_what_it_may_see_and_no_other_organization(house: House):
    cast = house.cast

    async def seen(tab: Tab) -> tuple[Any, ...]:
        parts = ("sees_board", "sees_everybody", "may_set_goal", "organization")
        return (*[value(tab, name) for name in parts], len(value(tab, "organizations") or []))

    home = str(cast.basic.organization_id)
    assert with_tab(house, cast.lite, seen) == (False, False, False, home, 0)
    assert with_tab(house, cast.professional, seen) == (True, False, False, home, 0)
    assert with_tab(house, cast.manager, seen) == (True, True, True, home, 3)
    assert with_tab(house, cast.admin, seen) == (True, True, False, home, 3)
    theirs = f"?organization={cast.stranger_manager.organization_id}"
    assert with_tab(house, cast.manager, seen, theirs)[3] == home
    assert with_tab(house, cast.child_manager, seen, f"?organization={home}")[3] != home


def test_nobody_looks_into_a_ledger_that_is_not_theirs(house: House):
    cast = house.cast

    async def peek(tab: Tab) -> None:
        for person in (cast.manager.user_id, cast.stranger_basic.user_id, NEVER):
            await tab.call(RewardsState.why, user_id=str(person))
            await tab.until(lambda: toasts(tab))
            await tab.settle()
        assert toasts(tab) == ["You may not do this."]
        assert not value(tab, "is_asked")
        await tab.call(RewardsState.more_lines)
        await tab.call(RewardsState.why, user_id=str(cast.professional.user_id))
        await tab.until(lambda: value(tab, "is_asked"))
        assert [line["points"] for line in value(tab, "lines")] == ["+50", "+10"]

    with_tab(house, cast.professional, peek)


def test_a_lite_user_has_no_place_to_hide_from(house: House):
    async def hide(tab: Tab) -> None:
        await tab.call(RewardsState.hide_me, is_hidden=True)
        await tab.until(lambda: toasts(tab))

    with_tab(house, house.cast.lite, hide)


def test_who_sets_no_goals_is_refused_by_every_handler(house: House):
    async def dare(tab: Tab) -> None:
        form = {"measure": "leads", "target": "5", "time": "month "}
        calls = [
            (GoalsState.ask, {}),
            (GoalsState.save, {"form": form}),
            (GoalsState.remove, {"goal_id": NEVER}),
            (GoalsState.restore, {"goal_id": NEVER}),
        ]
        for handler, payload in calls:
            await tab.call(handler, **payload)
            await tab.until(lambda: toasts(tab))
            await tab.settle()
        assert toasts(tab) == ["You may not do this."]
        assert not tab.value(GoalsState, "is_open")
        assert goals(tab) == []

    for actor in (house.cast.professional, house.cast.admin):
        with_tab(house, actor, dare)


def test_a_goal_shows_on_other_peoples_pages_and_goes_with_its_organization_alone(house: House):
    cast = house.cast

    async def watch() -> None:
        async with house.tab(cast.lite, path="/rewards") as lite, house.tab(cast.child_basic, path="/rewards") as child:
            for tab in (lite, child):
                await tab.call(RewardsState.load)
                await tab.until(lambda tab=tab: value(tab, "is_loaded"))
            async with house.tab(cast.manager, path="/rewards") as tab:
                await tab.call(RewardsState.load)
                await tab.call(GoalsState.ask)
                await tab.until(lambda: tab.value(GoalsState, "is_open"))
                time = tab.value(GoalsState, "times")[2]["value"]
                form = {"measure": "won", "target": "", "time": time, f"{PERSON}{cast.professional.user_id}": True}
                await tab.call(GoalsState.save, form=form)
                await tab.until(lambda: "target" in (tab.value(GoalsState, "problems") or {}))
                await tab.call(GoalsState.save, form=form | {"target": "4", "name": "Four"})
                await tab.until(lambda: not tab.value(GoalsState, "is_open"))
                await lite.until(lambda: goals(lite) == [("Four", "1 of 4", cast.professional.name)])
                goal = value(lite, "goals")[0]["id"]
                await tab.call(GoalsState.remove, goal_id=goal)
                await lite.until(lambda: goals(lite) == [])
                await tab.call(GoalsState.restore, goal_id=goal)
                await lite.until(lambda: len(goals(lite)) == 1)
                await tab.settle()
                assert not tab.saw("Something went wrong")
            assert goals(child) == []

    run(watch())

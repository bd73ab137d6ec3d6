"""The Admin's page of stages through the socket: what it shows, what it refuses, and who else sees it at once."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from leadx_app.queries.list_settings import StageSet
from leadx_app.state.admin_stages import AdminStagesState, stage_shown
from leadx_app.state.community import CommunityState
from leadx_app.state.format import Look
from leadx_app.state.pipeline import PipelineState
from leadx_app.state.pulse import PulseState
from leadx_app.state.toasts import ToastState
from tests.cast import NOW
from tests.support.house import House, open_house
from tests.support.lanes import SqliteLane
from tests.support.rx_client import Tab, run

USUAL = {"color": "#0d9488", "win_probability_percent": "40", "quiet_after_days": "10"}


@pytest.fixture(scope="module")
def house(sqlite_lane: SqliteLane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A backend whose stages this module may change."""
    with sqlite_lane.migrated() as url, open_house(tmp_path_factory.mktemp("stages"), url) as house:
        yield house


def names(tab: Tab) -> list[str]:
    return [line["name"] for line in tab.value(AdminStagesState, "lines") or []]


def value(tab: Tab, name: str) -> Any:
    return tab.value(AdminStagesState, name)


def toasts(tab: Tab) -> list[str]:
    return [toast["text"] for toast in tab.value(ToastState, "toasts") or []]


async def opened(tab: Tab) -> None:
    await tab.call(AdminStagesState.load)
    await tab.until(lambda: value(tab, "is_loaded"))


def test_a_stage_says_what_it_holds_in_the_readers_words() -> None:
    stage = StageSet(UUID(int=1), "Tilbud", "#d97706", 75, 14, 1234, False)
    shown = stage_shown(stage, 3, 3, Look("nb", "Europe/Oslo", NOW))
    assert shown.facts == "75\u00a0% vinnes · stille etter 14 dager"
    assert shown.leads.replace("\xa0", " ") == "1 234 leads"
    assert (shown.up, shown.down, shown.remove) == ("Flytt Tilbud opp", "", "Fjern Tilbud")
    first = stage_shown(stage, 0, 3, Look("en", "Europe/Oslo", NOW))
    assert (first.up, first.down, first.remove) == ("", "", "")
    assert first.facts.startswith("75% won")


def test_a_change_shows_on_open_pages_of_everybody_at_once(house: House) -> None:
    cast = house.cast

    async def go() -> None:
        async with (
            house.tab(cast.admin, path="/admin/stages") as admin,
            house.tab(cast.professional, path="/pipeline?view=board") as board,
            house.tab(cast.child_basic, path="/community") as child,
        ):
            await opened(admin)
            await board.call(PipelineState.load)
            await child.call(CommunityState.load)
            await board.until(lambda: board.value(PipelineState, "is_loaded"))
            await child.until(lambda: child.value(CommunityState, "is_loaded"))
            assert names(admin) == ["New", "Lead", "Opportunity", "Offer"]
            await admin.call(AdminStagesState.begin_change, stage_id=value(admin, "lines")[3]["id"])
            await admin.until(lambda: value(admin, "form")["name"] == "Offer")
            await admin.call(AdminStagesState.save, form={"name": "Quote", **USUAL})
            await admin.until(lambda: names(admin)[3:] == ["Quote"])
            await board.until(lambda: "Quote" in [one["name"] for one in board.value(PipelineState, "columns")])
            await board.until(lambda: "Quote" in [one["label"] for one in board.value(PipelineState, "moves")])
            await child.until(lambda: child.saw("Quote"))

    run(go())


def test_what_is_wrong_is_said_at_its_field_and_the_dialog_stays(house: House) -> None:
    async def go() -> None:
        async with house.tab(house.cast.admin, path="/admin/stages") as tab:
            await opened(tab)
            await tab.call(AdminStagesState.begin_add)
            await tab.until(lambda: value(tab, "is_changing"))
            for field, written in (("win_probability_percent", "150"), ("quiet_after_days", "soon"), ("name", "lead")):
                await tab.call(AdminStagesState.save, form={"name": "Talks", **USUAL, field: written})
                await tab.until(lambda field=field: list(value(tab, "problems")) == [field])
            assert value(tab, "is_changing")
            await tab.call(AdminStagesState.shift, stage_id=value(tab, "lines")[1]["id"], down=False)
            await tab.until(lambda: toasts(tab) == ["The first stage stays first: every lead begins there."])

    run(go())


def test_a_stage_of_another_customer_is_no_stage(house: House) -> None:
    async def go() -> None:
        async with house.tab(house.cast.stranger_admin, path="/admin/stages") as tab:
            await opened(tab)
            theirs = value(tab, "lines")[3]["id"]
        async with house.tab(house.cast.admin, path="/admin/stages") as tab:
            await opened(tab)
            for handler in (AdminStagesState.begin_change, AdminStagesState.begin_remove):
                await tab.call(handler, stage_id=theirs)
            await tab.call(AdminStagesState.shift, stage_id=theirs, down=True)
            await tab.until(lambda: "We could not find that." in toasts(tab))
            await tab.settle()
            assert (value(tab, "is_changing"), value(tab, "is_removing")) in ((None, None), (False, False))

    run(go())


def test_pulse_of_a_stage_that_goes_is_of_all_stages(house: House) -> None:
    cast = house.cast

    async def go() -> None:
        async with house.tab(cast.admin, path="/admin/stages") as admin:
            await opened(admin)
            gone = value(admin, "lines")[2]
            async with house.tab(cast.manager, path=f"/pulse?stage={gone['id']}") as pulse:
                await pulse.call(PulseState.load)
                await pulse.until(lambda: len(pulse.value(PulseState, "ages") or []) == 1)
                await admin.call(AdminStagesState.begin_remove, stage_id=gone["id"])
                await admin.until(lambda: value(admin, "is_removing"))
                await admin.call(AdminStagesState.remove, form={})
                await admin.until(lambda: gone["name"] not in names(admin))
                await pulse.until(lambda: len(pulse.value(PulseState, "ages") or []) == 3)
                assert gone["name"] not in [one["label"] for one in pulse.value(PulseState, "stages")]

    run(go())

"""The Admin's lists and the organization's own settings through the socket; Fjord ends as it began."""

from typing import Any
from uuid import UUID

import pytest

from leadx_app.domain.choices import ListKind
from leadx_app.queries.list_settings import ListedRow
from leadx_app.state.admin_basis import AdminBasisState
from leadx_app.state.admin_lists import AdminListsState, listed_shown
from leadx_app.state.format import Look
from leadx_app.state.toasts import ToastState
from tests.cast import NOW
from tests.support.house import House
from tests.support.rx_client import Tab, run


def names(tab: Tab, kind: str = "sources") -> list[str]:
    return [line["name"] for line in tab.value(AdminListsState, kind) or []]


def line_of(tab: Tab, name: str) -> dict[str, Any]:
    return next(line for line in tab.value(AdminListsState, "sources") if line["name"] == name)


def toasts(tab: Tab) -> list[str]:
    return [toast["text"] for toast in tab.value(ToastState, "toasts") or []]


def test_the_buttons_of_a_row_say_what_they_do() -> None:
    rows = [ListedRow(UUID(int=number), name, number > 2, False) for number, name in enumerate("ABCD", start=1)]
    shown = listed_shown(ListKind.SOURCES, rows, Look("nb", "Europe/Oslo", NOW))
    assert [(line.up, line.down) for line in shown] == [("", "Flytt A ned"), ("Flytt B opp", ""), ("", ""), ("", "")]
    assert [line.stop for line in shown] == ["Slutt å bruke A", "Slutt å bruke B", "Bruk C igjen", "Bruk D igjen"]
    alone = listed_shown(ListKind.TAGS, rows[:1], Look("en", "Europe/Oslo", NOW))
    assert (alone[0].join, alone[0].up, alone[0].change) == ("", "", "Rename A")


def test_a_name_is_added_stopped_taken_up_again_and_merged(house: House) -> None:
    async def go() -> None:
        async with house.tab(house.cast.stranger_admin, path="/admin/lists") as tab:
            await tab.call(AdminListsState.load)
            await tab.until(lambda: tab.value(AdminListsState, "is_loaded"))
            before = names(tab)
            await tab.call(AdminListsState.begin_add, kind="sources")
            await tab.until(lambda: tab.value(AdminListsState, "is_changing"))
            await tab.call(AdminListsState.save, form={"name": before[0].upper()})
            await tab.until(lambda: tab.value(AdminListsState, "problems"))
            assert tab.value(AdminListsState, "problems") == {"name": "This name is on the list already."}
            await tab.call(AdminListsState.save, form={"name": "Fair in Bergen"})
            await tab.until(lambda: names(tab) == [*before, "Fair in Bergen"])
            fair = line_of(tab, "Fair in Bergen")["id"]
            for is_retired in (True, False):
                await tab.call(AdminListsState.retire, kind="sources", row_id=fair, is_retired=is_retired)
                await tab.until(lambda wanted=is_retired: line_of(tab, "Fair in Bergen")["is_retired"] == wanted)
            await tab.call(AdminListsState.begin_merge, kind="sources", row_id=fair)
            await tab.until(lambda: tab.value(AdminListsState, "is_merging"))
            into = next(one["value"] for one in tab.value(AdminListsState, "others") if one["label"] == before[0])
            await tab.call(AdminListsState.merge, form={"into_id": into})
            await tab.until(lambda: names(tab) == before)
            await tab.call(AdminListsState.begin_rename, kind="tags", row_id=fair)
            await tab.until(lambda: "We could not find that." in toasts(tab))

    run(go())


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ({"file_limit_mb": "much"}, "Write a whole number, or nothing."),
        ({"file_limit_mb": "2000"}, "Write a whole number from 1 to 25."),
        ({"files_per_lead": "0"}, "Write a whole number from 1 to 100."),
    ],
    ids=["word", "large", "none"],
)
def test_a_limit_that_cannot_be_is_said_at_its_field(house: House, written: dict[str, str], problem: str) -> None:
    here = str(house.cast.stranger_admin.organization_id)

    async def go() -> None:
        async with house.tab(house.cast.stranger_admin, path="/admin") as tab:
            await tab.call(AdminBasisState.load)
            await tab.until(lambda: tab.value(AdminBasisState, "lines"))
            await tab.call(AdminBasisState.save_files, form={"organization_id": here, **written})
            await tab.until(lambda: tab.value(AdminBasisState, "problems"))
            assert tab.value(AdminBasisState, "problems") == {next(iter(written)): problem}
            assert tab.value(AdminBasisState, "problem_at") == here

    run(go())


def test_the_basis_is_saved_and_nobody_elses(house: House) -> None:
    cast = house.cast
    here, theirs = str(cast.stranger_admin.organization_id), str(cast.admin.organization_id)

    async def go() -> None:
        async with house.tab(cast.stranger_admin, path="/admin") as tab:
            await tab.call(AdminBasisState.load)
            await tab.until(lambda: tab.value(AdminBasisState, "lines"))
            assert [line["id"] for line in tab.value(AdminBasisState, "lines")] == [here]
            for basis, month in (("closed_leads", "5"), ("all_leads", "1")):
                form = {"organization_id": here, "hit_rate_basis": basis, "financial_year_start_month": month}
                await tab.call(AdminBasisState.save_figures, form=form)
                wanted = (basis, month)
                await tab.until(
                    lambda wanted=wanted: (
                        [(line["basis"], line["start_month"]) for line in tab.value(AdminBasisState, "lines")]
                        == [wanted]
                    )
                )
            await tab.call(AdminBasisState.save_figures, form=form | {"organization_id": theirs})
            await tab.until(lambda: "We could not find that." in toasts(tab))

    run(go())

"""Imports through the socket and the file route: the whole way, live, for nobody else; and what its handlers refuse."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from leadx_app.domain.permissions import Actor
from leadx_app.state.imports import ImportsState
from leadx_app.state.jobs import JobsState
from leadx_app.state.toasts import ToastState
from tests.support.house import House, open_house
from tests.support.lanes import SqliteLane
from tests.support.rx_client import Tab, run

ROWS = "Hva;Firma;Verdi\r\nBåthus;Ærlig AS;1 234,50\r\nKai;Dal AS;mange\r\n"


@pytest.fixture(scope="module")
def house(sqlite_lane: SqliteLane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One backend for this file: its rounds do the jobs."""
    with sqlite_lane.migrated() as url, open_house(tmp_path_factory.mktemp("imports"), url) as house:
        yield house


def _send(house: House, actor: Actor, content: str, name: str = "leads.csv") -> str:
    headers = {"X-LeadX": "1", "X-File-Name": name, "Cookie": house.cookie(actor)}
    answer = httpx.post(f"{house.url}/files", content=content.encode("windows-1252"), headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def _errors(house: House, actor: Actor, import_id: str) -> list[str]:
    """The lines of the file of errors."""
    address = f"{house.url}/api/v1/imports/{import_id}/errors"
    return httpx.get(address, headers={"Cookie": house.cookie(actor)}).content.decode("utf-8-sig").splitlines()


def _one(tab: Tab) -> dict[str, Any]:
    return tab.value(ImportsState, "one") or {}


def _result(tab: Tab) -> list[str]:
    return [count["text"] for count in _one(tab).get("counts", [])]


async def _opened(house: House, tab: Tab, actor: Actor, content: str = ROWS) -> None:
    await tab.call(ImportsState.load)
    await tab.until(lambda: tab.value(ImportsState, "is_loaded"))
    await tab.call(ImportsState.begin, file_id=_send(house, actor, content), name="leads.csv")
    await tab.until(lambda: _one(tab).get("step") == "mapping")


def test_the_whole_way_from_the_file_to_undo(house: House) -> None:
    who = house.cast.professional

    async def go() -> None:
        async with house.tab(who, path="/import") as tab:
            await _opened(house, tab, who)
            assert _one(tab)["lacking"] == "Lead title"
            await tab.call(ImportsState.map_column, place=0, field="title")
            await tab.until(lambda: _one(tab)["lacking"] == "")
            first, second = _one(tab)["preview"]
            assert [cell["text"] for cell in first["cells"]] == ["Båthus", "Ærlig AS", "1,234.50"]
            assert second["cells"][2]["problem"] == "Write an amount with digits, for example 1234,50."
            await tab.call(ImportsState.check)
            await tab.until(lambda: _result(tab) == ["1 will be created", "1 has errors"])
            await tab.call(ImportsState.run_import)
            await tab.until(lambda: _one(tab)["step"] == "over" and _result(tab) == ["1 created", "1 with errors"])
            assert _errors(house, who, _one(tab)["id"]) == [
                '"Row","What is wrong","Hva","Firma","Verdi"',
                '"3","Lead value: Write an amount with digits, for example 1234,50.","Kai","Dal AS","mange"',
            ]
            await tab.call(ImportsState.undo)
            await tab.until(lambda: _result(tab) == ["2 removed"])

    run(go())


def test_another_encoding_or_mark_reads_the_file_again(house: House) -> None:
    who = house.cast.professional

    async def go() -> None:
        async with house.tab(who, path="/import") as tab:
            await _opened(house, tab, who, "Tittel|Firma,x\r\nA|B,c\r\nD|E,f\r\n")
            for delimiter, shown in (("|", ["Tittel", "Firma,x"]), (",", ["Tittel|Firma", "x"])):
                await tab.call(ImportsState.set_delimiter, delimiter=delimiter)
                await tab.until(
                    lambda shown=shown: (
                        [column["name"] for column in _one(tab).get("columns", [])] == shown
                        and _one(tab)["step"] == "mapping"
                    )
                )
            await tab.call(ImportsState.set_header, has_header=False)
            await tab.until(lambda: not _one(tab)["has_header"])
            assert _one(tab)["columns"][0]["name"] == "Column 1"

    run(go())


def test_a_file_that_cannot_be_read_says_why_to_its_person_and_the_admin(house: House) -> None:
    who = house.cast.manager

    async def go() -> None:
        async with house.tab(who, path="/import") as tab, house.tab(house.cast.admin, path="/admin/jobs") as admin:
            await admin.call(JobsState.load)
            await tab.call(ImportsState.load)
            await tab.until(lambda: tab.value(ImportsState, "is_loaded"))
            file_id = _send(house, who, 'a;b\r\n"' + "x\r\n" * 70_000)
            await tab.call(ImportsState.begin, file_id=file_id, name="leads.csv")
            await tab.until(lambda: _one(tab).get("trouble") == "Row 2 cannot be read. Is a quotation mark missing?")
            await admin.until(
                lambda: (
                    [(row["kind"], row["state"]) for row in admin.value(JobsState, "rows") or []][:1]
                    == [("Read a file", "Failed")]
                )
            )

    run(go())


def test_nobody_else_sees_or_moves_an_import(house: House) -> None:
    who = house.cast.other_professional

    async def go() -> None:
        async with house.tab(who, path="/import") as tab:
            await _opened(house, tab, who, ROWS.replace("Båthus", "canary"))
            import_id = _one(tab)["id"]
        for other in (house.cast.professional, house.cast.manager, house.cast.stranger_manager, house.cast.admin):
            async with house.tab(other, path=f"/import?id={import_id}") as tab:
                await tab.call(ImportsState.load)
                await tab.until(lambda: tab.value(ImportsState, "is_loaded"))
                await tab.call(ImportsState.open_import, import_id=import_id)
                await tab.settle()
                assert _one(tab).get("id", "") == ""
                assert not tab.saw("canary")
        async with house.tab(house.cast.basic, path="/import") as tab:
            await tab.call(ImportsState.load)
            await tab.until(lambda: tab.value(ToastState, "toasts"))

    run(go())

"""Every handler, called by everybody whom a lead does not concern, with its own ids: nothing is seen or changed."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from reflex_base.registry import RegistrationContext

from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.leads.capture import capture
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.notes import NoteDraft, write_note
from leadx_app.leadx_app import app
from leadx_app.models import Company, Event, File, Lead, Note, Person, SalesActivity, Task
from leadx_app.state.doors import Door, find_door
from tests.cast import a_draft
from tests.support.backend import UNHURRIED
from tests.support.house import House, open_house
from tests.support.lanes import SqliteLane
from tests.support.rx_client import Tab, run

CANARY = "canary-0815"
HEADLINE = "headline-0815"
"""What Community tells a colleague, and nobody else outside."""
TABLES = (Lead, Event, Note, File, Company, Person, Task, SalesActivity)
# What a colleague may read of everybody's leads; each has tests of its own for who else may.
SHOWN_TO_COLLEAGUES = (
    "feed_state.",
    "feed_aside_state.",
    "contacts_state.",
    "contact_view_state.",
    "contact_form_state.",
    "contact_merge_state.",
)
# Over the wire a few; tests/isolation goes through every role of every organization in its own process.
OUTSIDE = ("stranger_manager", "other_basic", None)


def our_doors() -> dict[str, Door]:
    """Every handler of the application, by its full name."""
    assert app is not None
    names = [name for name in RegistrationContext.get().event_handlers if "leadx_app" in name]
    return {name: door for name in names if (door := find_door(name))}


def a_payload(door: Door, ids: list[str], turn: int) -> dict[str, Any]:
    """Arguments that the handler takes, with the ids wherever an id may stand."""
    schema = door.parameters.model_json_schema()
    known = schema.get("$defs", {})
    return {name: _value(field, known, ids, turn) for name, field in schema.get("properties", {}).items()}


def _value(schema: dict[str, Any], known: dict[str, Any], ids: list[str], turn: int) -> Any:
    if "$ref" in schema:
        return _value(known[schema["$ref"].rpartition("/")[2]], known, ids, turn)
    if "anyOf" in schema:
        return _value(schema["anyOf"][0], known, ids, turn)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][turn % len(schema["enum"])]
    match schema.get("type"):
        case "integer" | "number":
            return turn
        case "boolean":
            return True
        case "array":
            return [_value(schema.get("items", {}), known, ids, turn)]
        case "object" if "properties" in schema:
            return {name: _value(field, known, ids, turn) for name, field in schema["properties"].items()}
        case "object":
            return {"lead_id": ids[0], "title": "x", "version": "1", "text": "x", "reason": "x"}
    if "pattern" in schema:
        words = re.findall(r"\w+", schema["pattern"])
        guesses = ("0" * 32, "0" * 10, "2026", "2026-11-29", ids[turn % len(ids)], "", *words)
        return next((guess for guess in guesses if re.search(schema["pattern"], guess)), "x")
    return ids[turn % len(ids)][: schema.get("maxLength")]


def everything_of(house: House, tenant_id: UUID) -> list[tuple[Any, ...]]:
    """All rows of the tenant that the lead touches; what people choose for themselves is none of it."""

    def rows(session: Any, *, now: Any) -> list[tuple[Any, ...]]:
        return [
            tuple(row)
            for table in TABLES
            for row in session.execute(
                sa.select(table.__table__).where(table.tenant_id == tenant_id).order_by(table.id)
            )
            if table is not Event or row.kind != EventKind.PREFERENCES_CHANGED
        ]

    return house.database.system(rows, writes=False)


@pytest.fixture(scope="module")
def house(sqlite_lane: SqliteLane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One backend for this file: calling every handler changes the callers' own settings too."""
    with (
        sqlite_lane.migrated() as url,
        open_house(tmp_path_factory.mktemp("strangers"), url, **{UNHURRIED: "1"}) as house,
    ):
        yield house


@pytest.fixture(scope="module")
def lead_ids(house: House) -> list[str]:
    """A lead of a Basic user at Nordlys in whose every text the canary stands: its id, and those around it."""
    cast = house.cast

    def make(session: Any, actor: Any, *, now: Any) -> list[str]:
        draft = a_draft(
            title=f"{HEADLINE} title",
            company_name=f"{HEADLINE} company",
            person_name=f"{CANARY} person",
            person_email=f"{CANARY}@example.com",
            description=f"{CANARY} description",
            tags=[f"{CANARY} tag"],
        )
        captured = capture(session, actor, draft, now=now)
        write_note(session, actor, captured.lead_id, parse_draft(NoteDraft, {"text": f"{CANARY} note"}), now=now)
        lead = session.get_one(Lead, captured.lead_id)
        return [str(one) for one in (lead.id, lead.company_id, lead.person_id, lead.stage_id, actor.user_id)]

    return house.database.act(cast.credential(cast.basic), make)


@pytest.mark.parametrize("who", OUTSIDE)
def test_nobody_outside_sees_or_changes_a_lead_through_any_handler(
    house: House, lead_ids: list[str], who: str | None
) -> None:
    doors = our_doors()
    if who == "other_basic":
        doors = {name: door for name, door in doors.items() if not any(one in name for one in SHOWN_TO_COLLEAGUES)}
    before = everything_of(house, house.cast.basic.tenant_id)

    async def go() -> None:
        tab: Tab
        async with house.tab(getattr(house.cast, who) if who else None, path=f"/leads/{lead_ids[0]}") as tab:
            for turn in range(2):
                for name, door in doors.items():
                    await tab.send(name, a_payload(door, lead_ids, turn))
                await tab.settle()
            for word in [CANARY, *([] if who == "other_basic" else [HEADLINE])]:
                found = [frame for frame in tab.frames if word in frame]
                assert not [frame[max(0, (at := frame.index(word)) - 300) : at + 60] for frame in found]

    run(go())
    assert everything_of(house, house.cast.basic.tenant_id) == before


def test_the_owner_sees_the_canary_so_that_the_others_tests_mean_something(house: House, lead_ids: list[str]) -> None:
    async def go() -> None:
        async with house.tab(house.cast.basic, path=f"/leads/{lead_ids[0]}") as tab:
            await tab.until(lambda: tab.saw(f"{HEADLINE} title"))
            await tab.until(lambda: tab.saw(f"{CANARY} note"))

    run(go())


def test_the_payloads_are_such_that_the_handlers_take_them(lead_ids: list[str]) -> None:
    """Otherwise the gate would refuse them and nothing were tested."""
    doors = our_doors()
    for door in doors.values():
        assert door.parse(a_payload(door, lead_ids, 0)) is not None
    assert len(doors) > 20

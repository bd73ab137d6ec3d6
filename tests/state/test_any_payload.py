"""Anything at all, sent to every handler by every role: refused or done, and never a failure of ours."""

import asyncio
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from leadx_app.domain.news.publish import remove
from leadx_app.domain.permissions import Actor
from leadx_app.state.doors import Door
from leadx_app.state.session import SessionState
from tests.cast import a_lead, a_waiting_lead, a_won_lead, an_item
from tests.state.test_strangers import a_payload, our_doors
from tests.support.house import House, open_house
from tests.support.lanes import SqliteLane
from tests.support.rx_client import Tab, run

ROLES = ("lite", "basic", "professional", "manager", "admin", "child_manager", "stranger_manager")
ODD: tuple[Any, ...] = (
    *(
        "",
        " ",
        "\x00",
        "\ud800",
        "\u202egpj.exe",
        "e\u0301",
        "👩‍👩‍👧",
        "x" * 30_000,
        "%",
        "_",
        "'; DROP TABLE leads; --",
    ),
    *("<script>alert(1)</script>", "=1+1", "../../etc", "NaN", "1e400", "1.234.567,89", "9" * 40, "2023-02-29"),
    *("9999-12-31", "0001-01-01T00:00", "2026-03-29T02:30", "0000-00-00", "24:61", "me", "-1", "true", "null", "1"),
    *(None, True, False, 0, -1, 2**53 + 1, 2**63, 10**400, 0.1, 1e308, [], [[]], {}, {"a": {"b": []}}, ["a"] * 25),
)
FIELDS = (
    *("title", "company_name", "person_name", "person_email", "person_phone", "value", "currency", "tags", "stage_id"),
    *("owner_id", "expected_closing_on", "reason", "text", "html", "version", "was", "publish_at", "expires_at"),
    *("news_id", "lead_id", "file_ids", "due_on", "due_time", "reminder", "priority", "repeat", "assignee_id", "kind"),
    *("happens_at", "duration_minutes", "hours", "escalation_id", "name", "action", "keep_title", "weekday_1"),
)


@pytest.fixture
def own_house(sqlite_lane: SqliteLane, tmp_path: Path) -> Iterator[House]:
    """A house of its own: people change their language and more besides."""
    with sqlite_lane.migrated() as url, open_house(tmp_path, url) as house:
        yield house


def ids_of(house: House) -> list[str]:
    """Leads, news and people that there are."""
    cast = house.cast

    def make(session: Any, actor: Actor, *, now: Any) -> list[str]:
        leads = [a_lead(session, cast.basic, now=now), a_waiting_lead(session, cast.lite, now=now)]
        leads.append(a_won_lead(session, cast.professional, now=now))
        kept, gone = an_item(session, actor, now=now), an_item(session, actor, now=now)
        remove(session, actor, gone.id, now=now)
        people = (cast.basic, cast.professional)
        return [
            *(str(one.id) for one in (*leads, kept, gone)),
            *(str(one.stage_id) for one in leads),
            *(str(one.user_id) for one in people),
            str(cast.child_manager.organization_id),
        ]

    return house.database.act(cast.credential(cast.manager), make)


def spoiled(payload: dict[str, Any], chance: random.Random, ids: list[str]) -> dict[str, Any]:
    """The payload with something in it that no page of ours sends."""
    for name, value in payload.items():
        if isinstance(value, dict):
            known = {field: chance.choice((*ODD, *ids)) for field in chance.sample(FIELDS, 8)}
            payload[name] = value | known
        elif chance.random() < 0.5:
            payload[name] = chance.choice((*ODD, *ids))
    if chance.random() < 0.1:
        payload["now"] = "2020-01-01T00:00:00Z"
    return payload


async def send_all(tab: Tab, doors: dict[str, Door], ids: list[str], chance: random.Random) -> None:
    """Every handler spoiled, some in good order before it, so that also what depends on the one before is met."""
    for number, (name, door) in enumerate(doors.items()):
        if chance.random() < 0.3:
            await tab.send(name, a_payload(door, ids, number))
        await tab.send(name, spoiled(a_payload(door, ids, number), chance, ids))
    await tab.settle()
    assert tab.value(SessionState, "is_signed_in")


def test_no_payload_of_any_role_makes_a_handler_fail(own_house: House) -> None:
    ids, doors = ids_of(own_house), our_doors()

    async def go() -> None:
        async def one(place: int, who: str) -> None:
            async with own_house.tab(getattr(own_house.cast, who), path=f"/leads/{ids[0]}") as tab:
                await send_all(tab, doors, ids, random.Random(place))

        await asyncio.gather(*(one(place, who) for place, who in enumerate(ROLES)))

    run(go())
    logged = own_house.backend.logged()
    assert not re.findall(r"leadx\.error: .*|Traceback.*", logged)

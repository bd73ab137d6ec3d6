"""Anything at all, sent to every handler by every role: refused or done, and never a failure of ours."""

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from leadx_app.domain.news.publish import remove
from leadx_app.domain.permissions import Actor
from leadx_app.state.doors import Door
from leadx_app.state.session import SessionState
from tests.cast import a_lead, a_waiting_lead, a_won_lead, an_item
from tests.state.test_strangers import a_payload, our_doors
from tests.support.backend import UNHURRIED
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


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=6,
)
ANYTHING = st.lists(st.sampled_from(ODD) | JSON, min_size=5, max_size=12)
EXAMPLES = 2  # Each is every handler once or twice.


@pytest.fixture(scope="module")
def own_house(sqlite_lane: SqliteLane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house of its own: people change their language and more besides."""
    with sqlite_lane.migrated() as url, open_house(tmp_path_factory.mktemp("any"), url, **{UNHURRIED: "1"}) as house:
        yield house


@pytest.fixture(scope="module")
def ids(own_house: House) -> list[str]:
    return ids_of(own_house)


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


def spoiled(payload: dict[str, Any], values: Iterator[Any], number: int) -> dict[str, Any]:
    """The payload with something in it that no page of ours sends."""
    for place, (name, value) in enumerate(payload.items()):
        if isinstance(value, dict):
            fields = (FIELDS[(number + place + step) % len(FIELDS)] for step in range(8))
            payload[name] = value | {field: next(values) for field in fields}
        elif (number + place) % 2:
            payload[name] = next(values)
    return payload | ({"now": next(values)} if number % 10 == 0 else {})


async def send_all(tab: Tab, doors: dict[str, Door], ids: list[str], values: Iterator[Any]) -> None:
    """Every handler spoiled, some in good order before it, so that also what depends on the one before is met."""
    for number, (name, door) in enumerate(doors.items()):
        if number % 3 == 0:
            await tab.send(name, a_payload(door, ids, number))
        await tab.send(name, spoiled(a_payload(door, ids, number), values, number))
    await tab.settle()
    assert tab.value(SessionState, "is_signed_in")


@pytest.mark.parametrize("who", ROLES)
@settings(max_examples=EXAMPLES, phases=[Phase.generate])
@given(values=ANYTHING)
def test_no_payload_of_any_role_makes_a_handler_fail(
    own_house: House, ids: list[str], who: str, values: list[Any]
) -> None:
    async def go() -> None:
        async with own_house.tab(getattr(own_house.cast, who), path=f"/leads/{ids[0]}") as tab:
            await send_all(tab, our_doors(), ids, itertools.cycle([*values, *ids]))

    before = len(own_house.backend.logged())
    run(go())
    assert not re.findall(r"ERROR leadx\.error: .*|Traceback.*", own_house.backend.logged()[before:])

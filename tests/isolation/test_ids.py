"""Ids of others are as ids that never were: the same answer, in as many statements, at every door that takes one."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import pytest

from leadx_app.models import Role
from tests.isolation.aims import NEVER, NO_ROWS, aim_at, may_open, payload_of, plain, tables_of, turns_of
from tests.isolation.desk import Desk, doors, schema_of
from tests.isolation.policy import LEADERS, PARENT_OF, forbidden
from tests.isolation.rest import OPERATIONS, Aim, Client, places
from tests.isolation.world import World
from tests.support.statements import statements_of

DIRECTIONS = (
    ("nordlys", "fjord"),
    ("nordlys", "service"),
    ("service", "nordlys"),
    ("service", "partner"),
    ("fjord", "nordlys"),
)
GUESSES = tuple(
    (place, role, other)
    for place, other in DIRECTIONS
    for role in Role
    if not (PARENT_OF.get(other) == place and role in LEADERS)
)
"""Who guesses whose ids: every role across tenants, into a child, up to the parent and over to the sibling.

Managers and Admins of the parent read their child as a whole: its ids are no guess of theirs, and test_pages holds them
to what they may.
"""
ids = pytest.mark.parametrize("guess", GUESSES, ids=lambda guess: " ".join((guess[0], guess[1].value, guess[2])))

MAKES = ("profile_state.make_token",)
"""Handlers whose form names no id, and which answer otherwise each time."""

Guess = tuple[str, Role, str]
Told = tuple[str, int]


async def _told_apart(ask: Callable[[str], Awaitable[Told]], theirs: str) -> str:
    """How the answers to somebody's id and to nobody's differ; "" if they do not.

    What differs only the first time (a refusal is written down once, a use is noted once) is asked for again.
    """
    for _ in range(2):
        never, found = await ask(NEVER), await ask(theirs)
        if never == found:
            return ""
    return f"{never[1]} and {found[1]} statements\n{never[0][-300:]}\n{found[0][-300:]}"


@ids
def test_no_handler_tells_an_id_of_others_from_one_that_never_was(world: World, guess: Guess) -> None:
    place, role, other = guess
    desk = Desk(world, world.people[place][role.value])
    told: dict[str, str] = {}

    async def ask(name: str, schema: dict[str, Any], aim: Aim, turn: int) -> Told:
        await desk.sit_down()
        with statements_of(world.runtime.database.engine) as statements:
            text = await desk.call(name, payload_of(schema, aim, turn))
        assert forbidden(place, role, text) == [], (name, text)
        return plain(text), len(statements)

    async def go() -> None:
        for name in doors():
            schema = schema_of(name)
            for turn in range(0 if name.endswith(MAKES) else turns_of(schema)):
                aims = {NEVER: _nothing, "theirs": _shut(place, role, other, aim_at(world, other, turn))}
                asked = partial(ask, name, schema, turn=turn)
                if apart := await _told_apart(lambda one, asked=asked, aims=aims: asked(aims[one]), "theirs"):
                    told[f"{name} {turn}"] = apart

    asyncio.run(go())
    assert told == {}


def _nothing(field: str) -> str:
    return NEVER


def _shut(place: str, role: Role, other: str, aim: Aim) -> Aim:
    """The ids of another organization that mean nothing to this reader; of the rest, one that never was."""
    return lambda field: NEVER if any(may_open(place, role, other, one) for one in tables_of(field)) else aim(field)


@ids
def test_no_operation_tells_an_id_of_others_from_one_that_never_was(world: World, guess: tuple[str, Role, str]) -> None:
    place, role, other = guess
    actor, told = world.people[place][role.value], {}

    async def go() -> None:
        client = Client(world)
        for method, path in OPERATIONS:
            for field in places(method, path):
                for number, table in enumerate(tables_of(field)):
                    if may_open(place, role, other, table):
                        continue
                    theirs = aim_at(world, other, number)(field)

                    async def ask(one: str, method=method, path=path, field=field) -> Told:
                        own = aim_at(world, place)
                        with statements_of(world.runtime.database.engine) as statements:
                            answer = await client.ask(actor, method, path, own, {field: one})
                        assert forbidden(place, role, answer.text) == [], (method, path, field, answer.text)
                        return f"{answer.status_code} {plain(answer.text)}", len(statements)

                    if apart := await _told_apart(ask, theirs):
                        told[f"{method} {path} {field} {table}"] = apart

    asyncio.run(go())
    assert told == {}


def test_there_is_a_row_of_every_kind_that_an_id_names(world: World) -> None:
    """Of another tenant, so that the guesses mean something."""
    named = {field for method, path in OPERATIONS for field in places(method, path)}
    named |= {field for door in doors().values() for field in door.parameters.model_fields if tables_of(field)}
    named -= set(NO_ROWS)
    without = [field for field in sorted(named) if not any(world.ids_of("fjord", table) for table in tables_of(field))]
    assert without == []

"""Every page and every handler, for every role at the parent, in a child and at another tenant: what came to whom."""

import asyncio
from contextlib import suppress

import pytest

from leadx_app.domain.errors import Refusal
from leadx_app.models import Role
from leadx_app.pages.screen import SCREENS, Screen
from tests.isolation.aims import aim_at, payload_of
from tests.isolation.desk import Desk, handlers_of, schema_of
from tests.isolation.policy import PLACES, WHO_SEES
from tests.isolation.walk import Walk, changed
from tests.isolation.world import World

READERS = [(place, role) for place in ("nordlys", "service", "fjord") for role in reversed(Role)]
"""The partner is to the service what the service is to the partner."""
AT_HOME = [("partner", Role.ADMIN), ("partner", Role.MANAGER)]
"""Who calls everything with ids of their own organization, at the end: what there is to see is seen."""
ELSEWHERE = {
    "nordlys": dict(zip(Role, ("service", "service", "fjord", "fjord", "fjord"), strict=True)),
    "service": dict(zip(Role, ("nordlys", "partner", "nordlys", "nordlys", "partner"), strict=True)),
    "fjord": dict(zip(Role, ("nordlys", "service", "service", "nordlys", "nordlys"), strict=True)),
    "partner": dict.fromkeys(Role, "partner"),
}
"""Whose ids each role of an organization sends."""
FILTERS = {
    **{"organization": "organization_id", "person": "user_id", "owner": "user_id", "creator": "user_id"},
    **{"stage": "stage_id", "category": "category_id", "tag": "tag_id", "contact": "company_id", "item": "news_id"},
    **{"lead": "lead_id", "saved": "view_id", "changed": "view_id", "import": "import_id", "ticket": "ticket_id"},
}
"""What addresses are asked with, and whose ids stand there."""
UNSEEN = frozenset(
    {
        *("importrows", "importtraces", "passkeys", "secrets", "usersessions", "savedviews", "imports", "transfers"),
        *("tenants", "contactchanges", "signinlinks"),
    }
)
"""Words that nobody but their maker meets on a page."""


async def walk(world: World, place: str, role: Role) -> Walk:
    """All pages, and all handlers called on the page where they belong."""
    met, desk = Walk(place, role), Desk(world, world.people[place][role.value])
    for screen in SCREENS:
        await _look_at(world, desk, screen, met)
        for name in handlers_of(screen.route):
            await _knock(world, desk, met, name)
    return met


async def look_around(world: World, met: Walk) -> None:
    """All pages alone."""
    desk = Desk(world, world.people[met.place][met.role.value])
    for screen in SCREENS:
        await _look_at(world, desk, screen, met)


async def _look_at(world: World, desk: Desk, screen: Screen, met: Walk) -> None:
    """A page as it is and as a guesser asks for it, then told of everything that happened."""
    for address in addresses(world, screen, met.place, met.role):
        met.meet(f"page {address}", await desk.load(screen, address, frame=screen.route == "/news"))
    with suppress(Refusal):
        met.meet(f"live {screen.route}", await desk.hear(screen, world.messages))


async def _knock(world: World, desk: Desk, met: Walk, name: str) -> None:
    """Call a handler, with words that find everything and with ids from elsewhere."""
    turn = list(Role).index(met.role) % 2
    aim = aim_at(world, elsewhere(met.place, met.role), turn)
    text = await desk.call(name, payload_of(schema_of(name), aim, turn))
    met.meet(f"handler {name}", text)
    if "Something went wrong" in text and "toast_state" not in name:
        met.failed.append(f"{name} {text[-400:]}")


def elsewhere(place: str, role: Role) -> str:
    """The organization whose ids somebody sends."""
    return ELSEWHERE[place][role]


def addresses(world: World, screen: Screen, place: str, role: Role) -> list[str]:
    """A page with all that it finds, and as a guesser asks for it: filtered by another organization's ids."""
    aim = aim_at(world, elsewhere(place, role))
    if "[" in screen.route:
        before, _, parameter = screen.route.partition("[")
        name = parameter.strip("]")
        return [before + aim_at(world, place)(name), before + aim(name)]
    asked = "&".join(f"{name}={aim(what)}" for name, what in FILTERS.items())
    return [f"{screen.route}?search=zq", f"{screen.route}?{asked}"]


@pytest.fixture(scope="module")
def walks(world: World) -> dict[tuple[str, Role], Walk]:
    """Everybody's walk, one after the other, with what they changed that is not theirs to change."""
    found = {}
    before = {one: world.dump(one) for one in PLACES}
    for place, role in (*READERS, *AT_HOME):
        met = found[place, role] = asyncio.run(walk(world, place, role))
        after = {one: world.dump(one) for one in PLACES}
        met.wrong += changed(place, role, before, after)
        before = after
    return found


@pytest.mark.parametrize(("place", "role"), [*READERS, *AT_HOME], ids=lambda one: getattr(one, "value", one))
def test_nobody_meets_or_changes_what_is_not_theirs(walks: dict, place: str, role: Role) -> None:
    met = walks[place, role]
    assert met.wrong == []
    assert met.failed == []


def test_everything_that_may_be_seen_is_seen_by_somebody(walks: dict) -> None:
    """Otherwise nobody looked there, and the walk would show nothing."""
    seen = {what for met in walks.values() for place, what in met.seen if place == met.place}
    assert WHO_SEES.keys() - seen <= UNSEEN

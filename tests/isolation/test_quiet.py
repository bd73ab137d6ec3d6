"""What others do is not even felt: pages, lists and figures stay as they were to the last letter."""

import asyncio

import pytest
from sqlmodel import Session

from leadx_app import db
from leadx_app.models import Role, utc_now
from leadx_app.pages.screen import SCREENS
from leadx_app.state import bell, look
from tests.cast import a_waiting_lead, a_won_lead
from tests.isolation.aims import plain
from tests.isolation.desk import Desk
from tests.isolation.inside import text_of
from tests.isolation.rest import OPERATIONS, Client
from tests.isolation.world import World

READ = [path for method, path in OPERATIONS if method == "GET" and "{" not in path]
STRANGERS = (
    ("service", Role.ADMIN, ("nordlys", "partner", "fjord")),
    ("nordlys", Role.BASIC, ("service", "fjord")),
    ("fjord", Role.ADMIN, ("nordlys", "service")),
)
"""Who looks, and where something is done meanwhile of which they know nothing."""


async def _everything(world: World, place: str, role: Role) -> dict[str, str]:
    """All pages and all lists of a reader as text, without what differs each time."""
    actor, client = world.people[place][role.value], Client(world)
    desk = Desk(world, actor)
    shown = {}
    for screen in SCREENS:
        if "[" not in screen.route:
            shown[screen.route] = plain(await desk.load(screen, screen.route, frame=True))
    for path in READ:
        if not path.endswith(("/export", "/register/companies")):
            answer = await client.get(actor, path)
            shown[path] = f"{answer.status_code} {plain(text_of(answer))}"
    return shown


def _work(session: Session, world: World, place: str) -> None:
    """Leads come in, wait and are won: counts, sums, figures and tags of the organization change."""
    people, now = world.people[place], db.utc_now()
    named = {"company_name": f"Company of {place}", "tags": [f"quiet {place}"], "value": "123456"}
    a_waiting_lead(session, people["finder"], now=now, title="Waiting quietly", **named)
    a_won_lead(session, people["seller"], now=now, title="Won quietly", **named)


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No minute begins between two looks."""
    moment = utc_now()
    for module in (db, look, bell):
        monkeypatch.setattr(module, "utc_now", lambda: moment)


def _felt(world: World, place: str, role: Role, elsewhere: tuple[str, ...]) -> set[str]:
    """Where something is another after work was done elsewhere."""
    asyncio.run(_everything(world, place, role))  # What is noted at the first look alone is noted.
    before = asyncio.run(_everything(world, place, role))
    for other in elsewhere:
        world.inside(lambda session, other=other: _work(session, world, other))
    after = asyncio.run(_everything(world, place, role))
    return {where for where in before if before[where] != after[where]}


@pytest.mark.parametrize(("place", "role", "elsewhere"), STRANGERS, ids=lambda one: getattr(one, "value", str(one)))
def test_nothing_changes_for_those_whom_it_does_not_concern(
    world: World, place: str, role: Role, elsewhere: tuple[str, ...]
) -> None:
    assert _felt(world, place, role, elsewhere) == set()


def test_those_whom_it_concerns_feel_it(world: World) -> None:
    felt = _felt(world, "nordlys", Role.ADMIN, ("service",))
    assert {"/community", "/admin/stages", "/feed", "/pulse", "/api/v1/community/figures"} <= felt

"""A sample of the walks on PostgreSQL, where every transaction is held to one tenant's rows by the database too."""

import asyncio

import pytest

from leadx_app.models import Role
from tests.isolation.test_answers import read_all
from tests.isolation.test_pages import look_around
from tests.isolation.walk import Walk
from tests.isolation.world import World
from tests.support.lanes import wanted_lanes

pytestmark = pytest.mark.skipif("postgresql" not in wanted_lanes(), reason="PostgreSQL was left out")
SAMPLE = (("nordlys", Role.MANAGER), ("service", Role.MANAGER), ("fjord", Role.ADMIN))


@pytest.mark.parametrize(("place", "role"), SAMPLE, ids=lambda one: getattr(one, "value", one))
def test_nobody_meets_what_is_not_theirs(postgres_world: World, place: str, role: Role) -> None:
    met = Walk(place, role)
    asyncio.run(look_around(postgres_world, met))
    asyncio.run(read_all(postgres_world, met))
    assert met.wrong == []
    assert {"leads", "companies", "news", "articles"} <= {what for whose, what in met.seen if whose == place}

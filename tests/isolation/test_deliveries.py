"""What goes out by itself: mails, pushes and webhooks of every act in the world, each as its receiver may know it."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlmodel import select

from leadx_app import webhooks
from leadx_app.adapters.push import Delivery
from leadx_app.domain.webhooks.deliver import Arrival, OutgoingDelivery
from leadx_app.mail import delivery as mails
from leadx_app.models import OutboxMail, Role
from leadx_app.push import delivery as push_round
from tests.isolation.policy import PLACES, forbidden, words_in
from tests.isolation.world import DEVICES, World

CameTo = list[tuple[str, str]]


@dataclass
class Receiver:
    """The push services and the programs behind webhooks: keeps what came to which address."""

    came: CameTo = field(default_factory=list)

    async def send(self, to: Any, said: Any, **_: Any) -> Any:
        if isinstance(to, OutgoingDelivery):
            self.came.append((to.url, to.body))
            return Arrival(None, 200, 1)
        self.came.append((to.endpoint, repr(said)))
        return Delivery.TAKEN


@pytest.fixture(scope="module")
def came(world: World) -> dict[str, CameTo]:
    """Everything that was sent, by its way."""
    ways = {"push": Receiver(), "webhooks": Receiver()}
    world.runtime.__dict__.update(ways)
    for turn in (push_round.send_pushes, webhooks.send_deliveries, mails.write_letters):
        asyncio.run(turn(world.runtime))
    emails = {str(actor.user_id): (place, name) for place, name, actor in world.everybody()}
    rows = world.inside(lambda session: session.exec(select(OutboxMail).where(OutboxMail.user_id.is_not(None))).all())
    letters = [(" ".join(emails[str(row.user_id)]), f"{row.subject} {row.text} {row.html}") for row in rows]
    return {name: way.came for name, way in ways.items()} | {"mails": letters}


@pytest.mark.parametrize("way", ["push", "mails"])
def test_nobody_is_told_of_what_they_may_not_see(came: dict[str, CameTo], way: str) -> None:
    wrong, told = [], set()
    for address, text in came[way]:
        place, _, name = address.removeprefix(DEVICES).partition(" " if way == "mails" else "/")
        if name in set(Role):
            wrong += [(address, word, text[:300]) for word in forbidden(place, Role(name), text)]
            told |= {place} if words_in(text) else set()
    assert wrong == []
    assert told == set(PLACES)


def test_programs_hear_of_their_own_organization_and_of_children_only_where_they_want_to(
    came: dict[str, CameTo],
) -> None:
    heard: dict[str, set[str]] = {}
    for url, text in came["webhooks"]:
        place, covers, _ = url.removeprefix("https://hooks.example/").split("/")
        assert forbidden(place, Role.ADMIN, text) == [], (url, text)
        heard.setdefault(f"{place} {covers}", set()).update(whose for whose, what in words_in(text) if what == "leads")
    alone = {f"{place} {covers}": {place} for place in PLACES for covers in ("own", "all")}
    assert heard == alone | {"nordlys all": {"nordlys", "service", "partner"}}

"""One world of four organizations: in each a reader of every role, and colleagues who made something of every kind.

What can be made by acts is made by them; every other table of a tenant gets a row by itself, and every text that still
holds no word of its organization gets one. A new table or column is therefore in the world from its first day.
"""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain import accounts, pushes, tenants
from leadx_app.domain.accounts import Credential, SessionLimits
from leadx_app.domain.calendar_address import renew_address
from leadx_app.domain.events import Message
from leadx_app.domain.permissions import Actor
from leadx_app.domain.pushes import Device
from leadx_app.domain.webhooks import hooks
from leadx_app.domain.webhooks.hooks import HookDraft
from leadx_app.domain.webhooks.kinds import KINDS
from leadx_app.models import (
    Organization,
    Role,
    Tenant,
    utc_now,
)
from leadx_app.runtime import Runtime
from tests.isolation.columns import home_of, tables
from tests.isolation.completing import complete
from tests.isolation.furnishing import MAKERS, furnish
from tests.isolation.policy import PLACES, word

DEVICES = "https://fcm.googleapis.com/fcm/send/"
KEYS = (base64.urlsafe_b64encode(b"\x04" * 65).decode(), "A" * 22)
"""What a browser gives of itself to be notified."""


@dataclass
class World:
    """The runtime, everybody by organization and name, their cookies and tokens, and a colleague's row of each kind."""

    runtime: Runtime
    people: dict[str, dict[str, Actor]]
    secrets: dict[UUID, str]
    tokens: dict[UUID, str]
    calendars: dict[UUID, str]
    rows: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    messages: tuple[Message, ...] = ()

    def credential(self, actor: Actor) -> Credential:
        return Credential(session_hash=accounts.hash_secret(self.secrets[actor.user_id]))

    def everybody(self) -> Iterator[tuple[str, str, Actor]]:
        """Organization, name and actor of all."""
        for place, people in self.people.items():
            for name, actor in people.items():
                yield place, name, actor

    def inside(self, work: Callable[[Session], Any]) -> Any:
        """What a function finds or does in the database, committed."""
        return self.runtime.database.system(lambda session, *, now: work(session))

    def ids_of(self, place: str, table: str) -> list[str]:
        """Ids of a colleague's rows of a table; those that an organization has of its tenant only stand there."""
        return self.rows[place].get(table, [])

    def dump(self, place: str) -> dict[str, frozenset[tuple[Any, ...]]]:
        """All rows of an organization, by table."""
        return self.inside(
            lambda session: {
                table.name: frozenset(
                    tuple(map(repr, row))
                    for row in session.execute(sa.select(table).where(home_of(table) == self.home(place)))
                )
                for table in tables()
            }
        )

    def home(self, place: str) -> UUID:
        return self.people[place]["leader"].organization_id


def build(runtime: Runtime) -> World:
    """Make the world in an empty database."""
    world = World(runtime, {}, {}, {}, {})
    now = utc_now()

    def work(session: Session) -> None:
        homes = _organizations(session, now)
        for place, home in homes.items():
            world.people[place] = {
                name: _somebody(session, world, home, place, name, role, now)
                for name, role in {**{role.value: role for role in Role}, **MAKERS}.items()
            }
        for place in PLACES:
            _listen(session, world, place, now)
        for place in PLACES:
            furnish(session, world.people[place], runtime.storage, place, now)

    world.inside(work)
    world.inside(lambda session: [complete(session, world.people[place], place, now) for place in PLACES])
    world.rows = world.inside(lambda session: {place: _rows(session, world, place) for place in PLACES})
    return world


def _organizations(session: Session, now: datetime) -> dict[str, Organization]:
    nordlys = tenants.set_up_tenant(session, "nordlys", "Nordlys", now=now)
    fjord = tenants.set_up_tenant(session, "fjord", "Fjord", now=now)
    service = tenants.add_child(session, nordlys, "Nordlys Service", now=now)
    partner = tenants.add_child(session, nordlys, "Nordlys Partner", now=now)
    for place, home in (("nordlys", nordlys), ("fjord", fjord)):
        tenant = session.get_one(Tenant, home.tenant_id)
        tenant.name = f"{tenant.name} {word(place, 'tenants')}"
        session.add(tenant)
    return {"nordlys": nordlys, "service": service, "partner": partner, "fjord": fjord}


def _somebody(
    session: Session, world: World, home: Organization, place: str, name: str, role: Role, now: datetime
) -> Actor:
    """A person with an open session, a token and a calendar; makers' addresses hold their word."""
    mark = word(place, "emails") if name in MAKERS else place
    email = f"{name}.{mark}@{place}.example"
    user = tenants.add_user(session, home, email=email, name=f"{name} {word(place, 'users')}", role=role, now=now)
    account = accounts.Account(user.id, user.tenant_id, home.id, home.name, role, None)
    secret, _ = accounts.open_session(session, account, user_agent="tests", now=now, limits=SessionLimits())
    session.flush()
    actor = accounts.resolve_actor(
        session, Credential(session_hash=accounts.hash_secret(secret)), now=now, limits=SessionLimits()
    )
    world.secrets[user.id] = secret
    world.tokens[user.id] = accounts.make_api_token(session, actor, "tests", True, now=now)
    if role in (Role.PROFESSIONAL, Role.MANAGER):
        world.calendars[user.id] = renew_address(session, actor, now=now)
    return actor


def _listen(session: Session, world: World, place: str, now: datetime) -> None:
    """Devices of everybody, and programs that are told everything: one also of the children, where there are any."""
    clerk = world.people[place]["clerk"]
    for covers, name in ((False, "own"), (True, "all")):
        url = f"https://hooks.example/{place}/{name}/{word(place, 'webhooks')}"
        hooks.add(session, clerk, HookDraft(clerk.organization_id, url, tuple(KINDS), covers_children=covers), now=now)

    for name, actor in world.people[place].items():
        device = Device(f"{DEVICES}{place}/{name}", *KEYS)
        pushes.subscribe(session, actor, device, world.credential(actor).session_hash or "", now=now)


def _rows(session: Session, world: World, place: str) -> dict[str, list[str]]:
    """Up to two ids of each table, the oldest and the newest, of what the makers made."""
    readers = [world.people[place][role.value].user_id for role in Role]
    found: dict[str, list[str]] = {}
    for table in tables():
        if "id" not in table.columns:
            continue
        query = sa.select(table.c.id).where(home_of(table) == world.home(place)).order_by(table.c.id)
        if table.name == "users":
            query = query.where(table.c.id.not_in(readers))
        elif "user_id" in table.columns:
            query = query.where(sa.or_(table.c.user_id.is_(None), table.c.user_id.not_in(readers)))
        ids = [str(one) for one in session.execute(query).scalars()]
        found[table.name] = list(dict.fromkeys([*ids[:1], *ids[-1:]]))
    return found

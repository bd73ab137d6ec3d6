"""The people of the tests: one per role at a parent, some in its children, and strangers of another tenant.

cast = gather_in(database)                       # own database, committed
lead = a_lead(session, cast.basic, hand_over=True)
database.act(cast.credential(cast.manager), accept_handover, lead.id)
"""

from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from leadx_app.db import Database
from leadx_app.domain import accounts, tenants
from leadx_app.domain.accounts import Credential, SessionLimits
from leadx_app.domain.leads.capture import capture
from leadx_app.domain.leads.close import close_lost, close_won, park
from leadx_app.domain.leads.draft import LeadDraft, parse_draft
from leadx_app.domain.leads.handover import accept_handover, assign
from leadx_app.domain.news.draft import NewsDraft
from leadx_app.domain.news.publish import publish
from leadx_app.domain.permissions import Actor
from leadx_app.models import (
    Event,
    Lead,
    LostReason,
    News,
    Notification,
    Organization,
    Role,
    Stage,
    StageChange,
    new_id,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Cast:
    """Everybody. At the parent Nordlys: `lite` to `admin`; `child_*` in Nordlys Service, `sibling_manager` in Nordlys
    Partner; `stranger_*` in Fjord, a tenant of its own."""

    lite: Actor
    basic: Actor
    other_basic: Actor
    professional: Actor
    other_professional: Actor
    manager: Actor
    other_manager: Actor
    admin: Actor
    child_manager: Actor
    child_professional: Actor
    child_basic: Actor
    sibling_manager: Actor
    stranger_manager: Actor
    stranger_basic: Actor
    stranger_admin: Actor
    secrets: dict[UUID, str]
    tokens: dict[UUID, str]

    def everybody(self) -> dict[str, Actor]:
        """The actors by name."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: actor for name, actor in named.items() if isinstance(actor, Actor)}

    def secret(self, actor: Actor) -> str:
        """The value of the actor's session cookie."""
        return self.secrets[actor.user_id]

    def credential(self, actor: Actor) -> Credential:
        """The actor's session, as the doors and the database take it."""
        return Credential(session_hash=accounts.hash_secret(self.secret(actor)))

    def token(self, actor: Actor) -> str:
        """The actor's bearer token for the API; it may write."""
        return self.tokens[actor.user_id]

    def token_credential(self, actor: Actor) -> Credential:
        """The actor's bearer token, as the database takes it."""
        return Credential(token_hash=accounts.hash_secret(self.token(actor)))


def gather(session: Session, *, password_hash: str | None = None, now: datetime = NOW) -> Cast:
    """Set up Nordlys and Fjord with everybody, each with an open session and a token made at `now`.

    Args:
        password_hash: the password of all; without one nobody can sign in, but their sessions work.
    """
    euro = {"EUR": Decimal("11.50"), "SEK": Decimal("1.02")}
    nordlys = tenants.set_up_tenant(session, "nordlys", "Nordlys", currencies=euro, now=now)
    service = tenants.add_child(session, nordlys, "Nordlys Service", now=now)
    partner = tenants.add_child(session, nordlys, "Nordlys Partner", now=now)
    fjord = tenants.set_up_tenant(session, "fjord", "Fjord", now=now)
    people = {
        "lite": (nordlys, Role.LITE, "Liv Lite"),
        "basic": (nordlys, Role.BASIC, "Bjørn Basic"),
        "other_basic": (nordlys, Role.BASIC, "Berit Basic"),
        "professional": (nordlys, Role.PROFESSIONAL, "Petter Professional"),
        "other_professional": (nordlys, Role.PROFESSIONAL, "Pernille Professional"),
        "manager": (nordlys, Role.MANAGER, "Mona Manager"),
        "other_manager": (nordlys, Role.MANAGER, "Magnus Manager"),
        "admin": (nordlys, Role.ADMIN, "Anne Admin"),
        "child_manager": (service, Role.MANAGER, "Maja Service"),
        "child_professional": (service, Role.PROFESSIONAL, "Per Service"),
        "child_basic": (service, Role.BASIC, "Bente Service"),
        "sibling_manager": (partner, Role.MANAGER, "Morten Partner"),
        "stranger_manager": (fjord, Role.MANAGER, "Marit Fjord"),
        "stranger_basic": (fjord, Role.BASIC, "Birger Fjord"),
        "stranger_admin": (fjord, Role.ADMIN, "Arne Fjord"),
    }
    actors: dict[str, Actor] = {}
    secrets: dict[UUID, str] = {}
    tokens: dict[UUID, str] = {}
    for key, (organization, role, name) in people.items():
        email = f"{key.replace('_', '.')}@{organization.name.lower().replace(' ', '.')}.example"
        user = tenants.add_user(
            session, organization, email=email, name=name, role=role, password_hash=password_hash, now=now
        )
        account = accounts.Account(
            user.id, user.tenant_id, organization.id, organization.name, role, user.password_hash
        )
        secret, _ = accounts.open_session(session, account, user_agent="tests", now=now, limits=SessionLimits())
        session.flush()
        credential = Credential(session_hash=accounts.hash_secret(secret))
        actors[key] = accounts.resolve_actor(session, credential, now=now, limits=SessionLimits())
        secrets[user.id] = secret
        tokens[user.id] = accounts.make_api_token(session, actors[key], "tests", True, now=now)
    session.flush()
    return Cast(**actors, secrets=secrets, tokens=tokens)


def gather_in(database: Database, *, password_hash: str | None = None) -> Cast:
    """Set everybody up in an empty database and commit; sessions and tokens hold from the present moment.

    The second time in a process the rows of the first are written anew, which is much quicker.
    """

    def work(session: Session, *, now: datetime) -> Cast:
        known = _GATHERED.get(password_hash)
        if known is not None:
            return known.write(session, now)
        cast = gather(session, password_hash=password_hash, now=now)
        _GATHERED[password_hash] = Gathered(cast, now, _all_rows(session))
        return cast

    return database.system(work)


@dataclass(frozen=True)
class Gathered:
    """The cast, when it was gathered, and the rows that it is."""

    cast: Cast
    at: datetime
    rows: dict[sa.Table, list[dict[str, Any]]]

    def write(self, session: Session, now: datetime) -> Cast:
        """Write the rows as if everything had happened now, with ids and secrets that nobody has seen."""
        ids = sorted(row["id"] for rows in self.rows.values() for row in rows if "id" in row)
        secrets = {
            old: f"{old[:-8]}{new_id().hex[-8:]}" for old in (*self.cast.secrets.values(), *self.cast.tokens.values())
        }
        anew: dict[Any, Any] = {old: new_id() for old in ids}
        anew |= {accounts.hash_secret(old): accounts.hash_secret(new) for old, new in secrets.items()}
        passed = now - self.at

        def renewed(value: Any) -> Any:
            if isinstance(value, datetime):
                return value + passed
            return anew.get(value, value) if isinstance(value, UUID | str) else value

        for table, rows in self.rows.items():
            session.execute(sa.insert(table), [{name: renewed(value) for name, value in row.items()} for row in rows])
        actors = {
            name: replace(
                actor,
                user_id=anew[actor.user_id],
                tenant_id=anew[actor.tenant_id],
                organization_id=anew[actor.organization_id],
                child_ids=frozenset(anew[one] for one in actor.child_ids),
            )
            for name, actor in self.cast.everybody().items()
        }
        return Cast(
            **actors,
            secrets={anew[user]: secrets[old] for user, old in self.cast.secrets.items()},
            tokens={anew[user]: secrets[old] for user, old in self.cast.tokens.items()},
        )


_GATHERED: dict[str | None, Gathered] = {}


def _all_rows(session: Session) -> dict[sa.Table, list[dict[str, Any]]]:
    """Everything in the database, in an order in which it can be written."""
    session.flush()
    tables = {table: session.execute(sa.select(table)).mappings() for table in SQLModel.metadata.sorted_tables}
    return {table: rows for table, found in tables.items() if (rows := [dict(row) for row in found])}


def a_draft(**fields: object) -> LeadDraft:
    """A draft that is right as it is; every field can be given otherwise."""
    return parse_draft(LeadDraft, {"title": "Heat pumps for the school", "company_name": "Fjordheim skole", **fields})


def a_lead(session: Session, actor: Actor, *, now: datetime = NOW, **fields: object) -> Lead:
    """A lead that the actor captured; fields as in `a_draft`."""
    return session.get_one(Lead, capture(session, actor, a_draft(**fields), now=now).lead_id)


def a_waiting_lead(session: Session, creator: Actor, *, now: datetime = NOW, **fields: object) -> Lead:
    """A lead that a Basic or LITE user handed over to sales as they made it."""
    return a_lead(session, creator, now=now, hand_over=True, **fields)


def an_accepted_lead(session: Session, creator: Actor, manager: Actor, *, now: datetime = NOW, **fields) -> Lead:
    """A lead that the Manager accepted from its creator."""
    lead = a_waiting_lead(session, creator, now=now, **fields)
    accept_handover(session, manager, lead.id, now=now)
    return lead


def an_assigned_lead(
    session: Session, creator: Actor, manager: Actor, owner: Actor, *, now: datetime = NOW, **fields: object
) -> Lead:
    """A lead that the Manager gave to a sales person when its creator handed it over."""
    lead = a_waiting_lead(session, creator, now=now, **fields)
    assign(session, manager, lead.id, owner.user_id, now=now)
    return lead


def a_won_lead(session: Session, owner: Actor, *, now: datetime = NOW, **fields: object) -> Lead:
    """A sales person's own lead, won at `now`."""
    lead = a_lead(session, owner, now=now, **fields)
    close_won(session, owner, lead.id, now=now)
    return lead


def a_closed_lead(session: Session, owner: Actor, *, now: datetime = NOW, **fields: object) -> Lead:
    """A sales person's own lead, closed at `now` for the first reason of the list."""
    lead = a_lead(session, owner, now=now, **fields)
    close_lost(session, owner, lead.id, a_lost_reason(session, owner).id, now=now)
    return lead


def a_parked_lead(session: Session, owner: Actor, *, now: datetime = NOW, **fields: object) -> Lead:
    """A sales person's own lead, parked at `now`."""
    lead = a_lead(session, owner, now=now, **fields)
    park(session, owner, lead.id, now=now)
    return lead


def an_item(session: Session, actor: Actor, *, now: datetime = NOW, **fields: object) -> News:
    """An item of news that the Manager published; every field can be given otherwise."""
    draft = parse_draft(NewsDraft, {"title": "A record week", "html": "<p>Well done</p>", **fields})
    return session.get_one(News, publish(session, actor, draft, now=now))


def stages(session: Session, actor: Actor) -> list[Stage]:
    """The tenant's stages, New first."""
    return list(session.exec(select(Stage).where(Stage.tenant_id == actor.tenant_id).order_by(Stage.position)))


def a_lost_reason(session: Session, actor: Actor) -> LostReason:
    """The first reason in the tenant's list."""
    query = select(LostReason).where(LostReason.tenant_id == actor.tenant_id, LostReason.position == 0)
    return session.exec(query).one()


def organization_of(session: Session, actor: Actor) -> Organization:
    """The organization that the actor works in."""
    return session.get_one(Organization, actor.organization_id)


def kinds_of(session: Session, lead_id: UUID) -> list[str]:
    """What happened to the lead, in the order of writing."""
    query = select(Event.kind).where(Event.lead_id == lead_id).order_by(Event.occurred_at, Event.id)
    return list(session.exec(query))


def told_of(session: Session, lead_id: UUID) -> set[tuple[UUID, str]]:
    """Who was told of what about the lead."""
    query = select(Notification.user_id, Event.kind).join(Event, Event.id == Notification.event_id)
    return set(session.exec(query.where(Event.lead_id == lead_id)).all())


def steps_of(session: Session, lead_id: UUID) -> list[StageChange]:
    """The lead's journey, step by step."""
    query = select(StageChange).where(StageChange.lead_id == lead_id)
    return list(session.exec(query.order_by(StageChange.changed_at, StageChange.id)))

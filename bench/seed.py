"""One organization with as many leads as asked for, made by the program with a fixed seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import islice
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.db import Database
from leadx_app.domain import tenants
from leadx_app.domain.accounts import Credential, SessionLimits, accounts_with_email, hash_secret, open_session
from leadx_app.domain.contacts.keys import keys_of_company
from leadx_app.domain.leads.changes import search_text
from leadx_app.domain.metrics.recount import rebuild
from leadx_app.models import Company, Event, Lead, LostReason, Role, Stage, StageChange, SubStage, User, new_id

SEED = 20_261_124
SALES_USERS = 50
COMPANIES = 2_000
CHUNK = 5_000
MADE = 10_000
"""So many leads are made one by one; more are copies of them, made inside the database."""
MONTHS = timedelta(days=548)
WORDS = ("Solar roof", "Heat pump", "Fibre line", "Service deal", "Fleet lease", "Cold store", "Ærlig avtale", "Ny båt")


@dataclass(frozen=True)
class Person:
    """A user of the bench with the secret of an open session."""

    user_id: UUID
    secret: str

    @property
    def credential(self) -> Credential:
        return Credential(session_hash=hash_secret(self.secret))


@dataclass(frozen=True)
class House:
    """The seeded organization and its people."""

    organization_id: UUID
    sales: list[Person]
    manager: Person


def fill(database: Database, leads: int, *, now: datetime) -> House:
    """Make one tenant with 50 sales users and a Manager, who share the leads evenly, and its figures, at once."""
    house = database.system(lambda session, **_: _fill(session, leads, now))
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    return house


def _fill(session: Session, leads: int, now: datetime) -> House:
    parent = tenants.set_up_tenant(session, "bench", "Bench", now=now - MONTHS)
    users = [
        tenants.add_user(
            session, parent, email=f"user{number}@bench.example", name=f"User {number}", role=role, now=now - MONTHS
        )
        for number, role in enumerate([Role.PROFESSIONAL] * SALES_USERS + [Role.MANAGER])
    ]
    session.flush()
    sales = users[:SALES_USERS]
    companies = list(_companies(parent.tenant_id, parent.id, users[0], now))
    session.execute(sa.insert(Company), companies)
    made = max(1, min(leads, MADE))
    facts = _leads(session, parent.tenant_id, parent.id, sales, companies, made, now)
    while chunk := list(islice(facts, CHUNK)):
        for table, place in ((Lead, 0), (StageChange, 1), (Event, 2)):
            session.execute(sa.insert(table), [fact[place] for fact in chunk])
    for copy in range(1, -(-leads // made)):
        _copy(session, copy, min(made, leads - copy * made))
    rebuild(session, parent, now=now)
    people = [Person(user.id, _sign_in(session, user, now)) for user in users]
    return House(parent.id, people[:SALES_USERS], people[-1])


def _companies(tenant_id: UUID, organization_id: UUID, user: User, now: datetime) -> Iterator[dict]:
    for number in range(COMPANIES):
        name = f"Firma {number:04d} AS"
        yield {
            "id": new_id(),
            "tenant_id": tenant_id,
            "organization_id": organization_id,
            "name": name,
            **keys_of_company({"name": name}),
            "version": 1,
            "changed_in": {},
            "created_by_id": user.id,
            "updated_by_id": user.id,
            "created_at": now - MONTHS,
            "updated_at": now - MONTHS,
        }


def _leads(
    session: Session,
    tenant_id: UUID,
    organization_id: UUID,
    sales: list[User],
    companies: list[dict],
    count: int,
    now: datetime,
) -> Iterator[tuple[dict, dict, dict]]:
    """Per lead: the row, its first step, and the event that says who made it."""
    dice = random.Random(SEED)
    stages = session.scalars(sa.select(Stage).where(Stage.tenant_id == tenant_id).order_by(Stage.position)).all()
    reason = session.exec(select(LostReason).where(LostReason.tenant_id == tenant_id)).first()
    here = {"tenant_id": tenant_id, "organization_id": organization_id}
    for number in range(count):
        owner = sales[number % len(sales)]
        creator = dice.choice(sales) if number % 5 == 0 else owner
        made = now - timedelta(seconds=dice.randrange(int(MONTHS.total_seconds())))
        changed = made + (now - made) * dice.random()
        outcome = dice.choices(list(SubStage), weights=[55, 20, 20, 5])[0]
        ended = changed if outcome in (SubStage.WON, SubStage.CLOSED) else None
        value = Decimal(dice.randrange(5_000, 900_000)) if dice.random() < 0.9 else None
        company, stage, lead_id = dice.choice(companies), dice.choice(stages), _original_id()
        title = f"{dice.choice(WORDS)} {number}"
        lead = here | {
            "id": lead_id,
            "title": title,
            "company_id": company["id"],
            "description": "",
            "value": value,
            "currency": "NOK",
            "rate": Decimal(1),
            "base_value": value,
            "stage_id": stage.id,
            "sub_stage": outcome,
            "stage_entered_at": made,
            "creator_id": creator.id,
            "owner_id": owner.id,
            "lost_reason_id": reason.id if reason and outcome == SubStage.CLOSED else None,
            "parked_at": changed if outcome == SubStage.PARKED else None,
            "ended_at": ended,
            "search_text": search_text(title, company["name"], None),
            "version": 1,
            "created_at": made,
            "updated_at": changed,
        }
        step = here | {
            "id": _original_id(),
            "lead_id": lead_id,
            "actor_id": creator.id,
            "to_stage_id": stage.id,
            "to_sub_stage": outcome,
            "changed_at": made,
        }
        event = here | {
            "id": _original_id(),
            "kind": "lead.created",
            "actor_id": creator.id,
            "lead_id": lead_id,
            "payload": {"version": 1},
            "occurred_at": made,
        }
        yield lead, step, event


def _copy(session: Session, copy: int, count: int) -> None:
    """Copy the first leads that were made, with their facts; ids of copies end with the number of the copy."""
    originals = sa.select(Lead.id).where(_ends_with(session, Lead.id, 0)).order_by(Lead.id).limit(count)
    for table, of_lead in ((Lead, Lead.id), (StageChange, StageChange.lead_id), (Event, Event.lead_id)):
        columns = {column.name: column for column in table.__table__.columns}
        for name in {"id", "lead_id"} & set(columns):
            columns[name] = _numbered(session, columns[name], copy)
        query = sa.select(*columns.values()).where(of_lead.in_(originals))
        session.execute(sa.insert(table).from_select(list(columns), query))


def _numbered(session: Session, column: sa.ColumnElement, copy: int) -> sa.ColumnElement:
    """An id with the number of a copy in its last 32 bits."""
    if session.get_bind().dialect.name == "sqlite":
        return sa.func.substr(sa.type_coerce(column, sa.String), 1, 24).concat(f"{copy:08x}")
    return sa.cast(sa.func.substr(sa.cast(column, sa.String), 1, 28).concat(f"{copy:08x}"), sa.Uuid)


def _ends_with(session: Session, column: sa.ColumnElement, copy: int) -> sa.ColumnElement[bool]:
    return column == _numbered(session, column, copy)


def _original_id() -> UUID:
    """An id of something that is copied: the last 32 bits say that it is no copy."""
    return UUID(int=new_id().int >> 32 << 32)


def _sign_in(session: Session, user: User, now: datetime) -> str:
    account = accounts_with_email(session, user.email)[0]
    secret, _ = open_session(session, account, user_agent="bench", now=now, limits=SessionLimits())
    return secret

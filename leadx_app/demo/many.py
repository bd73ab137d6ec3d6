"""One organization with as many leads as asked for, made with a fixed seed: to try out and to measure how LeadX grows.

The first leads are made one by one with their facts, the rest are copies of them made inside the database, and the
indexes are put on when everything is there; so a million takes a minute or two.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from leadx_app.db import Database
from leadx_app.domain import tenants
from leadx_app.domain.contacts.keys import keys_of_company
from leadx_app.domain.leads.changes import search_text
from leadx_app.domain.metrics.recount import rebuild
from leadx_app.models import (
    Category,
    Company,
    Event,
    Lead,
    LostReason,
    Organization,
    Role,
    Source,
    Stage,
    StageChange,
    SubStage,
    User,
    new_id,
)

SEED = 20_261_124
SALES_USERS = 50
COMPANIES = 2_000
CHUNK = 5_000
MADE = 10_000
"""So many leads are made one by one; more are copies of them."""
MONTHS = timedelta(days=548)
WORDS = ("Solar roof", "Heat pump", "Fibre line", "Service deal", "Fleet lease", "Cold store", "Ærlig avtale", "Ny båt")
TABLES = ((Lead, Lead.id), (StageChange, StageChange.lead_id), (Event, Event.lead_id))
"""What a lead is copied with, and the column that says of which lead it is."""


@dataclass(frozen=True)
class Filled:
    """The organization, its sales users, who share the leads evenly, and its Manager."""

    organization: Organization
    sales: list[User]
    manager: User


def fill_with_leads(
    database: Database, leads: int, *, now: datetime, password_hash: str | None = None, sales_users: int = SALES_USERS
) -> Filled:
    """Make one tenant with sales users, a Manager and so many leads over a year and a half, and its figures.

    Not at once: when it is ended on the way, the database is to be thrown away.

    Args:
        password_hash: of everybody's password; without one nobody can sign in with a password.
    """
    filled = database.system(lambda session, **_: _begin(session, min(leads, MADE), now, password_hash, sales_users))
    if leads > MADE:
        with _without_indexes(database):
            for table, of_lead in TABLES:
                database.system(_copy, table, of_lead, leads)
    database.system(lambda session, **_: rebuild(session, filled.organization, now=now))
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    return filled


def _begin(session: Session, leads: int, now: datetime, password_hash: str | None, sales_users: int) -> Filled:
    """The organization, its people and companies, and the leads that are made one by one."""
    parent = tenants.set_up_tenant(session, "bench", "Bench", now=now - MONTHS)
    users = [
        tenants.add_user(
            session,
            parent,
            email=f"user{number}@bench.example",
            name=f"User {number}",
            role=role,
            password_hash=password_hash,
            now=now - MONTHS,
        )
        for number, role in enumerate([Role.PROFESSIONAL] * sales_users + [Role.MANAGER])
    ]
    session.flush()
    sales, manager = users[:-1], users[-1]
    companies = list(_companies(parent.tenant_id, parent.id, users[0], now))
    session.execute(sa.insert(Company), companies)
    facts = _leads(session, parent.tenant_id, parent.id, sales, companies, leads, now)
    while chunk := list(islice(facts, CHUNK)):
        for place, (table, _) in enumerate(TABLES):
            session.execute(sa.insert(table), [fact[place] for fact in chunk])
    return Filled(parent, sales, manager)


@contextmanager
def _without_indexes(database: Database) -> Iterator[None]:
    """Take the indexes off the tables that grow and put them on again: sorting once beats finding each place."""
    made_by = database.system(_take_indexes_off)
    yield
    for statement in made_by:
        database.system(_run, statement)


def _take_indexes_off(session: Session, *, now: datetime) -> list[str]:
    """The statements that make the indexes again; what constraints need stays."""
    names = {"names": [table.__tablename__ for table, _ in TABLES]}
    found = session.execute(_INDEXES[session.get_bind().dialect.name], names).all()
    for name, _ in found:
        _run(session, f"DROP INDEX {name}", now=now)
    return [statement for _, statement in found]


def _run(session: Session, statement: str, *, now: datetime) -> None:
    session.connection().exec_driver_sql(statement)


_NAMES = sa.bindparam("names", expanding=True)
_INDEXES = {
    "sqlite": sa.text(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN :names"
    ).bindparams(_NAMES),
    "postgresql": sa.text(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN :names"
        " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conname = indexname)"
    ).bindparams(_NAMES),
}


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
    sources, categories = (
        session.scalars(sa.select(table).where(table.tenant_id == tenant_id).order_by(table.position)).all()
        for table in (Source, Category)
    )
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
            "expected_closing_on": (made + timedelta(days=30 + number % 240)).date() if number % 4 else None,
            "source_id": sources[number % len(sources)].id if number % 9 else None,
            "category_id": categories[number % len(categories)].id if number % 8 else None,
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


def _copy(session: Session, table: type[SQLModel], of_lead: Any, leads: int, *, now: datetime) -> None:
    """Copy what the first leads have in this table, until there are so many; ids of copies end with their number."""
    made = sa.select(Lead.id).where(Lead.id == _numbered(session, Lead.id, sa.literal(0))).order_by(Lead.id)
    last, count = -(-leads // MADE) - 1, (leads - 1) % MADE + 1
    first = sa.select(sa.literal(1).label("number")).cte("copies", recursive=True)
    copies = first.union_all(sa.select(first.c.number + 1).where(first.c.number < last))
    is_wanted = sa.or_(copies.c.number < last, of_lead.in_(made.limit(count)))
    columns: dict[str, Any] = {column.name: column for column in sa.inspect(table).local_table.columns}
    for name in {"id", "lead_id"} & set(columns):
        columns[name] = _numbered(session, columns[name], copies.c.number)
    query = sa.select(*columns.values()).join(copies, sa.true()).where(of_lead.in_(made), is_wanted)
    session.execute(sa.insert(table).from_select(list(columns), query))


def _numbered(session: Session, column: Any, number: sa.ColumnElement) -> sa.ColumnElement:
    """An id with the number of a copy in its last 32 bits."""
    if session.get_bind().dialect.name == "sqlite":
        return sa.func.substr(sa.type_coerce(column, sa.String), 1, 24).concat(sa.func.printf("%08x", number))
    digits = sa.func.lpad(sa.func.to_hex(number), 8, "0")
    return sa.cast(sa.func.substr(sa.cast(column, sa.String), 1, 28).concat(digits), sa.Uuid)


def _original_id() -> UUID:
    """An id of something that is copied: the last 32 bits say that it is no copy."""
    return UUID(int=new_id().int >> 32 << 32)

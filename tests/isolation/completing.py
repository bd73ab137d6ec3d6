"""A row in every table and a word in every text: what no act of the world made is made here, whatever it is."""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel
from sqlmodel.sql.sqltypes import AutoString

from leadx_app.domain.permissions import Actor
from leadx_app.models import (
    DeliveryState,
    ImportState,
    JobState,
    JoinState,
    MailState,
    SearchRow,
    User,
    new_id,
)
from tests.isolation.columns import home_of, kind_of, tables, texts
from tests.isolation.furnishing import MAKERS, People
from tests.isolation.policy import word

APPEND_ONLY = "audit_entries"
ONE_MORE = frozenset({APPEND_ONLY, "outbox_mails", "webhook_deliveries"})
"""Tables whose rows by acts say nothing yet."""
KNOWN = frozenset({"webhook_deliveries.body"})
"""Texts that the program reads again; those of rows by acts are empty until they are sent."""
OF_PERSON = frozenset({"user_sessions", "api_tokens", "outbox_mails", "push_subscriptions"})
"""Tables in which readers have rows of their own."""
LISTS = frozenset(
    {
        *("stages", "categories", "sources", "lost_reasons", "self_registrations", "support_times"),
        "sign_in_providers",
    }
)
"""What stands at a parent organization alone."""
AS_USUAL: dict[str, dict[str, Any]] = {
    "imports": {"state": ImportState.DONE, "headers": ["Title"], "mapping": ["title"]},
    "import_rows": {"cells": []},
    "jobs": {"state": JobState.DONE, "kind": "import.read"},
    "join_requests": {"state": JoinState.WAITING, "language": "en"},
    "outbox_mails": {"state": MailState.SENT, "kind": "digest"},
    "webhook_deliveries": {"state": DeliveryState.DELIVERED, "kind": "lead.won"},
    "audit_entries": {"kind": "sign_in.done", "area": "sign_ins"},
    "contact_changes": {"kind": "company.updated", "changes": []},
    "goals": {"span": "month"},
    "person_counts": {"measure": "created"},
    "notification_preferences": {"notice": "handover", "channel": "mail"},
    "currency_rates": {"code": "EUR", "rate": Decimal(11), "day": date(2026, 1, 2)},
    "organization_currencies": {"code": "EUR", "rate": Decimal(11)},
    "support_times": {"weekdays": "01234", "opens_minute": 480, "closes_minute": 960},
}
"""What rows that no act makes here must hold to be read."""


def complete(session: Session, people: People, place: str, now: datetime) -> None:
    """A row in each table that has none of this organization, and a word in each text that has none."""
    home = people["seller"].organization_id
    is_parent = place in ("nordlys", "fjord")
    for table in tables():
        if (table.name in LISTS and not is_parent) or table.name == SearchRow.__tablename__:
            continue
        here = home_of(table) == home
        is_there = session.execute(sa.select(table).where(here).limit(1)).first()
        if table.name in ONE_MORE or not is_there:
            session.execute(sa.insert(table).values(_a_row(session, people, table, place, now)))
        if table.name != APPEND_ONLY:
            _speak(session, table, place, here)
    session.execute(
        sa.update(SQLModel.metadata.tables["import_rows"])
        .where(SQLModel.metadata.tables["import_rows"].c.organization_id == home)
        .values(cells=[word(place, "import_rows")])
    )


def _a_row(session: Session, people: People, table: sa.Table, place: str, now: datetime) -> dict[str, Any]:
    given = AS_USUAL.get(table.name, {})
    return {
        column.name: given.get(column.name, _value(session, people, column, place, now))
        for column in table.columns
        if not (column.autoincrement is True and column.primary_key)
    }


def _value(session: Session, people: People, column: sa.Column[Any], place: str, now: datetime) -> Any:
    """Something that the column takes."""
    maker = people["seller"]
    if column.name in ("tenant_id", "organization_id", "contact_id", "kept_id", "merged_id"):
        table = SQLModel.metadata.tables["companies"]
        company = sa.select(table.c.id).where(table.c.organization_id == maker.organization_id).limit(1)
        known = {"tenant_id": maker.tenant_id, "organization_id": maker.organization_id}
        return known.get(column.name) or session.execute(company).scalar_one()
    if column.foreign_keys:
        return _referred(session, column, maker)
    kind = column.type
    if f"{column.table.name}.{column.name}" == "webhook_deliveries.body":
        return json.dumps({"said": word(place, "webhook_deliveries")})
    if column in texts(column.table):
        return f"{word(place, kind_of(column))} {new_id()}"[: getattr(kind, "length", None) or 200]
    if isinstance(kind, sa.Enum):
        return kind.enums[0] if kind.enum_class is None else next(iter(kind.enum_class))
    if column.nullable and not isinstance(kind, sa.JSON | sa.String | AutoString):
        return None
    simple: dict[type[Any], Any] = {sa.Uuid: new_id(), sa.Boolean: True, sa.JSON: {}, sa.Date: now.date()}
    for type_, value in simple.items():
        if isinstance(kind, type_):
            return value
    if isinstance(kind, sa.String | AutoString):
        return "" if not column.unique else str(new_id())[: getattr(kind, "length", None) or 36]
    if "DateTime" in type(kind).__name__:
        return now
    return Decimal(1) if type(kind).__name__ in ("Money", "Rate") else 1


def _referred(session: Session, column: sa.Column[Any], maker: Actor) -> Any:
    """The id of a row that the column may refer to: of the organization, else of the tenant."""
    target = next(iter(column.foreign_keys)).column
    if target.table.name == "users":
        return maker.user_id
    if column.nullable and target.table is column.table:
        return None
    table = target.table
    own = home_of(table) == maker.organization_id
    query = sa.select(target).where(table.c.tenant_id == maker.tenant_id).order_by(own.desc(), table.c.id).limit(1)
    return session.execute(query).scalar()


def _speak(session: Session, table: sa.Table, place: str, here: sa.ColumnElement[bool]) -> None:
    """Put the word into every text of these rows that holds none, behind what is there; of a reader's own, not."""
    for column in texts(table):
        if f"{table.name}.{column.name}" in KNOWN:
            continue
        room = getattr(column.type, "length", None) or 100_000
        said = word(place, kind_of(column))
        if len(said) > room:
            continue
        before = sa.func.coalesce(column, "")
        more = said + " " if kind_of(column) == "secrets" or room < 60 else " " + said
        both = sa.literal(more) + before if more.endswith(" ") else before + sa.literal(more)
        silent = sa.or_(column.is_(None), ~column.like("%zq%"))
        whose = _makers_own(table, column)
        spoken = {column.name: sa.func.substr(both, 1, room)}
        session.execute(sa.update(table).where(here, silent, whose).values(spoken))


def _makers_own(table: sa.Table, column: sa.Column[Any]) -> sa.ColumnElement[bool]:
    """Rows of readers stay as they are: what is their own they may see."""
    makers = sa.select(User.id).where(sa.or_(*(User.email.like(f"{name}.zq%") for name in MAKERS)))
    if table.name == "users":
        return table.c.id.in_(makers)
    of_person = "user_id" in table.columns and table.name in OF_PERSON
    return table.c.user_id.in_(makers) if of_person else sa.true()

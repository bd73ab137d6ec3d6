"""The tables as they are, for Admins: one organization's rows, or a parent's and its children's; never a secret."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import AutoString, Session, SQLModel

from leadx_app.domain.errors import NotFound
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models.base import Money, Rate, UtcDateTime

MAX_PAGE_SIZE = 100
MOST_COUNTED = 10_000
"""Rows are counted up to here; nobody turns further pages, and counting a million would keep everybody waiting."""

HIDDEN = frozenset(
    {"search_text", "sort_key", "match_key", "name_key", "email_key", "city_key", "changed_in", "draft_id"}
    | {"draft_fingerprint", "external_key"}
)
"""Columns that only the program reads."""

SHOWN: dict[str, tuple[str, ...]] = {
    "organizations": (),
    "users": (
        "name",
        "email",
        "phone",
        "language",
        "time_zone",
        "theme",
        "is_active",
        "created_at",
        "organization_id",
    ),
    "memberships": (),
    "leads": (),
    "companies": (),
    "persons": (),
    "notes": (),
    "sales_activities": (),
    "tasks": (),
    "stage_changes": (),
    "transfers": ("lead_id", "title", "receiver_id", "state", "sent_by_id", "sent_at", "answered_by_id", "answered_at"),
    "files": ("lead_id", "news_id", "uploader_id", "name", "content_type", "size_bytes", "created_at", "deleted_at"),
    "stages": (),
    "categories": (),
    "sources": (),
    "lost_reasons": (),
    "tags": (),
    "lead_tags": (),
    "organization_currencies": (),
    "currency_rates": (),
    "news": (),
    "news_comments": (),
    "goals": (),
    "tickets": (),
    "ticket_entries": (),
    "articles": (),
    "audit_entries": ("kind", "area", "actor_id", "subject_id", "address", "occurred_at"),
    "events": ("kind", "actor_id", "lead_id", "feed", "occurred_at"),
    "notifications": (),
    "imports": ("user_id", "subject", "state", "file_name", "row_count", "created_at", "updated_at", "ended_at"),
    "jobs": ("kind", "state", "done", "total", "tries", "error_id", "user_id", "created_at", "started_at", "ended_at"),
    "outbox_mails": ("user_id", "kind", "state", "address", "language", "tries", "created_at", "sent_at"),
}
"""What may be looked at: table, and the columns where not all but `HIDDEN` are shown. What is not here is not there."""


class How(StrEnum):
    """What a value is asked."""

    IS = "is"
    IS_NOT = "is_not"
    HAS = "has"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    IS_EMPTY = "is_empty"
    IS_FILLED = "is_filled"


@dataclass(frozen=True)
class Ask:
    """A condition on one column; `value` is what was typed."""

    column: str
    how: How
    value: str = ""


@dataclass(frozen=True)
class Asks:
    """Conditions of which all, or any, must hold."""

    parts: tuple["Ask | Asks", ...]
    is_any: bool = False


@dataclass(frozen=True)
class Look:
    """What part of a table is looked at; `order` holds columns and whether they go down."""

    skip: int = 0
    limit: int = 25
    words: str = ""
    order: tuple[tuple[str, bool], ...] = ()
    asks: Asks = Asks(())


def columns_of(table: str) -> list[sa.Column[Any]]:
    """The columns of a table that are shown, its id first.

    Raises:
        NotFound: the table is not one of `SHOWN`.
    """
    if table not in SHOWN:
        raise NotFound()
    columns = SQLModel.metadata.tables[table].columns
    chosen = SHOWN[table] or [one.name for one in columns if one.name not in HIDDEN | {"id", "tenant_id"}]
    return [columns[name] for name in ("id", *chosen)]


def db_rows(session: Session, actor: Actor, table: str, look: Look) -> list[dict[str, Any]]:
    """Rows of a table of the actor's organizations, newest first unless asked otherwise; at most `MAX_PAGE_SIZE`.

    Raises:
        NotPermitted: the actor is no Admin.
        NotFound: no such table or column.
    """
    actor.require(Permission.DB_VIEW)
    shown = {column.name: column for column in columns_of(table)}
    order = [_of(shown, name).desc() if goes_down else _of(shown, name).asc() for name, goes_down in look.order]
    statement = (
        sa.select(*shown.values())
        .where(*_conditions(actor, table, look))
        .order_by(*order, shown["id"].desc())
        .offset(max(0, look.skip))
        .limit(min(max(1, look.limit), MAX_PAGE_SIZE))
    )
    return [dict(row) for row in session.execute(statement).mappings()]


def db_count(session: Session, actor: Actor, table: str, look: Look) -> int:
    """How many rows `db_rows` has in all, counted up to `MOST_COUNTED`."""
    actor.require(Permission.DB_VIEW)
    columns_of(table)
    some = sa.select(sa.literal(1)).where(*_conditions(actor, table, look)).limit(MOST_COUNTED)
    some = some.select_from(SQLModel.metadata.tables[table])
    return int(session.execute(sa.select(sa.func.count()).select_from(some.subquery())).scalar_one())


def db_row(session: Session, actor: Actor, table: str, row_id: UUID) -> dict[str, Any]:
    """One row by its id.

    Raises:
        NotFound: there is none in the actor's organizations.
    """
    actor.require(Permission.DB_VIEW)
    columns = columns_of(table)
    found = session.execute(sa.select(*columns).where(*_own(actor, table), columns[0] == row_id)).mappings().first()
    if found is None:
        raise NotFound()
    return dict(found)


def _own(actor: Actor, table: str) -> list[sa.ColumnElement[bool]]:
    """Rows of the actor's tenant and organizations; an organization is its own row."""
    columns = SQLModel.metadata.tables[table].columns
    home = columns["id" if table == "organizations" else "organization_id"]
    return [columns["tenant_id"] == actor.tenant_id, home.in_(sorted(actor.organization_ids))]


def _conditions(actor: Actor, table: str, look: Look) -> list[sa.ColumnElement[bool]]:
    shown = {column.name: column for column in columns_of(table)}
    conditions = [*_own(actor, table), _all_of(shown, look.asks)]
    if look.words:
        texts = [column for column in shown.values() if kind_of(column) in ("text", "long")]
        found = [column.icontains(look.words, autoescape=True) for column in texts]
        conditions.append(sa.or_(sa.false(), *found, *_id_is(shown["id"], look.words)))
    return conditions


def _id_is(column: sa.Column[Any], words: str) -> list[sa.ColumnElement[bool]]:
    value = _value(column, words)
    return [] if value is None else [column == value]


def _all_of(shown: dict[str, sa.Column[Any]], asks: Asks) -> sa.ColumnElement[bool]:
    parts = [_all_of(shown, part) if isinstance(part, Asks) else _one(shown, part) for part in asks.parts]
    if not parts:
        return sa.true()
    return sa.or_(*parts) if asks.is_any else sa.and_(*parts)


def _one(shown: dict[str, sa.Column[Any]], ask: Ask) -> sa.ColumnElement[bool]:
    column = _of(shown, ask.column)
    if ask.how in (How.IS_EMPTY, How.IS_FILLED):
        return column.is_(None) if ask.how == How.IS_EMPTY else column.is_not(None)
    if ask.how == How.HAS:
        return sa.cast(column, sa.Text).icontains(ask.value, autoescape=True)
    value = _value(column, ask.value)
    if value is None:
        return sa.true() if ask.how == How.IS_NOT else sa.false()
    if ask.how == How.IS_NOT:
        return sa.or_(column != value, column.is_(None))
    return {How.IS: column == value, How.AT_LEAST: column >= value, How.AT_MOST: column <= value}[ask.how]


def _of(shown: dict[str, sa.Column[Any]], name: str) -> sa.Column[Any]:
    if name not in shown:
        raise NotFound()
    return shown[name]


def _is_choice(column: sa.Column[Any]) -> bool:
    return isinstance(column.type, sa.Enum)


def _value(column: sa.Column[Any], text: str) -> Any:
    """What was typed as a value of the column; None for what can be none."""
    try:
        if _is_choice(column):
            return next(one for one in _choices(column) if str(one) == text)
        kind = _type_of(column)
        if kind is bool:
            return {"true": True, "false": False}[text.lower()]
        if kind is datetime:
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo else None
        if kind is Decimal:
            number = Decimal(text)
            return number if number.is_finite() and abs(number) < 10**12 else None
        if kind is int:
            number_ = int(text)
            return number_ if abs(number_) < 2**63 else None
        return kind.fromisoformat(text) if hasattr(kind, "fromisoformat") else kind(text)
    except (StopIteration, KeyError, ValueError, InvalidOperation, NotImplementedError):
        return None


def _choices(column: sa.Column[Any]) -> Sequence[Any]:
    assert isinstance(column.type, sa.Enum)
    return list(column.type.enum_class or column.type.enums)


def kind_of(column: sa.Column[Any]) -> str:
    """What a column holds: text, long (text), number, amount, flag, day, moment, choice, id or other."""
    if _is_choice(column):
        return "choice"
    if isinstance(column.type, sa.Text):
        return "long"
    return _KINDS.get(_type_of(column), "other")


def _type_of(column: sa.Column[Any]) -> type[Any]:
    """The type of a column's values in Python; decorated types do not tell it themselves."""
    decorated = (kind for known, kind in _DECORATED if isinstance(column.type, known))
    return next(decorated, None) or column.type.python_type


def choices_of(column: sa.Column[Any]) -> list[str]:
    """The values of a choice."""
    return [str(one) for one in _choices(column)]


_DECORATED: tuple[tuple[type[Any], type[Any]], ...] = (
    (UtcDateTime, datetime),
    (Money, Decimal),
    (Rate, Decimal),
    (AutoString, str),
)
_KINDS: dict[type[Any], str] = {
    str: "text",
    int: "number",
    Decimal: "amount",
    bool: "flag",
    date: "day",
    datetime: "moment",
    UUID: "id",
}

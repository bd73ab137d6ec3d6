"""Taking what names somebody out of everything that a tenant wrote, wherever it stands: texts, histories, snapshots."""

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel
from sqlmodel.sql.sqltypes import AutoString

from .text import fold

KEPT_AS_THEY_ARE = frozenset({"audit_entries", "search_rows", "tenants"})
"""Tables without names of people, or that the database keeps by itself."""
ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Sweep:
    """What is taken out, and what stands there instead.

    `everywhere` can mean nobody else; `near` (a first name, a name that two people share) is taken out only of rows
    that refer to one of `ids`. `instead` is written for each; in columns that must be unique `mark` stands behind it.
    """

    everywhere: frozenset[str]
    near: frozenset[str]
    ids: frozenset[UUID]
    instead: str
    mark: str


def sweep(session: Session, tenant_id: UUID, what: Sweep) -> int:
    """Rewrite every row of the tenant that says it; returns how many. Nobody's rights: who may is the caller's rule."""
    session.flush()
    count = 0
    for table in SQLModel.metadata.sorted_tables:
        if "tenant_id" in table.columns and table.name not in KEPT_AS_THEY_ARE:
            count += _table(session, tenant_id, table, what)
    session.expire_all()
    return count


def _table(session: Session, tenant_id: UUID, table: sa.Table, what: Sweep) -> int:
    keys = list(table.primary_key)
    columns = [column for column in table.columns if _is_text(column) and not column.foreign_keys]
    if not columns:
        return 0
    says = [_says(column, needle) for needle in _written(what.everywhere) for column in columns]
    near = [_says(column, needle) for needle in _written(what.near) for column in columns]
    about = _refers(table, what.ids)
    found = sa.or_(*says, sa.and_(about, sa.or_(*near)) if near else sa.false())
    query = sa.select(*keys, about.label("is_near"), *columns).where(table.c.tenant_id == tenant_id, found)
    rows = session.execute(query).all()
    unique = _unique_columns(table)
    changed = [values for row in rows if (values := _swept(table, keys, columns, unique, row, what))]
    for values in changed:
        mine = [key == values.pop(f"key_{key.name}") for key in keys]
        session.connection().execute(sa.update(table).where(*mine).values(values))
    return len(changed)


def _swept(
    table: sa.Table, keys: list[sa.Column], columns: list[sa.Column], unique: set[str], row: sa.Row, what: Sweep
) -> dict[str, Any]:
    pattern = _pattern(what.everywhere | what.near if row.is_near else what.everywhere)
    values: dict[str, Any] = {}
    for number, column in enumerate(columns, len(keys) + 1):
        before = row[number]
        instead = f"{what.instead} {what.mark}" if column.name in unique else what.instead
        if column.name == "search_text" or column.name.endswith("_key"):
            instead = fold(instead)
        after = _replaced(before, pattern, instead)
        if isinstance(after, str):
            after = after[: getattr(column.type, "length", None)]
        if after != before:
            values[column.name] = after
    return values and values | {f"key_{key.name}": row[number] for number, key in enumerate(keys)}


def _replaced(value: Any, pattern: re.Pattern[str], instead: str) -> Any:
    if isinstance(value, str):
        return pattern.sub(lambda _: instead, value)
    if isinstance(value, list):
        return [_replaced(one, pattern, instead) for one in value]
    if isinstance(value, Mapping):
        return {_replaced(name, pattern, instead): _replaced(one, pattern, instead) for name, one in value.items()}
    return value


def _pattern(needles: frozenset[str]) -> re.Pattern[str]:
    """Whole words only, in any case, the longest first; as text and as HTML."""
    forms = {form for needle in needles for form in (needle, fold(needle), *_as_html(needle)) if form}
    longest = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile("|".join(rf"(?<!\w){re.escape(form)}(?!\w)" for form in longest) or r"(?!)", re.IGNORECASE)


def _written(needles: frozenset[str]) -> list[str]:
    """The needles as the database may hold them: as text, folded, as HTML, and inside JSON."""
    plain = {form for needle in needles for form in (needle, fold(needle), *_as_html(needle)) if form}
    return sorted(plain | {json.dumps(form)[1:-1] for form in plain})


def _as_html(text: str) -> tuple[str, ...]:
    return html.escape(text, quote=False), html.escape(text), html.escape(text).replace("&#x27;", "&#39;")


def _says(column: sa.Column, needle: str) -> sa.ColumnElement[bool]:
    return sa.cast(column, sa.Text).icontains(needle, autoescape=True)


def _refers(table: sa.Table, ids: frozenset[UUID]) -> sa.ColumnElement[bool]:
    """Whether a row is about one of them: by a column of ids, or by what its JSON says."""
    own = [column.in_(ids) for column in table.columns if isinstance(column.type, sa.Uuid)]
    said = [
        sa.cast(column, sa.Text).contains(str(one))
        for column in table.columns
        if isinstance(column.type, sa.JSON)
        for one in sorted(ids)
    ]
    return sa.or_(sa.false(), *own, *said)


def _is_text(column: sa.Column) -> bool:
    return isinstance(column.type, sa.String | AutoString | sa.JSON) and not isinstance(column.type, sa.Enum)


def _unique_columns(table: sa.Table) -> set[str]:
    constraints = [one for one in table.constraints if isinstance(one, sa.UniqueConstraint)]
    indexes = [index for index in table.indexes if index.unique]
    columns = [column for one in constraints for column in one.columns]
    return {column.name for column in [*columns, *(column for index in indexes for column in index.columns)]}

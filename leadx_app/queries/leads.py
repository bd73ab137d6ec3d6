"""Lists of leads: one page in the asked order, and the handovers that wait (product.md sections 5 and 10)."""

import base64
import binascii
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import Invalid
from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import Condition
from leadx_app.models import Lead
from leadx_app.queries.lead_filters import (
    PAGE_SIZE,
    WAITING_LIMIT,
    LeadFilters,
    Sort,
    Status,
    Where,
    conditions,
    first_ids,
)
from leadx_app.queries.lead_rows import LEAD_ROWS, LeadRow, lead_row, waits_for_answer

__all__ = ["MAX_PAGE_SIZE", "PAGE_SIZE", "LeadFilters", "LeadPage", "LeadRow", "Sort", "Status", "lead_page"]

MAX_PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class LeadPage:
    """Rows in the asked order.

    Attributes:
        total: how many rows all pages have together, the waiting ones not counted.
        next_cursor: None on the last page.
        previous_cursor: None on the first page.
        waiting: with `with_waiting`, on the first page: the handovers to answer that wait longest, oldest first.
        waiting_total: how many wait, also those that are not shown.
    """

    rows: list[LeadRow]
    total: int
    next_cursor: str | None
    previous_cursor: str | None = None
    waiting: list[LeadRow] = field(default_factory=list)
    waiting_total: int = 0


def lead_page(session: Session, actor: Actor, filters: LeadFilters, *, now: datetime) -> LeadPage:
    """One page of leads that the actor sees.

    Raises:
        Invalid: on `cursor`, when it does not belong to this order; on `search`, when it cannot be read.
    """
    where = conditions(session, actor, filters)
    limit = max(1, min(filters.limit, MAX_PAGE_SIZE))
    key, descending = _order(filters.sort)
    backwards = filters.cursor is None and filters.before is not None
    order = _directed(key, descending != backwards)
    beyond = _beyond(filters, key, descending != backwards)
    firsts = [first_ids(where.parts, [*where.each, *beyond], key, limit + 1, descending=descending != backwards)]
    is_first = filters.cursor is None and not backwards
    if where.waiting is not None and is_first:
        firsts.append(first_ids([where.waiting], where.each, Lead.handed_over_at, WAITING_LIMIT, descending=False))
    found = session.execute(LEAD_ROWS.where(Lead.id.in_(sa.union_all(*firsts))).order_by(*order)).all()
    answers = where.waiting is not None
    waiting = [row for row in found if answers and waits_for_answer(actor, row)]
    found = [row for row in found if not (answers and waits_for_answer(actor, row))]
    more = len(found) > limit
    found = found[:limit][::-1] if backwards else found[:limit]
    total, waiting_total = _totals(session, where)
    return LeadPage(
        rows=[lead_row(actor, row, now) for row in found],
        total=total,
        next_cursor=_cursor(filters.sort, found[-1]) if found and (more or backwards) else None,
        previous_cursor=_cursor(filters.sort, found[0]) if found and (more if backwards else not is_first) else None,
        waiting=[lead_row(actor, row, now) for row in sorted(waiting, key=lambda row: (row.handed_over_at, row.id))],
        waiting_total=waiting_total,
    )


def _totals(session: Session, where: Where) -> tuple[int, int]:
    """How many leads the parts hold together, and how many wait beside them."""
    counts = [
        sa.select(sa.func.count()).select_from(Lead).where(part, *where.each).scalar_subquery()
        for part in where.sources
    ]
    found = list(session.execute(sa.select(*counts)).one())
    size = len(where.parts)
    return sum(found[:size]), sum(found[size:])


def _order(sort: Sort) -> tuple[sa.ColumnElement, bool]:
    return {
        Sort.UPDATED: (Lead.updated_at, True),
        Sort.CREATED: (Lead.created_at, True),
        Sort.OLDEST: (Lead.created_at, False),
        Sort.TITLE: (Lead.search_text, False),
        Sort.VALUE: (sa.func.coalesce(sa.type_coerce(Lead.base_value, sa.BigInteger), -1), True),
    }[sort]


def _directed(key: sa.ColumnElement, descending: bool) -> tuple[sa.ColumnElement, ...]:
    return (key.desc(), Lead.id.desc()) if descending else (key.asc(), Lead.id.asc())


def _cursor(sort: Sort, lead: sa.Row) -> str:
    value = {
        Sort.UPDATED: lead.updated_at.isoformat(),
        Sort.CREATED: lead.created_at.isoformat(),
        Sort.OLDEST: lead.created_at.isoformat(),
        Sort.TITLE: lead.search_text,
        Sort.VALUE: -1 if lead.base_value is None else int(lead.base_value * 100),
    }[sort]
    return base64.urlsafe_b64encode(json.dumps([sort, value, str(lead.id)]).encode()).decode().rstrip("=")


def _beyond(filters: LeadFilters, key: sa.ColumnElement, descending: bool) -> list[Condition]:
    """What lies behind the cursor in reading direction."""
    cursor = filters.cursor or filters.before
    if not cursor:
        return []
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        sort, value, lead_id = json.loads(base64.urlsafe_b64decode(padded))
        if sort != filters.sort:
            raise ValueError
        value, last = _place(filters.sort, value), UUID(lead_id)
    except (ValueError, TypeError, AttributeError, OverflowError, binascii.Error, RecursionError):
        raise Invalid("Start again from the first page.", field="cursor") from None
    beyond = key < value if descending else key > value
    tie = Lead.id < last if descending else Lead.id > last
    return [sa.or_(beyond, sa.and_(key == value, tie))]


def _place(sort: Sort, value: Any) -> datetime | str | int:
    """The value of the sort key in a cursor, which may be anything: ValueError and its like for what no row holds."""
    if sort in (Sort.UPDATED, Sort.CREATED, Sort.OLDEST):
        return datetime.fromisoformat(value).astimezone(UTC)
    if not isinstance(value, str if sort == Sort.TITLE else int):
        raise TypeError
    if isinstance(value, int):
        _ = value.to_bytes(8, signed=True)
        return int(value)
    if "\x00" in value:
        raise ValueError
    return value.encode().decode()

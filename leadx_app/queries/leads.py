"""Lists of leads: one page in the asked order, and the handovers that wait (product.md sections 5 and 10)."""

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import Condition
from leadx_app.models import Lead
from leadx_app.queries.lead_counts import total_count
from leadx_app.queries.lead_filters import (
    MOST_WAITING,
    PAGE_SIZE,
    LeadFilters,
    Status,
    conditions,
    first_ids,
)
from leadx_app.queries.lead_order import Sort, behind, cursor_of, directed, order_of, place_of
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
    key, descending = order_of(filters.sort)
    backwards = filters.cursor is None and filters.before is not None
    order = directed(key, Lead.id, descending != backwards)
    beyond = _beyond(filters, key, descending != backwards)
    firsts = [first_ids(where.parts, [*where.each, *beyond], key, limit + 1, descending=descending != backwards)]
    is_first = filters.cursor is None and not backwards
    if where.waiting is not None and is_first:
        most = max(1, min(filters.waiting_limit, MOST_WAITING))
        firsts.append(first_ids([where.waiting], where.each, Lead.handed_over_at, most, descending=False))
    query = LEAD_ROWS.where(Lead.id.in_(sa.union_all(*firsts))).order_by(*order)
    found = session.connection().execute(query).all()  # Plain rows; a Session makes more of them.
    answers = where.waiting is not None
    waiting = [row for row in found if answers and waits_for_answer(actor, row)]
    found = [row for row in found if not (answers and waits_for_answer(actor, row))]
    more = len(found) > limit
    found = found[:limit][::-1] if backwards else found[:limit]
    total, waiting_total = total_count(session, actor, filters, where)
    return LeadPage(
        rows=[lead_row(actor, row, now) for row in found],
        total=total,
        next_cursor=cursor_of(filters.sort, found[-1]) if found and (more or backwards) else None,
        previous_cursor=cursor_of(filters.sort, found[0]) if found and (more if backwards else not is_first) else None,
        waiting=[lead_row(actor, row, now) for row in sorted(waiting, key=lambda row: (row.handed_over_at, row.id))],
        waiting_total=waiting_total,
    )


def _beyond(filters: LeadFilters, key: sa.ColumnElement, descending: bool) -> list[Condition]:
    """What lies behind the cursor in reading direction."""
    cursor = filters.cursor or filters.before
    return [behind(place_of(cursor, filters.sort), key, descending)] if cursor else []

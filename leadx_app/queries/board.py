"""The board: one column per stage, with its count, its sum and its first cards (product.md section 10)."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import offers
from leadx_app.models import Lead, Stage
from leadx_app.queries.lead_counts import stage_sums
from leadx_app.queries.lead_filters import WAITING_LIMIT, LeadFilters, Status, conditions, first_ids
from leadx_app.queries.lead_rows import LEAD_ROWS, LeadRow, lead_row, waits_for_answer

CARDS_PER_COLUMN = 20


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """One stage of the board: its first cards by latest change, how many leads it holds, their sum in base currency."""

    stage_id: UUID
    stage: str
    color: str
    position: int
    count: int
    base_sum: Decimal
    cards: list[LeadRow] = field(default_factory=list)


def board(session: Session, actor: Actor, filters: LeadFilters, *, now: datetime) -> list[BoardColumn]:
    """The tenant's stages in order, each with its ongoing leads; filters as in the list, without paging.

    With `with_waiting` the handovers to answer come first in their column, those that wait longest at the top.
    """
    filters = replace(filters, status=Status.ONGOING)
    where = conditions(session, actor, filters)
    stages = session.execute(sa.select(Stage).where(offers(actor, Stage)).order_by(Stage.position))
    columns = list(stages.scalars())
    sums = stage_sums(session, actor, filters, where)
    firsts = [
        first_ids(
            where.parts, [*where.each, Lead.stage_id == stage.id], Lead.updated_at, CARDS_PER_COLUMN, descending=True
        )
        for stage in columns
    ]
    if where.waiting is not None:
        firsts.append(first_ids([where.waiting], where.each, Lead.handed_over_at, WAITING_LIMIT, descending=False))
    newest = (Lead.updated_at.desc(), Lead.id.desc())
    query = LEAD_ROWS.where(Lead.id.in_(sa.union_all(*firsts))).order_by(*newest)
    found = session.connection().execute(query).all()  # Plain rows; a Session makes more of them.
    waiting = [row for row in found if where.waiting is not None and waits_for_answer(actor, row)]
    cards: dict[UUID, list[LeadRow]] = {}
    for row in [*sorted(waiting, key=lambda row: row.handed_over_at), *(row for row in found if row not in waiting)]:
        cards.setdefault(row.stage_id, []).append(lead_row(actor, row, now))
    return [
        BoardColumn(
            stage.id,
            stage.name,
            stage.color,
            stage.position,
            *sums.get(stage.id, (0, Decimal(0))),
            cards=cards.get(stage.id, [])[:CARDS_PER_COLUMN],
        )
        for stage in columns
    ]
